"""The people of a run in both worlds are counted once: who asks again reads what was counted, digit by digit."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from tests.analysis.toy_levers import BASELINE

from laborsim.analysis.counterfactuals import Sizes
from laborsim.analysis.ledger import pairs
from laborsim.analysis.ledger.pairs import PairPersons, study_persons
from laborsim.experiment.finished_run import Run
from laborsim.experiment.running.extra_worlds import bench_of
from laborsim.experiment.running.question import ask
from laborsim.experiment.running.run import Options, run

REAL = """
laborsim: 1
id: tiny
extends: plain.yaml
levers:
  startup_subsidy: {value: 10000, unit: CNY/founder, source: ASSUMPTION}
  public_welfare_posts: {value: 3000000, unit: posts, source: ASSUMPTION}
run: {replicates: 2, scale: 100000}
"""

MOST_BYTES = 1_000_000
"""Of a pair in the store: no more for a country than for a village, because nobody is kept one by one."""


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Run:
    folder = tmp_path_factory.mktemp("people")
    plain = BASELINE.replace("2025-02", "2024-03").replace("scale: 20000", "scale: 100000")
    (folder / "plain.yaml").write_text(plain, encoding="utf-8")
    (folder / "tiny.yaml").write_text(REAL, encoding="utf-8")
    return run(ask(folder / "tiny.yaml"), Options(out=folder / "runs"))


def equal(one: object, other: object) -> bool:
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(equal(one[key], other[key]) for key in one)
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(equal, one, other))
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other)
    names = [field.name for field in fields(one)] if hasattr(one, "__dataclass_fields__") else []
    return all(equal(getattr(one, name), getattr(other, name)) for name in names) if names else one == other


def test_who_asks_again_reads_what_was_counted_and_simulates_nobody(made: Run, monkeypatch) -> None:
    counted: list[PairPersons] = []
    counting = pairs.count_pair
    monkeypatch.setattr(pairs, "count_pair", lambda *asked: counted.append(counting(*asked)) or counted[-1])
    first = study_persons(made, bench_of(made), Sizes(2))
    again = study_persons(made, bench_of(made), Sizes(2))
    assert [one.pair for one in counted] == [0, 1], "both pairs, once"
    assert equal(tuple(counted), first.pairs) and equal(first.pairs, again.pairs)
    assert first.accounts == ("all levers", "public_welfare_posts", "startup_subsidy")
    other = study_persons(made, bench_of(made), Sizes(1), dates=(made.scenario.horizon.end - 1,))
    assert len(counted) == 3, "another date is another question"
    assert other.dates == (made.scenario.horizon.end - 1,)


def test_a_pair_takes_little_room_and_can_be_thrown_away(made: Run) -> None:
    study_persons(made, bench_of(made), Sizes(1))
    kept = list((made.path.parent / "simulated").iterdir())
    assert kept and all(path.stat().st_size < MOST_BYTES for path in kept)
    assert made.verify() == []
    assert not list(Path(made.path).glob("simulated"))
