"""Targets: published figures that a calibration fits, holds out or only watches; a row each in a table."""

import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from laborsim.calibration.targets.csv_reader import Row, read_csv
from laborsim.calibration.targets.moments import MOMENTS, MOST_MONTHS, Moment, is_solved, unit_of
from laborsim.levers.costs import ASSUMPTION
from laborsim.published.figures import Figure, figure, sources
from laborsim.published.words import Words
from laborsim.scenario.block_reader import nearest_to
from laborsim.scenario.input_errors import Notes, Problem, echo
from laborsim.scenario.value_types import did_you_mean

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
        message = Words("a figure and a typed value", "既引用公布数又填写数值")
        notes.add(
            Problem("E207", row["id"], row.at("value"), message, hint=Words("delete one of them", "请删除其中一个"))
        )
    low, high = _interval(row, value, notes)
    se = _number(row, "se", value, notes)
    if se is None:
        hint = Words(
            "a number in the target's unit, or a share of the value such as 1%",
            "请按目标的单位填写，或写数值的份额，例如 1%",
        )
        notes.add(
            Problem(
                "E501",
                row["id"],
                row.at("se"),
                Words("the target has no standard error", "该目标没有标准误"),
                hint=hint,
            )
        )
    elif not se > 0:
        notes.add(
            Problem(
                "E304",
                row["id"],
                row.at("se"),
                Words("a standard error is more than 0", "标准误应大于0"),
                echo(row["se"]),
            )
        )
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
            message = Words(str(error), f"没有这个公布数，或它不是数字：{name.strip()}")
            notes.add(Problem("E508", row["id"], row.at("figure"), message))
            continue
        if any(word in found[-1].series.lower() or word in found[-1].region.lower() for word in GOAL_WORDS):
            message = Words("a stated goal is no observation", "预期目标不是观测值")
            notes.add(
                Problem(
                    "E508",
                    row["id"],
                    row.at("figure"),
                    message,
                    echo(name),
                    Words("goals are never fitted", "预期目标不用于拟合"),
                )
            )
    return found if len(found) == len(names) else []


def _value(row: Row, found: list[Figure], notes: Notes) -> float:
    if not found:
        value = _number(row, "value", math.nan, notes)
        if value is None and not row["figure"]:
            hint = Words(
                "name a figure of data/ in 'figure', or type 'value'",
                "请在 'figure' 中写明 data/ 中的公布数，或填写 'value'",
            )
            notes.add(
                Problem(
                    "E501", row["id"], row.at("value"), Words("the target has no value", "该目标没有数值"), hint=hint
                )
            )
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
        message = Words("both figures are of one year: no change can be taken", "两个公布数为同一年：无法计算变化")
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
        message = Words(f"the interval ends ({bounds[1]:g}) before it begins", f"区间的上限（{bounds[1]:g}）低于下限")
        notes.add(
            Problem(
                "E505",
                row["id"],
                row.at("low"),
                message,
                echo(row["low"]),
                Words("exchange low and high?", "是否将 low 与 high 对调？"),
            )
        )
    return bounds


def _number(row: Row, column: str, value: float, notes: Notes) -> float | None:
    """Return a cell as a number, `1%` as a share of the value; None if it is empty."""
    text = row[column]
    if not text:
        return None
    try:
        return float(text[:-1]) / 100 * abs(value) if text.endswith("%") else float(text)
    except ValueError:
        notes.add(
            Problem(
                "E204",
                row["id"],
                row.at(column),
                Words("not a number", "不是数字"),
                echo(text),
                Words("plain digits only", "只填写阿拉伯数字"),
            )
        )
        return math.nan


def _year_of(found: list[Figure]) -> int | None:
    years = [one.year for one in found if one.year is not None and one.table != "literature"]
    return max(years, default=None)


def _source_of(found: list[Figure]) -> str:
    return found[0].source_id if found else ""


def _mark_of(found: list[Figure]) -> str:
    return next((one.mark for one in found if one.mark), "")


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
            notes.add(
                Problem("E501", name, row.at(column), Words(f"the target has no {column}", f"该目标缺少 {column}"))
            )
    use = _use(row, notes)
    moment = _moment(row, notes)
    selection = _selection(row, moment, notes) if moment is not None else {}
    published = read_published(row, notes)
    source = row["source"] or published.source
    if not source:
        hint = Words(
            "a source_id of data/sources.csv, or ASSUMPTION and why",
            "请填 data/sources.csv 中的 source_id，或写 ASSUMPTION 并说明理由",
        )
        notes.add(
            Problem("E501", name, row.at("source"), Words("the target has no source", "该目标未注明来源"), hint=hint)
        )
    elif source not in sources() and not source.startswith(ASSUMPTION):
        near = nearest_to(source, sources())
        hint = did_you_mean(near) if near else Words(f"or write {ASSUMPTION} and why", f"或写 {ASSUMPTION} 并说明理由")
        notes.add(Problem("E501", name, row.at("source"), Words("not a source", "不是来源编号"), echo(source), hint))
    if notes.n_errors > before or moment is None or use is None:
        return None
    unit = unit_of(row["moment"], selection)
    if unit != row["unit"]:
        notes.add(
            Problem(
                "E302",
                name,
                row.at("unit"),
                Words(f"the moment is in '{unit}'", f"该矩的单位为 '{unit}'"),
                echo(row["unit"]),
            )
        )
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
    notes.add(
        Problem(
            "E206",
            row["id"],
            row.at("use"),
            Words(f"not one of {', '.join(USES)}", f"应为下列之一：{'、'.join(USES)}"),
            echo(row["use"]),
        )
    )
    return None


def _moment(row: Row, notes: Notes) -> Moment | None:
    if row["moment"] in MOMENTS:
        return MOMENTS[row["moment"]]
    name = nearest_to(row["moment"], MOMENTS)
    hint = did_you_mean(name) if name else Words(f"known: {', '.join(MOMENTS)}", f"可用：{', '.join(MOMENTS)}")
    notes.add(
        Problem("E502", row["id"], row.at("moment"), Words("unknown moment", "未识别的矩"), echo(row["moment"]), hint)
    )
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
            hint = Words(
                f"{row['moment']} can be selected by: {', '.join(allowed) or 'nothing'}",
                f"{row['moment']} 可按下列选择：{', '.join(allowed) or '无'}",
            )
            notes.add(
                Problem(
                    "E503",
                    row["id"],
                    row.at("selection"),
                    Words(f"no selection '{echo(key)}' here", f"此处没有选项 '{echo(key)}'"),
                    hint=hint,
                )
            )
        elif value not in allowed[key]:
            name = nearest_to(value, allowed[key])
            hint = (
                did_you_mean(name)
                if name
                else Words(f"one of {', '.join(allowed[key][:12])}", f"可用：{'、'.join(allowed[key][:12])}")
            )
            message = Words(f"nothing that '{key}' can be", f"'{key}' 没有此取值")
            notes.add(Problem("E503", row["id"], row.at("selection"), message, echo(value), hint))
        found[key] = value
    needed = [key for key in ("status", "of") if key in moment.keys and key not in found]
    if row["moment"] == "works_in" and "place" not in found:
        needed.append("place")
    for key in needed:
        notes.add(
            Problem(
                "E503",
                row["id"],
                row.at("selection"),
                Words(f"the selection '{key}=' is missing", f"缺少选项 '{key}='"),
            )
        )
    if {"months", "change"} <= found.keys():
        message = Words(
            "a change is read off the steered run: 'months' and 'change' exclude each other",
            "变化取自求解常数的模拟：'months' 与 'change' 不能并用",
        )
        notes.add(Problem("E503", row["id"], row.at("selection"), message))
    return found


def _check_once(targets: list[Target], notes: Notes) -> None:
    """Refuse two targets of one name, or two that hold the same moment against something while one is held out."""
    names = Counter(target.id for target in targets)
    first: dict[tuple[str, frozenset[tuple[str, str]], int | None], Target] = {}
    for target in targets:
        if names[target.id] > 1:
            notes.add(
                Problem(
                    "E504",
                    target.id,
                    target.row.at("id"),
                    Words("two targets have this id", "有两个目标使用此编号"),
                    target.id,
                )
            )
        key = (target.moment, frozenset(target.selection.items()), target.year)
        other = first.setdefault(key, target)
        if other is not target:
            message = Words(
                f"the same moment as '{other.id}' in line {other.row.place.line}",
                f"与第{other.row.place.line}行的 '{other.id}' 为同一矩",
            )
            if {other.use, target.use} == {FIT, HOLDOUT}:
                message = Words(f"{message.en}: it would be fitted and held out", f"{message.zh}：既用于拟合又用于检验")
            notes.add(
                Problem(
                    "E504",
                    target.id,
                    target.row.at("moment"),
                    message,
                    hint=Words("keep one of them", "请保留其中一个"),
                )
            )


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
            message = Words(
                f"{names} make {total:,.10g}, not {whole.value:,.10g}",
                f"{names} 合计 {total:,.10g}，而非 {whole.value:,.10g}",
            )
            notes.add(
                Problem(
                    "E504",
                    whole.id,
                    whole.row.at("id"),
                    message,
                    hint=Words("one of the figures is wrong", "其中一个数有误"),
                )
            )
