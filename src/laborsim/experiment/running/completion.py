"""Completion: from the replicates of a run to its sealed folder."""

import pickle
from collections.abc import Callable, Sequence
from concurrent.futures import wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.cost_sheet import NAME as COSTS
from laborsim.experiment.indicators.cost_sheet import CostSheet
from laborsim.experiment.indicators.headline import differ
from laborsim.experiment.indicators.indicator_table import Gathered, World, show_all, summary_places
from laborsim.experiment.indicators.parquet_tables import table_sinks
from laborsim.experiment.indicators.summary import summarize, to_csv, to_iamc, to_json
from laborsim.experiment.running.planned_runs import RunReport
from laborsim.experiment.running.pool import processes
from laborsim.experiment.running.question import Asked
from laborsim.experiment.store import manifest as manifests
from laborsim.experiment.store import parameter_draws, results
from laborsim.experiment.store.atomic_files import link, write_whole, writing
from laborsim.experiment.store.manifest import ANSWERS, read_manifest
from laborsim.experiment.store.run_id import Question, words_of
from laborsim.published.words import UNSAID, Words
from laborsim.scenario.load import resolved_text
from laborsim.scenario.what_if import set_words


def carry_answers(earlier: Path, folder: Path) -> Words:
    """Take the answers of a run's `earlier` folder over into the one that will replace it, before that is sealed.

    Return why answers are left behind, UNSAID where none is. Raises CannotWrite.
    """
    if not (earlier / ANSWERS).is_dir():
        return UNSAID
    try:
        before = read_manifest(earlier)
    except (OSError, ValueError):
        return Words("the manifest that vouched for them is damaged", "为其作证的清单已损坏")
    if why := manifests.outdated(before, read_manifest(folder)):
        return why
    answers = {name: digest for name, digest in before["files"].items() if name.startswith(f"{ANSWERS}/")}
    whole = [name for name, digest in answers.items() if manifests.is_as_sealed(earlier / name, digest)]
    for name in whole:
        with writing(folder / name):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            link(earlier / name, folder / name)
    lost = [name for name in answers if name not in whole]
    named = ", ".join(lost)
    return Words(f"{named} changed after it was made", f"{named} 生成后被改动") if lost else UNSAID


GIVEN, RESOLVED = "scenario.yaml", "scenario.resolved.yaml"

Files = tuple[tuple[str, str], ...]


def _resolved(source: Asked) -> bytes:
    return resolved_text(source.loaded, source.seen_from_here, source.compared).encode()


def write_scenario(folder: Path, source: Asked | None, earlier: Path) -> Files:
    """Write the scenario as given and as resolved; return the files it was read from, with hashes.

    A baseline that nobody gave as a file keeps what its `earlier` folder says, if anything.
    """
    if source is not None:
        write_whole(folder / GIVEN, source.given)
        write_whole(folder / RESOLVED, _resolved(source))
        return source.files
    if not (earlier / GIVEN).exists():
        return ()
    for name in (GIVEN, RESOLVED):
        write_whole(folder / name, (earlier / name).read_bytes())
    known = manifests.read_manifest(earlier)["scenario_files"]
    return tuple((file["name"], file["sha256"]) for file in known)


def write_outputs(folder: Path, worlds: Sequence[World], name: str) -> None:
    """Write summary, tables and IAMC file of the run `name`; the first world is the scenario, a second the baseline."""
    scenario = worlds[0].scenario
    gathered, costs = Gathered(scenario), CostSheet()
    names, told = {world.name: world.scenario.id for world in worlds}, set_words(scenario.parameters)
    with table_sinks(folder, names, told) as sinks:
        show_all(worlds, [gathered, costs, *sinks])
    table = gathered.table()
    if len(worlds) > 1 and not differ(scenario, worlds[1].scenario):
        table = replace(table, paired=None)  # "no effect" would be said of whatever both worlds share
    rows = summarize(table, scenario, worlds[1].scenario if len(worlds) > 1 else None)
    write_whole(folder / "summary.json", to_json(names, name, rows, told))
    write_whole(folder / "summary.csv", to_csv(names, rows, told))
    write_whole(folder / COSTS, costs.content(names, told))
    write_whole(folder / "iamc.csv", to_iamc(table, names, summary_places(scenario), told))


@dataclass(frozen=True)
class Finish:
    """How runs are finished; see `run.Options`."""

    made: manifests.Made
    decorate: Callable[[Run], object]
    pictures: str


Answered = Sequence[tuple[RunReport, RunReport | None]]
"""Runs, each with the baseline it is compared with, if any."""


def finish_all(answered: Answered, how: Finish, jobs: int, tell: Callable[[Words], None]) -> None:
    """Finish runs, several at a time in processes of their own.

    What a process that died has left undone is done here. Raises CannotWrite.
    """
    left = list(answered)
    if min(jobs, len(answered)) > 1 and _can_travel(how):
        with suppress(BrokenProcessPool), processes(min(jobs, len(answered))) as pool:
            futures = [pool.submit(finish, report, base, how) for report, base in answered]
            wait(futures)  # what is wrong with one must not end another in the middle of its exchange
            for future in futures:
                _tell(future.result(), tell)
                left.pop(0)
    for report, base in left:
        _tell(finish(report, base, how), tell)


def _can_travel(how: Finish) -> bool:
    """Return whether another process could be told how: it imports functions by their names."""
    try:
        pickle.dumps(how)
    except (pickle.PicklingError, AttributeError, TypeError):
        return False
    return True


def _tell(warning: Words, tell: Callable[[Words], None]) -> None:
    if warning:
        tell(warning)


NOT_KEPT = Words(
    "{answers}: not kept, {why}; ask again (its worlds are kept)",
    "{answers}：未保留，{why}；请重新提问（模拟结果已保留）",
)


def finish(report: RunReport, base: RunReport | None, how: Finish) -> Words:
    """Write everything that follows from the replicates, seal the folder and put it in its place; return a warning."""
    planned, places = report.planned, report.planned.folder
    if not report.replicates:
        return UNSAID
    folder = places.begin(report.count)
    finished = results.verified(folder / results.FOLDER, places.run_hash)
    own = World(
        "scenario", planned.scenario, finished, parameter_draws.of_replicates(planned.asked, planned.scenario, finished)
    )
    compared = None if base is None else _compared(base, own)
    files = write_scenario(folder, planned.source, report.final)
    write_outputs(folder, [own] if compared is None else [own, compared], places.name(report.count))
    contents = manifests.Contents(
        run=places.name(report.count),
        question=planned.asked,
        words=words_of(planned.scenario),
        baseline=None if base is None or compared is None else _place(base, compared),
        files=files,
        replicates=list(own.replicates),
        posterior=parameter_draws.posterior_used(planned.asked, planned.scenario),
        draws=list(own.draws.values()),
        failures=report.failures,
        is_draft=planned.is_draft,
        what_if={one.name: one.words for one in planned.scenario.parameters},
        pictures=how.pictures,
        made=how.made,
    )
    manifests.write_manifest(folder, contents)
    how.decorate(Run(folder))
    lost = carry_answers(report.final, folder)
    manifests.refresh_files(folder)
    places.publish(report.count)
    answers = report.final / manifests.ANSWERS
    return NOT_KEPT.holding(answers=answers, why=lost) if lost else UNSAID


def _compared(base: RunReport, own: World) -> World | None:
    paths = results.verified(base.final / results.FOLDER, base.planned.folder.run_hash)
    shared = {k: path for k, path in paths.items() if k in own.replicates}
    return World("baseline", base.planned.scenario, shared, own.draws) if shared else None


def _place(base: RunReport, compared: World) -> Question:
    finished = list(compared.replicates)
    return {"scenario": base.planned.scenario.id, "run": base.planned.folder.name(base.count), "replicates": finished}
