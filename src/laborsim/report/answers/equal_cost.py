"""At equal cost: at which doses rivals cost what the first scenario costs, and where they cannot."""

from collections.abc import Mapping

from laborsim.analysis.compare.equal_cost import TOLERANCE, Added, EqualCost, Scaled
from laborsim.analysis.compare.year_doses import WhyNot
from laborsim.published.words import Language, Words
from laborsim.report.text.costs import yuan_words
from laborsim.report.text.labels import dose_words, key_words
from laborsim.report.text.numbers import percent
from laborsim.report.text.phrases import inside_sentence, listed

EQUAL = Words(
    "{scenario} at equal cost: what its measures add is multiplied: {doses}; cost {cost}, {first} costs {target} "
    "(within {tolerance}, {over})",
    "{scenario}按等成本比较：新增力度乘以系数：{doses}；财政支出{cost}，{first}为{target}（误差不超过{tolerance}，{over}）",
)
NOT_EQUAL = Words(
    "{scenario} is not at equal cost: the nearest, what its measures add multiplied: {doses}; cost {cost}, "
    "{first} costs {target}; {why}",
    "{scenario}未能达到等成本：最接近的新增力度乘以系数：{doses}；财政支出{cost}，{first}为{target}；{why}",
)
EVERY_YEAR = Words("in every year", "逐年相等")
WHOLE_RUN = Words("over the whole run", "全期合计")
DOSE = Words(
    "{lever} {stated} × {factor} = {now} more, {level} in all", "{lever}新增{stated}×{factor}＝{now}，共{level}"
)
IN_YEAR = Words("{year} {dose}", "{year}年{dose}")
CEILING = Words("the ceiling of {lever} stops it", "受{lever}力度上限限制")
SATED = Words(
    "no greater dose costs more, up to the ceiling: nobody takes up what is more, or a budget stops it",
    "直至力度上限，加大力度也不增加支出：新增部分无人享受，或受预算限制",
)
STEPS = Words(
    "no dose between was found, as workers come in whole ones, or a budget or too few people stop it",
    "未找到更接近的力度：模拟个体不可分割，或受预算、符合条件人数限制",
)
APART = Words("; not equal in {years}", "；以下年份不相等：{years}")
YEARS_WHY = Words("{years} ({why})", "{years}（{why}）")
WHY: dict[WhyNot, Words] = {
    "not in force": Words("its measures are not in force then", "措施当年未实施"),
    "stays once built": Words("units that are built stay", "已建成的不撤销"),
    "ceiling": Words("a ceiling or floor of a dose", "受力度上下限限制"),
    "ramp": Words("a level with a ramp is not dosed by year", "逐步到位的力度不按年调整"),
    "uncertain level": Words("a level that is drawn is not dosed by year", "随机抽取的力度不按年调整"),
    "inherited level": Words("a level that follows another is not dosed by year", "承接原有力度的不按年调整"),
    "steps": Words(
        "no nearer dose was found: workers come in whole ones, or a budget or too few people bind",
        "未找到更接近的力度：模拟个体不可分割，或受预算、符合条件人数限制",
    ),
}
AS_WRITTEN = Words("as written", "原力度")


def equal_cost_lines(found: EqualCost, language: Language) -> list[str]:
    """Return one line for every rival."""
    return [_line(found, rival, language) for rival in found.rivals]


def _line(found: EqualCost, rival: Scaled, language: Language) -> str:
    cost, target = (yuan_words(one.total, language) for one in (rival, found.first))
    said = {
        "scenario": rival.name, "first": found.first.name, "cost": cost, "target": target,
        "doses": _doses(rival, language),
    }  # fmt: skip
    apart = found.apart(rival)
    if rival.is_equal:
        over = (WHOLE_RUN if apart else EVERY_YEAR).said(language)
        return EQUAL.filled(language, **said, tolerance=percent(TOLERANCE, language), over=over) + _apart(
            apart, language
        )
    if rival.stopped_by:
        why = CEILING.filled(language, lever=inside_sentence(key_words(rival.stopped_by).said(language)))
    else:
        why = (SATED if rival.is_sated else STEPS).said(language)
    return NOT_EQUAL.filled(language, **said, why=why) + _apart(apart, language)


def _apart(apart: Mapping[int, WhyNot], language: Language) -> str:
    """Return which years do not cost the same, and why; "" if all do."""
    if not apart:
        return ""
    parts = [
        YEARS_WHY.filled(
            language, years=", ".join(str(year) for year in apart if apart[year] == why), why=WHY[why].said(language)
        )
        for why in dict.fromkeys(apart.values())
    ]
    return APART.filled(language, years=listed(parts, language))


def _doses(rival: Scaled, language: Language) -> str:
    """Return what every lever that was scaled adds: as written, times which factor, and what stands there then."""
    return "; ".join(_dose(one, language) for one in rival.added) if rival.added else AS_WRITTEN.said(language)


def _dose(one: Added, language: Language) -> str:
    unit = one.lever.DECLARATION.unit
    said = DOSE.filled(
        language,
        lever=inside_sentence(key_words(one.lever.key).said(language)),
        stated=f"{one.stated:,.10g}",
        factor=f"{one.factor:.5g}",
        now=f"{one.now:,.7g}",
        level=dose_words(one.level, unit, language),
    )
    return said if one.year is None else IN_YEAR.filled(language, year=str(one.year), dose=said)
