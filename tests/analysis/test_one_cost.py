"""A cost is one number with one interval, and certain where only one world spends, wherever it is told."""

from dataclasses import replace

import numpy as np
import pytest
from tests.analysis.known_model import BASELINE, SCENARIO, simulate_known

from laborsim.analysis.attribution.attribution import attribute
from laborsim.analysis.attribution.tables import CAUSES, cause_rows
from laborsim.analysis.compare.four_worlds import four_worlds
from laborsim.analysis.counterfactuals import Sizes
from laborsim.analysis.sensitivity.study import Size, study
from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.beside_pairs import Countable
from laborsim.experiment.indicators.effect import paired_effect
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.running.extra_worlds import Bench, bench_of
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import Changes, ask
from laborsim.experiment.running.run import Options, run
from laborsim.kernels.codes import month_number
from laborsim.model.ledger import STAGES

COST = Point("cost", "CN", month_number(2025, 12))


def simulate_unlike_spending(task, on_month=lambda month: None):
    """Return the known model, in which luck decides whether nearly nothing or very much is asked for."""
    results = simulate_known(task, on_month)
    services = results.services.copy()
    services[..., STAGES.index("spent_fen")] *= 1 + 40 * (task.replicate % 3 == 1)
    return replace(results, services=services)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Run:
    folder = tmp_path_factory.mktemp("cost")
    shock = "shocks:\n  exports: {kind: vacancies, market: urban, value: 0.6, start: 2025-01, source: ASSUMPTION}\n"
    for name, text in (("plain", BASELINE), ("subsidy", SCENARIO + shock)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return run(ask(folder / "subsidy.yaml", Changes(replicates=4)), Options(folder / "runs", engine()))


def engine() -> Engine:
    return Engine(1, simulate_unlike_spending)


def test_causes_have_the_interval_of_the_summary_whole_and_by_lever(made):
    own = made.effect(COST)
    assert own is not None and own.low_95 > 0 and own.p_sign == 1.0 and own.verdict == "raises"
    causes = attribute(made, bench_of(made, engine()), Sizes(4))
    cost = next(cause for cause in causes.found if cause.point == COST)
    assert cost.plan.total == own
    assert cost.shares["startup_subsidy"].total == own, "the only lever is the whole plan"
    told = [dict(zip(CAUSES, row, strict=True)) for row in cause_rows(causes)]
    rows = [row for row in told if row["indicator"] == "cost" and row["response"] in ("total", "still")]
    assert len(rows) == 4 and {row["verdict"] for row in rows} == {"raises"}


def test_every_effect_of_the_causes_is_that_of_the_run_where_the_pairs_are_the_same(made):
    for cause in attribute(made, bench_of(made, engine()), Sizes(4, split="none")).found:
        own = made.effect(cause.point)
        assert (own.low_95, own.high_95, own.p_sign, own.verdict) == pytest.approx(
            tuple(getattr(cause.plan.total, name) for name in ("low_95", "high_95", "p_sign", "verdict"))
        )


def test_of_four_worlds_the_measures_cost_what_the_run_says(made):
    found = four_worlds(made, bench_of(made, engine()))
    effects = found.effects(COST)
    assert effects["measures with shock"] == made.effect(COST)
    assert effects["measures without shock"].verdict == "raises" and effects["measures without shock"].low_95 > 0


def test_the_middle_of_a_tornado_of_costs_is_certain_too(made):
    worlds = made.scenario, made.baseline.scenario
    found = study(*worlds, Size(1, 2, 1, 8, 4), Bench(made.path.parent, engine()), COST)
    assert found.center.verdict == "raises" and found.center.low_95 > 0


def test_a_single_pair_is_enough_to_say_that_money_is_spent():
    effect = paired_effect(np.array([7.0]), np.array([0.0]), number=Countable("cost"))
    assert (effect.verdict, effect.p_sign, effect.low_95) == ("raises", 1.0, None)
