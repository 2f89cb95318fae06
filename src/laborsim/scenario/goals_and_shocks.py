"""The `goals:` of a scenario file: from blocks to Goal objects, held against the code list."""

from laborsim.kernels.codes import month_name, year_and_month
from laborsim.published.indicators import OF_GROUPS, Indicator, indicators
from laborsim.published.regions import NATION, expand_all
from laborsim.published.simulated_share import is_hardly_simulated, simulated_share
from laborsim.published.words import Words
from laborsim.scenario.block_reader import (
    ReadBlock,
    check_name_of_block,
    fields_of,
    indicator_hint,
    join,
    likely,
    lost_point,
    read_field,
    read_fields,
    read_map,
    unit_slip,
)
from laborsim.scenario.blocks import GoalBlock, ShockBlock
from laborsim.scenario.doses import settle
from laborsim.scenario.groups import NamedGroups, check_use
from laborsim.scenario.input_errors import Notes, Place, Problem, echo
from laborsim.scenario.levels import bounds_in_order, check_level, levels_typed, schedule, warn_of_unsourced
from laborsim.scenario.scenario import NORMAL, Goal, Horizon, Scenario, Shock
from laborsim.scenario.yaml_tree import Mapping, Node, Scalar, describe, is_number

MOST_SHOCKS = 200

SHOCK_RANGES = {
    "vacancies": (0.0, 3.0),
    "pay": (0.2, 3.0),
    "prices": (0.5, 3.0),
    "recall": (0.0, 1.0),
    "returns": (0.0, 1.0),
    "demand": (0.2, 3.0),
    "travel": (0.0, 1.0),
    "productivity": (0.2, 3.0),
}
"""Lowest and highest level of each kind of shock. ASSUMPTION: beyond them a figure is a slip of the pen."""


def read_shocks(node: Node, horizon: Horizon | None, notes: Notes, at: str = "shocks") -> tuple[Shock, ...]:
    """Return the shocks that stand at a key path; whatever is wrong with any of them is noted."""
    shocks = []
    mapping = read_map(node, at, notes) or Mapping(node.place)
    if len(mapping.entries) > MOST_SHOCKS:
        notes.add(
            Problem(
                "E312",
                at,
                node.place,
                Words(f"more than {MOST_SHOCKS} shocks", f"冲击超过{MOST_SHOCKS}项"),
                str(len(mapping.entries)),
            )
        )
        return ()
    for name, entry in mapping.entries.items():
        path = join(at, name)
        check_name_of_block(name, entry.key_place, path, notes)
        block = read_map(entry.node, path, notes)
        shock = block and _read_shock((name, path), block, horizon, notes)
        if shock:
            shocks.append(shock)
    return tuple(shocks)


def _read_shock(where: tuple[str, str], node: Mapping, horizon: Horizon | None, notes: Notes) -> Shock | None:
    """Return a shock; `where`: its name and key path."""
    (name, path), before = where, notes.n_errors
    read = read_fields(fields_of(ShockBlock), node, path, notes)
    values = read.values
    check_level(read, horizon)
    if horizon is not None and "kind" in values:
        settle(read, lambda places: NORMAL[values["kind"]], horizon)
    low, high = SHOCK_RANGES.get(values.get("kind", ""), (0.0, 3.0))
    for below, typed in levels_typed(read):
        if is_number(typed) and not low <= float(typed.value or 0) <= high:
            message = Words(f"outside {low:g} … {high:g}", f"超出范围：{low:g} … {high:g}")
            normal = NORMAL[values["kind"]]
            hint = Words(f"a share, {normal:g} = normal", f"填写份额，{normal:g}为正常")
            if high > 1:
                hint = Words("a factor, 1 = normal", "填写系数，1为正常")
            notes.add(Problem("E304", below, typed.place, message, echo(typed.raw), hint))
    if notes.n_errors > before or horizon is None:
        return None
    warn_of_unsourced(read)
    return Shock(
        name=name,
        kind=values["kind"],
        market=values.get("market", "both"),
        regions=expand_all(list(values.get("regions", (NATION,)))),
        schedule=schedule(read, horizon),
        source=values.get("source", ""),
    )


def read_goals(node: Node, horizon: Horizon | None, where: tuple[str, NamedGroups], notes: Notes) -> tuple[Goal, ...]:
    """Return the goals of a scenario. `where`: where a goal holds that does not say, and the groups it may name."""
    goals = []
    mapping = read_map(node, "goals", notes)
    for name, entry in mapping.entries.items() if mapping else ():
        path = join("goals", name)
        if name not in indicators():
            notes.add(
                Problem(
                    "E401", path, entry.key_place, Words("unknown indicator", "未识别的指标"), hint=indicator_hint(name)
                )
            )
            continue
        block = read_map(entry.node, path, notes)
        goal = block and _read_goal((indicators()[name], entry.key_place), block, horizon, where, notes)
        if goal:
            goals.append(goal)
    return tuple(goals)


def _read_goal(
    what: tuple[Indicator, Place], node: Mapping, horizon: Horizon | None, where: tuple[str, NamedGroups], notes: Notes
) -> Goal | None:
    """Return a goal; `what`: its indicator and where that is named."""
    indicator, _ = what
    path, before = join("goals", indicator.name), notes.n_errors
    block = read_fields(fields_of(GoalBlock), node, path, notes)
    values = block.values
    only_region, declared = where
    region = values.get("region", only_region)
    if "group" in block:
        _check_group(indicator, block, declared)
    elif "background" not in block:
        year = None if horizon is None else year_and_month(horizon.start)[0]
        _check_simulated(what, block, region or NATION, year)  # a region of the scenario that is wrong is none
    _check_sides(block)
    _check_unit(indicator, block)
    for side in GoalBlock.SIDES:
        typed = block.typed(side)
        if typed is not None:
            check = _check_effect if side == "adds" else _check_plausible
            check(indicator, typed, block.at(side), region, notes)
    if horizon is not None and "by" in values:
        _check_due(values["by"], block, horizon)
        _check_look_back(indicator, values["by"], block, horizon)
    if notes.n_errors > before:
        return None
    if not values.get("source"):
        message = Words("a goal without a source", "目标未注明来源")
        notes.add(
            Problem(
                "W002",
                path,
                node.place,
                message,
                hint=Words("add 'source:', or the word ASSUMPTION", "请补充 'source:'，或注明 ASSUMPTION（假设）"),
            )
        )
    return Goal(
        indicator=indicator.name,
        minimum=values.get("min"),
        maximum=values.get("max"),
        value=values.get("value"),
        adds=values.get("adds"),
        tolerance=values.get("tolerance", 0.0),
        unit=indicator.unit,
        by=values["by"],
        region=values.get("group", region),
        source=values.get("source", ""),
        source_zh=values.get("source_zh", ""),
    )


def _check_group(indicator: Indicator, block: ReadBlock, declared: NamedGroups) -> None:
    """Note a goal for a group that nobody declares, for a group and a region at once, or that no group can have."""
    check_use(block.values.get("group"), (block.at("group"), block.place("group")), declared, block.notes)
    if "region" in block:
        message, hint = (
            Words("'region' does not go with 'group'", "'region' 不能与 'group' 并用"),
            Words("a group has its home; set what is inherited to null", "人群有其所在地区；继承的设定请写 null"),
        )
        block.notes.add(Problem("E207", block.at("region"), block.key_place("region"), message, hint=hint))
    if indicator.name not in OF_GROUPS:
        message = Words(f"there is no figure of {indicator.name} for a group", f"没有分人群的 {indicator.name} 数据")
        hint = Words(f"a group has {', '.join(OF_GROUPS)}", f"人群有的指标：{', '.join(OF_GROUPS)}")
        block.notes.add(Problem("E320", block.at("group"), block.place("group"), message, hint=hint))


def _check_simulated(what: tuple[Indicator, Place], block: ReadBlock, region: str, base_year: int | None) -> None:
    indicator, named = what
    share = simulated_share(indicator.name, region, base_year)
    if is_hardly_simulated(share):
        where, in_chinese = ("the nation", "全国") if region == NATION else (region, f" {region} ")
        message = Words(
            f"only {share:.0%} of it is simulated in {where} at the base date ({indicator.background})",
            f"基期该指标在{in_chinese}只有{share:.0%}由模型模拟",
        )
        hint = Words(
            "no measure here decides it: choose another goal, or write 'background: accepted' beside its figure",
            "此处的措施不能决定该指标：请另选目标，或在数值旁写 'background: accepted'",
        )
        block.notes.add(Problem("E406", block.path, named, message, hint=hint))


def _check_sides(block: ReadBlock) -> None:
    notes, sides = block.notes, [side for side in GoalBlock.SIDES if side in block]
    if not sides:
        hint = Words(
            "write 'min:', 'max:', 'value:' with 'tolerance:', or 'adds:' for what the measures add",
            "请写 'min:'、'max:'、'value:'（附 'tolerance:'），或写 'adds:' 表示措施的增量",
        )
        problem = Problem(
            "E202", block.path, block.node.place, Words("the goal states no figure", "目标未填写数值"), hint=hint
        )
        notes.add_missing(problem, map(block.at, GoalBlock.SIDES))
    alone = next((side for side in GoalBlock.ALONE if side in sides), None)
    if alone is not None and len(sides) > 1:
        other = next(side for side in sides if side != alone)
        message, hint = (
            Words(f"'{alone}' does not go with '{other}'", f"'{alone}' 不能与 '{other}' 并用"),
            Words("write either, and set what is inherited to null", "两者只写其一，继承的设定请写 null"),
        )
        notes.add(Problem("E207", block.at(alone), block.key_place(alone), message, hint=hint))
    if "tolerance" in block and "value" not in sides:
        message = Words("'tolerance' goes with 'value' only", "'tolerance' 只能与 'value' 并用")
        notes.add(Problem("E207", block.at("tolerance"), block.key_place("tolerance"), message))
    bounds_in_order(block, GoalBlock.ASCENDING)


def _check_unit(indicator: Indicator, block: ReadBlock) -> None:
    notes, path = block.notes, block.at("unit")
    # A plain text cannot begin with a percent sign in YAML.
    line = f'unit: "{indicator.unit}"' if indicator.unit == "%" else f"unit: {indicator.unit}"
    if "unit" not in block:
        problem = Problem(
            "E202",
            path,
            block.node.place,
            Words("the key 'unit' is missing", "缺少字段 'unit'"),
            hint=Words(f"write {line}", f"请写 {line}"),
        )
        notes.add_missing(problem, [path])
        return
    typed = read_field(GoalBlock, "unit", block.node.entries["unit"].node, path, notes)
    if typed is not None and typed != indicator.unit:
        message, hint = (
            Words(f"the indicator is in {indicator.unit}", f"该指标的单位为 {indicator.unit}"),
            Words(f"write {line}, and the figure in that unit", f"请写 {line}，并按该单位填写数值"),
        )
        notes.add(Problem("E402", path, block.place("unit"), message, echo(str(typed)), hint))


def _check_plausible(indicator: Indicator, typed: Scalar, path: str, region: str, notes: Notes) -> None:
    low, high = indicator.plausible(region)
    if not is_number(typed) or low <= float(typed.value or 0) <= high:
        return
    value = float(typed.value or 0)
    if indicator.adds_up:
        hint = unit_slip(value, *likely(indicator.low, indicator.high, region), indicator.unit)
    else:
        hint = lost_point(value, low, high)
    message = Words(
        f"implausible, expected {low:,.10g} … {high:,.10g} {indicator.unit}",
        f"数值明显异常，应为 {low:,.10g} … {high:,.10g} {indicator.unit}",
    )
    notes.add(Problem("E403", path, typed.place, message, describe(typed), hint))


def _check_effect(indicator: Indicator, typed: Scalar, path: str, region: str, notes: Notes) -> None:
    """Note an effect that is none, or larger than all that the indicator can be."""
    if not is_number(typed):
        return
    value, (_, high) = float(typed.value or 0), indicator.plausible(region)
    if value == 0:
        message, hint = (
            Words("an effect of zero asks for nothing", "效应为零的目标没有意义"),
            Words("write what the measures should add; below zero, take away", "请填写措施应增加的数量，减少则填负数"),
        )
        notes.add(Problem("E403", path, typed.place, message, describe(typed), hint))
    elif abs(value) > high:
        hint = unit_slip(abs(value), *likely(indicator.low, indicator.high, region), indicator.unit)
        message = Words(
            f"implausible, expected an effect within ±{high:,.10g} {indicator.unit}",
            f"数值明显异常，效应应在 ±{high:,.10g} {indicator.unit} 以内",
        )
        notes.add(Problem("E403", path, typed.place, message, describe(typed), hint))


def check_effects(scenario: Scenario, baseline: Scenario | None, file: ReadBlock) -> None:
    """Note goals on an effect where there is none: nothing to compare with, or no measure that differs from it."""
    for goal in scenario.goals:
        if goal.adds is None or (baseline is not None and scenario.levers != baseline.levers):
            continue
        path, place = f"goals.{goal.indicator}.adds", _place_of(file, goal.indicator)
        if baseline is None:
            message = Words(
                "a goal on an effect, and the scenario is compared with nothing",
                "目标针对政策效应，而情景没有对比的基准情景",
            )
            hint = Words(
                "name its baseline by 'extends:' or 'compared_with:', or set a goal on the level: 'min:', 'max:'",
                "请用 'extends:' 或 'compared_with:' 指定基准情景，或针对水平设定目标：'min:'、'max:'",
            )
        else:
            message = Words(
                f"a goal on an effect, and no measure differs from the baseline {baseline.id}",
                f"目标针对政策效应，而各项措施与基准情景 {baseline.id} 相同",
            )
            hint = Words(
                "add a lever, or set a goal on the level: 'min:', 'max:'",
                "请增加措施，或针对水平设定目标：'min:'、'max:'",
            )
        file.notes.add(Problem("E407", path, place, message, f"{goal.adds:,.10g}", hint))


def _place_of(file: ReadBlock, indicator: str) -> Place:
    """Return where the effect that a goal asks for stands."""
    node: Node = file.node
    for key in ("goals", indicator, "adds"):
        assert isinstance(node, Mapping)  # it was read
        node = node.entries[key].node
    return node.place


def _check_look_back(indicator: Indicator, by: int, block: ReadBlock, horizon: Horizon) -> None:
    first = horizon.start + indicator.needs_months
    if horizon.start < by < first:
        message = Words(
            f"{indicator.name} looks back on a year, of which {by - horizon.start} months are simulated by then",
            f"{indicator.name} 回溯一年，到该月只模拟了{by - horizon.start}个月",
        )
        hint = Words(
            f"the first date that can be judged is {month_name(first)}", f"最早可以评判的月份为 {month_name(first)}"
        )
        block.notes.add(Problem("E405", block.at("by"), block.place("by"), message, month_name(by), hint))


def _check_due(by: int, block: ReadBlock, horizon: Horizon) -> None:
    if by > horizon.end:
        message = Words(
            f"after the horizon's end ({month_name(horizon.end)})", f"晚于模拟期末（{month_name(horizon.end)}）"
        )
    elif by <= horizon.start:
        message = Words(
            f"before the first simulated month ({month_name(horizon.start + 1)})",
            f"早于首个模拟月份（{month_name(horizon.start + 1)}）",
        )
    else:
        return
    hint = Words("move the goal, or the horizon", "请调整目标月份或模拟期")
    block.notes.add(Problem("E404", block.at("by"), block.place("by"), message, month_name(by), hint))
