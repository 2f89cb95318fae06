"""The same question gives the same bits: for any number of threads, any order of rows, any process."""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from tests.house import ROOT
from tests.model.small_worlds import finished, lever, scenario, setting, world

from laborsim.kernels.counts import AT
from laborsim.levers import Cost

MONTHS = 6
BUSY = (
    lever("entrepreneurship_parks", 4_000),
    lever("guaranteed_loans", 200_000, cost=Cost(budget=2e10)),
    lever("public_welfare_posts", 2_000_000),
    lever("school_places", 100),
    lever("settlement_access", 0.5, regions=("CN-SH", "CN-GD")),
    lever("startup_subsidy", 30_000, cost=Cost(budget=1e10)),
    lever("training_places", 20_000_000, cost=Cost(budget=2e10)),
    lever("workshops", 60_000),
)
"""All levers at once, with budgets that run out."""


def fingerprint(run) -> str:
    digest = hashlib.sha256()
    for array in (run.series, run.levels, run.services):
        digest.update(np.ascontiguousarray(array).tobytes())
    for people in run.people:
        digest.update(people)
    return digest.hexdigest()


def busy(n_threads=1, base=None, replicate=0, seed=1):
    asked = scenario(MONTHS, levers=BUSY, seed=seed)
    return finished(world(asked, n_threads=n_threads, base=base, replicate=replicate))


def test_the_number_of_threads_is_not_a_parameter_of_the_model():
    assert len({fingerprint(busy(n_threads)) for n_threads in (1, 2, 3)}) == 1


PROGRAM = """
from tests.model.test_same_bits import busy, fingerprint
print(fingerprint(busy(n_threads={threads})))
"""


def test_a_fresh_process_gives_the_same_bits_whatever_its_environment():
    root = ROOT
    found = set()
    for threads, environment in (
        (1, {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}),
        (2, {"PYTHONHASHSEED": "7", "OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2"}),
        (3, {"LC_ALL": "C", "TZ": "Asia/Shanghai"}),
    ):
        run = subprocess.run(
            [sys.executable, "-c", PROGRAM.format(threads=threads)],
            env={**os.environ, **environment, "PYTHONPATH": os.pathsep.join([str(root), *sys.path])},
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        )
        found.add(run.stdout.strip())
    assert found == {fingerprint(busy())}


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_means_nothing(seed):
    base = setting()
    order = np.random.default_rng(seed).permutation(len(base.columns))
    shuffled = replace(base, columns=base.columns[order])
    plain, mixed = busy(), busy(base=shuffled)
    assert np.array_equal(plain.series, mixed.series)
    assert np.array_equal(plain.levels, mixed.levels)
    assert np.array_equal(plain.services, mixed.services)
    everyone = [np.sort(run.model.workers.columns, order="worker_id") for run in (plain, mixed)]
    living = [columns[columns.status != 7] for columns in everyone]
    assert np.array_equal(*living)


def test_replicates_and_seeds_differ_and_a_repeated_one_does_not():
    prints = [fingerprint(busy(replicate=r, seed=s)) for r, s in ((0, 1), (1, 1), (0, 2), (0, 1))]
    assert len(set(prints[:3])) == 3 and prints[3] == prints[0]


def test_replicates_share_their_people_at_the_start():
    first, second = (world(scenario(1), replicate=replicate) for replicate in (0, 1))
    assert first.workers.columns.tobytes() == second.workers.columns.tobytes()
    # What a founder earns hangs on his skill, which is luck.
    others = [column for name, column in AT.items() if name != "profit_fen"]
    assert np.array_equal(first.counts.series[:, others], second.counts.series[:, others])


def test_a_model_does_not_touch_the_setting_that_others_share():
    base = setting()
    before = base.columns.tobytes()
    dials = {name: value.copy() for name, value in base.dials.items()}
    busy()
    assert base.columns.tobytes() == before
    assert all(np.array_equal(base.dials[name], value) for name, value in dials.items())


def test_entrants_are_the_same_people_in_every_scenario():
    plain = finished(world(scenario(MONTHS)))
    newcomers = [set(run.model.workers.columns.worker_id.tolist()) for run in (plain, busy())]
    entered = [{worker for worker in ids if worker >= 2**31} for ids in newcomers]
    assert entered[0] == entered[1] and len(entered[0]) > 20
