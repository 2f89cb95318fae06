"""What measures cost, in words: the amount, its range by the unit costs, and what no cost can be stated for."""

from collections.abc import Iterable, Sequence

from laborsim.levers import Lever
from laborsim.levers.costs import CostKind
from laborsim.published.words import Language, Words
from laborsim.report.text.labels import lever_words
from laborsim.report.text.measures import PAYERS
from laborsim.report.text.numbers import adding_up, sentence_printer, unit, with_unit
from laborsim.report.text.phrases import inside_sentence, phrases

KINDS: dict[CostKind, Words] = {
    "wages or benefits": Words("wages or benefits", "工资或补贴"),
    "administration": Words("administration", "行政费用"),
    "capital": Words("capital", "资本支出"),
    "forgone revenue": Words("forgone revenue", "减收"),
}
RANGE = Words("{cost} ({low} to {high} by the range of unit costs)", "{cost}（按单位成本区间为{low}至{high}）")
OF_LEVER = Words("{kinds} of {lever}", "{lever}的{kinds}")
ON_TOP = Words("on top, no cost can be stated for {what}", "另有{what}无法估算成本，未计入")


def yuan_words(amount: float, language: Language) -> str:
    """Return an amount of money: "1.2 billion yuan"."""
    return with_unit(amount, unit("CNY"), language)


def yuan_parts(amounts: Sequence[float], language: Language) -> list[str]:
    """Return amounts of money that add up to one that stands above them, written as that one is."""
    whole = sum(amounts)
    printer = sentence_printer([whole], unit("CNY"), language)
    return [printer.with_unit(amount) for amount in adding_up(amounts, whole, printer)]


def cost_words(amount: float, ends: tuple[float, float], language: Language) -> str:
    """Return a cost with the least and the most that it may be; alone where its unit cost is one number."""
    cost, low, high = (yuan_words(yuan, language) for yuan in (amount, *ends))
    return cost if low == high else RANGE.filled(language, cost=cost, low=low, high=high)


PAID_BY = Words("{payer} ({levers})", "{payer}（{levers}）")
PAID = Words("paid by {payers}", "出资方：{payers}")


def payers_words(levers: Iterable[Lever], language: Language) -> str:
    """Return who pays for which levers: "paid by county (workshops), province (training)"; "" without a lever."""
    comma, found = phrases(language).list_comma, dict[str, list[str]]()
    for lever in levers:
        name = inside_sentence(lever_words(lever).said(language))
        found.setdefault(Words(lever.payer, PAYERS.get(lever.payer, lever.payer)).said(language), []).append(name)
    told = [PAID_BY.filled(language, payer=payer, levers=comma.join(names)) for payer, names in found.items()]
    return PAID.filled(language, payers=comma.join(told)) if told else ""


def unstated_words(levers: Iterable[Lever], language: Language) -> str:
    """Return what comes on top of a total: "on top, no cost can be stated for capital of …"; "" if nothing."""
    comma = phrases(language).list_comma
    found = dict.fromkeys(
        OF_LEVER.filled(
            language,
            kinds=comma.join(KINDS[kind].said(language) for kind in lever.unstated),
            lever=inside_sentence(lever_words(lever).said(language)),
        )
        for lever in levers
        if lever.unstated
    )
    return ON_TOP.filled(language, what=comma.join(found)) if found else ""
