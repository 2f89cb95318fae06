"""One worker more in every pair is told from rounding by no command, and all of them have the same interval."""

from dataclasses import replace

import pytest
from tests.analysis.known_model import BASELINE, SCENARIO
from tests.experiment.stand_in import fake_simulate

from laborsim.analysis.attribution.attribution import attribute
from laborsim.analysis.compare.compare import compare_runs
from laborsim.analysis.compare.four_worlds import four_worlds
from laborsim.analysis.counterfactuals import Sizes
from laborsim.analysis.goals.goals import judge_goals
from laborsim.analysis.goals.solve import Wish, solve
from laborsim.analysis.sensitivity.study import Size, study
from laborsim.analysis.sweep.doses import axes_of, wanted
from laborsim.analysis.sweep.sweep import SweepWish, sweep
from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.effect import Effect
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.running.extra_worlds import Bench, bench_of
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import Changes, ask
from laborsim.experiment.running.replicate import OnMonth, Task
from laborsim.experiment.running.run import Options, run
from laborsim.experiment.store.results import Results
from laborsim.kernels.codes import month_number

FOUNDERS = Point("founders_in_business", "CN", month_number(2025, 12))
WORKER = 20_000
PAIRS = 4
LEVER = "startup_subsidy"


def simulate_one_worker(task: Task, on_month: OnMonth = lambda month: None) -> Results:
    """Return worlds in which a subsidy makes one founder, whoever is lucky."""
    levers = {lever.key for lever in task.world.levers}
    results = fake_simulate(replace(task, world=task.world.model_copy(update={"levers": ()})), on_month)
    series = results.series.copy()
    founders = series[1:, :, results.variables.index("founder")]
    founders[:] = WORKER * (3 + task.replicate % 3)
    founders[:, 0] += WORKER * (LEVER in levers)
    return replace(results, series=series)


def engine() -> Engine:
    return Engine(1, simulate_one_worker)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("worker")
    shock = "shocks:\n  exports: {kind: vacancies, market: urban, value: 0.6, start: 2025-01, source: ASSUMPTION}\n"
    goal = "goals:\n  founders_in_business: {adds: 20000, unit: persons, by: 2025-12, source: ASSUMPTION}\n"
    for name, text in (("plain", BASELINE), ("subsidy", SCENARIO + shock + goal)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return run(
        ask(folder / "subsidy.yaml", Changes(replicates=PAIRS, scale=WORKER)), Options(folder / "runs", engine())
    )


@pytest.fixture(scope="module")
def own(made: Run) -> Effect:
    found = made.effect(FOUNDERS)
    assert found is not None
    return found


def test_a_draft_of_four_pairs_with_one_worker_more_in_each_is_not_told_from_luck(own: Effect) -> None:
    assert (own.pairs, own.mean, own.verdict) == (PAIRS, WORKER, "no detectable effect")
    assert (own.low_95, own.high_95) == (0.0, 2 * WORKER)


def test_a_comparison_says_so(made: Run, own: Effect) -> None:
    [measured] = compare_runs([made]).effects([FOUNDERS])
    assert measured.effect == own


def test_what_is_read_for_figures_and_splits_says_so(made: Run, own: Effect) -> None:
    assert made.readings([FOUNDERS]).effect(FOUNDERS) == own


def test_causes_say_so_of_the_whole_and_of_its_only_lever(made: Run, own: Effect) -> None:
    causes = attribute(made, bench_of(made, engine()), Sizes(PAIRS))
    cause = next(cause for cause in causes.found if cause.point == FOUNDERS)
    assert cause.plan.total == own and cause.plan.still == own
    assert cause.shares[LEVER].total == own


def test_four_worlds_say_so_with_and_without_the_shock(made: Run, own: Effect) -> None:
    effects = four_worlds(made, bench_of(made, engine())).effects(FOUNDERS)
    assert effects["measures with shock"] == effects["measures without shock"] == own


def test_a_sweep_says_so_of_the_dose_and_of_the_step_to_it(made: Run, own: Effect) -> None:
    worlds = made.scenario, made.baseline.scenario
    axes = axes_of(*worlds, [wanted(f"{LEVER}=10000,20000")])
    found = sweep(*worlds, SweepWish(axes, (FOUNDERS,)), Bench(made.path.parent, engine()), Sizes(PAIRS))
    [table] = found.tables
    assert {cell.effect for cell in table.cells} == {own}
    assert all(cell.price.undefined for cell in table.cells), "nothing is divided by what may be none"


def test_a_dose_that_is_solved_for_and_its_goal_say_so(made: Run, own: Effect) -> None:
    worlds = made.scenario, made.baseline.scenario
    wish = Wish(FOUNDERS.indicator, LEVER, least=10_000, most=20_000)
    found = solve(*worlds, wish, Bench(made.path.parent, engine()), Sizes(PAIRS))
    assert {tried.effect for tried in found.tried} == {own}
    [goal] = judge_goals(made)
    assert goal.effect == own


def test_a_study_of_sensitivity_says_so_in_its_middle(made: Run, own: Effect) -> None:
    worlds = made.scenario, made.baseline.scenario
    found = study(*worlds, Size(1, 2, 1, 8, PAIRS), Bench(made.path.parent, engine()), FOUNDERS)
    assert found.center == own
