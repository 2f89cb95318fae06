"""What a new survey report moved: its numbers, what was carried over, the population, the constants."""

import numpy as np

from laborsim.calibration.base_year.new_year import FORECAST_SCALE, NewYear
from laborsim.calibration.base_year.new_year_report import TEN_THOUSAND_PERSONS, YUAN, ReportedNumber, year_before
from laborsim.kernels.codes import ZONES
from laborsim.parameters.fit import Fit
from laborsim.population.population import build_margins
from laborsim.published.data_tables import OWN_DATA
from laborsim.published.regions import province_table
from laborsim.published.words import Language, Words
from laborsim.report.answers.scorecard import reading_lines, year_tables
from laborsim.report.tables.calibration import Cells, markdown
from laborsim.report.text.numbers import change_in_percent, digits

MOST_MISSES = 10  # rows of the table of margins, the worst first
CONSTANTS = ("local", "inside", "outside")


def number_table(made: NewYear) -> tuple[Cells, list[Cells]]:
    """Return the numbers of the report beside those of the year before."""
    year = made.report.year
    columns = ("number", "unit", str(year - 1), str(year), "change", "")
    rows = [_number_row(entry, "") for entry in made.report.entries]
    return columns, rows + [_number_row(entry, "carried over (ASSUMPTION)") for entry in made.carried]


def _number_row(entry: ReportedNumber, mark: str) -> Cells:
    before = year_before(entry)
    if before is None:
        return entry.key, entry.unit, "not printed", _number(entry.value), "", mark
    relative = entry.unit in (TEN_THOUSAND_PERSONS, YUAN)
    change = (
        change_in_percent(entry.value / before - 1, 1) if relative else digits(entry.value - before, 1, signed=True)
    )
    return entry.key, entry.unit, _number(before), _number(entry.value), change, mark


def constant_table(made: NewYear) -> tuple[Cells, list[Cells]]:
    """Return how far the constants moved against being at home without a job: mean by zone, by workers [utility]."""
    zones = np.array([region.zone for region in province_table()])
    heads = build_margins(made.before.base_year, province_table()).workers.sum(axis=1)
    out_moved = made.fit.vector("out") - made.before.vector("out")
    rows: list[Cells] = []
    for name in CONSTANTS:
        moved = made.fit.vector(name) - made.before.vector(name) - out_moved
        means = [np.average(moved[zones == zone], weights=heads[zones == zone]) for zone in ZONES]
        rows.append(
            (name, *(digits(float(mean), 2, signed=True) for mean in (np.average(moved, weights=heads), *means)))
        )
    return ("constant, less that of being out", "nation", *ZONES), rows


def market_table(made: NewYear) -> tuple[Cells, list[Cells]]:
    """Return the constants that are one number for the nation."""
    rows: list[Cells] = [
        (name, f"{before:.4g}", f"{now:.4g}")
        for name in ("founding", "matching_county", "matching_urban")
        for before, now in [_pair(made.before, made.fit, name)]
    ]
    return ("constant", str(made.report.year - 1), str(made.report.year)), rows


def _pair(before: Fit, now: Fit, name: str) -> tuple[float, float]:
    return float(getattr(before, name)), float(getattr(now, name))


def miss_rows(made: NewYear) -> tuple[Cells, list[Cells]]:
    """Return the margins of the new base date that the population misses most."""
    worst = sorted((miss for miss in made.misses if miss.kind != "not fitted"), key=lambda one: -abs(one.miss))
    cells: list[Cells] = [
        (
            one.margin,
            one.kind,
            _number(one.published),
            _number(one.synthetic),
            change_in_percent(one.miss),
            one.confidence,
        )
        for one in worst[:MOST_MISSES]
    ]
    return ("margin", "kind", "published", "population", "miss", "from"), cells


BANDS = {
    True: Words(
        "Every run draws the parameters: intervals carry what is not known about them.",
        "各次模拟抽取参数，区间包含参数不确定性。",
    ),
    False: Words(
        "Intervals of runs from {year} carry random variation only, and say so in every table: the parameters stand at "
        "their defaults until `laborsim response {year}` has solved the constants of every draw.",
        "以{year}年末为基期的区间仅反映随机波动，各表均有说明；运行`laborsim response {year}`后方含参数不确定性。",
    ),
}
"""By whether runs draw the parameters."""


def bands_line(made: NewYear, language: Language) -> str:
    """Return whether the intervals of the new base year carry what is not known about the parameters."""
    return BANDS[made.draws_parameters].filled(language, year=made.report.year)


def forecast_text(made: NewYear) -> str:
    """Return the scorecard of last year's forecast as a part of the page."""
    tables = "\n".join(f"{title}\n\n{markdown(heads, rows)}" for title, heads, rows in year_tables(made.forecast))
    return f"{tables}\n" + "".join(f"- {line}\n" for line in reading_lines(made.forecast, "en"))


def page(made: NewYear, command: str) -> str:
    """Return the page of a new base year."""
    year = made.report.year
    filled = "\n".join(f"- {note}" for note in made.filled) or "- none"
    data, forecast = f"{OWN_DATA}={made.data}", forecast_text(made)
    return f"""# Base year {year}: what moved

Written by `{command}`. Source: {made.report.source}

## The report

{markdown(*number_table(made))}
## Last year's forecast

The national baseline from the end of {year - 1}, a year on, as it was before this report was entered:
{made.forecast.pairs} pairs at {FORECAST_SCALE:,} persons a worker.

{forecast}
## Margins that the report lacks

Carried over from other years as docs/population.md says, marked, and never held against the model:

{filled}

## The population of the end of {year}

The {MOST_MISSES} margins that are missed most. Hard ones are met by construction.

{markdown(*miss_rows(made))}
## The constants, solved anew

Change from {year - 1} in utility, mean by workers. Only differences between the constants of one origin mean
something, so that of being at home without a job is taken off. Another `--seed` moves the mean of the nation by about
0.1 and that of a small zone by several tenths.

{markdown(*constant_table(made))}
{markdown(*market_table(made))}
Solved at the parameters' defaults, as all shipped fits. The structure was not estimated anew.

## Intervals of runs from {year}

{bands_line(made, "en")}

## Next

```text
{data} laborsim run {made.scenario}
{data} laborsim base {made.scenario}                                        # does the baseline keep the stocks?
{data} laborsim response {year} --parameters calibration/parameters.csv    # lets runs draw the parameters
```

To estimate the structure from the new figures too: copy calibration/national-{year - 1}.yaml, set `base_year: {year}`
and `until: {year}`, name the new figures in a table of targets, and `{data} laborsim calibrate` it.
"""


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
