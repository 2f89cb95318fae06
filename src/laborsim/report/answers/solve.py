"""Which dose? The dose of a lever that meets a goal, or the best that can be had and what binds."""

import math
from collections.abc import Iterator
from dataclasses import replace

from laborsim.analysis.answer_files import AnswerPart, csv_leaf
from laborsim.analysis.attribution.tables import solution_leaf
from laborsim.analysis.goals.bottleneck import URBAN, Bottleneck
from laborsim.analysis.goals.solve import STILL_NEARER, Solution
from laborsim.experiment.indicators.headline import Point
from laborsim.published.words import Language, Words
from laborsim.report.answers.goals import BACKGROUND, aim_words, chance_words
from laborsim.report.answers.split import COLUMNS, readings_lines, readings_rows
from laborsim.report.text.binding import binding_words_of
from laborsim.report.text.dates import period_words
from laborsim.report.text.effects import effect_told
from laborsim.report.text.goal import simulated_words
from laborsim.report.text.labels import dose_words, lever_words, point_unit, quantity
from laborsim.report.text.numbers import percent, threshold_words
from laborsim.report.text.phrases import inside_sentence, sentences
from laborsim.report.text.priors import prior_words
from laborsim.report.text.standing import dose_counted
from laborsim.report.text.statistics import statistic_words

TITLE = Words("Which dose?", "所需政策力度")
MET_ANYWAY = Words(
    "{aim}: met in {chance} with nothing new; no dose of {lever} is needed",
    "{aim}：不新增措施，{chance}已实现目标，无须加大{lever}力度",
)
ENOUGH = Words(
    "{aim}, in {wanted} of runs: {lever} at {dose}, met in {chance}",
    "{aim}，要求在{wanted}的模拟中实现：{lever}需达到{dose}，{chance}实现目标",
)
EFFECT = Words("  effect at {dose}: {told}", "  力度为{dose}时的政策效应：{told}")
NEEDED = Words(
    "  single runs first meet it between {low} and {high} (80\u00a0% of the runs)",
    "  各次模拟首次实现目标所需力度介于{low}和{high}之间（80%的模拟）",
)
NEEDED_OPEN = Words(
    "  single runs first meet it from {low} on; more than one in ten do not at any dose that was tried, up to {most}",
    "  各次模拟首次实现目标所需力度最低为{low}；一成以上的模拟在已试力度（最大{most}）下均未实现",
)
TOO_LITTLE = Words("  {dose} is too little: met in {chance}", "  {dose}不足：{chance}实现目标")
NO_DOSE = Words(
    "{aim}, in {wanted} of runs: no dose of {lever} is enough",
    "{aim}，要求在{wanted}的模拟中实现：加大{lever}力度不足以实现",
)
BEST = Words(
    "  the best that was found is {dose}: met in {chance}, on average {missing} short of the goal",
    "  已试力度中最接近目标的是{dose}：{chance}实现目标，平均尚差{missing}",
)
BEST_OF_EQUAL = Words(
    "  the best that can be had is {dose}, more of it brings no more: met in {chance}, on average {missing} short of "
    "the goal",
    "  最多需要{dose}，再加大力度也不会更接近目标：{chance}实现目标，平均尚差{missing}",
)
BINDS = Words("  what binds at {dose}: {what}", "  力度为{dose}时的制约因素：{what}")

COUNTY, URBAN_TOWNS = Words("in the county", "县域"), Words("in the cities", "城镇")
LEAST = Words(" (less than {unseen} would not have been seen)", "（不足{unseen}的变化无法识别）")


AS_ASKED = Words(
    "The goal is read over {period}, as asked, and not when the scenario has it due",
    "目标按要求读取{period}，而非情景规定的完成时间",
)
COURSE = Words("At {dose}, until the goal is read:", "力度为{dose}时的政策效应（截至目标读取时间）：")
COURSE_OF = "solve-effects.csv"


def solution_part(solution: Solution, language: Language = "en") -> AnswerPart:
    """Return the answer with every dose that was tried."""
    lines, leaves = list(solution_lines(solution, language)), [solution_leaf(solution)]
    when, course = solution.wish.when, solution.course
    if when.on is not None:
        lines.insert(0, AS_ASKED.filled(language, period=period_words(when.on, language)))
    lines.append(statistic_words(solution.scenario, language))
    if course is not None and when.by is not None:
        points = list(course.scenario)
        lines.append(COURSE.filled(language, dose=_dose(solution, solution.best.dose, language)))
        lines += readings_lines(course, points, when.by, language)
        leaves.append(csv_leaf(COURSE_OF, COLUMNS, readings_rows(course, points)))
        leaves = [replace(leaf, name=when.named(leaf.name)) for leaf in leaves]
    return AnswerPart(TITLE.said(language), lines, leaves)


def solution_lines(solution: Solution, language: Language = "en") -> Iterator[str]:
    """Yield the dose that meets a goal, or the best that can be had and what binds."""
    name = lever_words(solution.lever).said(language)
    parts = {
        "aim": aim_words(solution.goal, language),
        "wanted": percent(solution.wish.probability, language),
        "chance": chance_words(solution.best.met, language),
        "dose": _counted(solution, solution.best.dose, language),
        "missing": _amount(solution, max(0.0, -float(solution.best.distances.mean())), language),
    }
    if solution.is_met_anyway:
        yield MET_ANYWAY.filled(language, **parts, lever=inside_sentence(name))
        yield from _sure_lines(solution, language)
    elif solution.binding is None:
        yield ENOUGH.filled(language, **parts, lever=name)
        yield from _sure_lines(solution, language)
    else:
        yield NO_DOSE.filled(language, **parts, lever=inside_sentence(name))
        is_smallest = solution.binding.what not in STILL_NEARER and solution.best.dose < solution.tried[-1].dose
        yield (BEST_OF_EQUAL if is_smallest else BEST).filled(language, **parts)
        yield from _sure_lines(solution, language)
        at = _dose(solution, solution.binding.dose, language)
        yield BINDS.filled(language, dose=at, what=binding_words(solution, solution.binding, language))
    if solution.too_little is not None:
        little = solution.too_little
        dose, chance = _counted(solution, little.dose, language), chance_words(little.met, language)
        yield TOO_LITTLE.filled(language, dose=dose, chance=chance)
    if solution.is_mostly_background:
        yield BACKGROUND.filled(
            language, simulated=simulated_words(solution.simulated_share, solution.in_runs, language)
        )
    yield sentences([prior_words(language)], language)


def _sure_lines(solution: Solution, language: Language) -> Iterator[str]:
    """Yield what the dose does, and how far apart single runs are in the dose that they need."""
    if solution.best.effect is not None:
        about, point = quantity(solution.goal.indicator), _point(solution)
        told = effect_told(solution.best.effect, about, point_unit(point), language)
        yield EFFECT.filled(language, dose=_dose(solution, solution.best.dose, language), told=told)
    if solution.needed is not None:
        low, high = solution.needed
        ends = {"low": _dose(solution, low, language), "most": _dose(solution, solution.tried[-1].dose, language)}
        if math.isfinite(high):
            yield NEEDED.filled(language, **ends, high=_dose(solution, high, language))
        else:
            yield NEEDED_OPEN.filled(language, **ends)


def binding_words(solution: Solution, binding: Bottleneck, language: Language) -> str:
    """Return what keeps a lever from doing more, in a sentence with what was counted."""
    return binding_words_of(
        binding.what,
        binding.funnel,
        language,
        lever=solution.lever,
        budget_yuan=binding.budget_yuan or 0.0,
        where=(URBAN_TOWNS if solution.goal.indicator in URBAN else COUNTY).said(language),
        unseen=_amount(solution, binding.unseen or 0.0, language),
        still=_amount(solution, binding.still or 0.0, language),
        least=LEAST.filled(language, unseen=_amount(solution, binding.unseen, language)) if binding.unseen else "",
    )


def _counted(solution: Solution, dose: float, language: Language) -> str:
    return dose_counted(dose, solution.lever.DECLARATION.unit, solution.nothing, language)


def _dose(solution: Solution, dose: float, language: Language) -> str:
    return dose_words(dose, solution.lever.DECLARATION.unit, language)


def _amount(solution: Solution, size: float, language: Language) -> str:
    return threshold_words(size, point_unit(_point(solution)), language)


def _point(solution: Solution) -> Point:
    return solution.due
