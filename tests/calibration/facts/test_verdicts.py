"""Verdicts are taken of means over draws, and never of what was put in or cannot be tested."""

from dataclasses import replace

import pytest
from tests.scenario.files import ROOT

from laborsim.calibration.facts import readings
from laborsim.calibration.facts.declarations import facts
from laborsim.calibration.facts.looks import looks, moved, note_look, totals
from laborsim.calibration.facts.readings import IDENTITIES
from laborsim.calibration.facts.screening import moves, stepped
from laborsim.calibration.facts.verdicts import CONSTRUCTED, HIT, MISS, NOT_TESTABLE, judge, judge_identity
from laborsim.calibration.targets.free_parameters import read_free
from laborsim.parameters.parameters import Parameters
from laborsim.scenario.input_errors import Notes

FACTS = {fact.id: fact for fact in facts()}
NAN = float("nan")


@pytest.mark.parametrize(("value", "verdict"), [(14.9, MISS), (15.0, HIT), (35.0, HIT), (35.1, MISS)])
def test_a_number_hits_within_its_range_ends_included(value, verdict):
    assert judge(FACTS["ret_cumulative"], [{"returned": value}]).verdict == verdict


def test_the_mean_over_draws_is_judged_and_the_band_shown():
    found = judge(FACTS["ret_cumulative"], [{"returned": value} for value in (10.0, 20.0, 30.0)])
    assert (found.verdict, found.value, found.share) == (HIT, 20.0, pytest.approx(2 / 3))
    assert found.band == pytest.approx((12, 28))


def test_a_ratio_is_of_means_where_single_draws_divide_by_little():
    draws = [{"ratio": 9.0, "first year": 0.1, "sixth year": 0.9}, {"ratio": 0.3, "first year": 3.0, "sixth year": 0.9}]
    found = judge(FACTS["ret_hazard_falls"], draws)
    assert found.value == pytest.approx(1.8 / 3.1) and found.verdict == HIT and found.share == 0.5


def test_what_the_fact_says_beside_its_number_has_to_hold_too():
    found = judge(FACTS["su_mode_one"], [{"no worker": 60.0, "ten or more": 5.0}])
    assert (found.verdict, found.failed) == (MISS, ("ten or more",))


@pytest.mark.parametrize(("schooling", "verdict", "right"), [(-0.1, HIT, 2), (0.1, MISS, 1)])
def test_signs_are_counted_of_the_means(schooling, verdict, right):
    found = judge(FACTS["ret_post_stay_signs"], [{"age": -0.1, "schooling": schooling, "child": 0.1}])
    assert (found.verdict, found.value) == (verdict, right)


def test_what_is_needed_is_not_outvoted_by_signs():
    signs = {"vacancies": -5.0, "pay": -1.0, "least vacancies": 1.0}
    assert judge(FACTS["tr_vacancies"], [signs]).verdict == HIT
    found = judge(FACTS["tr_vacancies"], [{**signs, "least vacancies": 0.0}])
    assert (found.verdict, found.value, found.failed) == (MISS, 2, ("least vacancies",))


def test_exactly_nothing_in_every_draw_is_no_hit_even_where_nothing_lies_in_the_range():
    nothing = [{"points": 0.0}, {"points": 0.0}]
    assert FACTS["trn_at_scale"].low == 0 and judge(FACTS["trn_at_scale"], nothing).verdict == CONSTRUCTED
    assert judge(FACTS["trn_at_scale"], [{"points": 0.0}, {"points": 0.1}]).verdict == HIT


def test_what_was_put_in_is_no_hit():
    assert judge(FACTS["rs_remit_share"], [{"percent": 25.0}]).verdict == CONSTRUCTED


def test_a_state_that_is_built_makes_its_fact_testable(monkeypatch):
    path = {"month 3": -30.0, "month 6": -3.0, "month 9": -2.0, "year": -2.5}
    assert judge(FACTS["cv_quarters"], [path]).verdict == HIT
    monkeypatch.setattr("laborsim.calibration.facts.verdicts.STATES", frozenset())
    assert judge(FACTS["cv_quarters"], [path]).verdict == NOT_TESTABLE
    monkeypatch.undo()
    assert judge(FACTS["cv_quarters"], [{**path, "month 3": -50.0}]).failed == ("month 3",)


def test_what_cannot_be_computed_is_missed_and_has_no_figure():
    found = judge(FACTS["circ_permanent_intra"], [{"difference": NAN}])
    assert (found.verdict, found.value) == (MISS, None)


def test_ranges_come_from_the_table_and_not_from_the_reading():
    wide = replace(FACTS["ret_cumulative"], low=0.0)
    assert judge(wide, [{"returned": 3.0}]).verdict == HIT
    assert not any(hasattr(one, "low") for one in readings.READINGS.values())


def test_an_identity_holds_or_does_not():
    one = IDENTITIES[0]
    assert judge_identity(one, [{one.part: 0.0}]).verdict == HIT
    assert judge_identity(one, [{one.part: 28.0}]).verdict == MISS


def test_totals_count_hits_among_what_can_be_tested():
    judged = {name: judge(fact, []) for name, fact in FACTS.items()}
    judged["ret_cumulative"] = judge(FACTS["ret_cumulative"], [{"returned": 20.0}])
    judged["rs_remit_share"] = judge(FACTS["rs_remit_share"], [{"percent": 25.0}])
    found = totals(list(FACTS.values()), judged, ["ret_cumulative", "rs_remit_share"])
    assert found == {"core_hit": 1, "core_testable": 1, "hit": 1, "testable": 2}


def test_a_look_is_noted_once_and_counted_where_parameters_moved(tmp_path):
    path, seen = tmp_path / "looks.csv", {"core_hit": 1, "core_testable": 2, "hit": 3, "testable": 4}
    note_look(path, "c" * 16, "p" * 16, seen)
    note_look(path, "c" * 16, "p" * 16, seen, "the same again")
    assert len(looks(path)) == 1
    note_look(path, "c" * 16, "p" * 16, {**seen, "hit": 2}, "more draws")
    note_look(path, "c" * 16, "q" * 16, seen, "other parameters")
    assert [one["note"] for one in looks(path)] == ["", "more draws", "other parameters"] and moved(looks(path)) == 1


def free(name):
    (found,) = [one for one in read_free(ROOT / "calibration" / "parameters.csv", Notes()) if one.name == name]
    return found


def test_a_step_is_a_prior_standard_deviation_and_turns_back_at_a_bound():
    stay = free("stay")
    assert stepped(Parameters(), stay).stay == pytest.approx(2.7)
    assert stepped(Parameters(stay=5.9), stay).stay == pytest.approx(5.6)


def test_a_move_is_seen_where_it_is_more_than_noise():
    center = [{"x": 1.0}, {"x": 2.0}]
    away = {"strong": [{"x": 3.0}, {"x": 4.1}], "weak": [{"x": 1.1}, {"x": 1.9}], "gone": [{"x": NAN}, {"x": 1.0}]}
    found = {move.parameter: move for move in moves(center, away)}
    assert set(found) == {"strong", "weak"} and found["strong"].move == pytest.approx(2.05)
    assert found["strong"].is_seen and not found["weak"].is_seen
