"""Whom levers without a queue of their own reach this month, and what that costs: read off the month's counts."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels import passes, serving
from laborsim.kernels.tally import AT
from laborsim.levers import Lever
from laborsim.model.ledger import fen_of

if TYPE_CHECKING:
    from laborsim.model.labor_model import LaborModel

Persons = NDArray[np.int64]

ASKING, SERVED = ("eligible", "aware", "applied"), ("approved", "served")
MONTHS_A_YEAR = 12


def count_reached(model: "LaborModel") -> None:
    """Count the funnels of workshops, settlement access and school places, and charge for school places."""
    for lever in model.policy.named("workshops"):
        _count_workshops(model, lever)
    for lever in model.policy.named("settlement_access"):
        everyone = _stock(model, "working_away") + _stock(model, "seeking_there")
        _count(model, lever, everyone, ASKING + SERVED)
    for lever in model.policy.named("school_places"):
        _count_school_places(model, lever)


def _stock(model: "LaborModel", name: str) -> Persons:
    return model.counts.series[:, AT[name]]


def _count(model: "LaborModel", lever: Lever, persons: Persons, stages: tuple[str, ...]) -> None:
    mine = np.zeros_like(persons)
    mine[model.policy.regions[lever.key]] = 1
    for stage in stages:
        model.policy.ledger.count(lever.key, stage, persons * mine)


def _count_workshops(model: "LaborModel", lever: Lever) -> None:
    held = _stock(model, "in_workshop")
    at_home = held + _stock(model, "seeking_home") + _stock(model, "out")
    _count(model, lever, at_home, ("eligible", "aware"))
    _count(model, lever, held + model.refused[passes.WORKSHOP_QUEUE], ("applied",))
    _count(model, lever, held, SERVED)


def _count_school_places(model: "LaborModel", lever: Lever) -> None:
    """Count parents at the destination and those who have their children with them; one child each. ASSUMPTION."""
    now, usual = model.dials["school_share"], model.setting.dials["school_share"]
    regions = model.policy.regions[lever.key]
    if (now[regions] == usual[regions]).all():  # nothing is added; at the finest scale looking at everybody takes long
        return
    parents, accompanied = serving.parents_away(model.workers.columns, model.persons)
    _count(model, lever, parents, ASKING)
    _count(model, lever, accompanied, SERVED)
    added = np.zeros(len(now))
    added[regions] = (np.maximum(0.0, now - usual) / np.maximum(now, usual))[regions]
    unit = fen_of(lever.unit_cost_yuan / MONTHS_A_YEAR)
    model.policy.ledger.spend(lever.key, np.floor(accompanied * added).astype(np.int64) * unit)
