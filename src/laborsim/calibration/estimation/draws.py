"""The draws of a posterior: the constants of each are solved and its baseline judged; who fails is solved anew."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from laborsim.calibration.estimation.evaluation_log import Evaluation
from laborsim.calibration.estimation.evaluator import Evaluator
from laborsim.calibration.estimation.gate import Gate, judge
from laborsim.calibration.targets.free_parameters import parameters_at
from laborsim.experiment.store.atomic_files import write_whole
from laborsim.parameters.fit import load_fit
from laborsim.parameters.response import Response, as_stored, respond, response_bytes

Floats = NDArray[np.float64]

MOST_FAILED = 0.02  # share of draws: if more fail, the fit is wrong and not its draws
TURNS = 4  # times that a draw which fails is solved anew; the constants of a fit come of five runs in a row


@dataclass(frozen=True)
class SolvedDraws:
    """What was solved and seen at every draw."""

    evaluations: tuple[Evaluation, ...]  # [draw]
    response: Response  # that carries their constants, and what was seen
    gates: tuple[Gate, ...]  # [draw]
    anew: tuple[int, ...]  # draws that failed and were solved anew, from the constants of the shipped fit

    def refusal(self) -> str:
        """Return why these draws cannot be shipped, in a sentence; empty = they can."""
        failed = {k: "; ".join(faults) for k, gate in enumerate(self.gates) if (faults := gate.faults())}
        if not failed:
            return ""
        shown = ", ".join(f"draw {k} ({words})" for k, words in list(failed.items())[:5])
        head = f"{len(failed)} of {len(self.gates)} draws fail the gate, solved anew too: {shown}"
        if len(failed) > MOST_FAILED * len(self.gates):
            return f"{head}. That is more than {MOST_FAILED:.0%}: the fit is wrong and is not shipped"
        return f"{head}. Nothing is shipped: without them the posterior would be another, and with them runs are wrong"


def solve_draws(
    evaluator: Evaluator, draws: Sequence[Floats], learn: Callable[[Sequence[Evaluation]], Response]
) -> SolvedDraws:
    """Solve the constants of every draw, and judge its baseline as a run will have it.

    A draw that fails is solved anew from the constants of the shipped fit; if that was not enough, again from what the
    time before has left. `learn`: the response from the evaluations at the draws.
    """
    solved = evaluator.many(list(draws))
    response = as_stored(learn(solved))
    gates = dict(_judged(evaluator, draws, response, range(len(draws))))
    anew: dict[int, None] = {}
    with TemporaryDirectory() as folder:
        warm: Path | None = None
        for turn in range(TURNS):
            failed = [k for k, gate in gates.items() if gate.faults()]
            if not failed:
                break
            anew |= dict.fromkeys(failed)
            found = replace(evaluator, warm=warm).many([draws[k] for k in failed])
            for k, made in zip(failed, found, strict=True):
                solved[k] = made
            response = as_stored(learn(solved))
            gates |= _judged(evaluator, draws, response, failed)
            warm = Path(folder) / f"{turn}.npz"
            write_whole(warm, response_bytes(response))
    rows = np.array([gates[k].row() for k in range(len(draws))])
    return SolvedDraws(tuple(solved), response._replace(gate=rows), tuple(gates.values()), tuple(sorted(anew)))


def _judged(
    evaluator: Evaluator, draws: Sequence[Floats], response: Response, which: Iterable[int]
) -> Iterable[tuple[int, Gate]]:
    calibration, which = evaluator.calibration, list(which)
    fit = load_fit(calibration.base_year, calibration.reading, calibration.inside_total)
    fits = [respond(fit, response, parameters_at(calibration.free, draws[k])) for k in which]
    asked = [(calibration, draws[k], one, k) for k, one in zip(which, fits, strict=True)]
    return zip(which, evaluator.each(judge, asked), strict=True)
