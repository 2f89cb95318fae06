"""A sweep is one question at several doses: each cell is the scenario run alone, and nothing is simulated twice."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.analysis.toy_levers import BASELINE, CALLS, SCENARIO, simulate_toy
from tests.scenario.files import ROOT

from laborsim.analysis.counterfactuals import Sizes
from laborsim.analysis.ratio import ratio_of
from laborsim.analysis.sweep.doses import MOST_CELLS, axes_of, wanted
from laborsim.analysis.sweep.sweep import Sweep, SweepWish, nothing_changes, sweep
from laborsim.analysis.sweep.tables import cell_columns, cell_rows, sweep_leaves
from laborsim.experiment.indicators.effect import effect_of
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.running.extra_worlds import Bench, simulated
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import Asked, Changes, ask
from laborsim.experiment.running.run import Options, run
from laborsim.experiment.store.results import to_bytes
from laborsim.kernels.codes import month_number
from laborsim.report.answers.sweep import doses_words, sweep_lines

PAIRS = 4
TRAINING, POSTS = "training_places", "public_welfare_posts"


def toy(folder: Path, *doses: str, overrides: tuple[str, ...] = (), pairs: int = PAIRS) -> Sweep:
    (folder / "plain.yaml").write_text(BASELINE, encoding="utf-8")
    (folder / "three.yaml").write_text(SCENARIO, encoding="utf-8")
    question = ask(folder / "three.yaml", Changes(overrides=overrides))
    axes = axes_of(question.scenario, question.baseline, [wanted(typed) for typed in doses])
    bench = Bench(folder / "runs", Engine(1, simulate_toy))
    points = (Point("founders_in_business", "CN", month_number(2024, 12)),)
    return sweep(question.scenario, question.baseline, SweepWish(axes, points), bench, Sizes(pairs))


ALONE = (f"levers.{POSTS}=null", "levers.startup_subsidy=null")
"""What leaves training as the only measure."""


def test_a_world_that_all_cells_share_is_simulated_once_and_nothing_again_the_next_time(tmp_path):
    before = len(CALLS)
    first = toy(tmp_path, f"{TRAINING}=500,1000,2000")
    assert len(CALLS) - before == (1 + 3) * PAIRS
    again = toy(tmp_path, f"{TRAINING}=500,1000,2000,4000")
    assert len(CALLS) - before == (1 + 4) * PAIRS
    assert again.tables[0].cells[:3] == first.tables[0].cells


def test_the_effect_of_each_dose_is_what_the_lever_is_known_to_do(tmp_path):
    found = toy(tmp_path, f"{TRAINING}=1000,2000,8000,16000", overrides=ALONE)
    means = [cell.effect.mean for cell in found.tables[0].cells]
    assert means[1] == pytest.approx(2 * means[0], rel=0.05)
    assert means[2] == means[3] == pytest.approx(5 * means[0], rel=0.05)  # nobody asks for more than 5,000
    [table] = found.tables
    [(_, fall)] = table.falls
    assert (fall.low, fall.high) in {(2000.0, 8000.0), (8000.0, 16000.0)}
    assert "Returns fall from" in "\n".join(sweep_lines(found))
    assert "收益递减" in "\n".join(sweep_lines(found, "zh"))


def test_doses_that_do_the_same_are_said_to_and_nothing_is_said_of_returns_between_them(tmp_path):
    same = toy(tmp_path, f"{TRAINING}=6000,8000,16000", overrides=ALONE)
    told = "\n".join(sweep_lines(replace(same, tables=(replace(same.tables[0], lines=same.tables[0].lines[:1]),))))
    assert "6,000 trainees a year and 16,000 trainees a year do exactly the same, in every pair" in told
    assert "no fall of returns is told apart" not in told
    apart = "\n".join(sweep_lines(toy(tmp_path, f"{TRAINING}=1000,2000,3000", overrides=ALONE)))
    assert "exactly the same" not in apart


def test_a_dose_for_fewer_persons_than_a_worker_stands_for_is_told_beside_its_result(tmp_path):
    coarse = (*ALONE, "run.scale=20000")
    told = "\n".join(sweep_lines(toy(tmp_path, f"{TRAINING}=1000,900000", overrides=coarse)))
    assert "At 1,000 trainees a year: Vocational training places: what is new is for 1,000 persons, fewer than" in told
    assert "At 900,000 trainees a year: Vocational training places: what is new" not in told


def test_the_places_of_every_dose_are_told_where_they_are_not_filled(tmp_path):
    found = toy(tmp_path, f"{TRAINING}=1000,900000", overrides=ALONE)
    assert [[one.places for one in cell] for cell in found.places] == [
        [pytest.approx(dose * 7 / 12)] for dose in (1000, 900_000)
    ]
    assert (
        "At 900,000 trainees a year: Vocational training places: 525,000 places are there in the 7 months"
        in "\n".join(sweep_lines(found))
    )


def test_a_grid_has_a_cell_for_every_pair_of_doses_and_steps_for_every_row_and_column(tmp_path):
    found = toy(tmp_path, f"{TRAINING}=500,1000,2000", f"{POSTS}=50000,60000")
    [table] = found.tables
    assert [cell.doses for cell in table.cells] == [(t, p) for t in (500, 1000, 2000) for p in (50000, 60000)]
    assert doses_words(found, (500.0, 60000.0), "en") == "Training 500 trainees a year, Public-welfare posts 60,000"
    lines = {(line.lever, line.other): len(line.steps) for line in table.lines}
    assert lines == {**{(TRAINING, p): 2 for p in (50000, 60000)}, **{(POSTS, t): 1 for t in (500, 1000, 2000)}}
    cells, steps = (leaf.content.decode("utf-8-sig").splitlines() for leaf in sweep_leaves(found))
    assert (len(cells), len(steps)) == (1 + 6, 1 + 7)


def test_every_column_of_the_cells_has_a_name_of_its_own_and_a_row_fills_them(tmp_path):
    found = toy(tmp_path, f"{TRAINING}=500,1000")
    assert len(set(cell_columns(found))) == len(cell_columns(found))
    assert {len(row) for row in cell_rows(found)} == {len(cell_columns(found))}


def test_the_chance_to_meet_a_goal_stands_in_every_cell(tmp_path):
    found = toy(tmp_path, f"{TRAINING}=500,4000", overrides=("goals.founders_in_business.min=2000000",))
    [table] = found.tables
    assert [cell.met.runs for cell in table.cells] == [PAIRS] * 2
    assert "meets it in" in "\n".join(sweep_lines(found))


REAL = """
laborsim: 1
id: parks
extends: national-baseline.yaml
horizon: {start: 2023-12, end: 2025-02}
levers:
  entrepreneurship_parks: {value: 3000, unit: parks, start: 2024-06, source: ASSUMPTION}
run: {replicates: 2, scale: 200000}
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory) -> Asked:
    folder = tmp_path_factory.mktemp("real")
    (folder / "national-baseline.yaml").write_bytes((ROOT / "scenarios" / "national-baseline.yaml").read_bytes())
    (folder / "parks.yaml").write_text(REAL, encoding="utf-8")
    return ask(folder / "parks.yaml")


@pytest.fixture(scope="module")
def swept(asked, tmp_path_factory) -> tuple[Sweep, Path]:
    out = tmp_path_factory.mktemp("swept")
    axes = axes_of(asked.scenario, asked.baseline, [wanted("entrepreneurship_parks=2200,9000,20000")])
    return sweep(asked.scenario, asked.baseline, SweepWish(axes), Bench(out), Sizes(2)), out


def test_a_cell_is_the_same_scenario_run_alone_to_the_bit(asked, swept, tmp_path):
    found, out = swept
    path = Path(asked.loaded.files[0][0])
    alone = ask(path, Changes(overrides=["levers.entrepreneurship_parks.value=20000"]))
    made = run(alone, Options(out=tmp_path))

    def never(task, on_month):
        raise AssertionError("the cell is on disk")

    [cell] = simulated([alone.scenario], range(2), Bench(out, Engine(1, never)))
    for (_, ours), (_, theirs) in zip(made.world("scenario").each(), cell.each(), strict=True):
        assert to_bytes(ours) == to_bytes(theirs)
    [table] = found.tables
    assert table.cells[-1].effect == made.effect(table.point)


def test_at_the_level_that_stands_the_effect_is_zero_in_every_pair_and_nothing_is_spent(swept):
    found, _ = swept
    stands, *others = found.tables[0].cells
    assert (stands.stands, stands.effect.verdict, stands.effect.mean, stands.cost.mean) == (True, "no effect", 0.0, 0.0)
    assert not any(cell.stands for cell in others)
    assert "2,200 parks: the level that stands" in "\n".join(sweep_lines(found))
    assert "现有力度" in "\n".join(sweep_lines(found, "zh"))


def test_the_level_that_stands_is_known_to_change_nothing_only_where_that_is_so(asked):
    axes = axes_of(asked.scenario, asked.baseline, [wanted("entrepreneurship_parks=9000")])
    assert nothing_changes(asked.scenario, asked.baseline, axes)
    path = Path(asked.loaded.files[0][0])
    for override in (
        "levers.workshops={value: 60000, source: ASSUMPTION}",
        "levers.entrepreneurship_parks.places_per_park=100",
        "levers.entrepreneurship_parks.uncertainty={dist: uniform, low: 2500, high: 3500}",
        "levers.entrepreneurship_parks={values: {2024-06: 5000, 2025-01: 3000}, unit: parks, source: ASSUMPTION}",
    ):
        other = ask(path, Changes(overrides=[override]))
        axes = axes_of(other.scenario, other.baseline, [wanted("entrepreneurship_parks=9000")])
        assert not nothing_changes(other.scenario, other.baseline, axes), override


def test_a_lever_that_the_baseline_lacks_changes_nothing_at_what_the_base_date_holds_unless_nobody_knows_it(asked):
    path = Path(asked.loaded.files[0][0])
    parks = asked.baseline.levers[0].source
    as_before = f"levers.entrepreneurship_parks={{value: 2200, start: null, source: '{parks}'}}"
    for uncertainty, is_still in (("", True), ("uncertainty: {dist: uniform, low: 50000, high: 70000}, ", False)):
        workshops = f"levers.workshops={{value: 60000, {uncertainty}source: ASSUMPTION}}"
        other = ask(path, Changes(overrides=[as_before, workshops]))
        axes = axes_of(other.scenario, other.baseline, [wanted("workshops=60000,90000")])
        assert nothing_changes(other.scenario, other.baseline, axes) == is_still


def test_the_first_step_begins_at_the_level_that_stands_where_it_is_known_to_change_nothing(asked, tmp_path):
    axes = axes_of(asked.scenario, asked.baseline, [wanted("entrepreneurship_parks=9000,20000")])
    found = sweep(asked.scenario, asked.baseline, SweepWish(axes), Bench(tmp_path), Sizes(2))
    first, second = found.tables[0].lines[0].steps
    assert (first.low, first.high, second.low) == (2200.0, 9000.0, 9000.0)
    assert first.added.mean == found.tables[0].cells[0].effect.mean


REFUSED = {
    "a lever that the scenario lacks": (["entrepreneurship_park=1"], "did you mean entrepreneurship_parks"),
    "a lever that nobody knows": (["quotas=1"], "its levers: entrepreneurship_parks, school_places"),
    "no doses": (["entrepreneurship_parks="], "names no doses"),
    "no lever": (["3000"], "names no doses"),
    "not a number": (["entrepreneurship_parks=many"], "'many' is not a dose"),
    "no finite number": (["entrepreneurship_parks=nan"], "'nan' is not a dose"),
    "an addition above the ceiling": (["entrepreneurship_parks=+17801"], "the dose 20,001 lies outside"),
    "a multiple of a multiple": (["entrepreneurship_parks=x1.1x2"], "a multiple of it an x, x1.1"),
    "above the ceiling": (["entrepreneurship_parks=3000,99999"], "the dose 99,999 lies outside 0 … 20,000 parks"),
    "below the floor": (["entrepreneurship_parks=-2201"], "the dose -1 lies outside"),
    "a dose given twice": (["entrepreneurship_parks=3000,3e3"], "the dose 3,000 is given twice"),
    "a lever given twice": (["school_places=97", "school_places=98"], "a lever is given twice"),
    "three levers": (["a=1", "b=1", "c=1"], "a sweep takes one or two"),
    "a thousand cells": (
        [f"entrepreneurship_parks={','.join(str(2200 + k) for k in range(100))}", "school_places=" + "97," * 9 + "98"],
        "a sweep of 1,000 cells; at most 100 are simulated",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_swept_is_refused_in_a_sentence_before_anything_is_simulated(case, asked):
    typed, words = REFUSED[case]
    with pytest.raises(WrongInput) as refused:
        axes_of(asked.scenario, asked.baseline, [wanted(one) for one in typed])
    assert words in str(refused.value)


def test_the_largest_sweep_is_not_refused(asked):
    typed = "entrepreneurship_parks=" + ",".join(str(2200 + k) for k in range(MOST_CELLS))
    [axis] = axes_of(asked.scenario, asked.baseline, [wanted(typed)])
    assert len(axis.doses) == MOST_CELLS


def test_doses_are_told_in_ascending_order_however_they_were_typed(asked):
    [axis] = axes_of(asked.scenario, asked.baseline, [wanted("entrepreneurship_parks=9000, 2200,3000")])
    assert (axis.doses, axis.stands) == ((2200.0, 3000.0, 9000.0), 2200.0)


def test_a_dose_is_a_level_or_what_is_added_to_the_one_that_stands_or_a_multiple_of_it(asked):
    [axis] = axes_of(asked.scenario, asked.baseline, [wanted("entrepreneurship_parks=3000,+50,-200,x1.1,×2")])
    assert axis.doses == (2000.0, 2250.0, 2420.0, 3000.0, 4400.0)


@pytest.mark.parametrize(
    ("typed", "stands", "words"),
    [("+50", None, "a level that nobody knows"), ("x1.1", 0.0, "a multiple of what is zero")],
)
def test_a_dose_that_there_is_nothing_to_count_from_is_refused(typed, stands, words):
    [dose] = wanted(f"startup_subsidy={typed}").doses
    with pytest.raises(WrongInput, match=words):
        dose.level("startup_subsidy", stands)


def test_a_number_that_is_not_defined_when_it_is_read_is_refused(asked, tmp_path):
    axes = axes_of(asked.scenario, asked.baseline, [wanted("entrepreneurship_parks=9000")])
    early = Point("return_moves", "CN", asked.scenario.horizon.start + 3)
    with pytest.raises(WrongInput, match="ask for a later month"):
        sweep(asked.scenario, asked.baseline, SweepWish(axes, (early,)), Bench(tmp_path), Sizes(2))


def test_a_draft_of_few_pairs_has_a_price_where_what_is_bought_is_told_from_nothing(tmp_path):
    found = toy(tmp_path, f"{TRAINING}=1000,2000", overrides=ALONE)
    noisy = [
        replace(cell, price=ratio_of(np.arange(4.0) + 8.0, np.array([1.0, 1.1, 0.9, 1.0])))
        for cell in found.tables[0].cells
    ]
    assert noisy[0].price.low_95 is None and noisy[0].bought.is_clear
    table = replace(found.tables[0], cells=tuple(noisy))
    told = "\n".join(sweep_lines(replace(found, tables=(table,))))
    assert "–  " not in told
    unclear = tuple(replace(cell, bought=effect_of(np.array([1.0, -1.0, 1.0, -0.5]))) for cell in noisy)
    assert "–  " in "\n".join(sweep_lines(replace(found, tables=(replace(table, cells=unclear),))))
