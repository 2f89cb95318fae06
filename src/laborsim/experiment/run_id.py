"""The identity of a run: a hash of everything that its results depend on, but not of how many replicates it has."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from laborsim import __version__
from laborsim.experiment.storage import sha256_of
from laborsim.inputs.parameters import Parameters
from laborsim.inputs.scenario import Scenario
from laborsim.inputs.tables import DATA
from laborsim.levers import catalogue

Question = dict[str, Any]
"""Plain data: the scenario's meaning, the baseline's hash, parameters, data files, code."""

WORDS = ("id", "title", "title_zh", "description", "tags")
"""Parts of a scenario that name it and change no number."""

SIMULATING = ("kernels", "levers", "inputs", "model")
"""Folders of the package whose code decides the results of a replicate."""

WRITING = ("experiment", "comparison", "report")
"""Folders whose code decides what is written about them: where it changes, nothing has to be simulated again."""

ID_DIGITS = 8


def question(scenario: Scenario, baseline: Scenario | None, parameters: Parameters | None) -> Question:
    """Return everything that the answer to a scenario depends on, as plain data."""
    compared = None if baseline is None else run_hash(question(baseline, None, parameters))
    return {
        "scenario": meaning(scenario),
        "baseline": compared,
        "parameters": None if parameters is None else parameters.model_dump(mode="json"),
        "data": data_hashes(),
        "laborsim": __version__,
        "code": code_hash(SIMULATING),
    }


def run_hash(asked: Question) -> str:
    """Return the SHA-256 of a question in hex; its first eight digits are the run id."""
    return hashlib.sha256(canonical(asked).encode()).hexdigest()


def run_id(asked: Question) -> str:
    """Return the eight digits that name a run."""
    return run_hash(asked)[:ID_DIGITS]


def canonical(value: object) -> str:
    """Return plain data as the one JSON text that stands for it. Raises ValueError for NaN and infinities."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def meaning(scenario: Scenario) -> Question:
    """Return a scenario as plain data without its names, the number of replicates and how sure it wants to be."""
    data = scenario.model_dump(mode="json", exclude=set(WORDS))
    for plain, lever in zip(data["levers"], scenario.levers, strict=True):
        plain["lever"] = lever.NAME
    del data["run"]["replicates"], data["run"]["precision"]
    return data


def words_of(scenario: Scenario) -> Question:
    """Return what `meaning` leaves out of a scenario, but for the number of replicates."""
    precision = scenario.run.model_dump(mode="json", include={"precision"})
    return {**scenario.model_dump(mode="json", include=set(WORDS)), **precision}


def restored(meaning: Question, words: Question) -> Scenario:
    """Return the scenario that `meaning` and `words_of` were taken from; it asks for no number of replicates."""
    plain = json.loads(canonical({**meaning, **words}))
    plain["run"]["precision"] = plain.pop("precision", None)
    levers = tuple(
        catalogue()[lever.pop("lever")].model_validate_json(canonical(lever)) for lever in plain.pop("levers")
    )
    return Scenario.model_validate_json(canonical(plain)).model_copy(update={"levers": levers})


@cache
def data_hashes() -> dict[str, str]:
    """Return the SHA-256 of every data file of the package by name, the region table among them."""
    return {path.relative_to(DATA).as_posix(): sha256_of(path) for path in sorted(DATA.rglob("*")) if path.is_file()}


@cache
def code_hash(folders: tuple[str, ...]) -> str:
    """Return the SHA-256 of the code in some folders, so that an edited rule never finds old answers."""
    package = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted((package / folder).rglob("*.py")):
            digest.update(path.relative_to(package).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
