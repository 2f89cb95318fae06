"""What binds is what was planted: each bottleneck in a model whose books and answers are known, and told in words."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pytest
from tests.experiment.stand_in import fake_simulate
from tests.report.dialects import dialects

from laborsim.analysis.counterfactuals import Sizes
from laborsim.analysis.goals.bottleneck import What
from laborsim.analysis.goals.solve import CLOSE, Solution, Wish, solve
from laborsim.experiment.running.extra_worlds import Bench
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import Changes, ask
from laborsim.experiment.running.replicate import OnMonth, Task
from laborsim.experiment.store.results import Results
from laborsim.model.ledger import STAGES
from laborsim.report.answers.solve import solution_lines
from laborsim.report.text.binding import BINDING

PAIRS = 4
R = 31
GOAL = "founders_in_business"
NEED = 500_000.0
"""How many founders more than with nothing new the goal wants [persons]: more than any plant gives."""

FAKE_LUCK = 6_000
"""How far the stand-in's pairs may lie from their mean [founders]."""

FILE = """
laborsim: 1
id: {id}
horizon: {{start: 2023-12, end: 2025-06}}
title: t
run: {{replicates: 4, seed: 5, scale: 20000}}
"""

LEVERS = """extends: plain.yaml
levers:
  training_places: {value: 1200, unit: places/year, source: ASSUMPTION}
  startup_subsidy: {value: 1000, unit: CNY/founder, source: ASSUMPTION}
  guaranteed_loans: {value: 100000, unit: CNY/loan, source: ASSUMPTION}
goals:
  founders_in_business: {min: 4000000, unit: persons, by: 2025-06, region: CN, source: ASSUMPTION}
"""


@dataclass(frozen=True)
class Plant:
    """What a lever meets: people a month, the share that passes each stage, and what each served person brings.

    `works`: founders a person served adds; `with_markets`: part of it that is left once markets respond. `luck`
    [founders] differs from pair to pair and dose to dose; `of_pairs` from pair to pair only.
    """

    eligible: float = 1e6
    aware: float = 0.9
    apply: float = 0.9
    approve: float = 1.0
    start: float = 1.0
    room: float = np.inf
    works: float = 1.0
    with_markets: float = 1.0
    by_level: bool = False
    luck: float = 0.0
    of_pairs: float = 0.0
    loans: float = np.inf
    until: int = 10**6  # months in force


PLANT = Plant()


def planted(task: Task, on_month: OnMonth = lambda month: None) -> Results:
    """Return the stand-in's counts with the planted funnel of the wished lever, and what it adds to the founders."""
    results = fake_simulate(replace(task, world=task.world.model_copy(update={"levers": ()})), on_month)
    keys = tuple(lever.key for lever in task.world.levers)
    services = np.zeros((len(results.months), len(keys), R, len(STAGES)), np.int64)
    founders = PLANT.of_pairs * (-1) ** task.replicate
    for k, lever in enumerate(task.world.levers):
        level = lever.schedule.final
        if lever.key != WISHED or level == 0:
            continue
        counts_places = lever.key == "training_places"
        stages = np.cumprod([PLANT.eligible, PLANT.aware, PLANT.apply, PLANT.approve, PLANT.start])
        served = min(stages[-1], PLANT.room, PLANT.loans)
        served = min(served, level / 12) if counts_places else served
        unit, unmet = lever.unit_cost_yuan * (1 if counts_places else level), 0.0
        months = min(PLANT.until, len(results.months) - 1)
        if lever.cost.budget is not None:
            unmet, served = served, min(served, lever.cost.budget / unit / months)
            unmet -= served
        unmet += max(0.0, min(stages[-1], PLANT.room) - PLANT.loans)
        stages[3:] = np.minimum(stages[3:], served) if counts_places else stages[3:]
        services[1 : 1 + months, k, 0, :5] = [*stages[:4], served]
        services[1 : 1 + months, k, 0, 5] = served * unit * 100
        services[1 : 1 + months, k, 0, 7] = unmet
        dose = level / 100 if PLANT.by_level else served
        left = 1.0 if task.world.closure == "fixed" else PLANT.with_markets
        founders += PLANT.works * left * dose
        founders += PLANT.luck * np.random.default_rng([task.replicate, int(level)]).normal()
    series = results.series.copy()
    series[1:, 0, results.variables.index("founder")] += round(founders)
    return replace(results, series=series, service_names=keys, services=services)


WISHED = "training_places"


def found(folder, monkeypatch, plant: Plant, wish: Wish, goal: dict[str, float], *overrides: str) -> Solution:
    """Return the answer where something is planted; the goal is set from what there is with nothing new."""
    monkeypatch.setattr("tests.analysis.goals.test_bottlenecks.PLANT", plant)
    monkeypatch.setattr("tests.analysis.goals.test_bottlenecks.WISHED", wish.lever)
    for name, more in (("plain", "tags: [baseline]\n"), ("plan", LEVERS)):
        (folder / f"{name}.yaml").write_text(FILE.format(id=name) + more, encoding="utf-8")
    asked = ask(folder / "plan.yaml", Changes(overrides=overrides))
    bench = Bench(folder / "runs", Engine(1, planted))

    def solved(**limits: float | None) -> Solution:
        [stated] = asked.scenario.goals
        world = asked.scenario.model_copy(update={"goals": (stated.model_copy(update=limits),)})
        return solve(world, asked.baseline, wish, bench, Sizes(PAIRS))

    usual = solved(minimum=1.0).best.value
    return solved(**{"minimum": None, **{side: usual + size for side, size in goal.items()}})


TRAINING, SUBSIDY, LOANS = (Wish(GOAL, key) for key in ("training_places", "startup_subsidy", "guaranteed_loans"))
BUDGET = "levers.{}.cost.budget={}"

PLANTED: dict[str, tuple[What, Plant, Wish, tuple[str, ...]]] = {
    "a budget that is spent": ("money", Plant(), TRAINING, (BUDGET.format("training_places", 5_000_000),)),
    "a budget of what each founder gets": ("money", Plant(), SUBSIDY, (BUDGET.format("startup_subsidy", 1e7),)),
    "a budget that does not pay what comes first": (
        "money", Plant(room=0), TRAINING,
        (BUDGET.format("training_places", 1e6), "levers.training_places.cost.one_off=2000000"),
    ),
    "more that does harm": ("direction", Plant(works=-1.0), TRAINING, ()),
    "luck greater than what is missing": ("luck", Plant(luck=3e6), replace(TRAINING, most=120_000.0), ()),
    "nobody to serve": ("nobody", Plant(eligible=0), TRAINING, ()),
    "few people": ("eligible", Plant(eligible=5_000, aware=1.0, apply=1.0), TRAINING, ()),
    "few who know": ("awareness", Plant(aware=0.05), TRAINING, ()),
    "few who want it": ("take-up", Plant(apply=0.05), TRAINING, ()),
    "few who want it, of whom luck hides what they bring": (
        "take-up", Plant(apply=0.001, luck=2e4), TRAINING, (),
    ),
    "a strict office": ("approval", Plant(approve=0.2), SUBSIDY, ()),
    "few who begin": ("start", Plant(start=0.2), SUBSIDY, ()),
    "few who know of money": ("awareness", Plant(aware=0.3), SUBSIDY, ()),
    "seats where nobody is": ("places", Plant(room=2_000), TRAINING, ()),
    "a fund of so many loans": (
        "places", Plant(loans=1_000), LOANS, ("levers.guaranteed_loans.loans_per_year=12000",),
    ),
    "a ceiling of places": ("ceiling", Plant(), replace(TRAINING, most=120_000.0), ()),
    "a ceiling of money a head": ("ceiling", Plant(by_level=True), SUBSIDY, ()),
    "no jobs in the county": ("demand", Plant(with_markets=0.0), replace(TRAINING, most=120_000.0), ()),
    "a gift to those who need none": ("anyway", Plant(works=0.0), replace(TRAINING, most=120_000.0), ()),
    "nothing left that money could do": (
        "anyway", Plant(works=0.0, aware=1.0, apply=1.0), replace(SUBSIDY, most=9_000.0), (),
    ),
    "a measure that ended a year before the goal": ("awareness", Plant(aware=0.05, until=3), TRAINING, ()),
}  # fmt: skip


@pytest.mark.parametrize("case", PLANTED)
def test_the_bottleneck_that_was_planted_is_named(case, tmp_path, monkeypatch):
    what, plant, wish, overrides = PLANTED[case]
    answer = found(tmp_path, monkeypatch, plant, wish, {"minimum": NEED * 10}, *overrides)
    assert answer.enough is None
    assert answer.binding.what == what
    for language in ("en", "zh"):
        lines = list(solution_lines(answer, language))
        assert dialects(lines) == [] or language == "zh"
        assert BINDING[what].said(language).split("{")[0].split(":")[0].split("：")[0] in lines[-2]


def test_every_bottleneck_is_planted():
    assert {what for what, *_ in PLANTED.values()} | {"spread"} == set(BINDING)


def test_the_words_hold_what_is_counted_where_it_binds(tmp_path, monkeypatch):
    answer = found(tmp_path, monkeypatch, Plant(aware=0.05), TRAINING, {"minimum": NEED})
    *_, binds, _ = solution_lines(answer)
    assert "of 1 million persons who are eligible in a month 50,000 persons know of it, 45,000 persons apply" in binds
    assert "45,000 persons are served" in binds


def test_of_doses_that_do_as_much_the_smallest_is_told(tmp_path, monkeypatch):
    answer = found(tmp_path, monkeypatch, Plant(aware=0.05), TRAINING, {"minimum": NEED})
    full = 45_000 * 12
    assert full * (1 - 2 * CLOSE) <= answer.best.dose <= full * (1 + CLOSE) < answer.tried[-1].dose
    assert f"the best that can be had is {answer.best.dose:,.10g} trainees a year" in "\n".join(solution_lines(answer))


@pytest.mark.parametrize("need", [20_000, 40_000])
def test_the_smallest_dose_that_is_enough_is_told_beside_one_that_is_not(need, tmp_path, monkeypatch):
    answer = found(tmp_path, monkeypatch, Plant(aware=0.05, of_pairs=500), TRAINING, {"minimum": need})
    assert answer.binding is None
    assert (need - FAKE_LUCK) * 12 <= answer.enough.dose <= (need + FAKE_LUCK) * 12 * (1 + CLOSE)
    assert answer.too_little.dose < answer.enough.dose


def test_a_goal_with_two_sides_is_met_by_the_first_dose_past_the_near_one(tmp_path, monkeypatch):
    answer = found(tmp_path, monkeypatch, Plant(), TRAINING, {"minimum": 30_000.0, "maximum": 45_000.0})
    assert answer.enough is not None
    assert (30_000 - FAKE_LUCK) * 12 <= answer.enough.dose <= (30_000 + FAKE_LUCK) * 12 * (1 + CLOSE)


def test_runs_further_apart_than_a_goal_is_wide_are_what_binds(tmp_path, monkeypatch):
    wide = Plant(of_pairs=5_000)
    answer = found(tmp_path, monkeypatch, wide, TRAINING, {"minimum": 20_000.0, "maximum": 22_000.0})
    assert answer.enough is None
    assert answer.binding.what == "spread"
    assert "spread" in "\n".join(solution_lines(answer))


def test_a_dose_that_cannot_be_told_from_another_is_not_said_to_bring_nothing(tmp_path, monkeypatch):
    answer = found(tmp_path, monkeypatch, Plant(luck=3e6), replace(TRAINING, most=120_000.0), {"minimum": NEED * 10})
    text = "\n".join(solution_lines(answer))
    assert "cannot be told at this size" in text and "--pairs" in text
    assert all(later.dose > one.dose for one, later in pairwise(answer.tried))


MODEL = """
laborsim: 1
id: {id}
title: t
horizon: {{start: 2023-12, end: 2024-06}}
run: {{replicates: 2, draws: 0, seed: 5, scale: 60000}}
"""

OF_THE_MODEL = """extends: plain.yaml
levers:
  public_welfare_posts: {value: 500000, unit: posts, source: ASSUMPTION, apply_share: 0.01}
  training_places:
    {value: 60000, unit: places/year, regions: [CN-XZ], source: ASSUMPTION, aware_share: 1.0, apply_share: 1.0}
goals:
  placed_workers: {min: 29000000, unit: persons, by: 2024-06, region: CN, source: ASSUMPTION}
  pay_all: {min: 9000, unit: CNY/month, by: 2024-06, region: CN, source: ASSUMPTION}
"""


@pytest.mark.parametrize(
    ("what", "wish", "overrides"),
    [
        ("take-up", Wish("placed_workers", "public_welfare_posts"), ()),
        ("money", Wish("placed_workers", "public_welfare_posts"), (BUDGET.format("public_welfare_posts", 1e8),)),
        ("eligible", Wish("pay_all", "training_places"), ()),
    ],
)
def test_the_model_itself_is_asked_what_binds(what, wish, overrides, tmp_path):
    for name, more in (("plain", "tags: [baseline]\n"), ("plan", OF_THE_MODEL)):
        (tmp_path / f"{name}.yaml").write_text(MODEL.format(id=name) + more, encoding="utf-8")
    asked = ask(tmp_path / "plan.yaml", Changes(overrides=overrides))
    answer = solve(asked.scenario, asked.baseline, wish, Bench(tmp_path / "runs", Engine(1)), Sizes(2))
    assert answer.binding.what == what
    assert answer.best.dose < answer.tried[-1].dose == answer.binding.dose
    assert answer.binding.funnel == answer.tried[-1].funnel
