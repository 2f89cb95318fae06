"""The emulator: it finds a quadratic that is there, and knows how little it predicts where there is none."""

import numpy as np
import pytest

from laborsim.experiment.design.emulator import Emulator, Quadratic, n_coefficients, r_squared, ridges

EVERYTHING = Quadratic((0, 1, 2))


@pytest.fixture
def luck() -> np.random.Generator:
    return np.random.default_rng(2)


def test_an_emulator_knows_a_quadratic_and_its_own_error(luck: np.random.Generator) -> None:
    x = luck.normal(size=(80, 3))
    y = np.column_stack([1 + x[:, 0] - x[:, 1] * x[:, 0] + x[:, 2] ** 2, luck.normal(size=80)])
    emulator = Emulator.fit(EVERYTHING, x, y)
    assert np.allclose(emulator.at(x)[:, 0], y[:, 0], atol=1e-3)
    assert emulator.at(x[3]) == pytest.approx(emulator.at(x)[3])
    checked = r_squared(EVERYTHING, x, y)
    assert checked[0] > 0.999 and checked[1] < 0.5
    assert r_squared(EVERYTHING, x[:15], y[:15])[1] < 0  # ten terms fit the twelve runs that they have seen
    assert emulator.error[1] == pytest.approx(1.0, rel=0.3)
    assert len(emulator.coefficients) == n_coefficients(3) == 10


def test_it_knows_how_well_it_predicts(luck: np.random.Generator) -> None:
    points = luck.uniform(-1, 1, (60, 3))
    few = Quadratic((0, 1), bent=(2,))
    smooth = 3 * points[:, 0] + points[:, 1] ** 2 + 2 * points[:, 0] * points[:, 1]
    assert Emulator.fit(few, points, smooth[:, None], penalties=ridges(60)).predicted_share[0] > 0.999
    noise = luck.normal(size=(14, 1))  # half as many terms as points fit any noise
    assert Emulator.fit(few, points[:14], noise, penalties=ridges(14)).predicted_share[0] < 0.2
    assert Emulator.fit(few, points, np.ones((60, 1))).predicted_share[0] == 1.0


def test_a_penalty_is_chosen_by_runs_left_out_and_not_by_runs_repeated(luck: np.random.Generator) -> None:
    x, noise = luck.normal(size=(10, 3)), luck.normal(size=(10, 1))
    loose, strict = ridges(10)[0], ridges(10)[-1]
    assert Emulator.fit(EVERYTHING, x, noise, penalties=(loose,)).at(x) == pytest.approx(noise, abs=0.2)
    chosen = Emulator.fit(EVERYTHING, x, noise, penalties=(loose, strict))
    assert np.array_equal(chosen.coefficients, Emulator.fit(EVERYTHING, x, noise, penalties=(strict,)).coefficients)


def test_terms_are_told_by_their_members_and_parts_add_up(luck: np.random.Generator) -> None:
    quadratic = Quadratic((2, 0), bent=(1,), straight=(3,))
    assert quadratic.members == ((2,), (0,), (2,), (2, 0), (0,), (1,), (1,), (3,))
    x = luck.normal(size=(40, 4))
    columns = quadratic.columns(x)
    assert np.array_equal(columns[:, 1:], np.column_stack(
        [x[:, 2], x[:, 0], x[:, 2] ** 2, x[:, 2] * x[:, 0], x[:, 0] ** 2, x[:, 1], x[:, 1] ** 2, x[:, 3]]
    ))  # fmt: skip
    emulator = Emulator.fit(quadratic, x, luck.normal(size=(40, 2)))
    parts = emulator.parts(x, output=1)
    assert parts.shape == (40, len(quadratic.members))
    assert parts.sum(axis=1) + emulator.coefficients[0, 1] == pytest.approx(emulator.at(x)[:, 1])


def test_near_runs_weigh_more(luck: np.random.Generator) -> None:
    x = luck.uniform(-1, 1, (60, 1))
    line = Quadratic((), straight=(0,))
    right = Emulator.fit(line, x, np.abs(x), (x[:, 0] > 0.5).astype(float))
    assert right.at(np.array([0.75]))[0] == pytest.approx(0.75, abs=0.01)


def test_two_runs_are_too_few() -> None:
    with pytest.raises(ValueError, match="2 runs are too few"):
        Emulator.fit(EVERYTHING, np.zeros((2, 3)), np.zeros((2, 1)))


def test_an_input_that_only_bends_leaves_no_trace_where_there_is_none(luck: np.random.Generator) -> None:
    """A calibration comes out the same, to the bit: how columns lie in memory decides the last digit of a product."""
    x = luck.normal(size=(30, 4))
    rows, others = np.triu_indices(2)
    curved = x[:, [0, 1]]
    plain = np.column_stack([np.ones(30), curved, curved[:, rows] * curved[:, others], x[:, [2, 3]]])
    columns = Quadratic((0, 1), straight=(2, 3)).columns(x)
    assert np.array_equal(columns, plain)
    assert columns.strides == plain.strides
