"""A title says what the numbers show, or nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from laborsim.kernels.codes import month_number
from laborsim.published.words import Words
from laborsim.report.text.effects import Claim
from laborsim.report.text.findings import (
    Change,
    Met,
    RegionEffect,
    Topic,
    effect_on_stocks,
    effect_title,
    goal_title,
    level_title,
    share_words,
    stack_title,
    tiles_title,
)
from laborsim.report.text.numbers import Quantity
from laborsim.report.text.phrases import FRACTION_WORDS

DECEMBER = month_number(2020, 12)
NEW_JOBS = Quantity(Words("New urban jobs", "城镇新增就业"), "persons/year")
JOBS = Topic(NEW_JOBS, Words("Gansu", "甘肃"), "en")
JOBS_ZH = Topic(NEW_JOBS, JOBS.region, "zh")


def test_two_runs_of_three_with_the_measures_and_almost_none_without():
    assert goal_title(JOBS, DECEMBER, (Met(264, 400), Met(2, 400))) == (
        "With the measures, Gansu meets its 2020 goal for new urban jobs in about two runs of three; "
        "without them, almost never"
    )
    assert goal_title(JOBS_ZH, DECEMBER, (Met(264, 400), Met(2, 400))) == (
        "实施政策，约三分之二的模拟实现甘肃2020年城镇新增就业预期目标；不实施，几乎没有模拟实现"
    )


def test_a_goal_met_equally_often_is_one_statement():
    title = goal_title(JOBS, DECEMBER, (Met(20, 20), Met(20, 20)))
    assert title == "With or without the measures, Gansu meets its 2020 goal for new urban jobs in every run"


def test_without_a_scenario_no_measures_are_mentioned():
    title = goal_title(JOBS, month_number(2020, 6), (None, Met(0, 20)))
    assert title == "Gansu meets its June 2020 goal for new urban jobs in no run"
    assert "measures, Gansu" in goal_title(JOBS, DECEMBER, (Met(3, 20), None))


def test_a_single_run_is_no_finding():
    assert goal_title(JOBS, DECEMBER, (Met(1, 1), Met(0, 1))) is None


@pytest.mark.parametrize(("background", "is_said"), [(0.96, True), (0.51, True), (0.5, False), (0.0, False)])
def test_a_goal_that_is_mostly_background_says_so_in_its_headline(background, is_said):
    always = (Met(40, 40), Met(40, 40))
    english, chinese = (goal_title(topic, DECEMBER, always, background) for topic in (JOBS, JOBS_ZH))
    assert english.endswith(f"; {100 * background:.0f}\u00a0% of it is extrapolated, not simulated") is is_said
    assert (f"{100 * background:.0f}%为外推" in chinese) is is_said


def test_few_runs_are_counted_rather_than_said_in_words():
    assert share_words(Met(13, 20), "en") == "in 13 of 20 runs"
    assert share_words(Met(13, 20), "zh") == "20次模拟中有13次"


@given(st.integers(50, 2_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_words_for_a_share_of_runs_are_never_off_by_more_than_a_twentieth(met_and_runs):
    met = Met(*met_and_runs)
    said = share_words(met, "en")
    limits = {"in every run": (1, 1), "in no run": (0, 0), "almost never": (0, 0.05), "almost always": (0.95, 1)}
    if said in limits:
        low, high = limits[said]
        assert low <= met.share <= high
    else:
        value = next(share for share, words in FRACTION_WORDS if said == f"in about {words.en}")
        assert abs(met.share - value) <= 0.05 + 1e-9


def test_every_run_and_no_run_are_said_only_when_exactly_true():
    assert share_words(Met(399, 400), "en") == "almost always"
    assert share_words(Met(1, 400), "en") == "almost never"


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        ("raises", "By December 2020, the measures increase new urban jobs in Gansu by 5"),
        ("lowers", "By December 2020, the measures decrease new urban jobs in Gansu by 5"),
        ("likely raises", "By December 2020, the measures probably increase new urban jobs in Gansu by 5"),
        ("likely lowers", "By December 2020, the measures probably decrease new urban jobs in Gansu by 5"),
        (
            "no detectable effect",
            "By December 2020, the effect of the measures on new urban jobs in Gansu is not statistically significant "
            "(minimum detectable effect: 5)",
        ),
        ("no effect", "By December 2020, new urban jobs in Gansu: identical to the baseline"),
        ("too few pairs", None),
    ],
)
def test_a_title_says_what_the_verdict_says(verdict, said):
    assert effect_title(JOBS, DECEMBER, Claim(verdict, "5")) == said


def change(status: str, persons: float, is_clear: bool = True) -> Change:
    return Change(status, persons, f"{abs(persons):g}", is_clear)


def test_the_stack_names_the_group_that_grows_and_the_one_that_shrinks_most():
    changes = [change("local", 11.0), change("founder", 3.0), change("outbound_inter", -8.0), change("seeking", -1.0)]
    assert stack_title(changes, 300.0, (DECEMBER - 84, DECEMBER), "Baseline", "en") == (
        "Baseline, December 2013 to December 2020: more people work locally (+11), fewer work outbound in another "
        "province (−8)"
    )
    assert stack_title(changes, 300.0, (DECEMBER - 84, DECEMBER), "基准", "zh") == (
        "基准，2013年12月至2020年12月：本地务工人员增加11，跨省流动人员减少8"
    )


def test_what_the_measures_change_is_told_as_their_effect_whatever_else_changes():
    changes = [change("founder", 0.08), change("seeking", -0.01, is_clear=False), change("outbound_inter", -0.05)]
    assert effect_on_stocks(changes, DECEMBER, "en") == (
        "By December 2020, effect of the measures: more people run a business (+0.08), fewer work outbound in another "
        "province (−0.05)"
    )
    nothing = effect_on_stocks([change("founder", 0.08, is_clear=False)], DECEMBER, "en")
    assert nothing == "By December 2020, the measures have no statistically significant effect on any employment status"
    assert "政策效应：" in effect_on_stocks(changes, DECEMBER, "zh")


def test_the_stack_says_one_direction_if_there_is_only_one():
    year = (DECEMBER - 12, DECEMBER)
    more, fewer = (stack_title([one], 300.0, year, "A", "en") for one in (change("local", 11), change("seeking", -11)))
    assert more.endswith(": more people work locally (+11)")
    assert fewer.endswith(": fewer people are unemployed and seek work (−11)")


@pytest.mark.parametrize(
    ("changes", "months"),
    [
        ([change("local", 11.0, is_clear=False)], 84),
        ([change("local", 0.1)], 84),
        ([change("local", 11.0)], 14),  # from December to February: Spring Festival, not a finding
        ([], 12),
    ],
)
def test_the_stack_is_silent_on_noise_trifles_and_seasons(changes, months):
    assert stack_title(changes, 300.0, (DECEMBER - months, DECEMBER), "Baseline", "en") is None


def effects(*medians: float, is_clear: bool = True) -> list[RegionEffect]:
    names = ("Henan", "Sichuan", "Gansu", "Guangdong")
    return [RegionEffect(Words(n), m, is_clear) for n, m in zip(names, medians, strict=False)]


def test_the_map_counts_the_clear_regions_and_names_the_strongest():
    said = tiles_title(NEW_JOBS, effects(1.0, 3.0, -0.5, -2.0), "en")
    assert said == "New urban jobs: higher in 2 provinces, most in Sichuan; lower in 2 provinces, most in Guangdong"


def test_a_single_region_is_named_and_equal_ones_are_not_ranked():
    assert tiles_title(NEW_JOBS, effects(1.0), "en") == "New urban jobs: higher in Henan only"
    assert tiles_title(NEW_JOBS, effects(-1.0, -1.0), "en") == "New urban jobs: lower in 2 provinces"


def test_unclear_regions_are_not_counted():
    said = tiles_title(NEW_JOBS, effects(9.0, 9.0, is_clear=False), "en")
    assert said == "New urban jobs: no province shows a statistically significant change"


def test_regions_that_are_only_likely_to_change_are_counted_as_likely():
    likely = [RegionEffect(Words("x"), mean, is_clear=False, is_likely=True) for mean in (5.0, 2.0, -1.0)]
    said = tiles_title(NEW_JOBS, [*likely, *effects(0.1, is_clear=False)], "en")
    assert said == (
        "New urban jobs: probably higher in 2 of 4 provinces and probably lower in 1 of 4 provinces; "
        "not all draws agree"
    )
    assert tiles_title(NEW_JOBS, likely[:1], "zh").endswith("1个地区中1个较可能增加；并非所有抽样方向一致")


def test_a_level_has_a_highest_region_only_if_it_is_one():
    assert (
        level_title(JOBS.indicator, effects(1.0, 2.0, 3.0), "en") == "New urban jobs: highest in Gansu, lowest in Henan"
    )
    assert level_title(JOBS.indicator, effects(1.0, 1.0, 3.0), "en") is None
    assert level_title(JOBS.indicator, effects(1.0), "en") is None


def test_fractions_rise_so_that_the_nearest_is_the_right_one():
    shares = [share for share, _ in FRACTION_WORDS]
    assert shares == sorted(shares) and np.max(np.diff(shares)) <= 0.1 + 1e-9
