"""Which dose meets a goal: the smallest that does, with the same luck at every dose, or the best and what binds."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.toy_levers import BASELINE, CALLS, FULL, SCENARIO, simulate_toy

from laborsim.analysis.counterfactuals import Sizes
from laborsim.analysis.goals.solve import (
    CLOSE,
    MOST_TRIES,
    Range,
    Solution,
    Wish,
    _goal,
    enough,
    search,
    solve,
    too_little,
)
from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.running.extra_worlds import Bench
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import Asked, Changes, ask
from laborsim.report.answers.solve import solution_lines

PAIRS = 4
LEVER = "training_places"
GOAL = "founders_in_business"


def asked(folder, least: float, *overrides: str) -> Asked:
    (folder / "plain.yaml").write_text(BASELINE, encoding="utf-8")
    (folder / "three.yaml").write_text(SCENARIO, encoding="utf-8")
    found = ask(folder / "three.yaml", Changes(overrides=overrides))
    goal = found.scenario.goals[0].model_copy(update={"minimum": least})  # no file may state so little of China
    return replace(found, scenario=found.scenario.model_copy(update={"goals": (goal,)}))


def solved(folder, least: float, wish: Wish | None = None) -> Solution:
    question = asked(folder, least)
    bench = Bench(folder / "runs", Engine(1, simulate_toy))
    return solve(question.scenario, question.baseline, wish or Wish(GOAL, LEVER), bench, Sizes(PAIRS))


@pytest.fixture(scope="module")
def without(tmp_path_factory) -> float:
    """What the founders are in the worst of the pairs without training."""
    found = solved(tmp_path_factory.mktemp("without"), 1.0)
    assert found.is_met_anyway
    return float(found.best.distances.min()) + 1.0


@pytest.mark.parametrize("need", [3.0, 47.0, 512.0, 9000.0])
def test_the_smallest_dose_that_is_enough_is_found_next_to_one_that_is_too_little(need):
    asked_for = []

    def margin(dose: float) -> float:
        asked_for.append(dose)
        return dose - need

    tried = search(margin, Range(0.0, 50.0, 100_000.0))
    least, below = enough(tried), too_little(tried)
    assert below < need <= least
    assert least - below <= max(CLOSE * least, 1.0)
    assert len(asked_for) == len(set(asked_for)) <= MOST_TRIES


def test_no_more_is_tried_where_nothing_new_is_enough():
    assert search(lambda dose: 1.0, Range(0.0, 50.0, 100.0)) == {0.0: 1.0}


def test_no_more_is_tried_where_a_greater_dose_changes_nothing():
    tried = search(lambda dose: min(dose, 60.0) - 100.0, Range(0.0, 50.0, 1e9))
    assert enough(tried) is None
    assert len(tried) < 6


def test_a_dose_that_moves_nothing_yet_does_not_end_the_search():
    tried = search(lambda dose: -1.0 if dose < 500 else 1.0, Range(0.0, 10.0, 1000.0))
    assert enough(tried) == pytest.approx(500, rel=CLOSE)


def test_a_dose_that_moves_no_more_than_the_one_before_does_not_end_the_search():
    tried = search(lambda dose: -3.0 + 2.0 * (dose >= 10) + 2.0 * (dose >= 500), Range(0.0, 10.0, 1000.0))
    assert enough(tried) == pytest.approx(500, rel=CLOSE)


def test_no_dose_beyond_the_greatest_is_tried():
    assert max(search(lambda dose: dose - 100.0, Range(0.0, 50.0, 99.0))) == 99.0


@st.composite
def ranges(draw) -> Range:
    """Return a range of any width, around much that is there already or nothing; the guess may lie outside."""
    nothing, width = draw(st.floats(-1e7, 1e7)), 10 ** draw(st.floats(-2, 7))
    return Range(nothing, nothing + draw(st.floats(-0.5, 1.5)) * width, nothing + width)


STEPS = st.lists(st.tuples(st.floats(0, 1), st.integers(1, 5)), max_size=6)
"""Shares of all that may be added at which a margin rises, and by how much."""


@given(ranges(), STEPS, st.sampled_from([0.0, 1.0]), st.integers(1, 20))
def test_in_every_range_a_dose_that_is_enough_is_found_or_the_greatest_was_tried(doses, steps, slope, need):
    width = doses.most - doses.nothing

    def margin(dose: float) -> float:
        added = (dose - doses.nothing) / width
        return sum(rise for share, rise in steps if added >= share) + slope * added - need

    tried = search(margin, doses)
    least, below = enough(tried), too_little(tried)
    assert all(doses.nothing <= dose <= doses.most for dose in tried)
    assert (least is None) == (margin(doses.most) < 0)
    if least is None:
        assert doses.most in tried
    elif least != doses.nothing:
        assert len(tried) >= MOST_TRIES or least - below <= CLOSE * (least - doses.nothing)


def test_a_dose_is_found_where_most_of_it_is_there_already():
    tried = search(lambda dose: dose - 100_400.0, Range(100_000.0, 100_100.0, 100_500.0))
    assert 100_400 <= enough(tried) <= 100_410


def test_the_dose_that_meets_a_goal_meets_it_in_the_wanted_share_of_runs_and_a_smaller_one_does_not(tmp_path, without):
    found = solved(tmp_path, without + 400)
    assert found.enough is not None
    assert found.enough.met.share >= 0.8 > found.too_little.met.share
    assert found.nothing < found.too_little.dose < found.enough.dose
    text = "\n".join(solution_lines(found))
    assert "is too little" in text
    assert f"{found.enough.dose:,.10g} trainees a year" in text


def test_a_smaller_share_of_runs_needs_no_greater_dose(tmp_path, without):
    wide, narrow = (solved(tmp_path, without + 400, Wish(GOAL, LEVER, share)) for share in (0.25, 1.0))
    assert wide.enough.dose <= narrow.enough.dose


def test_every_dose_meets_the_same_luck_and_is_simulated_once(tmp_path, without):
    before = len(CALLS)
    first = solved(tmp_path, without + 400)
    assert len(CALLS) - before == PAIRS * (len(first.tried) + 1)  # and the baseline, once
    assert {pair for _, pair in CALLS[before:]} == set(range(PAIRS))
    assert [one.dose for one in solved(tmp_path, without + 400).tried] == [one.dose for one in first.tried]
    assert len(CALLS) - before == PAIRS * (len(first.tried) + 1)  # and the baseline, once


def test_a_goal_out_of_reach_gets_the_best_that_can_be_had_and_what_binds(tmp_path, without):
    found = solved(tmp_path, without + 50_000)
    assert found.enough is None
    assert FULL * (1 - 2 * CLOSE) <= found.best.funnel.served <= FULL
    assert found.binding.what == "take-up"
    text = "\n".join(solution_lines(found))
    assert "no dose of vocational training places is enough" in text
    assert (
        "what binds at 50,000,000 trainees a year: take-up: of 50,000 persons who are eligible and know of it" in text
    )
    assert "it 5,000 persons apply in a month" in text


def test_doses_are_looked_for_between_the_given_ends(tmp_path, without):
    found = solved(tmp_path, without + 50_000, Wish(GOAL, LEVER, least=100.0, most=2900.0))
    assert min(one.dose for one in found.tried) == 100.0
    assert max(one.dose for one in found.tried) == 2900.0
    assert found.binding.what == "ceiling"


def test_a_narrow_range_of_a_large_total_is_looked_through_and_told(tmp_path, without):
    found = solved(tmp_path, without + 50_000, Wish(GOAL, LEVER, least=1_000_000.0, most=1_000_300.0))
    assert found.enough is None
    assert found.binding.what == "take-up"
    doses = [one.dose for one in found.tried]
    assert (doses[0], doses[-1]) == (1_000_000.0, 1_000_300.0)
    assert len(doses) > 2


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Wish("pay_all", LEVER), "no goal 'pay_all'; its goals: founders_in_business"),
        (Wish(GOAL, "workshops"), "no lever 'workshops'; its levers: public_welfare_posts, "),
        (Wish(GOAL, LEVER, least=9.0, most=3.0), "give a least below a most"),
        (Wish(GOAL, LEVER, most=1e12), "within 0 … 50,000,000 places/year|within 0 … 5e\\+07 places/year"),
    ],
)
def test_a_wish_that_cannot_be_looked_for_is_refused_with_what_there_is(tmp_path, wish, said):
    with pytest.raises(WrongInput, match=said):
        solved(tmp_path, 10.0, wish)


@pytest.mark.parametrize("typed", ["employment", "pay_all", "unemployment_surveyed"])
def test_a_goal_that_is_not_there_is_stated_by_the_hint_as_it_stands(tmp_path, typed):
    with pytest.raises(WrongInput) as refused:
        _goal(asked(tmp_path, 1.0).scenario, typed)
    [stated] = re.findall(r"--set '(.+)' states one", str(refused.value))
    found = ask(tmp_path / "three.yaml", Changes(overrides=(stated,)))
    assert _goal(found.scenario, stated.split("=")[0].removeprefix("goals."))


def test_a_goal_that_is_like_no_indicator_gets_no_command_that_would_be_refused(tmp_path):
    with pytest.raises(WrongInput, match="lists all indicators") as refused:
        _goal(asked(tmp_path, 1.0).scenario, "xyzzy")
    assert "--set" not in str(refused.value)
