"""The state of every worker at the base date: quotas of status, and the burn-in's spells, experience and savings."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.applications import NOTHING
from laborsim.kernels.codes import (
    ACCOMPANYING,
    AGE_BANDS,
    FEMALE,
    FOUNDER,
    LEFT_BEHIND,
    LOCAL,
    NOT_MIGRANT,
    NOWHERE,
    OFFICIAL_LOCAL,
    OUT,
    OUTBOUND,
    OUTBOUND_INSIDE,
    OUTBOUND_OUTSIDE,
    PLACED,
    SEEKING,
    SEEKING_AWAY,
    STATUSES,
)
from laborsim.kernels.life.official_status import FULL_YEARS, MONTHS, latest_months, months_alike
from laborsim.kernels.random import BASE_STREAM, decision, draws
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
from laborsim.model.past_year import age_bands, find_slowly, lived
from laborsim.model.picking import pick, weighted
from laborsim.model.type_odds import TypeTilt
from laborsim.parameters.fit import QUANTILES, Fit, InitialState, PastYear
from laborsim.population.population import Population

FOUNDER_AGES = (25, 50)  # ASSUMPTION: years between which a founder is twice as likely, rf_58 gives a mean age of 34
FOUNDER_AGE_WEIGHT = 2.0
FOUNDER_MALE_WEIGHT = 2.0  # ASSUMPTION: 77.1 % of returnee founders are men (rf_58), 57 % of local workers
RETURNEE_MONTHS = 24  # ASSUMPTION: least outbound experience of a founder who returned [months]
FIRST_WORKING_AGE = 16  # legal working age in China [years]
STATUS_OF_MONTH = np.array([OUT, LOCAL, OUTBOUND, OUTBOUND], np.uint8)  # by code of a month in a history
TRAINED_YEARS = 20.0  # ASSUMPTION: trainings of the past are spread evenly over so many years

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]


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
    slow_finders: float  # share of people
    founders_apart: bool  # founders come from the people at home, not from the local workers


def initial_columns(population: Population, fit: Fit, quotas: Quotas, tilt: TypeTilt) -> WorkerColumns:
    """Return the columns at the base date."""
    columns = empty_columns(len(population))
    for name in ("worker_id", "birth_month", "origin", "status"):
        getattr(columns, name)[:] = getattr(population, name)
    columns.destination[:] = np.where(population.status == OUTBOUND, population.destination, NOWHERE)
    columns.applied[:] = NOTHING
    bands = age_bands(columns.birth_month, population.base_month)
    _give_year(columns, population, fit.past_year)
    _give_status(columns, population, quotas)
    _give_searches(columns, population, (fit.past_year, bands), quotas)
    _remember_former(columns, len(population.scale))
    _give_traits(columns, population, _types(columns, population, (fit, bands), tilt))
    _give_past(columns, population, (fit, bands), quotas.slow_finders)
    _give_businesses(columns, population, quotas)
    return columns


def _draw(columns: WorkerColumns, name: str) -> Floats:
    return draws(BASE_STREAM, columns.worker_id, 0, decision(f"initial.{name}"))


def _draw_for(columns: WorkerColumns, rows: Rows, name: str) -> Floats:
    """Return a number for each of some rows and infinity for all others: drawing costs."""
    luck = np.full(len(columns), np.inf)
    luck[rows] = draws(BASE_STREAM, columns.worker_id[rows], 0, decision(f"initial.{name}"))
    return luck


def _give_status(columns: WorkerColumns, population: Population, quotas: Quotas) -> None:
    weight = population.scale.astype(np.float64)
    years = population.age_months // 12
    age_weight = np.where((years >= FOUNDER_AGES[0]) & (years <= FOUNDER_AGES[1]), FOUNDER_AGE_WEIGHT, 1.0)
    sex_weight = np.where(population.sex == FEMALE, 1.0, FOUNDER_MALE_WEIGHT)
    # The smallest −ln(u) ÷ weight are a weighted sample without replacement (Efraimidis & Spirakis 2006).
    source = columns.status == (OUT if quotas.founders_apart else LOCAL)
    keys: Floats = -np.log(_draw_for(columns, np.flatnonzero(source), "founder")) / (age_weight * sex_weight)
    _pick_into(columns, FOUNDER, source, quotas.founders / weight, keys)
    local = columns.status == LOCAL
    luck = _draw_for(columns, np.flatnonzero(local), "placed")
    keys = luck + np.where(population.lifted, 0.0, 1.0)  # lifted-out people first
    _pick_into(columns, PLACED, local, quotas.workshop_places / weight, keys)


def _give_year(columns: WorkerColumns, population: Population, past: PastYear) -> None:
    """Let everybody have lived for a year so that his official status is the published one, and be where it ended.

    ASSUMPTION: who has just gone out is where somebody else of his origin is, and has left his children behind.
    """
    away = population.status == OUTBOUND
    official = np.where(away, OUTBOUND_OUTSIDE, OFFICIAL_LOCAL).astype(np.uint8)
    official[away & (population.destination == population.origin)] = OUTBOUND_INSIDE
    official[population.status == OUT] = NOT_MIGRANT
    columns.history[:] = lived(past, official, columns.origin, _draw(columns, "year"))
    moved = np.flatnonzero(columns.history != FULL_YEARS[official])
    place = latest_months(columns.history[moved])
    moved, place = moved[place != official[moved]], place[place != official[moved]]
    columns.status[moved] = STATUS_OF_MONTH[place]
    inside = moved[place == OUTBOUND_INSIDE]
    columns.destination[inside] = columns.origin[inside]
    _go_where_others_are(columns, moved[place == OUTBOUND_OUTSIDE], official == OUTBOUND_OUTSIDE)


def _go_where_others_are(columns: WorkerColumns, rows: Rows, outside: Mask) -> None:
    there = np.flatnonzero(outside)
    ends = np.searchsorted(columns.origin[there], np.arange(int(columns.origin.max()) + 2))
    first, last = ends[columns.origin[rows]], ends[columns.origin[rows] + 1]
    luck = draws(BASE_STREAM, columns.worker_id[rows], 0, decision("initial.destination"))
    known = last > first
    columns.destination[rows[known]] = columns.destination[there[(first + (luck * (last - first)).astype(int))[known]]]
    lost = rows[~known]
    columns.destination[lost] = columns.origin[lost]


def _give_searches(
    columns: WorkerColumns, population: Population, known: tuple[PastYear, Rows], quotas: Quotas
) -> None:
    """Let as many seek as the quotas say of those officially at work there, more of them slow finders."""
    n_regions = len(population.scale)
    others = (PLACED,) if quotas.founders_apart else (PLACED, FOUNDER)
    local, placed = (
        np.bincount(columns.origin[mask], minlength=n_regions)
        for mask in (population.status == LOCAL, np.isin(columns.status, others))
    )
    number = quotas.seeking_home * np.maximum(local - placed, 0)
    seekers = columns.status == LOCAL
    _pick_into(columns, SEEKING, seekers, number, _keys(columns, seekers, "seeking", known, quotas))
    away = population.status == OUTBOUND
    number = quotas.seeking_away * np.bincount(population.destination[away], minlength=n_regions)
    away = columns.status == OUTBOUND
    place = np.where(away, columns.destination, 0).astype(np.uint8)
    keys = _keys(columns, away, "seeking_away", known, quotas)
    columns.status[pick(away, place, number, keys)] = SEEKING_AWAY


def _keys(
    columns: WorkerColumns, candidates: Mask, status: str, known: tuple[PastYear, Rows], quotas: Quotas
) -> Floats:
    searches, bands = known[0].searches[status], known[1]
    rows = np.flatnonzero(candidates)
    keys = _draw_for(columns, rows, "seeking")
    slow = find_slowly(columns.worker_id[rows], quotas.slow_finders)
    keys[rows] = weighted(keys[rows], np.where(slow, searches.slow_odds, 1.0) * np.array(searches.by_age)[bands[rows]])
    return keys


def _remember_former(columns: WorkerColumns, n_regions: int) -> None:
    """Let people in workshops be taken from those who seek and those at rest at home, as many as there are of each.

    ASSUMPTION: nobody counts them; both think of a free place equally often.
    """
    rest, seeking = (np.bincount(columns.origin[columns.status == s], minlength=n_regions) for s in (OUT, SEEKING))
    share = rest / np.maximum(rest + seeking, 1)
    placed = np.flatnonzero(columns.status == PLACED)
    from_rest = _draw_for(columns, placed, "former")[placed] < share[columns.origin[placed]]
    columns.jobs[placed] = np.where(from_rest, OUT, SEEKING)


def _pick_into(
    columns: WorkerColumns, status: int, candidates: Mask, quota: NDArray[np.floating], keys: Floats
) -> None:
    columns.status[pick(candidates, columns.origin, quota, keys)] = status


def _types(columns: WorkerColumns, population: Population, past: tuple[Fit, Rows], tilt: TypeTilt) -> Bytes:
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
    children = population.children.copy()
    away = np.isin(columns.status, (OUTBOUND, SEEKING_AWAY))
    children[~away & (children == LEFT_BEHIND)] = ACCOMPANYING  # as `kernels.choice.moves.come_home`
    children[away & (population.status != OUTBOUND) & (children == ACCOMPANYING)] = LEFT_BEHIND
    columns.traits[:] = pack_traits(population.sex, population.schooling, children, types)
    columns.traits[population.lifted] |= LIFTED_BIT
    columns.traits[population.insured] |= INSURED_BIT
    columns.traits[columns.status == PLACED] |= WORKSHOP_BIT


def _states(columns: WorkerColumns, fit: Fit, bands: Rows) -> Iterator[tuple[Rows, InitialState]]:
    states = [state for name in STATUSES for state in fit.initial[name]]
    group = (columns.status * len(AGE_BANDS) + bands).astype(np.uint8)
    order = np.argsort(group, kind="stable")
    ends = np.searchsorted(group[order], np.arange(len(states) + 1))
    for state, (first, last) in zip(states, pairwise(ends), strict=True):
        yield order[first:last], state


def _give_past(columns: WorkerColumns, population: Population, past: tuple[Fit, Rows], slow_finders: float) -> None:
    luck = {name: _draw(columns, name) for name in ("spell", "experience", "savings", "debt")}
    working_months = np.maximum(0, population.age_months.astype(np.int64) - 12 * FIRST_WORKING_AGE)
    alike = months_alike(columns.history)
    longest = np.where(alike < MONTHS, alike - 1, working_months)  # nobody began before he was there
    _rank_searches(columns, luck["spell"], past[0].past_year, slow_finders)
    for group, state in _states(columns, *past):
        spell = np.floor(np.interp(luck["spell"][group], QUANTILES, state.spell_months))
        spell = np.minimum(spell, np.minimum(longest, working_months)[group])
        columns.spell_start[group] = population.base_month - spell
        experience = np.interp(luck["experience"][group], QUANTILES, state.experience_months)
        columns.experience[group] = np.minimum(experience, working_months[group] - spell)
        columns.savings[group] = np.rint(np.interp(luck["savings"][group], QUANTILES, state.savings_grid))
        columns.debt[group] = np.rint(np.interp(luck["debt"][group], QUANTILES, state.debt_grid))
    ago = 1 + np.floor(_draw(columns, "trained") * 12 * TRAINED_YEARS).astype(np.int64)
    columns.training_end[:] = np.where(population.trained, population.base_month - ago, 0)


def _rank_searches(columns: WorkerColumns, luck: Floats, past: PastYear, slow_finders: float) -> None:
    """Let slow finders have sought longer than quick ones: the luck of a spell is its rank."""
    for name, searches in past.searches.items():
        rows = np.flatnonzero(columns.status == STATUSES.index(name))
        slow = find_slowly(columns.worker_id[rows], slow_finders)
        for ranks, mine in ((searches.quick_ranks, rows[~slow]), (searches.slow_ranks, rows[slow])):
            luck[mine] = np.interp(luck[mine], QUANTILES, ranks)


def _give_businesses(columns: WorkerColumns, population: Population, quotas: Quotas) -> None:
    rows = np.flatnonzero(columns.status == FOUNDER)
    founders: WorkerColumns = columns[rows]  # type: ignore[assignment]  # some rows
    luck = {name: _draw(founders, f"business.{name}") for name in ("age", "month", "kind", "jobs", "park")}
    alike = months_alike(founders.history)
    changed = alike < MONTHS  # who was elsewhere within the year has one of the youngest businesses
    share = float(np.mean(changed)) if len(rows) else 0.0
    youth = np.where(changed, share * luck["age"], share + (1 - share) * luck["age"])
    years = np.searchsorted(np.cumsum(quotas.business_ages)[:-1], youth, side="right")
    months = np.floor(12 * (years + luck["month"])).astype(np.int64)
    columns.spell_start[rows] = population.base_month - np.where(changed, np.minimum(months, alike - 1), months)
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
