"""Worlds between a baseline and a scenario: some levers as in the one, the others as in the other."""

from collections.abc import Collection

from laborsim.experiment.headline import in_force
from laborsim.inputs.scenario import Scenario


def players(scenario: Scenario, baseline: Scenario) -> tuple[str, ...]:
    """Return the keys of the levers in which two worlds differ, in canonical order.

    A lever that is in force in no month of the horizon changes nothing to the bit and is none.
    """
    ours, theirs = in_force(scenario), in_force(baseline)
    return tuple(key for key in sorted({*ours, *theirs}) if ours.get(key) != theirs.get(key))


def world_with(scenario: Scenario, baseline: Scenario, keys: Collection[str]) -> Scenario:
    """Return the baseline's world in which the levers `keys` are as in the scenario, absent if it has them not."""
    ours, theirs = in_force(scenario), in_force(baseline)
    chosen = (ours.get(key) if key in keys else theirs.get(key) for key in sorted({*ours, *theirs}))
    return scenario.model_copy(update={"levers": tuple(lever for lever in chosen if lever is not None)})
