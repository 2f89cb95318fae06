"""What a row of targets says was published: a figure of the tables or a typed value, its error, its interval."""

import math
from dataclasses import dataclass

from laborsim.calibration.csv_source import Row
from laborsim.inputs.figures import Figure, figure
from laborsim.inputs.problems import Notes, Problem, echo

OPERATORS = (" - ", " ~ ", " : ")
"""Between two figures: their difference, the change in a year from the second to the first, their ratio."""

GOAL_WORDS = ("target", "goal")
MONTH_OF = "persons"


@dataclass(frozen=True)
class PublishedValue:
    """A published value with its error, in the unit of the target."""

    value: float = math.nan
    low: float = math.nan
    high: float = math.nan
    se: float = math.nan
    year: int | None = None
    source: str = ""
    mark: str = ""


def read_published(row: Row, notes: Notes) -> PublishedValue:
    """Return what a row says; what is wrong with it goes to `notes`."""
    found = _figures(row, notes)
    value = _value(row, found, notes)
    if row["value"] and found is not None and found != []:
        message = "a figure and a typed value"
        notes.add(Problem("E207", row["id"], row.at("value"), message, hint="delete one of them"))
    low, high = _interval(row, value, notes)
    se = _number(row, "se", value, notes)
    if se is None:
        hint = "a number in the target's unit, or a share of the value such as 1%"
        notes.add(Problem("E501", row["id"], row.at("se"), "the target has no standard error", hint=hint))
    elif not se > 0:
        notes.add(Problem("E304", row["id"], row.at("se"), "a standard error is more than 0", echo(row["se"])))
    year = int(row["year"]) if row["year"].isdigit() else _year_of(found)
    return PublishedValue(value, low, high, se or math.nan, year, _source_of(found), _mark_of(found))


def _figures(row: Row, notes: Notes) -> list[Figure]:
    """Return the one or two figures that a row names."""
    if not row["figure"]:
        return []
    names = [row["figure"]]
    for operator in OPERATORS:
        if operator in row["figure"]:
            names = row["figure"].split(operator)
    found = []
    for name in names:
        try:
            found.append(figure(name.strip()))
            _ = found[-1].number
        except (LookupError, TypeError) as error:
            notes.add(Problem("E508", row["id"], row.at("figure"), str(error)))
            continue
        if any(word in found[-1].series.lower() or word in found[-1].region.lower() for word in GOAL_WORDS):
            message = "a stated goal is no observation"
            notes.add(Problem("E508", row["id"], row.at("figure"), message, echo(name), "goals are never fitted"))
    return found if len(found) == len(names) else []


def _value(row: Row, found: list[Figure], notes: Notes) -> float:
    if not found:
        value = _number(row, "value", math.nan, notes)
        if value is None and not row["figure"]:
            hint = "name a figure of data/ in 'figure', or type 'value'"
            notes.add(Problem("E501", row["id"], row.at("value"), "the target has no value", hint=hint))
        return math.nan if value is None else value
    first = _in_unit(found[0], row["unit"])
    if len(found) == 1:
        return first
    second = _in_unit(found[1], row["unit"])
    if " : " in row["figure"]:
        return found[0].number / found[1].number
    if " - " in row["figure"]:
        return first - second
    years = (found[0].year or 0) - (found[1].year or 0)
    if years == 0:
        message = "both figures are of one year: no change can be taken"
        notes.add(Problem("E508", row["id"], row.at("figure"), message))
        return math.nan
    return (first - second) / years


def _in_unit(found: Figure, unit: str) -> float:
    return float(found.persons) if unit.startswith(MONTH_OF) else found.number


def _interval(row: Row, value: float, notes: Notes) -> tuple[float, float]:
    low, high = _number(row, "low", value, notes), _number(row, "high", value, notes)
    if low is None and high is None:
        return value, value
    bounds = (-math.inf if low is None else low, math.inf if high is None else high)
    if bounds[0] >= bounds[1]:
        message = f"the interval ends ({bounds[1]:g}) before it begins"
        notes.add(Problem("E505", row["id"], row.at("low"), message, echo(row["low"]), "exchange low and high?"))
    return bounds


def _number(row: Row, column: str, value: float, notes: Notes) -> float | None:
    """Return a cell as a number, `1%` as a share of the value; None if it is empty."""
    text = row[column]
    if not text:
        return None
    try:
        return float(text[:-1]) / 100 * abs(value) if text.endswith("%") else float(text)
    except ValueError:
        notes.add(Problem("E204", row["id"], row.at(column), "not a number", echo(text), "plain digits only"))
        return math.nan


def _year_of(found: list[Figure]) -> int | None:
    years = [one.year for one in found if one.year is not None and one.table != "literature"]
    return max(years, default=None)


def _source_of(found: list[Figure]) -> str:
    return found[0].source_id if found else ""


def _mark_of(found: list[Figure]) -> str:
    return next((one.mark for one in found if one.mark), "")
