"""Who joins and who leaves for good, month by month; the same people whatever a scenario does."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import year_and_month
from laborsim.parameters.parameters import Parameters
from laborsim.population.life_course import (
    ALL_AGES,
    BEFORE_2020,
    EARLY_YEARS,
    ENTRY_AGES,
    FIT_YEARS,
    LifeCourse,
    Projection,
    life_course,
    mean_age,
    project,
    share_over_50,
)
from laborsim.population.population import DEFAULTS, Assumptions, Margins, build_margins
from laborsim.population.sex_age_schooling import AGES
from laborsim.population.traits import had_first, had_last, parents_by_age
from laborsim.published.margins import Published, published, years_of
from laborsim.published.regions import Province, province_table

Real = NDArray[np.float64]

MONTHS = 12

HORIZON = 101  # years ahead for which entrants are known

NOT_KNOWN = ("joining_growth", "leaving_later")
"""Parameters that say how joining and leaving go on after a base date, which nobody knows."""


@dataclass(frozen=True)
class Demography:
    """Exits, entrants and children from a base year on. Nothing depends on status or scenario.

    Hazards are per year and act on the birthday on which the age is reached; age tables run from 0 to OLDEST.
    """

    base_year: int
    exit_hazard: Real  # [2 sexes, ages] leaving for good [1/year]
    children_start: Real  # [ages] a first child reaches school age, of those without [1/year]
    children_end: Real  # [ages] the last child leaves school, of those with children [1/year]
    entrants_by_age: Real  # persons who join during base_year + 1, + 2 … at each entry age [HORIZON − 1, E]
    entrant_origin: Real  # share of each origin [R]
    entrant_ages: NDArray[np.int64]  # ages in completed years [E]; months since the birthday: evenly 0 to 11
    entrant_women: float  # share, at every age
    entrant_schooling: Real  # shares at each entry age [E, 5]
    entrant_parents: Real  # share with a child of school age at each entry age [E]
    entrant_trained: Real  # share at each entry age [E]
    entrant_lifted: Real  # share by origin [R]
    notes: tuple[str, ...]

    def entrants(self, month: int) -> Real:
        """Return the persons who join in a month by origin [R], expected and not whole.

        month: running month number. The months of a year are alike. Raises ValueError outside the projection.
        """
        persons: Real = self._joining(month).sum() / MONTHS * self.entrant_origin
        return persons

    def age_shares(self, month: int) -> Real:
        """Return the share of a month's entrants at each entry age [E]. Raises ValueError outside the projection."""
        joining = self._joining(month)
        return np.asarray(joining / joining.sum(), dtype=np.float64)

    def _joining(self, month: int) -> Real:
        year, _ = year_and_month(month)
        ahead = year - self.base_year - 1
        if not 0 <= ahead < len(self.entrants_by_age):
            raise ValueError(
                f"entrants of {year}: known from {self.base_year + 1} to {self.base_year + len(self.entrants_by_age)} "
                f"for base year {self.base_year}; end the horizon earlier"
            )
        joining: Real = self.entrants_by_age[ahead]
        return joining

    def entrant_workers(self, month: int, scale: NDArray[np.int64]) -> Real:
        """Return the workers who join in a month by origin [R], expected; the model rounds them by chance."""
        return self.entrants(month) / scale


def build_demography(
    base_year: int,
    regions: Sequence[Province] | None = None,
    assumptions: Assumptions = DEFAULTS,
    parameters: Parameters | None = None,
) -> Demography:
    """Return exits, entrants and children for a base year. Raises ValueError for a year without margins."""
    places = province_table() if regions is None else tuple(regions)
    margins = build_margins(base_year, places, assumptions)
    unknown = parameters or Parameters()
    life = _life_ahead(base_year, unknown)
    at_entry = np.clip(ENTRY_AGES - AGES[0], 0, len(AGES) - 1)
    by_origin = margins.workers.sum(axis=1).astype(np.float64)
    start, end = children_hazards()
    return Demography(
        base_year=base_year,
        exit_hazard=life.exit_hazard(),
        children_start=start,
        children_end=end,
        entrants_by_age=_projection(base_year, pool_of(margins), HORIZON, unknown).joined[1:],
        entrant_origin=by_origin / by_origin.sum(),
        entrant_ages=ENTRY_AGES.copy(),
        entrant_women=life.joining_women,
        entrant_schooling=_schooling_at(margins)[at_entry],
        entrant_parents=parents_by_age(ENTRY_AGES.astype(np.float64)),
        entrant_trained=margins.traits.trained[at_entry],
        entrant_lifted=margins.traits.lifted,
        notes=_notes(base_year),
    )


def totals_known(base_year: int) -> tuple[int, int]:
    """Return the first and the last year of the totals that a base year's participation is fitted to."""
    years = EARLY_YEARS if base_year <= BEFORE_2020 else FIT_YEARS
    return years[0], years[-1]


def _notes(base_year: int) -> tuple[str, ...]:
    first, last = totals_known(base_year)
    notes = (
        f"entrants are births × participation by age, fitted to ages and totals of {first} to {last} around assumed "
        "values (life_course.py); ASSUMPTION",
        "how participation and the age of leaving change from the base date on: joining_growth, leaving_later; "
        "ASSUMPTION",
        "entrants by origin as the pool of the base year, schooling as that of their age then; ASSUMPTION",
    )
    if base_year >= last:
        return notes
    return (*notes, f"the life course uses figures up to {last} (later information)")


def pool_of(margins: Margins) -> Real:
    """Return everybody in the pool by sex and age [2, 0…OLDEST]: local, outbound by head count, reserve."""
    table = margins.workers
    heads = np.array([table[:, -2].sum(), table[:, :-2].sum(), table[:, -1].sum()], dtype=np.float64)
    pool = np.zeros((2, len(ALL_AGES)))
    pool[:, AGES] = np.einsum("k,ksae->sa", heads, margins.structure)
    return pool


def _schooling_at(margins: Margins) -> Real:
    """Return shares of schooling at each age of the pool [60, 5]."""
    table = margins.workers
    heads = np.array([table[:, -2].sum(), table[:, :-2].sum(), table[:, -1].sum()], dtype=np.float64)
    by_age = np.einsum("k,ksae->ae", heads, margins.structure)
    return np.asarray(by_age / by_age.sum(axis=1, keepdims=True), dtype=np.float64)


def pool_trend(base_year: int, n_years: int, parameters: Parameters | None = None) -> Real:
    """Return the pool after 0, 1 … n_years years ÷ the base date's [n_years + 1], as the projection has it."""
    pool = pool_of(build_margins(base_year, province_table()))
    totals = _projection(base_year, pool, n_years + 1, parameters or Parameters()).pool.sum((1, 2))
    return np.asarray(totals / totals[0], dtype=np.float64)


def _life_ahead(base_year: int, parameters: Parameters) -> LifeCourse:
    life = life_course(base_year)
    return replace(life, leaving_age=life.leaving_age + parameters.leaving_later)


def _projection(base_year: int, pool: Real, years: int, parameters: Parameters) -> Projection:
    return project(pool, base_year, years, _life_ahead(base_year, parameters), parameters.joining_growth)


def children_hazards() -> tuple[Real, Real]:
    """Return yearly hazards of a first child reaching, and the last child leaving, school age [0…OLDEST] each.

    Under them the share of parents by age stays as assumed in population/traits.py. ASSUMPTION.
    """
    ages = ALL_AGES.astype(np.float64)
    before = parents_by_age(ages - 1)
    first = (had_first(ages) - had_first(ages - 1)) / (1 - before)
    last = (had_last(ages) - had_last(ages - 1)) / before
    return first, np.minimum(last, 1.0)


@dataclass(frozen=True)
class AgeingRow:
    """A year of the projection from a base year, beside what was published (None: nothing yet).

    Projected ages are read as the survey reads them: pool plus the difference that the base year shows.
    """

    year: int
    migrant_workers: float  # pool less the reserve [persons]
    migrant_workers_published: float | None
    mean_age: float  # years
    mean_age_published: float | None
    over_50: float  # share
    over_50_published: float | None
    entrants: float  # persons
    leavers: float  # persons


def ageing_table(base_year: int = 2017, last_year: int = 2030, parameters: Parameters | None = None) -> list[AgeingRow]:
    """Return the projection from a base year year by year, published figures beside it."""
    margins = build_margins(base_year, province_table())
    pool = pool_of(margins)
    reserve = float(margins.workers[:, -1].sum())
    projection = _projection(base_year, pool, last_year - base_year + 1, parameters or Parameters())
    figures = margins.published
    shift_age = figures.value("mean age") - mean_age(pool)
    shift_share = figures.value("age 50+") - share_over_50(pool)
    return [
        AgeingRow(
            year=year,
            migrant_workers=float(projection.pool[step].sum()) - reserve,
            migrant_workers_published=_seen(year, "migrant workers"),
            mean_age=mean_age(projection.pool[step]) + shift_age,
            mean_age_published=_seen(year, "mean age"),
            over_50=share_over_50(projection.pool[step]) + shift_share,
            over_50_published=_seen(year, "age 50+"),
            entrants=float(projection.entrants[step]),
            leavers=float(projection.leavers[step]),
        )
        for step, year in enumerate(projection.years)
    ]


def _seen(year: int, name: str) -> float | None:
    if year not in years_of(name):
        return None
    figures: Published = published(year)
    return figures.value(name)
