"""The state of every worker at the base date: quotas of status, and the burn-in's spells, experience and savings."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.applications import NOTHING
from laborsim.kernels.codes import (
    AGE_BANDS,
    FEMALE,
    FOUNDER,
    LOCAL,
    NOWHERE,
    OUT,
    OUTBOUND,
    PLACED,
    SEEKING,
    SEEKING_AWAY,
    STATUSES,
)
from laborsim.kernels.life.official_status import full_year
from laborsim.kernels.random import decision, draws
from laborsim.kernels.state import WorkerColumns, empty_columns
from laborsim.kernels.traits import (
    EMPLOYER_BIT,
    FOUNDED_BEFORE_BIT,
    INSURED_BIT,
    LIFTED_BIT,
    PARK_BIT,
    RETURNEE_FOUNDER_BIT,
    WORKSHOP_BIT,
    pack_traits,
)
from laborsim.model.type_odds import TypeTilt
from laborsim.parameters.fit import QUANTILES, Fit, InitialState
from laborsim.population.population import Population

BASE_STREAM = np.uint64(0x6C61626F7273696D)  # "laborsim": the people at the start are the same in every replicate
FOUNDER_AGES = (25, 50)  # ASSUMPTION: years between which a founder is twice as likely, rf_58 gives a mean age of 34
FOUNDER_AGE_WEIGHT = 2.0
FOUNDER_MALE_WEIGHT = 2.0  # ASSUMPTION: 77.1 % of returnee founders are men (rf_58), 57 % of local workers
RETURNEE_MONTHS = 24  # ASSUMPTION: least outbound experience of a founder who returned [months]
FIRST_WORKING_AGE = 16  # legal working age in China [years]
HOME_MONTH, LOCAL_MONTH, INSIDE_MONTH, OUTSIDE_MONTH = range(4)  # codes of kernels.life.official_status
TRAINED_YEARS = 20.0  # ASSUMPTION: trainings of the past are spread evenly over so many years

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Quotas:
    """Persons to be given each status at the start, by region; shares of those who seek."""

    founders: Floats
    workshop_places: Floats
    park_places: Floats
    seeking_home: float  # ÷ (local jobs + seeking)
    seeking_away: float  # ÷ outbound
    business_ages: tuple[float, ...]  # shares by completed years, newest first
    employer_share: float
    jobs_per_employer: float
    founders_apart: bool  # founders come from the people at home, not from the local workers


def pick(candidates: Mask, group: Bytes, quota: NDArray[np.floating], keys: Floats) -> Mask:
    """Return the candidates with the lowest keys, as many in each group as its quota [workers] says."""
    chosen = np.zeros(len(candidates), bool)
    rows = np.flatnonzero(candidates)
    rows = rows[np.argsort(group[rows], kind="stable")]
    ends = np.searchsorted(group[rows], np.arange(len(quota) + 1))
    for number, (first, last) in zip(np.rint(quota).astype(np.int64).tolist(), pairwise(ends), strict=True):
        chosen[_lowest(rows[first:last], number, keys)] = True
    return chosen


def _lowest(rows: NDArray[np.int64], number: int, keys: Floats) -> NDArray[np.int64]:
    """Return so many of the ascending rows with the lowest keys; of equal keys the first. Sorts nothing: it is slow."""
    if not 0 < number < len(rows):
        return rows[: max(number, 0)]
    of_rows = keys[rows]
    limit = np.partition(of_rows, number - 1)[number - 1]
    below = rows[of_rows < limit]
    return np.concatenate([below, rows[of_rows == limit][: number - len(below)]])


def initial_columns(population: Population, fit: Fit, quotas: Quotas, tilt: TypeTilt) -> WorkerColumns:
    """Return the columns at the base date."""
    columns = empty_columns(len(population))
    for name in ("worker_id", "birth_month", "origin", "status"):
        getattr(columns, name)[:] = getattr(population, name)
    columns.destination[:] = np.where(population.status == OUTBOUND, population.destination, NOWHERE)
    columns.applied[:] = NOTHING
    _give_status(columns, population, quotas)
    _remember_year(columns, quotas.founders_apart)
    bands = _age_bands(columns, population.base_month)
    _give_traits(columns, population, _types(columns, population, (fit, bands), tilt))
    _give_past(columns, population, fit, bands)
    _give_businesses(columns, population, quotas)
    return columns


def _draw(columns: WorkerColumns, name: str) -> Floats:
    return draws(BASE_STREAM, columns.worker_id, 0, decision(f"initial.{name}"))


def _age_bands(columns: WorkerColumns, base_month: int) -> NDArray[np.int64]:
    years = (base_month - columns.birth_month.astype(np.int64)) // 12
    return np.clip((years - 21) // 10 + 1, 0, len(AGE_BANDS) - 1)


def _give_status(columns: WorkerColumns, population: Population, quotas: Quotas) -> None:
    weight = population.scale.astype(np.float64)
    years = population.age_months // 12
    age_weight = np.where((years >= FOUNDER_AGES[0]) & (years <= FOUNDER_AGES[1]), FOUNDER_AGE_WEIGHT, 1.0)
    sex_weight = np.where(population.sex == FEMALE, 1.0, FOUNDER_MALE_WEIGHT)
    # The smallest −ln(u) ÷ weight are a weighted sample without replacement (Efraimidis & Spirakis 2006).
    keys: Floats = -np.log(_draw(columns, "founder")) / (age_weight * sex_weight)
    source = OUT if quotas.founders_apart else LOCAL
    _pick_into(columns, FOUNDER, columns.status == source, quotas.founders / weight, keys)
    keys = _draw(columns, "placed") + np.where(population.lifted, 0.0, 1.0)  # lifted-out people first
    _pick_into(columns, PLACED, columns.status == LOCAL, quotas.workshop_places / weight, keys)
    local = columns.status == LOCAL
    number = quotas.seeking_home * np.bincount(columns.origin[local], minlength=len(weight))
    _pick_into(columns, SEEKING, local, number, _draw(columns, "seeking"))
    away = columns.status == OUTBOUND
    place = np.where(away, columns.destination, 0).astype(np.uint8)
    number = quotas.seeking_away * np.bincount(place[away], minlength=len(weight))
    columns.status[pick(away, place, number, _draw(columns, "seeking_away"))] = SEEKING_AWAY
    _remember_former(columns, len(weight))


def _remember_former(columns: WorkerColumns, n_regions: int) -> None:
    """Let people in workshops be taken from those who seek and those at rest at home, as many as there are of each.

    ASSUMPTION: nobody counts them; both think of a free place equally often.
    """
    rest, seeking = (np.bincount(columns.origin[columns.status == s], minlength=n_regions) for s in (OUT, SEEKING))
    share = rest / np.maximum(rest + seeking, 1)
    placed = columns.status == PLACED
    from_rest = _draw(columns, "former")[placed] < share[columns.origin[placed]]
    columns.jobs[placed] = np.where(from_rest, OUT, SEEKING)


def _pick_into(
    columns: WorkerColumns, status: int, candidates: Mask, quota: NDArray[np.floating], keys: Floats
) -> None:
    columns.status[pick(candidates, columns.origin, quota, keys)] = status


def _remember_year(columns: WorkerColumns, founders_apart: bool) -> None:
    inside = columns.destination == columns.origin
    away = (columns.status == OUTBOUND) | (columns.status == SEEKING_AWAY)
    at_home = columns.status == OUT
    if founders_apart:
        at_home |= columns.status == FOUNDER
    columns.history[:] = full_year(LOCAL_MONTH)
    columns.history[away & inside] = full_year(INSIDE_MONTH)
    columns.history[away & ~inside] = full_year(OUTSIDE_MONTH)
    columns.history[at_home] = full_year(HOME_MONTH)


def _types(
    columns: WorkerColumns, population: Population, past: tuple[Fit, NDArray[np.int64]], tilt: TypeTilt
) -> Bytes:
    """Return everybody's latent type: what a burn-in's selection left in his group, and what he himself is."""
    luck = _draw(columns, "type")
    types = np.zeros(len(luck), np.uint8)
    ratios = tilt.ratios(population.sex, columns.birth_month, population.base_month)
    for group, state in _states(columns, *past):
        weights = np.array(state.types) * ratios[group]
        edges = np.cumsum(weights, axis=1) / (weights.sum(axis=1) / sum(state.types))[:, None]
        types[group] = (luck[group, None] >= edges[:, :-1]).sum(axis=1)
    return types


def _give_traits(columns: WorkerColumns, population: Population, types: Bytes) -> None:
    columns.traits[:] = pack_traits(population.sex, population.schooling, population.children, types)
    columns.traits[population.lifted] |= LIFTED_BIT
    columns.traits[population.insured] |= INSURED_BIT
    columns.traits[columns.status == PLACED] |= WORKSHOP_BIT


def _states(
    columns: WorkerColumns, fit: Fit, bands: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.int64], InitialState]]:
    for code, name in enumerate(STATUSES):
        for band, state in enumerate(fit.initial[name]):
            yield np.flatnonzero((columns.status == code) & (bands == band)), state


def _give_past(columns: WorkerColumns, population: Population, fit: Fit, bands: NDArray[np.int64]) -> None:
    luck = {name: _draw(columns, name) for name in ("spell", "experience", "savings", "debt")}
    working_months = np.maximum(0, population.age_months.astype(np.int64) - 12 * FIRST_WORKING_AGE)
    for group, state in _states(columns, fit, bands):
        spell = np.floor(np.interp(luck["spell"][group], QUANTILES, state.spell_months))
        spell = np.minimum(spell, working_months[group])
        columns.spell_start[group] = population.base_month - spell
        experience = np.interp(luck["experience"][group], QUANTILES, state.experience_months)
        columns.experience[group] = np.minimum(experience, working_months[group] - spell)
        columns.savings[group] = np.rint(np.interp(luck["savings"][group], QUANTILES, state.savings_grid))
        columns.debt[group] = np.rint(np.interp(luck["debt"][group], QUANTILES, state.debt_grid))
    ago = 1 + np.floor(_draw(columns, "trained") * 12 * TRAINED_YEARS).astype(np.int64)
    columns.training_end[:] = np.where(population.trained, population.base_month - ago, 0)


def _give_businesses(columns: WorkerColumns, population: Population, quotas: Quotas) -> None:
    rows = np.flatnonzero(columns.status == FOUNDER)
    luck = {name: _draw(columns, f"business.{name}")[rows] for name in ("age", "month", "kind", "jobs", "park")}
    years = np.searchsorted(np.cumsum(quotas.business_ages)[:-1], luck["age"], side="right")
    columns.spell_start[rows] = population.base_month - np.floor(12 * (years + luck["month"])).astype(np.int64)
    columns.experience[rows] = np.maximum(columns.experience[rows], RETURNEE_MONTHS)
    employer = luck["kind"] < quotas.employer_share
    columns.jobs[rows] = np.where(employer, np.floor(quotas.jobs_per_employer + luck["jobs"]), 0)
    columns.traits[rows] |= FOUNDED_BEFORE_BIT | RETURNEE_FOUNDER_BIT
    columns.traits[rows[employer]] |= EMPLOYER_BIT
    # The youngest businesses hold the places: an older one entered when there were fewer parks.
    keys = np.full(len(columns.status), np.inf)
    keys[rows] = years + luck["park"]
    in_park = pick(columns.status == FOUNDER, columns.origin, np.floor(quotas.park_places / population.scale), keys)
    columns.traits[in_park] |= PARK_BIT
