"""Jobs that shift between zones: posts and people follow, and a scenario that asks for none is what it was."""

from functools import cache

import numpy as np
import pytest
from tests.model.small_worlds import FINE, Run, finished, nothing_new, scenario, world

from laborsim.kernels.codes import ZONES
from laborsim.kernels.counts import AT
from laborsim.model.market import LEVELS
from laborsim.published.figures import province_table
from laborsim.scenario.scenario import Context, ZoneGrowth

MONTHS = 24
INLAND = ZoneGrowth(east=-1.6, central=1.6, west=2.9)
ZONE = np.array([ZONES.index(province.zone) for province in province_table()])


@cache
def inland() -> Run:
    return finished(world(scenario(MONTHS, scale=FINE, context=Context(jobs_growth_by_zone=INLAND))))


def by_zone(values: np.ndarray) -> np.ndarray:
    return np.bincount(ZONE, values, minlength=len(ZONES))


def at_work(run: Run) -> np.ndarray:
    """Return migrant workers by zone of work at the end, local and outbound [persons]."""
    return by_zone(run.series[-1][:, [AT["local"], AT["working_away"]]].sum(axis=1))


def test_zones_without_growth_of_their_own_change_not_one_bit():
    asked = finished(world(scenario(MONTHS, scale=FINE, context=Context(jobs_growth_by_zone=ZoneGrowth()))))
    plain = nothing_new(MONTHS, FINE)
    assert np.array_equal(asked.series, plain.series) and np.array_equal(asked.levels, plain.levels)
    assert asked.people == plain.people


def test_workers_of_a_zone_outgrow_the_nations_about_as_its_jobs_do():
    grown = np.log(at_work(inland()) / at_work(nothing_new(MONTHS, FINE))) * 12 / MONTHS
    wanted = np.array([INLAND.of(zone) for zone in ZONES])
    for zone, (found, asked) in enumerate(zip(grown, wanted, strict=True)):
        assert asked == 0 or 0.5 < found / asked < 1.6, f"{ZONES[zone]}: {found:+.2%} a year, {asked:+.2%} asked"


def test_a_shift_moves_people_between_zones_and_makes_none():
    shifted, plain = at_work(inland()), at_work(nothing_new(MONTHS, FINE))
    assert shifted.sum() == pytest.approx(plain.sum(), rel=0.003)


def test_only_jobs_of_migrant_workers_shift_not_those_of_other_townspeople():
    asked = world(scenario(1, scale=FINE, context=Context(jobs_growth_by_zone=INLAND)))
    plain = world(scenario(1, scale=FINE))
    asked.step()
    plain.step()
    setting = plain.setting
    moved = np.array([(1 + INLAND.of(ZONES[zone])) ** (1 / 12) for zone in ZONE])
    urban = setting.employed_urban + setting.background_employed
    expected = (setting.employed_urban * moved + setting.background_employed) / urban
    column = LEVELS.index("posts_urban")
    assert np.allclose(asked.levels[:, column] / plain.levels[:, column], expected, rtol=1e-12)
    extra = asked.level("posts_county") - plain.level("posts_county")
    assert np.array_equal(np.sign(extra.round(3)), np.sign(moved - 1))


def test_where_people_and_jobs_shift_together_unemployment_stays_what_it_is():
    for run in (inland(), nothing_new(MONTHS, FINE)):
        seeking, jobs = (by_zone(run.series[-1][:, AT[name]]) for name in ("seeking_there", "working_away"))
        rate = seeking / (seeking + jobs)
        assert rate[:3] == pytest.approx([0.039] * 3, abs=0.012)


def test_work_of_every_kind_in_a_zone_gains_the_same_pull():
    asked = world(scenario(1, context=Context(jobs_growth_by_zone=INLAND)))
    pull = asked.setting.parameters.zone_pull * np.log([1 + INLAND.of(ZONES[zone]) for zone in ZONE])
    now, plain = (model.month["choice"] for model in (asked, world(scenario(1))))
    outside = np.isfinite(plain["outside"])
    gained = np.where(outside, now["outside"], 0) - np.where(outside, plain["outside"], 0)
    assert np.allclose(now["local"] - plain["local"], pull)
    assert np.allclose(now["inside"] - plain["inside"], pull[:, None])
    assert np.allclose(gained, np.where(outside, pull, 0))
    assert np.array_equal(now["out"], plain["out"])


def test_a_name_that_is_no_zone_has_no_growth():
    with pytest.raises(AttributeError, match="south"):
        INLAND.of("South")
