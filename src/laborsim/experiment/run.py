"""From a question to its answer on disk: what is missing is simulated, everything else is read."""

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from laborsim.experiment import draws, replicates
from laborsim.experiment import manifest as manifests
from laborsim.experiment.asking import Asked, Changes, ask
from laborsim.experiment.carrying import carry_answers
from laborsim.experiment.ensemble import Engine, Failure, run_tasks
from laborsim.experiment.folder import RunFolder, run_folder
from laborsim.experiment.gather import World
from laborsim.experiment.lock import claimed
from laborsim.experiment.opened import Run
from laborsim.experiment.precision import count_precise, planned_looks
from laborsim.experiment.run_id import WRITING, Question, code_hash, question, run_hash, run_id, words_of
from laborsim.experiment.simulate import Task, check_can_be_simulated, compile_kernels, kernels_are_cold, simulate
from laborsim.experiment.stops import Interrupted, InvariantBroken, SomeFailed, Terminated, TerminateSignal
from laborsim.experiment.writing import write_outputs, write_scenario
from laborsim.inputs.parameters import Parameters
from laborsim.inputs.scenario import Scenario

MOST_TOLD = 5
"""Failed replicates that a message names."""


@dataclass(frozen=True)
class Options:
    """How a question is run; nothing here changes a result.

    `force`: simulate again what is on disk. `command`: what to type to go on. `tell` gets lines for the user,
    `decorate` adds figures and a report to a folder before it is sealed, in the language that `pictures` names
    ("" = whatever is there will do).
    """

    out: Path = Path("runs")
    engine: Engine = field(default_factory=Engine)
    force: bool = False
    command: str = ""
    tell: Callable[[str], None] = lambda line: None
    decorate: Callable[[Run], object] = lambda run: None
    pictures: str = ""


@dataclass
class Work:
    """One world to be answered, and its place on disk."""

    scenario: Scenario
    asked: Question
    folder: RunFolder
    source: Asked | None = None  # None for a baseline, which nobody gave as a file
    wanted: range = range(0)  # replicates
    failures: list[Failure] = field(default_factory=list)

    def is_whole(self, pictures: str = "") -> bool:
        """Return whether the answer stands on disk, unchanged, with every replicate, word and picture."""
        try:
            known = manifests.read_manifest(self.folder.final)
        except (OSError, ValueError):
            return False
        worlds = [known["replicates"]]
        if self.asked["baseline"] is not None:
            worlds.append((known["baseline"] or {"replicates": []})["replicates"])
        same = known["hash"] == run_hash(self.asked) and pictures in ("", known["pictures"])
        same &= all(set(self.wanted) <= set(finished) for finished in worlds) and not known["failed"]
        same &= known["written_by"] == code_hash(WRITING)
        if self.source is not None:
            files = [{"name": name, "sha256": digest} for name, digest in self.source.files]
            words = words_of(self.scenario)
            same &= files == known["scenario_files"] and all(known[name] == words[name] for name in words)
        return same and not manifests.verify(self.folder.final)

    def tasks(self, parameters: Parameters | None) -> list[Task]:
        """Return what is wanted and not on disk."""
        work = self.folder.partial / replicates.FOLDER
        done = replicates.verified(work)
        return [Task(self.scenario, k, work, parameters) for k in self.wanted if k not in done]


def run(asked: Asked, options: Options) -> Run:
    """Answer a question: simulate the replicates that are not on disk, write the run's folder, open it.

    Raises SomeFailed or InvariantBroken after keeping what could be finished, Interrupted or Terminated on a
    signal, CannotWrite and FolderBusy before anything is simulated.
    """
    own, base = works_of(asked, options.out)
    # A damaged baseline is made good here too: nobody runs it by itself.
    if not options.force and own.is_whole(options.pictures) and (base is None or base.is_whole()):
        options.tell(f"answered from disk: {own.folder.final}")
        return Run(own.folder.final)
    if options.engine.simulate is simulate:
        check_can_be_simulated(asked.scenario)
    if asked.parameters is None and draws.lacks_posterior(asked.scenario):
        options.tell(draws.NO_POSTERIOR)
    started = time.monotonic()
    with ExitStack() as stack:
        is_ready = base is None or (len(planned_looks(asked)) == 1 and base.is_whole() and not options.force)
        works = [own] if base is None or is_ready else [base, own]
        for work in works:
            stack.enter_context(claimed(work.folder.lock))
            work.folder.prepare(afresh=options.force)
        _simulate_enough(works, asked, options)
        for work in works:
            compared = base if work is own else None
            _finish(work, compared, asked, options, time.monotonic() - started)
    _complain([failure for work in works for failure in work.failures], own)
    return Run(own.folder.final)


def run_file(path: Path | str, changes: Changes | None = None, options: Options | None = None) -> Run:
    """Answer the question of a scenario file; see `run`. Progress and messages go nowhere unless `options` say so.

    Raises ScenarioProblems with everything that is wrong in the file, besides what `run` raises.
    """
    return run(ask(path, changes or Changes()), options or Options())


def works_of(asked: Asked, out: Path) -> tuple[Work, Work | None]:
    """Return the world that is asked about, and the one it is compared with."""
    base, wanted = None, range(planned_looks(asked)[0])
    if asked.baseline is not None:
        same = question(asked.baseline, None, asked.parameters)
        base = Work(asked.baseline, same, run_folder(out, asked.baseline.id, run_hash(same)), wanted=wanted)
    own = question(asked.scenario, asked.baseline, asked.parameters)
    return Work(asked.scenario, own, run_folder(out, asked.scenario.id, run_hash(own)), asked, wanted), base


def _simulate_enough(works: Sequence[Work], asked: Asked, options: Options) -> None:
    """Simulate what is missing; where a precision is wanted, look whether it is reached and go on if not."""
    looks = planned_looks(asked)
    for count in looks:
        for work in works:
            work.wanted = range(count)
        _simulate(works, asked, options)
        if len(looks) == 1 or any(work.failures for work in works):
            return
        base, own = (replicates.verified(work.folder.partial / replicates.FOLDER) for work in works)
        precise, effects = count_precise(asked, [(own[k], base[k]) for k in range(count)])
        options.tell(f"{count} replicates: {precise} of {effects} effects are as sure as `precision:` wants")
        if precise == effects:
            return


def _simulate(works: Sequence[Work], asked: Asked, options: Options) -> None:
    missing = [(work, task) for work in works for task in work.tasks(asked.parameters)]
    missing.sort(key=lambda one: one[1].replicate)  # both worlds of a pair start from the same base date: built once
    everything = [task for _, task in missing]
    reused = sum(len(work.wanted) for work in works) - len(everything)
    if reused:
        options.tell(f"{reused} replicates are on disk already, {len(everything)} to simulate")
    try:
        if everything and options.engine.simulate is simulate and kernels_are_cold():
            options.tell("compiling kernels (once) …")
            compile_kernels(asked.scenario)
        failures = run_tasks(everything, options.engine)
    except (KeyboardInterrupt, TerminateSignal) as stopped:
        kept = sum(len(replicates.verified(work.folder.partial / replicates.FOLDER)) for work in works)
        message = f"stopped: {kept} finished replicates are kept; to go on: {options.command} --resume"
        raise (Interrupted if isinstance(stopped, KeyboardInterrupt) else Terminated)(message) from None
    for work in works:
        work.failures = [failures[k] for k, (owner, _) in enumerate(missing) if owner is work and k in failures]


def _finish(work: Work, base: Work | None, asked: Asked, options: Options, seconds: float) -> None:
    """Write everything that follows from the replicates, seal the folder and put it in its place."""
    folder = work.folder.partial
    finished = replicates.verified(folder / replicates.FOLDER)
    if not finished:
        return
    own = World("scenario", work.scenario, finished, draws.of_replicates(work.asked, work.scenario, finished))
    compared = None if base is None else _compared(base, own)
    files = write_scenario(folder, work.source, work.folder.final)
    write_outputs(folder, [own] if compared is None else [own, compared], run_id(work.asked))
    contents = manifests.Contents(
        question=work.asked,
        words=words_of(work.scenario),
        baseline=None if base is None or compared is None else _place(base, compared),
        files=files,
        replicates=list(own.replicates),
        posterior=draws.posterior_used(work.asked, work.scenario),
        draws=list(own.draws.values()),
        failures=work.failures,
        is_draft=asked.is_draft,
        pictures=options.pictures,
        made=manifests.Made(
            command=options.command,
            seconds=round(seconds, 3),
            peak_memory_mb=manifests.peak_memory_mb(),
            jobs=options.engine.jobs,
            finished=f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC",
        ),
    )
    manifests.write_manifest(folder, contents)
    options.decorate(Run(folder))
    if lost := carry_answers(work.folder.final, folder):
        options.tell(f"{work.folder.final / manifests.ANSWERS}: not kept, {lost}; ask again (its worlds are kept)")
    manifests.refresh_files(folder)
    work.folder.publish()


def _compared(base: Work, own: World) -> World | None:
    paths = replicates.verified(base.folder.final / replicates.FOLDER)
    shared = {k: path for k, path in paths.items() if k in own.replicates}
    return World("baseline", base.scenario, shared, own.draws) if shared else None


def _place(base: Work, compared: World) -> Question:
    finished = list(compared.replicates)
    return {"scenario": base.scenario.id, "run": run_id(base.asked), "replicates": finished}


def _complain(failures: Sequence[Failure], own: Work) -> None:
    if not failures:
        return
    lines = [f"{failure.name}: {failure.message}" for failure in failures[:MOST_TOLD]]
    if len(failures) > MOST_TOLD:
        lines.append(f"… and {len(failures) - MOST_TOLD} more")
    done = len(own.wanted) - len(own.failures)
    message = "\n".join([f"{done} of {len(own.wanted)} replicates of {own.scenario.id} are finished", *lines])
    broken = any(failure.kind == "invariant" for failure in failures)
    raise (InvariantBroken if broken else SomeFailed)(message)
