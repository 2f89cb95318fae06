"""Streams: what a run's measures cost more than the baseline's, and what there is more of, by month and pair."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.headline import home
from laborsim.experiment.indicators.indicator_table import World, group_names
from laborsim.experiment.indicators.period import MONTH, YEAR, Period
from laborsim.experiment.indicators.readout import Readout
from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.store.results import Results, load_results
from laborsim.levers import Lever
from laborsim.levers.base import FEN_PER_YUAN
from laborsim.levers.receipts import Payers
from laborsim.model.ledger import RETURNED, SPENT
from laborsim.published.indicators import COST, indicators
from laborsim.published.regions import expand, region_codes
from laborsim.published.words import Words
from laborsim.scenario.scenario import Scenario

JOBS: tuple[Payers, ...] = ("local", "outbound", "founder", "placed")
"""Monthly stocks of people in work."""

FLOWS = {
    "business_starts": "business_starts",
    "business_closures": "business_closures",
    "return_moves": "moves_home",
    "outbound_moves": "moves_out",
}
"""Indicators that count a year's events, and the monthly counts of which they are made."""

INCOMES = ("pay_local_fen", "pay_outbound_fen", "profit_fen")

ALIVE_MONTHS = 36
"""Age at which a business counts as alive after three years."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Streams:
    """Scenario − baseline, pair by pair, over the T simulated months of a run, the first after the base date first.

    `spent`, `returned` [pairs, T, levers] yuan: of every lever of either world; `units` the same without one-off
    costs. `income` [pairs, T] yuan: pay and profits of everybody in work. `in_work` [pairs, T]: people in work in the
    whole country, by `JOBS`; `jobs` [pairs, T]: in `place`, all together. `alive` [pairs, T]: businesses there that
    become three years old. `paths` [pairs, T]: every indicator but the cost in `place`, in its unit; of `FLOWS`, the
    month's events. `cost_in` [pairs, T, R] yuan, spent less what came back, `jobs_in` [pairs, T, R]: in each of
    `regions`, where people are served and work.
    """

    run: Run
    place: str
    months: tuple[int, ...]
    levers: tuple[Lever, ...]
    spent: Numbers
    one_off: Numbers
    returned: Numbers
    income: Numbers
    in_work: dict[Payers, Numbers]
    jobs: Numbers
    alive: Numbers
    paths: dict[str, Numbers]
    regions: tuple[str, ...]
    cost_in: Numbers
    jobs_in: Numbers

    def over(self, period: Period) -> "Streams":
        """Return the streams of the months of a period alone."""
        now = [k for k, month in enumerate(self.months) if period.first <= month <= period.last]
        first, last = now[0], now[-1] + 1
        every = ("spent", "one_off", "returned", "income", "jobs", "alive", "cost_in", "jobs_in")
        parts = {name: getattr(self, name)[:, first:last] for name in every}
        paths = {name: path[:, first:last] for name, path in self.paths.items()}
        in_work = {who: persons[:, first:last] for who, persons in self.in_work.items()}
        return replace(self, months=self.months[first:last], in_work=in_work, paths=paths, **parts)

    @property
    def is_group(self) -> bool:
        """Whether indicators are those of a group of the scenario's own, and not of a place."""
        return self.place in group_names(self.run.scenario)

    @property
    def pairs(self) -> int:
        """How many pairs there are."""
        return len(self.spent)

    @property
    def cost(self) -> Numbers:
        """What all levers cost more [pairs, T], yuan: spent less what came back."""
        total: Numbers = (self.spent - self.returned).sum(axis=2)
        return total


@dataclass(frozen=True)
class _Read:
    spent: dict[str, Numbers]
    one_off: dict[str, Numbers]
    returned: dict[str, Numbers]
    income: Numbers
    in_work: dict[Payers, Numbers]
    jobs: Numbers
    alive: Numbers
    paths: dict[str, Numbers]
    cost_in: Numbers
    jobs_in: Numbers


def streams_of(run: Run, place: str = "", period: Period | None = None) -> Streams:
    """Return the streams of a finished run; `place`: where indicators are read, "" = what the run is about.

    A group of the scenario's own is a place too: indicators are those of its members, and the cost is that of the
    measures, whomever they serve.

    `period`: of its months alone, in which rates are read month by month and not over the twelve months before; what
    is known of whole years alone is not defined in less.

    Raises WrongInput where the run has no baseline, ValueError for an unknown place, Damaged where a replicate is.
    """
    if run.baseline is None:
        raise WrongInput(
            Words(
                f"{run.path} was run without a baseline: a price is the cost of a difference",
                f"{run.path} 没有基准情景：单位成本是差异的成本",
            )
        )
    where = place or home(run.scenario)
    worlds = run.world("scenario"), run.world("baseline")
    pairs = [k for k in worlds[0].replicates if k in worlds[1].replicates]
    if not pairs:
        raise WrongInput(
            Words(
                f"{run.path} and its baseline have no finished replicate in common",
                f"{run.path} 与其基准情景没有共同完成的模拟",
            )
        )
    levers = _levers(*(world.scenario for world in worlds))
    read = [tuple(_read(world, k, where, period) for world in worlds) for k in pairs]
    months = run.scenario.horizon.months

    def of_levers(name: str) -> Numbers:
        nothing = np.zeros(months)
        worth = [
            [getattr(ours, name).get(key.key, nothing) - getattr(theirs, name).get(key.key, nothing) for key in levers]
            for ours, theirs in read
        ]
        return np.array(worth).reshape(len(pairs), len(levers), months).transpose(0, 2, 1)

    def of_all(name: str) -> Numbers:
        return np.array([getattr(ours, name) - getattr(theirs, name) for ours, theirs in read])

    whole = Streams(
        run=run,
        place=where,
        months=tuple(range(run.scenario.horizon.start + 1, run.scenario.horizon.end + 1)),
        levers=levers,
        spent=of_levers("spent"),
        one_off=of_levers("one_off"),
        returned=of_levers("returned"),
        income=of_all("income"),
        in_work={name: np.array([ours.in_work[name] - theirs.in_work[name] for ours, theirs in read]) for name in JOBS},
        jobs=of_all("jobs"),
        alive=of_all("alive"),
        paths={name: np.array([o.paths[name] - t.paths[name] for o, t in read]) for name in read[0][0].paths},
        regions=region_codes(),
        cost_in=of_all("cost_in"),
        jobs_in=of_all("jobs_in"),
    )
    return whole if period is None else whole.over(period)


def _levers(scenario: Scenario, baseline: Scenario) -> tuple[Lever, ...]:
    """Return the levers of either world by key; where both have one, the scenario's says what it is."""
    found = {lever.key: lever for lever in (*baseline.levers, *scenario.levers)}
    return tuple(found[key] for key in sorted(found))


def _read(world: World, replicate: int, place: str, period: Period | None) -> _Read:
    results = load_results(world.replicates[replicate])
    readout, keys = Readout(results, world.scenario), results.service_names
    fen = results.services[1:].sum(axis=2)
    spent = {key: fen[:, k, SPENT] / FEN_PER_YUAN for k, key in enumerate(keys)}
    once = {lever.key: lever.cost.one_off for lever in world.scenario.levers}
    return _Read(
        spent=spent,
        one_off={key: _one_off(paid, once.get(key, 0.0)) for key, paid in spent.items()},
        returned={key: fen[:, k, RETURNED] / FEN_PER_YUAN for k, key in enumerate(keys)},
        income=np.stack([results.count(name)[1:].sum(axis=1) for name in INCOMES]).sum(axis=0) / FEN_PER_YUAN,
        in_work={name: results.count(name)[1:].sum(axis=1).astype(np.float64) for name in JOBS},
        jobs=_counted(results, JOBS, place),
        alive=_alive(results, world.scenario, place),
        paths={
            name: _path(readout, name, place, period) / indicators()[name].scale
            for name in indicators()
            if name != COST
        }
        | {name: _counted(results, (count,), place) for name, count in FLOWS.items()},
        cost_in=(results.services[1:, :, :, SPENT] - results.services[1:, :, :, RETURNED]).sum(axis=1) / FEN_PER_YUAN,
        jobs_in=np.stack([results.count(name)[1:] for name in JOBS]).sum(axis=0).astype(np.float64),
    )


def _path(readout: Readout, name: str, place: str, period: Period | None) -> Numbers:
    """Return an indicator in one place by month [T], in the unit of summary files."""
    rule = indicators()[name].over
    is_short = period is not None and period.months < YEAR
    if rule == "year" and is_short:
        return np.full(len(readout.results.months) - 1, np.nan)
    by_month = MONTH if rule == "mean" and period is not None else 0
    path: Numbers = readout.parts(name, by_month).total[1:, readout.place(place)]
    return path


def _counted(results: Results, names: Iterable[str], place: str) -> Numbers:
    """Return some monthly counts together [T]: of a place by home, or of a group's members wherever they are."""
    if place in results.group_names:
        g = results.group_names.index(place)
        each = [results.own_count(name)[1:, g].sum(axis=1) for name in names]
    else:
        inside = _inside(results, place)
        each = [results.count(name)[1:][:, inside].sum(axis=1) for name in names]
    counted: Numbers = np.stack(each).sum(axis=0).astype(np.float64)
    return counted


def _one_off(paid: Numbers, yuan: float) -> Numbers:
    """Return which part of what was paid is a lever's one-off cost: it is booked in the first month in force."""
    part = np.zeros_like(paid)
    if yuan > 0 and paid.any():
        first = int(np.argmax(paid > 0))
        part[first] = min(yuan, paid[first])
    return part


def _inside(results: Results, place: str) -> NDArray[np.bool_]:
    codes = expand(place)
    return np.array([code in codes for code in results.regions])


def _alive(results: Results, world: Scenario, place: str) -> Numbers:
    """Return the businesses that become three years old in each month [T], in persons who own one.

    NaN for a group: a business knows its region and owner, and not the groups that the owner is in.
    """
    if place in results.group_names:
        return np.full(world.horizon.months, np.nan)
    inside = _inside(results, place)
    spells = results.spells
    start, end = spells["start"].astype(np.int64), spells["end"].astype(np.int64)
    due = start + ALIVE_MONTHS
    first, last = world.horizon.start + 1, world.horizon.end
    lives = ((end < 0) | (end >= due)) & (start >= first) & (due <= last) & inside[spells["region"]]
    weights = np.array([world.run.scale.of(code) for code in results.regions], np.float64)
    alive = np.zeros(last - first + 1)
    np.add.at(alive, due[lives] - first, weights[spells["region"][lives]])
    return alive
