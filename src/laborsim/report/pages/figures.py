"""The list of all figures, for people: a page of the documentation and the answer of `laborsim figures`."""

import json
from dataclasses import astuple
from functools import cache

from laborsim.published.data_tables import DATA, TABLES, read_rows
from laborsim.published.figures import Figure, figures, source, sources
from laborsim.published.figures import search as figures_with
from laborsim.published.regions import NATION, province_table
from laborsim.published.words import Language, Words
from laborsim.report.text.labels import is_own_group, region_words
from laborsim.report.text.phrases import joined

INTRODUCTION = """<!-- generated; edit the files in src/laborsim/data/ instead -->
# Figures

Every published number that the product uses, {count} in all. The records stand in `src/laborsim/data/`;
no code repeats one. `laborsim figures --search WORDS` prints them with their quotes.

**Confidence.** seen: read in the cited source. derived: arithmetic on seen numbers, or a garbled print read
in the light of other sources. **recalled**: from memory or second hand, to be verified; the mark goes with
the number into every output. **ASSUMPTION**: nobody published it.

Head counts are printed in units of 10^4 persons, as the source does. "Print garbled" means that the words of
the text do not say what was meant; the note says why.
"""


NONE_FOUND = Words(
    "no figure holds all the words of {search!r}; the search looks at ids, series, regions, years, units, quotes, "
    "notes and source ids: try one word, e.g. founders, pay, Gansu, 2023",
    "没有公布数同时包含“{search}”的全部词语；检索范围为编号、序列、地区、年份、单位、原文、备注和来源编号："
    "请改用一个词，如founders、pay、Gansu、2023或原文中的中文词语",
)
LINE = Words("{id}: {used} [{where}] {known}, {source}", "{id}：{used}【{where}】{known}，{source}")
PRINTED = {
    False: Words('printed: "{text}"', "原文：“{text}”"),
    True: Words('print garbled: "{text}"', "原文有误：“{text}”"),
}
NOTE = {False: Words("note: {text}", "备注：{text}"), True: Words("because: {text}", "理由：{text}")}
CONFIDENCE = {"seen": "已核对原文", "derived": "推算", "recalled": "凭记忆引用，待核实", "assumed": "假设值"}
"""How a figure is known, in Chinese, by the confidence of its table."""
UNITS_ZH = {
    "10^4 persons": "万人",
    "persons": "人",
    "percent": "%",
    "%": "%",
    "percent per year": "%/年",
    "percentage points": "个百分点",
    "yuan": "元",
    "10^4 yuan": "万元",
    "10^8 yuan": "亿元",
    "yuan per month": "元/月",
    "yuan per year": "元/年",
    "yuan per hour": "元/小时",
    "10^4 person-times": "万人次",
    "10^4 firms": "万户",
    "10^4 km2": "万平方公里",
    "years": "年（岁）",
    "workshops": "个",
    "parks": "个",
    "posts": "个",
    "jobs": "个岗位",
    "count": "项",
    "date": "",
    "per person": "（人均）",
    "parks and bases": "个",
    "counties": "个县",
    "agencies": "个机构",
    "share": "（比重，0至1）",
    "elasticity": "（弹性）",
    "index": "（指数）",
}
"""Units of the tables in Chinese, without what follows a comma; others are printed as the table has them."""
DATES_ZH = {"undated": "日期不详", "annual": "每年"}
NOT_USED = "not used; perhaps "
SIDES_ZH = {
    "lower bound": "以上",
    "just under": "近",
    "target": "预期目标",
    "planned": "计划",
    "ceiling": "以内",
    "registered urban unemployment": "城镇登记失业率",
}
PLACES_ZH = {
    "China urban": "全国城镇",
    "Gansu urban": "甘肃城镇",
    "Gansu rural": "甘肃农村",
    "Gaotai County, Gansu": "甘肃高台县",
    "Beijing-Tianjin-Hebei": "京津冀地区",
    "Yangtze delta (Jiangsu-Zhejiang-Shanghai)": "江浙沪地区",
    "Pearl River Delta": "珠三角地区",
    "Yangtze basin": "长江流域",
    "Central+West": "中西部地区",
    "22 provinces": "22个省份",
    "8 eastern provinces": "东部8个省份",
    "341 pilot counties": "341个试点县",
    "county towns (58 survey)": "县城（58同城调查）",
    "one province (unnamed)": "某省（未具名）",
    "rural residents of formerly poor areas": "脱贫地区农村居民",
    "China, target for 2025": "全国（2025年预期目标）",
}
"""Places of the tables that are no code, zone or province."""


def print_figures(search: str | None, as_json: bool, language: Language = "en") -> str:
    """Return the figures that hold all words of `search` (None: all), as lines or as one JSON object; ends a line.

    In Chinese too the quotes, notes and ids are those of the tables.
    """
    found = figures() if search is None else figures_with(search)
    if as_json:
        answer = {
            "schema": "laborsim/figures/1",
            "search": search,
            "count": len(found),
            "rows": [_record(one) for one in found],
        }
        return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"
    if not found:
        return f"{NONE_FOUND.filled(language, search=search)}\n"
    return "".join(f"{line}\n" for one in found for line in _lines(one, language))


def _record(one: Figure) -> dict[str, object]:
    cited = source(one.source_id)
    return {
        "id": one.id,
        "value": one.value,
        "unit": one.unit,
        "as_of": one.as_of,
        "region": one.region,
        "series": one.series,
        "group": one.group,
        "as_printed": one.as_printed,
        "as_used": one.as_used,
        "garbled": one.garbled,
        "reason": one.reason,
        "source_id": one.source_id,
        "source": f"{cited.publisher}: {cited.title} ({cited.date})",
        "confidence": one.confidence,
    }


def _lines(one: Figure, language: Language) -> list[str]:
    place = _place(one.region).said(language) if one.region else ""
    as_of = DATES_ZH.get(one.as_of, one.as_of) if language == "zh" else one.as_of
    where, used = joined([as_of, place], language), _used(one) if language == "zh" else one.as_used
    known = CONFIDENCE[one.confidence] if language == "zh" else one.mark or one.confidence
    lines = [LINE.filled(language, id=one.id, used=used, where=where, known=known, source=one.source_id)]
    if one.as_printed:
        lines.append(f"    {PRINTED[one.garbled].filled(language, text=one.as_printed)}")
    if one.reason:
        lines.append(f"    {NOTE[one.garbled].filled(language, text=one.reason)}")
    return lines


def _used(one: Figure) -> str:
    """Return a value with its unit in Chinese: "1300000人（近）"."""
    unit, *sides = one.unit.split(", ")
    number = one.as_used.removesuffix(f" {one.unit}").replace(",", "").replace(NOT_USED, "未采用；疑为")
    if number.isdigit() and unit == "persons" and int(number) >= 10_000:
        number = f"{int(number) / 10_000:.10g}万"
    said = "、".join(SIDES_ZH.get(side, side) for side in sides)
    return f"{number}{UNITS_ZH.get(unit, f' {unit}')}" + (f"（{said}）" if said else "")


def _place(region: str) -> Words:
    """Return the name of a place of a table: a code, a zone, or as its source calls it."""
    codes = {"China": NATION} | {province.name: province.code for province in province_table()}
    place = codes.get(region, region)
    return Words(region, PLACES_ZH[region] if is_own_group(place) else region_words(place).zh)


@cache
def figures_page() -> str:
    """Return the page of the documentation that lists every figure, conflict and source, in Markdown."""
    parts = [INTRODUCTION.format(count=f"{len(figures()):,}"), _garbled(), _conflicts()]
    for name, form in TABLES.items():
        header = ("figure", "value as used", "year", "region", "as printed", "note", "source", "confidence")
        rows = [_row(one) for one in figures() if one.table == name]
        parts.append(f"## {form.title}\n\nFrom `{form.file}`.\n\n{_table(header, rows)}")
    return "\n".join([*parts, _sources()])


def _garbled() -> str:
    garbled = [one for one in figures() if one.garbled]
    rows = [_cells(one.id, one.as_printed, f"{one.as_used} {one.mark}", one.reason) for one in garbled]
    return f"## Garbled prints\n\n{_table(('figure', 'as printed', 'as used', 'why'), rows)}"


def _conflicts() -> str:
    rows = [
        _cells(row["statement"], row["handling"], row["figures"].replace(";", "; "))
        for row in read_rows(DATA / "conflicts.csv")
    ]
    return f"## Figures that disagree\n\n{_table(('what disagrees', 'how it is handled', 'figures'), rows)}"


def _row(one: Figure) -> list[str]:
    printed = f"{one.as_printed} (print garbled)" if one.garbled else one.as_printed
    name = one.id.removeprefix(f"{one.table}/")
    cells = _cells(name, one.as_used, one.as_of, one.region, printed, one.reason, one.source_id)
    return [*cells, f"**{one.mark.strip('()')}**" if one.mark else one.confidence]


def _sources() -> str:
    header = ("source", "publisher", "title", "date", "note", "address")
    return f"## Sources\n\n{_table(header, [_cells(*astuple(one)) for one in sources().values()])}"


def _table(header: tuple[str, ...], rows: list[list[str]]) -> str:
    lines = [list(header), ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cells(*texts: str) -> list[str]:
    """Return texts that can neither end a table cell nor turn into markup."""
    signs = {ord("\\"): "\\\\", ord("|"): "\\|", ord("*"): "\\*", ord("<"): "&lt;"}
    return [text.translate(signs) for text in texts]
