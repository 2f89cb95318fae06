"""From the replicates of a run to its sealed folder."""

import pickle
from collections.abc import Callable, Sequence
from concurrent.futures import wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass

from laborsim.experiment import draws, replicates
from laborsim.experiment import manifest as manifests
from laborsim.experiment.carrying import carry_answers
from laborsim.experiment.gather import World
from laborsim.experiment.opened import Run
from laborsim.experiment.pool import processes
from laborsim.experiment.run_id import Question, run_id, words_of
from laborsim.experiment.works import Work
from laborsim.experiment.writing import write_outputs, write_scenario


@dataclass(frozen=True)
class Finish:
    """How runs are finished; see `run.Options`."""

    made: manifests.Made
    decorate: Callable[[Run], object]
    pictures: str


def finish_all(
    answered: Sequence[tuple[Work, Work | None]], how: Finish, jobs: int, tell: Callable[[str], None]
) -> None:
    """Finish runs, each with the baseline it is compared with, if any; several at a time in processes of their own.

    What a process that died has left undone is done here. Raises CannotWrite.
    """
    left = list(answered)
    if min(jobs, len(answered)) > 1 and _can_travel(how):
        with suppress(BrokenProcessPool), processes(min(jobs, len(answered))) as pool:
            futures = [pool.submit(finish, work, base, how) for work, base in answered]
            wait(futures)  # what is wrong with one must not end another in the middle of its exchange
            for future in futures:
                _tell(future.result(), tell)
                left.pop(0)
        for work, _ in left:
            work.folder.clear()
    for work, base in left:
        _tell(finish(work, base, how), tell)


def _can_travel(how: Finish) -> bool:
    """Return whether another process could be told how: it imports functions by their names."""
    try:
        pickle.dumps(how)
    except (pickle.PicklingError, AttributeError, TypeError):
        return False
    return True


def _tell(warning: str, tell: Callable[[str], None]) -> None:
    if warning:
        tell(warning)


def finish(work: Work, base: Work | None, how: Finish) -> str:
    """Write everything that follows from the replicates, seal the folder and put it in its place; return a warning."""
    folder = work.folder.partial
    finished = work.finished()
    if not finished:
        return ""
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
        is_draft=work.is_draft,
        pictures=how.pictures,
        made=how.made,
    )
    manifests.write_manifest(folder, contents)
    how.decorate(Run(folder))
    lost = carry_answers(work.folder.final, folder)
    manifests.refresh_files(folder)
    work.folder.publish()
    answers = work.folder.final / manifests.ANSWERS
    return f"{answers}: not kept, {lost}; ask again (its worlds are kept)" if lost else ""


def _compared(base: Work, own: World) -> World | None:
    paths = replicates.verified(base.folder.final / replicates.FOLDER)
    shared = {k: path for k, path in paths.items() if k in own.replicates}
    return World("baseline", base.scenario, shared, own.draws) if shared else None


def _place(base: Work, compared: World) -> Question:
    finished = list(compared.replicates)
    return {"scenario": base.scenario.id, "run": run_id(base.asked), "replicates": finished}
