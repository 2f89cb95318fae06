"""What exists of a measure at a place, on whose word, and what it becomes: "2,200 workshops at the end of 2023"."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from laborsim.kernels.codes import year_and_month
from laborsim.levers import Lever, Who, catalogue
from laborsim.published.figures import Figure, source
from laborsim.published.regions import expand, region_codes
from laborsim.published.words import Language, Words
from laborsim.report.text.labels import dose_words, group_words, key_words, places_words, region_words
from laborsim.report.text.numbers import digits, percent, rounded_to
from laborsim.report.text.phrases import aligned, joined, phrases
from laborsim.scenario.held import held_years
from laborsim.scenario.scenario import Scenario
from laborsim.scenario.standing import Standing, split, standing

THERE = Words("{level} at the end of {year}", "{year}年末{level}")
NONE_NEW = Words("nothing new", "无新增")
NOBODY = Words("nobody knows what is there at the end of {year}", "{year}年末水平未知")

NOTHING_NEW = Words(
    "what exists is among the people of the base date; a level is what is new", "已有部分包含在基期中；力度仅指新增部分"
)
ALSO_PUBLISHED = Words(
    "{words}; published: {level} in {year} ({figure})", "{words}；公布数：{year}年{level}（{figure}）"
)
PUBLISHED = Words("{publisher}, {date}", "{publisher}，{date}")
ASSUMED = Words("ASSUMPTION: {note}", "假设（ASSUMPTION）：{note}")
ASSUMED_SO = Words("ASSUMPTION", "假设（ASSUMPTION）")
NOTES = {
    "back-cast from 1600 in 2019": "由2019年的1600个向前推算",
    "between the plan of 1,500 for 2025 (rf_parks) and the 2,200 of 2024": (
        "介于2025年规划的1500个（rf_parks）与2024年的2200个之间"
    ),
    "interpolated": "内插",
    "the programme was young": "该政策刚起步",
    "no later count was found: as stated for 2020 (doc003)": "未找到此后的统计：沿用2020年公布数（doc003）",
}
"""Why a level is assumed, in Chinese, by the note of its row in `lever_levels.csv`."""

NATIONWIDE = Words("the nation's, which holds in each province: {figure}", "全国水平，各省相同：{figure}")
DERIVED = Words(
    "derived: the nation's {level} ({figure}) less what provinces publish, by {people}",
    "由全国{level}（{figure}）推算：扣除各省公布数后按{people}分配",
)
SEVERAL = Words(
    "{published} of {number} provinces publish theirs, the rest is derived from the nation's {level} ({figure})",
    "{number}个省（自治区、直辖市）中{published}个有公布数，其余由全国{level}（{figure}）推算",
)
PEOPLE = {
    "workers": Words("the number of migrant workers", "户籍地农民工人数"),
    "lifted_out": Words("the number of migrant workers lifted out of poverty", "户籍地脱贫劳动力人数"),
}

BECOMES = Words("{lever}, {place}: {there} → {level}", "{lever}，{place}：{there} → {level}")
CHANGE = Words("{level} ({change})", "{level}（{change}）")
MORE = Words("{number} more, × {factor}", "增加{number}，为原来的{factor}倍")
FEWER = Words("{number} fewer, × {factor}", "减少{number}，为原来的{factor}倍")
ONLY_MORE = Words("{number} more", "增加{number}")
NO_CHANGE = Words("no change", "不变")
UNKNOWN = Words("unknown", "未知")

MOST_SHOWN = 6
"""Provinces that a line names, those with most of a change first."""

OTHERS = Words("{number} others {amount}", "其余{number}个{amount}")
SPREAD = Words("spread by {people}: {parts}", "按{people}分配：{parts}")
FOR_GROUP = Words(
    "{spread}; all of them, whoever the measure is for ({group})", "{spread}（按全体计算，措施对象为{group}）"
)
CUT = Words("the same share everywhere: {parts}", "各地按相同比例：{parts}")


def figure_words(figure: Figure | None, language: Language) -> str:
    """Return on whose word a figure stands: who published it and when, or that it is an ASSUMPTION and why."""
    if figure is None:
        return ""
    if figure.confidence == "assumed":
        note = Words(figure.reason, NOTES.get(figure.reason, ""))
        return ASSUMED.filled(language, note=note) if note else ASSUMED_SO.said(language)
    found = source(figure.source_id)
    return PUBLISHED.filled(language, publisher=found.publisher, date=found.date)


def there_words(found: Standing, language: Language) -> str:
    """Return what is there: "2,200 workshops at the end of 2023"."""
    if found.level is None:
        return NOBODY.filled(language, year=found.year)
    if found.word == "nothing new":
        return NONE_NEW.said(language)
    level = dose_words(_short(found.level), found.lever.DECLARATION.unit, language)
    return THERE.filled(language, level=level, year=found.year)


def word_of(found: Standing, language: Language) -> str:
    """Return on whose word it is there."""
    figure, declared = figure_words(found.figure, language), found.lever.DECLARATION
    nation = "" if found.figure is None else dose_words(found.figure.number, declared.unit, language)
    if found.word == "nothing new":
        words = NOTHING_NEW.said(language)
        if found.figure is None or found.exists is None:
            return words
        level = dose_words(rounded_to(found.exists), declared.unit, language)
        return ALSO_PUBLISHED.filled(language, words=words, level=level, year=found.figure.as_of, figure=figure)
    if found.word == "derived":
        people = PEOPLE[declared.spread_by].said(language)
        return DERIVED.filled(language, level=nation, figure=figure, people=people)
    if found.word == "several":
        number = len(found.regions)
        return SEVERAL.filled(language, published=found.published, number=number, level=nation, figure=figure)
    return NATIONWIDE.filled(language, figure=figure) if found.word == "nationwide" else figure


def change_words(there: float | None, becomes: float, language: Language) -> str:
    """Return by how much a level differs from what is there: "800 more, × 1.36"."""
    if there is None:
        return UNKNOWN.said(language)
    if becomes == there:
        return NO_CHANGE.said(language)
    number = _number(abs(becomes - there), language)
    if not there:
        return ONLY_MORE.filled(language, number=number)
    words = MORE if becomes > there else FEWER
    return words.filled(language, number=number, factor=f"{becomes / there:.3g}")


def dose_counted(dose: float, of: str, there: float | None, language: Language) -> str:
    """Return a dose with what it is more than what stands: "3,000 parks (800 more, × 1.36)"; alone where nothing is.

    `of`: its unit.
    """
    level = dose_words(_short(dose), of, language)
    if not there or dose == there:
        return level
    return CHANGE.filled(language, level=level, change=change_words(there, dose, language))


def standings(scenario: Scenario) -> Iterator[tuple[Lever, Standing]]:
    """Yield every measure that ends at another level than what is there, with what is there."""
    year = year_and_month(scenario.horizon.start)[0]
    for lever in scenario.levers:
        found = standing(type(lever), year, lever.regions)
        if found.level != lever.schedule.final:
            yield lever, found


def becomes_lines(scenario: Scenario, language: Language) -> Iterator[tuple[str, str]]:
    """Yield two lines for each measure: what is there and what it becomes; the ceiling, and how a change is spread."""
    for lever, found in standings(scenario):
        declared = lever.DECLARATION
        words = BECOMES.filled(
            language,
            lever=key_words(lever.key).said(language),
            place=joined((_place(lever.regions, language), _whom(lever, language)), language),
            there=there_words(found, language),
            level=_becomes(lever, found, language),
        )
        most = AT_MOST.filled(language, level=dose_words(declared.ceiling, declared.unit, language))
        spread = _spread(lever, found, language)
        yield words, phrases(language).clause.join(part for part in (most, spread) if part)


def standing_rows(scenario: Scenario, language: Language) -> list[tuple[str, ...]]:
    """Return for each measure (what, in words): what is there, on whose word, what it becomes, at most, split."""
    rows: list[tuple[str, ...]] = []
    for lever, found in standings(scenario):
        declared = lever.DECLARATION
        heads = HEADS[language]
        place = _place(lever.regions, language)
        name = lever.key if language == "en" else key_words(lever.key).said(language)
        rows.append((name, heads[0], joined((there_words(found, language), place), language)))
        rows.append(("", heads[1], word_of(found, language)))
        rows.append(("", heads[2], _becomes(lever, found, language)))
        rows.append(("", heads[3], dose_words(declared.ceiling, declared.unit, language)))
        spread = _spread(lever, found, language)
        if spread:
            rows.append(("", heads[4], spread))
    return rows


HEADS: dict[Language, tuple[str, ...]] = {
    "en": ("there", "on the word of", "becomes", "at most", "of the change"),
    "zh": ("现有", "依据", "变为", "上限", "增减的分配"),
}
TITLE = Words("What is there and what it becomes", "现有水平与变化")


def split_words(lever: type[Lever], more: float, year: int, regions: Sequence[str], language: Language) -> str:
    """Return how a change is spread over several regions, the greatest parts by name; "" where it is not spread."""
    parts = split(lever, more, year, regions) if len(regions) > 1 else {}
    if not parts:
        return ""
    ordered = sorted(parts, key=lambda code: -abs(parts[code]))
    shown = ordered[:MOST_SHOWN] if len(ordered) > MOST_SHOWN + 1 else ordered
    words = [f"{region_words(code).said(language)} {_number(parts[code], language, signed=True)}" for code in shown]
    rest = [parts[code] for code in ordered[len(shown) :]]
    if rest:
        words.append(OTHERS.filled(language, number=len(rest), amount=_number(sum(rest), language, signed=True)))
    listed = phrases(language).list_comma.join(words)
    if more < 0 and lever.DECLARATION.units:
        return CUT.filled(language, parts=listed)
    return SPREAD.filled(language, people=PEOPLE[lever.DECLARATION.spread_by].said(language), parts=listed)


def _becomes(lever: Lever, found: Standing, language: Language) -> str:
    final = lever.schedule.final
    level = dose_words(_short(final), lever.DECLARATION.unit, language)
    if lever.DECLARATION.unit == "share":
        return OF_CLOSED.filled(language, level=percent(final, language))
    return CHANGE.filled(language, level=level, change=change_words(found.level, final, language))


def _spread(lever: Lever, found: Standing, language: Language) -> str:
    """Return how a measure's change is spread over provinces, and that it is by everybody where it is for a group."""
    more = lever.schedule.final - (found.level or 0.0)
    spread = split_words(type(lever), more, found.year, lever.regions, language)
    group = _whom(lever, language)
    return FOR_GROUP.filled(language, spread=spread, group=group) if spread and group else spread


def _whom(lever: Lever, language: Language) -> str:
    """Return the group that a measure is for; nothing where it is for everybody."""
    return "" if lever.who == Who() else group_words(lever.who, language)


def _place(codes: tuple[str, ...], language: Language) -> str:
    """Return where a measure is: a province or few by name, else how many."""
    if len(codes) <= MOST_SHOWN or codes == region_codes():
        return places_words(codes, language)
    return PROVINCES.filled(language, number=len(codes))


OF_CLOSED = Words("{level} of what is still closed", "尚未放开部分的{level}")
"""A level that is a share of what could still be had: by how much it is more than nothing says nothing more."""

PROVINCES = Words("{number} provinces", "{number}个省（自治区、直辖市）")


def _short(number: float) -> float:
    """Return a number without the last bits that come of counting with it."""
    return float(f"{number:.10g}")


def _number(number: float, language: Language, signed: bool = False) -> str:
    """Return a number of units: whole from a thousand on, else to a tenth where it is not whole."""
    decimals = 0 if abs(number) >= WHOLE_FROM or float(number).is_integer() else 1
    return digits(number, decimals, signed=signed, grouped=language == "en")


WHOLE_FROM = 1_000


# ------------------------------------------------------------------------------------------ of a place


def place_table(place: str, language: Language) -> str:
    """Return what a place holds of every lever at the last base date, and on whose word."""
    year = max(held_years("workers"))
    rows, below = [PLACE_HEADS[language]], [""]
    for lever in catalogue().values():
        found = standing(lever, year, expand(place))
        ceiling = dose_words(lever.DECLARATION.ceiling, lever.DECLARATION.unit, language)
        rows.append((lever.NAME, there_words(found, language), ceiling))
        below.append(word_of(found, language))
    title = PLACE_TITLE.filled(language, place=region_words(place).said(language))
    return "\n".join([title, *_with_lines_below(aligned(rows), below, language)])


def _with_lines_below(lines: Sequence[str], below: Sequence[str], language: Language) -> Iterator[str]:
    """Yield lines, each with what is said of it indented below, in lines that fit a terminal."""
    room = (WIDTH - len(INDENT)) // (2 if language == "zh" else 1)  # a Chinese character takes two columns
    for line, said in zip(lines, below, strict=True):
        yield line
        yield from (f"{INDENT}{part}" for part in wrap(said, room))


WIDTH = 80
"""Columns of a terminal."""

INDENT = "      "

PLACE_TITLE = Words("What {place} holds of each measure", "{place}各项措施的现有水平")
PLACE_HEADS: dict[Language, tuple[str, ...]] = {
    "en": ("measure", "there", "at most"),
    "zh": ("措施", "现有", "上限"),
}


def place_page(lever: type[Lever], place: str, language: Language) -> str:
    """Return what a place holds of a lever at each base date, how more is typed, and how it is spread."""
    declared, codes = lever.DECLARATION, expand(place)
    found = [standing(lever, year, codes) for year in held_years("workers")]
    title = Words(declared.title, declared.title_zh).said(language)
    rows = [f"  {there_words(one, language)}" for one in found]
    below = [word_of(one, language) for one in found]
    if declared.neutral is not None:  # the same at every base date
        rows, below = rows[-1:], below[-1:]
    parts = [
        f"{lever.NAME} · {title} · {region_words(place).said(language)}",
        "\n".join([THERE_HEAD.said(language), *_with_lines_below(rows, below, language)]),
        "\n".join([MORE_HEAD.said(language), *aligned(list(_ways(lever, found[-1], language)))]),
    ]
    spread = _spread_rows(lever, found[-1], place, language)
    if spread:
        people = PEOPLE[declared.spread_by].said(language)
        unit = dose_words(PER, declared.unit, language)
        head = SPREAD_HEAD.filled(language, level=unit, people=people)
        parts.append("\n".join([head, *aligned(spread)]))
    return "\n\n".join(parts)


THERE_HEAD = Words("There", "现有水平")
MORE_HEAD = Words(
    "More than now, in a scenario that begins at the last of these", "在最后一个基期的基础上增加，情景文件写法"
)
PER = 1_000
"""Units of which a page says who gets how many."""

SPREAD_HEAD = Words("Of {level} more in the whole country,\nspread by {people}", "全国增加{level}时按{people}分配")
AT_MOST = Words("at most {level}", "不超过{level}")


def _ways(lever: type[Lever], found: Standing, language: Language) -> Iterator[tuple[str, str]]:
    """Yield how a tenth more is typed in each way, and what it becomes."""
    declared = lever.DECLARATION
    most = AT_MOST.filled(language, level=dose_words(declared.ceiling, declared.unit, language))
    if found.level is None:
        yield "value:", most
        return
    room = declared.ceiling - found.level
    tenth = min(_nice(found.level / 10) if found.level else _nice(declared.ceiling / 1000), room)
    level = dose_words(_short(found.level + tenth), declared.unit, language)
    yield f"add: {tenth:g}", CHANGE.filled(language, level=level, change=most)
    if found.level:
        factor = min(1.1, declared.ceiling / found.level)
        yield f"times: {factor:.4g}", dose_words(_short(found.level * float(f"{factor:.4g}")), declared.unit, language)


def _nice(number: float) -> float:
    return float(f"{number:.1g}")


def _spread_rows(lever: type[Lever], found: Standing, place: str, language: Language) -> list[tuple[str, ...]]:
    """Return (province, of how much more it gets, what it holds) of a place and, where it is wide, of each province."""
    parts = split(lever, PER, found.year, region_codes())
    if not parts:
        return []
    rows: list[tuple[str, ...]] = []
    codes = expand(place)
    for code in sorted(codes, key=lambda one: -parts[one]):
        own = standing(lever, found.year, [code])
        words = region_words(code).said(language)
        rows.append((words, _number(parts[code], language, signed=True), there_words(own, language)))
    if len(codes) > 1:
        whole = sum(parts[code] for code in codes)
        rows.insert(
            0, (region_words(place).said(language), _number(whole, language, signed=True), there_words(found, language))
        )
    return rows


def place_data(lever: type[Lever], place: str) -> dict[str, object]:
    """Return what a place holds of a lever at each base date, and how a nationwide dose is spread, as plain data."""
    found = [standing(lever, year, expand(place)) for year in held_years("workers")]
    rows = [{"year": one.year, "level": one.level, "word": one.word, "source": word_of(one, "en")} for one in found]
    parts = split(lever, 1.0, found[-1].year, region_codes())
    return {
        "lever": lever.NAME,
        "place": place,
        "unit": lever.DECLARATION.unit,
        "ceiling": lever.DECLARATION.ceiling,
        "there": rows,
        "share_of_a_nationwide_change": {code: parts[code] for code in expand(place)} if parts else None,
    }
