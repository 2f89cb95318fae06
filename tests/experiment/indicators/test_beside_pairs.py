"""What is known of a difference besides its pairs follows from its indicator, its place and the world's scale."""

from pathlib import Path

import pytest

from laborsim.experiment.indicators.beside_pairs import BesidePairs, Countable, counted
from laborsim.experiment.indicators.headline import Point
from laborsim.scenario.load import load_scenario
from laborsim.scenario.scenario import Scale, Scenario

BASELINE = Path(__file__).parents[3] / "scenarios" / "national-baseline.yaml"


@pytest.fixture(scope="module")
def world() -> Scenario:
    plain = load_scenario(BASELINE).scenario
    scale = Scale(default=20_000, regions={"CN-GS": 400})
    return plain.model_copy(update={"run": plain.run.model_copy(update={"scale": scale})})


@pytest.mark.parametrize(
    ("indicator", "place", "worker"),
    [
        ("founders_in_business", "CN", 20_000),
        ("founders_in_business", "West", 20_000),
        ("founders_in_business", "CN-GS", 400),
        ("founders_in_business", "CN-GS/45-49", 400),
        ("founders_in_business", "monitored", 20_000),
        ("business_starts", "CN", 20_000),
        ("outbound_moves", "CN", 20_000),
        ("pay_all", "CN", 0),
        ("unemployment_migrants", "CN", 0),
        ("cost", "CN", 0),
    ],
)
def test_a_worker_makes_of_a_count_the_persons_he_stands_for_and_of_nothing_else_anything(
    world: Scenario, indicator: str, place: str, worker: float
) -> None:
    assert counted(Point(indicator, place, 1500), world) == Countable(indicator, worker)


def test_what_is_known_turns_round_and_stretches_with_the_differences() -> None:
    assert BesidePairs(1, 400.0).times(-0.5) == BesidePairs(-1, 200.0)
    assert BesidePairs(-1, 400.0).times(2.0) == BesidePairs(-1, 800.0)
    assert Countable("cost", 400.0).over(3.0).beside == BesidePairs(0, 1200.0)
