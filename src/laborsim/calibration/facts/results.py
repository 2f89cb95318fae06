"""Results: every study at every draw and every step of the screening, each kept once found, and written as data."""

import warnings
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from laborsim.calibration.facts.declarations import Fact
from laborsim.calibration.facts.readings import IDENTITIES, READINGS
from laborsim.calibration.facts.returning import Parts
from laborsim.calibration.facts.screening import moves, stepped
from laborsim.calibration.facts.studies import STUDIES, Found
from laborsim.calibration.facts.worlds import FactTrial, scenario
from laborsim.calibration.targets.free_parameters import Free
from laborsim.experiment.store.atomic_files import make_folder, write_whole
from laborsim.experiment.store.keyed_log import Log, Plain
from laborsim.experiment.store.run_id import data_hashes, simulating_code
from laborsim.identity.canonical_json import plain_hash, result_bytes, rounded
from laborsim.identity.code import code_hash
from laborsim.parameters.parameters import Parameters
from laborsim.parameters.posterior import parameters_of, posterior_of

KEY_DIGITS = 16
NOTEBOOK = Path("calibration/results/facts/notebook.jsonl")

Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class FactSizes:
    """How much is simulated: draws with a luck each, and lucks of the screening, each as fine as said."""

    draws: int = 6
    persons_per_worker: int = 10_000
    screening_lucks: int = 2
    screening_persons: int = 20_000
    screened: tuple[str, ...] = tuple(STUDIES)  # studies of the screening


USUAL = FactSizes()
QUICK = FactSizes(draws=2, persons_per_worker=20_000, screening_lucks=0)


@dataclass(frozen=True)
class FactsAsked:
    """A study at a trial."""

    study: str
    trial: FactTrial


def draws_of(sizes: FactSizes) -> list[FactTrial]:
    """Return a trial for each draw of the posterior, with a luck of its own."""
    plain = scenario(FactTrial(Parameters(), 0, sizes.persons_per_worker), 1)
    return [FactTrial(parameters_of(plain, k), k, sizes.persons_per_worker) for k in range(sizes.draws)]


def steps_of(sizes: FactSizes, free: Sequence[Free]) -> dict[str, list[FactTrial]]:
    """Return the trials of the screening by parameter [luck]; "" is the point estimate."""
    plain = scenario(FactTrial(Parameters(), 0, sizes.screening_persons), 1)
    posterior = posterior_of(plain)
    center = Parameters() if posterior is None else posterior.estimate
    points = {"": center, **{one.name: stepped(center, one) for one in free}}
    lucks = range(sizes.screening_lucks)
    return {name: [FactTrial(at, luck, sizes.screening_persons) for luck in lucks] for name, at in points.items()}


def run_study(asked: FactsAsked) -> Found:
    """Live the worlds of a study; importable by name in another process."""
    with np.errstate(all="ignore"), warnings.catch_warnings():  # a mean over nobody is NaN, and is judged as such
        warnings.simplefilter("ignore", RuntimeWarning)
        found = STUDIES[asked.study](asked.trial)
    return {fact: {name: float(value) for name, value in parts.items()} for fact, parts in found.items()}


def numbers(parts: Plain) -> Parts:
    """Return parts as they were computed; what was no number is stored as null."""
    return {name: float("nan") if value is None else value for name, value in parts.items()}


def find_all(wanted: Sequence[FactsAsked], log: Log, executor: Executor | None, tell: Tell) -> dict[FactsAsked, Found]:
    """Return what every study found: from the log where question, code and data are the same, or else lived now."""
    codes = {name: code_hash(study) for name, study in STUDIES.items()}
    keys = {one: _key(one, codes[one.study]) for one in wanted}
    new = [one for one in keys if log.find(keys[one]) is None]
    done, total = len(keys) - len(new), len(keys)
    tell(done, total)

    def keep(one: FactsAsked, found: Found) -> None:
        log.append(keys[one], {"study": one.study, "found": rounded(found)})

    if executor is None:
        for k, one in enumerate(new, done + 1):
            keep(one, run_study(one))
            tell(k, total)
    else:
        waiting: dict[Future[Found], FactsAsked] = {executor.submit(run_study, one): one for one in new}
        for k, ready in enumerate(as_completed(waiting), done + 1):
            keep(waiting[ready], ready.result())
            tell(k, total)
    entries = {one: log.find(key) for one, key in keys.items()}
    return {
        one: {fact: numbers(parts) for fact, parts in entry["found"].items()}
        for one, entry in entries.items()
        if entry is not None
    }


def _key(one: FactsAsked, code: str) -> str:
    about = {
        "study": one.study,
        "parameters": one.trial.parameters.model_dump(),
        "luck": one.trial.luck,
        "persons_per_worker": one.trial.persons_per_worker,
        "code": code,
        "data": data_hashes(),
    }
    return plain_hash(about)[:KEY_DIGITS]


def run_facts(  # noqa: PLR0913 - what is asked, how much of it, and where to
    facts: Sequence[Fact], free: Sequence[Free], sizes: FactSizes, log: Log, executor: Executor | None, tell: Tell
) -> Plain:
    """Return what the model gives for every fact, by draw, and which parameters move it, as plain data."""
    draws, steps = draws_of(sizes), steps_of(sizes, free)
    away = [trial for each in steps.values() for trial in each]
    wanted = [FactsAsked(study, trial) for trial in draws for study in STUDIES]
    found = find_all(
        [*wanted, *(FactsAsked(study, trial) for study in sizes.screened for trial in away)], log, executor, tell
    )
    by_trial: dict[FactTrial, Found] = {trial: {} for trial in (*draws, *away)}
    for one, parts in found.items():
        by_trial[one.trial] |= parts
    names = [*(fact.id for fact in facts if fact.id in READINGS), *(one.id for one in IDENTITIES)]
    return {
        "sizes": asdict(sizes),
        "code": simulating_code(),
        "table": table_hash(facts),
        "parameters": plain_hash([trial.parameters.model_dump() for trial in draws])[:KEY_DIGITS],
        "screened": [one.name for one in free] if away else [],
        "facts": {
            name: {"draws": [by_trial[trial][name] for trial in draws], "moves": _moves(name, steps, by_trial)}
            for name in names
        },
    }


def _moves(
    name: str, steps: Mapping[str, Sequence[FactTrial]], by_trial: Mapping[FactTrial, Found]
) -> list[list[str | float]] | None:
    """Return [part, parameter, move, standard error] of what is seen to move a fact; None where nobody looked."""
    screened = {step: [by_trial[trial].get(name) for trial in trials] for step, trials in steps.items()}
    known = {step: [each for each in parts if each is not None] for step, parts in screened.items()}
    center = known.pop("")
    if not center:
        return None
    return [[one.part, one.parameter, one.move, one.error] for one in moves(center, known) if one.is_seen]


def table_hash(facts: Sequence[Fact]) -> str:
    """Return the hash of facts by what they say: stored numbers belong to one table."""
    return plain_hash([asdict(fact) for fact in facts])


def write_facts(found: Plain, path: Path) -> None:
    """Write the results, with six significant digits and null for what is no number."""
    make_folder(path.parent)
    write_whole(path, result_bytes(found))
