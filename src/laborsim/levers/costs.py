"""What one unit of a lever costs: a range for each component, who pays it, and on whose word."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, get_args

CostKind = Literal["wages or benefits", "administration", "capital", "forgone revenue"]

Nature = Literal["resource", "transfer", "not told apart"]
"""Whether work, buildings and materials are used up, or money only changes hands (to people, or to whoever lent it)."""

ASSUMPTION = "ASSUMPTION"
"""What stands in the place of a source where nobody has published a number."""


@dataclass(frozen=True)
class CostRange:
    """Yuan for one unit of a lever, as its cost unit counts them: lowest, central and highest."""

    low: float
    central: float
    high: float

    def times(self, units: float) -> "CostRange":
        """Return what some units come to; of fewer than none the highest amount is the least."""
        low, high = sorted((self.low * units, self.high * units))
        return CostRange(low, self.central * units, high)

    def at(self, share: float) -> float:
        """Return the yuan that a share in [0, 1] draws: flat on either side of the central amount, which is the mean.

        The nearer end is the likelier side, so that many pairs cost what the central amount comes to. ASSUMPTION
        """
        if not self.low < self.central < self.high:
            return self.central
        below = (self.high - self.central) / (self.high - self.low)
        if share <= below:
            return self.low + (self.central - self.low) * share / below
        return self.central + (self.high - self.central) * (share - below) / (1 - below)

    def beside(self, whole: "CostRange", yuan: float) -> float:
        """Return where a part lies in this range when the whole that it is of lies at some yuan in its own."""
        own, end = (self.low, whole.low) if yuan < whole.central else (self.high, whole.high)
        if end == whole.central:
            return self.central
        return self.central + (own - self.central) * (yuan - whole.central) / (end - whole.central)


RangeEnd = Literal["low", "central", "high"]
RANGE_ENDS: tuple[RangeEnd, ...] = get_args(RangeEnd)


@dataclass(frozen=True)
class CostComponent:
    """One part of what a unit costs the public. What is spent once is spread over the years that it lasts.

    `amount`: None where no cost can be stated; `reason` then says why, else how the amount was found. `source`: the id
    of a published figure (`cost/…`), or a text that begins with ASSUMPTION, or the identity that it is. `price_year`:
    of whose prices the amount is; None where it is a share of a payment. `nature`: None where there is no amount, or
    nothing. `life_years`: over how many years what is spent once is spread, each with the same part; None = every year.
    """

    kind: CostKind
    what: str
    amount: CostRange | None
    payer: str
    source: str
    reason: str
    price_year: int | None = None
    nature: Nature | None = field(kw_only=True)
    life_years: int | None = field(default=None, kw_only=True)

    @property
    def once(self) -> float:
        """Central yuan per unit that are spent once, for an asset of `life_years`; 0 where nothing is."""
        return 0.0 if self.amount is None or self.life_years is None else self.amount.central * self.life_years

    def annualised(self, rate: float) -> float:
        """Return the central yuan per unit and year: of an asset with interest at a rate (share a year) over its life.

        The same payment at the end of every year of its life is worth, discounted, what it cost once.
        """
        if self.amount is None:
            return 0.0
        return self.amount.central if self.life_years is None else self.once / annuity(rate, self.life_years)

    @property
    def is_assumed(self) -> bool:
        """Whether there is an amount, more than nothing, that is or rests on an ASSUMPTION."""
        return self.amount is not None and self.amount.high > 0 and ASSUMPTION in f"{self.source} {self.reason}"


def annuity(rate: float, years: int) -> float:
    """Return what one yuan at the end of each of some years is worth today, discounted at a rate (share a year)."""
    return float(years) if rate == 0.0 else (1.0 - (1.0 + rate) ** -years) / rate


def total_range(components: Iterable[CostComponent]) -> CostRange | None:
    """Return the sum of the components that have an amount; None where none has, or they come to nothing."""
    known = [component.amount for component in components if component.amount is not None]
    low, central, high = (sum(getattr(one, end) for one in known) for end in RANGE_ENDS)
    return CostRange(low, central, high) if central > 0 else None


def arises_not(kind: CostKind, payer: str, reason: str) -> CostComponent:
    """Return a component that costs nothing, and why."""
    return CostComponent(kind, "none", CostRange(0.0, 0.0, 0.0), payer, ASSUMPTION, reason, nature=None)


def not_stated(kind: CostKind, payer: str, what: str, reason: str) -> CostComponent:
    """Return a component for which no cost can be stated, and why."""
    return CostComponent(kind, what, None, payer, "", reason, nature=None)
