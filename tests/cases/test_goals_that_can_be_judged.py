"""A goal is judged or refused: none vanishes."""

from types import SimpleNamespace

import pytest
from tests.analysis.worlds_of_luck import PLAIN
from tests.cases.files import refused, warned
from tests.scenario.files import HEAD, load, only, problems

from laborsim.cli.run import goals_reached
from laborsim.experiment.running.question import ask
from laborsim.kernels.codes import month_name
from laborsim.report.albums.run import drawn_month
from laborsim.scenario.value_types import parse_month

GOAL = "goals: {{{}: {{{}, by: {}, source: x}}}}\n"


def test_a_yearly_flow_in_the_first_half_year_is_refused_with_the_first_date_that_can_be_judged():
    problem = only(refused("08-goal-in-first-year"))
    assert problem.code == "E405"
    assert "2024-12" in problem.hint.en


@pytest.mark.parametrize(
    ("name", "figure"),
    [
        ("income_growth_urban", 'min: 5, unit: "%", background: accepted'),
        ("return_moves", "min: 9000000, unit: moves/year"),
        ("new_urban_jobs", "min: 12000000, unit: persons/year, background: accepted"),
    ],
)
def test_whatever_looks_back_on_a_year_needs_one(tmp_path, name, figure):
    assert only(problems(tmp_path, HEAD + GOAL.format(name, figure, "2024-11"))).code == "E405"
    assert load(tmp_path, HEAD + GOAL.format(name, figure, "2024-12")).scenario.goals[0].indicator == name


def test_a_stock_can_be_judged_in_the_first_month(tmp_path):
    assert load(tmp_path, HEAD + GOAL.format("mean_age", "min: 42, unit: years", "2024-01")).warnings == ()


def test_a_goal_that_is_due_before_its_measure_begins_is_named():
    assert warned("26-goal-before-the-measure") == [("W011", "goals.local_workers")]


def test_a_goal_that_a_measure_can_still_move_is_not(tmp_path):
    assert warned("26-goal-before-the-measure", "levers.workshops.start=2025-06") == []


def test_a_goal_without_a_figure_counts_as_missed_and_is_named(capsys):
    goals = [SimpleNamespace(indicator=name, region="CN") for name in ("mean_age", "return_moves")]
    rows = [{"indicator": "mean_age", "region": "CN", "goal": {"is_met": True}}]
    assert goals_reached(SimpleNamespace(goals=rows, scenario=SimpleNamespace(goals=goals)), "en") == [True, False]
    assert "return_moves in CN has no figure" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("due", "start", "end", "month"),
    [
        (None, "2024-05", None, "2025-12"),
        (None, "2024-05", "2024-06", "2024-06"),
        ("2024-05", "2024-03", "2024-04", "2024-05"),
        ("2024-02", "2024-05", "2024-06", "2024-06"),
    ],
)
def test_an_effect_is_drawn_where_a_measure_is_in_force(tmp_path, due, start, end, month):
    until = f", end: {end}" if end else ""
    lever = f"training_places: {{value: 9000000, start: {start}{until}, source: ASSUMPTION}}"
    (tmp_path / "plain.yaml").write_text(PLAIN.replace("2025-02", "2025-12"), encoding="utf-8")
    (tmp_path / "more.yaml").write_text(f"laborsim: 1\nid: more\nextends: plain.yaml\nlevers: {{{lever}}}\n")
    asked = ask(tmp_path / "more.yaml")
    typed = None if due is None else parse_month(due)
    assert month_name(drawn_month(typed, asked.scenario, asked.baseline)) == month
