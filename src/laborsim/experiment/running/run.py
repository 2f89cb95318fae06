"""From a question to its answer on disk: what is missing is simulated, everything else is read."""

import time
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from laborsim.experiment.finished_run import Run
from laborsim.experiment.run_errors import Interrupted, InvariantBroken, SomeFailed, Terminated, TerminateSignal
from laborsim.experiment.running import lines
from laborsim.experiment.running.base_dates import refuse_unheld
from laborsim.experiment.running.completion import Answered, Finish, finish_all
from laborsim.experiment.running.planned_runs import Case, PlannedRun, case_of, join
from laborsim.experiment.running.pool import Engine, run_tasks
from laborsim.experiment.running.precision import count_precise
from laborsim.experiment.running.question import Asked, Changes, ask
from laborsim.experiment.running.replicate import check_can_be_simulated, compile_kernels, kernels_are_cold, simulate
from laborsim.experiment.store import parameter_draws
from laborsim.experiment.store.manifest import Made, peak_memory_mb
from laborsim.experiment.store.run_folder import claimed
from laborsim.published.words import Language, Words, in_a_row
from laborsim.scenario.load import Scenario

MOST_TOLD = 5
"""Failed replicates that a message names."""


def nothing_more(run: Run) -> None:
    """Leave a run as it is."""


@dataclass(frozen=True)
class Options:
    """How questions are run; nothing here changes a result.

    `force`: simulate again what is on disk. `command`: what was typed; `resume`: what to type to go on, where that is
    something else. `tell` gets lines for the user, `decorate` adds figures and a report to a folder before it is
    sealed, in the language that `pictures` names ("" = whatever is there will do); what can be
    imported by name does so for several runs at a time.
    """

    out: Path = Path("runs")
    engine: Engine = field(default_factory=Engine)
    force: bool = False
    command: str = ""
    resume: str = ""
    tell: Callable[[str], None] = lambda line: None
    decorate: Callable[[Run], object] = nothing_more
    pictures: str = ""

    @property
    def language(self) -> Language:
        """The language in which is told what goes on: that of the pictures, else English."""
        return "zh" if self.pictures == "zh" else "en"


def run(asked: Asked, options: Options) -> Run:
    """Answer one question; see `run_together`."""
    return run_together([asked], options)[0]


def run_together(questions: Sequence[Asked], options: Options) -> list[Run]:
    """Answer questions: simulate the replicates that are not on disk, write the folder of every run, open it.

    Worlds that share luck are simulated side by side, and a baseline that several questions need is simulated once.
    Raises SomeFailed or InvariantBroken after keeping what could be finished, Interrupted or Terminated on a
    signal, CannotWrite and FolderBusy before anything is simulated.
    """
    cases = [case_of(asked, options.out) for asked in questions]
    for turn in _turns(cases):
        _answer(turn, options)
    return [Run(case.report.final) for case in cases]


def _turns(cases: Sequence[Case]) -> list[list[Case]]:
    """Return what is answered at once: two questions that only words tell apart write one folder in turn."""
    turns: list[list[Case]] = []
    for case in cases:
        free = (turn for turn in turns if all(one.own.folder != case.own.folder for one in turn))
        turn = next(free, None)
        if turn is None:
            turns.append([case])
        else:
            turn.append(case)
    return turns


def _answer(cases: Sequence[Case], options: Options) -> None:
    missing = [case for case in cases if options.force or not case.is_answered(options.pictures)]
    for case in cases:
        if case.asked.unheeded:
            options.tell(f"{case.own.scenario.id}: {case.asked.unheeded.said(options.language)}")
        if case not in missing:
            options.tell(lines.FROM_DISK.filled(options.language, folder=case.report.final))
        elif options.engine.simulate is simulate:
            check_can_be_simulated(case.asked.scenario)
            _hold_base_dates(case, range(case.looks[0]), options)
    if any(case.asked.parameters is None and parameter_draws.lacks_posterior(case.asked.scenario) for case in missing):
        options.tell(parameter_draws.NO_POSTERIOR.said(options.language))
    if missing:
        join(missing)
        _make(missing, options)


def _hold_base_dates(case: Case, replicates: range, options: Options) -> None:
    """Steer the base dates of a what-if. Raises WrongInput before any of them is simulated where one cannot be held."""
    scenario = case.asked.scenario
    if replicates and scenario.parameters:
        _compile_once(scenario.model_copy(update={"parameters": ()}), options)
        options.tell(lines.STEERED.filled(options.language, scenario=scenario.id, count=len(replicates)))
        refuse_unheld(scenario, replicates, options.engine.jobs)


def _compile_once(world: Scenario, options: Options) -> None:
    """Compile the kernels on a machine that has none yet; say so, and how long it took."""
    if kernels_are_cold():
        options.tell(lines.COMPILING.filled(options.language))
        began = time.monotonic()
        compile_kernels(world)
        options.tell(lines.COMPILED.filled(options.language, seconds=time.monotonic() - began))


def _make(cases: Sequence[Case], options: Options) -> None:
    started = time.monotonic()
    owns = dict.fromkeys(case.own for case in cases)
    bases = dict.fromkeys(case.base for case in cases if case.base is not None and not _is_ready(case, options))
    runs = [*bases, *(own for own in owns if own not in bases)]
    with ExitStack() as stack:
        for planned in runs:
            stack.enter_context(claimed(planned.folder.lock))
        for planned in runs:
            planned.folder.prepare(afresh=options.force)
        _simulate_enough(cases, runs, options)
        made = _made(options, time.monotonic() - started)

        def tell(words: Words) -> None:
            options.tell(words.said(options.language))

        for stage in _stages(cases, bases):
            finish_all(stage, Finish(made, options.decorate, options.pictures), options.engine.jobs, tell)
        for planned in runs:
            planned.folder.tidy()
    _complain(runs)


def _stages(cases: Sequence[Case], bases: Collection[PlannedRun]) -> tuple[Answered, Answered]:
    """Return the folders that are written, each with its baseline's: first the baselines, on which the others stand."""
    against = {case.report: case.base_report for case in cases}
    first = dict.fromkeys(case.base_report for case in cases if case.base in bases)
    stage = [(report, against.get(report)) for report in first if report is not None]
    return stage, [(report, base) for report, base in against.items() if report not in first]


def _is_ready(case: Case, options: Options) -> bool:
    """Return whether the baseline of a question can stay as it is, however many looks there will be."""
    base = case.base
    return base is not None and len(case.looks) == 1 and base.is_whole(case.count) and not options.force


def run_file(path: Path | str, changes: Changes | None = None, options: Options | None = None) -> Run:
    """Answer the question of a scenario file; see `run`. Progress and messages go nowhere unless `options` say so.

    Raises ScenarioProblems with everything that is wrong in the file, besides what `run` raises.
    """
    return run(ask(path, changes or Changes()), options or Options())


def _simulate_enough(cases: Sequence[Case], runs: Sequence[PlannedRun], options: Options) -> None:
    """Simulate what is missing; where a precision is wanted, look whether it is reached and go on if not."""
    going, look = list(cases), 0
    while going:
        for case in going:
            case.want(look)
            _hold_base_dates(case, range(case.looks[look - 1], case.looks[look]) if look else range(0), options)
        _simulate([planned for planned in runs if any(planned in case.worlds for case in going)], options)
        going = [case for case in going if not _is_enough(case, look, options)]
        look += 1


def _is_enough(case: Case, look: int, options: Options) -> bool:
    """Return whether a question needs no further look after this one."""
    if len(case.looks) == 1 or case.failures(look):
        return True
    base, own = (planned.finished() for planned in case.worlds)
    count = case.looks[look]
    precise, effects = count_precise(case.asked, [(own[k], base[k]) for k in range(count)])
    options.tell(
        lines.PRECISE.filled(
            options.language, scenario=case.own.scenario.id, count=count, precise=precise, effects=effects
        )
    )
    return precise == effects or look + 1 == len(case.looks)


def _simulate(runs: Sequence[PlannedRun], options: Options) -> None:
    missing = [(planned, task) for planned in runs for task in planned.tasks()]
    everything = [task for _, task in missing]
    wanted = sum(len(planned.wanted) for planned in runs)
    if len(everything) < wanted:
        there, asked = wanted - len(everything), len(everything)
        options.tell(lines.SOME_ON_DISK.filled(options.language, there=there, wanted=wanted, missing=asked))
    try:
        if everything and options.engine.simulate is simulate:
            _compile_once(everything[0].world, options)
        failures = run_tasks(everything, options.engine)
    except (KeyboardInterrupt, TerminateSignal) as stopped:
        kept = sum(len(planned.finished()) for planned in runs)
        again = options.resume or options.command
        message = Words(
            f"stopped: {kept} finished replicates are kept; to go on: {again}",
            f"已停止：已保存完成的{kept}次模拟；继续运行：{again}",
        )
        raise (Interrupted if isinstance(stopped, KeyboardInterrupt) else Terminated)(message) from None
    for planned in runs:
        planned.failures = [failures[k] for k, (owner, _) in enumerate(missing) if owner is planned and k in failures]


def _made(options: Options, seconds: float) -> Made:
    return Made(
        command=options.command,
        seconds=round(seconds, 3),
        peak_memory_mb=peak_memory_mb(),
        jobs=options.engine.jobs,
        finished=f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC",
    )


WHY = Words("{name}: {why}", "{name}：{why}")
MORE = Words("… and {number} more", "……另有{number}个")
FINISHED = Words(
    "{there} of {wanted} replicates of {scenario} are finished", "{scenario} 的{wanted}次模拟已完成{there}次"
)


def _complain(runs: Sequence[PlannedRun]) -> None:
    failures = [failure for planned in runs for failure in planned.failures]
    if not failures:
        return
    lines = [WHY.holding(name=failure.name, why=failure.message) for failure in failures[:MOST_TOLD]]
    if len(failures) > MOST_TOLD:
        lines.append(MORE.holding(number=len(failures) - MOST_TOLD))
    counts = [
        FINISHED.holding(there=len(one.wanted) - len(one.failures), wanted=len(one.wanted), scenario=one.scenario.id)
        for one in runs
        if one.failures or one.source is not None
    ]
    message = in_a_row((*counts, *lines), Words("\n"))
    broken = any(failure.kind == "invariant" for failure in failures)
    raise (InvariantBroken if broken else SomeFailed)(message)
