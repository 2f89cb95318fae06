"""What caused it? The share of every lever in every effect, and how much of it is the response of the markets."""

from collections.abc import Iterator, Mapping

from laborsim.analysis.answer_files import AnswerPart
from laborsim.analysis.attribution.attribution import Cause, Causes
from laborsim.analysis.attribution.tables import cause_leaves
from laborsim.analysis.counterfactuals import MarketResponse
from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.effect import Effect
from laborsim.experiment.indicators.headline import Point
from laborsim.published.words import Language, Words
from laborsim.report.answers.effects import effect_line
from laborsim.report.text.effects import CALM, bracketed, effect_words, parts_bracketed
from laborsim.report.text.labels import point_unit
from laborsim.report.text.phrases import phrases, sentences
from laborsim.report.text.priors import prior_words

TITLE = Words("What caused it?", "效应分解")
HOW = Words(
    "Shapley shares over {pairs} pairs of runs, {how} ({worlds} worlds){coarse}; shares add up to the effect.",
    "沙普利（Shapley）贡献，{pairs}对模拟，{how}（共模拟{worlds}个情景）{coarse}；各项贡献之和等于总效应。",
)
EXACT = Words("every coalition of measures", "考虑措施的全部组合")
SAMPLED = Words("two opposite orders of the measures in every pair", "每对模拟考虑两种相反的措施次序")
COARSER = Words(
    ", {coarser} times as many persons per agent as in the run", "，每个模拟个体代表的人数为原模拟的{coarser}倍"
)
BRACKETS = Words("In brackets: the 80\u00a0% CI includes zero.", "括号内：80%置信区间包含零。")
APART = Words(
    "  in these pairs, simulated beside the run: {effect}; the verdict is that of the run itself",
    "  本部分另行模拟：{effect}；结论以原模拟为准",
)
SHARES = Words("  contributions: {shares}", "  其中：{shares}")
SHARE = Words("{lever} {amount}", "{lever}{amount}")
RESPONSES = Words(
    "  while markets stand still {still}, response of the markets {market}{clearing}",
    "  市场不变时的效应{still}，市场反馈效应{market}{clearing}",
)
CLEARING = Words("; where pay clears the market {amount}", "；工资使市场出清时为{amount}")
OVERLAP = Words("  {one} and {other} overlap: {amount}", "  {one}与{other}作用重叠：{amount}")
REINFORCE = Words("  {one} and {other} reinforce each other: {amount}", "  {one}与{other}相互增强：{amount}")


def cause_part(
    causes: Causes, names: Mapping[str, Words], run: Run, language: Language = "en", *, is_apart: bool = False
) -> AnswerPart:
    """Return the answer without its figures; `names`: of the levers by key. `is_apart`: of another size than the run.

    One number has one verdict: that of the run, whose worlds are the finest and the most.
    """
    own = {cause.point: run.effect(cause.point) for cause in causes.found}
    return AnswerPart(
        TITLE.said(language), list(cause_lines(causes, names, own, language, is_apart=is_apart)), cause_leaves(causes)
    )


def cause_lines(
    causes: Causes,
    names: Mapping[str, Words],
    own: Mapping[Point, Effect | None],
    language: Language = "en",
    *,
    is_apart: bool = False,
) -> Iterator[str]:
    """Yield how it was found, then lines for each number: shares of the levers, and the response of markets.

    `own`: the effects of the run itself.
    """
    coarse = COARSER.filled(language, coarser=causes.coarser) if causes.coarser > 1 else ""
    how = (EXACT if causes.is_exact else SAMPLED).said(language)
    yield HOW.filled(language, pairs=causes.pairs, how=how, worlds=causes.worlds, coarse=coarse)
    yield BRACKETS.said(language)
    yield sentences([prior_words(language)], language)
    for cause in causes.found:
        yield effect_line(cause.point, own.get(cause.point) or cause.plan.total, language)
        if is_apart:
            effect = effect_words(cause.plan.total, point_unit(cause.point), language)
            yield APART.filled(language, effect=effect)
        yield from _cause(cause, names, language)


def _cause(cause: Cause, names: Mapping[str, Words], language: Language) -> Iterator[str]:
    if cause.plan.total.verdict == "no effect" and not any(_matters(share) for share in cause.shares.values()):
        return
    shown = point_unit(cause.point)
    ordered = sorted(cause.shares.items(), key=lambda share: -abs(share[1].total.mean))
    amounts = parts_bracketed(cause.plan.total, [share.total for _, share in ordered], shown, language)
    shares = [
        SHARE.filled(language, lever=names[key].said(language), amount=amount)
        for (key, _), amount in zip(ordered, amounts, strict=True)
    ]
    yield SHARES.filled(language, shares=phrases(language).list_comma.join(shares))
    if cause.plan.still is not None and cause.plan.market is not None:
        still, market = parts_bracketed(cause.plan.total, [cause.plan.still, cause.plan.market], shown, language)
        cleared = "" if cause.clearing is None else bracketed(cause.clearing, shown, language)
        beside = CLEARING.filled(language, amount=cleared) if cleared else ""
        yield RESPONSES.filled(language, still=still, market=market, clearing=beside)
    for (one, other), both in cause.interactions.items():
        if both.verdict not in CALM:
            template = OVERLAP if both.mean * cause.plan.total.mean < 0 else REINFORCE
            pair = {"one": names[one].said(language), "other": names[other].said(language)}
            yield template.filled(language, **pair, amount=bracketed(both, shown, language))


def _matters(share: MarketResponse) -> bool:
    return share.total.verdict != "no effect"
