"""Pairs of people whose process dies are looked at again, and what goes wrong in one names it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.comparison import looks
from tests.model.small_worlds import scenario

from laborsim.comparison.persons import PairPersons, PairTask, simulated_pairs
from laborsim.comparison.rounds import MOST_ROUNDS
from laborsim.comparison.worlds import Bench
from laborsim.experiment.ensemble import Engine
from laborsim.experiment.stops import InvariantBroken, SomeFailed, Stop, WrongInput

PAIRS = 4
MONTHS = 2


def looked(look: Callable[..., PairPersons], jobs: int, **how: object) -> list[int]:
    """Return the pairs that were looked at, in order."""
    world = scenario(MONTHS)
    tasks = [PairTask(world, k, Path(), baseline=world) for k in range(PAIRS)]
    return [found.pair for found in simulated_pairs(tasks, Bench(Path(), Engine(jobs, **how)), look)]


def test_a_pair_whose_process_died_is_looked_at_again(tmp_path, monkeypatch):
    monkeypatch.setenv("LABORSIM_TEST_MARK", str(tmp_path / "killed"))
    seen = []
    found = looked(
        looks.look_but_1_kills_its_process_once, 2, on_progress=lambda done, total: seen.append((done, total))
    )
    assert (tmp_path / "killed").exists()
    assert found == list(range(PAIRS))
    assert seen[-1] == (PAIRS * MONTHS, PAIRS * MONTHS)


def test_a_pair_that_always_kills_its_process_is_named_in_the_end():
    with pytest.raises(SomeFailed, match=rf"processes died {MOST_ROUNDS} times, .*test, pair 1, seed 1.*left"):
        looked(looks.look_but_1_always_kills_its_process, 2)


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    ("look", "stop", "said"),
    [
        (looks.look_but_1_raises, SomeFailed, "test, pair 1, seed 1 could not be simulated: RuntimeError: no luck"),
        (looks.look_but_1_loses_workers, InvariantBroken, "test, pair 1, seed 1: 2024-01, CN-GS: people are lost"),
        (looks.look_but_1_cannot_begin, WrongInput, "^no fit for 1901"),
    ],
)
def test_what_goes_wrong_in_a_pair_is_told_with_its_name(look, stop: type[Stop], said: str, jobs: int):
    with pytest.raises(stop, match=said):
        looked(look, jobs)
