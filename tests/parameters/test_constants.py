"""Constants in a row: whatever the row says, a fit that comes out of it can be lived by."""

import numpy as np
import pytest
from pydantic import ValidationError

from laborsim.parameters.constants import FORMS, LOGIT, constants_of, with_constants
from laborsim.parameters.fit import Fit, load_fit


@pytest.fixture(scope="module")
def fit() -> Fit:
    return load_fit(2023, "cumulative", True)


def test_constants_survive_being_written_in_a_row(fit: Fit) -> None:
    again = with_constants(fit, constants_of(fit))
    assert np.allclose(constants_of(again), constants_of(fit), atol=2e-4), "but for shares at their least"
    assert again.matching_county == pytest.approx(fit.matching_county)
    assert again.finding_urban == pytest.approx(fit.finding_urban)
    for states in again.initial.values():
        for state in states:
            assert sum(state.types) == pytest.approx(1)


@pytest.mark.parametrize("far", [1.0, 10.0, 30.0])
def test_no_row_makes_a_fit_with_negative_matching_or_a_share_beyond_one(fit: Fit, far: float) -> None:
    row = constants_of(fit)
    for sign in (-far, far, np.random.default_rng(1).normal(scale=far, size=len(row))):
        there = with_constants(fit, row + sign)
        assert there.matching_county > 0
        assert there.matching_urban > 0
        assert min(there.founder_jobs) > 0
        for name in (name for name, form in FORMS.items() if form == LOGIT):
            assert 0 < min(getattr(there, name)) <= max(getattr(there, name)) <= 1, name
        for states in there.initial.values():
            for state in states:
                assert min(state.types) > 0
                assert sum(state.types) == pytest.approx(1)
                assert list(state.spell_months) == sorted(state.spell_months)
                assert min(state.spell_months) >= 0


def test_a_constant_that_is_not_a_number_is_refused(fit: Fit) -> None:
    row = constants_of(fit)
    row[3] = np.nan
    with pytest.raises(ValueError, match="finite"):
        with_constants(fit, row)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("matching_county", -0.1), ("matching_urban", 0.0), ("unemployment_urban", 0.0), ("finding_county", 1.2)],
)
def test_a_fit_that_hires_nobody_is_not_loaded(fit: Fit, name: str, wrong: float) -> None:
    old = getattr(fit, name)
    with pytest.raises(ValidationError, match=name):
        Fit.model_validate({**dict(fit), name: (wrong, *old[1:]) if isinstance(old, tuple) else wrong})
