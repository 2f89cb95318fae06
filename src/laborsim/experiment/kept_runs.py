"""Kept runs: what lies below the folder of all runs, what it takes on disk, and what can be removed from it."""

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from laborsim.experiment.finished_run import Run, find_runs
from laborsim.experiment.run_errors import Damaged, WrongInput
from laborsim.experiment.running.completion import GIVEN
from laborsim.experiment.running.simulation_store import FOLDER as SIMULATED
from laborsim.experiment.store import folder_kinds
from laborsim.experiment.store import manifest as manifests
from laborsim.experiment.store.atomic_files import writing
from laborsim.experiment.store.run_folder import BENCH, claimed, lock_of
from laborsim.published.words import Words

STUDIES = tuple(folder_kinds.STUDIES)
"""Folders beside runs whose contents find their worlds again in what is simulated there."""


def bytes_of(folders: Iterable[Path]) -> int:
    """Return what files below some folders take [bytes]; one that has several names counts once, links are none."""
    return sum({(found.st_dev, found.st_ino): found.st_size for found in _files(folders)}.values())


def bytes_freed(folders: Iterable[Path]) -> int:
    """Return what the disk has more when folders are gone [bytes]: a file with another name elsewhere stays."""
    names: dict[tuple[int, int], list[os.stat_result]] = {}
    for found in _files(folders):
        names.setdefault((found.st_dev, found.st_ino), []).append(found)
    return sum(found[0].st_size for found in names.values() if len(found) >= found[0].st_nlink)


def _files(folders: Iterable[Path]) -> Iterator[os.stat_result]:
    for top in folders:
        for folder, _, names in os.walk(top):  # follows no link
            for name in names:
                path = Path(folder) / name
                if not path.is_symlink() and path.is_file():
                    yield path.stat()


@dataclass(frozen=True)
class Removal:
    """What goes and what stays of what was to be removed.

    `along`: folders that nobody needs any more once the others are gone. `kept`: why a folder stays.
    """

    chosen: tuple[Path, ...]
    along: tuple[Path, ...]
    kept: dict[Path, Words]

    @property
    def folders(self) -> tuple[Path, ...]:
        """Everything that goes."""
        return (*self.chosen, *self.along)


def plan_removal(out: Path, wanted: Sequence[Path]) -> Removal:
    """Return what can be removed of some folders below `out`, the folder of all runs; nothing is touched.

    What another finished run is compared with stays. A baseline that was made for runs that go, and what is simulated
    beside the last run of a scenario, go along. Raises WrongInput for what is no run below `out`, or a link.
    """
    chosen = list(dict.fromkeys(_below(out, path) for path in wanted))
    runs = {run.path: run for run in find_runs(out)}
    needs = {path: _needs(run) for path, run in runs.items()}
    kept: dict[Path, Words] = {}
    while found := _needed([path for path in chosen if path not in kept], needs):
        kept |= found
    going = [path for path in chosen if path not in kept]
    staying = {path: need for path, need in needs.items() if path not in going}
    along = [] if None in staying.values() else sorted(_orphans(going, needs, staying))
    caches = {path.parent / SIMULATED for path in going if path.name != SIMULATED}
    for cache in sorted(caches | {path for path in going if path.name == SIMULATED}):
        user = _user(cache, [*staying.keys() - set(along)])
        if user is not None and cache in going:
            kept[cache] = Words(f"{user} finds its worlds there", f"{user} 使用其中的模拟结果")
        elif user is None and cache not in going and cache.is_dir() and not cache.is_symlink():
            along.append(cache)
    return Removal(tuple(path for path in going if path not in kept), tuple(along), kept)


def _below(out: Path, path: Path) -> Path:
    """Return a folder as one below `out`. Raises WrongInput where it is none that could be removed."""
    top, given = Path(os.path.abspath(out)), Path(os.path.abspath(path))  # noqa: PTH100 - links must not be followed
    inside = given.relative_to(top).parts if given.is_relative_to(top) else ()
    if len(inside) != 2:
        raise WrongInput(
            Words(
                f"{path} is no run below {out}: only what `laborsim runs` lists can be removed",
                f"{path} 不是 {out} 之下的模拟：只能删除 `laborsim runs` 所列的内容",
            )
        )
    found = out / inside[0] / inside[1]
    if found.parent.is_symlink() or found.is_symlink():
        raise WrongInput(
            Words(f"{path} is a link: what it leads to is not removed", f"{path} 是链接：不删除它所指向的内容")
        )
    is_ours = (found / manifests.NAME).is_file() or found.suffix == BENCH or found.name == SIMULATED
    if not found.is_dir() or not is_ours:
        raise WrongInput(
            Words(
                f"{path} is no run: only what `laborsim runs` lists can be removed",
                f"{path} 不是模拟：只能删除 `laborsim runs` 所列的内容",
            )
        )
    return found


def _needs(run: Run) -> Path | None:
    """Return the folder of the baseline that a run needs, its own where it needs none; None where nothing says."""
    try:
        compared = run.manifest["baseline"]
    except (OSError, Damaged):
        return None
    return run.path if compared is None else run.path.parent.parent / compared["scenario"] / compared["run"]


def _needed(going: Sequence[Path], needs: dict[Path, Path | None]) -> dict[Path, Words]:
    """Return which of the folders have to stay, and why."""
    found = {}
    staying = {path: need for path, need in needs.items() if path not in going}
    for path in going:
        if path not in needs:
            continue
        unknown = next((other for other, need in staying.items() if need is None), None)
        user = next((other for other, need in staying.items() if need == path and other != path), None)
        if user is not None:
            found[path] = Words(f"{user} is compared with it", f"{user} 以它为基准情景")
        elif unknown is not None and needs[path] == path:
            found[path] = Words(
                f"{unknown} is damaged and may be compared with it: run its scenario again, or remove it first",
                f"{unknown} 已损坏，可能以它为基准情景：请重新运行其情景，或先将其删除",
            )
    return found


def _orphans(going: Sequence[Path], needs: dict[Path, Path | None], staying: dict[Path, Path | None]) -> set[Path]:
    """Return baselines that nobody asked for by a file, and that only runs that go are compared with."""
    theirs = {need for path in going if (need := needs.get(path)) is not None and need != path}
    others = {need for path, need in staying.items() if need != path}
    return {path for path in theirs - others - set(going) if path in needs and not (path / GIVEN).exists()}


def _user(cache: Path, runs: Sequence[Path]) -> Path | None:
    """Return a run, or the folder of studies, that finds its worlds in what is simulated beside it."""
    studies = (cache.with_name(name) for name in STUDIES)
    beside = (
        *sorted(path for path in runs if path.parent == cache.parent),
        *(path for path in studies if path.is_dir()),
    )
    return next(iter(beside), None)


def remove(removal: Removal) -> None:
    """Remove what a plan says, one folder after the other. Raises FolderBusy, CannotWrite.

    The manifest of a run goes last: one whose removal was interrupted is still listed, as damaged.
    """
    for folder in removal.folders:
        with ExitStack() as stack:
            if folder.name != SIMULATED:
                stack.enter_context(claimed(lock_of(folder)))
            with writing(folder):
                for path in folder.iterdir():
                    if path.is_dir() and not path.is_symlink():
                        shutil.rmtree(path)
                    elif path.name != manifests.NAME:
                        path.unlink()
                shutil.rmtree(folder)
        with writing(folder.parent):
            if not any(folder.parent.iterdir()):
                folder.parent.rmdir()
