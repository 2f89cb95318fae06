"""Random numbers are the published ones, are looked up and never consumed, and no two decisions share them."""

import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

import laborsim
from laborsim.kernels.random import decision, draws, four_words, philox, stream_key, ticket, to_uniform, uniform
from laborsim.levers import catalogue

SOURCE = Path(laborsim.__file__).parent
MANY = 20_000


@pytest.mark.parametrize(
    ("counter_and_key", "words"),
    [
        ([0] * 6, [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]),
        ([0xFFFFFFFF] * 6, [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]),
        (
            [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344, 0xA4093822, 0x299F31D0],
            [0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1],
        ),
    ],
)
def test_philox_gives_the_published_known_answers(counter_and_key, words):
    """Random123's published test vectors for philox4x32-10."""
    assert list(philox(*map(np.uint64, counter_and_key))) == words


@pytest.mark.parametrize("axis", ["worker", "month", "decision", "replicate", "seed"])
def test_draws_are_uniform_and_unrelated_along_every_axis(axis):
    at = {"worker": 7, "month": 1489, "decision": 11, "replicate": 0, "seed": 1}
    found = []
    for k in range(MANY):
        point = {**at, axis: k}
        stream = stream_key(point["seed"], point["replicate"])
        found.append(uniform(stream, point["worker"], point["month"], point["decision"]))
    assert stats.kstest(found, "uniform").pvalue > 1e-4
    for lag in (1, 2, 12):
        assert abs(np.corrcoef(found[:-lag], found[lag:])[0, 1]) < 4 / MANY**0.5


def test_the_four_words_of_a_draw_and_its_parts_are_unrelated():
    stream = stream_key(1, 0)
    table = np.array([[*four_words(stream, k, 5, 9, 0), *four_words(stream, k, 5, 9, 1)] for k in range(5_000)])
    related = np.corrcoef(table.astype(float).T) - np.eye(8)
    assert np.abs(related).max() < 5 / 5_000**0.5


def test_two_decisions_of_the_same_worker_and_month_are_unrelated():
    stream, workers = stream_key(1, 0), np.arange(MANY, dtype=np.uint32)
    names = sorted(decision_names())[:12]
    table = np.array([draws(stream, workers, 1489, decision(name)) for name in names])
    assert np.abs(np.corrcoef(table) - np.eye(len(names))).max() < 5 / MANY**0.5


def test_a_draw_is_never_0_and_never_1():
    for word in (0, 1, 2**31, 2**32 - 1):
        assert 0.0 < to_uniform(np.uint64(word)) < 1.0


def test_draws_for_many_are_the_draws_for_each():
    stream, workers = stream_key(3, 2), np.array([0, 5, 2**31, 2**32 - 1], np.uint32)
    assert list(draws(stream, workers, 7, 13)) == [uniform(stream, int(worker), 7, 13) for worker in workers]
    assert [int(ticket(stream, int(w), 7, 13)) for w in workers] == [
        int(four_words(stream, int(w), 7, 13, 0)[0]) for w in workers
    ]


def decision_names() -> Counter[str]:
    """Return every name of a decision in the source, and how often it is given."""
    found: Counter[str] = Counter()
    for file in SOURCE.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        found.update(re.findall(r'\bdecision\(\s*"([a-z_.]+)"\s*\)', text))
        found.update(set(re.findall(r'\bluck\(\s*"([^"]+)"\s*\)', text)))
        found.update(f"initial.{name}" for name in set(re.findall(r'_draw\(columns, "([^"]+)"\)', text)))
    return found


def test_every_decision_is_found_in_the_source():
    names = decision_names()
    assert len(names) > 40
    assert {"worker.month", "market.lottery", "entrant.number", "initial.destination"} <= set(names)


def test_no_two_decisions_share_a_number():
    names = [*decision_names(), *(f"lever.{name}" for name in catalogue())]
    assert len({decision(name) for name in names}) == len(names)


def test_no_decision_is_used_for_two_purposes():
    twice = [name for name, times in decision_names().items() if times > 1]
    assert not twice, "each purpose has a name of its own, or two things that are luck apart become one"


def test_replicates_and_seeds_have_streams_of_their_own():
    streams = {int(stream_key(seed, replicate)) for seed in range(50) for replicate in range(50)}
    assert len(streams) == 2_500
