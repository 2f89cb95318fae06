"""What is published about one base year, and how each figure that the year lacks was filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from laborsim.kernels.codes import AGE_BANDS, SCHOOLING, ZONES
from laborsim.published.data_tables import Figure, table

FIRST_YEAR, LAST_YEAR = 2016, 2023
"""Years with four zones of origin and of destination in the shipped tables: the base years that can be built."""

SURVEY_WEIGHT_LOCAL = 0.52
"""Weight of local workers in published pooled means. ASSUMPTION, estimated 2014–2023 (data/README.md, trap 0)."""

PERCENT = 100

LATER = "later information"
"""In the note of every margin that is made of a later year's figure."""

CLUSTERS = {
    "Beijing-Tianjin-Hebei": ("CN-BJ", "CN-TJ", "CN-HE"),
    "Yangtze delta (Jiangsu-Zhejiang-Shanghai)": ("CN-JS", "CN-ZJ", "CN-SH"),
}
"""Printed groups of destination provinces that are unions of whole provinces."""

PEARL_RIVER_DELTA = "Pearl River Delta"

DELTA_SHARE_OF_GUANGDONG = 0.9
"""Share of the migrant workers in Guangdong who work in the Pearl River Delta. ASSUMPTION."""

Unit = Literal["persons", "share", "years", "yuan a month"]


@dataclass(frozen=True)
class Margin:
    """One condition on the population: persons, a share in [0, 1], years or yuan a month."""

    name: str
    value: float
    unit: Unit
    hard: bool
    confidence: str  # of the figure; or interpolated, nearest, followed, assumed
    note: str = ""
    source_id: str = ""

    @property
    def filled(self) -> bool:
        """Whether the base year lacks the figure, so that the value was made from other years."""
        return self.confidence in ("interpolated", "nearest", "followed", "assumed")


@dataclass(frozen=True)
class Published:
    """All margins of a base year by name."""

    year: int
    margins: Mapping[str, Margin] = field(repr=False)

    def value(self, name: str) -> float:
        """Return the value of a margin in its own unit."""
        return self.margins[name].value

    def persons(self, name: str) -> int:
        """Return a margin in whole persons."""
        return round(self.margins[name].value)

    def notes(self) -> tuple[str, ...]:
        """Return a sentence for each margin that is not a figure of the base year."""
        return tuple(f"{m.name}: {m.confidence}; {m.note}" for m in self.margins.values() if m.filled)


@dataclass(frozen=True)
class MarginSeries:
    """Where the years of a margin stand: a table, a key with {year}, and the margin it moves with."""

    table: str
    key: tuple[str, ...]
    hard: bool = False
    follows: str = ""  # a margin whose change carries this one to years that lack it


ZONE_KINDS = {
    "origin": "origin_total",
    "destination": "destination_total",
    "outbound from": "outbound_total",
    "inter-province from": "outbound_interprovince",
    "inter-province share from": "interprovince_share_of_outbound",
}

LIFTED_OUT = "lifted-out-of-poverty people in work (务工)"


def _places() -> dict[str, MarginSeries]:
    """Return the series of heads by place. `hard` holds only in years for which the figure is printed."""
    nation = {
        "migrant workers": "total",
        "local": "local",
        "outbound": "outbound",
        "inter-province": "outbound_interprovince",
        "intra-province": "outbound_intraprovince",
    }
    found = {name: MarginSeries("annual", (series, "{year}"), hard=True) for name, series in nation.items()}
    for zone in ZONES:
        for name, kind in ZONE_KINDS.items():
            found[f"{name} {zone}"] = MarginSeries("zone", (kind, zone, "{year}"), hard=True)
    for cluster in (*CLUSTERS, PEARL_RIVER_DELTA):
        key = ("destination_subregion", cluster, "{year}")
        found[f"destination {cluster}"] = MarginSeries("zone", key, follows="destination East")
    return found


def _people() -> dict[str, MarginSeries]:
    """Return the series of ages, sex, schooling and traits; none is hard."""
    found = {"mean age": MarginSeries("age", ("all", "mean_age", "{year}"))}
    groups = {"": "all", ", local": "local", ", outbound": "outbound"}
    for suffix, group in groups.items():
        found[f"women{suffix}"] = MarginSeries("structure", ("sex", "female", group, "{year}"))
    for status in ("local", "outbound"):
        found[f"mean age, {status}"] = MarginSeries("age", (status, "mean_age", "{year}"), follows="mean age")
        key = ("education", "college_plus", status, "{year}")
        found[f"college, {status}"] = MarginSeries("structure", key, follows="schooling college_plus")
    found |= {f"age {band}": MarginSeries("age", ("all", band, "{year}")) for band in AGE_BANDS}
    found["age 40 or under"] = MarginSeries("age", ("all", "<=40", "{year}"))
    for level in SCHOOLING:
        found[f"schooling {level}"] = MarginSeries("structure", ("education", level, "all", "{year}"))
    found["trained"] = MarginSeries("structure", ("training", "nonagri_or_agri_training", "all", "{year}"))
    found["insured"] = MarginSeries("structure", ("social_insurance", "pension", "all", "{year}"))
    found["lifted out, in work"] = MarginSeries("poverty", (LIFTED_OUT, "{year}-12", "China"))
    return found


SERIES = {**_places(), **_people()}
"""Every margin's series by name."""


@cache
def last_year() -> int:
    """Return the last year with a published total: LAST_YEAR, or a later one where `laborsim new-year` added it."""
    return max(int(year) for series, year in table("annual") if series == "total")


def published(year: int) -> Published:
    """Return the margins of a base year: printed where they are, filled in and marked where not.

    Raises ValueError for a year outside FIRST_YEAR…last_year().
    """
    if not FIRST_YEAR <= year <= last_year():
        raise ValueError(
            f"base year {year}: a population can be built for {FIRST_YEAR} to {last_year()}, "
            "the years with published totals for four zones; choose one of them"
        )
    found = {name: _margin(name, series, year) for name, series in SERIES.items()}
    _complete_bands(found)
    return Published(year, found)


def years_of(name: str) -> dict[int, Figure]:
    """Return the printed figures of a margin by year, ascending."""
    series = SERIES[name]
    rows = table(series.table)
    keys = {year: tuple(part.format(year=year) for part in series.key) for year in range(2008, last_year() + 1)}
    return {year: rows[key] for year, key in keys.items() if key in rows and _four_zones(rows[key])}


def _four_zones(found: Figure) -> bool:
    return found.table != "zone" or "3-zone" not in found.group


def _margin(name: str, series: MarginSeries, year: int) -> Margin:
    known = {each: _in_unit(found) for each, found in years_of(name).items()}
    figures = years_of(name)
    unit = _unit(next(iter(figures.values())))
    if year in known:
        found = figures[year]
        return Margin(name, known[year], unit, series.hard, found.confidence, found.reason, found.source_id)
    value, confidence, note = _between(known, year)
    if series.follows:
        value *= _reference(series.follows, year) / _between(_path(series.follows, known), year)[0]
        confidence, note = "followed", f"{note}, moved with '{series.follows}'"
    return Margin(name, value, unit, False, confidence, note)


def _path(name: str, years: Mapping[int, float]) -> dict[int, float]:
    return {year: _reference(name, year) for year in years}


def _reference(name: str, year: int) -> float:
    return _between({each: _in_unit(found) for each, found in years_of(name).items()}, year)[0]


def _between(known: Mapping[int, float], year: int) -> tuple[float, str, str]:
    """Return the value of a year between or beside the known ones, how it was made, and from what."""
    before = [each for each in known if each <= year]
    after = [each for each in known if each >= year]
    later = f" ({LATER})" if after else ""
    if before and after:
        low, high = max(before), min(after)
        part = (year - low) / (high - low) if high > low else 0.0
        value = known[low] + part * (known[high] - known[low])
        return value, "interpolated", f"between {low} and {high}{later}"
    nearest = max(before) if before else min(after)
    return known[nearest], "nearest", f"as in {nearest}{later}"


def _in_unit(found: Figure) -> float:
    if found.unit == "percent":
        return found.number / PERCENT
    return float(found.persons) if found.unit.startswith("10^4 person") else found.number


def _unit(found: Figure) -> Unit:
    units: dict[str, Unit] = {"percent": "share", "years": "years", "yuan per month": "yuan a month"}
    return units.get(found.unit, "persons")


def _complete_bands(found: dict[str, Margin]) -> None:
    """Let the bands below 41 sum to the printed share of 40 or under, all bands to 1; drop the share if unprinted."""
    young = [f"age {band}" for band in AGE_BANDS[:3]]
    whole = found["age 40 or under"]
    if whole.filled:
        del found["age 40 or under"]
        _fill_up(found, [f"age {band}" for band in AGE_BANDS])
    elif all(found[name].filled for name in young):
        part = sum(found[name].value for name in young)
        for name in young:
            note = f"{found[name].note}, scaled to the share of 40 or under"
            found[name] = Margin(name, found[name].value * whole.value / part, "share", False, "followed", note)


def _fill_up(found: dict[str, Margin], bands: list[str]) -> None:
    """Scale the bands that a year lacks to what the printed ones leave of 1."""
    lacking = [name for name in bands if found[name].filled]
    if not 0 < len(lacking) < len(bands):
        return
    left = 1 - sum(found[name].value for name in bands if name not in lacking)
    part = sum(found[name].value for name in lacking)
    for name in lacking:
        note = f"{found[name].note}, scaled to what the printed bands leave"
        found[name] = Margin(name, found[name].value * left / part, "share", False, "followed", note)
