"""The evaluation log: every run of a calibration on disk at once, so that a killed one goes on where it stopped."""

import base64
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from laborsim.calibration.record import Evaluation

DTYPE = "<f8"  # whole: a resumed calibration has to come out to the bit as one that was never killed


class EvaluationLog:
    """One JSON line an evaluation: key, parameters, replicate, moments by what was read, constants (base64)."""

    def __init__(self, path: Path | None, names: Sequence[str]) -> None:
        """Open a log, or one that is kept in memory only; `names`: the free parameters."""
        self.path, self.names = path, tuple(names)
        self._lines: dict[str, dict[str, object]] = {}
        self._is_cut = False  # the last line is the half of one that a killed process left
        if path is not None and path.exists():
            written = path.read_text(encoding="utf-8")
            self._is_cut = bool(written) and not written.endswith("\n")
            for text in written.splitlines():
                line = _line(text)
                if line is not None:
                    self._lines[str(line["key"])] = line

    def __len__(self) -> int:
        """Return the number of evaluations."""
        return len(self._lines)

    def find(self, key: str, readings: Sequence[str]) -> Evaluation | None:
        """Return an evaluation that holds all of these readings, or None."""
        line = self._lines.get(key)
        if line is None:
            return None
        moments = line["moments"]
        assert isinstance(moments, dict)
        if not set(readings) <= moments.keys():
            return None
        theta = line["theta"]
        assert isinstance(theta, dict)
        return Evaluation(
            np.array([theta[name] for name in self.names]),
            int(str(line["replicate"])),
            np.array([moments[name] for name in readings], np.float64),
            np.frombuffer(base64.b64decode(str(line["constants"])), str(line.get("dtype", "<f4"))).astype(np.float64),
            float(str(line["seconds"])),
        )

    def append(self, key: str, made: Evaluation, readings: Sequence[str]) -> None:
        """Add an evaluation, on disk before this returns; `readings`: what its moments are, in their order."""
        line: dict[str, object] = {
            "key": key,
            "theta": dict(zip(self.names, made.theta.tolist(), strict=True)),
            "replicate": made.replicate,
            "moments": dict(zip(readings, made.moments.tolist(), strict=True)),
            "seconds": round(made.seconds, 3),
            "dtype": DTYPE,
            "constants": base64.b64encode(made.constants.astype(DTYPE).tobytes()).decode(),
        }
        self._lines[key] = line
        if self.path is not None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as file:
                file.write(("\n" if self._is_cut else "") + json.dumps(line) + "\n")
            self._is_cut = False


def _line(text: str) -> dict[str, object] | None:
    """Return a line, or None for the half of one that a killed process left."""
    try:
        line = json.loads(text)
    except ValueError:
        return None
    return line if isinstance(line, dict) and {"key", "theta", "moments", "constants"} <= line.keys() else None
