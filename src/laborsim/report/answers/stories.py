"""Why did this worker do that? A story in lines and as data: both worlds, what was chosen between, what decided it."""

import math
from collections.abc import Iterator
from typing import Any

from laborsim.analysis.ledger.people import GROUPS
from laborsim.analysis.stories.story import Story, Stretch
from laborsim.analysis.stories.utility_terms import ALTERNATIVES, WHOLE_PAST, Reason, chances_of
from laborsim.kernels.applications import COUNTY, FOUND, NOTHING, POST, WORKSHOP
from laborsim.kernels.choice.choice import INSIDE, OUTSIDE, PLACE, REST, STAY, WAIT
from laborsim.kernels.codes import (
    FOUNDER,
    GONE,
    LOCAL,
    NOWHERE,
    OUT,
    OUTBOUND,
    PLACED,
    SEEKING,
    SEEKING_AWAY,
    month_name,
    year_and_month,
)
from laborsim.kernels.welfare import FOUNDING, LOCAL_WORK
from laborsim.published.regions import region_codes
from laborsim.published.words import Language, Words
from laborsim.report.text.dates import short_month
from laborsim.report.text.labels import member_words, region_words, state_words
from laborsim.report.text.numbers import digits, unit, with_unit
from laborsim.report.text.phrases import aligned, joined, phrases

WITH_PLACE = ("outbound_outside", "seeking_away")
DECISIONS = {
    NOTHING: Words("keeps what there is", "维持现状"),
    COUNTY: Words("applies for local work", "申请本地就业"),
    FOUND: Words("founds a business", "创业"),
    POST: Words("asks for a public-welfare post", "申请公益性岗位"),
    WORKSHOP: Words("asks for a workshop place", "申请帮扶车间就业"),
}
STATUS_WORDS = {
    LOCAL: Words("in local work", "本地就业"),
    OUTBOUND: Words("in outbound work", "外出就业"),
    FOUNDER: Words("in business", "创业"),
    PLACED: Words("in a supported post", "帮扶岗位就业"),
    SEEKING: Words("unemployed at home", "在乡失业求职"),
    SEEKING_AWAY: Words("unemployed away from home", "在外失业求职"),
    OUT: Words("farming or not working", "在乡务农或未就业"),
    GONE: Words("gone", "退出"),
}
AT_WORK = (LOCAL, OUTBOUND, FOUNDER, PLACED)
SMALLEST_TERM = 0.0005
"""Utility below which a term is not printed."""

CHOICES = {
    STAY: Words(ALTERNATIVES[STAY], "维持现状，或在所在地求职"),
    LOCAL_WORK: Words(ALTERNATIVES[LOCAL_WORK], "本地就业"),
    FOUNDING: Words(ALTERNATIVES[FOUNDING], "返乡创业"),
    INSIDE: Words(ALTERNATIVES[INSIDE], "省内其他地方就业"),
    OUTSIDE: Words(ALTERNATIVES[OUTSIDE], "跨省就业"),
    REST: Words(ALTERNATIVES[REST], "在乡务农或未就业"),
    WAIT: Words(ALTERNATIVES[WAIT], "观望一个月，暂不求职"),
    PLACE: Words(ALTERNATIVES[PLACE], "公益性岗位或帮扶车间就业"),
}
TERMS_ZH = {
    "start-up subsidy": "一次性创业补贴",
    "guaranteed loan": "创业担保贷款",
    "entrepreneurship park": "返乡创业园",
    "customers that other businesses leave": "其他创业者让出的顾客",
    "public-welfare post": "公益性岗位",
    "workshop place": "帮扶车间岗位",
    "training offer": "培训机会",
    "risk of losing a job": "失业风险",
    "calls home": "召回返乡",
    "pay at home": "本地收入",
    "pay in town": "城镇收入",
    "rents in town": "城镇房租",
    "household registration": "户籍限制",
    "school places": "随迁子女学位",
    "people from home already there": "同乡网络",
    WHOLE_PAST: "此前经历",
    "place held in a park": "已入驻创业园",
    "training received": "已接受培训",
    "savings and debts": "储蓄和负债",
}
"""Terms of utility in Chinese, by their names in `analysis.stories.utility_terms`."""

WHO = Words(
    "Worker {worker} (stands for {persons}; pair {pair}): {parts}",
    "个体{worker}（代表{persons}；第{pair}对模拟）：{parts}",
)
BORN = {
    "male": Words("man born in {year}", "男，{year}年出生"),
    "female": Words("woman born in {year}", "女，{year}年出生"),
}
HOME, LIFTED = Words("home {place}", "户籍地{place}"), Words("lifted out of poverty", "脱贫人口")
MONTHS = Words("months", "时间")
WITHOUT, WITH, SAME = (
    Words("without the measures", "不实施措施"),
    Words("with them", "实施措施"),
    Words("the same", "相同"),
)
ALL_THE_SAME = Words("Both worlds are the same to this worker in every month.", "对该个体而言，两种情景各月均相同。")
SPAN = Words("{first}–{last}", "{first}—{last}")
PAID = Words("{state}, {pay} yuan", "{state}，{pay}元")
PLACED_AT = Words("{state} ({place})", "{state}（{place}）")
DECIDING = Words("Deciding month: {month}{parted}.", "决定月份：{month}{parted}。")
PARTED = Words(" (they part {times} times)", "（两种情景先后{times}次分岔）")
BOTH = Words("  without the measures: {before}; with them: {now}.", "  不实施措施：{before}；实施措施：{now}。")
CHOICE = Words("What there is to choose between anew: utility, chance", "可重新选择的去向：效用（概率）")
CLOSED = Words("closed", "不可选")
OWES = Words(
    "  What the choice with the measures owes to each difference between the worlds, utility:",
    "  两种情景的各项差异对实施措施时该选择的效用贡献：",
)
OPENS = Words("opens it", "使其可选")
TAKES_LOCAL = Words("takes local work", "在本地就业")
TAKES = Words("takes a job in {place}", "到{place}就业")
KEEPS = Words("keeps the outbound job", "继续外出就业")
APPLIES = Words("applies for work in {place}", "到{place}求职")
APPLIES_AT_WORK = Words("{status}, applies for work in {place}", "{status}，并到{place}求职")
NOTHING_ASKED = Words("applies for nothing, {status}", "不求职，{status}")
SAME_DECISION = Words(
    "The same decision in both worlds: in one of them somebody else had the place (queue or job lottery).",
    "两种情景下决定相同：其中一种情景的岗位由他人获得（排队或岗位分配）。",
)
PIVOT = Words(
    "What made the difference: {terms}. Without it the old choice stands.",
    "起决定作用的差异：{terms}；若无此项，选择不变。",
)
TOGETHER = Words(
    "What made the difference: {terms} together; none of them alone.", "共同起决定作用的差异：{terms}；单独一项均不足。"
)
NO_PIVOT = Words(
    "No single difference between the worlds restores the old choice.", "没有任何单项差异能使其恢复原来的选择。"
)
OR = Words(" or ", "或")
NOBODY = Words(
    "nobody in the sample '{sample}': nobody's last month differs in this way",
    "样本“{sample}”中没有个体：没有个体在最后一个月出现此种差异",
)


def story_lines(story: Story, language: Language = "en") -> list[str]:
    """Return a worker's story as lines of text."""
    heads = [words.said(language) for words in (MONTHS, WITHOUT, WITH)]
    rows = aligned([heads, *(_stretch(stretch, language) for stretch in story.stretches)])
    lines = [_who(story, language), *rows]
    if story.reason is None or story.deciding is None:
        return [*lines, ALL_THE_SAME.said(language)]
    return [*lines, *_decision(story, story.deciding, story.reason, language)]


def _who(story: Story, language: Language) -> str:
    born, _ = year_and_month(story.birth_month)
    names = {group: GROUPS[group][code] for group, code in story.groups.items()}
    parts = [
        BORN[names["sex"]].filled(language, year=born),
        member_words(names["schooling"]).said(language),
        HOME.filled(language, place=place_name(story.origin, language)),
        *([LIFTED.said(language)] if story.groups["lifted_out"] else []),
    ]
    persons = with_unit(story.persons, unit("persons"), language)
    return WHO.filled(language, worker=story.worker_id, persons=persons, pair=story.pair, parts=joined(parts, language))


def place_name(region: int, language: Language = "en") -> str:
    """Return the name of a region."""
    return region_words(region_codes()[region]).said(language)


def _stretch(stretch: Stretch, language: Language) -> list[str]:
    first, last = short_month(stretch.first, language), short_month(stretch.last, language)
    months = first if first == last else SPAN.filled(language, first=first, last=last)
    ours, theirs = (_there(stretch, world, language) for world in (0, 1))
    return [months, theirs, ours if stretch.differs else SAME.said(language)]


def _there(stretch: Stretch, world: int, language: Language) -> str:
    state, place, pay = stretch.states[world], stretch.places[world], stretch.pay_yuan[world]
    words = state_words(state).said(language)
    if state in WITH_PLACE:
        words = PLACED_AT.filled(language, state=words, place=place_name(place, language))
    return PAID.filled(language, state=words, pay=digits(pay, grouped=language == "en")) if pay > 0 else words


def _decision(story: Story, month: int, reason: Reason, language: Language) -> Iterator[str]:
    parted = PARTED.filled(language, times=story.partings) if story.partings > 1 else ""
    yield DECIDING.filled(language, month=short_month(month, language), parted=parted)
    before_words, now_words = (
        decision_words(reason.decided[world], language, is_first=reason.is_first) for world in (1, 0)
    )
    yield BOTH.filled(language, before=before_words, now=now_words)
    before, now = reason.values[1], reason.values[0]
    chances = chances_of(before, reason.nest_home), chances_of(now, reason.nest_home)
    rows = [[words.said(language) for words in (CHOICE, WITHOUT, WITH)]]
    for k, words in CHOICES.items():
        if math.isfinite(before[k]) or math.isfinite(now[k]):
            both = ((before, chances[0]), (now, chances[1]))
            rows.append([words.said(language), *(_chosen(float(v[k]), float(c[k]), language) for v, c in both)])
    yield from aligned(rows)
    yield from _terms(reason, language)
    yield f"  {pivot_words(reason, language)}"


def _terms(reason: Reason, language: Language) -> Iterator[str]:
    """Yield what the choice with the measures owes to the worlds' differences; of the same choice that is noise."""
    if reason.decided[0] == reason.decided[1]:
        return
    terms = sorted(((gain, name) for name, gain in reason.terms.items() if abs(gain) >= SMALLEST_TERM), reverse=True)
    if terms:
        yield OWES.said(language)
        yield from aligned(
            [
                [
                    f"  {_term(name, language)}",
                    digits(gain, 3, signed=True) if math.isfinite(gain) else OPENS.said(language),
                ]
                for gain, name in terms
            ]
        )


def _term(name: str, language: Language) -> str:
    return TERMS_ZH[name] if language == "zh" else name


def _chosen(value: float, share: float, language: Language) -> str:
    """Return the utility of an alternative and the chance that it is taken: "+3.19 (82.6 %)"."""
    said = digits(value, 2, signed=True) if math.isfinite(value) else CLOSED.said(language)
    chance = digits(100 * share, 1)
    return f"{said}（{chance}%）" if language == "zh" else f"{said} ({chance}\u00a0%)"


def decision_words(decided: tuple[int, int], language: Language = "en", *, is_first: bool = False) -> str:
    """Return what was decided in words. `decided`: status after it and what is applied for, see `Situation.decided`.

    `is_first`: somebody who enters, and has the first job he chooses: the place is where that job is.
    """
    status, applied = decided
    if is_first and status == LOCAL:
        return TAKES_LOCAL.said(language)
    if is_first:
        return TAKES.filled(language, place=place_name(applied, language))
    if status == OUTBOUND and applied == NOTHING:
        return KEEPS.said(language)
    if applied < len(region_codes()):
        # Whoever has work keeps it until the market gives him the place: his status alone would tell the old job.
        template = APPLIES_AT_WORK if status in AT_WORK else APPLIES
        place = place_name(applied, language)
        return template.filled(language, status=STATUS_WORDS[status].said(language), place=place)
    if applied in (NOTHING, NOWHERE):
        return NOTHING_ASKED.filled(language, status=STATUS_WORDS[status].said(language))
    return DECISIONS[applied].said(language)


def pivot_words(reason: Reason, language: Language = "en") -> str:
    """Return what made the difference, in one sentence."""
    if reason.decided[0] == reason.decided[1]:
        return SAME_DECISION.said(language)
    if reason.pivots:
        terms = OR.said(language).join(_term(name, language) for name in reason.pivots)
        return PIVOT.filled(language, terms=terms)
    if reason.together:
        terms = phrases(language).list_comma.join(_term(name, language) for name in reason.together)
        return TOGETHER.filled(language, terms=terms)
    return NO_PIVOT.said(language)


WORLDS = ("scenario", "baseline")


def story_data(story: Story) -> dict[str, Any]:
    """Return a story as plain data; numbers that are not finite are null."""
    return {
        "worker_id": story.worker_id,
        "pair": story.pair,
        "persons": story.persons,
        "origin": region_codes()[story.origin],
        "born": month_name(story.birth_month),
        **{group: GROUPS[group][code] for group, code in story.groups.items()},
        "months": [_stretch_data(stretch) for stretch in story.stretches],
        "deciding_month": None if story.deciding is None else month_name(story.deciding),
        "reason": None if story.reason is None else _reason_data(story.reason),
    }


def _stretch_data(stretch: Stretch) -> dict[str, Any]:
    codes = region_codes()
    worlds = {
        world: {
            "status": stretch.states[k],
            "place": None if stretch.states[k] == "gone" else codes[stretch.places[k]],
            "pay_yuan": stretch.pay_yuan[k],
        }
        for k, world in enumerate(WORLDS)
    }
    return {"first": month_name(stretch.first), "last": month_name(stretch.last), **worlds}


def _reason_data(reason: Reason) -> dict[str, Any]:
    return {
        "utility": {
            world: {name: _finite(float(reason.values[k][at])) for at, name in ALTERNATIVES.items()}
            for k, world in enumerate(WORLDS)
        },
        "terms": {name: _finite(gain) for name, gain in reason.terms.items()},
        "pivots": list(reason.pivots),
        "together": list(reason.together),
        "words": pivot_words(reason),
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
