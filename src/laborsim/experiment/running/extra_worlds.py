"""Worlds beside a run's own two, with every number of their replicates: simulated once, found again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.headline import in_force
from laborsim.experiment.indicators.indicator_table import World
from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.replicate import OnMonth, Simulate
from laborsim.experiment.running.simulation_store import Simulation, folder_of, stored
from laborsim.experiment.store.results import SCHEMA, to_bytes
from laborsim.experiment.store.run_id import Question, question, run_hash
from laborsim.identity.code import code_hash
from laborsim.parameters.parameters import Parameters
from laborsim.published.words import Words
from laborsim.scenario.load import Scenario


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
        raise WrongInput(
            Words(
                f"{run.path} was made by another version of laborsim: run its scenario again, then ask",
                f"{run.path} 由另一版本的laborsim生成：请重新运行其情景后再提问",
            )
        )
    return Bench(run.path.parent.parent, engine or Engine(), parameters)


def plain(world: Scenario) -> Scenario:
    """Return a world without names, goals and levers that are never in force: what its numbers depend on."""
    levers = tuple(in_force(world).values())
    nothing = {"title": "", "title_zh": "", "description": "", "tags": (), "goals": ()}
    return world.model_copy(update={**nothing, "levers": levers})


@dataclass(frozen=True)
class Everything:
    """Kept of a simulation: the whole replicate, as in a run's folder."""

    @property
    def asked(self) -> Question:
        """The schema of replicates."""
        return {"schema": SCHEMA}

    @property
    def code(self) -> str:
        """Hash of the code that sees and reads it."""
        return code_hash(Everything)

    def seen(self, simulation: Simulation, on_month: OnMonth, simulate: Simulate) -> bytes:
        """Return the content of a replicate's file."""
        return to_bytes(simulate(simulation, on_month))


Wanted = tuple[Scenario, Sequence[int]]
"""A world, and the pairs whose replicates of it are wanted."""


def simulated(worlds: Sequence[Scenario], pairs: Sequence[int], bench: Bench, known: Sequence[Run] = ()) -> list[World]:
    """Return every world with the same replicates on disk; see `simulated_each`."""
    return simulated_each([(world, pairs) for world in worlds], bench, known)


def simulated_each(wanted: Sequence[Wanted], bench: Bench, known: Sequence[Run] = ()) -> list[World]:
    """Return each world with its wanted replicates on disk; equal worlds are simulated once.

    Replicates of `known` runs and of their baselines are taken as they are. Raises what `Stored.whole` and `stored`
    raise.
    """
    there = _replicates_of(known, bench)
    found = [{k: path for k, path in there.get(_id(world, bench), {}).items() if k in ks} for world, ks in wanted]
    missing = [
        (place, Simulation(plain(world), k, folder_of(bench.out, world), bench.parameters, kept=Everything()))
        for place, (world, pairs) in enumerate(wanted)
        for k in pairs
        if k not in found[place]
    ]
    paths = stored([one for _, one in missing], bench.engine).whole()
    for (place, one), path in zip(missing, paths, strict=True):
        found[place][one.replicate] = path
    return [
        World("scenario", world, {k: paths[k] for k in pairs})
        for (world, pairs), paths in zip(wanted, found, strict=True)
    ]


def _id(world: Scenario, bench: Bench) -> str:
    return run_hash(question(plain(world), None, bench.parameters))


def _replicates_of(known: Sequence[Run], bench: Bench) -> dict[str, dict[int, Path]]:
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
