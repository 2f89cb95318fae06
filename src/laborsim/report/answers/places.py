"""Are the places filled? How many places a measure has, how many are filled, and what is short if not all are."""

from collections.abc import Iterable

from laborsim.analysis.goals.bottleneck import What
from laborsim.analysis.goals.filled import Filled, filled_in
from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.when import AS_USUAL, When
from laborsim.levers import Lever
from laborsim.published.words import Language, Words
from laborsim.report.text.binding import binding_words_of
from laborsim.report.text.dates import full_month
from laborsim.report.text.labels import lever_words
from laborsim.report.text.numbers import Unit, spoken, with_unit
from laborsim.report.text.phrases import capitalized
from laborsim.scenario.scenario import Scenario
from laborsim.scenario.slips import below_one_worker

ALL = Words(
    "{lever}: {places} are there in {month}{all_units}, {filled} are filled{over}",
    "{lever}：{month}共有{places}{all_units}，已使用{filled}{over}",
)
SHORT = Words(
    "{lever}: {places} are there, {filled} are filled in {month}{all_units}: {short}",
    "{lever}：共有{places}，{month}已使用{filled}{all_units}：{short}",
)
ALL_TAKEN = Words(
    "{lever}: of {places} in the {months} months to {month} {filled} are taken{over}",
    "{lever}：截至{month}的{months}个月共有{places}，已使用{filled}{over}",
)
SHORT_TAKEN = Words(
    "{lever}: {places} are there in the {months} months to {month}, {filled} are taken: {short}",
    "{lever}：截至{month}的{months}个月共有{places}，已使用{filled}：{short}",
)
OVER = Words(
    " (all: more than there are by the rounding to whole workers of {scale} persons)",
    "（已全部使用：一个模拟个体代表{scale}人，取整后略多于实有数）",
)
ALL_UNITS = Words(" (with those of the base date)", "（含基期已有）")
WHO_IS_SHORT: dict[What, Words] = {
    "nobody": Words("eligible people, not places, are short", "缺的是符合条件的人员，而非名额"),
    "eligible": Words("eligible people, not places, are short", "缺的是符合条件的人员，而非名额"),
    "awareness": Words("people who know of it, not places, are short", "缺的是知晓的人员，而非名额"),
    "take-up": Words("applicants, not places, are short", "缺的是申请人，而非名额"),
    "approval": Words("approved applicants, not places, are short", "缺的是获批的申请人，而非名额"),
    "start": Words("people who go on to take theirs, not places, are short", "缺的是实际享受的人员，而非名额"),
    "money": Words("money, not places, is short", "缺的是资金，而非名额"),
}
BINDS = Words("{who} ({what})", "{who}（{what}）")
ELSEWHERE = Words(
    "places are short where people apply, and free elsewhere (of {applied} who apply in a month {served} are served)",
    "有人申请的地方名额不足，其他地方有空余（当月申请的{applied}中{served}享受）",
)
HELD_ELSEWHERE = Words(
    "places are short where people ask, and free elsewhere (of {applied} who hold one or ask in vain {served} hold "
    "one)",
    "有人申请的地方名额不足，其他地方有空余（占用名额和申请未果的{applied}中{served}占用名额）",
)
SCALE = Words(
    "the scale: one worker stands for {scale} persons, so in most months and provinces too few workers apply to fill "
    "the places (of {applied} who apply in a month {served} are served): run it at a scale of {finer} or finer",
    "模拟比例过粗：一个模拟个体代表{scale}人，多数月份和省份申请的个体不足以用完名额（当月申请的{applied}中{served}享受）：请以{finer}或更细的比例运行",
)
HELD_SCALE = Words(
    "the scale: one worker stands for {scale} persons, so in most provinces too few workers are there to take the "
    "places ({served} hold one): run it at a scale of {finer} or finer",
    "模拟比例过粗：一个模拟个体代表{scale}人，多数省份可占用名额的个体过少（{served}占用名额）：请以{finer}或更细的比例运行",
)
TOO_SMALL = Words(
    "{lever}: what is new is for {persons}, fewer than one worker stands for ({scale}): whatever the run shows of it, "
    "an identical result too, says nothing",
    "{lever}：新增部分惠及{persons}，不足一个模拟个体代表的人数（{scale}）：模拟结果（包括“与基准一致”）不说明其效果",
)

PERSONS = Unit(Words("persons", "人"))
POSTS, SEATS, LOANS = (Unit(Words(*both)) for both in (("posts", "个岗位"), ("places", "个名额"), ("loans", "笔贷款")))
UNITS = {"public_welfare_posts": POSTS, "workshops": SEATS, "guaranteed_loans": LOANS}
"""What a place of a lever is; of all others a place."""


def run_places_lines(run: Run, language: Language, when: When = AS_USUAL) -> list[str]:
    """Return how many places each new measure of a run has and how many are filled, and which cannot be seen at all."""
    until = None if when.on is None else when.on.last
    found = filled_in(run, until)
    seen = [one for one in found if below_one_worker(one.lever, run.scenario) is None]
    unseen = [one.lever for one in found if one not in seen]
    return [*places_lines(seen, language), *(too_small_line(lever, run.scenario, language) for lever in unseen)]


def places_lines(found: Iterable[Filled], language: Language) -> list[str]:
    """Return a line for every lever with places: how many are there and filled, and what is short if not all are."""
    return [places_line(one, language) for one in found if one.places > 0]


def places_line(found: Filled, language: Language) -> str:
    """Return how many places of a lever are there and filled, and what is short if not all are."""
    shown = UNITS.get(found.lever.NAME, SEATS)
    parts = {
        "lever": capitalized(lever_words(found.lever, found.base_year).said(language)),
        "places": with_unit(found.places, shown, language),
        "filled": spoken(found.filled, language),
        "month": full_month(found.month, language),
        "months": str(found.months),
        "over": "",
        "all_units": ALL_UNITS.said(language) if found.lever.DECLARATION.units else "",
    }
    if found.filled > found.places and parts["filled"] != spoken(found.places, language):
        parts["over"] = OVER.filled(language, scale=f"{found.scale:,}")
    if found.short is None:
        return (ALL_TAKEN if found.months else ALL).filled(language, **parts)
    template = SHORT_TAKEN if found.months else SHORT
    return template.filled(language, **parts, short=_short(found, found.short, language))


def _short(found: Filled, short: What, language: Language) -> str:
    if short not in WHO_IS_SHORT:
        _, _, applied, _, served = (with_unit(one, PERSONS, language) for one in found.funnel.persons)
        if short == "scale":
            scale, finer = f"{found.scale:,}", f"{found.finer:,}"
            template = SCALE if found.months else HELD_SCALE
            return template.filled(language, scale=scale, finer=finer, applied=applied, served=served)
        return (ELSEWHERE if found.months else HELD_ELSEWHERE).filled(language, applied=applied, served=served)
    budget = found.lever.cost.total_budget or 0.0
    what = binding_words_of(short, found.funnel, language, lever=found.lever, budget_yuan=budget)
    return BINDS.filled(language, who=WHO_IS_SHORT[short].said(language), what=what)


def too_small_line(lever: Lever, world: Scenario, language: Language) -> str:
    """Return that a lever is new for fewer persons than one worker of a world stands for."""
    small = below_one_worker(lever, world)
    assert small is not None  # it is asked of such levers alone
    persons, scale = (with_unit(number, PERSONS, language) for number in small)
    name = lever_words(lever).said(language)
    return TOO_SMALL.filled(language, lever=name, persons=persons, scale=scale)
