"""The identity of a run: a hash of everything that its results depend on, but not of how many replicates it has."""

import json
from functools import cache
from typing import Any

from laborsim import __version__
from laborsim.identity.canonical_json import canonical, plain_hash
from laborsim.identity.code import code_hash
from laborsim.identity.data import hashes_in
from laborsim.levers import catalogue
from laborsim.parameters.parameters import Parameters
from laborsim.published.data_tables import DATA
from laborsim.scenario.load import Scenario

Question = dict[str, Any]
"""Plain data: the scenario's meaning, the baseline's hash, parameters, data files, code."""

WORDS = ("id", "title", "title_zh", "description", "tags")
"""Parts of a scenario that name it and change no number."""

SIMULATING = ("laborsim.experiment.running.replicate:simulate", "levers")
"""What decides the results of a replicate: the function that simulates it, and all levers, which are looked up by name.
Named and not imported: what is stored stands below what simulates."""

WRITING = ("experiment", "analysis", "report")
"""Folders whose code decides what is written about replicates: where it changes, nothing is to be simulated again."""

FONTS = "fonts"
"""Folder of the data that only pictures use."""

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
        "code": simulating_code(),
    }


def run_hash(asked: Question) -> str:
    """Return the SHA-256 of a question in hex; its first eight digits are the run id."""
    return plain_hash(asked)


def run_id(asked: Question) -> str:
    """Return the eight digits that name a run."""
    return run_hash(asked)[:ID_DIGITS]


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
    """Return the hash of the values in every data file that a run can read, by name, the region table among them."""
    return hashes_in(DATA, without=(FONTS,))


def simulating_code() -> str:
    """Return the hash of the code that decides the results of a replicate: an edited rule never finds old answers."""
    return code_hash(*SIMULATING)


def writing_code() -> str:
    """Return the hash of the code that decides what is written about replicates."""
    return code_hash(*WRITING)
