"""An effect is claimed by rule, and its intervals hold what they say."""

import math

import numpy as np
import pytest
from scipy import stats

from laborsim.experiment.indicators.beside_pairs import BesidePairs, Countable
from laborsim.experiment.indicators.effect import Effect, effect_of, is_told, mean_and_error, paired_effect


def test_the_effect_of_identical_worlds_is_exactly_none() -> None:
    world = np.random.default_rng(1).normal(size=20)
    effect = paired_effect(world, world.copy())
    assert effect is not None
    assert (effect.mean, effect.low_95, effect.high_95, effect.verdict) == (0.0, 0.0, 0.0, "no effect")
    assert effect.p_sign is None  # nothing has no sign


def test_pairs_cancel_the_luck_that_both_worlds_share() -> None:
    luck = np.random.default_rng(1).normal(scale=1000, size=20)
    effect = paired_effect(luck + 1, luck)
    assert effect is not None
    assert effect.verdict == "raises"
    assert effect.p_sign == pytest.approx(20.5 / 21)  # all of twenty, of which half a draw is not known either way
    assert effect.mean == pytest.approx(1.0)


def test_the_intervals_of_the_mean_are_those_of_a_one_sample_t_test() -> None:
    differences = np.random.default_rng(2).normal(0.3, 1.0, 20)
    effect = effect_of(differences)
    assert effect is not None
    known = stats.ttest_1samp(differences, 0.0)
    assert (effect.low_95, effect.high_95) == pytest.approx(tuple(known.confidence_interval(0.95)))
    assert effect.simulation_error == pytest.approx(known.confidence_interval(0.95).high - differences.mean())


def test_the_headline_is_where_draws_lie_and_does_not_shrink_with_more_of_them() -> None:
    few, many = effect_of(np.arange(40.0)), effect_of(np.repeat(np.arange(40.0), 25))
    assert few is not None and many is not None
    assert (few.p10, few.p90) == (pytest.approx(3.1), pytest.approx(35.9))
    assert (many.p10, many.p90) == (pytest.approx(3.1, abs=1.0), pytest.approx(35.9, abs=1.0))
    assert many.simulation_error == pytest.approx((few.simulation_error or 0) / 5, rel=0.05)


@pytest.mark.parametrize("pairs", [2, 4, 9, 20])
def test_eight_draws_in_ten_lie_in_the_prediction_interval_of_however_few_pairs(pairs: int) -> None:
    luck = np.random.default_rng(8)
    inside = []
    for _ in range(4000):
        found, one_more = effect_of(luck.normal(0.3, 1.0, pairs)), luck.normal(0.3, 1.0)
        assert found is not None and found.p10 is not None and found.p90 is not None
        assert found.is_from_few == (pairs < 10)
        inside.append(found.p10 <= one_more <= found.p90)
    assert np.mean(inside) == pytest.approx(0.80, abs=0.03)


def test_the_chance_of_the_sign_is_the_part_of_the_draws_that_have_it() -> None:
    found = effect_of(np.array([3.0] * 15 + [-1.0] * 5))
    assert found is not None
    assert (found.agree, found.p_sign) == (15, pytest.approx(15.5 / 21))
    turned = found.times(-2.0)
    assert (turned.p10, turned.p90, turned.p_sign) == (-6.0, 2.0, found.p_sign)


@pytest.mark.parametrize(
    ("differences", "verdict"),
    [
        ([-2.0, 6.0] * 50, "draws disagree"),  # +2 on average, told from luck, while every second draw falls
        ([-1.0] * 30 + [6.0] * 70, "likely raises"),
        ([-1.0] * 9 + [6.0] * 91, "raises"),
        ([2.0] * 5 + [0.1] * 15, "raises"),
    ],
)
def test_a_mean_that_luck_cannot_make_has_no_direction_where_draws_have_none(
    differences: list[float], verdict: str
) -> None:
    found = effect_of(np.array(differences))
    assert found is not None and is_told(found)
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("differences", "verdict"),
    [
        ([-1.0, -1.1] * 10, "lowers"),
        ([1.0, 3.0, -1.0, 2.0, -0.5, 2.0, 1.0, -1.0], "no detectable effect"),
        ([1.0, 3.0, -1.0, 2.0, -0.5, 2.0, 1.0, 1.0, 2.0, 1.0], "likely raises"),
        ([-1.0, 1.0] * 10, "no detectable effect"),
        ([1.0, 1.1, 0.9, 1.0], "raises"),  # four pairs that hardly spread are as sure as their interval
        ([1.0] * 4 + [0.0] * 16, "no detectable effect"),
        ([1.0] * 9 + [0.0] * 11, "likely raises"),
        ([1.0] * 3 + [0.0] * 17, "no detectable effect"),
        ([5.0, 5.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0], "no detectable effect"),  # two coins
        ([1.0] * 3, "too few pairs"),
        ([1.0], "too few pairs"),
        ([0.0], "no effect"),
    ],
)
def test_a_direction_is_claimed_by_rule(differences: list[float], verdict: str) -> None:
    effect = effect_of(np.array(differences))
    assert effect is not None
    assert effect.verdict == verdict


RANK = {"no detectable effect": 0, "draws disagree": 0}
RANK |= {"likely raises": 1, "likely lowers": 1, "raises": 2, "lowers": 2}


def test_no_evidence_that_is_weaker_has_a_stronger_verdict() -> None:
    luck = np.random.default_rng(5)
    found = []
    for _ in range(2000):
        pairs = int(luck.integers(4, 25))
        differences = luck.normal(luck.normal(0, 0.5), 1.0, pairs).round(int(luck.integers(0, 3)))
        differences[: int(luck.integers(0, pairs))] = 0.0  # few pairs differ
        effect = effect_of(differences)
        if effect is not None and effect.p_sign is not None:
            found.append(effect)
    assert len({effect.differing for effect in found}) > 15
    seen = set()
    for effect in found:
        assert effect.low_95 is not None and effect.high_95 is not None
        assert effect.p10 is not None and effect.p90 is not None and effect.p_sign is not None
        apart = [not effect.low_95 <= 0.0 <= effect.high_95, not effect.p10 <= 0.0 <= effect.p90]
        seen.add(effect.verdict)
        assert effect.is_clear == all(apart)
        assert (RANK[effect.verdict] == 1) == (any(apart) and not all(apart) and effect.p_sign >= 2 / 3)
        assert (effect.verdict == "draws disagree") == (apart == [True, False] and effect.p_sign < 2 / 3)
    assert seen == {*RANK}


def test_the_same_sum_in_fewer_pairs_is_less_sure() -> None:
    spread = [effect_of(np.array([1.0] * k + [0.0] * (20 - k))) for k in (2, 4, 8, 16)]
    sure = [effect.p_sign for effect in spread if effect is not None and effect.p_sign is not None]
    assert sure == sorted(sure) and sure[0] < 0.6 and sure[3] > 0.85


@pytest.mark.parametrize("pairs", [2, 4])
def test_money_that_only_one_world_spends_is_certainly_spent_however_widely_it_spreads(pairs: int) -> None:
    spent = np.random.default_rng(6).lognormal(18, 2.0, pairs)
    plain, more, less = (
        effect_of(spent),
        *(
            paired_effect(*two, number=Countable("cost"))
            for two in ((spent, np.zeros(pairs)), (np.zeros(pairs), spent))
        ),
    )
    assert plain is not None and plain.low_95 is not None and plain.low_95 < 0  # what differences alone can say
    for effect, verdict in ((more, "raises"), (less, "lowers")):
        assert effect is not None and effect.low_95 is not None and effect.high_95 is not None
        assert (effect.verdict, effect.p_sign, abs(effect.mean)) == (verdict, 1.0, plain.mean)
        assert effect.low_95 * effect.high_95 > 0 and effect.low_95 < effect.mean < effect.high_95


def test_what_both_worlds_spend_can_differ_either_way() -> None:
    spent = np.array([5.0, 1.0, 9.0, 2.0, 0.0, 4.0])
    effect = paired_effect(spent, np.array([0.0, 0.0, 0.0, 0.0, 0.1, 0.0]), number=Countable("cost"))
    assert effect is not None and effect.p_sign is not None and effect.p_sign < 1.0
    cut = paired_effect(-spent, np.zeros(6))  # a growth rate, not an amount
    assert cut is not None and cut.p_sign is not None and cut.p_sign < 1.0


@pytest.mark.parametrize("indicator", ["placed_workers", "founders_in_business", "seeking_workers", ""])
@pytest.mark.parametrize("some", [[20_000.0], [20_000.0] * 2, [0.0, 20_000.0, 0.0, 0.0], [20_000.0, 20_000.0, 0.0]])
def test_a_worker_of_a_small_group_shows_no_direction_though_the_other_world_has_none(
    some: list[float], indicator: str
) -> None:
    here, none = np.array(some), np.zeros(len(some))
    for found in (
        paired_effect(here, none, number=Countable(indicator)),
        paired_effect(none, here, number=Countable(indicator)),
    ):
        assert found is not None and found.verdict in ("no detectable effect", "too few pairs")
        assert found.low_95 is None or found.low_95 == found.high_95 or found.low_95 < 0.0 < (found.high_95 or 0.0)


def test_money_that_is_spent_in_some_pairs_alone_is_certainly_spent() -> None:
    found = paired_effect(np.array([0.0, 3e6, 0.0, 1e6]), np.zeros(4), number=Countable("cost"))
    assert found is not None and (found.verdict, found.p_sign) == ("raises", 1.0)
    assert found.low_95 is not None and found.low_95 > 0.0


def test_one_pair_has_no_interval() -> None:
    effect = effect_of(np.array([2.0]))
    assert effect is not None
    assert (effect.p10, effect.high_95, effect.p_sign, effect.detectable) == (None, None, None, None)


def test_pairs_in_which_an_effect_is_not_defined_are_left_out() -> None:
    effect = effect_of(np.array([1.0, np.nan, 3.0]))
    assert effect is not None
    assert (effect.pairs, effect.mean) == (2, 2.0)
    assert effect_of(np.array([np.nan])) is None


@pytest.mark.parametrize("n_looks", [1, 5])
def test_an_effect_of_the_detectable_size_is_seen_four_times_in_five(n_looks: int) -> None:
    luck = np.random.default_rng(3).normal(size=(2000, 20))
    known = [effect_of(row, n_looks) for row in luck]
    size = float(np.median([effect.detectable for effect in known if effect is not None and effect.detectable]))
    found = [effect_of(row + size, n_looks) for row in luck]
    seen = np.mean([effect is not None and is_told(effect) and effect.mean > 0 for effect in found])
    assert seen == pytest.approx(0.80, abs=0.03)


def test_more_looks_make_wider_intervals() -> None:
    differences = np.random.default_rng(4).normal(size=20)
    one, five = effect_of(differences), effect_of(differences, n_looks=5)
    assert one is not None and five is not None
    assert five.high_95 == pytest.approx(stats.ttest_1samp(differences, 0).confidence_interval(0.99).high)
    assert five.high_95 is not None and one.high_95 is not None and five.high_95 > one.high_95


def test_unpaired_runs_are_refused() -> None:
    with pytest.raises(ValueError, match="not paired"):
        paired_effect(np.zeros(3), np.zeros(4))


def test_the_last_bits_of_two_levels_are_no_effect() -> None:
    ours, theirs = np.array([4800.1, 4700.3, 4913.7]), np.array([4800.1, 4700.3, 4913.7])
    dusty = paired_effect(ours * (1 + 2**-52), theirs)
    assert dusty is not None
    assert (dusty.mean, dusty.differing, dusty.verdict) == (0.0, 0, "no effect")


def test_twelfths_that_cancel_over_the_pairs_have_a_mean_of_zero() -> None:
    twelfths = [7 / 12, -5 / 12, 1 / 12, -1 / 4]
    assert math.fsum(twelfths) != 0.0, "there is dust to be swept"
    assert mean_and_error(twelfths)[0] == 0.0


WORKER = 20_000.0


def of_workers(*workers: float) -> Effect:
    theirs = WORKER * (200.0 + np.arange(len(workers)) % 3)
    found = paired_effect(theirs + WORKER * np.array(workers), theirs, number=Countable("founders_in_business", WORKER))
    assert found is not None
    return found


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("pairs", [4, 30, 400])
def test_one_worker_in_every_pair_is_not_told_from_rounding_however_many_pairs(sign: int, pairs: int) -> None:
    found = of_workers(*[sign] * pairs)
    assert found.verdict == "no detectable effect" and not is_told(found)
    assert (found.low_95, found.high_95) == ((0.0, 2 * WORKER) if sign > 0 else (-2 * WORKER, 0.0))
    assert (found.p10, found.p90) == (found.low_95, found.high_95)
    assert found.p_sign == 0.5 and found.detectable is not None and found.detectable >= WORKER


@pytest.mark.parametrize(("workers", "verdict"), [(2, "raises"), (-2, "lowers")])
def test_two_workers_in_every_pair_are_told(workers: int, verdict: str) -> None:
    found = of_workers(*[workers] * 4)
    assert found.verdict == verdict and is_told(found) and found.p_sign == 4.5 / 5
    assert found.low_95 is not None and found.high_95 is not None
    assert found.high_95 - found.low_95 == 2 * WORKER


def test_less_than_one_worker_in_nearly_every_pair_is_no_surer_than_one_in_all() -> None:
    found = of_workers(*[1.0] * 19, 0.0)
    assert found.verdict == "no detectable effect"


def test_pairs_that_spread_further_than_a_worker_are_each_rounded_their_own_way() -> None:
    workers = np.array([3.0, 8.0, 5.0, 6.0, 4.0, 7.0])
    found, plain = of_workers(*workers), effect_of(WORKER * workers)
    assert plain is not None
    assert (found.low_95, found.high_95, found.p_sign) == (plain.low_95, plain.high_95, plain.p_sign)


def test_worlds_that_are_the_same_in_every_pair_hide_nothing() -> None:
    found = of_workers(0, 0, 0, 0)
    assert (found.low_95, found.high_95, found.verdict) == (0.0, 0.0, "no effect")


def test_what_only_measures_make_has_its_sign_and_the_width_of_rounding() -> None:
    found = effect_of(np.full(4, WORKER), beside=BesidePairs(1, WORKER))
    assert found is not None
    assert (found.low_95, found.high_95, found.verdict, found.p_sign) == (0.0, 2 * WORKER, "raises", 1.0)
    less = effect_of(np.full(4, -3 * WORKER), beside=BesidePairs(-1, WORKER))
    assert less is not None
    assert (less.low_95, less.high_95, less.verdict) == (-4 * WORKER, -2 * WORKER, "lowers")


def test_the_last_bits_of_twelfths_of_a_worker_tell_nothing() -> None:
    found = effect_of(np.full(4, WORKER * (1 + 1e-12)), beside=BesidePairs(worker=WORKER))
    assert found is not None and found.low_95 == 0.0 and found.verdict == "no detectable effect"


def test_more_than_a_worker_by_less_than_luck_allows_is_not_told() -> None:
    found = of_workers(2, 2, 2, 1)
    assert found.verdict == "no detectable effect" and not is_told(found)
    assert found.p10 is not None and found.p10 < 0
