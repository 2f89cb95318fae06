"""Simulated worlds by their key: whoever asks again finds them; what is missing is simulated, and nothing else."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol

from laborsim.experiment.run_errors import Failure, InvariantBroken, SomeFailed, hinted
from laborsim.experiment.running.pool import Engine, Saving, run_tasks
from laborsim.experiment.running.replicate import OnMonth, Simulate, Task, compile_kernels, kernels_are_cold, simulate
from laborsim.experiment.store.atomic_files import is_of, make_folder, seal_of, write_whole
from laborsim.experiment.store.run_id import Question, question, run_hash
from laborsim.published.words import Words
from laborsim.scenario.load import Scenario

FOLDER = "simulated"
"""Below the folder of a scenario's runs; no run id is spelled like it."""

KEY_DIGITS = 24
"""Hexadecimal digits of the key in a file's name, a hash of what its content depends on; the seal of both follows."""


class Kept(Protocol):
    """What is kept of a simulation."""

    @property
    def asked(self) -> Question:
        """What is kept, as plain data."""

    @property
    def code(self) -> str:
        """Hash of the code that sees and reads it: where it is edited, nothing old is found."""

    def seen(self, simulation: "Simulation", on_month: OnMonth, simulate: Simulate) -> bytes:
        """Simulate, and return the content of the file."""


@dataclass(frozen=True)
class Simulation(Task):
    """One replicate of one world, or of it and others in lockstep, of which some numbers are kept.

    `kept`: which. `beside`: the other worlds.
    """

    kept: Kept = field(kw_only=True)
    beside: tuple[Scenario, ...] = ()

    @property
    def name(self) -> str:
        """What people call it."""
        which = "pair" if self.beside else "replicate"
        return f"{self.world.id}, {which} {self.replicate}, seed {self.world.run.seed}"

    @cached_property
    def key(self) -> str:
        """Hash of everything that its content depends on."""
        asked = {
            "worlds": [question(world, None, self.parameters) for world in (self.world, *self.beside)],
            "replicate": self.replicate,
            "kept": self.kept.asked,
            "seen_by": self.kept.code,
        }
        return run_hash(asked)[:KEY_DIGITS]


def _save(one: Simulation, on_month: OnMonth, simulate: Simulate) -> None:
    content = one.kept.seen(one, on_month, simulate)
    write_whole(one.folder / f"{one.key}-{seal_of(content, one.key)}.npz", content)


def _is_saved(one: Simulation) -> bool:
    return _first_whole(sorted(one.folder.glob(f"{one.key}-*.npz"))) is not None


AS_KEPT = Saving(_save, _is_saved)
"""How a simulation comes to be on disk: what is kept of it, under its key."""


@dataclass(frozen=True)
class Stored:
    """Simulations on disk, in the order in which they were asked for; None for those that failed."""

    paths: tuple[Path | None, ...]
    failures: tuple[Failure, ...]
    asked: int  # how many were not on disk before

    def whole(self) -> tuple[Path, ...]:
        """Return where all of them are. Raises SomeFailed or InvariantBroken where one failed; the others are kept."""
        self.complain(self.failures)
        return tuple(path for path in self.paths if path is not None)

    def complain(self, failures: Sequence[Failure]) -> None:
        """Raise SomeFailed or InvariantBroken for some failures, if there are any."""
        if not failures:
            return
        first = failures[0]
        message = Words(
            f"{len(failures)} of {self.asked} failed; the first, {first.name}: {first.message.en}",
            f"{self.asked}次模拟中{len(failures)}次失败；第一个是 {first.name}：{first.message.said('zh')}",
        )
        if any(failure.kind == "killed" for failure in failures):
            hint = Words(
                "use one process (-j 1), or more persons a worker",
                "请只用一个进程（-j 1），或增大每个模拟个体代表的人数",
            )
            message = hinted(message, hint)
        broken = any(failure.kind == "invariant" for failure in failures)
        raise (InvariantBroken if broken else SomeFailed)(message)


def stored(simulations: Sequence[Simulation], engine: Engine) -> Stored:
    """Return where simulations are on disk; equal ones are simulated once, and those that are there not again.

    This is the only rule of resuming: each is on disk as soon as it is finished, so whoever was stopped asks again.
    Raises CannotWrite.
    """
    keyed = {(one.folder, one.key): one for one in simulations}
    found = _on_disk(keyed)
    missing = [one for key, one in keyed.items() if key not in found]
    for folder in {one.folder for one in missing}:
        make_folder(folder)
    if missing and engine.simulate is simulate and kernels_are_cold():
        compile_kernels(missing[0].world)
    failures = run_tasks(missing, engine, AS_KEPT) if missing else {}
    found |= _on_disk({(one.folder, one.key): one for one in missing})
    paths = tuple(found.get((one.folder, one.key)) for one in simulations)
    return Stored(paths, tuple(failures[k] for k in sorted(failures)), len(missing))


Keyed = tuple[Path, str]
"""A folder and a key in it."""


def _on_disk(wanted: Collection[Keyed]) -> dict[Keyed, Path]:
    """Return those that are on disk, unchanged since they were written; each folder is listed once."""
    there: dict[Keyed, list[Path]] = {}
    for folder in {folder for folder, _ in wanted}:
        for path in sorted(folder.glob("*.npz")):
            there.setdefault((folder, path.stem.partition("-")[0]), []).append(path)
    found = ((keyed, _first_whole(there.get(keyed, []))) for keyed in wanted)
    return {keyed: path for keyed, path in found if path is not None}


def _first_whole(paths: Sequence[Path]) -> Path | None:
    """Return the first file whose content is what its name says, and of the key that it says."""
    named = ((path, *path.stem.partition("-")[::2]) for path in paths)
    return next((path for path, key, seal in named if is_of(path, seal, key)), None)


def folder_of(out: Path, scenario: Scenario) -> Path:
    """Return where simulations for the questions of a scenario are kept, below the folder of all runs."""
    return out / scenario.id / FOLDER
