"""Places that are planned and not filled are told with what is short, by one rule, in runs and at doses."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest
from tests.experiment.stand_in import fake_simulate
from tests.twin.worlds import EVERYWHERE, START, lever, scenario

from laborsim.analysis.goals.filled import Filled, filled_of
from laborsim.experiment.running.replicate import Task
from laborsim.experiment.store.results import Results
from laborsim.levers import Cost, Lever
from laborsim.model.ledger import STAGES
from laborsim.report.answers.places import places_line, places_lines, too_small_line
from laborsim.scenario.scenario import Scale, Scenario

MONTHS = 18
POSTS, SEATS = "public_welfare_posts", "training_places"


@dataclass(frozen=True)
class Counted:
    """A world of which only what it counts of one lever is known: people by stage in every month, what is unmet."""

    levers: tuple[Lever, ...]
    people: tuple[float, ...]
    unmet: int = 0
    levels: dict[str, float] = field(default_factory=dict)

    @property
    def scenario(self) -> Scenario:
        return scenario(MONTHS, self.levers)

    def each(self) -> Iterator[tuple[int, Results]]:
        results = fake_simulate(Task(scenario(MONTHS), 0, Path()))
        services = np.zeros((MONTHS + 1, len(self.levers), 31, len(STAGES)), np.int64)
        services[1:, :, 0, :5] = self.people
        services[1:, :, 0, STAGES.index("unmet")] = self.unmet
        regional = results.regional.copy()
        for name, level in self.levels.items():
            regional[:, :, results.levels.index(name)] = level
        names = tuple(lever.key for lever in self.levers)
        yield 0, replace(results, service_names=names, services=services, regional=regional)


def only(world: Counted, until: int = START + MONTHS) -> Filled:
    [found] = filled_of(world, world.levers, until)  # type: ignore[arg-type]  # what is read of a world
    return found


FEW = (60_000, 42_000, 19_300, 19_300, 19_300)


def test_posts_that_nobody_takes_are_told_with_the_people_who_are_short() -> None:
    found = only(Counted((lever(POSTS, 50_000),), FEW))
    assert (found.places, found.filled, found.short, found.months) == (50_000, 19_300, "take-up", 0)
    line = places_line(found, "en")
    assert "50,000 posts are there, 19,300 are filled in June 2025: applicants, not places, are short" in line
    assert "of 42,000 persons who are eligible and know of it 19,300 persons apply" in line
    assert "缺的是申请人，而非名额" in places_line(found, "zh")


@pytest.mark.parametrize(
    ("people", "short"),
    [
        ((0, 0, 0, 0, 0), "nobody"), ((20_000, 19_900, 19_800, 19_700, 19_600), "eligible"),
        ((90_000, 25_000, 24_000, 24_000, 24_000), "awareness"), ((90_000, 85_000, 80_000, 24_000, 24_000), "places"),
    ],
)  # fmt: skip
def test_what_is_short_is_the_stage_at_which_most_people_are_lost(people: tuple[float, ...], short: str) -> None:
    found = only(Counted((lever(POSTS, 50_000),), people))
    assert found.short == short
    assert ("free elsewhere" in places_line(found, "en")) == (short == "places")


def test_money_that_does_not_reach_comes_before_people() -> None:
    found = only(Counted((lever(POSTS, 50_000, cost=Cost(budget=1e6)),), FEW, unmet=30_000))
    assert found.short == "money" and "money, not places, is short" in places_line(found, "en")


def test_filled_places_have_no_reason_but_are_spoken_of() -> None:
    found = only(Counted((lever(POSTS, 50_000),), (90_000, 80_000, 70_000, 49_000, 49_000)))
    assert found.short is None
    assert places_line(found, "en").endswith("50,000 posts are there in June 2025, 49,000 are filled")


def test_what_is_handed_out_is_counted_over_the_year() -> None:
    found = only(Counted((lever(SEATS, 1_200_000),), (9e5, 4e5, 30_000, 30_000, 30_000)))
    assert (found.places, found.filled, found.months) == (1_200_000, 360_000, 12)
    assert "1.2 million places are there in the 12 months to June 2025, 360,000 are taken" in places_line(found, "en")
    short = only(Counted((lever(SEATS, 1_200_000, since=14),), (9e5, 4e5, 30_000, 30_000, 30_000)))
    assert (short.places, short.filled, short.months) == (500_000, 150_000, 5)


def test_a_measure_that_has_ended_is_read_in_its_last_month() -> None:
    assert only(Counted((lever(POSTS, 50_000, until=9),), FEW)).month == START + 9


def test_units_count_the_places_of_the_base_date_too() -> None:
    world = Counted((lever("workshops", 40_000),), FEW, levels={"workshop_places": 1_000.0})
    found = only(world)
    assert found.places == 31_000 and "with those of the base date" in places_line(found, "en")


def test_what_has_no_number_of_places_has_no_line() -> None:
    levers = (
        lever("startup_subsidy", 10_000), lever("guaranteed_loans", 100_000), lever("settlement_access", 1.0),
        lever("school_places", 85.0),
    )  # fmt: skip
    assert filled_of(Counted(levers, FEW), levers, START + MONTHS) == []  # type: ignore[arg-type]
    fund = lever("guaranteed_loans", 100_000, loans_per_year=240_000.0)
    assert only(Counted((fund,), (9e5, 4e5, 30_000, 20_000, 20_000))).short is None
    nothing = only(Counted((lever(POSTS, 0.0),), FEW))
    assert places_lines([nothing], "en") == []


def test_a_measure_smaller_than_a_worker_says_that_identical_says_nothing() -> None:
    world = scenario(MONTHS, scale=Scale(default=20_000))
    line = too_small_line(lever(POSTS, 500, EVERYWHERE), world, "en")
    assert "for 500 persons, fewer than one worker stands for (20,000 persons)" in line and "identical" in line
