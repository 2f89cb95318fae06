"""The response of a base year that is not calibrated itself: its constants at the draws of the shipped posterior."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from laborsim.calibration.estimation.draws import solve_draws
from laborsim.calibration.estimation.evaluation_log import Evaluation, EvaluationLog
from laborsim.calibration.estimation.evaluator import Evaluator, Tell
from laborsim.calibration.estimation.response import Solved, regress
from laborsim.calibration.estimation.search import WARM_START, screening_steps
from laborsim.calibration.targets.calibration_file import Calibration, SteeredBlock
from laborsim.calibration.targets.free_parameters import read_free, values_at
from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.store.atomic_files import write_whole
from laborsim.parameters.constants import constants_of
from laborsim.parameters.fit import Reading, SteeredRun, load_fit
from laborsim.parameters.posterior import load_posterior
from laborsim.parameters.response import Response, response_bytes
from laborsim.published.words import Words
from laborsim.scenario.horizons import fit_path
from laborsim.scenario.input_errors import Notes

Base = tuple[int, Reading, bool]


def measure_response(base: Base, parameters: Path, executor: Executor | None, tell: Tell) -> Path:
    """Write the response beside the shipped fit of a base year, reading and accounting; return its file.

    Raises ScenarioProblems for a wrong table of parameters, LookupError where no fit or no posterior is shipped,
    WrongInput where a draw fails the gate.
    """
    notes = Notes()
    free = read_free(parameters, notes)
    notes.stop_on_errors()
    run = SteeredRun(**SteeredBlock().model_dump())
    asked = Calibration("response", "", *base, base[0], 0.0, (), free, run, parameters, parameters)
    evaluator = Evaluator(asked, EvaluationLog(None, [one.name for one in free]), parameters.parent, executor, tell)
    n = len(free)
    posterior = load_posterior()
    columns = [posterior.names.index(one.name) for one in free]
    positions = np.concatenate([np.zeros((1, n)), screening_steps(asked)])
    made = evaluator.many([*(values_at(free, position) for position in positions), posterior.point[columns]])
    steps = np.array([one.constants for one in made[: 1 + 2 * n]])
    answered = [k for k in range(n) if np.any(steps[[1 + k, 1 + n + k]] != steps[0])]
    of_fit = constants_of(load_fit(*base))

    def learn(at_draws: Sequence[Evaluation]) -> Response:
        return regress(free, [*made, *at_draws], answered, Solved([*at_draws, made[-1]], of_fit))

    with TemporaryDirectory() as folder:
        # A run that begins with the constants of other parameters is a year of people moving to and fro.
        warm = Path(folder) / WARM_START
        write_whole(warm, response_bytes(regress(free, made, answered)))
        solved = solve_draws(replace(evaluator, warm=warm), list(posterior.draws[:, columns]), learn)
    if refusal := solved.refusal():
        raise WrongInput(
            Words(f"base year {base[0]}: {refusal}", f"基期{base[0]}年：部分参数抽取值未通过检验（{refusal}）")
        )
    path = fit_path(*base).with_suffix(".response.npz")
    write_whole(path, response_bytes(solved.response._replace(posterior=posterior.identity)))
    return path
