"""What was published of single provinces: outcomes beside which a run can stand, and of which concept each is.

Targets, plans and levels of measures are no outcomes. The census flows between provinces are none either: every base
date is fitted to them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from laborsim.experiment.indicators.aggregation import View
from laborsim.experiment.indicators.published_series import MILLION, PERCENT, RELATIVE_ERROR, rounding_error
from laborsim.experiment.indicators.readout import path_of
from laborsim.kernels.codes import month_number
from laborsim.population.carried_counts import ERROR
from laborsim.published.data_tables import table
from laborsim.published.figures import Figure, province_table
from laborsim.published.province_counts import ProvinceCount, province_counts

Numbers = NDArray[np.float64]

Concept = Literal["survey_year", "survey_quarter", "administrative", "scaled"]
"""Of a figure: the survey's own; a count of registers, larger and of more people; what the model scales and does not
simulate."""

DECEMBER = 12


@dataclass(frozen=True)
class _Kind:
    """How the model counts something: the sum of some indicators, among those that a share is a share of."""

    indicators: tuple[str, ...]
    among: str = ""

    @property
    def unit(self) -> str:
        """Of the numbers that are read."""
        return "percent" if self.among else "million"

    def read(self, code: str, view: View) -> Numbers:
        """Return the same in a province off a view [T + 1, in the unit]."""
        part = np.sum([path_of(name, code)(view) for name in self.indicators], axis=0)
        found: Numbers = part / path_of(self.among, code)(view) / PERCENT if self.among else part / MILLION
        return found


_INSIDE, _OUTSIDE = "outbound_intraprovince", "outbound_interprovince"
_COUNTED = {
    "workers": _Kind(("migrant_workers",)),
    "local": _Kind(("local_workers",)),
    "outbound": _Kind(("outbound_workers",)),
    "outbound_inside": _Kind((_INSIDE,)),
    "outbound_outside": _Kind((_OUTSIDE,)),
    "works_inside": _Kind(("local_workers", _INSIDE)),
    "outside_share": _Kind((_OUTSIDE,), "outbound_workers"),
    "inside_share": _Kind((_INSIDE,), "outbound_workers"),
}
"""By what data/province_counts.csv counts; of what registers count, the model's nearest."""

_OTHERS: dict[str, tuple[_Kind, Concept]] = {
    "new urban jobs": (_Kind(("new_urban_jobs",)), "scaled"),
    "rural labour transferred": (_Kind(("migrant_workers",)), "administrative"),
    "labour transferred per year": (_Kind(("outbound_workers",)), "administrative"),
}
"""By the series of data/outcomes.csv and data/poverty_and_provinces.csv."""

_YEAR_OF = {"annual": "2020"}
"""Year of figures of no date: "more than 5 million every year" is of a page of October 2020 (gs_chinanews)."""


@dataclass(frozen=True)
class ProvinceFigure:
    """One outcome of one province, value and standard error in `unit`.

    `month`: running month at whose end the run is read, by `read` [T + 1, in the unit]; `indicator`: what it reads.
    """

    code: str
    series: str
    unit: str
    concept: Concept
    indicator: str
    month: int
    value: float
    error: float
    mark: str
    source_id: str
    read: Callable[[View], Numbers]


@cache
def province_figures() -> tuple[ProvinceFigure, ...]:
    """Return every published outcome of a single province: counts first, in the order of the tables."""
    codes = {province.name: province.code for province in province_table()}
    others = (
        _other(codes[place], series, as_of, found)
        for name in ("outcome", "poverty")
        for (series, as_of, place), found in table(name).items()
        if place in codes and series in _OTHERS
    )
    return (*(_counted(count) for count in province_counts()), *others)


def _counted(count: ProvinceCount) -> ProvinceFigure:
    kind = _COUNTED[count.what]
    unit = PERCENT if count.is_share else MILLION
    value = count.value / unit
    error = abs(value) * (RELATIVE_ERROR if count.concept == "administrative" else ERROR[count.concept])
    return ProvinceFigure(
        code=count.code,
        series=count.what,
        unit=kind.unit,
        concept=count.concept,
        indicator=kind.indicators[0],
        month=_month(count.as_of),
        value=value,
        error=max(error, count.rounding / unit),
        mark="",
        source_id=count.source_id,
        read=partial(kind.read, count.code),
    )


def _other(code: str, series: str, as_of: str, found: Figure) -> ProvinceFigure:
    kind, concept = _OTHERS[series]
    value = found.persons / MILLION
    return ProvinceFigure(
        code=code,
        series=series,
        unit=kind.unit,
        concept=concept,
        indicator=kind.indicators[0],
        month=_month(_YEAR_OF.get(as_of, as_of)),
        value=value,
        error=abs(value) * max(RELATIVE_ERROR, rounding_error(found) / abs(found.number)),
        mark=found.mark,
        source_id=found.source_id,
        read=partial(kind.read, code),
    )


def _month(as_of: str) -> int:
    year, _, month = as_of.partition("-")
    return month_number(int(year), int(month or DECEMBER))
