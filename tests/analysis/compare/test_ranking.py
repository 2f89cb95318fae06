"""A ranking says which scenario is best, how surely, and what it cannot tell apart."""

from itertools import pairwise

import numpy as np
import pytest

from laborsim.analysis.compare.ranking import Beside, best_for, rank
from laborsim.experiment.indicators.effect import effect_of, is_told, mean_and_error, sign_probability
from laborsim.report.albums.compare import order_text
from laborsim.scenario.load import Goal


def luck(pairs: int = 20, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=pairs)


def test_of_two_the_probability_of_being_best_is_that_of_the_sign_of_their_mean_difference():
    values = np.column_stack([luck() + 0.3, luck(seed=2)])
    found = rank(["a", "b"], values, "highest")
    effect = effect_of(values[:, 0] - values[:, 1])
    best = {ranked.name: ranked.p_best for ranked in found.ranked}
    sure = sign_probability(effect.mean, mean_and_error(list(values[:, 0] - values[:, 1]))[1], effect.differing)
    assert best["a" if effect.mean > 0 else "b"] == pytest.approx(sure, abs=0.01)
    assert (found.first_in, found.pairs) == (effect.agree, 20)
    assert f"nothing is ahead of {found.ranked[0].name} in {effect.agree} of 20 pairs" in order_text(found, "en")
    assert sum(best.values()) == pytest.approx(1.0)


def test_luck_that_all_share_does_not_blur_the_order():
    shared = 1000 * luck()
    found = rank(["a", "b", "c"], np.column_stack([shared, shared + 2 + 0.1 * luck(seed=2), shared + 1]), "highest")
    assert [ranked.name for ranked in found.ranked] == ["b", "c", "a"]
    assert found.is_settled and found.p_order == pytest.approx(1.0) and found.unsettled == ()


def test_an_order_that_is_noise_is_not_settled_and_names_the_neighbors():
    found = rank(["a", "b", "c"], np.column_stack([luck(), luck(seed=2) + 0.1, luck(seed=3) + 9]), "highest")
    assert found.ranked[0].name == "c"
    assert not found.is_settled
    assert {frozenset(pair) for pair in found.unsettled} == {frozenset(("a", "b"))}
    assert found.pairs_needed is not None and found.pairs_needed > 20


def test_as_many_pairs_as_it_says_tell_two_apart():
    values = np.column_stack([luck(20, 5) + 0.25, np.zeros(20)])
    needed = rank(["a", "b"], values, "highest").pairs_needed
    differences = values[:, 0] - values[:, 1]
    assert needed == pytest.approx((1.96 * differences.std(ddof=1) / differences.mean()) ** 2, rel=0.01)


@pytest.mark.parametrize("seed", range(20))
def test_more_pairs_are_asked_for_than_there_are(seed):
    values = np.column_stack([luck(4, seed) + 1.0, np.zeros(4)])
    found = rank(["a", "b"], values, "highest")
    assert (found.pairs_needed is None) == (not found.unsettled)
    assert found.pairs_needed is None or found.pairs_needed > 4


def test_equals_share_the_place():
    same = luck()
    found = rank(["a", "b"], np.column_stack([same, same]), "highest")
    assert [ranked.p_best for ranked in found.ranked] == [0.5, 0.5]
    assert found.unsettled == ()
    assert found.equal == (("a", "b"),)
    assert "a = b" in order_text(found, "en")


def test_who_is_ahead_shares_no_place():
    found = rank(["a", "b", "c"], np.column_stack([luck() + 9, luck(seed=2), luck(seed=2)]), "highest")
    assert found.equal == (("b", "c"),)
    assert "a > b = c" in order_text(found, "en")


@pytest.mark.parametrize(("best", "first"), [("highest", "c"), ("lowest", "a"), ("nearest", "b")])
def test_what_counts_as_best_decides_who_is_first(best, first):
    values = np.column_stack([np.full(9, 1.0), np.full(9, 5.0), np.full(9, 9.0)]) + 0.01 * luck(9)[:, None]
    assert rank(["a", "b", "c"], values, best, target=4.8).ranked[0].name == first


@pytest.mark.parametrize("seed", range(12))
def test_neighbors_are_told_apart_if_and_only_if_their_mean_difference_is_told_from_luck(seed):
    values = np.column_stack([luck(seed=seed) + 0.6, luck(seed=seed + 50), np.where(luck(seed=seed) > 1, 1.0, 0.0)])
    found = rank(["a", "b", "c"], values, "highest")
    at = {name: k for k, name in enumerate("abc")}
    for one, other in pairwise(ranked.name for ranked in found.ranked):
        lead = effect_of(values[:, at[one]] - values[:, at[other]])
        assert ((one, other) in found.unsettled) == (not is_told(lead))
    assert found.is_settled <= (not found.unsettled)


def test_where_few_pairs_differ_the_chance_of_being_best_is_that_of_the_sign_too():
    values = np.column_stack([np.array([1.0] * 4 + [0.0] * 16), np.zeros(20)])
    best = {ranked.name: ranked.p_best for ranked in rank(["a", "b"], values, "highest").ranked}
    assert best["a"] == pytest.approx(sign_probability(*mean_and_error(list(values[:, 0])), 4), abs=0.01)


def test_who_certainly_spends_is_certainly_dearer_than_who_spends_nothing():
    spent = np.random.default_rng(6).lognormal(18, 2.0, 6)
    values = np.column_stack([spent, np.zeros(6)])
    found = rank(["a", "nothing"], values, "lowest", beside=Beside(ways=(1, 0)))
    assert [(ranked.name, ranked.p_best) for ranked in found.ranked] == [("nothing", 1.0), ("a", 0.0)]
    assert found.is_settled and found.unsettled == ()
    assert not rank(["a", "nothing"], values, "lowest").is_settled


@pytest.mark.parametrize("pairs", [1, 2, 3])
def test_so_few_pairs_cannot_rank(pairs):
    found = rank(["a", "b"], np.array([[1.0, 2.0]] * pairs), "highest")
    assert (found.p_order, found.is_settled, [ranked.p_best for ranked in found.ranked]) == (None, None, [None, None])


def test_goals_say_what_is_best_and_nobody_wants_unemployment():
    def goal(**sides):
        return [Goal(indicator="pay_all", unit="CNY/month", by=1500, **sides)]

    assert best_for("unemployment_migrants", []) == "lowest"
    assert best_for("pay_all", []) == "highest"
    assert best_for("pay_all", goal(maximum=4.0)) == "lowest"
    assert best_for("pay_all", goal(minimum=4.0)) == "highest"
    assert best_for("pay_all", goal(value=4.0)) == "nearest"
