"""A province's calibration for people: what it has, what is borrowed, what moved, whether it holds."""

import math

from laborsim.calibration.province.estimate import BORROWED, WATCHED, Value
from laborsim.calibration.province.province import CHECKED_MONTHS, LUCKS, ProvinceOutcome
from laborsim.calibration.targets.targets import PublishedValue
from laborsim.population.province_figures import CONSTANTS as CONSTANT_NAMES
from laborsim.report.tables.calibration import Cells, markdown
from laborsim.report.text.numbers import change_in_percent, digits

VALUE_COLUMNS = ("moment", "nation", "published", "estimate", "moved", "use")
SHORT = {
    "persons": ("10^3 persons", 1e-3),
    "percent": ("%", 1.0),
    "yuan a month": ("yuan", 1.0),
    "years": ("years", 1.0),
}
"""Units as a narrow terminal shows them, and by what a value is multiplied for it."""

CONSTANT_COLUMNS = ("constant", "added to the nation's [utility]", "standard error")
DRIFT_COLUMNS = (
    "stock", "where", *(f"after {months} months" for months in CHECKED_MONTHS[1:]), "the nation's constants",
    "without its figures",
)  # fmt: skip
VALUES, CONSTANTS, DRIFTS = "What the province has", "Constants of the province", "Does it hold? Off the trend of all"

Parts = dict[str, tuple[Cells, list[Cells]]]


def parts_of(outcome: ProvinceOutcome) -> Parts:
    """Return the tables by their headings."""
    values: list[Cells] = []
    for one in outcome.values.values():
        unit, factor = SHORT[one.unit]
        published = _figure(one, outcome.question.published.get(one.moment), factor)
        moved = "" if one.use in (BORROWED, WATCHED) else change_in_percent(one.moved, 1)
        estimate = _with_error(_number(one.estimate * factor), one.se * factor)
        values.append((f"{one.moment} [{unit}]", _number(one.nation * factor), published, estimate, moved, one.use))
    block = outcome.block.model_dump()
    constants: list[Cells] = [
        (name, digits(block[f"constant_{name}"], 3, signed=True), f"{error:.3f}")
        for name, error in zip(CONSTANT_NAMES, outcome.constant_errors, strict=True)
    ]
    drifts: list[Cells] = [
        (
            one.stock,
            one.place,
            *(change_in_percent(miss, 1) for miss in (*one.miss[1:], unsolved.miss[-1], plain.miss[-1])),
        )
        for one, unsolved, plain in zip(outcome.drifts, outcome.unsolved, outcome.plain, strict=True)
    ]
    return {
        VALUES: (VALUE_COLUMNS, values),
        CONSTANTS: (CONSTANT_COLUMNS, constants),
        DRIFTS: (DRIFT_COLUMNS, drifts),
    }


def page(outcome: ProvinceOutcome, command: str) -> str:
    """Return the page of a province: tables, what is borrowed, by what rule intervals are wider."""
    file = outcome.question.file
    borrowed = [one.moment for one in outcome.values.values() if one.use == BORROWED]
    tables = "\n".join(f"## {title}\n\n{markdown(*cells)}" for title, cells in parts_of(outcome).items())
    notes = "\n".join(f"- {one.moment}: {one.source}; {one.note}" for one in outcome.values.values() if one.source)
    return f"""# {file.title or file.calibration}

Written by `{command}`. {file.region}, base year {file.base_year}.

{tables}
Behind ± stand standard errors. The estimate is the mean of what the nation says and what was published, each weighted
by one over its squared error. Outbound pay is only watched: it is paid where people work.
The nation's error of a province is {file.nation_error:.0%} ({file.nation_error_age:g} years of a mean age): ASSUMPTION.
A constant is what keeps the province's stocks: steered runs with its figures less the same runs without them, their
mean over {LUCKS} lucks. "Does it hold?" is a baseline run that nobody steers; beside it, after as many months, the same
run with its figures but the nation's constants, and with neither: how exact so coarse a run is.

## Where the figures come from

{notes or "- none were published: everything is borrowed"}

## What is borrowed

- moments without a figure: {", ".join(borrowed) or "none"};
- all {len(outcome.borrowed)} structural parameters, the life course, schooling, traits, and where people go who leave
  the province (census of 2020): `laborsim base` and docs/odd.md list them;
- people at home who could become migrant workers: the nation's {file.base_year} reserve, by the province's workers.

Intervals are wider: every draw of the nation's posterior lies {file.spread:g} times as far from its estimate
(ASSUMPTION), inside the prior's bounds. The error of the stocks themselves (behind ±) is not drawn: an
effect in persons is about as unsure again as the stock it acts on.
"""


def _figure(one: Value, published: PublishedValue | None, factor: float) -> str:
    if math.isnan(one.published):
        return ""
    error = one.published_se * factor
    if published is None:  # follows from two others
        return f"({_with_error(_number(one.published * factor), error)})"
    low, high = (_number(bound * factor) for bound in (published.low, published.high))
    if published.low == published.high:
        return _with_error(low, error)
    if math.isinf(published.high):
        return _with_error(f"≥ {low}", error)
    return _with_error(f"≤ {high}" if math.isinf(published.low) else f"{low} … {high}", error)


def _with_error(value: str, error: float) -> str:
    return f"{value} ± {_number(error)}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
