"""The lever catalogue in Chinese: the table of all, the page of one."""

from collections.abc import Iterator

from laborsim.levers import Lever, catalogue
from laborsim.published.figures import level_path
from laborsim.published.indicators import indicators
from laborsim.report.pages.levers import lever_example, lever_fields_rows
from laborsim.report.text.costs import KINDS
from laborsim.report.text.labels import dose_words, level_unit
from laborsim.report.text.measures import AIMS, DOCUMENTS, GRADES, KEYS, MEASURES, PAYERS
from laborsim.report.text.phrases import aligned

COLUMNS = ("措施", "名称", "单位", "下限", "上限", "无新增时的水平", "证据等级", "措施编号", "依据")
BASE_YEAR = "基期水平"
NOT_STATED = "未估算"


def chinese_rows() -> list[tuple[str, ...]]:
    """Return one row for each lever, in the order of `COLUMNS`; what is typed into a file stays as it is typed."""
    return [_row(lever) for lever in catalogue().values()]


def chinese_table() -> str:
    """Return the catalogue as lines of aligned columns, without those that only a program needs."""
    shown = [row[:-2] for row in (COLUMNS, *chinese_rows())]
    return "\n".join(aligned(shown))


def chinese_page(lever: type[Lever]) -> str:
    """Return everything that is known of a lever before anybody uses it."""
    declared, text = lever.DECLARATION, MEASURES[lever.NAME]
    unit = _unit(lever)
    span = f"取值{declared.floor:g}至{declared.ceiling:.10g}"
    parts = [
        f"{lever.NAME} · {declared.title_zh}",
        f"{text.meaning}单位：{unit}；{span}。",
        _section("依据", f"{DOCUMENTS.get(declared.document, declared.document)}，措施{declared.measure}"),
        _section("无新增", f"{text.nothing_new}{_levels(lever)}"),
        _section("享受对象", text.who),
        _section("容量", text.capacity),
        _section("成本", f"{text.cost_of}：{_cost(lever)}；出资：{PAYERS.get(declared.payer, declared.payer)}"),
        _section("可限定", "、".join(AIMS[aim] for aim in declared.aimed_at)),
        _section("证据", f"{declared.grade}级：{GRADES[declared.grade]}"),
        _section("主要指标", f"{indicators()[declared.indicator].title_zh}（{declared.indicator}）"),
        _section("局限", text.cannot),
    ]
    fields = list(_fields(lever))
    if fields:
        parts.append("\n".join(["专有字段", *aligned(fields)]))
    parts.append(f"情景文件写法\n{lever_example(lever)}")
    return "\n\n".join(parts)


def _row(lever: type[Lever]) -> tuple[str, ...]:
    declared = lever.DECLARATION
    return (
        lever.NAME,
        declared.title_zh,
        _unit(lever),
        f"{declared.floor:g}",
        f"{declared.ceiling:.10g}",
        BASE_YEAR if declared.neutral is None else f"{declared.neutral:g}",
        declared.grade,
        declared.measure,
        declared.document,
    )


def _unit(lever: type[Lever]) -> str:
    """Return the unit in Chinese and, where it is another word, as it is typed into a file."""
    typed = lever.DECLARATION.unit
    said = level_unit(typed).said("zh") or "比重"
    return said if said == typed else f"{said}（{typed}）"


def _cost(lever: type[Lever]) -> str:
    """Return the central cost of a unit with its range; what no amount can be stated for comes on top."""
    found = lever.DECLARATION.cost_range
    if found is None:
        return NOT_STATED
    amount = f"{found.central:.10g}元"
    if found.low < found.high:
        amount += f"（{found.low:.10g}元至{found.high:.10g}元，多为假设值）"
    kinds = "、".join(KINDS[kind].said("zh") for kind in lever.DECLARATION.unstated)
    return f"{amount}；另有{kinds}无法估算，未计入" if kinds else amount


def _levels(lever: type[Lever]) -> str:
    """Return the known levels of the base years."""
    if lever.DECLARATION.neutral is not None:
        return ""
    lines = [
        f"{year}年末{dose_words(found.number, found.unit, 'zh')}{'（假设）' if found.confidence == 'assumed' else ''}"
        for year, found in level_path(lever.NAME).items()
    ]
    return f"\n  已知水平：{'、'.join(lines)}"


def _fields(lever: type[Lever]) -> Iterator[tuple[str, ...]]:
    for name, default, span, unit, _, _ in lever_fields_rows(lever):
        said = level_unit(unit).said("zh") if unit else ""
        limits = f"取值{span.replace(' … ', '至')}" if span else ""
        yield name, KEYS[name], f"{default}{said}".replace("absent", "未设定"), limits


def _section(title: str, text: str) -> str:
    return f"{title}\n  {text}"
