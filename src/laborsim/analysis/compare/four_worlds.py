"""Four worlds: what a shock does with and without the measures, and what the measures do with and without it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from laborsim.analysis.compare.diff import loaded_from
from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.beside_pairs import counted
from laborsim.experiment.indicators.effect import Effect, Numbers, effect_of, without_dust
from laborsim.experiment.indicators.headline import EMPLOYED, SEEKING, Point, aims, differ, headline, home
from laborsim.experiment.indicators.indicator_table import World, summary_dates
from laborsim.experiment.indicators.period import QUARTER, periods
from laborsim.experiment.indicators.possible import bounded
from laborsim.experiment.indicators.readout import Readout
from laborsim.experiment.indicators.when import AGES, AS_USUAL, When, check, goals_due, points_of
from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.running.extra_worlds import Bench, simulated
from laborsim.experiment.store.results import load_results
from laborsim.published.indicators import indicators
from laborsim.published.words import Words
from laborsim.scenario.load import Scenario
from laborsim.scenario.scenario import NORMAL, Shock

CALM, CALM_PLAN, SHOCKED, SHOCKED_PLAN = range(4)
"""Worlds: nothing happens, the measures alone, the shock alone, both."""

SUBTRACTED: Mapping[str, tuple[int, int]] = {
    "shock without measures": (SHOCKED, CALM),
    "shock with measures": (SHOCKED_PLAN, CALM_PLAN),
    "measures without shock": (CALM_PLAN, CALM),
    "measures with shock": (SHOCKED_PLAN, SHOCKED),
}
"""Effects, each with the world that is subtracted from and the one that is subtracted.

From the first world to the last there are two ways, over the shock alone or over the measures alone: pair by pair each
of them adds up to the same.
"""

CUSHION = "what the measures change of the shock"
"""The shock with measures less the shock without, which is the measures with the shock less the measures without."""

BEFORE, AFTER = 1, 4
"""Quarters before and after a shock that are told. ASSUMPTION: one to see nothing yet, a year to see it go."""

ALONE = ("shock without measures",)
"""What is left of the effects where the scenario has no measure of its own."""

NO_SHOCK = Words(
    "{run} has the shocks and the context of its baseline {baseline}: there is nothing to set it against\n"
    "    hint: state a shock or another context in the scenario, or under 'compared_with:' what is there without it",
    "{run} 的冲击和外部条件与其基准情景 {baseline} 相同：没有可对照的内容\n"
    "    建议：请在情景中写明冲击或其他外部条件，或在 'compared_with:' 下写明没有冲击时的情形",
)
"""Why a run without a shock of its own is not asked."""


@dataclass(frozen=True)
class FourWorlds:
    """A run beside the worlds without its shock, on the pairs that all have.

    `worlds`: in the order of the four constants. `values`: [4, pairs] by point, in the unit of summary files. `told`:
    the points that are told, `pairs` how many there are. `quarters`: what is about the question, quarter by quarter
    around the shock; none where another split is asked. Two worlds are the same where there is no measure.
    """

    worlds: tuple[Scenario, Scenario, Scenario, Scenario]
    pairs: int
    values: Mapping[Point, Numbers]
    told: tuple[Point, ...]
    quarters: tuple[Point, ...] = ()

    @property
    def has_measures(self) -> bool:
        """Whether the scenario has a measure that its baseline has not."""
        return differ(self.worlds[SHOCKED_PLAN], self.worlds[SHOCKED])

    def differences(self, point: Point) -> dict[str, Numbers]:
        """Return every effect on a number pair by pair [pairs], by name."""
        values = self.values[point]
        found = {name: values[one] - values[other] for name, (one, other) in SUBTRACTED.items()}
        if self.has_measures:
            found[CUSHION] = found["shock with measures"] - found["shock without measures"]
        names = found if self.has_measures else ALONE
        return {name: without_dust(found[name], *values) for name in names}

    def effects(self, point: Point) -> dict[str, Effect]:
        """Return every effect on a number by name; none where the number is not defined."""
        n_looks, values = self.worlds[SHOCKED_PLAN].run.n_looks, self.values[point]
        number = counted(point, self.worlds[SHOCKED_PLAN])
        beside = {name: number.between(values[one], values[other]) for name, (one, other) in SUBTRACTED.items()}
        found = {
            name: effect_of(each, n_looks, beside.get(name, number.beside))
            for name, each in self.differences(point).items()
        }
        for name, (one, other) in SUBTRACTED.items():
            if name in found:
                found[name] = bounded(found[name], point, self.worlds[one], self.worlds[other])
        return {name: effect for name, effect in found.items() if effect is not None}


def four_worlds(run: Run, bench: Bench, when: When = AS_USUAL) -> FourWorlds:
    """Set a run against its unshocked worlds, on all of its own pairs; what is not on disk is simulated.

    `when`: over which period, and by what they are split. Raises WrongInput where the run has no baseline or no
    shock of its own, and what `extra_worlds.simulated` raises.
    """
    if run.baseline is None:
        raise WrongInput(
            Words(
                f"{run.path} was run without a baseline: it has no world without a shock",
                f"{run.path} 没有基准情景：没有不含冲击的对照情景",
            )
        )
    plan, shocked = run.scenario, run.baseline.scenario
    known = loaded_from(run.path).compared.unshocked
    assert known is not None  # whoever has a baseline has one without the shock
    if (plan.shocks, plan.context) == (known.shocks, known.context):
        raise WrongInput(NO_SHOCK.holding(run=run.path, baseline=shocked.id))
    calm, calm_plan = (
        world.model_copy(update={"shocks": known.shocks, "context": known.context}) for world in (shocked, plan)
    )
    ours, theirs = run.world("scenario"), run.world("baseline")
    pairs = [k for k in ours.replicates if k in theirs.replicates]
    in_order = (*simulated([calm, calm_plan], pairs, bench, [run]), theirs, ours)
    told = told_points(plan, shocked, known, when)
    quarters = () if when.by else around_shock(plan, shocked, known)
    months = dict.fromkeys([*summary_dates(plan), *(point.month for point in told if not point.months)])
    dated = [
        Point(*where, month)
        for where in dict.fromkeys((p.indicator, p.region) for p in told)
        for month in sorted(months)
    ]
    points = list(dict.fromkeys([*(dated if when.is_default else told), *quarters]))
    values = np.array([_values(world, pairs, points) for world in in_order])
    return FourWorlds(
        worlds=(calm, calm_plan, shocked, plan),
        pairs=len(pairs),
        values={point: values[:, :, k] for k, point in enumerate(points)},
        told=told,
        quarters=quarters,
    )


def told_points(
    scenario: Scenario, baseline: Scenario, unshocked: Scenario, when: When = AS_USUAL
) -> tuple[Point, ...]:
    """Return goals when they are due, and the other headlines in the last month of the shock; a context has none.

    Who is in work and who seeks it are told always: those who lose it keep the status of a migrant worker for a year,
    so that a shock shows in these numbers first. Raises ScenarioProblems where nothing can be read as it is asked.
    """
    check(scenario, baseline, when)
    own = [shock for shock in scenario.shocks if shock not in unshocked.shocks]
    end = scenario.horizon.end
    last = max((last_month(shock, scenario) for shock in own), default=end)
    due = {(goal.indicator, goal.region, goal.by) for goal in scenario.goals}
    found = (*headline(scenario, baseline), Point(SEEKING, home(scenario), end))
    at = (p if (p.indicator, p.region, p.month) in due else replace(p, month=last) for p in found)
    points = tuple(dict.fromkeys(at))
    goals = goals_due(scenario, when)
    if when.by in (None, *AGES):
        return tuple(dict.fromkeys([*goals, *points_of(points, scenario, when)]))
    about = {(p.indicator, p.region) for p in aims(scenario, baseline)} | {
        (name, home(scenario)) for name in (SEEKING, EMPLOYED)
    }
    asked = points_of(tuple(p for p in points if (p.indicator, p.region) in about), scenario, when)
    return tuple(dict.fromkeys([*goals, *asked]))


def around_shock(scenario: Scenario, baseline: Scenario, unshocked: Scenario) -> tuple[Point, ...]:
    """Return what the question is about in the quarters around its shocks: from one before to four after.

    A context has no quarters of its own, and what is known of whole years alone is not in them.
    """
    own = [shock for shock in scenario.shocks if shock not in unshocked.shocks]
    felt = sorted(month for shock in own for month in felt_months(shock, scenario))
    if not felt:
        return ()
    first = max(felt[0] - BEFORE * QUARTER, scenario.horizon.start + 1)
    last = min(felt[-1] + AFTER * QUARTER, scenario.horizon.end)
    found = [*aims(scenario, baseline), Point(SEEKING, home(scenario), last)]
    where = dict.fromkeys((p.indicator, p.region) for p in found if indicators()[p.indicator].over != "year")
    quarters = periods(first - first % QUARTER, last, QUARTER)
    inside = [quarter for quarter in quarters if quarter.first > scenario.horizon.start]
    return tuple(Point(*one, 0).over(quarter) for one in where for quarter in inside)


def last_month(shock: Shock, scenario: Scenario) -> int:
    """Return the last month in which a shock is not at its normal level; the last of the horizon if there is none."""
    felt = felt_months(shock, scenario)
    return felt[-1] if felt else scenario.horizon.end


def felt_months(shock: Shock, scenario: Scenario) -> list[int]:
    """Return the simulated months in which a shock is not at its normal level."""
    months = range(scenario.horizon.start + 1, scenario.horizon.end + 1)
    normal = NORMAL[shock.kind]
    return [month for month in months if shock.schedule.level(month, normal) not in (None, normal)]


def _values(world: World, pairs: Sequence[int], points: Sequence[Point]) -> Numbers:
    """Return numbers of a world [pairs, points]."""
    found = []
    for pair in pairs:
        readout = Readout(load_results(world.replicates[pair]), world.scenario)
        found.append([readout.at(point) for point in points])
    return np.array(found)
