"""The best mix under a budget: what is found in a model whose best mix is known, and what is wrong with a plan."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from click.testing import CliRunner
from tests.analysis import known_model
from tests.analysis.known_model import BASELINE, MIX
from tests.report.dialects import dialects
from tests.scenario.files import ROOT

from laborsim.analysis.optimize.candidates import Runs, rounded
from laborsim.analysis.optimize.dose_space import highest, space_of, steepest_rise
from laborsim.analysis.optimize.limits import limits_of
from laborsim.analysis.optimize.optimize import Optimum, OptimumSize, optimize, ordered
from laborsim.analysis.sensitivity.factors import FUTURES
from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.running.extra_worlds import Bench
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.store.manifest import verify
from laborsim.levers.costs import CostKind, not_stated
from laborsim.levers.places.settlement_access import SettlementAccess
from laborsim.report.answers.optimize import (
    FUTURE,
    binding_words,
    called_mix,
    limit_words,
    plan_lines,
    run_it,
    run_line,
    summary,
    table_rows,
    told,
)
from laborsim.scenario.input_errors import CannotRead, ScenarioProblems
from laborsim.scenario.plan import Budget, Plan, load_plan

PLAN = """
laborsim: 1
id: best-mix
scenario: mix.yaml
objective: {indicator: founders_in_business, by: 2025-12}
levers:
  startup_subsidy: {min: 0, max: 20000, unit: CNY/founder, source: ASSUMPTION}
  entrepreneurship_parks: {min: 2200, max: 3000, unit: parks, source: ASSUMPTION}
budget:
  province: {2024: 12000000, 2025: 12000000}
equity: {indicator: founders_in_business, least: 0}
"""

SMALL = OptimumSize(coarser=1, samples=16, pairs=5)
YEAR_OF_SUBSIDY, YEAR_OF_PARK = 1_000, 20_000
"""Yuan a year for one yuan of subsidy and for one park, in the known model."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("plans")
    for name, text in (("plain", BASELINE), ("mix", MIX), ("plan", PLAN)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def plan(folder) -> Plan:
    return load_plan(folder / "plan.yaml")


@pytest.fixture(scope="module")
def bench(tmp_path_factory) -> Bench:
    return Bench(tmp_path_factory.mktemp("runs"), Engine(simulate=known_model.simulate_known))


@pytest.fixture(scope="module")
def found(plan, bench) -> Optimum:
    return optimize(plan, bench, SMALL)


def founders(subsidy: float, parks: float) -> float:
    return 31 * 10 * (known_model.FULL * subsidy / 10_000 + 40 * np.sqrt((parks - 2200) / 100))


def best_known(budget: float) -> float:
    """Return the most founders that a year's budget can bring, by trying every number of parks."""
    parks = np.linspace(2200, 3000, 801)
    left = budget - YEAR_OF_PARK * (parks - 2200)
    subsidy = np.clip(left / YEAR_OF_SUBSIDY, 0, 20_000)
    return float(founders(subsidy, parks)[left >= 0].max())


def test_the_best_mix_is_nearly_the_best_there_is(found):
    best = found.best
    assert best.broken == ()
    assert best.effect.mean == pytest.approx(founders(*best.doses.values()), rel=0.001)
    assert best.effect.mean > 0.97 * best_known(12_000_000)


def test_the_mix_keeps_the_budget_and_the_budget_is_named_as_what_stops_it(found):
    spent = sum(years[2025] for years in (costs_of(found, k) for k in range(2)))
    assert spent <= 12_000_000 * 1.005
    first = found.bindings[0]
    assert binding_words(first) == "the budget of the province in 2024 (12 million yuan), 2025 (12 million yuan) binds"
    assert first.gain == pytest.approx(best_known(12_120_000) - best_known(12_000_000), rel=0.5)


def test_a_budget_over_all_years_is_kept_in_their_sum_and_named_as_what_stops_the_mix(plan, bench):
    """In the known model two equal years cost the same: 24 million in all bring what 12 million a year bring."""
    in_all = replace(plan, budgets=(Budget("province", (), 24_000_000),))
    found = optimize(in_all, bench, SMALL)
    spent = sum(sum(costs_of(found, k).values()) for k in range(2))
    assert spent <= 24_000_000 * 1.005
    assert found.best.effect.mean > 0.97 * best_known(12_000_000)
    assert (
        binding_words(found.bindings[0]) == "the budget of the province in all years together (24 million yuan) binds"
    )


def test_a_plan_states_a_total_beside_years_or_alone(folder):
    path = folder / "total.yaml"
    path.write_text(PLAN.replace("{2024: 12000000, 2025: 12000000}", "{2025: 9000000, total: 2e7}"), encoding="utf-8")
    stated = load_plan(path)
    assert stated.budgets == (Budget("province", ((2025, 9e6),), 2e7),)
    assert [(limit.name, limit.bound) for limit in limits_of(stated) if limit.is_budget] == [
        ("budget.province.2025", 9e6),
        ("budget.province.total", 2e7),
    ]
    assert "Must hold: the budget of the province in all years together (20 million yuan)" in plan_lines(stated)


def costs_of(found, k):
    rate = (YEAR_OF_SUBSIDY, YEAR_OF_PARK)[k]
    level = list(found.best.doses.values())[k] - (0, 2200)[k]
    return {2024: rate * level, 2025: rate * level}


def test_without_a_budget_only_the_ends_of_the_ranges_stop_it(plan, bench):
    free = optimize(replace(plan, budgets=(), equity=None), bench, SMALL)
    assert free.best.doses == {"startup_subsidy": 20_000, "entrepreneurship_parks": 3_000}
    assert [binding.lever for binding in free.bindings] == list(free.best.doses)


def test_the_next_yuan_buys_what_the_model_says(found):
    subsidy = next(marginal for marginal in found.marginals if marginal.key == "startup_subsidy")
    per_founder = 2 * YEAR_OF_SUBSIDY * 10_000 / (310 * known_model.FULL)
    assert subsidy.yuan.estimate == pytest.approx(per_founder, rel=0.02)


def test_the_runner_up_is_another_mix_and_not_better(found):
    assert found.rivals[0].effect.mean <= found.best.effect.mean
    assert np.max(np.abs(found.rivals[0].place - found.best.place)) >= 0.15
    assert found.advantages[0].mean == pytest.approx(found.best.effect.mean - found.rivals[0].effect.mean)


def test_regret_is_never_negative_and_somebody_has_least(found):
    assert all(regret.worst >= regret.mean >= 0 for regret in found.regrets)
    assert found.regrets[0].worst == min(regret.worst for regret in found.regrets)
    assert found.regrets[0].name == found.best.name


def test_fewer_can_be_better(plan, bench):
    objective = replace(plan.objective, is_highest=False)
    least = optimize(replace(plan, objective=objective, equity=None), bench, SMALL)
    assert least.best.doses == {"startup_subsidy": 0, "entrepreneurship_parks": 2200}


def test_what_cannot_be_kept_is_said_to_be_broken(plan, bench):
    demanding = replace(plan, equity=replace(plan.equity, least=1e9))
    hopeless = optimize(demanding, bench, SMALL)
    assert hopeless.best.broken
    text = "\n".join(told(hopeless))
    assert "No mix keeps every limit; the nearest" in text
    assert "effect on returnee entrepreneurs in business, the eastern region" in text
    assert "of at least +1 billion persons is broken" in text


def test_a_budget_is_judged_by_its_mean_and_a_floor_by_what_the_pairs_can_tell(plan):
    budget, *_, floor = limits_of(plan)
    assert budget.holds(np.array([12e6, 12.1e6, 12e6]))
    assert not budget.holds(np.array([12.2e6, 12.2e6, 12.2e6]))
    assert floor.holds(np.array([-3.0, 4.0, -2.0]))
    assert not floor.holds(np.array([-3.0, -3.1, -2.9]))


def test_a_goal_on_the_effect_bounds_the_effect_and_not_the_level(folder):
    goals = "goals:\n  local_workers: {adds: 50000, unit: persons, by: 2025-12}\n"
    goals += '  unemployment_migrants: {adds: -0.2, unit: "%", by: 2025-12}\n'
    (folder / "adds.yaml").write_text(PLAN + goals, encoding="utf-8")
    more, less = (limit for limit in limits_of(load_plan(folder / "adds.yaml")) if limit.name.startswith("goal."))
    assert (more.name, more.bound, more.is_ceiling, more.is_effect) == ("goal.local_workers.adds", 50_000, False, True)
    assert (less.bound, less.is_ceiling, less.is_effect) == (pytest.approx(-0.002), True, True)
    assert limit_words(more).startswith("effect on local migrant workers")

    class Told:
        def effect(self, point):
            return 60_000.0 if point.indicator == "local_workers" else -0.001

    assert more.slack(np.array([more.number(Told())])) > 0 > less.slack(np.array([less.number(Told())]))


def test_a_ramp_limit_cuts_the_range(plan):
    slow = replace(plan, doses=(plan.doses[0], replace(plan.doses[1], most_per_year=100)))
    lever = next(lever for lever in plan.scenario.levers if lever.key == "entrepreneurship_parks")
    high = highest(lever, slow.doses[1], plan.scenario, plan.baseline)
    assert 2200 < high < 3000
    assert space_of(slow).by_ramp == (False, True)
    assert steepest_rise(lever, plan.scenario, plan.baseline) == pytest.approx(100 * 12 / 23)
    assert high == pytest.approx(2200 + 100 * 23 / 12)


def test_an_end_of_a_range_is_counted_from_what_is_there_and_told_with_what_it_adds(folder, plan):
    path = folder / "counted.yaml"
    path.write_text(PLAN.replace("min: 2200, max: 3000", "min: {times: 1}, max: {add: 800}"), encoding="utf-8")
    counted = load_plan(path)
    assert counted.doses == plan.doses
    for each in (plan, counted):
        (line,) = (line for line in plan_lines(each) if line.startswith("Entrepreneurship parks"))
        assert line.endswith("2,200 parks to 3,000 parks (800 more, × 1.36)")


@pytest.mark.parametrize(
    ("end", "key", "code"),
    [
        ("{add: 100000}", "max", "E303"),
        ("{times: 0}", "max.times", "E304"),
        ("{add: 1, times: 2}", "max", "E207"),
        ("{}", "max", "E202"),
        ("{plus: 1}", "max", "E206"),
    ],
)
def test_an_end_that_cannot_be_counted_is_refused_at_its_place(folder, end, key, code):
    path = folder / "uncounted.yaml"
    path.write_text(PLAN.replace("max: 3000", f"max: {end}"), encoding="utf-8")
    with pytest.raises(ScenarioProblems) as caught:
        load_plan(path)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert caught.value.problems[0].key.startswith(f"levers.entrepreneurship_parks.{key}")


def test_a_multiple_of_what_is_nothing_is_no_end_of_a_range(folder):
    path = folder / "nothing.yaml"
    path.write_text(PLAN.replace("max: 20000", "max: {times: 2}"), encoding="utf-8")
    with pytest.raises(ScenarioProblems) as caught:
        load_plan(path)
    assert [(problem.key, problem.code) for problem in caught.value.problems] == [
        ("levers.startup_subsidy.max.times", "E318")
    ]


def test_a_rounded_dose_stays_inside_its_range(plan):
    space = space_of(replace(plan, doses=(replace(plan.doses[1], most_per_year=99.7),)))
    assert space.inside({"entrepreneurship_parks": 9_999})["entrepreneurship_parks"] == space.high[0]
    assert space.inside({"entrepreneurship_parks": 2_300})["entrepreneurship_parks"] == 2_300


def test_a_ramp_limit_that_leaves_nothing_is_refused(plan):
    none = replace(plan, doses=(replace(plan.doses[1], low=2900, most_per_year=1),))
    with pytest.raises(WrongInput, match="even its lowest level"):
        space_of(none)


def test_lines_tell_the_mix_its_price_and_how_to_run_it(found):
    text = "\n".join(told(found))
    assert dialects(text.splitlines()) == []
    assert "Best mix: one-off start-up subsidy" in text
    assert "The next yuan: entrepreneurship parks and bases" in text
    assert "Regret of the best mix" in text
    assert "--set levers.startup_subsidy.value=" in run_line(found)
    assert "--set levers.entrepreneurship_parks.values.2025-12=" in run_line(found)


def test_the_command_leaves_a_whole_folder(folder, tmp_path, monkeypatch):
    from laborsim.cli import main
    from laborsim.experiment.running import pool

    known = lambda *jobs, **how: Engine(1, known_model.simulate_known)  # noqa: E731 - stands in for a class
    monkeypatch.setattr(pool, "Engine", known)
    words = ["optimize", str(folder / "plan.yaml"), "-o", str(tmp_path), "--pairs", "3", "--samples", "8"]
    made = CliRunner().invoke(main, words)
    assert made.exit_code == 0, made.output
    assert made.stdout.splitlines()[0].startswith("mix\tstartup_subsidy\tentrepreneurship_parks\teffect")
    [path] = (tmp_path / "mix" / "optimize").glob("[0-9a-f]*")
    assert verify(path) == []
    assert {"mixes.csv", "limits.csv", "marginal.csv", "regret.csv", "optimum.json"} <= {f.name for f in path.iterdir()}
    data = json.loads(CliRunner().invoke(main, [*words, "--json"]).stdout)
    assert data["keeps_every_limit"]
    assert set(data["mix"]) == {"startup_subsidy", "entrepreneurship_parks"}


def test_a_dry_run_says_what_may_be_chosen_and_runs_nothing(folder):
    from laborsim.cli import main

    made = CliRunner().invoke(main, ["optimize", str(folder / "plan.yaml"), "--dry-run"])
    assert made.exit_code == 0, made.output
    assert "One-off start-up subsidy: 0 yuan per founder to 20,000 yuan per founder" in made.stdout
    assert "Must hold: the budget of the province in 2024 (12 million yuan)" in made.stdout


SETTLING = """
laborsim: 1
id: settling
extends: plain.yaml
levers:
  startup_subsidy: {value: 10000, unit: CNY/founder, source: ASSUMPTION}
  settlement_access: {value: 0.5, unit: share, source: ASSUMPTION}
"""

FREE = """
laborsim: 1
id: what-is-free
scenario: settling.yaml
objective: {indicator: founders_in_business, by: 2025-12}
levers:
  startup_subsidy: {min: 0, max: 20000, unit: CNY/founder, source: ASSUMPTION}
  settlement_access: {min: 0, max: 1, unit: share, source: ASSUMPTION}
budget:
  all: 12000000
"""


@pytest.fixture(scope="module")
def settling(folder, bench) -> Optimum:
    for name, text in (("settling", SETTLING), ("free", FREE)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return optimize(load_plan(folder / "free.yaml"), bench, SMALL)


def test_a_measure_is_not_in_every_best_mix_because_its_cost_used_to_be_left_out(settling):
    """All who settle cost 27.5 million a year and bring 6,200 founders, the subsidy 37,200 for 12 million."""
    assert settling.best.broken == ()
    assert settling.best.doses["settlement_access"] < 0.02
    assert settling.best.doses["startup_subsidy"] == pytest.approx(12_000, rel=0.01)


def test_what_no_cost_can_be_stated_for_is_told_beside_the_total(settling):
    text = "\n".join(told(settling))
    assert dialects(text.splitlines()) == []
    assert "On top, no cost can be stated for forgone revenue of household-registration (hukou) relaxation" in text
    [price] = [line for line in text.splitlines() if line.startswith("Its public cost")]
    low, high = settling.best.cost_ends
    assert low < settling.best.cost.mean() < high and "by the range of unit costs" in price


def test_a_measure_is_judged_by_what_it_buys_too(settling):
    founders, settled = settling.marginals
    assert (founders.indicator, settled.indicator) == ("founders_in_business", "outbound_interprovince")
    said = [line for line in told(settling) if line.startswith("The next yuan")]
    assert "of what it buys" not in said[0] and "of what it buys, inter-provincial outbound migrant workers" in said[1]


def cheap(folder, name: str, cost: str) -> Path:
    """Return a plan of a scenario that states a cost of settling."""
    scenario = SETTLING.replace("unit: share,", f"unit: share, cost: {cost},").replace("id: settling", f"id: {name}")
    (folder / f"{name}-scenario.yaml").write_text(scenario, encoding="utf-8")
    path = folder / f"{name}.yaml"
    path.write_text(FREE.replace("settling.yaml", f"{name}-scenario.yaml"), encoding="utf-8")
    return path


def test_a_plan_with_a_measure_whose_cost_nobody_states_is_refused_with_what_would_do(settling, folder, monkeypatch):
    with pytest.raises(ScenarioProblems) as caught:
        load_plan(cheap(folder, "said-to-be-free", "{per_unit: 0}"))
    [problem] = caught.value.problems
    assert (problem.key, problem.code, problem.place.line) == ("levers.settlement_access", "E604", 8)
    assert "delete 'per_unit: 0'" in problem.hint.en
    for cost in ("{per_unit: 5}", "{per_unit: 0, one_off: 1000}", "{budget: 1000000}"):
        assert load_plan(cheap(folder, "stated", cost)).doses
    unknown = tuple(not_stated(kind, "county", "all of it", "nobody knows") for kind in get_args(CostKind))
    monkeypatch.setattr(SettlementAccess, "DECLARATION", replace(SettlementAccess.DECLARATION, costs=unknown))
    with pytest.raises(ScenarioProblems, match=r"E604.*no cost can be stated"):
        load_plan(folder / "free.yaml")
    assert load_plan(cheap(folder, "own-price", "{per_unit: 2000}")).doses, "the scenario's own number is enough"


# what is advised is the best of its own table, and what stops it is what does


def planted(shape):
    """Return a bench on which a shape of (subsidy, parks, pair) decides how many founders a region gains."""

    def simulate(task, on_month=lambda month: None):
        results = known_model.simulate_known(task, on_month)
        levels = {lever.key: lever.schedule.final for lever in task.world.levers}
        gain = shape(levels.get("startup_subsidy", 0.0), levels["entrepreneurship_parks"] - 2200, task.replicate)
        series = results.series.copy()
        is_scenario = "startup_subsidy" in levels
        series[1:, :, results.variables.index("founder")] = 50_000 + (round(gain) if is_scenario else 0)
        return replace(results, series=series)

    return simulate


def solved(plan, tmp_path, shape, pairs=5) -> Optimum:
    bench = Bench(tmp_path, Engine(simulate=planted(shape)))
    return optimize(plan, bench, OptimumSize(coarser=1, samples=16, pairs=pairs))


def stops(found: Optimum) -> list[str]:
    return [line for line in told(found) if line.startswith("What stops it")]


def noise(subsidy: float, parks: float, pair: int) -> float:
    return 3_000 * float(np.random.default_rng([int(subsidy), int(parks), pair]).normal())


@pytest.mark.parametrize("seed", range(4))
def test_nothing_in_its_own_table_beats_the_mix_that_is_named(plan, tmp_path, seed):
    """Where luck decides which mix looks best, the mix that is named still is the best of all that are shown."""
    found = solved(plan, tmp_path, lambda s, p, pair: 500 + s / 20 + noise(s, p, pair + 100 * seed), pairs=4)
    kept = [one for one in found.candidates if not one.broken]
    assert found.best.effect.mean == max(one.effect.mean for one in kept)
    assert [one.effect.mean for one in kept] == sorted((one.effect.mean for one in kept), reverse=True)
    header, first, *_ = table_rows(found)
    assert dict(zip(header, first, strict=True))["effect"] == found.best.effect.mean
    assert {one.effect.pairs for one in found.candidates} == {4}, "what was tried with fewer stands beside none"


@pytest.mark.parametrize("seed", range(3))
def test_no_step_of_a_lever_that_is_told_beside_the_best_does_more(plan, tmp_path, seed):
    """Where luck decides, a step from the best would often do more: then it is the best."""
    free = replace(plan, budgets=(), equity=None)
    found = solved(free, tmp_path, lambda s, p, pair: noise(s, p, pair + 100 * seed), pairs=4)
    assert all(one.gain.mean <= 0 for one in found.marginals)


def test_where_more_brings_nothing_diminishing_returns_stop_the_best(plan, tmp_path):
    hill = lambda s, p, pair: 9_000 - ((s - 8_000) / 200) ** 2 - ((p - 400) / 10) ** 2  # noqa: E731
    found = solved(replace(plan, budgets=(), equity=None), tmp_path, hill)
    assert found.best.doses["startup_subsidy"] == pytest.approx(8_000, rel=0.02)
    assert found.best.doses["entrepreneurship_parks"] == pytest.approx(2_600, rel=0.02)
    assert stops(found) == ["What stops it: diminishing returns; no limit and no end of a range does"]


def test_a_budget_stops_the_best_and_the_lever_that_is_not_worth_its_money_does_not(plan, tmp_path):
    """Parks bring next to nothing for their money: they stand at their lowest, and the budget is all that stops."""
    found = solved(replace(plan, equity=None), tmp_path, lambda s, p, pair: s + p / 10)
    assert found.best.doses["entrepreneurship_parks"] == 2_200
    assert found.best.doses["startup_subsidy"] == pytest.approx(12_000, rel=0.01)
    [one] = stops(found)
    assert "the budget of the province in 2024 (12 million yuan), 2025 (12 million yuan) binds" in one


def test_the_end_of_a_range_stops_the_best_where_more_would_do_more(plan, tmp_path):
    flat = lambda s, p, pair: s / 2 - (p / 10) ** 2  # noqa: E731
    found = solved(replace(plan, budgets=(), equity=None), tmp_path, flat)
    assert [(one.lever, one.end) for one in found.bindings] == [("startup_subsidy", "highest")]


def test_that_nothing_is_settled_is_said_before_anything_else(plan, tmp_path):
    found = solved(plan, tmp_path, lambda s, p, pair: 100 + noise(s, p, pair), pairs=4)
    assert not found.is_settled
    lines = told(found)
    assert lines[1].startswith("Nothing is settled by 4 pairs of runs: the effect of the best mix is not")
    assert lines[2].startswith("Best by its mean: ") and not any(line.startswith("Best mix") for line in lines)
    [one] = stops(found)
    assert one.startswith("What stops it cannot be told, as the best is not told from others")
    assert not summary(found)["is_settled"]


def test_what_is_settled_is_not_doubted(found):
    assert found.is_settled and found.tied == 0
    assert not any("Nothing is settled" in line or "not told from" in line for line in told(found))


# in Chinese

LATIN = re.compile(r"[A-Za-z]{2,}")
TYPED = re.compile(r"best-mix|--pairs|--scale|laborsim run(?: \S+)*")


def english_in(lines: list[str]) -> list[str]:
    """Return the lines in which English is left beside what is typed: ids, options, commands."""
    return [line for line in lines if LATIN.search(TYPED.sub("", line))]


def test_every_line_of_an_optimum_is_told_in_chinese(found, plan, bench, tmp_path):
    hopeless = optimize(replace(plan, equity=replace(plan.equity, least=1e9)), bench, SMALL)
    free = optimize(replace(plan, budgets=(), equity=None), bench, SMALL)
    luck = solved(plan, tmp_path, lambda s, p, pair: 100 + noise(s, p, pair), pairs=4)
    for one in (found, hopeless, free, luck):
        lines = told(one, "zh")
        assert len(lines) == len(told(one)) and english_in(lines) == []
        assert english_in([run_it(one, "zh"), *summary(one, "zh")["bindings"]]) == []
        assert all(english_in([called_mix(candidate.name, "zh")]) == [] for candidate in one.candidates)
    assert english_in(plan_lines(replace(plan, doses=(replace(plan.doses[1], most_per_year=99.7),)), "zh")) == []
    assert all(english_in([FUTURE[future.name].said("zh")]) == [] for future in FUTURES)


def test_what_an_optimum_says_first_is_said_first_in_chinese_too(found, plan, tmp_path):
    luck = solved(plan, tmp_path, lambda s, p, pair: 100 + noise(s, p, pair), pairs=4)
    assert told(luck, "zh")[1].startswith("4对模拟尚不足以定论：均值最优组合的效应在统计上不显著")
    assert told(found, "zh")[1].startswith("最优组合：一次性创业补贴")
    first = binding_words(found.bindings[0], language="zh")
    assert first == "省级财政预算2024年（1200万元）、2025年（1200万元）已用足"


def test_the_command_speaks_chinese_from_the_dry_run_to_the_folder(folder, tmp_path, monkeypatch):
    from laborsim.cli import main
    from laborsim.experiment.running import pool

    known = lambda *jobs, **how: Engine(1, known_model.simulate_known)  # noqa: E731 - stands in for a class
    monkeypatch.setattr(pool, "Engine", known)
    words = ["--lang", "zh", "optimize", str(folder / "plan.yaml")]
    dry = CliRunner().invoke(main, [*words, "--dry-run"])
    assert dry.output.startswith("优化目标：") and english_in(dry.output.splitlines()) == []
    made = CliRunner().invoke(main, [*words, "-o", str(tmp_path), "--pairs", "3", "--samples", "8"])
    assert made.exit_code == 0 and "运行该组合：laborsim run" in made.output and "结果文件夹：" in made.output
    (kept,) = tmp_path.rglob("optimum.json")
    assert english_in(json.loads(kept.read_text(encoding="utf-8"))["lines"]) == []


# the plan file


def test_the_shipped_plan_is_valid():
    plan = load_plan(ROOT / "scenarios" / "plans" / "return-home-budget.yaml")
    assert plan.doses
    assert plan.warnings == ()


FAULTS = """
laborsim: 1
id: bad
scenario: mix.yaml
objective: {indicator: founder_in_business, by: 2031-01, aim: most}
levers:
  startup_subsidy: {min: 30000, max: 20000, unit: yuan}
  park: {min: 1, max: 2}
  entrepreneurship_parks: {min: 2200, max: 2,900}
budget:
  emperor: 5
  province: {2023: 1000, 2025: 12万, total: -1, sum: 5}
goals:
  pay_all: {min: 4000}
equity: {indicator: founders_in_business, among: [CN-XX], by: 2040-01}
colour: red
"""


def test_everything_wrong_with_a_plan_is_said_at_once_with_its_place(folder):
    path = folder / "bad.yaml"
    path.write_text(FAULTS, encoding="utf-8")
    with pytest.raises(ScenarioProblems) as caught:
        load_plan(path)
    said = {(problem.key, problem.code, problem.place.line) for problem in caught.value.problems}
    assert {
        ("objective.aim", "E206", 5),
        ("levers.startup_subsidy.unit", "E302", 7),
        ("levers.startup_subsidy.max", "E309", 7),
        ("levers.park", "E601", 8),
        ("budget.emperor", "E602", 11),
        ("budget.province.2023", "E603", 12),
        ("budget.province.2025", "E204", 12),
        ("budget.province.total", "E304", 12),
        ("budget.province.sum", "E207", 12),
        ("goals.pay_all.unit", "E202", 14),
        ("equity.among", "E307", 15),
        ("colour", "E201", 16),
    } <= said
    assert any(key.startswith("levers.entrepreneurship_parks") and line == 9 for key, _, line in said)
    lines = [problem.place.line for problem in caught.value.problems]
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("changed", "key", "code"),
    [
        ("by: 2025-12", "objective.by", "E404"),
        ("indicator: founders_in_business,", "objective.indicator", "E401"),
        ("max: 3000", "levers.entrepreneurship_parks.max", "E303"),
        ("scenario: mix.yaml", "scenario", "E152"),
    ],
)
def test_each_fault_is_found_alone(folder, changed, key, code):
    other = {
        "by: 2025-12": "by: 2029-12",
        "indicator: founders_in_business,": "indicator: founders,",
        "max: 3000": "max: 300000",
        "scenario: mix.yaml": "scenario: nowhere.yaml",
    }
    path = folder / "one.yaml"
    path.write_text(PLAN.replace(changed, other[changed], 1), encoding="utf-8")
    with pytest.raises(ScenarioProblems) as caught:
        load_plan(path)
    assert [(problem.key, problem.code) for problem in caught.value.problems] == [(key, code)]


def test_what_is_wrong_in_the_scenario_is_said_with_the_plan(folder):
    (folder / "worse.yaml").write_text(MIX.replace("10000", "ten").replace("id: mix", "id: worse"), encoding="utf-8")
    path = folder / "two.yaml"
    path.write_text(PLAN.replace("mix.yaml", "worse.yaml").replace("id: best-mix", "ident: x"), encoding="utf-8")
    with pytest.raises(ScenarioProblems) as caught:
        load_plan(path)
    files = {Path(problem.place.file).name for problem in caught.value.problems}
    assert files == {"two.yaml", "worse.yaml"}


def test_a_plan_for_a_baseline_is_refused(folder):
    path = folder / "flat.yaml"
    path.write_text(PLAN.replace("mix.yaml", "plain.yaml").replace("startup_subsidy: {min", "# {min"), encoding="utf-8")
    with pytest.raises(ScenarioProblems, match="compared with nothing"):
        load_plan(path)


def test_a_plan_that_is_not_there_cannot_be_read(folder):
    with pytest.raises(CannotRead):
        load_plan(folder / "not-there.yaml")


def test_a_dose_is_a_whole_number_of_its_unit_and_no_dust(found):
    assert (rounded(6.776e-10, "places/year"), rounded(-1e-9, "parks"), rounded(52_493.7, "posts")) == (0, 0, 52_490)
    assert (rounded(0.123456, "share"), rounded(97.12345, "%"), rounded(6.776e-10, "share")) == (0.1235, 97.12, 0)
    for candidate in found.candidates:
        assert all(level == round(level) for level in candidate.doses.values()), candidate.name
    assert "e-" not in run_line(found) and not re.search(r"value=\d+\.", run_line(found))


def test_of_mixes_that_do_the_same_the_cheapest_is_advised_and_then_the_one_that_turns_least(found, plan, bench):
    best, runs = found.best, Runs(plan, bench, SMALL.coarser)
    dearer, more = replace(best, cost=best.cost + 1), replace(best, place=best.place + 0.1)
    assert ordered(runs, found.surface, [dearer, more, best]) == [best, more, dearer]
    worse = replace(best, value=best.value - 1, cost=best.cost * 0)
    assert ordered(runs, found.surface, [worse, dearer]) == [dearer, worse], "money comes after the effect"


def test_what_is_filled_of_the_best_mix_is_told(found):
    (parks,) = found.filled
    assert parks.lever.key == "entrepreneurship_parks" and parks.short is not None, "nobody holds a place there"
    assert parks.lever.schedule.final == found.best.doses["entrepreneurship_parks"]
    (line,) = (line for line in told(found) if "are filled in" in line)
    assert line.startswith("Entrepreneurship parks") and f", {parks.filled:.0f} are filled in December 2025" in line
    assert summary(found)["filled"]["entrepreneurship_parks"]["filled"] == parks.filled
