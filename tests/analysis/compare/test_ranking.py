"""A ranking says which scenario is best, how surely, and what it cannot tell apart."""

import numpy as np
import pytest

from laborsim.analysis.compare.ranking import best_for, rank
from laborsim.experiment.indicators.effect import effect_of
from laborsim.scenario.load import Goal


def luck(pairs: int = 20, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=pairs)


def test_of_two_the_probability_of_being_best_is_that_of_the_sign_of_their_difference():
    values = np.column_stack([luck() + 0.3, luck(seed=2)])
    found = rank(["a", "b"], values, "highest")
    effect = effect_of(values[:, 0] - values[:, 1])
    best = {ranked.name: ranked.p_best for ranked in found.ranked}
    assert best["a" if effect.mean > 0 else "b"] == pytest.approx(effect.p_sign, abs=0.01)
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
    assert needed == pytest.approx((1.96 * differences.std(ddof=1) / differences.mean()) ** 2, abs=1)


def test_equals_share_the_place():
    same = luck()
    found = rank(["a", "b"], np.column_stack([same, same]), "highest")
    assert [ranked.p_best for ranked in found.ranked] == [0.5, 0.5]
    assert found.unsettled == ()


@pytest.mark.parametrize(("best", "first"), [("highest", "c"), ("lowest", "a"), ("nearest", "b")])
def test_what_counts_as_best_decides_who_is_first(best, first):
    values = np.column_stack([np.full(9, 1.0), np.full(9, 5.0), np.full(9, 9.0)]) + 0.01 * luck(9)[:, None]
    assert rank(["a", "b", "c"], values, best, target=4.8).ranked[0].name == first


def test_one_pair_cannot_rank():
    found = rank(["a", "b"], np.array([[1.0, 2.0]]), "highest")
    assert (found.p_order, found.is_settled, [ranked.p_best for ranked in found.ranked]) == (None, None, [None, None])


def test_goals_say_what_is_best_and_nobody_wants_unemployment():
    def goal(**sides):
        return [Goal(indicator="pay_all", unit="CNY/month", by=1500, **sides)]

    assert best_for("unemployment_migrants", []) == "lowest"
    assert best_for("pay_all", []) == "highest"
    assert best_for("pay_all", goal(maximum=4.0)) == "lowest"
    assert best_for("pay_all", goal(minimum=4.0)) == "highest"
    assert best_for("pay_all", goal(value=4.0)) == "nearest"
