"""Prices: discounted cost by year and nature, annualised capital, payback, and cost for each unit of any indicator."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from laborsim.analysis.price.streams import ALIVE_MONTHS, FLOWS, Streams
from laborsim.analysis.ratio import Ratio, ratio_of
from laborsim.experiment.indicators.beside_pairs import IN_WORKERS, Countable, persons_of_worker
from laborsim.experiment.indicators.effect import Effect, effect_of
from laborsim.experiment.indicators.period import YEAR, Period
from laborsim.experiment.indicators.when import AS_USUAL, When
from laborsim.kernels.codes import year_and_month
from laborsim.levers import Lever
from laborsim.levers.costs import RANGE_ENDS, CostRange, Nature, RangeEnd
from laborsim.levers.receipts import RECEIPTS, Receipt, counted_receipts
from laborsim.published.indicators import OF_GROUPS, indicators

DISCOUNT = 0.08
"""Real rate a year: the social discount rate of Construction Project Economic Evaluation Methods and Parameters, 3rd
edition (NDRC and Ministry of Construction, 2006); it allows 6 % where what is won comes late."""

MONTHS_A_YEAR = 12

NATURES: tuple[Nature, ...] = ("resource", "transfer", "not told apart")

JOB_YEAR, ALIVE, SETTLED = "job_year", "business_alive_three_years", "person_settled"
"""Units beyond the code list: a person in work for a year, a business that becomes three years old, one settled."""

FOR_A_YEAR, ONE = "one for a year", "one"
POINT, YUAN = "one percentage point for a year", "one yuan a month for a year"

ZERO, NOT_BOUGHT, NOT_DEFINED, TOO_SHORT, NOT_COUNTED, OF_NO_GROUP = (
    "undefined: what is bought is not told from zero",
    "undefined: by the ledger of the same pairs the measure does not buy it, or not significantly",
    "undefined: the indicator is not defined in every month",
    f"undefined: no month of the run is {ALIVE_MONTHS} months after its first",
    "undefined: laborsim does not count people settled; nearest: outbound_interprovince",
    "undefined: laborsim does not count it among the members of a group",
)

Numbers = NDArray[np.float64]

Payback = tuple[int | None, float]
"""The year by whose end it is paid back, None = not within the run; in which share of the pairs it is by the end."""


@dataclass(frozen=True)
class Priced:
    """What one unit of something costs.

    `way`: +1 where there is more of it, −1 where there is less, 0 where neither is told; `amount`: how many units the
    measures bring, discounted, over the run.
    """

    name: str
    one: str
    amount: Effect | None
    way: int
    yuan: Ratio
    undefined: str


@dataclass(frozen=True)
class Span:
    """One calendar month, quarter or year, as far as it lies in what is summed; means over the pairs, yuan.

    `booked`: what the ledger has, spent less what came back (`returned`), and its natures. `capital`: what of it is for
    assets; `annualised`: the same with interest. `discounted`: booked and interest, discounted; `income`: what
    everybody earns more, discounted. `receipts`: taxes and contributions that come back, never part of the cost.
    """

    name: str
    year: int
    booked: float
    natures: dict[Nature, float]
    returned: float
    capital: float
    annualised: float
    discounted: float
    income: float
    receipts: CostRange


@dataclass(frozen=True)
class ComesBack:
    """What one kind of receipt brings over the run, mean over the pairs: `base` [person-years, or yuan earned] of those
    who pay it more than in the baseline, and `yuan`, by the lowest, central and highest amount; None where no figure
    can be stated.
    """

    receipt: Receipt
    base: float
    yuan: CostRange | None


@dataclass(frozen=True)
class Provincial:
    """What a run's measures cost more where people are served, and what a job-year there costs.

    Interest on capital is not in it: it is reckoned for the whole country.
    """

    region: str
    booked: Effect
    job_year: Priced


@dataclass(frozen=True)
class Prices:
    """The prices of one run at one discount rate (share a year).

    `when`: over which period cost and units are summed (see `Streams.over`), and by what the cost is split.
    `not_bought`: what measures are for and the ledger finds no significant gain of: of one purchase there is one
    verdict.
    """

    streams: Streams
    rate: float = DISCOUNT
    when: When = AS_USUAL
    not_bought: frozenset[str] = frozenset()

    @cached_property
    def weights(self) -> Numbers:
        """What a yuan of each month is worth at the base date [T]; all one at a rate of nothing."""
        first = self.streams.run.scenario.horizon.start
        after = np.array([month - first for month in self.streams.months], np.float64)
        weights: Numbers = (1.0 + self.rate) ** (-after / MONTHS_A_YEAR)
        return weights

    @cached_property
    def by_unit(self) -> Numbers:
        """What was spent by units [pairs, T, levers], yuan: all but one-off costs."""
        return self.streams.spent - self.streams.one_off

    @cached_property
    def capital(self) -> Numbers:
        """Capital as the ledger has it [pairs, T], yuan: every year of an asset's life bears the same part of it."""
        return self._with(lambda lever: _capital_share(lever, 0.0))

    @cached_property
    def annualised(self) -> Numbers:
        """The same with interest at the rate over the life of the asset [pairs, T], yuan."""
        return self._with(lambda lever: _capital_share(lever, self.rate))

    def _with(self, share: Callable[[Lever], float]) -> Numbers:
        shares = np.array([share(lever) for lever in self.streams.levers], np.float64)
        found: Numbers = self.by_unit @ shares
        return found

    def of_nature(self, nature: Nature) -> Numbers:
        """Return what the ledger has of one nature [pairs, T], yuan: the natures add up to the cost.

        What comes back is a transfer that is undone. One-off costs, and a unit cost that the scenario states, are
        `not told apart`.
        """
        found = self._with(lambda lever: nature_shares(lever)[nature])
        if nature == "transfer":
            found -= self.streams.returned.sum(axis=2)
        elif nature == "not told apart":
            found += self.streams.one_off.sum(axis=2)
        return found

    @cached_property
    def discounted(self) -> Numbers:
        """Economic cost of the whole run [pairs], yuan of the base date: the ledger's and the interest on capital."""
        return self._worth(self.streams.cost + self.annualised - self.capital)

    def _worth(self, monthly: Numbers) -> Numbers:
        worth: Numbers = monthly @ self.weights
        return worth

    def _calendar(self, length: int) -> dict[int, NDArray[np.bool_]]:
        """Which months are of every calendar period of so many months [T]."""
        calendar = np.array([month // length for month in self.streams.months])  # month 0 is a January
        return {place: calendar == place for place in dict.fromkeys(calendar.tolist())}

    @cached_property
    def years(self) -> tuple[Span, ...]:
        """Every calendar year of the run."""
        return self.spans(YEAR)

    def spans(self, length: int) -> tuple[Span, ...]:
        """Return every calendar period of so many months (1, 3 or 12)."""
        economic = (self.streams.cost + self.annualised - self.capital) * self.weights
        back = [self._receipts_at(end) for end in RANGE_ENDS]
        found = []
        for place, now in self._calendar(length).items():
            last = (place + 1) * length - 1

            def mean(monthly: Numbers, now: NDArray[np.bool_] = now) -> float:
                return float(monthly[:, now].sum(axis=1).mean())

            found.append(
                Span(
                    name=Period(last, length).name,
                    year=year_and_month(last)[0],
                    booked=mean(self.streams.cost),
                    natures={nature: mean(self.of_nature(nature)) for nature in NATURES},
                    returned=mean(self.streams.returned.sum(axis=2)),
                    capital=mean(self.capital),
                    annualised=mean(self.annualised),
                    discounted=mean(economic),
                    income=mean(self.streams.income * self.weights),
                    receipts=CostRange(*(mean(monthly) for monthly in back)),
                )
            )
        return tuple(found)

    @cached_property
    def provinces(self) -> tuple["Provincial", ...]:
        """What is spent and worked more in each province, both discounted alike, in the order of the code list."""
        cost, jobs = (
            np.einsum("ptr,t->pr", each, self.weights) for each in (self.streams.cost_in, self.streams.jobs_in)
        )
        booked = self.streams.cost_in.sum(axis=1)
        found = []
        for k, code in enumerate(self.streams.regions):
            spent = effect_of(booked[:, k])
            assert spent is not None  # every amount is finite
            found.append(
                Provincial(code, spent, self._bought(JOB_YEAR, jobs[:, k] / MONTHS_A_YEAR, cost[:, k], place=code))
            )
        return tuple(found)

    @cached_property
    def payback(self) -> Payback:
        """When people have earned as much more as was spent."""
        return self._paid_back(self.streams.income)

    def treasury_payback(self, end: RangeEnd) -> Payback:
        """Return when taxes and contributions, at one end of their amounts, have brought in as much as was spent."""
        return self._paid_back(self._receipts_at(end))

    def _paid_back(self, monthly: Numbers) -> Payback:
        """Return the first year by whose end something [pairs, T] has come to what was spent, by the means.

        Both discounted; it stays ahead. None = not within the run. And in which share of the pairs it has by the end.
        """
        won = [float((monthly * self.weights)[:, now].sum(axis=1).mean()) for now in self._calendar(YEAR).values()]
        ahead = np.cumsum(np.array(won) - [year.discounted for year in self.years])
        behind = np.flatnonzero(ahead < 0)
        first = 0 if len(behind) == 0 else int(behind[-1]) + 1
        share = float(np.mean(self._worth(monthly) >= self.discounted))
        return (self.years[first].year if first < len(self.years) else None), share

    @cached_property
    def comes_back(self) -> tuple[ComesBack, ...]:
        """Every kind of receipt over the run, not discounted; those of which no figure can be stated too."""
        return tuple(self._comes_back(receipt) for receipt in RECEIPTS)

    def _comes_back(self, receipt: Receipt) -> ComesBack:
        base = float(self._base(receipt).sum(axis=1).mean())
        return ComesBack(receipt, base, None if receipt.amount is None else receipt.amount.times(base))

    def _base(self, receipt: Receipt) -> Numbers:
        """Return what pays a receipt [pairs, T]: years of work of a month, or yuan earned in it."""
        if not receipt.payers:
            return self.streams.income
        return sum((self.streams.in_work[one] for one in receipt.payers), np.zeros(1)) / MONTHS_A_YEAR

    def _receipts_at(self, end: RangeEnd) -> Numbers:
        """Return what comes back [pairs, T], yuan, each kind at the end of its range that makes the total so."""
        found = np.zeros_like(self.streams.income)
        for receipt in counted_receipts():
            assert receipt.amount is not None
            base = self._base(receipt)
            amounts = {one: getattr(receipt.amount, one) for one in RANGE_ENDS}
            if base.sum() < 0:  # fewer who pay: the highest amount brings the least
                amounts["low"], amounts["high"] = amounts["high"], amounts["low"]
            found = found + amounts[end] * base
        return found

    @cached_property
    def receipts(self) -> CostRange:
        """Taxes and contributions of the whole run that come back, mean over the pairs, yuan, not discounted."""
        return CostRange(*(float(self._receipts_at(end).sum(axis=1).mean()) for end in RANGE_ENDS))

    @cached_property
    def is_receipt_told(self) -> bool:
        """Whether what comes back, at the central amounts, is told from zero (95 % over the pairs)."""
        return _is_told(effect_of(self._receipts_at("central").sum(axis=1)))

    @cached_property
    def discounted_receipts(self) -> CostRange:
        """The same, discounted."""
        return CostRange(*(float(self._worth(self._receipts_at(end)).mean()) for end in RANGE_ENDS))

    def priced(self, name: str) -> Priced:
        """Return what one unit of an indicator, or of one of the units beyond the code list, costs.

        Cost and units are discounted alike. Raises LookupError for an unknown name.
        """
        if name in self.not_bought:
            return self._undefined(name, _one(name), NOT_BOUGHT)
        if name == SETTLED:
            return self._undefined(name, ONE, NOT_COUNTED)
        if self.streams.is_group and name not in (JOB_YEAR, *OF_GROUPS):
            return self._undefined(name, ONE, OF_NO_GROUP)
        if name == JOB_YEAR:
            return self._of(name, FOR_A_YEAR, self._worth(self.streams.jobs) / MONTHS_A_YEAR)
        if name == ALIVE:
            if self.streams.months[-1] - self.streams.run.scenario.horizon.start <= ALIVE_MONTHS:
                return self._undefined(name, ONE, TOO_SHORT)
            return self._of(name, ONE, self._worth(self.streams.alive))
        effect = self.streams.paths[name]
        if name in FLOWS:
            return self._of(name, ONE, self._worth(effect))
        if indicators()[name].unit.endswith(
            "/year"
        ):  # a flow of the last twelve months: every twelfth month, the last one among them
            ends = np.arange(effect.shape[1] - 1, -1, -MONTHS_A_YEAR)
            amount = effect[:, ends] @ self.weights[ends]
            return self._of(name, ONE, amount)
        return self._of(name, _one(name), self._worth(effect) / MONTHS_A_YEAR)

    def _of(self, name: str, one: str, amount: Numbers) -> Priced:
        return self._bought(name, amount, self.discounted, one)

    def _number(self, name: str, one: str, place: str) -> Countable:
        """Return what amounts of a unit are of: of a unit for a year a worker more in every month, discounted."""
        if name in indicators() and indicators()[name].unit not in IN_WORKERS:
            return Countable()
        number = Countable(worker=persons_of_worker(place, self.streams.run.scenario))
        return number if one == ONE else number.over(float(self.weights.sum()) / MONTHS_A_YEAR)

    def _bought(self, name: str, amount: Numbers, cost: Numbers, one: str = FOR_A_YEAR, place: str = "") -> Priced:
        if not np.isfinite(amount).all():
            return self._undefined(name, one, NOT_DEFINED)
        number = self._number(name, one, place or self.streams.place)
        effect = effect_of(amount, beside=number.beside)
        assert effect is not None  # every amount is finite
        if not _is_told(effect):
            return Priced(name, one, effect, 0, Ratio(effect.pairs, None, undefined=ZERO), ZERO)
        way = 1 if effect.mean > 0 else -1
        ratio = ratio_of(cost, way * amount, number)
        return Priced(name, one, effect, way, ratio, ratio.undefined)

    def _undefined(self, name: str, one: str, why: str) -> Priced:
        return Priced(name, one, None, 0, Ratio(self.streams.pairs, None, undefined=why), why)

    @cached_property
    def every_price(self) -> tuple[Priced, ...]:
        """The price of every unit there is."""
        return tuple(self.priced(name) for name in units())


def _one(name: str) -> str:
    """Return what one of an indicator is."""
    unit = indicators()[name].unit
    if unit.endswith("/year"):
        return ONE
    return POINT if unit == "%" else YUAN if unit.startswith("CNY") else FOR_A_YEAR


def _is_told(effect: Effect | None) -> bool:
    """Return whether an effect's 95 % interval, where there is one, leaves out zero."""
    if effect is None or effect.low_95 is None or effect.high_95 is None:
        return False
    return not effect.low_95 <= 0.0 <= effect.high_95


def units() -> tuple[str, ...]:
    """Return everything that has a price: the units beyond the code list, then every indicator but the cost itself."""
    return (JOB_YEAR, ALIVE, SETTLED, *(name for name in indicators() if name != "cost"))


def nature_shares(lever: Lever) -> dict[Nature, float]:
    """Return which part of what a unit of a lever costs is of each nature, by the central amounts; they add up to 1."""
    total = lever.DECLARATION.unit_cost_yuan
    if lever.cost.per_unit is not None or total == 0.0:
        return {"resource": 0.0, "transfer": 0.0, "not told apart": 1.0}
    found = dict.fromkeys(NATURES, 0.0)
    for part in lever.DECLARATION.costs:
        if part.nature is not None and part.amount is not None:
            found[part.nature] += part.amount.central / total
    return found


def _capital_share(lever: Lever, rate: float) -> float:
    """Return what is paid for assets ÷ a unit's cost, with interest at a rate; 0 where the scenario states a cost."""
    total = lever.DECLARATION.unit_cost_yuan
    if lever.cost.per_unit is not None or total == 0.0:
        return 0.0
    return sum(part.annualised(rate) for part in lever.DECLARATION.costs if part.life_years) / total
