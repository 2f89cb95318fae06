"""Which way an effect can go by the measures in which two worlds differ: more places are not filled by fewer people."""

from collections.abc import Iterable
from dataclasses import replace

from laborsim.experiment.indicators.effect import Effect, Interval
from laborsim.experiment.indicators.headline import Point, in_force
from laborsim.kernels.codes import year_and_month
from laborsim.levers import Lever
from laborsim.published.indicators import indicators
from laborsim.published.regions import expand, place_names
from laborsim.scenario.held import held
from laborsim.scenario.scenario import Scenario


def bounded(effect: Effect | None, point: Point, ours: Scenario, theirs: Scenario) -> Effect | None:
    """Return an effect whose simulation error ends at zero where a mean effect beyond it is not possible.

    Of the people who hold what some measures give (`Indicator.made_by`) more such places take away none on average: at
    most each added place is filled by somebody who would have held another. Its draws, its verdict and its probability
    stay what the pairs say: no direction is claimed by what is possible alone. A mean beyond zero, which only luck can
    make, keeps its interval.
    """
    if effect is None or _made_by(point) == () or not effect.mean:
        return effect
    ways = _ways(point, ours, theirs)
    if ways not in ({1}, {-1}) or effect.mean * min(ways) < 0:
        return effect
    low, high = _cut((effect.low_95, effect.high_95), is_more=ways == {1})
    return replace(effect, low_95=low, high_95=high)


def _made_by(point: Point) -> tuple[str, ...]:
    """Return what the people hold who are counted in an indicator; nothing where it counts others too."""
    found = indicators()[point.indicator]
    return () if found.only_measures else found.made_by


def _cut(ends: tuple[float | None, float | None], *, is_more: bool) -> Interval:
    low, high = ends
    if low is None or high is None:
        return None, None
    return (max(low, 0.0), high) if is_more else (low, min(high, 0.0))


def _ways(point: Point, ours: Scenario, theirs: Scenario) -> set[int]:
    """Return which ways the worlds differ in what fills an indicator: 1 more, −1 fewer; 0 where it cannot be said."""
    if (
        point.group
        or point.region not in place_names()
        or (ours.shocks, ours.context) != (theirs.shocks, theirs.context)
    ):
        return {0}
    one, other = in_force(ours), in_force(theirs)
    differing = [key for key in {**one, **other} if one.get(key) != other.get(key)]
    meant, here = _made_by(point), set(expand(point.region))
    levers: Iterable[Lever] = (lever for key in differing for lever in (one.get(key), other.get(key)) if lever)
    if not all(lever.DECLARATION.held in meant and here.issuperset(lever.regions) for lever in levers):
        return {0}
    return {_way(one.get(key), other.get(key), ours) for key in differing}


def _way(mine: Lever | None, other: Lever | None, world: Scenario) -> int:
    """Return whether one lever's levels are never below another's (1), never above (−1), or neither (0).

    None is what the base date holds. Levels that are not known can lie on either side, unless what is there is least.
    """
    known = mine or other
    assert known is not None  # they differ
    there = held(type(known), year_and_month(world.horizon.start)[0], known.regions)
    is_apart = mine is not None and other is not None and not _is_same_but_levels(mine, other)
    if there is None or is_apart or any(_is_unsure(lever, there) for lever in (mine, other) if lever):
        return 0
    months = range(world.horizon.start + 1, world.horizon.end + 1)
    more = [_level(mine, month, there) - _level(other, month, there) for month in months]
    return 1 if min(more) >= 0 else -1 if max(more) <= 0 else 0


def _level(lever: Lever | None, month: int, there: float) -> float:
    found = None if lever is None else lever.schedule.level(month, there)
    return there if found is None else found


def _is_same_but_levels(mine: Lever, other: Lever) -> bool:
    levels = {"schedule": other.schedule, "source": other.source}
    return mine.uncertainty is None and mine.model_copy(update=levels) == other


def _is_unsure(lever: Lever, there: float) -> bool:
    """Return whether a level that is drawn can lie below what is there."""
    drawn = lever.uncertainty
    return (
        drawn is not None
        and drawn.dist != "fixed"
        and there > lever.DECLARATION.floor
        and not (drawn.low is not None and drawn.low >= there)
    )
