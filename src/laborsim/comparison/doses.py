"""The same lever at another strength: how a scenario's measures are turned up and down."""

from collections.abc import Mapping

from laborsim.inputs.scenario import Scenario
from laborsim.levers import Lever, Uncertainty


def dosed(lever: Lever, level: float) -> Lever:
    """Return the lever with `level` as its last level, in the lever's unit.

    A dated path keeps its first level and is stretched to the new last one; its dates stay. What is not known about
    the level (`uncertainty`) keeps its size relative to the level.
    """
    last = lever.schedule.final
    if level == last:
        return lever
    uncertainty = None if lever.uncertainty is None or last == 0 else _stretched(lever.uncertainty, level / last)
    return lever.model_copy(update={"schedule": lever.schedule.ending_at(level), "uncertainty": uncertainty})


def with_doses(scenario: Scenario, doses: Mapping[str, float]) -> Scenario:
    """Return the scenario with other last levels of some levers, by key. Raises LookupError for a key it lacks."""
    unknown = sorted(doses.keys() - {lever.key for lever in scenario.levers})
    if unknown:
        known = ", ".join(lever.key for lever in scenario.levers) or "none"
        raise LookupError(f"scenario {scenario.id} has no lever {unknown[0]!r}; its levers: {known}")
    levers = tuple(dosed(lever, doses[lever.key]) if lever.key in doses else lever for lever in scenario.levers)
    return scenario.model_copy(update={"levers": levers})


def _stretched(uncertainty: Uncertainty, factor: float) -> Uncertainty | None:
    if factor == 0:
        return None  # nothing is given, and that is known
    parts = {name: getattr(uncertainty, name) for name in ("low", "mode", "high", "mean", "sd")}
    return uncertainty.model_copy(update={name: value * factor for name, value in parts.items() if value is not None})
