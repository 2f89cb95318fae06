"""Search: a post suits some people seldom, and everybody always where nothing else is asked."""

import math

import numpy as np
import pytest
from tests.kernels.crowd import WAITS, choices, plain_month, seekers, set_utilities
from tests.kernels.worlds_of_choice import EVEN

from laborsim.kernels.applications import CHANGED_JOB, SEPARATED
from laborsim.kernels.codes import LOCAL, OUTBOUND
from laborsim.kernels.markets.search import finds_slowly, is_suited, suited_share
from laborsim.kernels.passes import decide
from laborsim.model.age_profiles import fading, suited_posts
from laborsim.parameters.parameters import Parameters

ALL_ALIKE = {"young_finding": 1.0, "search_fade": 0.0}


def month_of_search(**parameters: float):
    asked = Parameters(**parameters)
    month = plain_month()
    month.search.slow_finders, month.search.slow = asked.slow_finders, asked.slow_finding
    month.search.by_age[:], month.search.fading[:] = suited_posts(asked), fading(asked)
    return month


def test_every_post_suits_everybody_where_nothing_else_is_asked():
    month = plain_month()
    crowd = seekers(300, month)
    crowd.birth_month[:150] = month.step - 12 * 18
    crowd.spell_start[::2] = month.step - 40
    assert all(is_suited(worker, month) and suited_share(worker, month) == 1.0 for worker in crowd)


def test_who_finds_slowly_never_changes_and_is_as_frequent_as_asked():
    month = month_of_search(slow_finders=0.4, slow_finding=0.2, **ALL_ALIKE)
    crowd = seekers(5_000, month)
    now = [finds_slowly(worker, month) for worker in crowd]
    month.step += 17
    assert [finds_slowly(worker, month) for worker in crowd] == now
    assert np.mean(now) == pytest.approx(0.4, abs=0.02)


@pytest.mark.parametrize(("months", "counted"), [(0, 0), (3, 3), (8, 8), (60, 8)])
@pytest.mark.parametrize(("age", "factor"), [(24, 0.7), (25, 1.0)])
def test_posts_suit_the_young_and_who_has_waited_less(months, counted, age, factor):
    month = month_of_search(slow_finders=0.0, young_finding=0.7, search_fade=0.05)
    crowd = seekers(1, month)
    crowd.birth_month[:], crowd.spell_start[:] = month.step - 12 * age - 5, month.step - months
    assert suited_share(crowd[0], month) == pytest.approx(factor * math.exp(-0.05 * counted))


def test_slow_finders_make_finding_fall_with_time_although_nobody_s_own_chance_does():
    share, slow, chance = 0.4, 0.2, 0.5
    month = month_of_search(slow_finders=share, slow_finding=slow, **ALL_ALIKE)
    crowd = seekers(8_000, month)
    luck = np.random.default_rng(3).random((12, len(crowd)))
    left, found, waited = np.ones(len(crowd), bool), np.zeros(12), np.zeros(12)
    for k in range(12):
        month.step += 1
        hired = left & (luck[k] < chance) & np.array([is_suited(worker, month) for worker in crowd])
        found[k], waited[k] = hired.sum(), left.sum()
        left &= ~hired
    ratio = found[6:].sum() / waited[6:].sum() / (found[:3].sum() / waited[:3].sum())
    fast, late = (1 - chance) ** np.arange(12), (1 - slow * chance) ** np.arange(12)
    rest = (1 - share) * fast + share * late
    hazard = ((1 - share) * fast * chance + share * late * slow * chance) / rest
    expected = np.average(hazard[6:], weights=rest[6:]) / np.average(hazard[:3], weights=rest[:3])
    assert ratio == pytest.approx(expected, rel=0.15) and expected < 0.5


def test_what_does_not_suit_is_no_application_and_only_seekers_are_asked():
    month = month_of_search(slow_finders=0.8, slow_finding=0.05, **ALL_ALIKE)
    month.search.slow_finders, month.search.slow = 1.0, 1e-9
    set_utilities(month, {**EVEN, "founding": -50.0, "rest": -50.0})
    crowd = seekers(500, month)
    assert (choices(crowd, month) == WAITS).all()
    crowd.status[:], crowd.destination[:] = OUTBOUND, 20
    month.work.separation[:], month.choice.reconsider = 0.0, 1.0
    assert (choices(crowd, month) != WAITS).mean() > 0.5


def test_jobs_of_the_young_end_as_much_sooner_as_asked():
    month = plain_month()
    month.work.separation[:25], month.work.separation[25:30], month.work.separation[30:] = 0.30, 0.20, 0.10
    month.work.layoffs_county[:], month.work.layoffs_urban[:], month.choice.reconsider = 0.05, 0.0, 0.0
    crowd = seekers(30_000, month)
    crowd.status[:] = LOCAL
    for age, ends in ((24, 0.35), (29, 0.25), (45, 0.15)):
        crowd.birth_month[:] = month.step - 12 * age - 5
        crowd.spell_start[:] = month.step - 3
        living = crowd.copy()
        decide(living, month, 0, len(living))
        assert (living.spell_start == month.step).mean() == pytest.approx(ends, abs=0.01)


def test_who_is_laid_off_has_another_job_at_once_only_where_he_need_not_seek():
    month = plain_month()
    month.work.separation[:], month.work.layoffs_county[:], month.choice.reconsider = 0.2, 0.3, 0.0
    month.work.job_to_job, month.work.laid_off_to_job = 0.8, 0.0
    crowd = seekers(20_000, month)
    crowd.status[:] = LOCAL
    living = crowd.copy()
    decide(living, month, 0, len(crowd))
    changed = ((living.events & CHANGED_JOB) > 0).mean()
    sought = ((living.events & SEPARATED) > 0).mean()
    assert changed == pytest.approx(0.2 * 0.8, abs=0.01) and sought == pytest.approx(0.2 * 0.2 + 0.3, abs=0.01)
