"""Worlds beside a run's own two: simulated once, kept as replicate files, found again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from laborsim.comparison.levers_apart import in_force
from laborsim.experiment import replicates
from laborsim.experiment.ensemble import Engine, Failure, run_tasks
from laborsim.experiment.gather import World
from laborsim.experiment.headline import Point
from laborsim.experiment.indicators import indicator_values
from laborsim.experiment.opened import Run
from laborsim.experiment.results import load_results
from laborsim.experiment.run_id import Question, question, run_hash
from laborsim.experiment.simulate import Task, compile_kernels, kernels_are_cold, simulate
from laborsim.experiment.stops import CannotWrite, InvariantBroken, SomeFailed, WrongInput
from laborsim.experiment.view import places
from laborsim.inputs.parameters import Parameters
from laborsim.inputs.regions import region_codes
from laborsim.inputs.scenario import Scenario

Numbers = NDArray[np.float64]

ID_DIGITS = 16

FOLDER = "worlds"
"""Below the folder of a scenario's runs; no run id is spelled like it."""


@dataclass(frozen=True)
class Bench:
    """Where and how extra worlds are simulated; `parameters`: None = as fitted. The engine changes no number."""

    out: Path
    engine: Engine = field(default_factory=Engine)
    parameters: Parameters | None = None


def bench_of(run: Run, engine: Engine | None = None) -> Bench:
    """Return the bench of a run: its folder of runs and its parameters.

    Raises WrongInput where the run was made by other code or data: worlds of today do not go with it. Raises Damaged
    where a file of it or of its baseline is: nothing should be simulated for answers that stand on it.
    """
    run.refuse_damaged()
    fixed = run.manifest["question"]["parameters"]
    parameters = None if fixed is None else Parameters.model_validate(fixed)
    if _makers(run.manifest["question"]) != _makers(question(run.scenario, None, parameters)):
        raise WrongInput(f"{run.path} was made by another version of laborsim: run its scenario again, then ask")
    return Bench(run.path.parent.parent, engine or Engine(), parameters)


def plain(world: Scenario) -> Scenario:
    """Return a world without names, goals and levers that are never in force: what its numbers depend on."""
    levers = tuple(in_force(world).values())
    nothing = {"title": "", "title_zh": "", "description": "", "tags": (), "goals": ()}
    return world.model_copy(update={**nothing, "levers": levers})


Wanted = tuple[Scenario, Sequence[int]]
"""A world, and the pairs whose replicates of it are wanted."""


def simulated(worlds: Sequence[Scenario], pairs: Sequence[int], bench: Bench, known: Sequence[Run] = ()) -> list[World]:
    """Return every world with the same replicates on disk; see `simulated_each`."""
    return simulated_each([(world, pairs) for world in worlds], bench, known)


def simulated_each(wanted: Sequence[Wanted], bench: Bench, known: Sequence[Run] = ()) -> list[World]:
    """Return each world with its wanted replicates on disk; equal worlds are simulated once.

    Replicates of `known` runs and of their baselines are taken as they are. Raises SomeFailed or InvariantBroken
    where a replicate could not be finished (the others are kept), CannotWrite.
    """
    ids = [_id(world, bench) for world, _ in wanted]
    found = _found(known, bench)
    tasks: dict[tuple[int, str], Task] = {}
    for name, (world, pairs) in zip(ids, wanted, strict=True):
        folder = bench.out / world.id / FOLDER / name
        found[name] = {**replicates.verified(folder), **found.get(name, {})}
        for k in pairs:
            if k not in found[name]:
                tasks[k, name] = Task(plain(world), k, _made(folder), bench.parameters)
    missing = list(tasks.values())
    if missing and bench.engine.simulate is simulate and kernels_are_cold():
        compile_kernels(missing[0].world)
    if missing:
        _complain(run_tasks(missing, bench.engine), len(missing))
    for folder in {task.folder for task in missing}:
        found[folder.name] |= replicates.verified(folder)
    return [
        World("scenario", world, {k: found[name][k] for k in pairs})
        for name, (world, pairs) in zip(ids, wanted, strict=True)
    ]


def numbers(world: World, points: Sequence[Point]) -> dict[int, Numbers]:
    """Return the numbers of a world at some points [points] by replicate, as summary files give them."""
    at = places(region_codes())
    found = {}
    for k, path in world.replicates.items():
        results = load_results(path)
        names = dict.fromkeys(point.indicator for point in points)
        values = {name: indicator_values(results, world.scenario, name) for name in names}
        first = int(results.months[0])
        found[k] = np.array([values[point.indicator][point.month - first, at.index(point.region)] for point in points])
    return found


def _id(world: Scenario, bench: Bench) -> str:
    return run_hash(question(plain(world), None, bench.parameters))[:ID_DIGITS]


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"cannot write in {folder.parent}: {error.strerror or error}") from error
    return folder


def _found(known: Sequence[Run], bench: Bench) -> dict[str, dict[int, Path]]:
    """Return the replicates of runs made by this version with the same parameters, by the id of their world."""
    found: dict[str, dict[int, Path]] = {}
    for run in known:
        asked = question(run.scenario, None, bench.parameters)
        if _makers(run.manifest["question"]) == _makers(asked):
            for world in (run.world("scenario"), *(() if run.baseline is None else (run.world("baseline"),))):
                found.setdefault(_id(world.scenario, bench), {}).update(world.replicates)
    return found


def _makers(asked: Question) -> Question:
    return {name: value for name, value in asked.items() if name not in ("scenario", "baseline")}


def _complain(failures: dict[int, Failure], wanted: int) -> None:
    if not failures:
        return
    first = next(iter(failures.values()))
    message = f"{len(failures)} of {wanted} replicates failed; the first, {first.name}: {first.message}"
    broken = any(failure.kind == "invariant" for failure in failures.values())
    raise (InvariantBroken if broken else SomeFailed)(message)
