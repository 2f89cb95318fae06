"""At equal cost: at which doses rivals cost what the first scenario costs, and where they cannot."""

from laborsim.analysis.compare.equal_cost import TOLERANCE, EqualCost, Scaled
from laborsim.levers import Lever
from laborsim.report.text.costs import yuan_words
from laborsim.report.text.labels import dose_words, key_words
from laborsim.report.text.numbers import percent
from laborsim.report.text.phrases import Language, Words, inside_sentence

EQUAL = Words(
    "{scenario} at equal cost: its doses × {factor} ({doses}) cost {cost}, {first} costs {target} (within {tolerance}, "
    "over the whole run)",
    "{scenario}按等成本比较：力度×{factor}（{doses}），财政支出{cost}；{first}为{target}（全期误差不超过{tolerance}）",
)
NOT_EQUAL = Words(
    "{scenario} is not at equal cost: the nearest, doses × {factor} ({doses}), cost {cost}, {first} costs {target}; "
    "{why}",
    "{scenario}未能达到等成本：最接近的力度×{factor}（{doses}），财政支出{cost}；{first}为{target}；{why}",
)
CEILING = Words("the ceiling of {lever} stops it", "受{lever}力度上限限制")
STEPS = Words(
    "no dose between was found, as workers come in whole ones, or a budget or too few people stop it",
    "未找到更接近的力度：模拟个体不可分割，或受预算、符合条件人数限制",
)
APART = Words("; not in the same years: {years}", "；支出年份不同：{years}")
AS_WRITTEN = Words("as written", "原力度")


def equal_cost_lines(found: EqualCost, language: Language) -> list[str]:
    """Return one line for every rival."""
    return [_line(found, rival, language) for rival in found.rivals]


def _line(found: EqualCost, rival: Scaled, language: Language) -> str:
    cost, target = (yuan_words(one.total, language) for one in (rival, found.first))
    said = {
        "scenario": rival.name, "first": found.first.name, "factor": f"{rival.factor:.4g}", "cost": cost,
        "target": target, "doses": _doses(rival, language),
    }  # fmt: skip
    apart = found.apart(rival)
    years = APART.filled(language, years=", ".join(map(str, apart))) if apart else ""
    if rival.is_equal:
        return EQUAL.filled(language, **said, tolerance=percent(TOLERANCE, language)) + years
    if rival.stopped_by:
        why = CEILING.filled(language, lever=inside_sentence(key_words(rival.stopped_by).said(language)))
    else:
        why = STEPS.said(language)
    return NOT_EQUAL.filled(language, **said, why=why) + years


def _doses(rival: Scaled, language: Language) -> str:
    """Return the last level of every lever that was scaled."""
    scaled = {key.removeprefix("levers.") for key, _, _ in rival.doses}
    names = [
        f"{inside_sentence(key_words(lever.key).said(language))} {_dose(lever, language)}"
        for lever in rival.asked.scenario.levers
        if any(key.startswith(f"{lever.key.replace('/', '.')}.") for key in scaled)
    ]
    return "; ".join(names) if names else AS_WRITTEN.said(language)


def _dose(lever: Lever, language: Language) -> str:
    return dose_words(lever.schedule.final, lever.DECLARATION.unit, language)
