"""What a run would take, before it is started."""

from dataclasses import dataclass
from pathlib import Path

from laborsim.experiment import replicates
from laborsim.experiment.asking import Asked
from laborsim.experiment.works import Work, case_of
from laborsim.inputs.figures import province_table
from laborsim.inputs.population import build_margins
from laborsim.inputs.scenario import Scenario
from laborsim.kernels.codes import year_and_month

# Measured on two cores of a server of 2024 at scale 1,000, both at work; ASSUMPTION: about right elsewhere.
NANOSECONDS_PER_WORKER_MONTH = 80
SECONDS_PER_PROCESS = 5  # imports, and the base date once
SECONDS_PER_REPLICATE = 1  # saving, summarizing
MEGABYTES_PER_PROCESS = 300
BYTES_PER_WORKER = 210  # three copies of the state, and what building it takes


@dataclass(frozen=True)
class Estimate:
    """What a run would take. `replicates` are those that are not on disk yet, in both worlds."""

    workers: int
    months: int
    replicates: int
    seconds: float
    memory_mb: float


def estimate(asked: Asked, out: Path, jobs: int) -> Estimate:
    """Return what answering a question would take; nothing is written."""
    missing = sum(_missing(work) for work in case_of(asked, out).worlds)
    workers, months = count_workers(asked.scenario), asked.scenario.horizon.months
    processes = max(1, min(jobs, missing))
    each = workers * months * NANOSECONDS_PER_WORKER_MONTH / 1e9 + SECONDS_PER_REPLICATE
    return Estimate(
        workers=workers,
        months=months,
        replicates=missing,
        seconds=SECONDS_PER_PROCESS + each * missing / processes if missing else 0.0,
        memory_mb=processes * (MEGABYTES_PER_PROCESS + workers * BYTES_PER_WORKER / 1e6),
    )


def count_workers(scenario: Scenario) -> int:
    """Return how many workers the base date has, the reserve at home included."""
    regions = province_table()
    year, _ = year_and_month(scenario.horizon.start)
    persons = build_margins(year, regions).workers.sum(axis=1)
    return sum(int(persons[k]) // scenario.run.scale.of(region.code) for k, region in enumerate(regions))


def estimate_line(expected: Estimate) -> str:
    """Return an estimate in words."""
    if not expected.replicates:
        return "nothing to simulate, every replicate is on disk"
    return (
        f"{expected.workers:,} workers × {expected.months} months × {expected.replicates} replicates to simulate: "
        f"about {expected.seconds:,.0f} s and {expected.memory_mb:,.0f} MB"
    )


def _missing(work: Work) -> int:
    done = {
        replicate
        for folder in (work.folder.final, work.folder.partial)
        for replicate in replicates.verified(folder / replicates.FOLDER)
    }
    return len(set(work.wanted) - done)
