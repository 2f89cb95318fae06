"""At what price? What measures cost by year, what of it is used up, what a unit of anything costs, and when it pays."""

from collections.abc import Iterable, Sequence

from laborsim.analysis.answer_files import AnswerPart
from laborsim.analysis.price import price as prices_of
from laborsim.analysis.price.price import ALIVE, JOB_YEAR, NATURES, SETTLED, Priced, Prices, Span
from laborsim.analysis.price.tables import price_leaves
from laborsim.experiment.indicators.headline import new_levers
from laborsim.experiment.indicators.period import YEAR, parse_period
from laborsim.levers import Lever
from laborsim.levers.costs import RANGE_ENDS, CostRange, Nature
from laborsim.levers.parks_and_founders.guaranteed_loans import GuaranteedLoans
from laborsim.levers.receipts import Payers, ReceiptKind
from laborsim.published.indicators import indicators
from laborsim.published.words import Language, Words
from laborsim.report.answers.places import run_places_lines
from laborsim.report.text.costs import payers_words, unstated_words, yuan_parts, yuan_words
from laborsim.report.text.dates import period_words
from laborsim.report.text.effects import effect_words
from laborsim.report.text.labels import lever_words, quantity, region_words
from laborsim.report.text.numbers import percent, unit
from laborsim.report.text.phrases import aligned, capitalized, inside_sentence, listed
from laborsim.report.text.priors import prior_words
from laborsim.report.text.ratios import price_interval
from laborsim.report.text.statistics import statistic_words

TITLE = Words("At what price?", "成本核算")
TOTAL = Words(
    "Public cost beyond the baseline: {cost}, as the ledger has it; discounted at {rate} a year, with interest on "
    "capital: {discounted}.",
    "较基准情景增加的财政支出：账面{cost}；按年折现率{rate}并计入资本利息：{discounted}。",
)
NATURE = {
    "resource": Words("resources used up {cost}", "资源消耗{cost}"),
    "transfer": Words("transfers {cost}", "转移支付{cost}"),
    "not told apart": Words("not told apart {cost}", "无法区分{cost}"),
}
OF_IT = Words("  Of it: {parts}.", "  其中：{parts}。")
SPAN = Words("  {span}: {cost}.", "  {span}：{cost}。")
OVER = Words("Cost and units of {period} alone, as asked", "按要求仅计{period}的成本和数量")
PROVINCE, SPENT_THERE, JOB_YEARS, PRICE_THERE = (
    Words("Province", "地区"),
    Words("spent there", "当地支出"),
    Words("job-years gained there", "当地新增就业人年"),
    Words("yuan of a job-year", "每就业人年成本"),
)
CAPITAL = Words(
    "  Capital in it: {booked} (every year of an asset's life bears the same part); annualised at {rate}: "
    "{annualised}.",
    "  其中资本支出：{booked}（按使用年限平均分摊）；按{rate}年金化：{annualised}。",
)
BACK = Words(
    "  Comes back: subsidies paid back {back} (taken off above).",
    "  收回：退回补贴{back}（上列支出已扣除）。",
)
RECEIPTS = Words(
    "  Beside the cost, not taken off: taxes and contributions {total} ({low} to {high}, by the range of what one "
    "pays in a year){luck}: {parts}.",
    "  另计（未从支出中扣除）：税收和社保缴费{total}（按人均年缴纳额区间为{low}至{high}）{luck}：{parts}。",
)
LUCK = Words(", not told from zero by the pairs", "，在配对模拟中与零无显著差异")
NO_FIGURE = Words("no figure for {what}", "{what}无数据")
OF_WHOM = Words("{kind} of {payers}", "{payers}的{kind}")
NET = Words(
    "  Cost less what comes back so: {net} ({low} to {high}); the insurance funds owe pensions for what they get.",
    "  支出减去上述收入：{net}（{low}至{high}）；社保基金的收入对应未来的待遇支付。",
)
BOUGHT_TAXES = Words(
    "  Taxes on what is bought would be {total} ({low} to {high}) on top, by how much of income is spent: not counted.",
    "  消费环节税收约{total}（{low}至{high}），取决于收入中用于消费的比重：未计入。",
)
ON_TOP = Words("  {text}.", "  {text}。")
PLACES = Words("  {line}.", "  {line}。")
PAID_BACK = Words(
    "  Payback: by the end of {year} people in the whole country have earned as much more (pay and profits, pay out of "
    "public money included) as was spent, both discounted; so it is at the end in {share} of the pairs.",
    "  回收期：到{year}年底，全国劳动者增加的收入（工资和经营利润，含财政支付的工资）"
    "已达到支出（均折现）；期末在{share}的配对模拟中如此。",
)
NOT_PAID_BACK = Words(
    "  Payback: not within the run: people in the whole country have not earned as much more (pay and profits, pay out "
    "of public money included) as was spent, both discounted; at the end they have in {share} of the pairs.",
    "  回收期：模拟期内未收回：全国劳动者增加的收入（工资和经营利润，含财政支付的工资）"
    "未达到支出（均折现）；期末在{share}的配对模拟中达到。",
)
TREASURY_BACK = Words(
    "  Payback of the public funds: by the end of {year} taxes and contributions have brought in what was spent, both "
    "discounted; so it is at the end in {share} of the pairs.",
    "  财政和社保基金回收期：到{year}年底，税收和社保缴费已达到支出（均折现）；期末在{share}的配对模拟中如此。",
)
TREASURY_BACK_AT_MOST = Words(
    "  Payback of the public funds: not within the run; at the highest amounts by the end of {year}, and so at "
    "the end in {share} of the pairs.",
    "  财政和社保基金回收期：模拟期内未收回；按最高缴纳额为{year}年底，期末在{share}的配对模拟中如此。",
)
TREASURY_NOT_BACK = Words(
    "  Payback of the public funds: not within the run: taxes and contributions come to {share} of what was spent, at "
    "the highest amounts to {most}, both discounted.",
    "  财政和社保基金回收期：模拟期内未收回：税收和社保缴费为支出的{share}，按最高缴纳额为{most}（均折现）。",
)
TREASURY_NOTHING = Words(
    "  Payback of the public funds: nothing to pay back, as nothing was spent.",
    "  财政和社保基金回收期：无支出，无需回收。",
)
RECEIPT_KINDS: dict[ReceiptKind, Words] = {
    "employers' contributions": Words("employers' contributions", "单位社保缴费"),
    "workers' contributions": Words("workers' contributions", "个人社保缴费"),
    "income tax of employees": Words("income tax of employees", "工资个人所得税"),
    "taxes of businesses": Words("taxes of businesses", "经营主体税收"),
    "taxes on what is bought": Words("taxes on what is bought", "消费环节税收"),
}
PAYERS: dict[Payers, Words] = {
    "local": Words("employees near home", "本地务工人员"),
    "outbound": Words("employees away", "外出务工人员"),
    "founder": Words("owners", "经营者"),
    "placed": Words("people in supported posts", "公益性岗位和帮扶车间人员"),
}
PRICE = Words("  {one}, {place}: {yuan} ({interval}){amount}.", "  {one}（{place}）：{yuan}（{interval}）{amount}。")
AMOUNT = Words("; bought, discounted as the cost is: {amount}", "；共获得（与费用同样折现）{amount}")
NO_PRICE = Words("  {one}, {place}: {why}.", "  {one}（{place}）：{why}。")
BOUGHT_BY = Words(" (bought by {levers})", "（{levers}的目标）")

NOBODY = Words(
    "  What is bought is counted among {group}, the cost is that of the measures, whomever they serve. Nobody in the "
    "group pays, by their rules; {payers}.",
    "  所得只计{group}，成本为措施的全部支出（不论惠及何人）。按措施规定，该人群中无人出资；{payers}。",
)
INTEREST = Words(
    "  What is bought is counted among {group}, the cost is that of the measures, whomever they serve. Members pay the "
    "interest on guaranteed loans that is not subsidised (how much: laborsim answer); the rest: {payers}.",
    "  所得只计{group}，成本为措施的全部支出（不论惠及何人）。该人群承担创业担保贷款未贴息部分的利息"
    "（金额见 laborsim answer）；其余：{payers}。",
)

UNITS = {
    JOB_YEAR: Words("person in work", "在业人员"),
    ALIVE: Words("business alive after three years", "存续满三年的经营主体"),
    SETTLED: Words("person settled", "落户人员"),
}
ONES = {
    (prices_of.FOR_A_YEAR, 1): Words("One more for a year: {what}", "每多1单位并保持一年：{what}"),
    (prices_of.FOR_A_YEAR, -1): Words("One fewer for a year: {what}", "每少1单位并保持一年：{what}"),
    (prices_of.ONE, 1): Words("One more: {what}", "每多1单位：{what}"),
    (prices_of.ONE, -1): Words("One fewer: {what}", "每少1单位：{what}"),
    (prices_of.POINT, 1): Words("One percentage point more for a year: {what}", "每提高1个百分点并保持一年：{what}"),
    (prices_of.POINT, -1): Words("One percentage point less for a year: {what}", "每降低1个百分点并保持一年：{what}"),
    (prices_of.YUAN, 1): Words("One yuan a month more for a year: {what}", "每月增加1元并保持一年：{what}"),
    (prices_of.YUAN, -1): Words("One yuan a month less for a year: {what}", "每月减少1元并保持一年：{what}"),
}
WHY = {
    prices_of.ZERO: Words("undefined: what is bought is not told from zero", "未定义：所得与零无显著差异"),
    prices_of.NOT_BOUGHT: Words(
        "undefined: by the ledger it is not bought, or not significantly", "未定义：按政策台账无净增或不显著"
    ),
    prices_of.NOT_DEFINED: Words(
        "undefined: the indicator is not defined in every month", "未定义：并非各月均有该指标"
    ),
    prices_of.TOO_SHORT: Words(
        "undefined: the run is too short for a business to become three years old", "未定义：模拟期不足三年"
    ),
    prices_of.NOT_COUNTED: Words(
        "undefined: laborsim does not count people settled; nearest: people who work in another province",
        "未定义：模型不统计落户人数；最接近的指标是跨省务工人数",
    ),
    prices_of.OF_NO_GROUP: Words(
        "undefined: laborsim does not count it among the members of a group", "未定义：模型不按人群统计该项"
    ),
}
"""By what the files say of a price that is none."""
LESS = Words("undefined: there is less of it than without the measures", "未定义：少于不实施措施时")


def price_part(prices: Prices, wanted: Sequence[str] = (), language: Language = "en") -> AnswerPart:
    """Return what the measures of a run cost; `wanted`: units to tell beside those that the measures are for."""
    return AnswerPart(TITLE.said(language), price_lines(prices, wanted, language), price_leaves(prices))


def price_lines(prices: Prices, wanted: Sequence[str], language: Language) -> list[str]:
    """Return the cost by year and nature, what comes back, payback, and the price of units."""
    run = prices.streams.run
    levers = new_levers(run.scenario, None if run.baseline is None else run.baseline.scenario)
    rate, years = percent(prices.rate, language), prices.years
    comma = "；" if language == "zh" else "; "

    def total(name: str) -> str:
        return yuan_words(sum(getattr(year, name) for year in years), language)

    when = prices.when
    split = prices.spans(when.length or YEAR)
    lines = [
        *([] if when.on is None else [OVER.filled(language, period=period_words(when.on, language))]),
        TOTAL.filled(language, cost=total("booked"), rate=rate, discounted=total("discounted")),
        OF_IT.filled(language, parts=comma.join(_natures(prices, language))),
        *_spans(split, language),
        BACK.filled(language, back=total("returned")),
        *_receipts(prices, language),
    ]
    if any(year.capital for year in years):
        lines.append(CAPITAL.filled(language, booked=total("capital"), rate=rate, annualised=total("annualised")))
    if on_top := unstated_words(levers, language):
        lines.append(ON_TOP.filled(language, text=on_top[:1].upper() + on_top[1:]))
    if when.on is None:
        lines += [_payback(prices, language), _treasury_payback(prices, language)]
    lines += [PLACES.filled(language, line=line) for line in run_places_lines(run, language, when)]
    lines += _provinces(prices, language) if when.by == "region" else []
    aims = dict.fromkeys(lever.DECLARATION.indicator for lever in levers)
    for name in dict.fromkeys([*aims, JOB_YEAR, *wanted]):
        meant = [lever for lever in levers if lever.DECLARATION.indicator == name]
        lines.append(price_line(prices.priced(name), prices.streams.place, meant, language))
    if prices.streams.is_group and (paid := payers_words(levers, language)):
        borrows = any(lever.NAME == GuaranteedLoans.NAME for lever in levers)
        told = INTEREST if borrows else NOBODY
        lines.append(told.filled(language, group=region_words(prices.streams.place).said(language), payers=paid))
    lines += [f"  {statistic_words(run.scenario, language)}", f"  {prior_words(language)}"]
    return lines


def _provinces(prices: Prices, language: Language) -> list[str]:
    """Return a table of what is spent where people are served, and of the price of a job-year there."""
    rows = [[words.said(language) for words in (PROVINCE, SPENT_THERE, JOB_YEARS, PRICE_THERE)]]
    for one in prices.provinces:
        amount, yuan = one.job_year.amount, one.job_year.yuan
        assert amount is not None  # people in work are counted in every month
        price = (
            WHY[one.job_year.undefined].said(language) if yuan.estimate is None else yuan_words(yuan.estimate, language)
        )
        if one.booked.mean or amount.mean:
            name = capitalized(region_words(one.region).said(language))
            jobs = effect_words(amount, unit("job-years"), language)
            rows.append([name, yuan_words(one.booked.mean, language), jobs, price])
    return [f"  {line}" for line in aligned(rows)]


def _natures(prices: Prices, language: Language) -> list[str]:
    sums: dict[Nature, float] = {nature: sum(year.natures[nature] for year in prices.years) for nature in NATURES}
    said = yuan_parts(list(sums.values()), language)
    return [NATURE[nature].filled(language, cost=cost) for nature, cost in zip(sums, said, strict=True)]


def _spans(split: Iterable[Span], language: Language) -> list[str]:
    spent = {one.name: one.booked for one in split if one.booked}
    said = yuan_parts(list(spent.values()), language)
    spans = [period_words(parse_period(name), language) for name in spent]
    return [SPAN.filled(language, span=span, cost=cost) for span, cost in zip(spans, said, strict=True)]


def _payback(prices: Prices, language: Language) -> str:
    year, share = prices.payback
    said = percent(share, language)
    if year is None:
        return NOT_PAID_BACK.filled(language, share=said)
    return PAID_BACK.filled(language, year=str(year), share=said)


def _receipts(prices: Prices, language: Language) -> list[str]:
    """Return what comes back as taxes and contributions, the cost less it, and what rests on spending."""
    booked, comma = sum(year.booked for year in prices.years), "；" if language == "zh" else "; "
    by_kind: dict[ReceiptKind, float] = {}
    unknown, bought = [], CostRange(0.0, 0.0, 0.0)
    for one in prices.comes_back:
        if one.yuan is None:
            payers = listed([PAYERS[who].said(language) for who in one.receipt.payers], language)
            unknown.append(OF_WHOM.filled(language, kind=RECEIPT_KINDS[one.receipt.kind].said(language), payers=payers))
        elif one.receipt.is_counted:
            by_kind[one.receipt.kind] = by_kind.get(one.receipt.kind, 0.0) + one.yuan.central
        else:
            bought = one.yuan
    parts = [f"{RECEIPT_KINDS[kind].said(language)} {yuan_words(yuan, language)}" for kind, yuan in by_kind.items()]
    parts.append(NO_FIGURE.filled(language, what=listed(unknown, language)))
    back = prices.receipts

    def ends(words: Words, name: str, found: CostRange, **more: str) -> str:
        said = {name: found.central, "low": found.low, "high": found.high}
        return words.filled(language, **{key: yuan_words(yuan, language) for key, yuan in said.items()}, **more)

    return [
        ends(
            RECEIPTS, "total", back, luck="" if prices.is_receipt_told else LUCK.said(language), parts=comma.join(parts)
        ),
        ends(NET, "net", CostRange(booked - back.high, booked - back.central, booked - back.low)),
        ends(BOUGHT_TAXES, "total", bought),
    ]


def _treasury_payback(prices: Prices, language: Language) -> str:
    spent, back = float(prices.discounted.mean()), prices.discounted_receipts
    if spent <= 0.0:
        return TREASURY_NOTHING.said(language)
    for words, end in ((TREASURY_BACK, RANGE_ENDS[1]), (TREASURY_BACK_AT_MOST, RANGE_ENDS[2])):
        year, pairs = prices.treasury_payback(end)
        if year is not None:
            return words.filled(language, year=str(year), share=percent(pairs, language))
    share, most = (percent(yuan / spent, language).replace("-", "−") for yuan in (back.central, back.high))
    return TREASURY_NOT_BACK.filled(language, share=share, most=most)


def price_line(one: Priced, place: str, meant: Sequence[Lever], language: Language) -> str:
    """Return the price of one unit in words, with its interval, or why there is none."""
    name = UNITS[one.name] if one.name in UNITS else quantity(one.name).name
    what = ONES[one.one, 1 if meant else one.way or 1].filled(language, what=inside_sentence(name.said(language)))
    if meant:
        names = listed([inside_sentence(lever_words(lever).said(language)) for lever in meant], language)
        what += BOUGHT_BY.filled(language, levers=names)
    where = region_words(place).said(language)
    if meant and one.way < 0:
        return NO_PRICE.filled(language, one=what, place=where, why=LESS.said(language))
    if one.yuan.estimate is None:
        return NO_PRICE.filled(language, one=what, place=where, why=WHY[one.undefined].said(language))
    yuan, amount = yuan_words(one.yuan.estimate, language), ""
    if (counted := _counted_in(one)) and one.amount is not None:
        amount = AMOUNT.filled(language, amount=effect_words(one.amount, unit(counted), language))
    interval = price_interval(one.yuan, language)
    return PRICE.filled(language, one=what, place=where, yuan=yuan, interval=interval, amount=amount)


def _counted_in(one: Priced) -> str:
    """Return the unit in which people and businesses that are bought are told; "" of rates and pay."""
    if one.name in (JOB_YEAR, ALIVE):
        return "job-years" if one.name == JOB_YEAR else "businesses"
    is_stock = one.one == prices_of.FOR_A_YEAR and indicators()[one.name].unit == "persons"
    return "person-years" if is_stock else ""
