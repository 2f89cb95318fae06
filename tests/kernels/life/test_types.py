"""Types: their odds are those of the parameters, and a base date puts them in only once."""

import math

import numpy as np
import pytest
from tests.model.small_worlds import scenario, setting

from laborsim.kernels.codes import FEMALE, LOCAL, MALE, OUTBOUND, month_number
from laborsim.kernels.life.types import many_type_shares, type_of, type_weights
from laborsim.kernels.traits import TYPE_MASK, TYPE_SHIFT
from laborsim.model.base_date import make_setting
from laborsim.model.labor_model import shipped_fit
from laborsim.model.type_odds import TypeTilt, late_entry, type_odds
from laborsim.parameters.parameters import Parameters

SHARES = {"settled_share": 0.3, "circular_share": 0.4}
EVERYBODY_ALIKE = {**SHARES, "circular_women": 0.0, "close_by_cohort": 0.0, "close_by_late_entry": 0.0}
ASKED = Parameters(**SHARES, circular_women=0.5, close_by_cohort=1.4, close_by_late_entry=3.5)
USUAL = Parameters()
EVEN = (0.3, 0.4, 0.3)


def odds_of_close(parameters: Parameters, sex: int, year: int, late: float) -> float:
    settled, _, close = type_weights(type_odds(parameters), sex, month_number(year, 1), late)
    return close / settled


def test_odds_of_the_close_type_grow_with_cohort_and_late_entry_as_asked():
    usual = odds_of_close(ASKED, MALE, 1980, 0.0)
    assert usual == pytest.approx(odds_of_close(Parameters(**EVERYBODY_ALIKE), MALE, 1955, 1.0))
    assert odds_of_close(ASKED, MALE, 1960, 0.0) / usual == pytest.approx(math.exp(2.8))
    assert odds_of_close(ASKED, FEMALE, 1980, 1.0) / usual == pytest.approx(math.exp(3.5))
    settled, circular, _ = type_weights(type_odds(ASKED), FEMALE, month_number(1990, 5), 0.0)
    assert circular / settled == pytest.approx(0.4 / 0.3 * math.exp(0.5))


def test_luck_draws_types_as_often_as_their_weights_say():
    weights = type_weights(type_odds(ASKED), FEMALE, month_number(1970, 1), 1.0)
    drawn = [type_of(weights, (k + 0.5) / 10_000) for k in range(10_000)]
    shares = np.bincount(drawn, minlength=3) / 10_000
    assert shares == pytest.approx(np.array(weights) / sum(weights), abs=2e-4)


def test_at_the_defaults_a_base_date_adds_nothing_to_what_a_fit_says_of_types_and_without_cohorts_it_takes_them_out():
    demography = setting().demography
    months = np.arange(500, 1400, 7).astype(np.int16)
    sexes = (np.arange(len(months)) % 2).astype(np.uint8)
    assert (TypeTilt(USUAL, demography).ratios(sexes, months, 1487) == 1.0).all()
    close = TypeTilt(Parameters(**EVERYBODY_ALIKE), demography).ratios(sexes, months, 1487)[:, 2]
    assert close[0] < 0.9 and close[-1] > 1.5, "the old are close more often by the defaults, the young less"
    shares = many_type_shares(type_odds(ASKED), sexes, months, np.zeros(len(months)))
    assert shares.sum(axis=1) == pytest.approx(1.0) and np.ptp(shares[:, 2]) > 0.3


def test_nobody_has_entered_late_before_that_age_and_more_have_the_older_they_are():
    late = late_entry(setting().demography)
    assert (late[:30] == 0.0).all() and (np.diff(late) >= 0.0).all() and 0.0 < late[40] < late[60] <= 1.0


def test_a_base_date_puts_what_parameters_say_in_once_and_a_fit_takes_it_out_again():
    asked = scenario(scale=15_000)
    fit = shipped_fit(asked)
    even = {
        name: tuple(band.model_copy(update={"types": EVEN}) for band in bands) for name, bands in fit.initial.items()
    }
    fit = fit.model_copy(update={"initial": even})
    people = make_setting(asked, ASKED, fit)
    columns, month = people.columns, people.population.base_month
    types = (columns.traits >> TYPE_SHIFT) & TYPE_MASK
    born = columns.birth_month
    shares = [
        float((types[part] == 2).mean()) for part in (born < month_number(1970, 1), born >= month_number(1990, 1))
    ]
    assert shares[0] > shares[1] + 0.3
    tilt = TypeTilt(ASKED, people.demography)
    for status in (LOCAL, OUTBOUND):
        group = columns[columns.status == status]
        assert tilt.left_by_selection(group, month) == pytest.approx(np.array(EVEN), abs=0.02)
