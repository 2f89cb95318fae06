"""Intervals of filled places end at zero where measures add places alone; verdicts stay what the pairs say."""

import numpy as np
import pytest
from tests.twin.worlds import EVERYWHERE, START, WEST, lever, scenario, shock

from laborsim.experiment.indicators.effect import Effect, effect_of
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.indicators.possible import bounded
from laborsim.levers import Lever, Uncertainty
from laborsim.scenario.scenario import Scenario

PAIRS = np.array([38_600.0, 1_000.0, 25_000.0, 12_600.0])
POSTS = lever("public_welfare_posts", 50_000, WEST)
MORE_POSTS = lever("public_welfare_posts", 60_000, WEST)
WIDE = Uncertainty(dist="uniform", low=10.0, high=170_000.0)
TRAINING = lever("training_places", 1e6)


def at(region: str = "CN", indicator: str = "placed_workers", group: str = "") -> Point:
    return Point(indicator, region, START + 12, group=group)


def known(values: np.ndarray = PAIRS) -> Effect:
    found = effect_of(values)
    assert found is not None and found.low_95 is not None and found.high_95 is not None
    return found


def world(*levers: Lever, **rest: object) -> Scenario:
    return scenario(12, levers, **rest)


@pytest.mark.parametrize(
    ("ours", "theirs", "turn"),
    [
        (world(POSTS), world(), 1), (world(MORE_POSTS), world(POSTS), 1), (world(POSTS), world(MORE_POSTS), -1),
        (world(), world(POSTS), -1), (world(TRAINING, POSTS), world(TRAINING), 1),
        (world(lever("workshops", 90_000)), world(), 1), (world(lever("workshops", 10)), world(), -1),
    ],
)  # fmt: skip
def test_more_places_are_not_filled_by_fewer_people_on_average(ours: Scenario, theirs: Scenario, turn: int) -> None:
    plain = known(turn * PAIRS)
    found = bounded(plain, at(), ours, theirs)
    assert plain.low_95 < 0 < plain.high_95 and not plain.is_clear  # type: ignore[operator]
    assert found is not None and (found.verdict, found.p_sign, found.mean) == (plain.verdict, plain.p_sign, plain.mean)
    ends = (found.low_95, found.high_95) if turn > 0 else (-found.high_95, -found.low_95)  # type: ignore[operator]
    assert ends == (0.0, max(plain.high_95, -plain.low_95))  # type: ignore[operator,type-var]


@pytest.mark.parametrize(
    ("ours", "theirs", "point"),
    [
        (world(POSTS, TRAINING), world(), at()),  # people in class are in no post
        (world(POSTS, lever("workshops", 10)), world(), at()),
        (world(POSTS, shocks=(shock("a", "vacancies", 0.9, 2, 4),)), world(), at()),
        (world(POSTS), world(), at("CN-GD")),  # no post is there
        (world(POSTS), world(), at(group="16-20")),
        (world(POSTS), world(), at("monitored")),
        (world(POSTS), world(), at(indicator="employed_workers")),
        (world(lever("public_welfare_posts", 5e4, WEST, aware_share=0.1)), world(POSTS), at()),
        (world(lever("workshops", 90_000, uncertainty=WIDE)), world(), at()),
    ],
)  # fmt: skip
def test_where_the_sign_is_not_known_the_interval_is_that_of_the_pairs(
    ours: Scenario, theirs: Scenario, point: Point
) -> None:
    assert bounded(known(), point, ours, theirs) == known()


def test_a_mean_that_luck_made_negative_keeps_its_interval() -> None:
    assert bounded(known(-PAIRS), at(), world(POSTS), world()) == known(-PAIRS)
    assert bounded(None, at(), world(POSTS), world()) is None


def test_a_zone_bounds_what_lies_inside_it() -> None:
    found = bounded(known(), at("West"), world(POSTS), world())
    assert found is not None and found.low_95 == 0.0
    everywhere = world(lever("public_welfare_posts", 5e4, EVERYWHERE))
    assert bounded(known(), at("West"), everywhere, world()) == known()
