"""What keeps a measure from doing more, in words with what its funnel counts: one table for doses and for places."""

from laborsim.analysis.goals.bottleneck import APPLIED, FUNNEL, Funnel, What, counts_places
from laborsim.levers import Lever
from laborsim.published.words import Language, Words
from laborsim.report.text.numbers import unit, with_unit

BINDING: dict[What, Words] = {
    "money": Words(
        "money: the budget of {budget} pays for no more ({spent} is spent, not all are served)",
        "资金：预算{budget}不足以支付更大力度（已支出{spent}，仍有人未能享受）",
    ),
    "direction": Words(
        "direction: beyond this dose more of the lever moves the indicator away from the goal",
        "方向：超过该力度后，继续加大力度会使指标偏离目标",
    ),
    "spread": Words(
        "spread: with this dose the near side of the goal is reached, but single runs lie further apart than the goal "
        "is wide",
        "离散程度：该力度已达到目标下限，但各次模拟之间的差异大于目标允许的范围",
    ),
    "luck": Words(
        "cannot be told at this size: so many pairs would not have shown that more of the lever brings the indicator "
        "nearer by less than {unseen}; more --pairs or a smaller --coarser",
        "在此规模下无法判断：以这样的模拟次数，加大力度使指标接近目标不足{unseen}的变化无法识别；请增加--pairs或减小--coarser",
    ),
    "nobody": Words("eligible people: nobody is eligible", "符合条件人员：无人符合条件"),
    "eligible": Words(
        "eligible people: all {eligible} who are eligible in a month are served",
        "符合条件人员：当月符合条件的{eligible}均已享受",
    ),
    "awareness": Words(
        "awareness: of {eligible} who are eligible in a month {aware} know of it, {applied} apply, {served} are served",
        "知晓：当月符合条件的{eligible}中{aware}知晓，{applied}申请，{served}享受",
    ),
    "take-up": Words(
        "take-up: of {aware} who are eligible and know of it {applied} apply in a month, {served} are served",
        "申请：符合条件且知晓的{aware}中，当月{applied}申请，{served}享受",
    ),
    "approval": Words(
        "approval: of {applied} who apply in a month {approved} are approved, {served} are served",
        "审批：当月申请的{applied}中{approved}获批，{served}享受",
    ),
    "start": Words(
        "start: of {approved} who are approved in a month {served} go on to be served",
        "落实：当月获批的{approved}中{served}实际享受",
    ),
    "places": Words(
        "places: of {applied} who apply in a month {served} are served, and a greater dose serves no more",
        "名额：当月申请的{applied}中{served}享受，加大力度也不会有更多人享受",
    ),
    "ceiling": Words(
        "ceiling: the indicator still comes nearer, but no greater dose is allowed ({applied} apply in a month, "
        "{served} are served)",
        "上限：指标仍在接近目标，但力度已达允许上限（当月{applied}申请，{served}享受）",
    ),
    "demand": Words(
        "demand {where}: {served} are served in a month, but of {seeking} who apply for work there {hired} are hired; "
        "with pay and hiring chances held the indicator would come nearer by {still}",
        "{where}用工需求：当月{served}享受，但当地求职的{seeking}中{hired}被录用；若工资和录用机会不变，指标将向目标接近{still}",
    ),
    "anyway": Words(
        "what is given: {served} are served in a month, but the indicator comes no nearer, with pay and hiring chances "
        "held neither{least}",
        "措施内容：当月{served}享受，但指标并未接近目标，工资和录用机会不变时亦然{least}",
    ),
}


BINDING_HELD: dict[What, Words] = {
    "eligible": Words(
        "eligible people: all {eligible} who are eligible hold a place",
        "符合条件人员：符合条件的{eligible}均已占用名额",
    ),
    "awareness": Words(
        "awareness: of {eligible} who are eligible {aware} know of it, {served} hold a place",
        "知晓：符合条件的{eligible}中{aware}知晓，{served}占用名额",
    ),
    "take-up": Words(
        "take-up: of {aware} who are eligible and know of it {served} hold a place{asking}",
        "申请：符合条件且知晓的{aware}中，{served}占用名额{asking}",
    ),
    "places": Words(
        "places: {served} hold a place{asking}, and a greater dose serves no more",
        "名额：{served}占用名额{asking}，加大力度也不会有更多人占用名额",
    ),
    "ceiling": Words(
        "ceiling: the indicator still comes nearer, but no greater dose is allowed ({served} hold a place{asking})",
        "上限：指标仍在接近目标，但力度已达允许上限（{served}占用名额{asking}）",
    ),
}
"""The same of levers whose places are held: who is counted at a stage are those who hold one, not a month's flow."""

ASKING = Words(", and {refused} ask for one in vain in a month", "，当月另有{refused}申请未果")
NOBODY_ASKS = Words(", and nobody asks for one in vain", "，无人申请未果")


def binding_words_of(
    what: What, funnel: Funnel, language: Language, *, lever: Lever, budget_yuan: float = 0.0, **others: str
) -> str:
    """Return what binds with the people of a month that were counted; `others`: what else its sentence has."""
    persons, yuan = unit("persons"), unit("CNY")
    people = dict(zip(FUNNEL, funnel.persons, strict=True)) | {"seeking": funnel.seeking, "hired": funnel.hired}
    is_held = counts_places(lever) and lever.DECLARATION.held is not None and what in BINDING_HELD
    refused = funnel.persons[APPLIED] - funnel.served
    asking = ASKING.filled(language, refused=with_unit(refused, persons, language)) if refused > 0 else ""
    others["asking"] = asking or NOBODY_ASKS.said(language)
    return (BINDING_HELD if is_held else BINDING)[what].filled(
        language,
        **{stage: with_unit(number, persons, language) for stage, number in people.items()},
        budget=with_unit(budget_yuan, yuan, language),
        spent=with_unit(funnel.spent_yuan, yuan, language),
        **others,
    )
