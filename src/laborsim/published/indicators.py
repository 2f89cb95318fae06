"""The code list of indicators: what a goal may name and a summary may hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from laborsim.published.data_tables import DATA, read_rows
from laborsim.published.suggestions import nearest_words

COST = "cost"
"""Money spent on measures."""

PERCENT_SCALE = 0.01  # shares are typed in percent and stored in [0, 1]
OF_GROUPS = (
    "migrant_workers", "local_workers", "outbound_workers", "outbound_interprovince", "outbound_intraprovince",
    "founders_in_business", "business_starts", "business_closures", "placed_workers", "employed_workers",
    "seeking_workers", "unemployment_migrants", "pay_all", "pay_local", "pay_outbound", "mean_age",
    "lifted_workers_employed", "return_moves", "outbound_moves",
)  # fmt: skip
"""Indicators that a group of a scenario's own has: what its members are and do; not towns, parks or money spent."""

Over = Literal["end", "mean", "sum", "year"]
"""How a figure is read over a month, a quarter or a year: at its end, as the mean or the sum of its months, or not at
all but over a whole year. Declared in data/indicators.csv, beside the name."""

SMALLEST_REGION = 1 / 5_000  # ASSUMPTION: no region has less of a national count (Xizang: 1/390 of residents)


@dataclass(frozen=True)
class Indicator:
    """One quantity that laborsim reports. Figures are in `unit`; summary files hold figure × `scale`.

    `title`, `title_zh`: what people call it. `low` and `high` are plausible for the nation (ASSUMPTION: wide around
    the published series of 2008-2023). `simulated_share`: 1 = all of it; None = it hangs on place and base date, see
    `published.simulated_share`; `background` says what the rest is. `over`: how it is read over a month, a quarter or
    a year. `also_called`: what people type who do not know its name.
    `made_by`: "measures" where there is none of it without a measure; else what people hold on account of measures who
    are counted in it (`levers.base.Held`), if it is nobody else.
    """

    name: str
    title: str
    title_zh: str
    unit: str
    over: Over
    definition: str
    official: bool
    low: float
    high: float
    iamc: str
    simulated_share: float | None
    background: str
    also_called: tuple[str, ...] = ()
    made_by: tuple[str, ...] = ()

    @property
    def only_measures(self) -> bool:
        """Return whether there is none of it without a measure, and never less than none: money that is spent."""
        return self.made_by == ("measures",)

    @property
    def scale(self) -> float:
        """Return what a figure in `unit` is multiplied with in summary files: shares lie in [0, 1] there."""
        return PERCENT_SCALE if self.unit == "%" else 1.0

    def unit_over(self, months: int) -> str:
        """Return the unit of the figure over so many months: a sum of less than a year is no flow of a year."""
        return self.unit.removesuffix("/year") if self.over == "sum" and 0 < months < 12 else self.unit

    @property
    def adds_up(self) -> bool:
        """Return whether the figures of regions add up to the nation's: counts and money do, rates do not."""
        return self.unit.split("/")[0] in ("persons", "businesses", "places", "CNY") and self.unit != "CNY/month"

    @property
    def needs_months(self) -> int:
        """Months after the base date before there is a figure: flows and growth over a year look back on one."""
        return 12 if self.unit.endswith("/year") or self.name == "income_growth_urban" else 0

    def plausible(self, region: str) -> tuple[float, float]:
        """Return the lowest and highest plausible figure for a region code, a zone or CN."""
        if region == "CN" or not self.adds_up:
            return self.low, self.high
        return self.low * SMALLEST_REGION, self.high


@cache
def indicators() -> Mapping[str, Indicator]:
    """Return every indicator by its name, in the order of data/indicators.csv and of the docs."""
    return {row["name"]: _indicator(row) for row in read_rows(DATA / "indicators.csv")}


def _indicator(row: dict[str, str]) -> Indicator:
    return Indicator(
        name=row["name"],
        title=row["title"],
        title_zh=row["title_zh"],
        unit=row["unit"],
        over=cast("Over", row["over"]),
        definition=row["definition"],
        official=row["origin"] == "official",
        low=float(row["low"]),
        high=float(row["high"]),
        iamc=row["iamc"],
        simulated_share=float(row["simulated_share"]) if row["simulated_share"] else None,
        background=row["background"],
        also_called=_listed(row["also_called"]),
        made_by=_listed(row["made_by"]),
    )


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in cell.split(";") if word.strip())


NEARLY = 0.85
"""Share of letters that a word has in common with one that an indicator is also called by. ASSUMPTION."""


def like_indicator(typed: str, cutoff: float, others: Iterable[str] = ()) -> list[str]:
    """Return the indicators, and of some other names those, that a word means or is a slip of, likeliest first.

    `cutoff`: least share of common letters [0, 1]. A word that indicators are also called by stands for their names,
    if it is typed nearly as it is: "unemployment" is no slip of "employment".
    """
    called: dict[str, list[str]] = {}
    for found in indicators().values():
        for word in found.also_called:
            called.setdefault(word, []).append(found.name)
    meant = [name for word in nearest_words(typed, called, NEARLY) for name in called[word]]
    return list(dict.fromkeys(meant)) or nearest_words(typed, [*others, *indicators()], cutoff)
