"""Questions as planned runs: the worlds that answer them, each with its place on disk."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from laborsim.experiment.run_errors import Failure
from laborsim.experiment.running.precision import planned_looks
from laborsim.experiment.running.question import Asked
from laborsim.experiment.running.replicate import Task
from laborsim.experiment.store import manifest as manifests
from laborsim.experiment.store import results
from laborsim.experiment.store.run_folder import RunFolder, run_folder
from laborsim.experiment.store.run_id import Question, question, run_hash, words_of, writing_code
from laborsim.kernels.codes import year_and_month
from laborsim.parameters.parameters import Parameters
from laborsim.population.population import build_margins
from laborsim.published.figures import province_table
from laborsim.scenario.load import Scenario


@dataclass(eq=False)
class PlannedRun:
    """One world to be answered, and its place on disk.

    `source`: None for a baseline that nobody gave as a file. `wanted`: replicates that have to be on disk. `held`:
    which the answer is about; others wanted the rest, now or before. `parameters`: None = as fitted.
    """

    scenario: Scenario
    asked: Question
    folder: RunFolder
    source: Asked | None = None
    is_draft: bool = False
    parameters: Parameters | None = None
    wanted: range = range(0)
    held: range = range(0)
    failures: list[Failure] = field(default_factory=list)

    def is_whole(self, pictures: str = "") -> bool:
        """Return whether the answer stands on disk, unchanged, with the replicates, words and pictures asked for."""
        try:
            known = manifests.read_manifest(self.folder.final)
        except (OSError, ValueError):
            return False
        same = known["hash"] == run_hash(self.asked) and pictures in ("", known["pictures"])
        same &= known["written_by"] == writing_code() and not known["failed"]
        if self.source is None:
            same &= set(self.wanted) <= results.by_number(known["files"]).keys()
        else:
            same &= self._is_as_asked(known, self.source)
        return same and not manifests.verify(self.folder.final)

    def _is_as_asked(self, known: manifests.Manifest, source: Asked) -> bool:
        """Return whether a manifest tells of what was asked: as many replicates, the same words, a draft or none."""
        looks = [list(range(count)) for count in planned_looks(source)]
        same = known["replicates"] in looks and known["draft"] == self.is_draft
        if self.asked["baseline"] is not None:
            same &= known["baseline"] is not None and known["baseline"]["replicates"] == known["replicates"]
        words = words_of(self.scenario)
        files = [{"name": name, "sha256": digest} for name, digest in source.files]
        return same and files == known["scenario_files"] and all(known[name] == words[name] for name in words)

    def tasks(self) -> list[Task]:
        """Return what is wanted and not on disk."""
        done = self.finished()
        folder, owner = self.folder.partial / results.FOLDER, self.folder.run_hash
        return [Task(self.scenario, k, folder, self.parameters, owner) for k in self.wanted if k not in done]

    def want(self, count: int) -> None:
        """Ask for at least this many replicates."""
        self.wanted = range(max(count, len(self.wanted)))

    def finished(self) -> dict[int, Path]:
        """Return the replicates in the folder that is being made."""
        return results.verified(self.folder.partial / results.FOLDER, self.folder.run_hash)

    def answering(self) -> dict[int, Path]:
        """Return the finished replicates that the answer is about: of a baseline that nobody asked for, all."""
        finished = self.finished()
        return finished if self.source is None else {k: finished[k] for k in self.held if k in finished}


@dataclass(frozen=True)
class Case:
    """One question: the world that is asked about, and the one it is compared with, if any."""

    asked: Asked
    own: PlannedRun
    base: PlannedRun | None

    @property
    def worlds(self) -> tuple[PlannedRun, ...]:
        """Both worlds, or the only one."""
        return (self.own,) if self.base is None else (self.base, self.own)

    @property
    def looks(self) -> tuple[int, ...]:
        """Numbers of replicates at which the run may stop."""
        return planned_looks(self.asked)

    def want(self, look: int) -> None:
        """Ask for the replicates of a look."""
        for planned in self.worlds:
            planned.want(self.looks[look])
        self.own.held = range(self.looks[look])

    def failures(self, look: int) -> list[Failure]:
        """Return the replicates of a look that could not be finished; others may have wanted more of the baseline."""
        return [
            failure for planned in self.worlds for failure in planned.failures if failure.replicate < self.looks[look]
        ]


def case_of(asked: Asked, out: Path) -> Case:
    """Return a question as planned runs below the folder `out`, with the replicates of its first look wanted."""
    base = None if asked.baseline is None else _planned_run(asked, asked.baseline, None, out)
    case = Case(asked, replace(_planned_run(asked, asked.scenario, asked.baseline, out), source=asked), base)
    case.want(0)
    return case


def joined(cases: Sequence[Case]) -> list[Case]:
    """Return cases, each with another answer, in which a world that several of them need is there once."""
    runs = {case.own.folder.final: case.own for case in cases}
    for case in cases:
        if case.base is not None:
            runs.setdefault(case.base.folder.final, case.base).want(len(case.base.wanted))
    return [replace(case, base=None if case.base is None else runs[case.base.folder.final]) for case in cases]


def _planned_run(asked: Asked, world: Scenario, baseline: Scenario | None, out: Path) -> PlannedRun:
    answered = question(world, baseline, asked.parameters)
    folder = run_folder(out, world.id, run_hash(answered))
    return PlannedRun(world, answered, folder, is_draft=asked.is_draft, parameters=asked.parameters)


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
    missing = sum(_missing(planned) for planned in case_of(asked, out).worlds)
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


def _missing(planned: PlannedRun) -> int:
    done = {
        replicate
        for folder in (planned.folder.final, planned.folder.partial)
        for replicate in results.verified(folder / results.FOLDER, planned.folder.run_hash)
    }
    return len(set(planned.wanted) - done)
