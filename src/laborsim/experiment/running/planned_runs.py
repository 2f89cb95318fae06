"""Questions as planned runs: the worlds that answer them, each with its place on disk."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from laborsim.experiment.run_errors import Failure, WrongInput
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
from laborsim.published.words import UNSAID, Words, in_a_row
from laborsim.scenario.load import Scenario


@dataclass(eq=False)
class PlannedRun:
    """One world to be answered, and its places on disk.

    `source`: None for a baseline that nobody gave as a file. `wanted`: replicates that have to be on disk, for whoever
    wants them. `parameters`: None = as fitted.
    """

    scenario: Scenario
    asked: Question
    folder: RunFolder
    source: Asked | None = None
    is_draft: bool = False
    parameters: Parameters | None = None
    wanted: range = range(0)
    failures: list[Failure] = field(default_factory=list)

    def is_whole(self, count: int, pictures: str = "") -> bool:
        """Return whether the answer of so many replicates stands on disk, unchanged, as it is asked for."""
        final = self.folder.final(count)
        try:
            known = manifests.read_manifest(final)
        except (OSError, ValueError):
            return False
        same = known["hash"] == run_hash(self.asked) and pictures in ("", known["pictures"])
        same &= known["written_by"] == writing_code() and not known["failed"]
        same &= known["replicates"] == list(range(count))
        if self.source is not None:
            same &= self._is_as_asked(known, self.source)
        return same and not manifests.verify(final)

    def _is_as_asked(self, known: manifests.Manifest, source: Asked) -> bool:
        """Return whether a manifest tells of what was asked: of the same pairs, the same words, a draft or none."""
        same = known["draft"] == self.is_draft
        if self.asked["baseline"] is not None:
            same &= known["baseline"] is not None and known["baseline"]["replicates"] == known["replicates"]
        words = words_of(self.scenario)
        files = [{"name": name, "sha256": digest} for name, digest in source.files]
        return same and files == known["scenario_files"] and all(known[name] == words[name] for name in words)

    def tasks(self) -> list[Task]:
        """Return what is wanted and not on disk."""
        done = self.finished()
        folder, owner = self.folder.bench / results.FOLDER, self.folder.run_hash
        return [Task(self.scenario, k, folder, self.parameters, owner) for k in self.wanted if k not in done]

    def want(self, count: int) -> None:
        """Ask for at least this many replicates."""
        self.wanted = range(max(count, len(self.wanted)))

    def finished(self) -> dict[int, Path]:
        """Return the replicates on the bench."""
        return self.folder.finished()


@dataclass(frozen=True)
class RunReport:
    """A run's folder that is to be written: the world, and how many of its replicates it is about."""

    planned: PlannedRun
    count: int

    @property
    def final(self) -> Path:
        """Where it will stand."""
        return self.planned.folder.final(self.count)

    @property
    def replicates(self) -> dict[int, Path]:
        """The finished replicates that it is about."""
        return {k: path for k, path in self.planned.finished().items() if k < self.count}

    @property
    def failures(self) -> list[Failure]:
        """What could not be finished of it."""
        return [failure for failure in self.planned.failures if failure.replicate < self.count]


@dataclass(eq=False)
class Case:
    """One question: the world that is asked about, and the one it is compared with, if any.

    `count`: how many replicates of both the answer is about, so far.
    """

    asked: Asked
    own: PlannedRun
    base: PlannedRun | None
    count: int = 0

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
        self.count = self.looks[look]

    @property
    def report(self) -> RunReport:
        """The folder that answers the question."""
        return RunReport(self.own, self.count)

    @property
    def base_report(self) -> RunReport | None:
        """The folder of the world that it is compared with, about as many replicates."""
        return None if self.base is None else RunReport(self.base, self.count)

    def is_answered(self, pictures: str) -> bool:
        """Return whether nothing is to be done, at whichever look it stopped; `count` is that look's from then on.

        A damaged baseline is made good too: nobody runs it by itself.
        """
        for count in self.looks:
            if self.own.is_whole(count, pictures) and (self.base is None or self.base.is_whole(count)):
                self.count = count
                return True
        return False

    def failures(self, look: int) -> list[Failure]:
        """Return the replicates of a look that could not be finished; others may have wanted more of the baseline."""
        return [failure for planned in self.worlds for failure in RunReport(planned, self.looks[look]).failures]


def case_of(asked: Asked, out: Path) -> Case:
    """Return a question as planned runs below the folder `out`, with the replicates of its first look wanted.

    Raises WrongInput where parameters are given beside those that the scenario sets.
    """
    if asked.parameters is not None and asked.scenario.parameters:
        raise WrongInput(
            Words(
                f"{asked.scenario.id} sets parameters, and others are given with it: give one of them",
                f"{asked.scenario.id} 已设定参数，又另外给出了参数：两者只能取其一",
            )
        )
    base = None if asked.baseline is None else _planned_run(asked, asked.baseline, None, out)
    case = Case(asked, replace(_planned_run(asked, asked.scenario, asked.baseline, out), source=asked), base)
    case.want(0)
    return case


def join(cases: Sequence[Case]) -> None:
    """Make a world that several cases need one, which has the replicates that all of them want."""
    runs = {case.own.folder: case.own for case in cases}
    for case in cases:
        if case.base is not None:
            runs.setdefault(case.base.folder, case.base).want(len(case.base.wanted))
            case.base = runs[case.base.folder]


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
    """What answering a question takes. `looks`: numbers of replicates of each world at which it may stop.

    `worlds`: 2 with a baseline, else 1. `replicates`: those to simulate for the first look, in all worlds; those of it
    that are on disk, or that a question before it in the same command simulates, are `on_disk`. `folder`: where the
    answer of the first look will stand; `is_answered`: it stands there, and nothing is done.
    """

    workers: int
    months: int
    looks: tuple[int, ...]
    worlds: int
    replicates: int
    on_disk: int
    seconds: float
    memory_mb: float
    folder: str
    is_answered: bool


def estimates(
    questions: Sequence[Asked], out: Path, jobs: int, *, force: bool = False, pictures: str = ""
) -> list[Estimate]:
    """Return what answering questions one after the other takes; nothing is written. See `Options` for the rest."""
    there: dict[RunFolder, set[int]] = {}
    return [_estimate(asked, case_of(asked, out), jobs, (force, pictures), there) for asked in questions]


def _estimate(asked: Asked, case: Case, jobs: int, how: tuple[bool, str], there: dict[RunFolder, set[int]]) -> Estimate:
    """Return what a question takes, and add to what is `there` what it will simulate."""
    force, pictures = how
    is_answered = not force and case.is_answered(pictures)
    missing = 0
    for planned in () if is_answered else case.worlds:
        known = there.setdefault(planned.folder, set() if force else planned.folder.replicates())
        # --force simulates both worlds of every question anew.
        missing += len(planned.wanted) if force else len(set(planned.wanted) - known)
        known |= set(planned.wanted)
    workers, months = count_workers(asked.scenario), asked.scenario.horizon.months
    processes = max(1, min(jobs, missing))
    each = workers * months * NANOSECONDS_PER_WORKER_MONTH / 1e9 + SECONDS_PER_REPLICATE
    return Estimate(
        workers=workers,
        months=months,
        looks=case.looks,
        worlds=len(case.worlds),
        replicates=missing,
        on_disk=case.count * len(case.worlds) - missing,
        seconds=SECONDS_PER_PROCESS + each * missing / processes if missing else 0.0,
        memory_mb=processes * (MEGABYTES_PER_PROCESS + workers * BYTES_PER_WORKER / 1e6),
        folder=str(case.report.final),
        is_answered=is_answered,
    )


def count_workers(scenario: Scenario) -> int:
    """Return how many workers the base date has, the reserve at home included."""
    regions = province_table()
    year, _ = year_and_month(scenario.horizon.start)
    persons = build_margins(year, regions).workers.sum(axis=1)
    return sum(int(persons[k]) // scenario.run.scale.of(region.code) for k, region in enumerate(regions))


def estimate_words(expected: Estimate) -> Words:
    """Return what a run would take."""
    if expected.is_answered:
        return NOTHING_TO_DO.holding(folder=expected.folder)
    kind = EACH if expected.worlds > 1 else ALONE
    counts = in_a_row((Words(str(look)) for look in expected.looks), Words(" or ", "或"))
    precise = AS_MANY if len(expected.looks) > 1 else Words(":", "：")
    asked = kind.holding(counts=counts, precise=precise)
    if not expected.replicates:
        return ALL_ON_DISK.holding(asked=asked, there=expected.on_disk)
    known = MORE_ON_DISK.holding(there=expected.on_disk) if expected.on_disk else UNSAID
    return TO_SIMULATE.holding(
        asked=asked,
        missing=expected.replicates,
        known=known,
        workers=f"{expected.workers:,}",
        months=expected.months,
        seconds=f"{expected.seconds:,.0f}",
        memory=f"{expected.memory_mb:,.0f}",
    )


NOTHING_TO_DO = Words("nothing to do, the answer stands on disk: {folder}", "无需运算，结果已在磁盘上：{folder}")
EACH = Words("{counts} replicates each of scenario and baseline{precise}", "情景与基准情景各模拟{counts}次{precise}")
ALONE = Words("{counts} replicates, no baseline{precise}", "模拟{counts}次，没有基准情景{precise}")
AS_MANY = Words(", as many as `precision:` needs; at first", "，以达到 `precision:` 要求的精度为止；先行")
ALL_ON_DISK = Words(
    "{asked} nothing to simulate, all {there} are on disk", "{asked}无需模拟，全部{there}次均已在磁盘上"
)
MORE_ON_DISK = Words(" ({there} more are on disk)", "（另有{there}次已在磁盘上）")
TO_SIMULATE = Words(
    "{asked} {missing} to simulate{known}, {workers} workers × {months} months each: about {seconds} s and {memory} MB",
    "{asked}需模拟{missing}次{known}，每次{workers}个模拟个体 × {months}个月：约{seconds}秒、{memory} MB",
)
