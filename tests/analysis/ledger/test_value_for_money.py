"""Value for money: ratios with intervals, dominated options, acceptability, and their figures."""

from dataclasses import replace

import numpy as np
import pytest
from tests.report.figure_check import check

from laborsim.analysis.ledger.value_for_money import Option, acceptability, buying_work, cheapest_shares, dominated
from laborsim.analysis.ratio import ratio_of
from laborsim.kernels.codes import month_number
from laborsim.published.regions import region_codes
from laborsim.published.words import Words
from laborsim.report.figures.acceptability import CurveData, acceptability_figure, acceptability_table
from laborsim.report.figures.cost_effectiveness import PlaneData, PlaneOption, ceplane_figure, ceplane_table
from laborsim.report.figures.od_matrix import OdData, od_figure, od_table
from laborsim.report.text.provenance import Provenance
from laborsim.report.text.ratios import price_interval

SEED, PAIRS = 7, 20
MADE = Provenance("scenario", 1, "0.1.0", "abcd1234", baseline="baseline", is_synthetic=True)


def numbers(mean: float, spread: float, pairs: int = PAIRS) -> np.ndarray:
    return np.random.default_rng(SEED).normal(mean, spread, pairs)


def test_a_ratio_is_of_means_with_an_interval_around_it() -> None:
    ratio = ratio_of(numbers(1000.0, 50.0), np.random.default_rng(1).normal(10.0, 1.0, PAIRS))
    assert ratio.estimate is not None
    assert ratio.p10 < ratio.low_95 < ratio.estimate < ratio.high_95 < ratio.p90
    assert 90 < ratio.estimate < 110 and ratio.none_in_pairs == 0


def test_pairs_in_which_nothing_is_bought_are_dearer_than_all_others_and_counted() -> None:
    top, bottom = np.full(PAIRS, 100.0), np.r_[np.full(15, 10.0), np.linspace(1.0, 5.0, 2), [0.0, -1.0, -2.0]]
    ratio = ratio_of(top, bottom)
    assert (ratio.p10, ratio.p90, ratio.none_in_pairs) == (10.0, None, 3)
    assert price_interval(ratio, "en") == "80\u00a0% PI 10 yuan and more; none bought in 3 of 20 pairs"
    assert price_interval(ratio, "zh") == "80%预测区间：10元以上；20对模拟中有3对没有购得"
    few = ratio_of(top[10:18], bottom[10:18])
    assert (few.p10, few.p90, few.none_in_pairs) == (None, None, 1)
    assert price_interval(few, "en").startswith("simulation error ") and few.low_95 is not None


def test_the_same_pairs_give_the_same_interval() -> None:
    top, bottom = numbers(1000.0, 50.0), np.random.default_rng(1).normal(10.0, 1.0, PAIRS)
    assert ratio_of(top, bottom) == ratio_of(top, bottom)


def test_what_may_be_divided_by_zero_has_no_interval() -> None:
    ratio = ratio_of(numbers(1000.0, 50.0), numbers(0.1, 5.0))
    assert ratio.low_95 is None
    assert "may be zero" in ratio.undefined
    assert ratio_of(np.ones(3), np.zeros(3)).estimate is None


@pytest.mark.parametrize("top", [np.zeros(6), np.array([70.0, 20.0, 30.0, 40.0, 50.0, 60.0])])
def test_a_cost_that_is_so_much_a_piece_in_every_pair_is_known_for_certain(top) -> None:
    bottom = np.array([7.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    ratio = ratio_of(top, bottom)
    price = float(top[0] / 7.0)
    assert (ratio.estimate, ratio.low_95, ratio.high_95) == (price, price, price)


def test_pairs_that_are_all_alike_but_one_have_no_interval_and_it_is_said_why() -> None:
    top, bottom = np.array([1.0, 0.0, 0.0, 0.0, 0.0, 0.0]), np.full(6, 5.0)
    ratio = ratio_of(top, bottom)
    assert ratio.estimate is not None
    ends = (ratio.low_95, ratio.high_95)
    assert all(end is None for end in ends) == bool(ratio.undefined)
    assert all(end is None or np.isfinite(end) for end in ends)


@pytest.mark.filterwarnings("error")
def test_a_ratio_of_pairs_some_of_which_have_nothing_below_says_so_without_a_warning() -> None:
    ratio = ratio_of(np.array([2.0, 1, 1, 1, 0]), np.array([1.0, 1, 1, 1, 0]))  # 0 ÷ 0 is resampled
    assert (ratio.estimate, ratio.low_95, ratio.high_95) == (1.25, None, None)
    assert "too few different pairs" in ratio.undefined


def test_one_pair_has_a_ratio_and_no_interval() -> None:
    ratio = ratio_of(np.array([10.0]), np.array([2.0]))
    assert (ratio.estimate, ratio.low_95) == (5.0, None)


def test_numbers_that_are_not_paired_have_no_ratio() -> None:
    with pytest.raises(ValueError, match="not paired"):
        ratio_of(np.ones(2), np.ones(3))


def bought(key: str, cost: np.ndarray, work: np.ndarray, goal: str = "in work") -> Option:
    return Option(key, cost, work, goal, work, (float(cost.mean()),) * 2)


def option(key: str, cost: float, work: float, goal: str = "in work") -> Option:
    return bought(key, np.full(PAIRS, cost), np.full(PAIRS, work), goal)


def test_who_does_less_for_more_money_is_dominated() -> None:
    good, bad = option("good", 10.0, 5.0), option("bad", 12.0, 4.0)
    assert dominated(bad, [good, bad]) == ("good",)
    assert dominated(good, [good, bad]) == ()


def test_who_is_beaten_by_a_mix_is_dominated() -> None:
    small, middle, large = option("small", 10.0, 10.0), option("middle", 30.0, 15.0), option("large", 40.0, 30.0)
    assert dominated(middle, [small, middle, large]) == ("small", "large")
    assert dominated(small, [small, middle, large]) == ()


def test_what_costs_and_brings_nothing_is_dominated_by_doing_nothing() -> None:
    assert dominated(option("idle", 5.0, 0.0), [option("idle", 5.0, 0.0)]) == ("nothing",)
    assert dominated(option("free", 0.0, 0.0), [option("free", 0.0, 0.0)]) == ()


def test_who_buys_something_else_is_not_held_against_it() -> None:
    """Settlement brings more work for less, but not the pay that training is for; nor is training idle for no work."""
    training, other = option("training", 20.0, 3.0, "pay"), option("other", 30.0, 2.0, "pay")
    training = replace(training, job_years=np.zeros(PAIRS))
    jobs = option("jobs", 10.0, 50.0)
    assert dominated(training, [training, jobs]) == ()
    assert dominated(jobs, [training, jobs]) == ()
    assert dominated(other, [training, other, jobs]) == ("training",)
    assert buying_work([training, other, jobs]) == (jobs,)


def test_the_more_a_job_year_is_worth_the_likelier_a_measure_that_adds_work_pays() -> None:
    options = (bought("a", numbers(100.0, 10.0), numbers(10.0, 4.0)), option("b", 300.0, 10.0))
    curve = acceptability(options)
    assert (np.diff(curve.worth_it[0]) >= 0).all()
    assert curve.worth_it[1].tolist() == [float(10.0 * worth > 300.0) for worth in curve.worth_yuan]
    assert np.allclose(curve.best.sum(axis=0), 1.0)
    assert curve.best[-1, 0] == 1.0  # where work is worth nothing, doing nothing is best


PARKS = Words("Entrepreneurship parks and bases", "返乡创业园")
POSTS = Words("Rural public-welfare posts", "乡村公益性岗位")
LEVERS = (
    PlaneOption(
        "parks", PARKS, numbers(6e9, 1e8), numbers(2e5, 9e4), is_dominated=False, is_clear=True, cost_ends=(3e9, 1.5e10)
    ),
    PlaneOption("posts", POSTS, numbers(9e9, 1e9), numbers(9e4, 9e4), is_dominated=True, is_clear=False),
)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("options", [LEVERS, LEVERS[:1], LEVERS[1:]])
def test_the_plane_is_clean(language, options) -> None:
    data = PlaneData(options, (2024, 2030), MADE)
    assert check(ceplane_figure(data, language)) == []
    assert len(ceplane_table(data).rows) == PAIRS * len(options)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_curves_are_clean(language) -> None:
    options = tuple(bought(lever.key, lever.cost, lever.job_years) for lever in LEVERS)
    curve = acceptability(options)
    names = tuple(lever.name for lever in LEVERS)
    is_clear = tuple(lever.is_clear for lever in LEVERS)
    data = CurveData(curve.worth_yuan, curve.options, names, curve.worth_it, is_clear, PAIRS, MADE)
    assert check(acceptability_figure(data, language)) == []
    assert len(acceptability_table(data).rows) == len(LEVERS) * len(curve.worth_yuan)


def test_the_plane_names_the_cheapest_only_where_that_is_settled() -> None:
    cheap, dear = option("cheap", 10.0, 10.0), option("dear", 30.0, 10.0)
    assert cheapest_shares([cheap, dear]).tolist() == [1.0, 0.0]
    assert cheapest_shares([option("idle", 10.0, 0.0)]).tolist() == [0.0]
    cheapest, none = "Least money for a job-year: Entrepreneurship parks", "do not differ significantly"
    for share, title in ((0.95, cheapest), (0.6, none)):
        options = (replace(LEVERS[0], cheapest_share=share), LEVERS[1])
        texts = [text.get_text() for text in ceplane_figure(PlaneData(options, (2024, 2030), MADE)).texts]
        assert any(title in text for text in texts)


def change(mean: float, spread: float) -> np.ndarray:
    n = len(region_codes())
    return np.random.default_rng(SEED).normal(mean, spread, (PAIRS, n, n)).round(-3)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("mean", "spread"), [(0.0, 0.0), (0.0, 20_000.0), (5_000.0, 1_000.0), (2e6, 1e6)])
def test_the_matrix_of_homes_and_places_is_clean(language, mean, spread) -> None:
    data = OdData(month_number(2030, 12), region_codes(), change(mean, spread), MADE)
    assert check(od_figure(data, language)) == []


def test_the_headline_of_the_matrix_is_its_largest_gain_or_none() -> None:
    luck, n = np.random.default_rng(SEED), len(region_codes())
    sure, larger = (region_codes().index("CN-AH"), region_codes().index("CN-SH")), region_codes().index("CN-HA")
    values = luck.normal(0, 100.0, (PAIRS, n, n))
    values[:, *sure] += 5_000.0
    for spread, said in ((100.0, "people from Henan at home"), (400_000.0, None)):
        values[:, larger, larger] = 20_000.0 + luck.permutation(np.linspace(-spread, spread, PAIRS))
        data = OdData(month_number(2030, 12), region_codes(), values, MADE)
        text = " ".join(text.get_text() for text in od_figure(data).texts)
        assert "people from Anhui in Shanghai" not in text
        assert (
            "no single route stands out" in text or "not statistically significant" in text
            if said is None
            else (said in text)
        )


def test_a_cell_of_the_matrix_has_a_color_if_and_only_if_it_is_sure() -> None:
    data = OdData(month_number(2030, 12), region_codes(), change(0.0, 20_000.0), MADE)
    cells = [patch for patch in od_figure(data).axes[0].patches if patch.get_fill()]
    bold = [text for text in od_figure(data).texts if text.get_fontweight() == "bold"]
    colored = sum(patch.get_facecolor()[:3] != (1.0, 1.0, 1.0) for patch in cells)
    assert len(cells) == 100 and len(bold) > 0 and colored <= len(bold) < 100


def test_the_matrix_says_who_gains_where() -> None:
    values = np.zeros((PAIRS, len(region_codes()), len(region_codes())))
    values[:, region_codes().index("CN-GS"), region_codes().index("CN-SN")] = 50_000.0
    data = OdData(month_number(2030, 12), region_codes(), values, MADE)
    texts = [text.get_text() for text in od_figure(data).texts]
    assert "The largest gain in work: people from Gansu in Shaanxi, 50,000 persons" in texts
    row = next(row for row in od_table(data).rows if row[1:3] == ("CN-GS", "CN-SN"))
    assert row[4] == 50_000.0
