"""A stand-in for the labor model in which what each lever adds to the founders can be written down."""

from dataclasses import replace

import numpy as np
from tests.experiment.stand_in import fake_simulate

from laborsim.experiment.running.replicate import OnMonth, Task
from laborsim.experiment.store.results import Results
from laborsim.model.ledger import STAGES

R = 31
SUBSIDY, POSTS, TRAINING = 100, 40, 10
TOGETHER = 20
"""Founders a region fewer where a subsidy and posts are both there: they reach the same people."""

MARKET = 0.25
"""Part of everything that the response of the markets takes back."""

FULL = 5_000.0
"""Training places beyond which nobody asks for one."""

CALLS: list[tuple[str, int]] = []

BASELINE = """
laborsim: 1
id: plain
title: Plain
horizon: {start: 2023-12, end: 2025-02}
regions: [CN]
levers:
  school_places: {value: 96.7, unit: "%", source: ASSUMPTION}
run: {replicates: 4, seed: 5, scale: 1}
tags: [baseline]
"""

SCENARIO = """
laborsim: 1
id: three
extends: plain.yaml
levers:
  startup_subsidy: {value: 10000, unit: CNY/founder, source: ASSUMPTION}
  public_welfare_posts: {value: 50000, unit: posts, source: ASSUMPTION}
  training_places: {value: 1000, unit: places/year, start: 2024-06, source: ASSUMPTION}
goals:
  founders_in_business: {min: 4000000, unit: persons, by: 2024-12, region: CN, source: ASSUMPTION}
"""


def per_region(task: Task) -> float:
    """Founders that the levers of a world add to each region; luck decides how well training works."""
    levers = {lever.key: lever.schedule.final for lever in task.world.levers}
    luck = np.random.default_rng([9, task.replicate]).integers(-5, 5)
    founders = SUBSIDY * ("startup_subsidy" in levers) + POSTS * ("public_welfare_posts" in levers)
    founders += (TRAINING + luck) * min(levers.get("training_places", 0.0), FULL) / 1000
    if "startup_subsidy" in levers and "public_welfare_posts" in levers:
        founders -= TOGETHER
    return founders * (1.0 if task.world.closure == "fixed" else 1 - MARKET)


def simulate_toy(task: Task, on_month: OnMonth = lambda month: None) -> Results:
    """Return the fake model's counts with the known effect on founders, and a funnel that ends at FULL places."""
    CALLS.append((",".join(lever.key for lever in task.world.levers) + "/" + task.world.closure, task.replicate))
    results = fake_simulate(replace(task, world=task.world.model_copy(update={"levers": ()})), on_month)
    series = results.series.copy()
    series[1:, :, results.variables.index("founder")] += round(per_region(task))
    keys = tuple(lever.key for lever in task.world.levers)
    services = np.zeros((len(results.months), len(keys), R, len(STAGES)), np.int64)
    for k, lever in enumerate(task.world.levers):
        served = int(min(lever.schedule.final, FULL))
        services[1:, k, 0, :5] = (100_000, 50_000, FULL, served, served)
    return replace(results, series=series, service_names=keys, services=services)
