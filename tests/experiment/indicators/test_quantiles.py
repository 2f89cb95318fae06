import numpy as np
import pytest

from laborsim.experiment.indicators.effect import spread


def test_quantiles_are_those_of_numpy() -> None:
    values = np.random.default_rng(1).normal(size=400)
    found = spread(values)
    assert found is not None
    wanted = np.quantile(values, [0.025, 0.1, 0.5, 0.9, 0.975], method="weibull")
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
