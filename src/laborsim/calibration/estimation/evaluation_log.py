"""The evaluation log: every run of a calibration on disk at once, so that a killed one goes on where it stopped."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from laborsim.experiment.store.keyed_log import Log, Plain

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Evaluation:
    """The moments and constants of one parameter vector and one luck."""

    theta: Floats  # [free parameter] in its own unit
    replicate: int
    moments: Floats  # [steered target] in its own unit
    constants: Floats  # [constant] as parameters.fit.constants_of has them
    seconds: float


DTYPE = "<f8"  # whole: a resumed calibration has to come out to the bit as one that was never killed


class EvaluationLog:
    """An entry an evaluation: parameters, replicate, moments by what was read, constants (base64)."""

    def __init__(self, path: Path | None, names: Sequence[str]) -> None:
        """Open a log, or one that is kept in memory only; `names`: the free parameters."""
        self.names = tuple(names)
        self.log = Log(path, ("theta", "moments", "constants"))

    @property
    def path(self) -> Path | None:
        """Where it is kept; None = in memory only."""
        return self.log.path

    def __len__(self) -> int:
        """Return the number of evaluations."""
        return len(self.log)

    def find(self, key: str, readings: Sequence[str]) -> Evaluation | None:
        """Return an evaluation that holds all of these readings; None where there is none, or a damaged one."""
        entry = self.log.find(key)
        try:
            return None if entry is None else self._read(entry, readings)
        except (AttributeError, KeyError, TypeError, ValueError):
            return None

    def _read(self, entry: Plain, readings: Sequence[str]) -> Evaluation:
        constants = base64.b64decode(entry["constants"], validate=True)
        return Evaluation(
            np.array([entry["theta"][name] for name in self.names], np.float64),
            int(entry["replicate"]),
            np.array([entry["moments"][name] for name in readings], np.float64),
            np.frombuffer(constants, entry.get("dtype", "<f4")).astype(np.float64),
            float(entry["seconds"]),
        )

    def append(self, key: str, made: Evaluation, readings: Sequence[str]) -> None:
        """Add an evaluation, on disk before this returns; `readings`: what its moments are, in their order."""
        entry = {
            "theta": dict(zip(self.names, made.theta.tolist(), strict=True)),
            "replicate": made.replicate,
            "moments": dict(zip(readings, made.moments.tolist(), strict=True)),
            "seconds": round(made.seconds, 3),
            "dtype": DTYPE,
            "constants": base64.b64encode(made.constants.astype(DTYPE).tobytes()).decode(),
        }
        self.log.append(key, entry)
