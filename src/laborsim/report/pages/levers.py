"""The lever catalogue as people read it, in both languages: a table of all, a page of one."""

from collections.abc import Callable, Iterator
from dataclasses import asdict

from laborsim.levers import Declaration, Lever, catalogue
from laborsim.levers.costs import CostComponent, CostRange
from laborsim.published.figures import level_path, source
from laborsim.published.indicators import indicators
from laborsim.published.words import Language, UnknownName, Words
from laborsim.report.text.costs import KINDS
from laborsim.report.text.labels import dose_words, level_unit
from laborsim.report.text.measures import AIMS, DOCUMENTS, KEYS, MEASURES, PAYERS
from laborsim.report.text.measures import GRADES as GRADES_ZH
from laborsim.report.text.phrases import aligned
from laborsim.scenario.block_reader import nearest_to
from laborsim.scenario.blocks import LeverBlock
from laborsim.scenario.explanation import range_figures
from laborsim.scenario.value_types import did_you_mean

TERMINAL_COLUMNS = ("lever", "title", "unit", "floor", "ceiling", "grade")
COLUMNS = ("lever", "title", "unit", "floor", "ceiling", "nothing new", "grade", "measure", "text")

HEADS = (
    Words("lever", "措施"), Words("title", "名称"), Words("unit", "单位"), Words("floor", "下限"),
    Words("ceiling", "上限"), Words("nothing new", "无新增时的水平"), Words("grade", "证据等级"),
    Words("measure", "措施编号"), Words("text", "依据"),
)  # fmt: skip
"""COLUMNS in both languages."""
OF_BASE_YEAR = Words("level of the base year", "基期水平")

GRADES = {
    "A": "causal, Chinese migrants",
    "B": "observational, China",
    "C": "causal, elsewhere",
    "D": "expert",
    "E": "none",
}
"""What the evidence of an effect rests on."""


def find_lever(name: str) -> type[Lever]:
    """Return a lever by its name. Raises UnknownName that names the nearest."""
    if name in catalogue():
        return catalogue()[name]
    close = nearest_to(name, catalogue())
    known = ", ".join(catalogue())
    hint = did_you_mean(close) if close else Words(f"known levers: {known}", f"全部措施：{known}")
    raise UnknownName(
        Words("unknown lever '{name}'; {hint}", "未识别的政策措施 '{name}'；{hint}").holding(name=name, hint=hint)
    )


def print_table(color: bool, language: Language = "en") -> None:
    """Print the catalogue as a table that fits the terminal, without what only a program needs."""
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it; pipes answer faster without
    from rich.table import Table  # noqa: PLC0415 - as above

    table, shown = Table(box=None, header_style="bold"), [COLUMNS.index(column) for column in TERMINAL_COLUMNS]
    for place in shown:
        table.add_column(HEADS[place].said(language), no_wrap=place == 0)
    for row in lever_rows(language):
        table.add_row(*(row[place] for place in shown))
    Console(no_color=not color, highlight=False).print(table)


def lever_data(lever: type[Lever]) -> dict[str, object]:
    """Return a lever's declaration and its own keys as plain data for `--json`."""
    columns = ("key", "default", "range", "unit", "evidence", "meaning")
    own = [dict(zip(columns, row, strict=True)) for row in lever_fields_rows(lever)]
    cost = lever.DECLARATION.cost_range
    total = {"cost_range_yuan": None if cost is None else asdict(cost), "payer": lever.DECLARATION.payer}
    return {"lever": lever.NAME, **asdict(lever.DECLARATION), **total, "keys": own}


def total_cost_words(declared: Declaration) -> str:
    """Return what a unit costs in all, with its range and what comes on top: "7,680 (6,240 to 13,200) yuan per …"."""
    cost = declared.cost_range
    total = "no cost can be stated" if cost is None else f"{range_figures(cost)} yuan per {declared.cost_unit}"
    on_top = f"; no cost can be stated for: {', '.join(declared.unstated)}" if cost and declared.unstated else ""
    return f"{total}; paid by: {declared.payer}{on_top}"


def component_words(declared: Declaration) -> list[str]:
    """Return each component of a unit's cost in words, with whose word it is."""
    return [_component(component) for component in declared.costs]


def _component(component: CostComponent) -> str:
    if component.amount is None:
        return f"{component.kind} ({component.what}): no cost can be stated: {component.reason}"
    if component.amount.high == 0:
        return f"{component.kind}: none: {component.reason}"
    year = f", prices of {component.price_year}" if component.price_year else ""
    amount = f"{range_figures(component.amount)} yuan{year}"
    life = f", an asset that lasts {component.life_years} years" if component.life_years else ""
    nature = f"{component.nature}{life}"
    return f"{component.kind} ({component.what}): {amount}; {nature}; {component.source}; {component.reason}"


def lever_rows(language: Language = "en") -> list[tuple[str, ...]]:
    """Return one row for each lever, in the order of `COLUMNS`."""
    return [_row(lever, language) for lever in catalogue().values()]


def lever_heads(language: Language) -> tuple[str, ...]:
    """Return what the columns of `lever_rows` are called."""
    return tuple(words.said(language) for words in HEADS)


def lever_fields_rows(lever: type[Lever]) -> list[tuple[str, str, str, str, str, str]]:
    """Return (name, default, range, unit, evidence, meaning) of each field that only this lever has."""
    rows = []
    for name, field in lever.model_fields.items():
        if name in Lever.model_fields or name in LeverBlock.model_fields:
            continue
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        prior = extra.get("prior")
        span = f"{prior[0]:g} … {prior[1]:g}" if isinstance(prior, list) else ""
        evidence = f"{extra.get('grade', '')} {extra.get('source', '')}".strip()
        unit = str(extra.get("unit", ""))
        rows.append((name, _default(field.default), span, unit, evidence, field.description or ""))
    return rows


def lever_page(lever: type[Lever], language: Language = "en") -> str:
    """Return everything that is known of a lever before anybody uses it; what is typed into a file stays as typed."""
    declared = lever.DECLARATION
    titles = (lever.NAME, *((declared.title,) if language == "en" else ()), declared.title_zh)
    parts = [" · ".join(titles), _meaning(lever, language)]
    parts += [f"{title.said(language)}\n  {text(lever, language)}" for title, text in SECTIONS]
    fields = list(_field_lines(lever, language))
    if fields:
        parts.append("\n".join([OWN_KEYS.said(language), *fields]))
    parts.append(f"{IN_A_SCENARIO.said(language)}\n{lever_example(lever)}")
    return "\n\n".join(parts)


def _meaning(lever: type[Lever], language: Language) -> str:
    declared = lever.DECLARATION
    if language == "zh":
        span = f"{declared.floor:g}至{declared.ceiling:.10g}"
        return f"{MEASURES[lever.NAME].meaning}单位：{_unit(lever, language)}；取值{span}。"
    meaning = (lever.__doc__ or "").strip().splitlines()[0]
    return f"{meaning} Unit: {declared.unit}; from {declared.floor:g} to {declared.ceiling:,.10g}."


def _in_the_text(lever: type[Lever], language: Language) -> str:
    declared = lever.DECLARATION
    if language == "zh":
        return f"{DOCUMENTS.get(declared.document, declared.document)}，措施{declared.measure}"
    return f"“{declared.quote}” ({_document(declared.document)}; measure {declared.measure})"


def _nothing_new(lever: type[Lever], language: Language) -> str:
    if language == "zh":
        return f"{MEASURES[lever.NAME].nothing_new}{_levels(lever, language)}"
    return f"{lever.DECLARATION.baseline}{_levels(lever, language)}"


def _cost(lever: type[Lever], language: Language) -> str:
    """Return what a unit costs in all, then each component."""
    declared = lever.DECLARATION
    if language == "zh":
        return "\n    ".join([_total_cost_zh(lever), *map(_component_zh, declared.costs)])
    return "\n    ".join([total_cost_words(declared), *component_words(declared)])


def _total_cost_zh(lever: type[Lever]) -> str:
    declared = lever.DECLARATION
    found, paid = declared.cost_range, f"出资：{PAYERS.get(declared.payer, declared.payer)}"
    amount = "未估算" if found is None else _range_zh(found)
    kinds = "、".join(KINDS[kind].said("zh") for kind in declared.unstated)
    on_top = f"；另有{kinds}无法估算，未计入" if found and kinds else ""
    return f"{MEASURES[lever.NAME].cost_of}：{amount}{on_top}；{paid}"


def _component_zh(component: CostComponent) -> str:
    """Return a component without its name and reason, which are in English; the English page has them."""
    kind = KINDS[component.kind].said("zh")
    if component.amount is None:
        return f"{kind}：无法估算"
    if component.amount.high == 0:
        return f"{kind}：无"
    year = f"（{component.price_year}年价格）" if component.price_year else ""
    life = f"，使用年限{component.life_years}年" if component.life_years else ""
    nature = NATURES_ZH[component.nature or "not told apart"]
    assumed = "，假设值" if component.is_assumed else ""
    return f"{kind}：{_range_zh(component.amount)}{year}；{nature}{life}{assumed}"


def _range_zh(cost: CostRange) -> str:
    amount = f"{cost.central:.10g}元"
    return amount if cost.low == cost.high else f"{amount}（{cost.low:.10g}元至{cost.high:.10g}元）"


def _aims(lever: type[Lever], language: Language) -> str:
    aims = lever.DECLARATION.aimed_at
    return "、".join(AIMS[aim] for aim in aims) if language == "zh" else ", ".join(aims)


def _evidence(lever: type[Lever], language: Language) -> str:
    grade = lever.DECLARATION.grade
    if language == "zh":
        return f"{grade}级：{GRADES_ZH[grade]}"
    return f"grade {grade}: {GRADES[grade]}"


def _buys(lever: type[Lever], language: Language) -> str:
    declared = lever.DECLARATION
    if language == "zh":
        name = indicators()[declared.indicator].title_zh
        return f"以{name}（{declared.indicator}）衡量：每增加1单位并保持一年的财政支出"
    return f"{declared.buys}; judged in yuan per unit and year of {declared.indicator}"


def _said(english: str, chinese: str) -> "Text":
    """Return a text that is declared in English by the lever and stands in Chinese in `text.measures`."""

    def text(lever: type[Lever], language: Language) -> str:
        if language == "zh":
            return str(getattr(MEASURES[lever.NAME], chinese))
        return str(getattr(lever.DECLARATION, english))

    return text


Text = Callable[[type[Lever], Language], str]

SECTIONS: tuple[tuple[Words, Text], ...] = (
    (Words("In the text", "依据"), _in_the_text),
    (Words("Nothing new means", "无新增"), _nothing_new),
    (Words("Who gets it", "享受对象"), _said("funnel", "who")),
    (Words("Capacity", "容量"), _said("capacity", "capacity")),
    (Words("Cost", "成本"), _cost),
    (Words("Aimed at", "可限定"), _aims),
    (Words("Turns", "作用变量"), lambda lever, _: ", ".join(lever.DECLARATION.dials)),
    (Words("Evidence", "证据"), _evidence),
    (Words("Buys", "主要指标"), _buys),
    (Words("What it cannot do", "局限"), _said("cannot", "cannot")),
)
"""Parts of the page of a lever, in order: title and text, in both languages."""
OWN_KEYS, IN_A_SCENARIO = Words("Its own keys", "专有字段"), Words("In a scenario", "情景文件写法")
NATURES_ZH = {"resource": "资源消耗", "transfer": "转移支付", "not told apart": "无法区分"}


def lever_example(lever: type[Lever]) -> str:
    """Return a block of this lever as it stands in a scenario file, indented as there."""
    declared = lever.DECLARATION
    value = declared.ceiling if declared.percent else declared.floor + (declared.ceiling - declared.floor) / 10
    unit = f'"{declared.unit}"' if declared.unit == "%" else declared.unit
    lines = [
        "levers:",
        f"  {lever.NAME}:",
        f"    value: {value:g}",
        f"    unit: {unit}",
        "    start: 2025-01",
        "    ramp: 12 months",
        "    regions: [CN-GS, CN-HA]",
        '    source: "ASSUMPTION"',
    ]
    return "\n".join(f"  {line}" for line in lines)


def _row(lever: type[Lever], language: Language) -> tuple[str, ...]:
    declared = lever.DECLARATION
    return (
        lever.NAME,
        Words(declared.title, declared.title_zh).said(language),
        _unit(lever, language),
        f"{declared.floor:g}",
        f"{declared.ceiling:.10g}",
        OF_BASE_YEAR.said(language) if declared.neutral is None else f"{declared.neutral:g}",
        declared.grade,
        declared.measure,
        declared.document,
    )


def _unit(lever: type[Lever], language: Language) -> str:
    """Return the unit; in Chinese with, where it is another word, how it is typed into a file."""
    typed = lever.DECLARATION.unit
    if language == "en":
        return typed
    said = level_unit(typed).said("zh") or "比重"
    return said if said == typed else f"{said}（{typed}）"


def _document(source_id: str) -> str:
    try:
        return f"{source_id}: {source(source_id).title}"
    except LookupError:
        return source_id


def _levels(lever: type[Lever], language: Language) -> str:
    """Return the known levels of the base years, each with where it comes from."""
    if lever.DECLARATION.neutral is not None:
        return f" (level {lever.DECLARATION.neutral:g})" if language == "en" else ""
    try:
        path = level_path(lever.NAME)
    except LookupError:
        return ""
    if language == "zh":
        known = (
            f"{year}年末{dose_words(found.number, found.unit, 'zh')}"
            f"{'（假设）' if found.confidence == 'assumed' else ''}"
            for year, found in path.items()
        )
        return f"\n  已知水平：{'、'.join(known)}"
    lines = [
        f"  {year}: {found.number:,.10g} {found.unit} ({found.confidence}: {found.source_id})"
        for year, found in path.items()
    ]
    return "\n  Known levels, end of year:\n" + "\n".join(f"  {line}" for line in lines)


def _field_lines(lever: type[Lever], language: Language) -> Iterator[str]:
    rows = lever_fields_rows(lever)
    if language == "en":
        for name, default, span, unit, evidence, meaning in rows:
            details = "; ".join(part for part in (unit, f"from {span}" if span else "", evidence) if part)
            yield f"  {name}: {default}   {meaning}{f' [{details}]' if details else ''}"
        return
    cells = []
    for name, default, span, unit, _, _ in rows:
        said = level_unit(unit).said("zh") if unit else ""
        limits = f"取值{span.replace(' … ', '至')}" if span else ""
        cells.append((name, KEYS[name], f"{default}{said}".replace("absent", "未设定"), limits))
    yield from aligned(cells) if cells else ()


def _default(value: object) -> str:
    if value is None:
        return "absent"
    return str(value).lower() if isinstance(value, bool) else str(value)
