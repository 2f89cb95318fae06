"""Was it additional? Served, deadweight, displacement, spillover and net of every lever, and what they cost."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from laborsim.analysis.ledger.counts import GAINED, LOST, UNTREATED, AccountCounts
from laborsim.analysis.ledger.pairs import WHOLE_PLAN, Persons
from laborsim.analysis.ledger.people import AWAY, AWAY_OUTSIDE, FOUNDING, IN_PLACE, IN_WORK, NEAR_HOME, STATES
from laborsim.analysis.ratio import Ratio, ratio_of
from laborsim.experiment.indicators.beside_pairs import Countable
from laborsim.experiment.indicators.effect import Effect, effect_of, paired_effect
from laborsim.kernels.codes import year_and_month
from laborsim.levers import Lever
from laborsim.levers.base import FEN_PER_YUAN, cost_ends_of
from laborsim.published.indicators import COST
from laborsim.published.regions import region_codes

STATE_SETS = {
    "in work": IN_WORK,
    "work near home": NEAR_HOME,
    "own business": (FOUNDING,),
    "placed": (IN_PLACE,),
    "work away": AWAY,
    "work in another province": (AWAY_OUTSIDE,),
}
"""What is counted as a job: any work, or the kind of work that a lever is aimed at."""

AIM_OF_INDICATOR = {
    "business_starts": "own business",
    "founders_in_business": "own business",
    "placed_workers": "placed",
    "outbound_workers": "work away",
    "outbound_interprovince": "work in another province",
}
"""The state that a lever is aimed at, by the indicator that it declares; all others aim at work of any kind."""

PAY, PAY_INDICATOR = "pay", "pay_all"
"""What a lever buys that is no state: pay. It is judged by what everybody earns more."""

PARTS = ("gross", "deadweight", "displacement", "spillover", "net")

SOURCES = ("aided state", "later work", "hires by founders", "multiplier", "displaced")
"""Where the net effect on work of any kind comes from: the first four less the last."""

MONTHS_A_YEAR = 12

ADDS, NOTHING, MOVES, ANYWAY, UNCLEAR, LOSES = (
    "adds work", "changes nothing for anybody", "only moves people between regions",
    "served people who would have had it anyway", "no detectable net effect", "costs work on balance",
)  # fmt: skip
"""What a ledger says about a lever."""

MOVED_SHARE = 0.1
"""Of what a lever's regions gain: a net effect below it is next to nothing. ASSUMPTION."""

Months = NDArray[np.int64]
Pairs = NDArray[np.float64]


def parts_of(counts: AccountCounts, states: tuple[int, ...], inside: NDArray[np.bool_]) -> dict[str, Months]:
    """Return the parts of an account by month [T], persons: net = gross − deadweight − displacement + spillover.

    Work is counted where it is done. `inside` [R]: the lever's own regions. Gross: beneficiaries gained so far who are
    in the state there, less those lost so far who would be in it. Deadweight: the former who would be in it there
    without the lever, less the latter who are in it all the same. Displacement: how many fewer of the others are in
    it there. Spillover: how many more people of all kinds are in it elsewhere.
    """
    ours, theirs = (array[..., list(states)].sum(axis=-1) for array in (counts.with_it, counts.without))
    there_ours, there_theirs = ours[..., inside].sum(axis=-1), theirs[..., inside].sum(axis=-1)
    elsewhere = ours[..., ~inside].sum(axis=(1, 2)) - theirs[..., ~inside].sum(axis=(1, 2))
    return {
        "gross": there_ours[:, GAINED] - there_theirs[:, LOST],
        "deadweight": there_theirs[:, GAINED] - there_ours[:, LOST],
        "displacement": there_theirs[:, UNTREATED] - there_ours[:, UNTREATED],
        "spillover": elsewhere,
        "net": ours.sum(axis=(1, 2)) - theirs.sum(axis=(1, 2)),
    }


def sources_of(counts: AccountCounts, aided: tuple[int, ...]) -> dict[str, Months]:
    """Return where the net effect on work of any kind comes from, by month [T], persons; the parts add up to it.

    `aided`: states that the levers aim at. Aided state: beneficiaries who are in one and would not be in work; of a
    cut, those who would be in one and are not in work, taken off. Later work: what the other beneficiaries work more
    than they would. Hires by founders: the jobs that their businesses offer more. Multiplier: what those bring.
    Displaced: by how much the others' work falls short of these jobs.
    """
    work, held = (np.isin(np.arange(len(STATES)), chosen).astype(np.int64) for chosen in (IN_WORK, aided))
    more = work[None, :] - work[:, None]  # [S without, S with]
    first = (counts.gained_states * more * held[None, :] + counts.lost_states * more * held[:, None]).sum(axis=(1, 2))
    beneficiaries = ((counts.gained_states + counts.lost_states) * more).sum(axis=(1, 2))
    net = (counts.with_it - counts.without)[..., list(IN_WORK)].sum(axis=(1, 2, 3))
    made = counts.founder_jobs + counts.multiplied
    parts = (first, beneficiaries - first, counts.founder_jobs, counts.multiplied, made - (net - beneficiaries))
    return dict(zip(SOURCES, parts, strict=True))


@dataclass(frozen=True)
class Account:
    """One account over all pairs: a lever against the world without it, or the whole plan against the baseline.

    `n_looks`: planned looks at the pairs of the run; intervals hold at all of them.
    """

    key: str
    levers: tuple[Lever, ...]
    pairs: tuple[AccountCounts, ...]
    months: tuple[int, ...]
    n_looks: int = field(default=1, kw_only=True)

    @property
    def aim(self) -> str:
        """The state that the lever is aimed at; work of any kind for the whole plan."""
        if self.key == WHOLE_PLAN:
            return "in work"
        return AIM_OF_INDICATOR.get(self.levers[0].DECLARATION.indicator, "in work")

    @property
    def goal(self) -> str:
        """What the lever buys, by which its cost-effectiveness is judged: a state, or pay."""
        is_pay = self.key != WHOLE_PLAN and self.levers[0].DECLARATION.indicator == PAY_INDICATOR
        return PAY if is_pay else self.aim

    @property
    def states(self) -> tuple[str, ...]:
        """States in which the account is kept: what the lever is aimed at, then the others."""
        return (self.aim, *(name for name in STATE_SETS if name != self.aim))

    @cached_property
    def inside(self) -> NDArray[np.bool_]:
        """The account's own regions [R]."""
        own = {code for lever in self.levers for code in lever.regions}
        return np.array([code in own for code in region_codes()])

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Calendar years of the months."""
        return tuple(dict.fromkeys(year_and_month(month)[0] for month in self.months))

    def in_year(self, year: int | None) -> NDArray[np.bool_]:
        """Return which months belong to a year [T]; None = all."""
        return np.array([year is None or year_and_month(month)[0] == year for month in self.months])

    @cached_property
    def _monthly(self) -> dict[str, list[dict[str, Months]]]:
        return {
            name: [parts_of(pair, states, self.inside) for pair in self.pairs] for name, states in STATE_SETS.items()
        }

    def part(self, state: str, part: str, year: int | None = None) -> Pairs:
        """Return one part of the account [pairs], job-years; over one year or all months."""
        chosen = self.in_year(year)
        return np.array([parts[part][chosen].sum() / MONTHS_A_YEAR for parts in self._monthly[state]])

    @property
    def aided(self) -> tuple[int, ...]:
        """The states that the levers aim at; none where they aim at work of any kind."""
        aims = {AIM_OF_INDICATOR.get(lever.DECLARATION.indicator) for lever in self.levers} - {None}
        return tuple(sorted({state for aim in aims if aim for state in STATE_SETS[aim]}))

    @cached_property
    def _sources(self) -> list[dict[str, Months]]:
        return [sources_of(pair, self.aided) for pair in self.pairs]

    def source(self, name: str) -> Pairs:
        """Return what one of `SOURCES` adds to the net effect on work of any kind [pairs], job-years of all months."""
        return self._pairs([parts[name].sum() / MONTHS_A_YEAR for parts in self._sources])

    def lost(self, state: str) -> Pairs:
        """Return the job-years of beneficiaries who would be in the state without the lever and are not [pairs]."""
        chosen = list(STATE_SETS[state])
        others = [k for k in range(self.pairs[0].gained_states.shape[-1]) if k not in chosen]
        return self._pairs([pair.gained_states[:, chosen][:, :, others].sum() / MONTHS_A_YEAR for pair in self.pairs])

    def persons(self, name: str) -> Pairs:
        """Return a count of `AccountCounts` over all months [pairs], persons or person-months."""
        return self._pairs([getattr(pair, name).sum() for pair in self.pairs])

    def beneficiaries(self) -> Pairs:
        """Return how many more persons have what the lever gives than without it [pairs]; of a cut, fewer."""
        return self.persons("gained") - self.persons("lost")

    def cost(self, year: int | None = None) -> Pairs:
        """Return what all levers together cost more than in the world without the account's [pairs], yuan."""
        chosen = self.in_year(year)
        return self._pairs([(pair.all_with - pair.all_without)[chosen].sum() / FEN_PER_YUAN for pair in self.pairs])

    def cost_of(self, lever: int, year: int | None = None) -> Pairs:
        """Return what one lever of the account itself cost more [pairs], yuan; `lever` is its place."""
        chosen = self.in_year(year)
        return self._pairs(
            [(pair.spent_with - pair.spent_without)[chosen, lever].sum() / FEN_PER_YUAN for pair in self.pairs]
        )

    def cost_effect(self, lever: int, year: int | None = None) -> Effect:
        """Return what one lever of the account cost more [yuan], as every summary tells a difference of two worlds."""
        chosen = self.in_year(year)
        spent = [(pair.spent_with, pair.spent_without) for pair in self.pairs]
        ours, theirs = (
            self._pairs([both[world][chosen, lever].sum() / FEN_PER_YUAN for both in spent]) for world in (0, 1)
        )
        found = paired_effect(ours, theirs, self.n_looks, Countable(COST))
        assert found is not None  # counts are always numbers
        most = self.levers[lever].cost.total_budget
        return found if most is None else found.at_most(most)  # no pair can cost more, so neither can the mean

    @cached_property
    def cost_ends(self) -> tuple[float, float]:
        """The least and the most that the mean extra cost may be [yuan], by the ranges of the unit costs."""
        total, own = float(self.cost().mean()), [float(self.cost_of(k).mean()) for k in range(len(self.levers))]
        low, high = cost_ends_of(zip(self.levers, own, strict=True))
        rest = total - sum(own)
        return rest + low, rest + high

    def bought(self) -> Pairs:
        """Return how much more there is of what the lever buys [pairs]: job-years in the state, or yuan of pay."""
        if self.goal == PAY:
            return self._pairs([float((pair.pay_with - pair.pay_without).sum()) for pair in self.pairs])
        return self.part(self.goal, "net")

    def yuan_per_bought(self) -> Ratio:
        """Return the extra public cost per unit of what the lever buys: a job-year in the state, or a yuan of pay."""
        return ratio_of(self.cost(), self.bought())

    @staticmethod
    def _pairs(values: list[float]) -> Pairs:
        return np.array(values, np.float64)

    def effect(self, state: str, part: str, year: int | None = None) -> Effect:
        """Return one part of the account over the pairs [job-years]."""
        found = effect_of(self.part(state, part, year), self.n_looks)
        assert found is not None  # counts are always numbers
        return found

    def yuan_per(self, state: str, part: str) -> Ratio:
        """Return the extra public cost per job-year, gross or net."""
        return ratio_of(self.cost(), self.part(state, part))

    @cached_property
    def verdict(self) -> str:
        """What the account says about the lever, by the rule of effects: work of any kind, all months."""
        if not self.persons("differing").any():
            return NOTHING
        net, gain = self.effect("in work", "net"), effect_of(self._gain(), self.n_looks)
        assert gain is not None
        if not net.is_clear or abs(net.mean) < MOVED_SHARE * abs(gain.mean):
            if gain.is_clear and not self.inside.all():
                return MOVES
            gross, deadweight = self.part(self.aim, "gross").sum(), self.part(self.aim, "deadweight").sum()
            return ANYWAY if gross > 0 and deadweight >= (1 - MOVED_SHARE) * gross else UNCLEAR
        return ADDS if net.mean > 0 else LOSES

    def _gain(self) -> Pairs:
        return self.part("in work", "net") - self.part("in work", "spillover")


def ledger_of(found: Persons) -> tuple[Account, ...]:
    """Return the accounts of a run: the whole plan first, then each lever against the world without it."""
    levers = {lever.key: lever for lever in found.scenario.levers}
    own = tuple(levers[key] for key in found.accounts[1:])
    return tuple(
        Account(
            key=key,
            levers=own if key == WHOLE_PLAN else (levers[key],),
            pairs=tuple(pair.accounts[k] for pair in found.pairs),
            months=found.months,
            n_looks=found.scenario.run.n_looks,
        )
        for k, key in enumerate(found.accounts)
    )
