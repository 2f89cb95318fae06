"""What if: a base date steered anew for parameters that a scenario sets and the shipped calibration has otherwise.

Constants were solved at the shipped draws. For other parameters two short steered runs are made with the same luck, one
at the shipped parameters of the pair of runs and one at those asked for, as a calibration makes one for every draw; the
constants move by what lies between the two. A parameter that the base date does not feel moves none of them by a bit.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import year_and_month
from laborsim.kernels.counts import AT
from laborsim.kernels.random import decision, stream_key, uniform
from laborsim.model.base_date import Setting, make_setting
from laborsim.model.labor_model import setting_at
from laborsim.model.policy import drawn
from laborsim.model.steering import MATCHING
from laborsim.model.wheel import Wheel, whole
from laborsim.parameters.constants import constants_of, with_constants
from laborsim.parameters.fit import Fit, Reading, SteeredRun, load_fit
from laborsim.parameters.parameters import Parameters
from laborsim.parameters.posterior import parameters_of
from laborsim.parameters.response import fitted_for
from laborsim.population.province_figures import with_province
from laborsim.published.words import Words, in_a_row
from laborsim.scenario.horizons import shipped_value
from laborsim.scenario.scenario import Scenario
from laborsim.scenario.what_if import range_of

PLAN = SteeredRun(persons_per_worker=10_000, months=72, settled_from=24, seed=1)
"""The steered run of a calibration's evaluation: so were the constants of the shipped draws solved."""

MOST_ROUNDS = 3  # steered runs one after the other, each from the constants that the one before it left: ASSUMPTION
STOCK_MISS = 0.03  # share by which jobs may miss their trend in the mean of the settled months: ASSUMPTION
FLOW_MISS = 0.25  # share by which seekers in towns and founders' starts may miss theirs: ASSUMPTION, as for draws
EDGE = 1e-6  # log; matching efficiency this near to a bound of the search is at it

Base = tuple[int, Reading, bool]


WITH = Words("with {set_to}: {faults}", "（{set_to}）：{faults}")


class BaseDateNotHeld(ValueError):  # noqa: N818 - as the sentence says it
    """Parameters at which no constants keep the published stocks and flows of the base date.

    `missed`: with which, and what is missed. `remedy`: what would do.
    """

    def __init__(self, missed: Words, remedy: Words) -> None:
        super().__init__(f"the base date cannot be held {missed.en}; {remedy.en}")
        self.missed, self.remedy = missed, remedy

    def __reduce__(self) -> tuple[type["BaseDateNotHeld"], tuple[Words, Words]]:
        """Travel between processes with both parts."""
        return type(self), (self.missed, self.remedy)


def with_what_ifs(shipped: Parameters, scenario: Scenario, replicate: int) -> Parameters:
    """Return the parameters of a pair of runs: the shipped ones of its draw, but for those that the scenario sets.

    A distribution is drawn from a stream of its own, the same in both worlds of the pair, cut off at its range.
    """
    return shipped.model_copy(update=_set(scenario, replicate))


def _set(scenario: Scenario, replicate: int) -> dict[str, float]:
    found: dict[str, float] = {}
    for one in scenario.parameters:
        low, high = range_of(one.name)
        if one.value is not None:
            found[one.name] = one.value
        elif one.uncertainty is not None:
            stream = stream_key(scenario.run.seed, replicate)
            luck = float(uniform(stream, 0, 0, decision(f"parameter.{one.name}")))
            found[one.name] = min(max(low, drawn(one.uncertainty, luck, low, high)), high)
    return found


def setting_of(scenario: Scenario, replicate: int, parameters: Parameters | None = None) -> Setting:
    """Return the base date of both worlds of a pair of runs; `parameters`: None = the draw's, and what the file sets.

    Raises BaseDateNotHeld where no constants belong to what the scenario sets.
    """
    if parameters is not None or not scenario.parameters:
        return setting_at(scenario, parameters or parameters_of(scenario, replicate))
    return make_setting(scenario, *constants_at(scenario, replicate))


def constants_at(scenario: Scenario, replicate: int) -> tuple[Parameters, Fit]:
    """Return the parameters of a pair of runs of a scenario that sets some, and the constants that belong to them.

    Raises BaseDateNotHeld where none do.
    """
    shipped = parameters_of(scenario, replicate)
    asked = with_what_ifs(shipped, scenario, replicate)
    year, _ = year_and_month(scenario.horizon.start)
    base = (year, scenario.founders_observed_as, scenario.founders_inside_total)
    fit, faults = _steered_anew(base, shipped, asked)
    if faults:
        names = [one.name for one in scenario.parameters]
        set_to = ", ".join(f"{name} {getattr(asked, name):.4g}" for name in names)
        near = ", ".join(f"{name} {shipped_value(name, scenario):.4g}" for name in names)
        missed = WITH.holding(set_to=set_to, faults=in_a_row(faults, Words("; ", "；")))
        remedy = Words(f"go less far from the shipped {near}", f"请减小与现有参数的距离：{near}")
        raise BaseDateNotHeld(missed, remedy)
    return asked, with_province(fit, scenario.province)


@lru_cache(maxsize=256)
def _steered_anew(base: Base, shipped: Parameters, asked: Parameters) -> tuple[Fit, tuple[Words, ...]]:
    """Return the constants at `asked`, and in words what they do not hold."""
    known = load_fit(*base)
    if asked == shipped:
        return fitted_for(known, shipped), ()
    fit = at_shipped = fitted_for(known, shipped)
    at_asked = fitted_for(known, asked)
    faults: tuple[Words, ...] = ()
    for _ in range(MOST_ROUNDS):
        at_shipped, _ = _steered(at_shipped, shipped)
        at_asked, faults = _steered(at_asked, asked)
        if not faults:
            break
    moved = constants_of(at_asked) - constants_of(at_shipped)
    return (with_constants(fit, constants_of(fit) + moved) if moved.any() else fit), faults


def _steered(start: Fit, parameters: Parameters) -> tuple[Fit, tuple[Words, ...]]:
    """Return the constants that a steered run leaves, and in words what it could not keep on its trend."""
    wheel = Wheel(start, parameters, PLAN)
    seen: list[NDArray[np.float64]] = []
    setting = wheel.model.setting
    employed = np.array([setting.employed_county.sum(), setting.employed_urban.sum()])
    for month in range(1, PLAN.months + 1):
        wheel.model.step()
        wheel.turn(month)
        if month > PLAN.settled_from:
            model = wheel.model
            trend = model.people / model.people_at_start
            series = model.counts.series
            jobs = np.array([series[:, AT["local"]].sum(), model.jobs().sum()]) / (employed * trend)
            seeking = model.seeking()[1] / (model.seeking_target[1] * trend)
            seen.append(np.array([*jobs, seeking, model.starts / model.wanted_starts]))
    fit = whole(wheel.fit(), start)
    return fit, _faults(np.mean(seen, axis=0) - 1, fit)


def _faults(missed: NDArray[np.float64], fit: Fit) -> tuple[Words, ...]:
    """Return in words what is missed by more than is allowed; `missed`: shares of the trend, in the order of KEPT."""
    found = [
        MISS.holding(name=name, miss=f"{miss:+.1%}")
        for (name, most), miss in zip(KEPT, missed, strict=True)
        if not abs(miss) <= most
    ]
    low, high = np.log(MATCHING)
    for market in ("county", "urban"):
        matching = float(np.log(getattr(fit, f"matching_{market}")))
        if not low + EDGE < matching < high - EDGE:
            found.append(
                Words(
                    f"matching efficiency in {market} markets ends at a bound, {np.exp(matching):.3g} a month",
                    f"{'县域' if market == 'county' else '城镇'}市场的匹配效率达到边界，每月{np.exp(matching):.3g}",
                )
            )
    return tuple(found)


KEPT = (
    (Words("local jobs", "本地岗位"), STOCK_MISS),
    (Words("outbound jobs", "外出岗位"), STOCK_MISS),
    (Words("people seeking work in towns", "城镇求职人数"), FLOW_MISS),
    (Words("founders' starts", "返乡创业新创办数"), FLOW_MISS),
)
MISS = Words("{name} miss their trend by {miss}", "{name}偏离趋势{miss}")
"""What a steered run keeps on the trend of the pool, and by what share its mean may miss it."""
