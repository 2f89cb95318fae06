"""What a scenario says, as a page in Chinese; the English one is `scenario.explanation.explanation_text`."""

from collections.abc import Iterator

from laborsim.kernels.codes import year_and_month
from laborsim.levers import Lever, Who
from laborsim.published.regions import region_codes
from laborsim.published.simulated_share import simulated_share
from laborsim.report.text.costs import KINDS, yuan_words
from laborsim.report.text.dates import short_month
from laborsim.report.text.goal import goal_said
from laborsim.report.text.labels import (
    factor_words,
    group_words,
    key_words,
    level_unit,
    lever_words,
    places_words,
    quantity,
    region_words,
)
from laborsim.report.text.levels import lever_levels, schedule_words
from laborsim.report.text.numbers import digits
from laborsim.report.text.phrases import aligned
from laborsim.report.text.standing import NOTES, there_words
from laborsim.report.text.what_if import set_to
from laborsim.scenario.explanation import (
    CLAIMS,
    KEPT_FIRST,
    LAPSES,
    Assumption,
    Section,
    assumptions,
    changed_levers,
    figure,
)
from laborsim.scenario.load import Loaded, flat_values
from laborsim.scenario.scenario import NORMAL, Goal, Group, Scenario, Shock
from laborsim.scenario.standing import standing

NONE = "无"
CONTEXT = {
    "gdp_growth": "实际国内生产总值年均增长",
    "wage_growth_urban": "城镇收入年均增长",
    "wage_growth_county": "县域收入年均增长",
    "jobs_growth_by_zone.east": "东部地区岗位年均增长（超出全国）",
    "jobs_growth_by_zone.central": "中部地区岗位年均增长（超出全国）",
    "jobs_growth_by_zone.west": "西部地区岗位年均增长（超出全国）",
    "jobs_growth_by_zone.northeast": "东北地区岗位年均增长（超出全国）",
}
SHOCKS = {
    "vacancies": "空缺岗位", "pay": "收入", "prices": "经营价格", "recall": "务工者被召回", "returns": "外出者返乡",
    "demand": "岗位需求", "travel": "返岗通行", "productivity": "劳动生产率",
}  # fmt: skip
ORIGINS = {"catalogue": "措施库", "data": "数据表", "scenario": "情景文件", "default": "默认值"}
UNSPENT = {"lapses": "收回", "carries over": "结转"}
MARKETS = {"urban": "城镇市场", "county": "县域市场", "both": "城镇和县域市场"}
OWN_WORDS = ("groups.", "levers.", "shocks.", "goals.", "context.", "parameters.")

Rows = list[tuple[str, ...]]


def chinese_explanation(loaded: Loaded, *more: Section) -> str:
    """Return what a scenario changes, when, for whom and on whose word, in Chinese; `more`: after what changes."""
    scenario = loaded.scenario
    sections: list[tuple[str, Rows]] = [
        ("情景", list(_head(loaded))),
        ("人群", [_group_row(group) for group in scenario.groups]),
        ("与对比情景的差别", list(_changes(loaded))),
        *more,
        ("政策措施", [_lever_row(scenario, key) for key in range(len(scenario.levers))]),
        *([("假设参数（非模型校准值）", list(_what_ifs(scenario)))] if scenario.parameters else []),
        ("外部冲击", [_shock_row(shock) for shock in scenario.shocks]),
        ("预期目标", [_goal_row(goal, scenario) for goal in scenario.goals]),
        ("取值及出处", list(_values(loaded))),
        ("假设值", [_assumption_row(found) for found in assumptions(loaded) if not found.key.startswith(WHAT_IF_KEY)]),
    ]
    parts = ["\n".join([heading, *(aligned(rows) if rows else [f"  {NONE}"])]) for heading, rows in sections]
    return "\n\n".join(parts)


def scenario_title(scenario: Scenario) -> str:
    """Return the Chinese title with the id behind it; of one without, the id."""
    return f"{scenario.title_zh}（{scenario.id}）" if scenario.title_zh else scenario.id


def _head(loaded: Loaded) -> Iterator[tuple[str, ...]]:
    scenario, other = loaded.scenario, loaded.baseline
    horizon, run = scenario.horizon, scenario.run
    year, month = year_and_month(horizon.start)
    yield "编号", scenario.id
    yield "名称", scenario.title_zh or scenario.title or NONE
    yield "问题", " ".join(scenario.description.split()) or "未说明"
    yield "基期", f"{year}年末" if month == 12 else f"{year}年{month}月末"
    first, last = short_month(horizon.start + 1, "zh"), short_month(horizon.end, "zh")
    yield "模拟期", f"{first}至{last}，共{horizon.months}个月；全部{len(region_codes())}个省（自治区、直辖市）"
    yield "涉及地区", places_words(scenario.regions, "zh")
    yield "对比情景", NONE if other is None else scenario_title(other)
    if other is not None:
        context = flat_values(scenario.context.model_dump(exclude_none=True))
        stated = "、".join(f"{CONTEXT.get(name, name)}{figure(value)}%" for name, value in context)
        own = "假设参数、" if scenario.parameters else ""
        yield "两种情景", f"外部条件（{stated}）、{own}冲击、时间和精度相同，仅政策措施不同"
    draws = "每次抽取一组参数" if run.draws is None else "参数均取点估计"
    finer = "".join(
        f"，{region_words(code).said('zh')}{digits(persons, grouped=False)}人"
        for code, persons in sorted(run.scale.regions.items())
    )
    agents = f"每个模拟个体代表{digits(run.scale.default, grouped=False)}人{finer}"
    yield "模拟设置", f"{run.replicates}次模拟，{draws}，随机种子{run.seed}，{agents}"
    yield "文件", "、".join(name for name, _ in loaded.files)


def _changes(loaded: Loaded) -> Iterator[tuple[str, ...]]:
    year = year_and_month(loaded.scenario.horizon.start)[0]
    for key, was, becomes in changed_levers(loaded):
        levels = lever_levels(was, becomes, year, "zh"), lever_levels(becomes, was, year, "zh")
        elsewhere = ""
        if was is not None and becomes is not None and was.regions != becomes.regions:
            there = standing(type(becomes), year, becomes.regions)
            elsewhere = f"；{places_words(becomes.regions, 'zh')}{there_words(there, 'zh')}"
        whom = "" if becomes is None or becomes.who == Who() else f"；对象：{group_words(becomes.who, 'zh')}"
        yield key_words(key).said("zh"), levels[0] + elsewhere, "→", levels[1] + _budget(becomes) + whom


def _budget(lever: Lever | None) -> str:
    if lever is None or lever.cost.total_budget is None:
        return ""
    years, shared = lever.cost.by_year, f"（与共用“{lever.purse}”的措施合计）" if lever.purse else ""
    if years is None:
        return f"；全期预算不超过{yuan_words(lever.cost.total_budget, 'zh')}{shared}"
    amounts = "、".join(f"{year}年{yuan_words(yuan, 'zh')}" for year, yuan in years.items())
    return f"；预算不超过{amounts}{shared}，其他年份无资金；年末结余{UNSPENT[lever.cost.unspent]}"


def _lever_row(scenario: Scenario, at: int) -> tuple[str, ...]:
    lever, base_year = scenario.levers[at], year_and_month(scenario.horizon.start)[0]
    words = schedule_words(lever.schedule, lever.DECLARATION.unit, "zh")
    return (
        lever_words(lever, base_year).said("zh"),
        words,
        places_words(lever.regions, "zh"),
        group_words(lever.who, "zh"),
    )


def _what_ifs(scenario: Scenario) -> Iterator[tuple[str, ...]]:
    for one in scenario.parameters:
        yield one.name, set_to(one, scenario, "zh")


def _group_row(group: Group) -> tuple[str, ...]:
    number = "随时符合条件者"
    if group.persons is not None:
        number = f"{digits(group.persons, grouped=False)}人，基期随机抽取（成员为假设）"
    return group.name, places_words(group.regions, "zh"), group_words(group.traits, "zh"), number, "来自用户"


def _shock_row(shock: Shock) -> tuple[str, ...]:
    is_factor = NORMAL[shock.kind] == 1.0
    words = schedule_words(shock.schedule, "× normal" if is_factor else "share a month", "zh")
    where = f"{MARKETS[shock.market]}，{places_words(shock.regions, 'zh')}"
    return shock.name, SHOCKS[shock.kind], words, where


def _goal_row(goal: Goal, scenario: Scenario) -> tuple[str, ...]:
    simulated = simulated_share(goal.indicator, goal.region, year_and_month(scenario.horizon.start)[0])
    said = f"其中{100 * simulated:.0f}%为模型模拟，其余为外推" if simulated < 1 else "全部由模型模拟"
    where = region_words(goal.region).said("zh")
    return quantity(goal.indicator).name.said("zh"), goal_said(goal, "zh"), where, said


def _values(loaded: Loaded) -> Iterator[tuple[str, ...]]:
    for key, value in flat_values(loaded.resolved):
        if key.startswith(OWN_WORDS):
            text = f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value)
            yield key, text, loaded.origins.get(key, "")


def _assumption_row(found: Assumption) -> tuple[str, ...]:
    """Return (what, value with unit, where it stands, remark); a remark of the catalogue only repeats the name."""
    lever, _, name = found.key.partition(": ")
    if name.startswith(LEVEL_OF):
        year, _, code = name.removeprefix(LEVEL_OF).partition(", ")
        where = region_words(code).said("zh") if code else ""
        key = f"{key_words(lever).said('zh')}：{where}{year}年水平"
    elif name.partition(" (")[0] in KINDS:
        kind = next(words for code, words in KINDS.items() if name.startswith(code))
        key = f"{key_words(lever).said('zh')}：{kind.said('zh')}"
    elif name:
        key = factor_words(name, lever).said("zh")
    else:
        key = CONTEXT.get(found.key.removeprefix("context."), found.key)
    value = IN_CHINESE.get(found.value, found.value).replace(" (", "（").replace(" to ", "至").replace(")", "）")
    return key, f"{value}{_unit(found.unit)}", ORIGINS.get(found.origin, found.origin), _remark(found)


WHAT_IF_KEY = "parameters."
"""How the key of a what-if begins, which has a section of its own."""

LEVEL_OF = "level of "
"""How `scenario.explanation` begins the name of a base year's level, before the year."""


def _unit(of: str) -> str:
    if of == "percent a year":
        return "%"
    return "元" if of.startswith("CNY") else level_unit(of).said("zh")


def _remark(found: Assumption) -> str:
    return (
        ""
        if found.origin == "catalogue" or found.key.startswith("context.")
        else IN_CHINESE.get(found.note) or NOTES.get(found.note, found.note)
    )


IN_CHINESE = {
    CLAIMS: "使用顺序",
    KEPT_FIRST: "在实施的单位、名额和岗位优先，其余用于发放",
    "lapses": UNSPENT["lapses"],
    LAPSES: "年末结余收回，情景写明结转的除外",
}
"""What the list of assumptions says of money."""
