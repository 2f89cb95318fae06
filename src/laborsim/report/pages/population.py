"""The page of the documentation on the synthetic population: method, assumptions, misses, ageing."""

from collections.abc import Callable, Sequence

import numpy as np

from laborsim.experiment.design.sobol import sobol_points
from laborsim.parameters.parameters import Parameters
from laborsim.population.demography import NOT_KNOWN, ageing_table, build_demography
from laborsim.population.margin_report import Miss, population_report
from laborsim.population.pay import base_pay
from laborsim.population.population import build_population
from laborsim.published.later_inputs import later_inputs
from laborsim.published.margins import FIRST_YEAR, LAST_YEAR
from laborsim.report.text.numbers import change_in_percent
from laborsim.scenario.what_if import range_of

MILLION = 1_000_000

PAGE_SCALE = 1000  # persons per worker of the tables on the page: the default

INTRODUCTION = """<!-- generated; edit src/laborsim/report/pages/population.py instead -->
# Population

At a base date every worker is synthetic, and all of them together are what was published.
`build_population(year, scale)` makes them; base years {first} to {last}.

1. **Where.** Persons by origin × (local, inside the province, each other province): the table nearest to
   an assumed one, in relative entropy, that meets all margins by zone (`population/flows.py`). Assumed: local and
   inside by rural residents, outside by the flows of 21 origins observed in 2010 and, for the others, by what
   these teach of pairs (distance, border, dialect, habits of near origins: `population/pair_ties.py`), then bent to
   the printed totals of
   Beijing-Tianjin-Hebei, the Yangtze delta and the Pearl River Delta. Whole persons, zone margins exact. Counts of
   single provinces by survey offices are soft margins, but for a quarter held out by a rule, which tests them
   ([validation](validation.md#provinces)).
2. **Who.** Sex × age × schooling by status, nearest to an assumed shape (cohorts at birth, ages of starting and
   stopping, schooling by age) that meets the survey's shares (`population/sex_age_schooling.py`). Pooled shares are
   read with the survey's weight of local workers, 0.52 (ASSUMPTION), not by head count, which contradicts them.
3. **Workers.** Each stands for `scale` persons of his origin; tables keep their margins to one worker
   (`population/flows.py`). People are dealt by quota along an even sequence, without random numbers, so that any
   run of neighbors (a province, one flow) is representative and `worker_id` means the same person always.
4. **The reserve**, 30 million people at home who could become migrant workers (ASSUMPTION).
5. **Later.** Exits and entries depend on sex, age and date only (`population/demography.py`), never on status. Who
   joins is births × participation by age, from every base year: of each birth cohort the same part, young or later in
   life (`population/life_course.py`); the total is what comes out. Nobody knows how that goes on: the part that joins
   (`joining_growth`) and the age of leaving (`leaving_later`) are drawn.

Figures that a base year lacks are made from its neighbors: *interpolated*, *nearest*, or *followed* (moved with a
figure that is printed). **recalled** figures are from memory. What a base year holds of later years stands below.
"""


def population_page() -> str:
    """Return docs/population.md."""
    notes = dict.fromkeys(
        (*build_population(LAST_YEAR, 100_000).notes, *base_pay(LAST_YEAR).notes, *build_demography(LAST_YEAR).notes)
    )
    parts = [
        INTRODUCTION.format(first=FIRST_YEAR, last=LAST_YEAR),
        f"## Margins of {LAST_YEAR}, met and missed\n\nOne worker per {PAGE_SCALE:,} persons.\n",
        _miss_rows(population_report(LAST_YEAR, PAGE_SCALE)),
        "\n## All base years\n",
        _summary(),
        "\n## Ageing, from the base year 2017 and from 2023\n\n"
        "Read as the survey reads: the pool's age plus the difference that the base year shows. Between: where eight "
        f"of ten draws of {' and '.join(NOT_KNOWN)} lie. In 2020 people went home, which no birth cohort knows.\n",
        _ageing(2017, LAST_YEAR) + _ageing(LAST_YEAR, 2030, heads=False),
        "\n## Inputs later than the base date\n\n"
        "What a base year holds that was not known at its end: the figure, file or constant, its date, the base years "
        "that it is later than, and why. Undated inputs are in it for every year. A test reads every figure and file "
        "that a base date reads, and fails for one that is not here.\n",
        _later(),
        f"\n## Filled in and assumed, {LAST_YEAR}\n",
        "\n".join(f"- {note}" for note in notes),
        "",
    ]
    return "\n".join(parts)


def _value(value: float, unit: str) -> str:
    if unit == "persons":
        return f"{value:,.0f}"
    return f"{value:.4f}" if unit == "share" else f"{value:,.2f}"


def _miss_rows(rows: list[Miss]) -> str:
    lines = [
        "| margin | unit | published | synthetic | miss | | confidence |",
        "| --- | --- | --: | --: | --: | --- | --- |",
    ]
    lines += [
        f"| {row.margin} | {row.unit} | {_value(row.published, row.unit)} | {_value(row.synthetic, row.unit)} "
        f"| {change_in_percent(row.miss)} | {row.kind} | {_marked(row.confidence)} |"
        for row in rows
    ]
    return "\n".join(lines)


def _marked(confidence: str) -> str:
    return f"**{confidence}**" if confidence in ("recalled", "assumed") else confidence


def _summary() -> str:
    lines = [
        "| base year | worst hard miss | worst soft miss | | figures filled in |",
        "| --- | --: | --: | --- | --: |",
    ]
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        rows = population_report(year, PAGE_SCALE)
        hard = max((row for row in rows if row.kind == "hard"), key=lambda row: abs(row.miss))
        soft = max((row for row in rows if row.kind == "soft"), key=lambda row: abs(row.miss))
        filled = sum(row.confidence in ("interpolated", "nearest", "followed") for row in rows)
        lines.append(
            f"| {year} | {change_in_percent(hard.miss)} | {change_in_percent(soft.miss)} | {soft.margin} | {filled} |"
        )
    return "\n".join(lines)


DRAWS = 200
"""Of what is not known; enough for the tenth and the ninetieth percentile of a total."""


def _between(base_year: int, last_year: int) -> list[tuple[float, float]]:
    """Return between which totals eight of ten draws of what is not known lie, year by year [persons]."""
    low, high = np.array([range_of(name) for name in NOT_KNOWN]).T
    paths = []
    for point in low + (high - low) * sobol_points(len(NOT_KNOWN), DRAWS, 0):
        drawn = dict(zip(NOT_KNOWN, point.tolist(), strict=True))
        paths.append([row.migrant_workers for row in ageing_table(base_year, last_year, Parameters(**drawn))])
    return [(float(least), float(most)) for least, most in np.percentile(paths, (10, 90), axis=0).T]


def _ageing(base_year: int, last_year: int, heads: bool = True) -> str:
    lines = [
        "| year | migrant workers, million | between | published | mean age | published | over 50 | published | join "
        "| leave |",
        "| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |",
    ]
    lines = lines if heads else [""]
    for row, (low, high) in zip(ageing_table(base_year, last_year), _between(base_year, last_year), strict=True):
        published = _or_blank(row.migrant_workers_published, lambda value: f"{value / MILLION:.1f}")
        age = _or_blank(row.mean_age_published, lambda value: f"{value:.1f}")
        share = _or_blank(row.over_50_published, lambda value: f"{value:.1%}")
        between = f"{low / MILLION:.1f} to {high / MILLION:.1f}" if row.year > base_year else ""
        lines.append(
            f"| {row.year} | {row.migrant_workers / MILLION:.1f} | {between} | {published} | {row.mean_age:.1f} "
            f"| {age} | {row.over_50:.1%} | {share} | {row.entrants / MILLION:.1f} | {row.leavers / MILLION:.1f} |"
        )
    return "\n".join(lines)


def _later() -> str:
    lines = ["| what | input | date | base years | why |", "| --- | --- | --- | --- | --- |"]
    together: dict[tuple[str, ...], list[str]] = {}
    for found in later_inputs():
        key = (found.what, found.reference, _years(found.base_years), found.reason)
        together.setdefault(key, []).append(f"`{found.input}`")
    lines += [
        f"| {what} | {'; '.join(inputs)} | {date} | {years} | {why} |"
        for (what, date, years, why), inputs in together.items()
    ]
    return "\n".join(lines)


def _years(years: Sequence[int]) -> str:
    """Return years as runs: 2016 to 2018, 2020."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)


def _or_blank(value: float | None, words: Callable[[float], str]) -> str:
    return "" if value is None else words(value)
