"""Spells and life tables, against tables made by hand."""

import numpy as np
import pytest

from laborsim.calibration.facts.spells import bridged, hazards, spells, survival


def rows(*lives: str) -> np.ndarray:
    """Return a state [month, person] from a line for each person: `x` is in it."""
    return np.array([[sign == "x" for sign in life] for life in lives]).T


def test_a_spell_begins_and_ends_where_the_state_does():
    found = spells(rows(".xx.x", "xxxxx", "....."))
    assert list(zip(found.person, found.begin, found.end, strict=True)) == [(0, 1, 3), (0, 4, 5), (1, 0, 5)]
    assert found.length.tolist() == [2, 1, 5]


def test_a_life_table_by_hand():
    # Ten spells: two end after 3 months, three after 15, one is seen for 18 and five go on beyond 24.
    length = np.array([3, 3, 15, 15, 15, 18, 30, 30, 30, 30, 30])
    ended = np.array([True, True, True, True, True, False, False, False, False, False, False])
    lived_first, lived_second = 3 + 3 + 9 * 12, 3 * 3 + 6 + 5 * 12
    assert hazards(length, ended, np.array([0, 12, 24])) == pytest.approx([2 / lived_first, 3 / lived_second])


def test_an_ending_on_the_edge_belongs_to_the_months_before_it():
    found = hazards(np.array([12, 24]), np.array([True, True]), np.array([0, 12, 24]))
    assert found == pytest.approx([1 / 24, 1 / 12])


def test_nobody_at_risk_is_no_hazard():
    assert np.isnan(hazards(np.array([3]), np.array([True]), np.array([0, 12, 24]))[1])


def test_kaplan_meier_by_hand():
    # 4 at risk, 1 ends after one month; 1 is cut off after one; 2 at risk, 1 ends after two months.
    found = survival(np.array([1, 1, 2, 9]), np.array([True, False, True, False]), 3)
    assert found == pytest.approx([1, 3 / 4, 3 / 8, 3 / 8])


@pytest.mark.parametrize(
    ("life", "begins_in", "counts_as"),
    [
        ("xx.xx", 12, "xxxxx"),  # home in February
        ("xx..x", 12, "xxxxx"),  # February and March
        ("x...x", 12, "x...x"),  # three months are a return
        ("xx.xx", 5, "xx.xx"),  # July is no festival
        ("xx...", 12, "xx..."),  # never away again
    ],
)
def test_a_visit_over_the_festival_is_no_return(life, begins_in, counts_as):
    calendar = (begins_in - 1 + np.arange(5)) % 12 + 1
    away = rows(life)
    assert (bridged(away, ~away, calendar) == rows(counts_as)).all()
