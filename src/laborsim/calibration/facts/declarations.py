"""Stylised facts as they are declared: what a model must reproduce without being fitted to it."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from laborsim.calibration.facts.readings import READINGS
from laborsim.calibration.targets.csv_reader import Row, read_csv
from laborsim.published.data_tables import DATA
from laborsim.published.figures import sources
from laborsim.published.words import Words
from laborsim.scenario.block_reader import nearest_to
from laborsim.scenario.input_errors import Notes, Problem, echo
from laborsim.scenario.value_types import did_you_mean

FACTS = DATA / "stylised_facts.csv"
"""The shipped table; it is frozen: no fact is dropped and no range widened."""

NEEDED = (
    "id", "core", "theme", "fact", "how_to_compute", "value", "low", "high", "range_reason", "unit", "grade",
    "source_id", "kind", "needs_state",
)  # fmt: skip
COLUMNS = (*NEEDED, "population", "country", "years", "confidence", "value_basis", "quote", "note")
GRADES = ("A", "B", "C", "D")
"""A: causal or census, B: survey or administrative, C: elsewhere than in China, D: reasoned or recalled."""

KINDS = ("number", "count of signs", "count", "sign", "path of 4", "profile of 4")


@dataclass(frozen=True)
class Fact:
    """One stylised fact. `value`, `low` and `high` are in `unit`."""

    id: str
    core: bool
    theme: str
    statement: str
    how: str  # to compute it from runs
    value: float
    low: float
    high: float
    unit: str
    grade: str
    sources: tuple[str, ...]
    kind: str
    needs_state: str  # what a model must have before it can be tested; "" = nothing that is lacking
    note: str


def read_facts(path: Path, notes: Notes) -> tuple[Fact, ...]:
    """Return the facts of a table; everything that is wrong with any of them goes to `notes`.

    Raises CannotRead if the file cannot be opened, ScenarioProblems if its text is refused.
    """
    rows = read_csv(path, COLUMNS, NEEDED, notes)
    found = [fact for row in rows if (fact := _fact(row, notes))]
    for row in rows:
        if row["id"] and row["id"] not in READINGS and not row["needs_state"]:
            hint = Words(
                "name in needs_state what the model lacks, or add its reading",
                "请在 needs_state 中写明模型所缺的内容，或补充其计算方法",
            )
            notes.add(
                Problem(
                    "E510",
                    row["id"],
                    row.at("id"),
                    Words("nothing computes this fact", "没有计算该典型事实的方法"),
                    hint=hint,
                )
            )
    for name, number in Counter(row["id"] for row in rows).items():
        if number > 1 and name:
            place = [row for row in rows if row["id"] == name][-1].at("id")
            notes.add(
                Problem(
                    "E510",
                    name,
                    place,
                    Words(f"{number} facts have this id", f"有{number}条典型事实使用此编号"),
                    hint=Words("give each an id of its own", "请为每条另取编号"),
                )
            )
    return tuple(found)


def facts(path: Path = FACTS) -> tuple[Fact, ...]:
    """Return the facts of a table. Raises ScenarioProblems with all that is wrong with it."""
    notes = Notes()
    found = read_facts(path, notes)
    notes.stop_on_errors()
    return found


def _fact(row: Row, notes: Notes) -> Fact | None:
    before, name = notes.n_errors, row["id"] or "fact"
    for column in ("id", "fact", "how_to_compute", "unit", "range_reason"):
        if not row[column]:
            notes.add(
                Problem("E510", name, row.at(column), Words(f"the fact has no {column}", f"该典型事实缺少 {column}"))
            )
    value, low, high = (_number(row, column, notes) for column in ("value", "low", "high"))
    if low is not None and high is not None and low > high:
        message = Words(
            f"the range ends ({high:g}) before it begins ({low:g})", f"范围的上限（{high:g}）低于下限（{low:g}）"
        )
        notes.add(
            Problem(
                "E510",
                name,
                row.at("low"),
                message,
                echo(row["low"]),
                Words("exchange low and high?", "是否将两者对调？"),
            )
        )
    elif value is not None and low is not None and high is not None and not low <= value <= high:
        message = Words(
            f"the value {value:g} lies outside its range {low:g} … {high:g}",
            f"数值{value:g}不在其范围 {low:g} … {high:g} 以内",
        )
        notes.add(Problem("E510", name, row.at("value"), message, echo(row["value"])))
    for column, known in (("grade", GRADES), ("kind", KINDS), ("core", ("yes", "no"))):
        if row[column] not in known:
            hint = Words(f"one of {', '.join(known)}", f"可用：{'、'.join(known)}")
            notes.add(
                Problem(
                    "E510",
                    name,
                    row.at(column),
                    Words(f"unknown {column}", f"未识别的 {column}"),
                    echo(row[column]),
                    hint,
                )
            )
    named = _sources(row, notes)
    if notes.n_errors > before or value is None or low is None or high is None:
        return None
    return Fact(
        id=row["id"],
        core=row["core"] == "yes",
        theme=row["theme"],
        statement=row["fact"],
        how=row["how_to_compute"],
        value=value,
        low=low,
        high=high,
        unit=row["unit"],
        grade=row["grade"],
        sources=named,
        kind=row["kind"],
        needs_state=row["needs_state"],
        note=row["note"],
    )


def _number(row: Row, column: str, notes: Notes) -> float | None:
    """Return a cell as a number; None, and a note, where there is none."""
    name = row["id"] or "fact"
    if not row[column]:
        message = Words(f"the fact has no {column} end of its range", f"该典型事实的范围缺少 {column} 端")
        if column == "value":
            message = Words("the fact has no value", "该典型事实没有数值")
        notes.add(
            Problem(
                "E510",
                name,
                row.at(column),
                message,
                hint=Words("plain digits, in its unit", "请填写阿拉伯数字，按其单位"),
            )
        )
        return None
    if not row.cells[column].is_number:
        notes.add(
            Problem(
                "E204",
                name,
                row.at(column),
                Words("not a number", "不是数字"),
                echo(row[column]),
                Words("plain digits only", "只填写阿拉伯数字"),
            )
        )
        return None
    return float(row[column])


def _sources(row: Row, notes: Notes) -> tuple[str, ...]:
    name, named = row["id"] or "fact", tuple(one for part in row["source_id"].split(";") if (one := part.strip()))
    if not named:
        hint = Words(
            "a source_id of data/sources.csv; `expert` where the range is reasoned",
            "请填 data/sources.csv 中的 source_id；范围由推理得出的填 `expert`",
        )
        notes.add(
            Problem(
                "E510", name, row.at("source_id"), Words("the fact has no source", "该典型事实未注明来源"), hint=hint
            )
        )
    for one in named:
        if one not in sources():
            near = nearest_to(one, sources())
            hint = did_you_mean(near) if near else Words("enter it in data/sources.csv", "请将其列入 data/sources.csv")
            notes.add(
                Problem(
                    "E510",
                    name,
                    row.at("source_id"),
                    Words("a source that is not listed", "该来源未列入来源表"),
                    echo(one),
                    hint,
                )
            )
    return named
