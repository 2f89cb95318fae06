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
    scale: int = 100

    @property
    def scenario(self) -> Scenario:
        return scenario(MONTHS, self.levers, scale=Scale(default=self.scale))

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
    assert "of 42,000 persons who are eligible and know of it 19,300 persons hold a place" in line
    assert "nobody asks for one in vain" in line and "in a month" not in line, "a stock is no flow"
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


ENOUGH = (9e6, 3.9e6, 195_000, 9_200, 9_200)
"""A month's people by stage: eight apply for a seat of 300,000 a year, and a third of the seats is filled."""


def test_seats_that_too_few_workers_apply_for_are_lost_to_the_scale_and_it_says_which_one_would_do() -> None:
    seats = lever(SEATS, 300_000, EVERYWHERE)
    coarse = only(Counted((seats,), ENOUGH, scale=20_000))
    assert (coarse.short, coarse.finer) == ("scale", 2_000), "195,000 ÷ 31 provinces ÷ 3 workers, two digits"
    line = places_line(coarse, "en")
    assert "one worker stands for 20,000 persons" in line and "a scale of 2,000 or finer" in line
    assert "applicants, not places, are short" not in line
    assert "20,000人" in places_line(coarse, "zh") and "以2,000或更细" in places_line(coarse, "zh")
    assert only(Counted((seats,), ENOUGH, scale=coarse.finer)).short == "places", "the scale that is named does"
    assert only(Counted((seats,), (9e6, 3.9e6, 9_500, 9_200, 9_200), scale=20_000)).short == "take-up", "too few apply"


def test_applicants_are_not_short_where_more_apply_than_there_are_places() -> None:
    found = only(Counted((lever(SEATS, 300_000, EVERYWHERE),), (9e6, 3.9e6, 195_000, 23_500, 23_500)))
    assert found.short == "places" and "free elsewhere" in places_line(found, "en")
    assert only(Counted((lever(POSTS, 50_000),), (90_000, 20_000, 60_000, 40_000, 40_000))).short == "places"


def test_more_than_there_is_is_told_as_the_rounding_of_whole_workers() -> None:
    line = places_line(only(Counted((lever(POSTS, 50_000),), (9e5, 8e5, 52_000, 52_000, 52_000), scale=20_000)), "en")
    assert line.endswith(
        "52,000 are filled (all: more than there are by the rounding to whole workers of 20,000 persons)"
    )
    assert "rounding" not in places_line(only(Counted((lever(POSTS, 50_000),), (9e5, 8e5, 5e4, 5e4, 5e4))), "en")


def test_posts_that_coarse_workers_leave_empty_are_empty_by_the_scale() -> None:
    held = (9e5, 6e5, 215_000, 215_000, 215_000)
    found = only(Counted((lever(POSTS, 300_000, EVERYWHERE),), held, scale=20_000))
    assert (found.short, found.finer) == ("scale", 2_300)
    line = places_line(found, "en")
    assert "215,000 persons hold one" in line and "a scale of 2,300 or finer" in line and "in a month" not in line
    assert only(Counted((lever(POSTS, 300_000, EVERYWHERE),), held, scale=2_300)).short == "take-up"
    assert only(Counted((lever(POSTS, 700_000, EVERYWHERE),), held, scale=20_000)).short == "take-up", "fewer know"
