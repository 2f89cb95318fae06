"""Targets: published figures that a calibration fits, holds out or only watches; a row each in a table."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from laborsim.calibration.csv_source import Row, read_csv
from laborsim.calibration.moments import MOMENTS, MOST_MONTHS, Moment, is_solved, unit_of
from laborsim.calibration.published import read_published
from laborsim.inputs.figures import sources
from laborsim.inputs.parameters import ASSUMPTION
from laborsim.inputs.problems import Notes, Problem, echo
from laborsim.inputs.reading import did_you_mean

COLUMNS = (
    "id", "moment", "selection", "figure", "value", "low", "high", "se", "unit", "year", "use", "source", "note",
)  # fmt: skip
NEEDED = ("id", "moment", "selection", "unit", "use")
USES = ("fit", "holdout", "monitor")
FIT, HOLDOUT, MONITOR = USES

Use = Literal["fit", "holdout", "monitor"]


@dataclass(frozen=True)
class Target:
    """One published figure and the moment that is held against it. Values are in `unit`."""

    id: str
    moment: str
    selection: dict[str, str]
    value: float
    low: float  # −inf … inf: between `low` and `high` nothing is missed; both equal `value` for a point
    high: float
    se: float
    unit: str
    year: int | None  # None: not of a year
    use: Use
    source: str
    mark: str  # (recalled), (ASSUMPTION) or nothing
    note: str
    row: Row

    @property
    def solved(self) -> bool:
        """Whether the inversion decides it (read off the baseline), and not the search."""
        return is_solved(self.selection)

    @property
    def is_interval(self) -> bool:
        """Whether the published figure is one-sided or an interval."""
        return self.low < self.high

    def distance(self, moment: float) -> float:
        """Return moment − target; 0 anywhere inside an interval."""
        return moment - min(max(moment, self.low), self.high)

    def miss(self, moment: float) -> float:
        """Return (moment − target) ÷ standard error."""
        return self.distance(moment) / self.se


def read_targets(path: Path, until: int, notes: Notes) -> tuple[Target, ...]:
    """Return the targets of a table; everything that is wrong with any of them goes to `notes`.

    `until`: figures of later years are watched, and neither fitted nor held out.
    """
    found = [target for row in read_csv(path, COLUMNS, NEEDED, notes) if (target := _target(row, until, notes))]
    _check_once(found, notes)
    _check_sums(found, notes)
    return tuple(found)


def _target(row: Row, until: int, notes: Notes) -> Target | None:
    before = notes.n_errors
    name = row["id"] or "target"
    for column in ("id", "unit"):
        if not row[column]:
            notes.add(Problem("E501", name, row.at(column), f"the target has no {column}"))
    use = _use(row, notes)
    moment = _moment(row, notes)
    selection = _selection(row, moment, notes) if moment is not None else {}
    published = read_published(row, notes)
    source = row["source"] or published.source
    if not source:
        hint = "a source_id of data/sources.csv, or ASSUMPTION and why"
        notes.add(Problem("E501", name, row.at("source"), "the target has no source", hint=hint))
    elif source not in sources() and not source.startswith(ASSUMPTION):
        hint = did_you_mean(source, sources())
        hint = f"did you mean '{hint}'?" if hint else f"or write {ASSUMPTION} and why"
        notes.add(Problem("E501", name, row.at("source"), "not a source", echo(source), hint))
    if notes.n_errors > before or moment is None or use is None:
        return None
    unit = unit_of(row["moment"], selection)
    if unit != row["unit"]:
        notes.add(Problem("E302", name, row.at("unit"), f"the moment is in '{unit}'", echo(row["unit"])))
        return None
    if published.year is not None and published.year > until:
        use = "monitor"
    return Target(
        row["id"], row["moment"], selection, published.value, published.low, published.high, published.se,
        row["unit"], published.year, use, source, published.mark, row["note"], row,
    )  # fmt: skip


def _use(row: Row, notes: Notes) -> Use | None:
    for use in USES:
        if row["use"] == use:
            return use  # type: ignore[return-value]  # one of the words of the literal
    notes.add(Problem("E206", row["id"], row.at("use"), f"not one of {', '.join(USES)}", echo(row["use"])))
    return None


def _moment(row: Row, notes: Notes) -> Moment | None:
    if row["moment"] in MOMENTS:
        return MOMENTS[row["moment"]]
    name = did_you_mean(row["moment"], MOMENTS)
    hint = f"did you mean '{name}'?" if name else f"known: {', '.join(MOMENTS)}"
    notes.add(Problem("E502", row["id"], row.at("moment"), "unknown moment", echo(row["moment"]), hint))
    return None


def _selection(row: Row, moment: Moment, notes: Notes) -> dict[str, str]:
    """Return `key=value` pairs separated by blanks."""
    found: dict[str, str] = {}
    allowed = dict(moment.keys)
    if moment.path is not None:
        allowed["months"] = tuple(str(month) for month in range(MOST_MONTHS + 1))
    for pair in row["selection"].split():
        key, _, value = pair.partition("=")
        if key not in allowed:
            hint = f"{row['moment']} can be selected by: {', '.join(allowed) or 'nothing'}"
            notes.add(Problem("E503", row["id"], row.at("selection"), f"no selection '{echo(key)}' here", hint=hint))
        elif value not in allowed[key]:
            name = did_you_mean(value, allowed[key])
            hint = f"did you mean '{name}'?" if name else f"one of {', '.join(allowed[key][:12])}"
            message = f"nothing that '{key}' can be"
            notes.add(Problem("E503", row["id"], row.at("selection"), message, echo(value), hint))
        found[key] = value
    needed = [key for key in ("status", "of") if key in moment.keys and key not in found]
    if row["moment"] == "works_in" and "place" not in found:
        needed.append("place")
    for key in needed:
        notes.add(Problem("E503", row["id"], row.at("selection"), f"the selection '{key}=' is missing"))
    if {"months", "change"} <= found.keys():
        message = "a change is read off the steered run: 'months' and 'change' exclude each other"
        notes.add(Problem("E503", row["id"], row.at("selection"), message))
    return found


def _check_once(targets: list[Target], notes: Notes) -> None:
    """Refuse two targets of one name, or two that hold the same moment against something while one is held out."""
    names = Counter(target.id for target in targets)
    first: dict[tuple[str, frozenset[tuple[str, str]], int | None], Target] = {}
    for target in targets:
        if names[target.id] > 1:
            notes.add(Problem("E504", target.id, target.row.at("id"), "two targets have this id", target.id))
        key = (target.moment, frozenset(target.selection.items()), target.year)
        other = first.setdefault(key, target)
        if other is not target:
            message = f"the same moment as '{other.id}' in line {other.row.place.line}"
            if {other.use, target.use} == {FIT, HOLDOUT}:
                message += ": it would be fitted and held out"
            notes.add(Problem("E504", target.id, target.row.at("moment"), message, hint="keep one of them"))


PARTS = {"migrant_workers": ("local_workers", "outbound_workers"),
         "outbound_workers": ("outbound_interprovince", "outbound_intraprovince")}  # fmt: skip
SUM_TOLERANCE = 0.005  # of the whole: stocks are promised to half a percent


def _check_sums(targets: list[Target], notes: Notes) -> None:
    """Refuse a whole that its parts contradict, at the same place and month."""
    for whole in targets:
        if whole.moment != "indicator" or whole.selection.get("of") not in PARTS or whole.is_interval:
            continue
        rest = {key: value for key, value in whole.selection.items() if key != "of"}
        parts = [
            part
            for part in targets
            if part.moment == "indicator" and part.selection.get("of") in PARTS[whole.selection["of"]]
            and {key: value for key, value in part.selection.items() if key != "of"} == rest
            and part.year == whole.year
        ]  # fmt: skip
        total = sum(part.value for part in parts)
        if len(parts) == len(PARTS[whole.selection["of"]]) and abs(total / whole.value - 1) > SUM_TOLERANCE:
            names = " + ".join(part.id for part in parts)
            message = f"{names} make {total:,.10g}, not {whole.value:,.10g}"
            notes.add(Problem("E504", whole.id, whole.row.at("id"), message, hint="one of the figures is wrong"))
