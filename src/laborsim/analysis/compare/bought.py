"""What the measures of each scenario buy, and what one more of it for a year costs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from laborsim.analysis.compare.compare import Comparison, compared_with
from laborsim.analysis.ratio import Ratio, ratio_of
from laborsim.experiment.indicators.effect import Effect, paired_effect
from laborsim.experiment.indicators.headline import Point, home, new_levers
from laborsim.levers import Lever
from laborsim.levers.base import cost_ends_of
from laborsim.published.csv_writer import Cell
from laborsim.published.indicators import indicators

MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Bought:
    """What the new measures of one scenario cost more than in its baseline, and what they buy.

    `cost`: mean over the pairs, yuan since the base date, and `cost_ends`, the least and the most that it may be by the
    ranges of the unit costs. `indicator`: what all measures buy; "" where they buy different things, which one number
    does not judge. `mean`: its effect, mean of all months; `yuan`: cost of one more of it for a year.
    """

    scenario: str
    levers: tuple[Lever, ...]
    cost: float
    cost_ends: tuple[float, float]
    indicator: str = ""
    mean: Effect | None = None
    yuan: Ratio | None = None


def bought(comparison: Comparison) -> list[Bought]:
    """Return what the measures of every scenario buy; nothing of a scenario without new ones."""
    return [found for k in range(len(comparison.runs)) if (found := _bought(comparison, k)) is not None]


def _bought(comparison: Comparison, k: int) -> Bought | None:
    run, name = comparison.runs[k], comparison.names[k]
    levers = new_levers(run.scenario, compared_with(run))
    if not levers:
        return None
    ours, theirs = comparison.scenario[k], comparison.baseline[k]
    nothing = np.zeros(len(comparison.pairs))
    more = {key: ours.spent[key] - theirs.spent.get(key, nothing) for key in ours.spent}
    cost = np.sum([nothing, *more.values()], axis=0)
    own = [(lever, float(more[lever.key].mean())) for lever in levers]
    low, high = cost_ends_of(own)
    rest = float(cost.mean()) - sum(yuan for _, yuan in own)
    spent = (float(cost.mean()), (rest + low, rest + high))
    aims = {lever.DECLARATION.indicator for lever in levers}
    if len(aims) > 1:
        return Bought(name, levers, *spent)
    [indicator] = aims
    at = indicator, home(run.scenario)
    if not np.isfinite(ours.monthly[at] - theirs.monthly[at])[:, 1:].all():
        return Bought(name, levers, *spent, indicator)
    years = (len(comparison.months) - 1) / MONTHS_A_YEAR
    mine, other = (world.monthly[at][:, 1:].mean(axis=1) for world in (ours, theirs))
    number = comparison.counted(Point(*at, run.scenario.horizon.end))
    effect = paired_effect(mine, other, comparison.n_looks, number)
    return Bought(name, levers, *spent, indicator, effect, ratio_of(cost, (mine - other) * years, number.over(years)))


BOUGHT = (
    "scenario", "buys", "unit", "mean_effect", "low_95", "high_95", "cost_yuan", "lowest_cost_yuan",
    "highest_cost_yuan", "no_cost_can_be_stated_for", "yuan_for_one_more_a_year", "yuan_low_95", "yuan_high_95",
    "undefined",
)  # fmt: skip


def bought_rows(found: Sequence[Bought]) -> list[tuple[Cell, ...]]:
    """Return what scenarios buy as rows of BOUGHT."""
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        unit = indicators()[one.indicator].unit if one.indicator else ""
        mean = (None,) * 3 if one.mean is None else (one.mean.mean, one.mean.low_95, one.mean.high_95)
        on_top = "; ".join(f"{lever.key}: {', '.join(lever.unstated)}" for lever in one.levers if lever.unstated)
        why = "" if one.indicator else "its measures buy different things"
        yuan: tuple[Cell, ...] = (None, None, None, why)
        if one.yuan is not None:
            yuan = (one.yuan.estimate, one.yuan.low_95, one.yuan.high_95, one.yuan.undefined)
        rows.append((one.scenario, one.indicator, unit, *mean, one.cost, *one.cost_ends, on_top, *yuan))
    return rows
