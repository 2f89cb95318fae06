"""Does the plan work? Every goal as a probability in both worlds, and when failure becomes likely."""

from collections.abc import Iterator, Sequence

from laborsim.analysis.answer_files import AnswerPart
from laborsim.analysis.attribution.tables import goal_leaves
from laborsim.analysis.goals.goals import GoalAnswer, Probability
from laborsim.published.words import Language, Words
from laborsim.report.text.dates import short_month
from laborsim.report.text.effects import effect_told
from laborsim.report.text.goal import goal_said, simulated_words
from laborsim.report.text.labels import located_apart, point_unit, quantity
from laborsim.report.text.numbers import percent
from laborsim.report.text.phrases import inside_sentence, joined
from laborsim.scenario.load import Goal

TITLE = Words("Does the plan work?", "目标实现情况")
NO_GOAL = Words("The scenario states no goal.", "该情景未设定预期目标。")
MET = Words("{aim}: met in {chance}", "{aim}：{chance}实现目标")
MET_BOTH = Words(
    "{aim}: met in {chance}, without the measures in {other}", "{aim}：{chance}实现目标；不实施政策，{other}实现目标"
)
CHANCE = Words(
    "{count} of {runs} runs (95\u00a0% CI {low} to {high})", "{runs}次模拟中{count}次（95%可信区间：{low}—{high}）"
)
FAILS = Words(
    "  failure is more likely than not from {month} on{until}", "  自{month}起未实现目标的可能性大于实现{until}"
)
FIRST = Words(" (the first month in which it is defined)", "（该月为该指标有定义的首月）")
EFFECT = Words("  effect of the measures: {told}", "  政策效应：{told}")
BACKGROUND = Words(
    "  mostly extrapolated: {simulated}, the rest no measure here can move",
    "  该指标多为外推：{simulated}，其余为城镇户籍人口趋势，政策措施难以影响，判断目标实现情况时应审慎",
)
BACKGROUND_AIM = Words(
    "{aim} (mostly extrapolated: {simulated}, the rest no measure here can move)",
    "{aim}（该指标多为外推：{simulated}，其余政策措施难以影响）",
)


def goals_part(goals: Sequence[GoalAnswer], language: Language = "en") -> AnswerPart:
    """Return what the runs say of each goal."""
    lines = [line for goal in goals for line in goal_lines(goal, language)]
    if not lines:
        return AnswerPart(TITLE.said(language), [NO_GOAL.said(language)])
    return AnswerPart(TITLE.said(language), lines, goal_leaves(goals))


def goal_lines(answer: GoalAnswer, language: Language = "en") -> Iterator[str]:
    """Yield the probability of a goal in both worlds, when failure becomes likely, and whose doing it is."""
    aim, chance = aim_words(answer.goal, language), chance_words(answer.scenario, language)
    if answer.is_mostly_background:
        simulated = simulated_words(answer.simulated_share, answer.in_runs, language)
        aim = BACKGROUND_AIM.filled(language, aim=aim, simulated=simulated)
    if answer.baseline is None:
        yield MET.filled(language, aim=aim, chance=chance)
    else:
        yield MET_BOTH.filled(language, aim=aim, chance=chance, other=chance_words(answer.baseline, language))
    if answer.fails_from is not None:
        until = FIRST.said(language) if answer.fails_from == answer.path[0].month else ""
        yield FAILS.filled(language, month=short_month(answer.fails_from, language), until=until)
    if answer.effect is not None:
        about = quantity(answer.point.indicator)
        told = effect_told(answer.effect, about, point_unit(answer.point), language)
        yield EFFECT.filled(language, told=told)


def aim_words(goal: Goal, language: Language) -> str:
    """Return a goal with its indicator and place: "New urban jobs, Gansu, goal: at least 340,000 persons a year …"."""
    name, place = quantity(goal.indicator).name.said(language), located_apart(goal.indicator, goal.region, language)
    return joined((name, place, inside_sentence(goal_said(goal, language))), language)


def chance_words(found: Probability, language: Language) -> str:
    """Return "5 of 10 runs (95 % CI 22 % to 78 %)"."""
    low, high = (percent(end, language) for end in found.interval)
    return CHANCE.filled(language, count=found.count, runs=found.runs, low=low, high=high)
