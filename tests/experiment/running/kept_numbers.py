"""Stand-ins for what is kept of a simulation, importable by name in another process."""

from dataclasses import dataclass
from pathlib import Path

from tests.experiment.stand_in import kill_process_of_1, kill_process_of_1_once

from laborsim.experiment.running.replicate import OnMonth, Simulate
from laborsim.experiment.running.simulation_store import Simulation
from laborsim.experiment.store.run_id import Question
from laborsim.model.invariants import InvariantError


@dataclass(frozen=True)
class KeptNumber:
    """Kept: the number of the replicate. `what`: goes wrong in replicate 1; `mark`: has a line a simulation."""

    mark: Path
    what: str = ""
    more: int = 0
    written: str = "today"

    @property
    def asked(self) -> Question:
        return {"more": self.more}

    @property
    def code(self) -> str:
        return self.written

    def seen(self, simulation: Simulation, on_month: OnMonth, simulate: Simulate) -> bytes:
        on_month(1)
        with self.mark.open("a") as file:
            file.write(f"{simulation.name}\n")
        WRONG[self.what](simulation.replicate)
        on_month(simulation.months)
        return f"{simulation.replicate} {self.more}".encode()


def nothing(replicate: int) -> None:
    """All is well."""


def no_luck(replicate: int) -> None:
    if replicate == 1:
        raise RuntimeError("no luck")


def lost_workers(replicate: int) -> None:
    if replicate == 1:
        raise InvariantError("2024-01, CN-GS: people are lost: 1 against 2")


def stopped(replicate: int) -> None:
    if replicate == 1:
        raise KeyboardInterrupt


WRONG = {
    "": nothing,
    "raises": no_luck,
    "loses workers": lost_workers,
    "is stopped": stopped,
    "kills": kill_process_of_1,
    "kills once": kill_process_of_1_once,
}
