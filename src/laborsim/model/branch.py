"""One past for several worlds: the months before anything differs are lived once and booked in each."""

import copy
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from laborsim.inputs.scenario import Scenario
from laborsim.model.labor_model import LaborModel
from laborsim.model.policy import Policy
from laborsim.model.reach import book_reached


class Branch(NamedTuple):
    """A model that goes on in another world, and that world's ledger of the months lived so far."""

    model: LaborModel
    services: list[NDArray[np.int64]]  # by month, the base date first: [lever, region, stage]


def branch(model: LaborModel, scenario: Scenario) -> Branch | None:
    """Return the model as it would be had it lived so far in another world; None where that is not the same.

    It is the same where every dial stood alike in every month, nobody was offered anything, nothing happened from
    outside, and school places, whose books look at every worker, were the usual ones. Base date, seed, closure and
    context are the caller's to compare.
    """
    if model.months > scenario.horizon.end:
        return None
    policy = Policy(model.setting, scenario.levers, scenario.run.seed, model.replicate)
    services = _booked(model, policy)
    shocks = [*model.world.shocks, *scenario.shocks]
    if services is None or any(shock.schedule.at(lived.month) is not None for lived in model.lived for shock in shocks):
        return None
    setting = model.setting
    nobody_changes = (setting, setting.dials, setting.weights, model.opening)
    instead = {id(part): part for part in nobody_changes} | {id(model.world): scenario, id(model.policy): policy}
    other = copy.deepcopy(model, instead)
    other.running = other.months < scenario.horizon.end
    return Branch(other, services)


def _booked(model: LaborModel, policy: Policy) -> list[NDArray[np.int64]] | None:
    """Return a policy's ledger of the months that a model has lived, or None if they would have been others."""
    services = []
    for lived in model.lived:
        dials = policy.turn(lived.month)
        if not dials.is_same(lived.dials) or (dials["school_share"] != model.setting.dials["school_share"]).any():
            return None
        if lived.month > model.world.horizon.start:
            policy.charge_units(dials)
            book_reached(policy, lived)
        services.append(policy.ledger.month.copy())
    return services
