"""Was it additional? Beneficiaries, deadweight, displacement, spillover, net effect and price of every lever."""

from collections.abc import Sequence
from dataclasses import replace

from laborsim.analysis.answer_files import AnswerPart
from laborsim.analysis.ledger import ledger as accounts
from laborsim.analysis.ledger.ledger import Account, ledger_of
from laborsim.analysis.ledger.pairs import WHOLE_PLAN, Persons
from laborsim.analysis.ledger.tables import ledger_leaves
from laborsim.analysis.ledger.value_for_money import NO_OPTION, Option, options_of
from laborsim.experiment.indicators.effect import effect_of
from laborsim.published.words import Language, Words
from laborsim.report.text.costs import cost_words, unstated_words, yuan_words
from laborsim.report.text.effects import effect_words
from laborsim.report.text.labels import key_words, lever_words
from laborsim.report.text.numbers import NumberScale, adding_up, percent, sentence_printer, unit, with_unit
from laborsim.report.text.phrases import inside_sentence, listed
from laborsim.report.text.ratios import price_interval

TITLE = Words("Was it additional?", "净效应核算")
SIGNS = {"gross": 1, "deadweight": -1, "displacement": -1, "spillover": 1}
"""Parts of an account, as they add up to its net effect."""
ALL = Words("All measures", "全部措施")
AGAINST_BASELINE = Words("against the baseline", "较基准情景")
AGAINST_PLAN = Words("against the plan without it", "较不含该措施的方案")
VERDICTS = {
    accounts.ADDS: Words("adds work", "净增就业"),
    accounts.NOTHING: Words("changes nobody's work", "未改变任何人的就业"),
    accounts.MOVES: Words("only moves work between regions", "仅使就业在地区之间转移"),
    accounts.ANYWAY: Words("mostly deadweight: beneficiaries would have had it anyway", "以无谓损失为主，本来就会发生"),
    accounts.UNCLEAR: Words("net effect not statistically significant", "净效应在统计上不显著"),
    accounts.LOSES: Words("reduces work on balance", "净减就业"),
}
"""By the verdict that the files hold."""
AIMS = {
    "in work": Words("in work of any kind", "各类就业"),
    "own business": Words("in own business", "返乡创业"),
    "placed": Words("in supported posts", "帮扶岗位"),
    "work away": Words("in work away from home", "外出务工"),
    "work in another province": Words("in work in another province", "跨省务工"),
}
GOALS = {
    "in work": Words("work of any kind", "就业效果"),
    "own business": Words("work in own business", "返乡创业效果"),
    "placed": Words("work in supported posts", "帮扶岗位就业效果"),
    "work away": Words("work away from home", "外出务工效果"),
    "work in another province": Words("work in another province", "跨省务工效果"),
    accounts.PAY: Words("pay", "增收效果"),
}
"""What a lever buys, as it is held against others that buy the same."""
HEAD = Words("{title} ({against}): {verdict}.", "{title}（{against}）：{verdict}。")
COST = Words("  Public cost {cost}{on_top}.", "  财政支出{cost}{on_top}。")
BUYS = Words("  It buys {what}: {bought}; {price}.", "  该措施旨在增加{aim}：{bought}；{price}。")
BUYS_PAY = Words(
    "  It buys pay: {bought} earned by all in all months together; {price}.",
    "  该措施旨在增加收入：全体各月合计增收{bought}；{price}。",
)
PER_YUAN = Words("{yuan} of public cost per yuan ({interval})", "每增收1元的财政支出{yuan}（{interval}）")
PER_BOUGHT = Words("{yuan} per job-year {aim} ({interval})", "{aim}每净增1人年的财政支出{yuan}（{interval}）")
NO_BOUGHT = Words(
    "no cost per unit of it, as that sum of all months, whatever one month shows, is not statistically significant",
    "各月合计效应（有别于单月效应）在统计上不显著，不计算单位成本",
)
NONE_BOUGHT = Words("no cost per unit of it, as there is no gain", "无净增，不计算单位成本")
PARTS = Words(
    "  Beneficiaries: {more}. Job-years {aim}: gross effect {gross}, deadweight {dead}{share}, displacement "
    "{displaced}, spillover to other regions {spill}, net effect {net} (gross effect − deadweight − displacement + "
    "spillover{gained}).",
    "  享受政策人数增减{more}。{aim}：总效应{gross}，其中无谓损失{dead}{share}、挤出{displaced}、对其他地区的溢出{s"
    "pill}，"
    "净效应{net}（总效应−无谓损失−挤出+溢出{gained}）。",
)
GAINED = Words("; displacement below zero: others gain work", "；挤出为负：其他人就业增加")
NET = Words(
    "  Net effect on work of any kind: {effect}; {price}.",
    "  各类就业净效应：{effect}；{price}。",
)
SOURCES = Words(
    "  Of it: {aided} in what the measure gives, {later} in later work of its beneficiaries, {hires} in jobs that "
    "founders offer, {multiplied} by the multiplier, less {displaced} displaced.",
    "  其中：政策扶持的岗位或创业{aided}，享受者的后续就业{later}，创业带动的岗位{hires}，乘数带动{multiplied}，"
    "减去挤出{displaced}。",
)
SIGNS_OF_SOURCES = {name: -1 if name == "displaced" else 1 for name in accounts.SOURCES}
PER_GROSS = Words("{yuan} per gross job-year {aim}", "{aim}总效应每人年{yuan}")
NO_GROSS = Words("no gross job-year {aim}", "{aim}无总效应")
GROSS_ANYWAY = Words(
    "no cost per gross job-year {aim}, as it would have been there anyway", "{aim}本来就会发生，不计算总效应单位成本"
)
NO_PRICE = Words(
    "no cost per net job-year, as the net effect is not statistically significant",
    "净效应在统计上不显著，不计算单位成本",
)
NO_GAIN = Words("no cost per net job-year, as there is no net gain", "无净增，不计算单位成本")
PER_NET = Words("{yuan} per net job-year of any kind ({interval})", "每净增1人年就业的财政支出{yuan}（{interval}）")
DOMINATED = Words(
    "Dominated option (by the means): {lever}; {others} brings as much {what} for less public cost ({surely}).",
    "{lever}为劣势方案（按均值）：同等{what}下，{others}财政支出更低（{surely}）。",
)
DOING_NOTHING = Words("doing nothing", "不实施该措施")
MIX = Words("a mix of {both}", "{both}的组合")
SURELY = Words("in {share} of resampled pairs", "重抽样的配对模拟中占{share}")
NOT_SURELY = Words("too few pairs differ to say how surely", "有差异的配对模拟不足，不给出概率")


def ledger_part(found: Persons, language: Language = "en") -> AnswerPart:
    """Return whether it was additional, lever by lever."""
    ledger = ledger_of(found)
    lines = [line for account in ledger for line in account_lines(account, language)]
    lines += [dominated_line(option, language) for option in options_of(ledger) if option.dominated]
    return AnswerPart(TITLE.said(language), lines, ledger_leaves(ledger))


def account_lines(account: Account, language: Language = "en") -> list[str]:
    """Return one account in words: verdict, parts in the lever's aim, net work of any kind and its price."""
    is_whole = account.key == WHOLE_PLAN
    title = ALL if is_whole else lever_words(account.levers[0])
    head = HEAD.filled(
        language, title=title.said(language), verdict=VERDICTS[account.verdict].said(language),
        against=(AGAINST_BASELINE if is_whole else AGAINST_PLAN).said(language),
    )  # fmt: skip
    cost = _cost(account, language)
    if not account.persons("differing").any():
        return [head, cost, *([_parts(account, language)] if account.beneficiaries().any() else ())]
    effect = effect_words(account.effect("in work", "net"), unit("job-years"), language)
    return [
        head,
        cost,
        *(() if is_whole else (_bought(account, language),)),
        _parts(account, language),
        NET.filled(language, effect=effect, price=_price(account, language)),
        _sources(account, language),
    ]


def _cost(account: Account, language: Language) -> str:
    """Return what the account's levers cost, with the range of unit costs, and what comes on top."""
    cost = cost_words(float(account.cost().mean()), account.cost_ends, language)
    on_top = unstated_words(account.levers, language)
    comma = "；" if language == "zh" else "; "
    return COST.filled(language, cost=cost, on_top=f"{comma}{on_top}" if on_top else "")


def _bought(account: Account, language: Language) -> str:
    """Return how much there is of what the lever buys, and what a unit of it costs."""
    bought, is_pay = effect_of(account.bought()), account.goal == accounts.PAY
    assert bought is not None  # counts are always numbers
    shown, aim = unit("CNY" if is_pay else "job-years"), "" if is_pay else _aim(account, language)
    ratio = account.yuan_per_bought()
    if is_unclear(account):
        price = NO_BOUGHT.said(language)
    elif ratio.estimate is None or bought.mean <= 0:
        price = NONE_BOUGHT.said(language)
    else:
        template = PER_YUAN if is_pay else PER_BOUGHT
        price = template.filled(
            language, yuan=yuan_words(ratio.estimate, language), aim=aim, interval=price_interval(ratio, language)
        )
    said = effect_words(bought, shown, language)
    return (BUYS_PAY if is_pay else BUYS).filled(
        language, aim=aim, what=GOALS[account.goal].said(language), bought=said, price=price
    )


def is_unclear(account: Account) -> bool:
    """Return whether what a lever buys has no clear direction."""
    bought = effect_of(account.bought())
    return bought is None or not bought.is_clear


def not_bought(ledger: Sequence[Account]) -> frozenset[str]:
    """Return the indicators that levers are for and none of them buys significantly more of."""
    verdicts: dict[str, bool] = {}
    for account in ledger:
        if account.key != WHOLE_PLAN:
            name = account.levers[0].DECLARATION.indicator
            is_gain = not is_unclear(account) and float(account.bought().mean()) > 0
            verdicts[name] = verdicts.get(name, False) or is_gain
    return frozenset(name for name, is_gain in verdicts.items() if not is_gain)


def _parts(account: Account, language: Language) -> str:
    means = {name: account.effect(account.aim, name).mean for name in (*SIGNS, "net")}
    has_share = means["gross"] > 0 and means["deadweight"] >= 0
    share = percent(means["deadweight"] / means["gross"], language) if has_share else ""
    bracketed = f"（{share}）" if language == "zh" else f" ({share})"

    printer = sentence_printer(list(means.values()), unit("job-years"), language, change=True)
    if round(printer.shown(means["net"]), printer.decimals) == 0.0:  # never 0 beside its amount and interval
        printer = replace(printer, scale=NumberScale(), decimals=0)
    written = adding_up([sign * means[name] for name, sign in SIGNS.items()], means["net"], printer)
    amounts = {name: sign * part for (name, sign), part in zip(SIGNS.items(), written, strict=True)}
    amounts["net"] = means["net"]

    def said(name: str, *, signed: bool = False) -> str:
        return printer.with_unit(amounts[name], signed=signed)

    more = with_unit(float(account.beneficiaries().mean()), unit("persons"), language, change=True, signed=True)
    return PARTS.filled(
        language, more=more, aim=_aim(account, language), gross=said("gross"), dead=said("deadweight"),
        share=bracketed if share else "", displaced=said("displacement"), spill=said("spillover", signed=True),
        net=said("net", signed=True), gained=GAINED.said(language) if amounts["displacement"] < 0 else "",
    )  # fmt: skip


def _sources(account: Account, language: Language) -> str:
    """Return where the net effect on work of any kind comes from, in numbers that add up to it as it is written."""
    means = {name: float(account.source(name).mean()) for name in SIGNS_OF_SOURCES}
    net = account.effect("in work", "net").mean
    printer = sentence_printer([*means.values(), net], unit("job-years"), language, change=True)
    written = adding_up([sign * means[name] for name, sign in SIGNS_OF_SOURCES.items()], net, printer)
    aided, later, hires, multiplied, displaced = (
        printer.with_unit(sign * part, signed=sign > 0)
        for sign, part in zip(SIGNS_OF_SOURCES.values(), written, strict=True)
    )
    return SOURCES.filled(
        language, aided=aided, later=later, hires=hires, multiplied=multiplied, displaced=displaced
    )  # fmt: skip


def _aim(account: Account, language: Language) -> str:
    return AIMS[account.aim].said(language)


def _price(account: Account, language: Language) -> str:
    gross, net, aim = (
        account.yuan_per(account.aim, "gross"),
        account.yuan_per("in work", "net"),
        _aim(account, language),
    )
    if account.verdict == accounts.ANYWAY:
        words = GROSS_ANYWAY.filled(language, aim=aim)
    elif gross.estimate is None or account.effect(account.aim, "gross").mean <= 0:
        words = NO_GROSS.filled(language, aim=aim)
    else:
        words = PER_GROSS.filled(language, yuan=yuan_words(gross.estimate, language), aim=aim)
    if not account.effect("in work", "net").is_clear:
        then = NO_PRICE.said(language)
    elif net.estimate is None or net.estimate <= 0:
        then = NO_GAIN.said(language)
    else:
        then = PER_NET.filled(language, yuan=yuan_words(net.estimate, language), interval=price_interval(net, language))
    return f"{words}{'；' if language == 'zh' else '; '}{then}"


def dominated_line(option: Option, language: Language = "en") -> str:
    """Return by what an option is dominated, and how surely."""
    others = [
        DOING_NOTHING.said(language) if key == NO_OPTION else inside_sentence(key_words(key).said(language))
        for key in option.dominated
    ]
    share = option.dominated_share
    surely = NOT_SURELY.said(language) if share is None else SURELY.filled(language, share=percent(share, language))
    mixed = others[0] if len(others) == 1 else MIX.filled(language, both=listed(others, language))
    what = GOALS[option.goal].said(language)
    return DOMINATED.filled(
        language, what=what, lever=key_words(option.key).said(language), others=mixed, surely=surely
    )
