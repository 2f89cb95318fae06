"""Whole numbers keep their sums."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from laborsim.population.maximum_entropy import Conditions, closest_table, smooth_correction
from laborsim.population.rounding import even_order, largest_remainder, round_table, workers_of

shares = st.lists(st.floats(0, 1e6, allow_nan=False), min_size=1, max_size=40).filter(lambda x: sum(x) > 0)


@given(shares, st.integers(0, 10**9))
def test_largest_remainder_meets_the_total_and_stays_within_one(x, total):
    array = np.array(x)
    whole = largest_remainder(array, total)
    assert whole.sum() == total
    assert np.all(np.abs(whole - array / array.sum() * total) < 1 + 1e-6 * total)
    assert np.all(whole >= 0)


def test_ties_go_to_the_earlier_cell():
    assert largest_remainder(np.ones(4), 6).tolist() == [2, 2, 1, 1]


def test_people_without_a_place_are_an_error():
    with pytest.raises(ValueError, match="5 persons to place, but every cell is 0"):
        largest_remainder(np.zeros(3), 5)
    assert largest_remainder(np.zeros(3), 0).tolist() == [0, 0, 0]


@given(st.integers(1, 6), st.integers(1, 6), st.randoms(use_true_random=False))
def test_a_rounded_table_keeps_both_margins(rows, columns, random):
    exact = np.array([[random.randrange(10**6) for _ in range(columns)] for _ in range(rows)])
    near = exact + np.array([[random.uniform(0.001, 0.99) for _ in range(columns)] for _ in range(rows)])
    whole = round_table(near, exact.sum(axis=1), exact.sum(axis=0))
    assert whole.sum(axis=1).tolist() == exact.sum(axis=1).tolist()
    assert whole.sum(axis=0).tolist() == exact.sum(axis=0).tolist()


def test_a_table_with_an_empty_diagonal_goes_round_it():
    x = np.array([[0.0, 2.5, 2.5], [2.5, 0.0, 2.5], [2.5, 2.5, 0.0]])
    whole = round_table(x, np.array([6, 5, 4]), np.array([6, 5, 4]))
    assert whole.sum(axis=1).tolist() == whole.sum(axis=0).tolist() == [6, 5, 4]
    assert np.diag(whole).tolist() == [0, 0, 0] and whole.min() >= 0


def test_margins_of_different_totals_are_an_error():
    with pytest.raises(ValueError, match="rows sum to 3, columns to 4"):
        round_table(np.ones((1, 2)), np.array([3]), np.array([2, 2]))


def test_a_row_and_a_column_without_a_common_cell_are_an_error():
    with pytest.raises(ValueError, match="row 0 and column 0 lack people and share no cell"):
        round_table(np.zeros((2, 2)), np.array([1, 1]), np.array([1, 1]))


def test_a_table_far_from_its_margins_is_an_error_and_no_endless_search():
    with pytest.raises(ValueError, match="margins cannot be met near the table"):
        round_table(np.full((2, 2), 1e6), np.array([1, 1]), np.array([1, 1]))


@given(
    st.lists(st.lists(st.floats(1e5, 1e8), min_size=3, max_size=3), min_size=1, max_size=8),
    st.lists(st.sampled_from([1, 20, 1000, 5000]), min_size=8, max_size=8),
)
def test_workers_meet_every_column_to_one_worker(persons, weights):
    table = np.array(persons)
    weight = np.array(weights[: len(table)])
    workers = workers_of(table, weight)
    assert np.all(np.abs(weight @ workers - table.sum(axis=0)) <= weight.min() + 1e-3)
    assert abs(float(weight @ workers.sum(axis=1)) - table.sum()) <= weight.min() / 2 + 1e-3


@given(st.integers(1, 3000))
def test_the_even_order_visits_everyone_once(n):
    step = even_order(n)
    assert np.unique(np.arange(n) * step % n).size == n


@pytest.mark.parametrize("length", [30, 100, 1000])
@pytest.mark.parametrize("n", [30_000, 120_950, 176_580, 510_000])
def test_every_run_of_the_even_order_is_spread_over_the_whole(n, length):
    step = even_order(n)
    for start in range(0, n - length, 9_973):
        places = np.sort(np.arange(start, start + length) * step % n) / n
        gaps = np.diff(np.concatenate([places, [places[0] + 1]]))
        assert gaps.max() < 4 / length


def conditions(rows, columns):
    wanted = Conditions((len(rows), len(columns)))
    for i, value in enumerate(rows):
        wanted.add(f"row {i}", np.eye(len(rows))[i][:, None], value)
    for j, value in enumerate(columns):
        wanted.add(f"column {j}", np.eye(len(columns))[j], value)
    return wanted


def test_the_closest_table_is_what_proportional_fitting_finds():
    prior = np.array([[1.0, 2.0, 0.0], [3.0, 1.0, 5.0]])
    rows, columns = np.array([10.0, 20.0]), np.array([12.0, 8.0, 10.0])
    fitted = prior.copy()
    for _ in range(500):
        fitted *= (rows / fitted.sum(axis=1))[:, None]
        fitted *= columns / fitted.sum(axis=0)
    assert closest_table(prior, conditions(rows, columns)) == pytest.approx(fitted, abs=1e-7)


def test_hard_margins_that_contradict_each_other_are_named():
    with pytest.raises(ValueError, match=r"margins contradict each other: '(row|column) \d'"):
        closest_table(np.ones((2, 2)), conditions([10.0, 20.0], [5.0, 5.0]))


def test_a_soft_margin_gives_way_to_hard_ones():
    wanted = conditions([10.0, 20.0], [15.0, 15.0])
    wanted.add("impossible", np.array([[1.0, 1.0], [0.0, 0.0]]), 12.0, slack=1e-3)
    table = closest_table(np.ones((2, 2)), wanted)
    assert table.sum(axis=1) == pytest.approx([10, 20], abs=1e-6)


def test_a_smooth_correction_meets_its_bands_without_steps():
    prior = np.full((1, 40), 1 / 40)
    bands = np.kron(np.eye(4), np.ones(10))
    wanted = np.array([0.15, 0.35, 0.30, 0.20])
    smooth = smooth_correction(prior, bands, wanted, 10.0)
    assert bands @ smooth.ravel() == pytest.approx(wanted, abs=1e-9)
    by_steps = np.repeat(wanted / 10, 10)
    assert np.abs(np.diff(smooth.ravel())).max() < 0.25 * np.abs(np.diff(by_steps)).max()
