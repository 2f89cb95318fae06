"""The same lever at another strength: how a scenario's measures are turned up and down."""

from collections.abc import Mapping

from laborsim.inputs.scenario import Scenario
from laborsim.levers import Lever, Schedule, Uncertainty


def dosed(lever: Lever, level: float) -> Lever:
    """Return the lever with `level` as its last level, in the lever's unit.

    A dated path keeps its first level and is stretched to the new last one; its dates stay. What is not known about
    the level (`uncertainty`) keeps its size relative to the level.
    """
    last = lever.schedule.final
    if level == last:
        return lever
    uncertainty = None if lever.uncertainty is None or last == 0 else _stretched(lever.uncertainty, level / last)
    return lever.model_copy(update={"schedule": _ending_at(lever.schedule, level), "uncertainty": uncertainty})


def with_doses(scenario: Scenario, doses: Mapping[str, float]) -> Scenario:
    """Return the scenario with other last levels of some levers, by key. Raises LookupError for a key it lacks."""
    unknown = sorted(doses.keys() - {lever.key for lever in scenario.levers})
    if unknown:
        known = ", ".join(lever.key for lever in scenario.levers) or "none"
        raise LookupError(f"scenario {scenario.id} has no lever {unknown[0]!r}; its levers: {known}")
    levers = tuple(dosed(lever, doses[lever.key]) if lever.key in doses else lever for lever in scenario.levers)
    return scenario.model_copy(update={"levers": levers})


def _ending_at(schedule: Schedule, level: float) -> Schedule:
    first, last = schedule.points[0][1], schedule.final
    if len(schedule.points) == 1:
        points: tuple[tuple[int, float], ...] = ((schedule.points[0][0], level),)
    elif last != first:
        points = tuple(
            (month, first + (at - first) * (level - first) / (last - first)) for month, at in schedule.points
        )
    else:  # a path that comes back to where it began has no direction to be stretched in: only its end moves
        points = (*schedule.points[:-1], (schedule.points[-1][0], level))
    return schedule.model_copy(update={"points": points})


def _stretched(uncertainty: Uncertainty, factor: float) -> Uncertainty | None:
    if factor == 0:
        return None  # nothing is given, and that is known
    parts = {name: getattr(uncertainty, name) for name in ("low", "mode", "high", "mean", "sd")}
    return uncertainty.model_copy(update={name: value * factor for name, value in parts.items() if value is not None})
