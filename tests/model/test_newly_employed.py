"""People newly employed in towns are counted gross: never fewer than none, and fewer where work is scarce."""

from pathlib import Path

import numpy as np
from tests.model.small_worlds import BASE, CODES, scenario

from laborsim.experiment.indicators.indicators import indicator_parts
from laborsim.experiment.running.replicate import Task, simulate
from laborsim.levers import Schedule
from laborsim.parameters.posterior import load_posterior
from laborsim.scenario.scenario import Shock

YEAR = 12


def of_a_year(shocks=()):
    """Return starts of work by month and region, and new urban jobs after a year, nation."""
    asked = scenario(YEAR, shocks=shocks)
    results = simulate(Task(asked, 0, Path(), load_posterior().estimate))
    jobs = indicator_parts(results, asked, "new_urban_jobs").total
    return results.count("newly_employed"), jobs[YEAR, len(CODES) + 4]


def test_a_slump_lowers_new_urban_jobs_and_they_stay_above_zero():
    lower = Schedule(points=((BASE + 1, 0.95),), start=BASE + 1, end=BASE + YEAR)
    slump = Shock(name="slump", kind="demand", market="both", regions=CODES, schedule=lower, source="test")
    (usual, jobs), (fewer, after) = of_a_year(), of_a_year((slump,))
    assert (usual >= 0).all() and (fewer >= 0).all()
    assert fewer[1 : YEAR + 1].sum() < usual[1 : YEAR + 1].sum()
    assert 0 < after < jobs
    assert np.all(usual[0] == 0), "nobody starts before the first month"
