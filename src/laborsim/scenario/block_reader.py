"""The block reader: one block of a scenario file field by field, so that one fault never hides another."""

import re
import unicodedata
from collections.abc import Iterable
from collections.abc import Mapping as Shape
from dataclasses import dataclass, field
from functools import cache
from typing import Any, get_args, get_origin

from annotated_types import Gt
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from laborsim.published.indicators import indicators, like_indicator
from laborsim.published.regions import expand, province_table
from laborsim.published.suggestions import nearest_words
from laborsim.published.words import UNSAID, Words, english, in_a_row
from laborsim.scenario.input_errors import Notes, Place, Problem, echo
from laborsim.scenario.value_types import Apart, check_name, did_you_mean, digits_hint, write
from laborsim.scenario.yaml_tree import Items, Mapping, Node, Scalar, describe, is_number_text

SPREAD = 3.0  # ASSUMPTION: no region has three times, or a third, of its residents' share of a national count
SMALL = 10_000  # in the unit: a count below it that cannot be right was typed in something larger


IN_TEN_THOUSANDS = Words("ten thousands (万)", "万")
LOOKS_LIKE = Words("did you mean {figure}? the figure looks like {unit}", "是否应为 {figure}？数值似以{unit}为单位")
TOO_FEW = Words("did you mean {figure}? a zero too few", "是否应为 {figure}？可能少了一个零")
TOO_MANY = Words("did you mean {figure}? a zero too many", "是否应为 {figure}？可能多了一个零")
OR = Words(" or ", " 或 ")


def lost_point(value: float, low: float, high: float) -> Words:
    """Return a hint if `value` lies in [low, high] with a decimal point; the sources lose some."""
    for power in (10, 100, 1000):
        if low <= value / power <= high:
            return Words(
                f"did you mean {value / power:g}? a lost decimal point", f"是否应为 {value / power:g}？可能漏了小数点"
            )
    return UNSAID


def unit_slip(value: float, low: float, high: float, unit: str = "persons") -> Words:
    """Return a hint if a count lies in [low, high] in ten thousands, in millions, or a zero moved.

    Where no reading does, the hint shows how a million is written.
    """
    readings = [
        (f"{value * factor:.0f}", words)
        for factor, words in ((10**4, IN_TEN_THOUSANDS), (10**6, Words("millions", "百万")), (10**8, Words("亿", "亿")))
        if low <= value * factor <= high
    ]
    if readings:
        figures = in_a_row((Words(figure) for figure, _ in readings), OR)
        return LOOKS_LIKE.holding(figure=figures, unit=in_a_row((words for _, words in readings), OR))
    for shift in (10.0, 0.1, 0.01, 1e-3, 1e-4, 1e-6):
        if low <= value * shift <= high:
            return (TOO_FEW if shift > 1 else TOO_MANY).holding(figure=f"{value * shift:.0f}")
    small = Words(f"the figure is in {unit}: 1 million is 1000000", f"数值以 {unit} 为单位：100万写作1000000")
    return small if 0 < value < SMALL else UNSAID


def likely(low: float, high: float, region: str) -> tuple[float, float]:
    """Return where a figure that adds up over regions is likely to lie in a region, a zone or CN, by its residents."""
    table, inside = province_table(), expand(region)
    everybody = sum(place.population for place in table)
    share = sum(place.population for place in table if place.code in inside) / everybody
    return (low, high) if share == 1 else (low * share / SPREAD, high * share * SPREAD)


Fields = Shape[str, type[BaseModel]]
"""The fields that a block may hold, each with the model that declares it."""

WRONG_KIND = {
    "float_type": Words("not a number", "不是数字"),
    "int_type": Words("not a whole number", "不是整数"),
    "int_from_float": Words("not a whole number", "不是整数"),
    "bool_type": Words("neither true nor false", "应为 true 或 false"),
    "string_type": Words("not a text", "不是文本"),
    "tuple_type": Words("not a list", "不是列表"),
    "dict_type": Words("not a map", "不是“字段: 值”形式的映射"),
}
MOST_ITEMS = 200
"""Longest list that is looked at: a hostile one would cost seconds of suggestions."""

KEY_CUTOFF = 0.5  # least share of letters that a mistyped key has in common with the one that was meant
MOST_NAMED = 3  # words in one hint

OUT_OF_RANGE = ("greater_than_equal", "greater_than", "less_than_equal", "less_than")
WRONG_LENGTH = {
    "too_short": Words("an empty list", "列表为空"),
    "too_long": Words("too long a list", "列表过长"),
    "string_too_long": Words("too long a text", "文本过长"),
}
KIND_HINTS = {
    "bool_type": Words("write true or false", "请写 true 或 false"),
    "string_type": Words("put it in quotes", "请加引号"),
    "tuple_type": Words("write a list: [a, b]", "请写成列表：[a, b]"),
    "dict_type": Words("write a map: {key: value}", "请写成映射：{字段: 值}"),
}


@dataclass(frozen=True)
class ReadBlock:
    """A block as it was read: the values that are right, and where everything stands that was typed, right or wrong."""

    path: str
    node: Mapping
    notes: Notes
    values: dict[str, Any]
    inside: dict[str, "ReadBlock"]
    """The blocks among its fields."""
    counted: dict[str, Scalar] = field(default_factory=dict)
    """Numbers that stand for others than were typed, by name: levels for what is added to what is there."""

    def __contains__(self, name: str) -> bool:
        return name in self.node.entries

    def place(self, name: str) -> Place:
        """Return where a value stands."""
        return self.node.entries[name].node.place

    def key_place(self, name: str) -> Place:
        """Return where a key stands."""
        return self.node.entries[name].key_place

    def typed(self, name: str) -> Scalar | None:
        """Return a single value as it was typed, or what is counted from it; None where no single value stands."""
        if name in self.counted:
            return self.counted[name]
        node = self.node.entries[name].node if name in self else None
        return node if isinstance(node, Scalar) else None

    def at(self, name: str) -> str:
        """Return the key path of a field."""
        return join(self.path, name)


def fields_of(model: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """Return the fields of one model, ready for `read_fields`."""
    return dict.fromkeys(model.model_fields, model)


def read_fields(fields: Fields, node: Mapping, path: str, notes: Notes) -> ReadBlock:
    """Read a block: note everything that is wrong with it, and keep what is right.

    Maps of blocks, and fields that are declared to be read `Apart`, have readers of their own.
    """
    _check_keys(fields, node, path, notes)
    read = ReadBlock(path, node, notes, {}, {})
    for name, model in fields.items():
        field = model.model_fields[name]
        if name in _own_readers(model):
            continue
        if name not in node.entries:
            if field.is_required():
                message = Words(f"the key '{name}' is missing", f"缺少字段 '{name}'")
                missing = join(path, name)
                notes.add_missing(Problem("E202", missing, node.place, message, hint=wanted(model, name)), [missing])
            continue
        block, typed, below = block_of(field), node.entries[name].node, join(path, name)
        value = read_field(model, name, typed, below, notes) if block is None else _read_block(block, typed, read, name)
        if value is not None:
            read.values[name] = value
    return read


def wanted(model: type[BaseModel], name: str) -> Words:
    """Return what a key that is missing is to say."""
    return Words(model.model_fields[name].description or "", WANTED.get(f"{model.__name__}.{name}", ""))


WANTED = {
    "HorizonBlock.start": "基期：按该月月末构建人口（YYYY-MM）。",
    "HorizonBlock.end": "最后一个模拟月份（YYYY-MM）。",
    "ShockBlock.kind": "vacancies、pay、prices 为系数，1为正常；recall、returns 为返乡的份额。",
    "GoalBlock.by": "预期目标的完成月份（YYYY-MM）。",
    "GroupBlock.source": "数据或定义的来源：人群由使用者自行定义，并非模型所有。",
    "ComparedBlock.id": "基准情景的简称。",
    "ScenarioFile.laborsim": "情景格式的版本。",
    "ScenarioFile.id": "简称，结果文件夹以此命名。",
    "ScenarioFile.horizon": "从基期至最后一个模拟月份。",
    "ObjectiveBlock.indicator": "指标表中的指标，以其配对效应为准。",
    "DoseBlock.min": "最低力度，或 {add: 0}、{times: 1}。",
    "DoseBlock.max": "最高力度，或 {add: 800}、{times: 1.5}。",
    "EquityBlock.indicator": "指标表中的指标。",
    "PlanFile.laborsim": "规划格式的版本。",
    "PlanFile.id": "简称。",
    "PlanFile.scenario": "规划所用的情景文件，路径相对于本文件。",
    "PlanFile.objective": "规划的目的。",
    "PlanFile.levers": "情景中各项措施的力度范围，按其在情景中的字段名填写。",
    "TotalBlock.total": "金额（元）。",
    "ProvinceBlock.region": "省份。",
    "ProvinceBlock.base_year": "校准所用的基期年份。",
    "ProvinceBlock.local": "本省的本地农民工（人）。",
    "ProvinceBlock.outbound": "本省的外出农民工（人）。",
    "ProvinceBlock.interprovince": "其中跨省流动的农民工（人）。",
    "ProvinceBlock.constant_local": "加在全国本地务工常数上的数值（效用）。",
    "ProvinceBlock.constant_inside": "加在全国省内流动常数上的数值（效用）。",
    "ProvinceBlock.constant_outside": "加在全国跨省流动常数上的数值（效用）。",
    "ProvinceBlock.constant_out": "加在全国在乡未就业常数上的数值（效用）。",
    "ProvinceBlock.spread": "参数抽取值偏离估计值的倍数。",
}
"""What the keys that may not be missing say, in Chinese, by model and field."""


def _read_block(block: type[BaseModel], node: Node, read: ReadBlock, name: str) -> BaseModel | None:
    """Read a block inside of another; return its model where nothing is wrong with it."""
    path, before = join(read.path, name), read.notes.n_errors
    mapping = read_map(node, path, read.notes)
    if mapping is None:
        return None
    inside = read.inside[name] = read_fields(fields_of(block), mapping, path, read.notes)
    # Every value was checked as its field declares.
    return block.model_construct(**inside.values) if read.notes.n_errors == before else None


def read_map(node: Node, path: str, notes: Notes) -> Mapping | None:
    """Return a node that has to be a map; None, and a problem, if it is not."""
    if isinstance(node, Mapping):
        return node
    notes.add(Problem("E203", path, node.place, WRONG_KIND["dict_type"], describe(node), KIND_HINTS["dict_type"]))
    return None


def check_name_of_block(name: str, place: Place, path: str, notes: Notes) -> None:
    """Note what is wrong with a name that the user chose for a block."""
    try:
        check_name(name)
    except PydanticCustomError as error:
        context = error.context or {}
        notes.add(Problem(context["code"], path, place, context["message"], echo(name), context["hint"]))


def join(path: str, name: str) -> str:
    """Return a key path."""
    return f"{path}.{name}" if path else name


def nearest_to(word: str, known: Iterable[str]) -> str:
    """Return the known word that is nearest to a mistyped one, or an empty text."""
    return next(iter(nearest_words(word, known, KEY_CUTOFF)), "")


def suggestion(word: str, known: Iterable[str]) -> Words:
    """Return a hint that names every word as near as the nearest; an empty text if none is near."""
    return did_you_mean(*nearest_words(word, known, KEY_CUTOFF)[:MOST_NAMED])


ALL_INDICATORS = Words("docs/indicators.md lists all", "全部指标见 docs/indicators.md")


def indicator_hint(word: str, others: Iterable[str] = ()) -> Words:
    """Return which indicator was meant by a name that is none, or where all are listed; `others`: also possible."""
    return did_you_mean(*like_indicator(word, KEY_CUTOFF, others)[:MOST_NAMED]) or ALL_INDICATORS


def _check_keys(fields: Fields, node: Mapping, path: str, notes: Notes) -> None:
    for key, entry in node.entries.items():
        if key not in fields:
            hint = _key_hint(key, entry.node, fields)
            notes.meant |= {join(path, name) for name in nearest_words(key, fields, KEY_CUTOFF)}
            notes.add(
                Problem("E201", join(path, key), entry.key_place, Words("unknown key", "未识别的字段"), hint=hint)
            )


def _key_hint(key: str, node: Node, fields: Fields) -> Words:
    if re.fullmatch(r"\d{3}", key):
        return Words("a thousands comma in a number? write the digits without it", "数字是否带有千分位逗号？请去掉")
    if isinstance(node, Mapping) and {"value", "add", "times", "values"} & node.entries.keys():
        return Words(
            "a lever is one block or a map of named blocks, not both; set what is inherited to null",
            "一项措施写成一个设定块，或若干命名的设定块，两者不可并用；继承的设定请写 null",
        )
    known = ", ".join(fields)
    return suggestion(key, fields) or Words(f"known here: {known}", f"此处可用：{known}")


def read_field(model: type[BaseModel], name: str, node: Node, path: str, notes: Notes) -> Any:
    """Return the value of one field of a model, or None with everything noted that is wrong with it."""
    field = model.model_fields[name]
    if isinstance(node, Items) and len(node.items) > MOST_ITEMS:
        got = f"{len(node.items):,} items"
        notes.add(Problem("E209", path, node.place, WRONG_LENGTH["too_long"], got, Words("shorten it", "请缩短")))
        return None
    try:
        return adapter(model, name).validate_python(_strict_data(node))
    except ValidationError as error:
        faults = error.errors()
        for fault in faults:
            # Items that are refused leave a list too short: one fault, not two.
            if fault["type"] != "too_short" or len(faults) == 1:
                notes.add(_problem(dict(fault), field, node, path))
        return None


def block_of(field: FieldInfo) -> type[BaseModel] | None:
    """Return the model of a field that is itself a block, or None; the field may allow None."""
    return None if blocks_of(field) else _model_among((field.annotation, *get_args(field.annotation)))


def blocks_of(field: FieldInfo) -> type[BaseModel] | None:
    """Return the model of the blocks in a field that is a map of them, or None; the field may allow None."""
    for kind in (field.annotation, *get_args(field.annotation)):
        if get_origin(kind) is dict:
            return _model_among(get_args(kind))
    return None


def _model_among(kinds: Iterable[Any]) -> type[BaseModel] | None:
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)


@cache
def _own_readers(model: type[BaseModel]) -> frozenset[str]:
    """Return the fields of a model that the general reader leaves alone."""
    fields = model.model_fields.items()
    return frozenset(
        name for name, field in fields if blocks_of(field) or any(isinstance(mark, Apart) for mark in field.metadata)
    )


@cache
def adapter(model: type[BaseModel], name: str) -> TypeAdapter[Any]:
    """Return what checks one field of a model on its own."""
    config = ConfigDict(strict=True, allow_inf_nan=False)
    return TypeAdapter(model.model_fields[name].rebuild_annotation(), config=config)


def _strict_data(node: Node) -> Any:
    if isinstance(node, Mapping):
        return {key: _strict_data(entry.node) for key, entry in node.entries.items()}
    if isinstance(node, Items):
        return tuple(_strict_data(item) for item in node.items)
    return node.value


OUTSIDE = Words("outside {range}", "超出范围：{range}")
A_TEXT = Words("a text, {kind}", "填写的是文本，{kind}")


def _problem(fault: dict[str, Any], field: FieldInfo, node: Node, path: str) -> Problem:
    place, found = _find(node, fault["loc"])
    kind, got = fault["type"], describe(found)
    if kind == "laborsim":
        context = fault["ctx"]
        return Problem(context["code"], path, place, context["message"], got, context["hint"])
    if kind == "literal_error":
        return _wrong_word(fault, path, place, found)
    if kind in OUT_OF_RANGE:
        return Problem("E304", path, place, OUTSIDE.holding(range=_range(field)), got, _range_hint(field, found))
    if kind in WRONG_LENGTH:
        hint = (
            Words("shorten it", "请缩短")
            if "long" in kind
            else Words("write a value, or delete the line", "请填写值，或删除此行")
        )
        return Problem("E209", path, place, WRONG_LENGTH[kind], hint=hint)
    if kind in ("float_type", "int_type") and isinstance(found, Scalar) and isinstance(found.value, str):
        return _not_a_number(kind, field, found, path, got)
    hint = KIND_HINTS.get(kind, UNSAID)
    if kind == "int_type" and isinstance(found, Scalar) and isinstance(found.value, float):
        hint = write(f"{found.value:.0f}") if found.value.is_integer() else UNSAID
    return Problem("E203", path, place, WRONG_KIND.get(kind, Words(fault["msg"])), got, hint)


def _not_a_number(kind: str, field: FieldInfo, found: Scalar, path: str, got: str | Words) -> Problem:
    if is_number_text(found.raw):
        return Problem(
            "E203",
            path,
            found.place,
            A_TEXT.holding(kind=WRONG_KIND[kind]),
            got,
            Words("write it without quotes", "请去掉引号"),
        )
    hint = _percent_hint(path, found.raw) or digits_hint(found.raw, share=_unit(field) == "share")
    return Problem("E204" if hint else "E203", path, found.place, WRONG_KIND[kind], got, hint)


PERCENT = re.compile(r"([-+]?\d+(?:\.\d+)?) *(?:%|percent)")


def _percent_hint(path: str, raw: str) -> Words:
    """Return how to say a percentage of what is counted: of a dose as a multiple, of a goal as the number itself."""
    found = PERCENT.fullmatch(unicodedata.normalize("NFKC", raw).strip())
    if found is None:
        return UNSAID
    typed, (block, _, rest) = float(found.group(1)), path.partition(".")
    key = path.rpartition(".")[2]
    if key == "add":
        way, times = ("more", "增加") if typed > 0 else ("less", "减少"), f"'times: {1 + typed / 100:.6g}'"
        return Words(f"{abs(typed):g} % {way[0]} is {times}", f"{way[1]}{abs(typed):g}%写作 {times}")
    if key == "times":
        return write(f"{typed / 100:.6g}")
    known = indicators().get(rest.partition(".")[0]) if block == "goals" else None
    if known is None or known.unit == "%":
        return UNSAID
    return Words(
        f"in {known.unit}, not percent: write {typed:g} % of the baseline's level, which 'laborsim run' shows",
        f"以 {known.unit} 为单位，不是百分数：请填写基准情景水平的{typed:g}%，'laborsim run' 会显示该水平",
    )


def _wrong_word(fault: dict[str, Any], path: str, place: Place, found: Node) -> Problem:
    allowed, got = re.findall(r"'([^']*)'", fault["ctx"]["expected"]), describe(found)
    if path == "laborsim":
        hint = Words(
            "this laborsim reads format 1: write 'laborsim: 1', or bring laborsim up to date",
            "本版laborsim读取格式1：请写 'laborsim: 1'，或更新laborsim",
        )
        return Problem(
            "E210", path, place, Words("another version of the scenario format", "情景格式的版本不同"), got, hint
        )
    message = Words(f"not one of {', '.join(allowed)}", f"应为下列之一：{'、'.join(allowed)}")
    return Problem("E206", path, place, message, got, suggestion(english(got), allowed))


def _find(node: Node, location: tuple[Any, ...]) -> tuple[Place, Node]:
    """Return the place and the node of an error inside a field."""
    place = node.place
    for number, step in enumerate(location, start=2):
        if isinstance(node, Items) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            place = node.place
        elif isinstance(node, Mapping) and str(step) in node.entries:
            entry = node.entries[str(step)]
            node, place = entry.node, entry.node.place
            if number == len(location) and location[-1] == "[key]":
                return entry.key_place, Scalar(entry.key_place, str(step), str(step))
    return place, node


def _range(field: FieldInfo) -> Words:
    low, high = _bounds(field)
    exclusive = any(isinstance(bound, Gt) for bound in field.metadata)
    if high is None:
        more = Words(f"more than {low:g}", f"大于{low:g}")
        return more if exclusive else Words(f"{low:g} or more", f"{low:g}以上")
    if exclusive:
        return Words(f"more than {low:g} … {high}", f"大于{low:g} … {high}")
    return Words(f"{low:g} … {high}", f"{low:g} … {high}")


def _bounds(field: FieldInfo) -> tuple[float | None, float | None]:
    """Return the lowest and highest value of a field."""
    low = [getattr(bound, "ge", getattr(bound, "gt", None)) for bound in field.metadata]
    high = [getattr(bound, "le", getattr(bound, "lt", None)) for bound in field.metadata]
    return next((b for b in low if b is not None), None), next((b for b in high if b is not None), None)


def _unit(field: FieldInfo) -> str:
    extra = field.json_schema_extra
    return str(extra.get("unit", "")) if isinstance(extra, dict) else ""


def a_share(percent: float) -> Words:
    """Return how to write a share that was typed as a percentage."""
    return Words(f"a share, not a percentage: write {percent / 100:g}", f"此处填份额而非百分数：请写 {percent / 100:g}")


def _range_hint(field: FieldInfo, found: Node) -> Words:
    if not isinstance(found, Scalar) or not isinstance(found.value, int | float):
        return UNSAID
    low, high = _bounds(field)
    if _unit(field) == "share" and 1 < found.value <= 100:
        return a_share(found.value)
    if "percent" in (field.description or "") and low is not None and high is not None:
        return lost_point(float(found.value), low, high)
    return UNSAID
