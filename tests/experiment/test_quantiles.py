import numpy as np
import pytest

from laborsim.experiment.quantiles import paired_effect, spread


def test_quantiles_are_those_of_numpy() -> None:
    values = np.random.default_rng(1).normal(size=400)
    found = spread(values)
    assert found is not None
    wanted = np.quantile(values, [0.025, 0.1, 0.5, 0.9, 0.975])
    assert np.allclose([found.p2_5, found.p10, found.median, found.p90, found.p97_5], wanted, rtol=1e-12)


@pytest.mark.parametrize(("runs", "has_80", "has_95"), [(1, False, False), (10, True, False), (200, True, True)])
def test_few_runs_give_no_interval(runs: int, has_80: bool, has_95: bool) -> None:
    found = spread(np.arange(runs, dtype=float))
    assert found is not None
    assert (found.p10 is not None, found.p97_5 is not None) == (has_80, has_95)


def test_what_is_not_defined_in_a_run_is_left_out_and_counted() -> None:
    found = spread(np.array([1.0, np.nan, 3.0]))
    assert found is not None
    assert (found.runs, found.median) == (2, 2.0)
    assert spread(np.array([np.nan])) is None


def test_the_effect_of_identical_worlds_is_exactly_zero() -> None:
    world = np.random.default_rng(1).normal(size=20)
    effect = paired_effect(world, world.copy())
    assert effect is not None
    assert (effect.median, effect.low, effect.high, effect.verdict) == (0.0, 0.0, 0.0, "none")


def test_pairs_cancel_the_luck_that_both_worlds_share() -> None:
    luck = np.random.default_rng(1).normal(scale=1000, size=20)
    effect = paired_effect(luck + 1, luck)
    assert effect is not None
    assert effect.verdict == "higher"
    assert effect.p_sign == 1.0
    assert effect.median == pytest.approx(1)


@pytest.mark.parametrize(
    ("differences", "verdict"),
    [
        ([-1.0] * 20, "lower"),
        ([-1.0, 1.0] * 10, "unclear"),
        ([1.0] * 15 + [-1.0] * 5, "unclear"),
        ([1.0] * 3, "too few runs"),
    ],
)
def test_a_direction_is_claimed_only_if_80_percent_of_the_runs_agree(differences: list[float], verdict: str) -> None:
    zeros = np.zeros(len(differences))
    effect = paired_effect(np.array(differences), zeros)
    assert effect is not None
    assert effect.verdict == verdict


def test_unpaired_runs_are_refused() -> None:
    with pytest.raises(ValueError, match="not paired"):
        paired_effect(np.zeros(3), np.zeros(4))
