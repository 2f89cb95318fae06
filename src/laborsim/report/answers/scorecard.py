"""How did it do? A run beside every published figure of its years: misses in their errors, rivals, what counts."""

from collections.abc import Sequence
from itertools import groupby

from laborsim.analysis.answer_files import AnswerPart, csv_leaf
from laborsim.calibration.scores.scorecard import Scorecard, Scored, Tally
from laborsim.experiment.indicators.published_series import AGE_ERROR, RELATIVE_ERROR, SHARE_ERROR
from laborsim.published.csv_writer import Cell
from laborsim.published.regions import NATION
from laborsim.published.words import Language, Words
from laborsim.report.text.labels import CHINESE_TIMES, region_words, series_words, unit_words
from laborsim.report.text.numbers import digits, percent
from laborsim.report.text.phrases import phrases
from laborsim.report.text.provenance import what_runs_vary

TITLE = Words("How did it do?", "与实际公布数据对照")
COLUMNS = (
    "series", "unit", "year", "published", "standard_error", "mark", "sources", "standing", "simulated_mean", "p10",
    "p90", "inside", "miss", "no_change", "no_change_miss", "drift", "drift_miss", "place", "concept",
    "simulated_share",
)  # fmt: skip

HEADS = (
    Words("published figure", "公布指标"),
    Words("published", "公布值"),
    Words("run", "模拟值"),
    Words("miss", "偏差"),
    Words("no change", "不变预测"),
    Words("drift", "趋势预测"),
    Words("", ""),
)
NO_TEST = {
    "base date": Words("base date", "基期"),
    "fitted": Words("fitted", "已用于拟合"),
    "test": Words("", ""),
    "scaled": Words("no test: partly scaled", "不作检验：部分按比例推算"),
    "another concept": Words("administrative count: another concept", "行政统计，口径不同"),
}
OUTSIDE = Words("outside", "区间外")
YEAR = Words("{year}: {tally}", "{year}年：{tally}")
OF_PROVINCES = Words(
    "{year}, provinces: {tests} tests, in no mean, as nothing was published of them before",
    "{year}年，分地区：{tests}项检验；此前无公布数据，不计入平均",
)
OF_PROVINCE = Words("{place}: {name}", "{place}：{name}")
CONCEPTS = Words(
    "Provinces: counts of survey offices are tests. Administrative counts are of registers and of more people than "
    "the survey's; what is scaled ({simulated} of it is simulated) is the nation's, by urban residents, on a trend: "
    "neither is a test.",
    "分地区：调查总队数据为检验项；行政统计口径不同且范围较宽，按比例推算的指标（模拟部分占{simulated}）由全国数据"
    "按城镇人口分摊后外推得到，二者均不作为检验。",
)
SILENT = Words(
    "Nothing that the model counts too is published of {places} in these years.",
    "这些年份没有{places}可与模型对照的公布数据。",
)
NO_TALLY = Words("no test", "无检验项")
TALLY = Words(
    "{figures} tests; mean size of the miss: run {run}, no change {no_change}, drift {drift}{inside}",
    "{figures}项检验；平均偏差（绝对值）：模拟{run}，不变预测{no_change}，趋势预测{drift}{inside}",
)
INSIDE = Words("; {inside} of {figures} in the 80\u00a0% band", "；{figures}项中{inside}项落入80%区间")
ALL_YEARS = Words("All years: {tally}.", "全部年份：{tally}。")
NOTHING = Words(
    "No test yet: nothing later than the base date, {base_year}, is published and reached.",
    "尚无检验项：基期{base_year}年之后没有模拟期内的公布数据。",
)
HOW = Words(
    "Miss: (mean of {pairs} pairs − published) ÷ standard error of the figure. ASSUMPTION, as nobody publishes one: "
    "{relative}\u00a0% of counts and pay, {age} years, {share} point of shares; at least what rounding hides.",
    "偏差：（{pairs}对模拟的均值－公布值）÷公布值的标准误。标准误未公布，为假设值：人数和收入取{relative}%，"
    "年龄取{age}岁，比重取{share}个百分点；不小于四舍五入误差。",
)
RIVALS = Words(
    "Rivals know what was published up to the base date: no change since, or the mean change of the four years before.",
    "对照预测只使用基期及以前的公布数据：保持不变，或延续此前四年的年均变化。",
)
NOT_TESTS = Words("Not counted as tests: {which}.", "不计为检验：{which}。")
BASE = Words("{count} figures of the base date (met by construction)", "基期的{count}项（由构造满足）")
FITTED = Words("{names} (fitted)", "{names}（已用于拟合）")
SCALED = Words(
    "{name} (a trend of the base year; {simulated} simulated)", "{name}（按基年数据推算，模拟部分占{simulated}）"
)
NAMED = Words("{name} {year}", "{year}年{name}")
BAND = Words(
    "80\u00a0% band: {varies}; and what a year brings by itself, as published changes departed from their mean; wider "
    "in what a rejected fit was fitted to.",
    "80%预测区间：{varies}；并计入各年自身波动（按公布数据逐年变化对其均值的偏离）；拟合被拒绝时，其所拟合的指标相应加宽。",
)
TOO_FEW = Words("Too few pairs for a band of runs (ten are needed).", "模拟对数不足10，不给出预测区间。")
NO_DRAWS = Words(
    "No parameter uncertainty in the bands: the parameters are the same in every pair.",
    "区间不含参数不确定性：各对模拟参数相同。",
)
KNOWING = Words(
    "Context, shocks and measures of the scenario may have been written by somebody who knew these years, and free "
    "parameters are estimated on figures up to {known}; a scorecard cannot tell.",
    "情景的外生路径、冲击和措施可能出自已知这些年份数据者之手，自由参数的估计用到{known}年为止的数据；本表无法区分。",
)
KNOWING_LITTLE = Words(
    "Context, shocks and measures of the scenario may have been written by somebody who knew these years; a scorecard "
    "cannot tell.",
    "情景的外生路径、冲击和措施可能出自已知这些年份数据者之手；本表无法区分。",
)
UNREACHED = Words("Published, but after the end of the run: {years}.", "已公布但在模拟期之后：{years}年。")

LAST_FORECAST = Words("Last year's forecast, from the end of {year}:", "上年（{year}年末）预测对照：")
RECALLED, ASSUMED = Words(" (recalled)", "（凭记忆）"), Words(" (ASSUMPTION)", "（假设值）")

DECIMALS = {"million": 2, "yuan": 0, "ratio": 3}
"""Of a unit; one of any other."""


def scorecard_part(card: Scorecard, language: Language = "en") -> AnswerPart:
    """Return a scorecard without its tables: what the scores say together, and how they are to be read."""
    lines = [*verdict_lines(card, language), *reading_lines(card, language)]
    return AnswerPart(TITLE.said(language), lines, [csv_leaf("scorecard.csv", COLUMNS, score_rows(card))])


def verdict_lines(card: Scorecard, language: Language) -> list[str]:
    """Return what the tests of all years say together."""
    tally = card.tally()
    if tally is None:
        return [NOTHING.filled(language, base_year=card.base_year)]
    return [ALL_YEARS.filled(language, tally=_tally(tally, language))]


def reading_lines(card: Scorecard, language: Language) -> list[str]:
    """Return how the scores are taken, what does not count, and what nobody can tell."""
    comma = phrases(language).list_comma
    how = {"relative": f"{100 * RELATIVE_ERROR:g}", "age": f"{AGE_ERROR:g}", "share": f"{SHARE_ERROR:g}"}
    lines = [HOW.filled(language, pairs=card.pairs, **how), RIVALS.said(language)]
    if which := _not_tests(card, language):
        lines.append(NOT_TESTS.filled(language, which=comma.join(which)))
    if any(score.low is not None for score in card.scores):
        varies = what_runs_vary("predictive" if card.has_draws else "luck", language)
        lines.append(BAND.filled(language, varies=varies))
    else:
        lines.append(TOO_FEW.said(language))
    if not card.has_draws:
        lines.append(NO_DRAWS.said(language))
    if card.tests:
        known = card.posterior.rpartition("-")[2]
        lines.append(KNOWING.filled(language, known=known) if card.posterior else KNOWING_LITTLE.said(language))
    if card.provinces:
        shares = [score.share for score in card.provinces if score.standing == "scaled"]
        lines.append(CONCEPTS.filled(language, simulated=percent(max(shares, default=0.0), language)))
    if card.silent:
        places = comma.join(region_words(code).said(language) for code in card.silent)
        lines.append(SILENT.filled(language, places=places))
    if card.unreached:
        lines.append(UNREACHED.filled(language, years=comma.join(map(str, card.unreached))))
    return lines


def year_tables(card: Scorecard, language: Language = "en") -> list[tuple[str, tuple[str, ...], list[tuple[str, ...]]]]:
    """Return a table for each year: its title with what its tests say together, heads, and a row a figure.

    The base date, which is met by construction, has one only where there is no other year.
    """
    heads = tuple(head.said(language) for head in HEADS)
    later = [score for score in card.scores if score.standing != "base date"]
    tables = []
    for year, scores in groupby(later or card.scores, key=lambda score: score.year):
        tally = card.tally(year)
        told = NO_TALLY.said(language) if tally is None else _tally(tally, language)
        rows = [_cells(score, language) for score in scores]
        tables.append((YEAR.filled(language, year=year, tally=told), heads, rows))
    for year, of_year in groupby(sorted(card.provinces, key=lambda score: score.year), key=lambda score: score.year):
        here = list(of_year)
        tests = sum(score.standing == "test" for score in here)
        rows = [_cells(score, language) for score in here]
        tables.append((OF_PROVINCES.filled(language, year=year, tests=tests), heads, rows))
    return tables


def score_rows(card: Scorecard) -> list[Sequence[Cell]]:
    """Return a row COLUMNS for every figure, in the unit of its series."""
    return [
        (
            score.series, score.unit, score.year, score.published, score.error, score.mark, " ".join(score.sources),
            score.standing, score.simulated, score.low, score.high,
            None if score.is_inside is None else "yes" if score.is_inside else "no",
            score.miss, score.no_change, score.rivals[0], score.drift, score.rivals[1], score.place, score.concept,
            score.share,
        )
        for score in (*card.scores, *card.provinces)
    ]  # fmt: skip


def _not_tests(card: Scorecard, language: Language) -> list[str]:
    base = sum(score.standing == "base date" for score in card.scores)
    fitted = [
        NAMED.filled(language, name=series_words(score.series).said(language), year=score.year)
        for score in card.scores
        if score.standing == "fitted"
    ]
    found = [BASE.filled(language, count=base)] if base else []
    if fitted:
        found.append(FITTED.filled(language, names=phrases(language).list_comma.join(fitted)))
    scaled = {score.series: score.share for score in card.scores if score.standing == "scaled"}
    for series, share in scaled.items():
        name, simulated = series_words(series).said(language), percent(share, language)
        found.append(SCALED.filled(language, name=name, simulated=simulated))
    return found


def _tally(tally: Tally, language: Language) -> str:
    inside = ""
    if tally.inside is not None:
        inside = INSIDE.filled(language, inside=tally.inside, figures=tally.figures)
    misses = {name: digits(getattr(tally, name), 1) for name in ("run", "no_change", "drift")}
    return TALLY.filled(language, figures=tally.figures, **misses, inside=inside)


def _cells(score: Scored, language: Language) -> tuple[str, ...]:
    remark = NO_TEST[score.standing].said(language)
    if not remark and score.is_inside is False:
        remark = OUTSIDE.said(language)
    misses = ["" if miss is None else digits(miss, 1, signed=True) for miss in (score.miss, *score.rivals)]
    name = series_words(score.series).said(language)
    unit = unit_words(score.unit, "age" if score.unit == "years" else "").said(language)
    if score.unit != "ratio":
        name = f"{name}（{unit}）" if language == "zh" else f"{name}, {unit}"
    if score.place != NATION:
        name = OF_PROVINCE.filled(language, place=region_words(score.place).said(language), name=name)
    if score.mark:
        name += RECALLED.said(language) if score.mark == "(recalled)" else ASSUMED.said(language)
    published, simulated = (_number(value, score.unit, language) for value in (score.published, score.simulated))
    return (name, published, simulated, *misses, remark)


def _number(value: float, unit: str, language: Language) -> str:
    times = CHINESE_TIMES.get(unit, 1.0) if language == "zh" else 1.0
    return digits(value * times, DECIMALS.get(unit, 1) if times == 1.0 else 0, grouped=language == "en")
