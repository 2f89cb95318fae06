"""A level over time: from a dose with `start`/`ramp`/`end`, or dated `values`, to a Schedule."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from laborsim.kernels.codes import month_name
from laborsim.levers import Schedule
from laborsim.published.words import Words
from laborsim.scenario.block_reader import Fields, ReadBlock, fields_of, join, read_fields, read_map
from laborsim.scenario.blocks import BEFORE, LevelBlock, LeverBlock
from laborsim.scenario.input_errors import Notes, Place, Problem, echo
from laborsim.scenario.scenario import Horizon
from laborsim.scenario.yaml_tree import Mapping, Scalar, describe, is_number

RELATIVE = ("add", "times")
"""Doses that are counted from what is there."""

MOST_POINTS = 1200  # a dated level for every month of the longest horizon


def check_level(block: ReadBlock, horizon: Horizon | None) -> None:
    """Note contradictions between the keys of a level, and levels that are never in force."""
    _check_pairing(block)
    start, end = block.values.get("start"), block.values.get("end")
    if start is not None and end is not None and end < start:
        message, hint = (
            Words(f"ends before it starts ({month_name(start)})", f"结束早于开始（{month_name(start)}）"),
            Words("exchange the two months?", "是否将两个月份对调？"),
        )
        block.notes.add(Problem("E305", block.at("end"), block.place("end"), message, month_name(end), hint))
    elif horizon is not None:
        _check_horizon(block, horizon)
    _read_before(block)


EARLIER: Fields = {**fields_of(LevelBlock), "who": LeverBlock}
"""What an earlier level may say: that of a lever was perhaps for others than the level that follows."""


def _read_before(block: ReadBlock) -> None:
    """Read the level until a block's own begins, and the one before that."""
    if BEFORE not in block:
        return
    node = read_map(block.node.entries[BEFORE].node, block.at(BEFORE), block.notes)
    if node is None:
        return
    earlier = block.inside[BEFORE] = read_fields(EARLIER, node, block.at(BEFORE), block.notes)
    check_level(earlier, None)
    first, began = begins(block), begins(earlier)
    if first is None or (began is not None and began >= first):
        message = Words(
            "what was before has to begin before the level that follows it", "此前的力度须早于其后的力度开始"
        )
        hint = Words(
            "give that level a later 'start', or write 'before: null'", "请推后该力度的 'start'，或写 'before: null'"
        )
        block.notes.add(Problem("E305", block.at(BEFORE), block.key_place(BEFORE), message, hint=hint))


def begins(block: ReadBlock) -> int | None:
    """Return the first month of a level; None = since before the base date."""
    values = block.values
    return min(values["values"], default=None) if "values" in values else values.get("start")


def schedule(block: ReadBlock, horizon: Horizon) -> Schedule:
    """Return the Schedule of a level whose fields are right."""
    values = block.values
    before = schedule(block.inside[BEFORE], horizon) if BEFORE in block.inside else None
    if "values" in values:
        points = tuple(sorted(values["values"].items()))
        how = values.get("interpolate", "step")
        return Schedule(points=points, interpolate=how, start=points[0][0], before=before)
    return Schedule(
        points=((values.get("start", horizon.start), values["value"]),),
        start=values.get("start"),
        end=values.get("end"),
        ramp=values.get("ramp", 0),
        before=before,
    )


@dataclass(frozen=True)
class CountedLevel(Scalar):
    """A level that was typed as what is added to what is there, or as a multiple of it; `raw` is as typed."""

    how: str = "add"
    ground: float = 0.0  # what it is counted from

    def said(self, unit: str) -> Words:
        """Return in words what it is counted from and what it becomes."""
        there, level = f"{self.ground:,.10g} {unit}", f"{float(self.value or 0):,.10g}"
        if self.how == "add":
            return Words(
                f"{there} are there, {self.raw} more is {level}", f"现有 {there}，增加 {self.raw} 后为 {level}"
            )
        return Words(f"{there} are there, times {self.raw} is {level}", f"现有 {there}，{self.raw} 倍为 {level}")

    def room(self, low: float, high: float) -> Words:
        """Return what may stand in its place so that the level lies in low … high."""
        if self.how == "add":
            span = f"{low - self.ground:,.10g} … {high - self.ground:,.10g}"
            return Words(f"add {span}, or write 'value:'", f"可增加 {span}，或改写 'value:'")
        return Words(f"at most times {high / self.ground:,.4g}", f"最多 {high / self.ground:,.4g} 倍")


def last_level(block: ReadBlock) -> Scalar | None:
    """Return the level that a block ends with; None where it has none that is a number."""
    own = _own_levels(block)
    return max(own, key=lambda one: one[0])[1] if own else None


def levels_typed(block: ReadBlock) -> list[tuple[str, Scalar]]:
    """Return every level of a block and of what was before it, with its key path, as typed; see `CountedLevel`."""
    earlier = levels_typed(block.inside[BEFORE]) if BEFORE in block.inside else []
    return [*_own_levels(block), *earlier]


def _own_levels(block: ReadBlock) -> list[tuple[str, Scalar]]:
    value, dated = block.typed("value"), dated_levels(block)
    points = []
    for month, point in dated.entries.items() if dated else ():
        path = f"values.{month}"
        level = block.counted.get(path, point.node)
        if isinstance(level, Scalar):
            points.append((block.at(f"{path}.{level.how}" if isinstance(level, CountedLevel) else path), level))
    key = value.how if isinstance(value, CountedLevel) else "value"
    return points if value is None else [(block.at(key), value), *points]


def warn_of_unsourced(block: ReadBlock, source: str = "") -> None:
    """Note every level that no source and no ASSUMPTION vouches for; `source`: that of the level that follows."""
    source = block.values.get("source") or source
    for path, typed in _own_levels(block):
        if not source and "ASSUMPTION" not in typed.remark:
            hint = Words("add 'source:', or the word ASSUMPTION", "请补充 'source:'，或注明 ASSUMPTION（假设）")
            block.notes.add(
                Problem(
                    "W002",
                    path,
                    typed.place,
                    Words("a number without a source", "数值未注明来源"),
                    echo(typed.raw),
                    hint,
                )
            )
    if BEFORE in block.inside:
        warn_of_unsourced(block.inside[BEFORE], source)


def dated_levels(block: ReadBlock) -> Mapping | None:
    """Return the dated levels as typed; None where there are none, or something that is no map."""
    node = block.node.entries["values"].node if "values" in block else None
    return node if isinstance(node, Mapping) else None


def _check_pairing(block: ReadBlock) -> None:
    notes = block.notes
    doses = [key for key in LevelBlock.DOSE if key in block]
    if not doses and "values" not in block:
        hint = Words(
            "write 'value:', 'add:' or 'times:', or dated 'values: {2025-01: …}'",
            "请写 'value:'、'add:' 或 'times:'，或带日期的 'values: {2025-01: …}'",
        )
        problem = Problem(
            "E202", block.at("value"), block.node.place, Words("no level is given", "未填写力度"), hint=hint
        )
        notes.add_missing(problem, map(block.at, (*LevelBlock.DOSE, "values")))
    _check_one_way(doses, block.at, block.key_place, notes)
    if "values" in block:
        for other in LevelBlock.PLAIN:
            if other in block:
                hint = Words(
                    "either 'value' with 'start', 'ramp', 'end', or dated 'values' with 'interpolate'",
                    "要么写 'value' 及 'start'、'ramp'、'end'，要么写带日期的 'values' 及 'interpolate'",
                )
                message = Words(f"'{other}' does not go with 'values'", f"'{other}' 不能与 'values' 并用")
                notes.add(Problem("E207", block.at(other), block.key_place(other), message, hint=hint))
    elif "interpolate" in block:
        message = Words("'interpolate' goes with dated 'values' only", "'interpolate' 只能与带日期的 'values' 并用")
        notes.add(Problem("E207", block.at("interpolate"), block.key_place("interpolate"), message))
    dated = dated_levels(block)
    if dated is not None:
        _check_points(dated, block.at("values"), notes)


ONE_WAY = Words(
    "'value' is a level, 'add' so much more than is there, 'times' a multiple of that: write one of them",
    "'value' 为力度，'add' 为在现有基础上的增量，'times' 为现有的倍数：三者只写一个",
)


def _check_one_way(doses: list[str], at: Callable[[str], str], key_place: Callable[[str], Place], notes: Notes) -> None:
    """Note every way but the first in which one level is said."""
    for other in doses[1:]:
        message = Words(f"'{other}' does not go with '{doses[0]}'", f"'{other}' 不能与 '{doses[0]}' 并用")
        notes.add(Problem("E207", at(other), key_place(other), message, hint=ONE_WAY))


def _check_points(dated: Mapping, path: str, notes: Notes) -> None:
    if not dated.entries:
        notes.add(
            Problem(
                "E202",
                path,
                dated.place,
                Words("no level is given", "未填写力度"),
                "{}",
                Words("write {2025-01: 2200, …}", "请写 {2025-01: 2200, …}"),
            )
        )
    if len(dated.entries) > MOST_POINTS:
        message = Words(f"more than {MOST_POINTS} dated levels", f"带日期的力度超过{MOST_POINTS}个")
        notes.add(Problem("E312", path, dated.place, message, str(len(dated.entries))))
    for month, entry in dated.entries.items():
        node, below = entry.node, join(path, month)
        if isinstance(node, Mapping):
            ways = [key for key in RELATIVE if key in node.entries]
            if not node.entries:
                notes.add(
                    Problem(
                        "E202",
                        below,
                        node.place,
                        Words("no level is given", "未填写力度"),
                        "{}",
                        Words("write 2200, or {add: 50}", "请写 2200，或 {add: 50}"),
                    )
                )
            places = {key: node.entries[key].key_place for key in ways}
            _check_one_way(ways, partial(join, below), places.__getitem__, notes)


def _check_horizon(block: ReadBlock, horizon: Horizon) -> None:
    """A level in force in no simulated month is a slip of the year, not a scenario."""
    values, notes = block.values, block.notes
    key = "values" if "values" in values else "start"
    first = min(values["values"], default=None) if key == "values" else values.get("start")
    end = values.get("end")
    hint = Words("move it into the horizon, or move the horizon", "请移入模拟期，或调整模拟期")
    if first is not None and first > horizon.end:
        message = Words(
            f"begins after the horizon's end ({month_name(horizon.end)})",
            f"开始晚于模拟期末（{month_name(horizon.end)}）",
        )
        place = _place_of_first(block, key)
        notes.add(Problem("E306", block.at(key), place, message, month_name(first), hint))
    if end is not None and end <= horizon.start:
        message = Words(
            f"ends before the first simulated month ({month_name(horizon.start + 1)})",
            f"结束早于首个模拟月份（{month_name(horizon.start + 1)}）",
        )
        notes.add(Problem("E306", block.at("end"), block.place("end"), message, month_name(end), hint))


def _place_of_first(block: ReadBlock, key: str) -> Place:
    """Return where the first month of a level stands: beside `start`, or as the first key of `values`."""
    dated = dated_levels(block) if key == "values" else None
    return block.place(key) if dated is None else min(dated.entries.items())[1].key_place


def bounds_in_order(block: ReadBlock, names: tuple[str, ...]) -> None:
    """Note numbers of a block that do not ascend in the order of their names; equal ones do."""
    numbers = [(name, typed) for name in names if (typed := block.typed(name)) is not None and is_number(typed)]
    for (low_name, low), (high_name, high) in pairwise(numbers):
        if float(low.value or 0) > float(high.value or 0):
            message = Words(
                f"'{high_name}' is below '{low_name}' ({low.raw})", f"'{high_name}' 低于 '{low_name}'（{low.raw}）"
            )
            got = describe(high)
            block.notes.add(
                Problem(
                    "E309",
                    block.at(high_name),
                    high.place,
                    message,
                    got,
                    Words("exchange the two?", "是否将两者对调？"),
                )
            )
