"""From what is added to what is there, or a multiple of it, to a level."""

from collections.abc import Callable, Iterator

from laborsim.levers import Uncertainty
from laborsim.published.regions import NATION
from laborsim.published.words import UNSAID, Words
from laborsim.scenario.block_reader import ReadBlock
from laborsim.scenario.blocks import BEFORE
from laborsim.scenario.input_errors import Notes, Problem, echo
from laborsim.scenario.levels import RELATIVE, CountedLevel, begins, dated_levels, last_level, schedule
from laborsim.scenario.scenario import Horizon
from laborsim.scenario.value_types import parse_month
from laborsim.scenario.yaml_tree import Mapping, Scalar

There = Callable[[tuple[str, ...]], float | None]
"""What places hold before anything is done; None where nobody knows."""

Exists = Callable[[float], Words]
"""What a hint says of a multiple of what exists and is not counted, given the multiple; UNSAID if nothing is known."""

NATIONWIDE = (NATION,)


ADD_OR_VALUE = Words(
    "write 'add:', or 'value:', the level itself{exists}", "请写 'add:'，或写 'value:' 填力度本身{exists}"
)


def settle(
    block: ReadBlock,
    there: There,
    horizon: Horizon,
    places: tuple[str, ...] = NATIONWIDE,
    exists: Exists = lambda times: UNSAID,
) -> None:
    """Put a level for every addition and multiple of a block, and of what was before it; note what can be none.

    They are counted from what is there just before the block begins, where a ramp starts too: the level of
    `before` in that month, else what the base date holds at its places. `places`: of a block that does not say.
    `exists`: what is said of a multiple where nothing counted is there.
    """
    if "regions" in block and "regions" not in block.values:
        return  # wrong, and noted
    places = block.values.get("regions", places)
    if BEFORE in block.inside:
        settle(block.inside[BEFORE], there, horizon, places, exists)
    relative = list(_relative(block))
    if not relative:
        return
    ground = _ground(block, there(places), horizon)
    told = block.notes, exists
    if all(_can_be_counted(path, how, typed, ground, told) for path, how, typed, _ in relative):
        assert ground is not None
        for _, how, typed, month in relative:
            _put(block, counted(typed, how, ground), month)
        _settle_uncertainty(block, ground)


def settle_end(block: ReadBlock, name: str, there: float | None, exists: Exists) -> None:
    """Put a level for an end of a range that is counted from what is there; note where it can be none."""
    node = block.node.entries[name].node if name in block else None
    if not isinstance(node, Mapping) or name not in block.values:
        return
    if len(node.entries) != 1:
        message = (
            Words("no level is given", "未填写力度")
            if not node.entries
            else Words("'add' and 'times' together", "'add' 与 'times' 不能同时填写")
        )
        code = "E207" if node.entries else "E202"
        block.notes.add(
            Problem(
                code,
                block.at(name),
                node.place,
                message,
                hint=Words("write 3000, {add: 800} or {times: 1.5}", "请写 3000、{add: 800} 或 {times: 1.5}"),
            )
        )
        return
    ((how, entry),) = node.entries.items()
    typed = entry.node
    assert isinstance(typed, Scalar)  # the block's values are right
    if _can_be_counted(block.at(f"{name}.{how}"), how, typed, there, (block.notes, exists)):
        assert there is not None
        block.counted[name] = counted(typed, how, there)
        block.values[name] = block.counted[name].value


def _relative(block: ReadBlock) -> Iterator[tuple[str, str, Scalar, str]]:
    """Yield (key path, add or times, number, month or "") of each level that is counted from what is there."""
    for how in RELATIVE:
        typed = block.typed(how)
        if typed is not None and how in block.values:
            yield block.at(how), how, typed, ""
    dated = dated_levels(block) if "values" in block.values else None
    for month, entry in dated.entries.items() if dated else ():
        if isinstance(entry.node, Mapping):
            for how, below in entry.node.entries.items():
                assert isinstance(below.node, Scalar)  # the block's values are right
                yield block.at(f"values.{month}.{how}"), how, below.node, month


def _ground(block: ReadBlock, there: float | None, horizon: Horizon) -> float | None:
    """Return what the levels of a block are counted from; None where nobody knows."""
    earlier, first = block.inside.get(BEFORE), begins(block)
    if earlier is None or first is None or earlier.node.entries.keys() & {"regions", "who"} or not _states(earlier):
        return there
    level = schedule(earlier, horizon).level(first - 1, 0.0 if there is None else there)
    return there if level is None else level


def _states(block: ReadBlock) -> bool:
    """Return whether every level of a block is a number."""
    dated = block.values.get("values", {})
    is_dated = bool(dated) and not any(isinstance(level, dict) for level in dated.values())
    return "value" in block.values or is_dated


def _can_be_counted(path: str, how: str, typed: Scalar, ground: float | None, told: tuple[Notes, Exists]) -> bool:
    notes, exists = told
    if ground is None:
        message, hint = (
            Words("nobody knows what is there at the base date", "基期已有水平未知"),
            Words("write 'value:', the level itself", "请写 'value:' 填力度本身"),
        )
    elif how == "times" and ground == 0:
        message = Words("nothing is there to be multiplied", "现有水平为零，不能取倍数")
        hint = ADD_OR_VALUE.holding(exists=exists(float(typed.value or 0)))
    elif how == "times" and float(typed.value or 0) <= 0:
        message, hint = (
            Words("outside more than 0", "应大于0"),
            Words("write 'value: 0' where nothing is to be left", "若要全部取消，请写 'value: 0'"),
        )
        notes.add(Problem("E304", path, typed.place, message, echo(typed.raw), hint))
        return False
    else:
        return True
    notes.add(Problem("E318", path, typed.place, message, echo(typed.raw), hint))
    return False


def _put(block: ReadBlock, level: CountedLevel, month: str) -> None:
    if not month:
        block.counted["value"] = level
        block.values["value"] = level.value
        return
    block.counted[f"values.{month}"] = level
    block.values["values"] = {**block.values["values"], parse_month(month): level.value}


def _settle_uncertainty(block: ReadBlock, ground: float) -> None:
    """Count what is not known about the last level from where that level is counted from."""
    said, last = block.inside.get("uncertainty"), last_level(block)
    if said is None or not isinstance(last, CountedLevel):
        return
    for name in Uncertainty.LEVELS:
        typed = said.typed(name)
        if typed is not None and name in said.values:
            said.counted[name] = counted(typed, last.how, ground)
            said.values[name] = said.counted[name].value
    if last.how == "times" and "sd" in said.values:
        said.values["sd"] = as_typed(said.values["sd"] * ground)
    if "uncertainty" in block.values:
        block.values["uncertainty"] = block.values["uncertainty"].model_copy(update=said.values)


def counted(typed: Scalar, how: str, ground: float) -> CountedLevel:
    """Return the level that an addition (`how`: add) or a multiple (times) of a ground becomes."""
    number = float(typed.value or 0)
    level = ground + number if how == "add" else ground * number
    return CountedLevel(typed.place, typed.raw, as_typed(level), typed.remark, how, ground)


def as_typed(number: float) -> float:
    """Return a number as somebody would type it: 96.4 and 3.6 are 100, without the last bits of counting."""
    return float(f"{number:.12g}")
