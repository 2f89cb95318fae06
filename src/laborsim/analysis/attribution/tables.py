"""Causes, goals and doses as files: every number that is told, in the units of summary files."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import astuple, fields

from laborsim.analysis.answer_files import Leaf, csv_leaf
from laborsim.analysis.attribution.attribution import Cause, Causes
from laborsim.analysis.counterfactuals import MarketResponse
from laborsim.analysis.goals.goals import GoalAnswer, Probability
from laborsim.analysis.goals.solve import Solution
from laborsim.experiment.indicators.effect import Effect
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.indicators.summary import EVERYBODY, unit_of
from laborsim.kernels.codes import month_name
from laborsim.published.csv_writer import Cell
from laborsim.published.indicators import indicators

PLAN = "all"
"""Stands for all levers together."""

POINT = ("indicator", "unit", "region", "date")
EFFECT = tuple(field.name for field in fields(Effect))
CAUSES = (*POINT, "group", "baseline_mean", "scenario_mean", "lever", "response", *EFFECT)
INTERACTIONS = (*POINT, "group", "lever", "other_lever", *EFFECT)
PROBABILITY = ("met", "runs", "probability", "low_95", "high_95")
GOALS = (
    *POINT, "min", "max", "value", "adds", "tolerance", *PROBABILITY, *(f"baseline_{name}" for name in PROBABILITY),
    "mean_distance", "failure_likely_from", "simulated_share", "simulated_in_runs", "mostly_background", "source",
)  # fmt: skip
PATHS = ("indicator", "region", "month", "on_course", *PROBABILITY[1:])
FUNNEL = ("eligible", "aware", "applied", "approved", "served", "spent_yuan", "unmet", "seeking_work", "hired")
DOSES = (
    "lever",
    "unit",
    "dose",
    "mean_value",
    "mean_distance",
    *PROBABILITY,
    "mean_effect",
    "effect_low_95",
    "effect_high_95",
    *FUNNEL,
)


def cause_leaves(causes: Causes) -> list[Leaf]:
    """Return the shares of all levers while markets stand still, with their response, and the interaction matrix."""
    shares = cause_rows(causes)
    both = [
        (*point_cells(cause.point), cause.point.group or EVERYBODY, one, other, *astuple(effect))
        for cause in causes.found
        for (one, other), effect in cause.interactions.items()
    ]
    return [csv_leaf("causes.csv", CAUSES, shares), csv_leaf("interactions.csv", INTERACTIONS, both)]


def cause_rows(causes: Causes) -> list[Sequence[Cell]]:
    """Return a row CAUSES for every lever, response and number."""
    return [row for cause in causes.found for row in _cause_rows(cause)]


def goal_leaves(goals: Sequence[GoalAnswer]) -> list[Leaf]:
    """Return the probability of every goal, and its path by month."""
    paths = [
        (goal.goal.indicator, goal.goal.region, month_name(step.month), *probability_cells(step.probability))
        for goal in goals
        for step in goal.path
    ]
    rows = [_goal_row(goal) for goal in goals]
    return [csv_leaf("goals.csv", GOALS, rows), csv_leaf("goal-paths.csv", PATHS, paths)]


def solution_leaf(solution: Solution) -> Leaf:
    """Return every dose that was tried and what came of it."""
    name = f"solve-{solution.goal.indicator}-{solution.lever.key.replace('/', '-')}.csv".replace("_", "-")
    return csv_leaf(name, DOSES, dose_rows(solution))


def dose_rows(solution: Solution) -> list[Sequence[Cell]]:
    """Return a row DOSES for every dose that was tried."""
    return [
        (
            solution.lever.key,
            solution.lever.DECLARATION.unit,
            tried.dose,
            tried.value,
            float(tried.distances.mean()),
            *probability_cells(tried.met),
            *(
                (None, None, None)
                if tried.effect is None
                else (tried.effect.mean, tried.effect.low_95, tried.effect.high_95)
            ),
            *tried.funnel.persons,
            tried.funnel.spent_yuan,
            tried.funnel.unmet,
            tried.funnel.seeking,
            tried.funnel.hired,
        )
        for tried in solution.tried
    ]


def _cause_rows(cause: Cause) -> Iterator[Sequence[Cell]]:
    responses: dict[str, MarketResponse] = {PLAN: cause.plan, **cause.shares}
    for lever, response in responses.items():
        parts = {"total": response.total, "still": response.still, "market": response.market}
        parts |= {"clearing": cause.clearing} if lever == PLAN else {}
        for name, effect in parts.items():
            if effect is not None:
                yield (
                    *point_cells(cause.point),
                    cause.point.group or EVERYBODY,
                    cause.baseline,
                    cause.scenario,
                    lever,
                    name,
                    *astuple(effect),
                )


def _goal_row(answer: GoalAnswer) -> Sequence[Cell]:
    goal, scale = answer.goal, indicators()[answer.goal.indicator].scale
    asked = (goal.minimum, goal.maximum, goal.value, goal.adds)
    figures = [None if figure is None else figure * scale for figure in asked]
    return (
        *point_cells(answer.point),
        *figures,
        goal.tolerance * scale,
        *probability_cells(answer.scenario),
        *((None,) * len(PROBABILITY) if answer.baseline is None else probability_cells(answer.baseline)),
        answer.distance,
        None if answer.fails_from is None else month_name(answer.fails_from),
        answer.simulated_share,
        answer.in_runs if math.isfinite(answer.in_runs) else None,
        answer.is_mostly_background,
        goal.source,
    )


def point_cells(point: Point) -> tuple[str, str, str, str]:
    """Return the columns POINT of a number."""
    return point.indicator, unit_of(indicators()[point.indicator], point.months), point.region, point.date


def probability_cells(found: Probability) -> tuple[Cell, ...]:
    """Return the columns PROBABILITY of a probability."""
    return found.count, found.runs, found.share, *found.interval
