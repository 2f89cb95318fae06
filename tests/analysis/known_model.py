"""A stand-in for the labor model whose effects can be written down: what a study must find in it is known."""

from dataclasses import replace

import numpy as np
from tests.experiment.stand_in import fake_simulate

from laborsim.experiment.running.replicate import OnMonth, Task
from laborsim.experiment.store.results import Results
from laborsim.model.ledger import STAGES
from laborsim.parameters.parameters import Parameters
from laborsim.scenario.load import Scenario

REGIONS = 31
PARKS_BEFORE = 2200
FULL = 100.0
"""Founders a region that a subsidy of 10,000 yuan brings with everything at its center."""

LET_IN, SETTLERS = 20.0, 10_000.0
"""Founders a region, and people a year who have to be paid for, where all of the bar to settling falls."""


def per_region(world: Scenario, parameters: Parameters) -> float:
    """Founders that the levers of a world bring to each region, in every month."""
    levers = {lever.key: lever for lever in world.levers}
    founders = 0.0
    if "startup_subsidy" in levers:
        subsidy = levers["startup_subsidy"]
        level = subsidy.schedule.final / 10_000
        founders += FULL * level * subsidy.aware_share / 0.6 * (1 + (parameters.returnee_odds - 1.6))
    if "entrepreneurship_parks" in levers:
        parks = levers["entrepreneurship_parks"].schedule.final - PARKS_BEFORE
        founders += 40 * np.sqrt(max(0.0, parks) / 100)
    if "settlement_access" in levers:
        founders += LET_IN * levers["settlement_access"].schedule.final
    return founders * (0.5 if world.closure == "fixed" else 1.0)


def simulate_known(task: Task, on_month: OnMonth = lambda month: None) -> Results:
    """Return the fake model's counts with the known effect on founders, and yearly costs to match."""
    results = fake_simulate(replace(task, world=task.world.model_copy(update={"levers": ()})), on_month)
    keys = tuple(lever.key for lever in task.world.levers)
    founder = results.variables.index("founder")
    series = results.series.copy()
    series[1:, :, founder] = 5_000 + round(per_region(task.world, task.parameters or Parameters()) * 10)
    services = np.zeros((len(results.months), len(keys), REGIONS, len(STAGES)), np.int64)
    for k, lever in enumerate(task.world.levers):
        level = lever.schedule.final
        yuan = {
            "startup_subsidy": 1000 * level,
            "settlement_access": SETTLERS * level * lever.unit_cost_yuan,
        }.get(lever.NAME, 20_000 * max(0.0, level - PARKS_BEFORE))
        services[1:, k, 0, STAGES.index("spent_fen")] = round(100 * yuan / 12)
    return replace(results, series=series, service_names=keys, services=services)


def simulate_nothing(task: Task, on_month: OnMonth = lambda month: None) -> Results:
    raise RuntimeError("no luck")


def simulate_but_odds_of_two_fail(task: Task, on_month: OnMonth = lambda month: None) -> Results:
    if task.parameters is not None and task.parameters.returnee_odds > 2.4:
        raise RuntimeError("no such people")
    return simulate_known(task, on_month)


def simulate_with_luck(task: Task, on_month: OnMonth = lambda month: None) -> Results:
    """Return the known model whose subsidy brings 50,000 persons more in one pair and 50,000 fewer in the next."""
    results = simulate_known(task, on_month)
    series = results.series.copy()
    if any(lever.key == "startup_subsidy" for lever in task.world.levers):
        series[1:, 0, results.variables.index("founder")] += 50_000 * (-1) ** task.replicate
    return replace(results, series=series)


CALLS: list[str] = []


def simulate_and_count(task: Task, on_month: OnMonth = lambda month: None) -> Results:
    CALLS.append(task.world.id)
    return simulate_known(task, on_month)


BASELINE = """
laborsim: 1
id: plain
title: Plain
horizon: {start: 2023-12, end: 2025-12}
regions: [CN]
levers:
  entrepreneurship_parks: {value: 2200, unit: parks, source: ASSUMPTION}
run: {replicates: 3, seed: 5, scale: 1}
tags: [baseline]
"""

SCENARIO = """
laborsim: 1
id: subsidy
extends: plain.yaml
levers:
  startup_subsidy:
    value: 10000
    unit: CNY/founder
    uncertainty: {dist: uniform, low: 5000, high: 15000}
    source: ASSUMPTION
"""

MIX = """
laborsim: 1
id: mix
extends: plain.yaml
levers:
  startup_subsidy: {value: 10000, unit: CNY/founder, source: ASSUMPTION}
  entrepreneurship_parks: {values: {2024-01: 2200, 2025-12: 2300}, interpolate: linear, source: ASSUMPTION}
"""
