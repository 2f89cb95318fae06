"""The response of a base year that is not calibrated itself: its constants at the draws of the shipped posterior."""

from concurrent.futures import Executor
from pathlib import Path

import numpy as np

from laborsim.calibration.estimation.evaluation_log import EvaluationLog
from laborsim.calibration.estimation.evaluator import Evaluator, Tell
from laborsim.calibration.estimation.response import Solved, regress
from laborsim.calibration.estimation.search import screening_steps
from laborsim.calibration.targets.calibration_file import Calibration, SteeredBlock, SteeredRun
from laborsim.calibration.targets.free_parameters import read_free, values_at
from laborsim.parameters.fit import Reading, constants_of, load_fit, save_response
from laborsim.parameters.posterior import load_posterior
from laborsim.scenario.horizons import fit_path
from laborsim.scenario.input_errors import Notes

DRAWS = 60  # whose constants are solved: three times the replicates of a run; later ones go by slopes
Base = tuple[int, Reading, bool]


def measure_response(base: Base, parameters: Path, executor: Executor | None, tell: Tell) -> Path:
    """Write the response beside the shipped fit of a base year, reading and accounting; return its file.

    Raises ScenarioProblems for a wrong table of parameters, LookupError where no fit or no posterior is shipped.
    """
    notes = Notes()
    free = read_free(parameters, notes)
    notes.stop_on_errors()
    run = SteeredRun(**SteeredBlock().model_dump())
    asked = Calibration("response", "", *base, base[0], 0.0, (), free, run, parameters, parameters)
    evaluator = Evaluator(asked, EvaluationLog(None, [one.name for one in free]), parameters.parent, executor, tell)
    n = len(free)
    positions = np.concatenate([np.zeros((1, n)), screening_steps(asked)])
    posterior = load_posterior()
    columns = [posterior.names.index(one.name) for one in free]
    points = [posterior.point[columns], *posterior.draws[:DRAWS, columns]]
    made = evaluator.many([*(values_at(free, position) for position in positions), *points])
    steps = np.array([one.constants for one in made[: 1 + 2 * n]])
    answered = [k for k in range(n) if np.any(steps[[1 + k, 1 + n + k]] != steps[0])]
    path = fit_path(*base).with_suffix(".response.npz")
    solved = Solved(made[1 + 2 * n :], constants_of(load_fit(*base)))
    save_response(regress(free, made, answered, solved), path)
    return path
