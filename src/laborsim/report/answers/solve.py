"""Which dose? The dose of a lever that meets a goal, or the best that can be had and what binds."""

from collections.abc import Iterator

from laborsim.analysis.answer_files import AnswerPart
from laborsim.analysis.attribution.tables import solution_leaf
from laborsim.analysis.goals.bottleneck import Bottleneck
from laborsim.analysis.goals.solve import Solution
from laborsim.report.answers.goals import aim_words, chance_words
from laborsim.report.text.labels import dose_words, lever_words
from laborsim.report.text.numbers import percent, unit, with_unit
from laborsim.report.text.phrases import inside_sentence

TITLE = "Which dose?"


def solution_part(solution: Solution) -> AnswerPart:
    """Return the answer with every dose that was tried."""
    return AnswerPart(TITLE, list(solution_lines(solution)), [solution_leaf(solution)])


def solution_lines(solution: Solution) -> Iterator[str]:
    """Yield the dose that meets a goal, or the best that can be had and what binds."""
    best, doses = solution.best, solution.lever.DECLARATION.unit
    lever, aim = lever_words(solution.lever).en, aim_words(solution.goal, "en")
    wanted = f"{percent(solution.wish.probability, 'en')} of runs"
    if solution.is_met_anyway:
        met = chance_words(best.met, "en")
        yield f"{aim}: met in {met} with nothing new; no dose of {inside_sentence(lever)} is needed"
    elif solution.enough is not None and solution.too_little is not None:
        little = solution.too_little
        met = chance_words(best.met, "en")
        yield f"{aim}, in {wanted}: {lever} at {dose_words(best.dose, doses, 'en')}, met in {met}"
        yield f"  {dose_words(little.dose, doses, 'en')} is too little: met in {chance_words(little.met, 'en')}"
    else:
        yield f"{aim}, in {wanted}: no dose of {inside_sentence(lever)} is enough"
        met = chance_words(best.met, "en")
        yield f"  the best that was found is {dose_words(best.dose, doses, 'en')}: met in {met}"
    if solution.binding is not None:
        yield f"  what binds: {binding_words(solution.binding)}"
    if solution.is_mostly_background:
        yield f"  mostly extrapolated: {percent(solution.simulated_share, 'en')} of the indicator is simulated"


def binding_words(binding: Bottleneck) -> str:
    """Return what keeps a lever from doing more, in a sentence."""
    eligible, _, applied, *_, served = (_persons(number) for number in binding.funnel.persons)
    budget = with_unit(binding.budget_yuan or 0.0, unit("CNY"), "en")
    return {
        "budget": f"the budget of {budget} is spent",
        "direction": "more of this lever moves the indicator away from the goal",
        "nobody": "nobody is served: nobody is eligible and asks for it",
        "eligibility": f"all {eligible} who are eligible are served",
        "take-up": f"of {eligible} who are eligible in a month {applied} apply; more places stay empty",
        "capacity": f"of {applied} who apply in a month {served} are served, at any greater dose",
        "headroom": f"{served} are served in a month, up from {_persons(binding.served_before)}, but the indicator "
        "comes no nearer to the goal: what they gain, others lose",
        "range": "the indicator still comes nearer, but no greater dose is allowed",
        "tries": "places are still filled as they are added; tries ended before the goal was met",
    }[binding.what]


def _persons(number: float) -> str:
    return with_unit(number, unit("persons"), "en")
