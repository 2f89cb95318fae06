"""Facts that are read off lives, on lives written by hand, where the right value can be counted."""

import numpy as np
import pytest
from tests.calibration.facts.lives_by_hand import lives

from laborsim.calibration.facts import founding, returning, searching
from laborsim.calibration.facts.destinations import first_destinations
from laborsim.kernels.applications import CHANGED_JOB, STARTED

YEAR = 12


def test_who_is_at_home_in_december_and_in_ten_of_twelve_months_has_returned():
    away = "l" + "o" * 11
    people = lives(
        away + "l" + "l" * 12,  # home for a year: returned
        away + "l" + "lll" + "o" * 3 + "l" * 6,  # three months away in the last year: not
        away + "l" + "l" * 11 + "o",  # away in December: not
        "lll" + "o" * 3 + "l" * 19,  # three months away are no migrant worker
        "l" * 25,  # never away: not among those asked
        "ooo" + "l" * 22,  # away before the window: his first departure is not seen
    )
    assert returning.returned(people, 24).tolist() == [True, False, False, False, False, False]
    assert returning.cumulative_return(people, 24)["returned"] == pytest.approx(25)


def test_the_hazard_of_returning_is_by_years_away_of_spells_that_begin_in_the_window():
    # Four begin; one returns after 6 months, one after 66; two go on. One was away before: he does not count.
    months = 100
    people = lives(
        "l" + "o" * 6 + "l" * 93, "l" + "o" * 66 + "l" * 33, "l" + "o" * 99, "l" + "o" * 99, "o" * 10 + "l" * 90
    )
    assert people.months == months
    first, sixth = YEAR * 1 / (6 + 3 * 12), YEAR * 1 / (6 + 2 * 12)
    found = returning.hazard_by_years_away(people)
    assert found["first year"] == pytest.approx(100 * first) and found["ratio"] == pytest.approx(sixth / first)


def test_leaving_the_model_while_away_is_no_return():
    people = lives("l" + "o" * 6 + "." * 93, "l" + "o" * 70 + "l" * 29)
    with np.errstate(divide="ignore"):  # the ratio to nobody is no number
        assert returning.hazard_by_years_away(people)["first year"] == 0


def test_a_completed_return_is_two_months_at_home_between_two_spells_away():
    people = lives("oollooloo", "oolllllll", "llloollll", "oo..ooloo")
    returns, away = returning.completed_returns(people, 0, 9)
    assert returns.tolist() == [1, 0, 0, 0] and away.tolist() == [6, 2, 2, 6]


def test_whoever_stays_is_away_in_the_same_province_five_years_on():
    months = 73
    people = lives("o" * months, "o" * months, "o" * 40 + "l" * 33, "o" * 40 + "." * 33)
    people.destination[60:, 1] = 2  # went on to another province
    assert returning.still_there(people, 12)["stayed"] == pytest.approx(100 / 3)


def test_gross_return_is_into_the_province_and_of_central_people_only():
    months = 9 * YEAR + 12
    people = lives("o" * months, "o" * months, "o" * months, origin=(0, 0, 2))
    april = 12 + 4
    people.status[april + 1 : april + 8, 0] = 0  # home, in a local job, in October of one of nine years
    central = np.array([True, True, False])
    assert returning.gross_return(people, central)["back"] == pytest.approx(100 / 18)


def test_the_chance_of_finding_work_is_by_months_of_search():
    # Of four searches two end in the first three months, one after nine, one goes on.
    people = lives("l" + "s" * 2 + "l" * 13, "o" + "a" * 3 + "o" * 12, "l" + "s" * 9 + "o" * 6, "l" + "s" * 15)
    early, late = 2 / (2 + 3 + 3 + 3), 1 / (3 + 6)
    assert searching.finding_by_duration(people)["ratio"] == pytest.approx(late / early)


def test_a_search_that_is_given_up_found_no_work():
    people = lives("l" + "s" * 2 + "r" * 13, "l" + "s" * 2 + "l" * 13, "l" + "s" * 8 + "l" * 7)
    early, late = 1 / (2 + 2 + 3), 1 / 2
    assert searching.finding_by_duration(people)["ratio"] == pytest.approx(late / early)


def test_time_between_jobs_begins_with_the_end_of_an_outbound_job():
    people = lives("o" + "a" * 2 + "o" * 4, "o" + "s" * 4 + "l" * 2, "l" + "s" * 3 + "l" * 3)
    length, ended = searching.gaps(people)
    assert sorted(length.tolist()) == [2, 4] and ended.all()
    found = searching.time_between_jobs(people)
    assert found["mean"] == pytest.approx(3) and found["at most two months"] == pytest.approx(50)


def test_a_change_of_job_without_a_gap_is_another_job():
    people = lives("o" * 24, "o" * 12 + "l" * 12, "o" * 6 + "l" * 18)
    people.events[8, 0] = CHANGED_JOB
    assert searching.job_length(people)["months"] == pytest.approx((24 + 12) / 3)


def test_the_job_of_the_base_date_counts_from_its_beginning():
    people = lives("o" * 12 + "l" * 12, "o" * 12 + "l" * 12, elapsed=[30, 0])
    assert searching.job_length(people)["months"] == pytest.approx((30 + 12 + 12) / 2)


def test_unemployment_in_towns_by_age_leaves_out_who_seeks_at_home():
    people = lives(
        "l" + "a" * 12, "l" + "o" * 12, "l" + "o" * 12, "l" + "a" * 12, "l" + "s" * 12, age=[20, 20, 40, 40, 40]
    )
    people.status[1:7, 3] = 1  # OUTBOUND for half of the year
    assert searching.unemployment_by_age(people)["16-24"] == pytest.approx((1 / 2) / (1 / 4))


def test_founders_are_described_at_the_start_and_only_after_half_a_year_away():
    people = lives(
        "o" * 20 + "f" * 20, "l" * 20 + "f" * 20, "o" * 4 + "l" * 16 + "f" * 20, age=[30, 50, 50], female=[1, 0, 0]
    )
    people.events[20, :] = STARTED
    found = founding.profile_of_founders(people)
    assert (
        found["men"] == 0
        and found["age"] == pytest.approx(30 + 20 / 12)
        and found["years away"] == pytest.approx(19 / 12)
    )


def test_businesses_are_counted_by_workers():
    people = lives("f" * 13, "f" * 13, "f" * 13, "l" * 13, jobs=[0, 3, 10, 0])
    found = founding.business_sizes(people)
    assert found["no worker"] == pytest.approx(100 / 3) and found["ten or more"] == pytest.approx(100 / 3)


def test_a_first_destination_is_that_of_the_first_month_away():
    people = lives("llooo", "ooooo", "llloo", "lllll", origin=(0, 0, 2, 2))
    people.destination[4, 0] = 2
    assert first_destinations(people).tolist() == [[0, 1, 0], [0, 0, 0], [0, 1, 0]]


def test_returnees_leave_again_by_what_they_are():
    # Every second returnee is old and stays for ever; the young leave again after a year.
    young, old = "l" + "o" * 11 + "l" * 24 + "o" * 13, "l" + "o" * 11 + "l" * 37
    people = lives(*[young, old] * 20, age=[25, 50] * 20, schooling=[2, 3, 3, 2] * 10, female=[0, 0, 1, 1] * 10)
    assert returning.stay_after_return(people, 24)["age"] < 0


def test_women_who_go_home_more_often_are_seen():
    often, seldom = "oooolloooolloooollo" + "o" * 102, "oooolloooooooooooo" + "o" * 103
    people = lives(
        *[often, seldom] * 10,
        female=[1, 0] * 10,
        age=[25, 25, 35, 35] * 5,
        schooling=[2, 2, 3, 3, 2, 3, 3, 2, 2, 2] * 2,
    )
    assert np.exp(returning.who_circulates(people)["women"]) == pytest.approx(3, rel=0.01)


def test_odds_of_starting_are_of_months_at_home():
    people = lives("l" * 4 + "f" * 8, "l" * 12, "l" * 12, "l" * 8 + "f" * 4, before=[9, 9, 0, 0])
    people.events[4, 0], people.events[8, 3] = STARTED, STARTED
    returnees, others = 1 / (4 + 11 - 1), 1 / (11 + 8 - 1)
    assert founding.odds_of_starting(people, 11) == pytest.approx(returnees / others)
