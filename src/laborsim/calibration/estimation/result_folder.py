"""What a calibration leaves on disk: estimate, posterior, weighting, response, and a manifest over all of it."""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from laborsim import __version__
from laborsim.calibration.base_year.checks import STOCKS, unfree
from laborsim.calibration.estimation.evaluator import evaluating_code, evaluating_data
from laborsim.calibration.estimation.outcome import Outcome, parameter_rows, target_rows
from laborsim.calibration.estimation.search import errors
from laborsim.calibration.targets.calibration_file import Calibration
from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.store.atomic_files import make_folder, sha256_of, write_whole
from laborsim.identity.data import data_hash
from laborsim.parameters.posterior import posterior_path
from laborsim.parameters.response import response_bytes
from laborsim.published.csv_writer import PROGRAM, csv_table
from laborsim.published.words import Words
from laborsim.scenario.horizons import fit_path

LOG, ESTIMATE, POSTERIOR, WEIGHTING, EVALUATIONS, RESPONSE, MANIFEST = (
    "evaluations.jsonl", "estimate.json", "posterior.csv", "weighting.csv", "evaluations.csv", "response.npz",
    "manifest.json",
)  # fmt: skip
DIGITS = 6  # significant, of everything that is written for people and for runs


def write_results(outcome: Outcome, folder: Path, command: str) -> list[Path]:
    """Write the results of a calibration; return the files. Raises CannotWrite."""
    make_folder(folder)
    write_whole(folder / ESTIMATE, _json(summary(outcome)))
    write_whole(folder / POSTERIOR, _csv([free.name for free in outcome.calibration.free], outcome.draws.tolist()))
    write_whole(folder / WEIGHTING, _weighting(outcome))
    write_whole(folder / EVALUATIONS, _evaluations(outcome))
    response = outcome.response._replace(posterior=data_hash(folder / POSTERIOR))
    write_whole(folder / RESPONSE, response_bytes(response))
    files = [folder / name for name in (ESTIMATE, POSTERIOR, WEIGHTING, EVALUATIONS, RESPONSE)]
    manifest = {
        "calibration": outcome.calibration.name,
        "command": command,
        "laborsim": __version__,
        "code": evaluating_code(),
        "data": evaluating_data(),
        "seed": outcome.calibration.run.seed,
        "question": {path.name: data_hash(path) for path in _question_files(outcome.calibration)},
        "fit": {_fit(outcome.calibration).name: data_hash(_fit(outcome.calibration))},
        "files": {path.name: sha256_of(path) for path in files},
    }
    write_whole(folder / MANIFEST, _json(manifest))
    return [*files, folder / MANIFEST]


def summary(outcome: Outcome) -> dict[str, Any]:
    """Return the tables of a calibration and how they came about, as plain data."""
    found, calibration = outcome.search, outcome.calibration
    ids = [target.id for target in calibration.steered_targets]
    checks = [
        {"draw": check.draw, **{when: dict(zip(STOCKS, getattr(check, when).tolist(), strict=True)) for when in WHEN}}
        for check in outcome.checks
    ]
    return {
        "calibration": calibration.name,
        "title": calibration.title,
        "base_year": calibration.base_year,
        "estimate": dict(zip([free.name for free in calibration.free], outcome.estimate.tolist(), strict=True)),
        "parameters": [asdict(row) for row in parameter_rows(outcome)],
        "fixed": list(unfree(calibration.free)),
        "targets": [asdict(row) for row in target_rows(outcome)],
        "objective": [value for _, value in found.starts],
        "starts": [position.tolist() for position, _ in found.starts],
        "evaluations": len(found.evaluations),
        "draws": len(outcome.draws),
        "autocorrelation": outcome.posterior.autocorrelation,
        "steps": outcome.posterior.steps,
        "solved_anew": list(outcome.predictive.anew),
        "gates": [asdict(gate) for gate in outcome.predictive.gates],
        "cautions": list(outcome.cautions()),
        "emulator": {
            "error": dict(zip(ids, outcome.posterior.local.error.tolist(), strict=True)),
            "r_squared": dict(zip(ids, found.r_squared.tolist(), strict=True)),
        },
        "screening": {
            free.name: dict(zip([ids[k] for k in calibration.fitted], row.tolist(), strict=True))
            for free, row in zip(calibration.free, found.screened.effects, strict=True)
        },
        "draws_checked": checks,
    }


WHEN = ("at_base", "after_12", "after_24")


NOT_SHIPPED = Words(
    "{name}: {refusal}; the results are in {folder}",
    "{name}：部分参数抽取值未通过检验，未予发布（{refusal}）；结果在 {folder}",
)


def ship(outcome: Outcome, folder: Path) -> list[Path]:
    """Put posterior, estimate and response where runs find them, and return the files.

    Raises WrongInput where a draw fails the gate, CannotWrite.
    """
    if refusal := outcome.predictive.refusal():
        raise WrongInput(NOT_SHIPPED.holding(name=outcome.calibration.name, refusal=refusal, folder=folder))
    posterior = posterior_path(outcome.calibration.name)
    posterior.parent.mkdir(parents=True, exist_ok=True)
    response = _fit(outcome.calibration).with_suffix(".response.npz")
    copies = {POSTERIOR: posterior, ESTIMATE: posterior.with_suffix(".json"), RESPONSE: response}
    for name, path in copies.items():
        write_whole(path, (folder / name).read_bytes())
    return list(copies.values())


def _fit(calibration: Calibration) -> Path:
    return fit_path(calibration.base_year, calibration.reading, calibration.inside_total)


def _question_files(calibration: Calibration) -> list[Path]:
    tables = {target.row.place.file for target in calibration.targets}
    return [calibration.path, *(Path(name) for name in sorted(tables)), calibration.parameters_path]


def _weighting(outcome: Outcome) -> bytes:
    """Return what each target weighs: its own error, the discrepancy, the luck of a run, 1 ÷ their squares."""
    calibration = outcome.calibration
    whole = errors(calibration, outcome.search.luck)
    rows = [
        [target.id, target.use, target.se, calibration.discrepancy * abs(target.value), luck, error, error**-2]
        for target, luck, error in zip(calibration.steered_targets, outcome.search.luck, whole, strict=True)
    ]
    return _csv(["target", "use", "standard_error", "discrepancy", "luck", "whole_error", "weight"], rows)


def _evaluations(outcome: Outcome) -> bytes:
    """Return every run of the search without its constants: parameters, replicate, moments."""
    calibration = outcome.calibration
    names, ids = [free.name for free in calibration.free], [target.id for target in calibration.steered_targets]
    rows = [[*made.theta.tolist(), made.replicate, *made.moments.tolist()] for made in outcome.search.evaluations]
    return _csv([*names, "replicate", *ids], rows)


def _csv(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    cells = [[f"{cell:.{DIGITS}g}" if isinstance(cell, float) else cell for cell in row] for row in rows]
    return csv_table(header, cells, PROGRAM)


def _json(value: Any) -> bytes:
    return (json.dumps(_plain(value), indent=1, ensure_ascii=False) + "\n").encode()


def _plain(value: Any) -> Any:
    """Return data as JSON can hold it: six digits, null for what is not finite."""
    if isinstance(value, float | np.floating):
        return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
