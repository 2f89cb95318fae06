"""What a waterfall says: its numbers, its title by a rule, its second line."""

from dataclasses import dataclass

from laborsim.experiment.effect import Verdict
from laborsim.report.sheet import Heading
from laborsim.report.text.dates import full_month
from laborsim.report.text.numbers import Quantity, unit, with_unit
from laborsim.report.text.phrases import Language, Words, capitalized, inside_sentence, phrases, sentences
from laborsim.report.text.provenance import Provenance, footnote

CLEAR: tuple[Verdict, ...] = ("raises", "lowers")

MOST = 0.5
"""Part of the effect above which a lever does most of it."""

ONE = Words("{indicator}: {total} in all, {share} by {lever}", "{indicator}：合计{total}，其中{lever}贡献{share}")
SHARED = Words("{indicator}: several measures share in {total}", "{indicator}：多项措施共同贡献{total}")
UNCLEAR = Words(
    "{indicator}: the effect of all measures together is not statistically significant",
    "{indicator}：全部措施的效应在统计上不显著",
)
NOTHING = Words("{indicator}: identical to the baseline", "{indicator}：与基准情景完全一致")
NEUTRAL = Words("Contribution of each measure to {indicator}", "各项措施对{indicator}的贡献")

SUBTITLE = Words(
    "Contribution of each measure to {indicator}, {region}, {month}. Bars: mean Shapley share over {pairs} pairs of "
    "runs, which sum to the whole effect; error bars: 95\u00a0% CI of the mean",
    "各项措施对{region}{indicator}的贡献，{month}。条形：{pairs}对模拟的沙普利（Shapley）贡献均值，合计等于总效应；"
    "误差线：均值的95%置信区间",
)
SAMPLED = Words("Shares are estimated from sampled orders of the measures", "贡献由抽样的措施次序估计")
COARSER = Words(
    "A worker stands for {coarser} times as many persons as in the run",
    "每个模拟个体代表的人数为原模拟的{coarser}倍",
)
WORLDS = (Words("Baseline", "基准情景"), Words("All measures", "全部措施"))


@dataclass(frozen=True)
class Step:
    """A lever's share: its key, its name, its mean over the pairs and the 95 % interval of that mean."""

    key: str
    name: Words
    mean: float
    interval: tuple[float, float] | None
    verdict: Verdict


@dataclass(frozen=True)
class WaterfallData:
    """What a waterfall shows, in the quantity's stored unit: means over pairs, from the baseline to the scenario.

    The steps sum to scenario − baseline. `verdict`: of the whole effect. `coarser`: see `comparison.sizes`.
    """

    quantity: Quantity
    region: Words
    month: int
    baseline: float
    scenario: float
    steps: tuple[Step, ...]
    verdict: Verdict
    pairs: int
    provenance: Provenance
    is_exact: bool = True
    coarser: int = 1


def both_worlds(language: Language) -> tuple[str, str]:
    """Return what the first and the last row are called."""
    first, last = WORLDS
    return first.said(language), last.said(language)


def waterfall_heading(data: WaterfallData, language: Language) -> Heading:
    """Return the texts around a waterfall."""
    said = SUBTITLE.said(language).format(
        indicator=inside_sentence(data.quantity.described(language)),
        region=data.region.said(language),
        month=full_month(data.month, language),
        pairs=data.pairs,
    )
    remarks = ["" if data.is_exact else SAMPLED.said(language)]
    remarks.append(COARSER.said(language).format(coarser=data.coarser) if data.coarser > 1 else "")
    stamp = phrases(language).draft_stamp if data.provenance.is_draft else ""
    note = footnote(data.provenance, language, *remarks)
    return Heading(waterfall_title(data, language), sentences([said], language), note, stamp)


def waterfall_title(data: WaterfallData, language: Language) -> str:
    """Return which lever does most of the effect, where one clearly does; else that several share in it, or none."""
    total = data.scenario - data.baseline
    most = max(data.steps, key=lambda step: step.mean if total > 0 else -step.mean)
    if data.verdict == "no effect":
        template = NOTHING
    elif data.verdict not in CLEAR:
        template = UNCLEAR if data.verdict == "no detectable effect" else NEUTRAL
    elif most.verdict == data.verdict and most.mean / total > MOST:
        template = ONE
    else:
        template = SHARED
    shown = unit(data.quantity.unit)
    name = most.name.said(language)
    return capitalized(
        template.said(language).format(
            lever=name if language == "zh" else inside_sentence(name),
            share=with_unit(most.mean, shown, language, change=True),
            total=with_unit(total, shown, language, change=True),
            indicator=inside_sentence(data.quantity.name.said(language)),
        )
    )
