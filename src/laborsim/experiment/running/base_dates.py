"""Base dates of what-ifs: whether the published stocks can be held with the parameters that a scenario sets."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.running.pool import processes
from laborsim.levers import Uncertainty
from laborsim.parameters.posterior import draw_of
from laborsim.published.words import UNSAID, Words, in_a_row
from laborsim.scenario.check import Checked
from laborsim.scenario.input_errors import Place, Problem
from laborsim.scenario.scenario import Scenario
from laborsim.scenario.what_if import WhatIf

MOST_NAMED = 5  # replicates that a message names
ENDS = 2  # standard deviations from the mean at which the ends of a normal distribution are looked at


class NotHeld(NamedTuple):
    """A base date that cannot be held: for which draw or values, what is missed, and what would do."""

    which: Words
    missed: Words
    remedy: Words


def refuse_unheld(scenario: Scenario, replicates: Iterable[int], jobs: int) -> None:
    """Raise WrongInput, naming every draw, where the base date of a replicate cannot be held with what is set."""
    if not scenario.parameters:
        return
    look, asked = partial(_of_replicate, scenario), list(replicates)
    if min(jobs, len(asked)) > 1:
        with processes(min(jobs, len(asked))) as pool:
            looked = list(pool.map(look, asked))
    else:
        looked = [look(replicate) for replicate in asked]
    if found := [one for one in looked if one is not None]:
        more = MORE.holding(number=len(found) - MOST_NAMED) if len(found) > MOST_NAMED else UNSAID
        lines = [LINE.holding(which=one.which, missed=one.missed) for one in found[:MOST_NAMED]]
        raise WrongInput(
            HELD_IN_SOME.holding(
                scenario=scenario.id,
                some=len(found),
                asked=len(asked),
                lines=in_a_row((*lines, more), UNSAID),
                remedy=found[0].remedy,
            )
        )


LINE = Words("\n  {which}: {missed}", "\n  {which}：{missed}")
MORE = Words("\n  … and {number} more", "\n  ……另有{number}次")
HELD_IN_SOME = Words(
    "scenario {scenario}: E319: the base date cannot be held in {some} of {asked} replicates:{lines}\n"
    "    hint: {remedy}; run.draws: 0 holds all other parameters at their estimate",
    "情景 {scenario}：E319：{asked}次模拟中{some}次无法维持基期：{lines}\n"
    "    建议：{remedy}；run.draws: 0 将其他参数固定为点估计值",
)
NOT_HELD = Words("the base date cannot be held {missed} ({which})", "基期无法维持{missed}（{which}）")
AT_ESTIMATE = Words("at the point estimate", "其他参数取点估计值")


def corners_not_held(scenario: Scenario) -> Iterator[tuple[str, NotHeld]]:
    """Yield (parameter, why) of what a scenario sets at which the base date cannot be held, others at the estimate.

    All numbers together, each distribution at its middle; then either end of each distribution.
    """
    middle = tuple(_at(one, MIDDLE) for one in scenario.parameters)
    run = scenario.run.model_copy(update={"draws": 0})
    estimate = scenario.model_copy(update={"run": run, "parameters": middle})
    names = ", ".join(one.name for one in middle)
    if middle and (fault := _not_held(estimate, 0, AT_ESTIMATE)):
        yield scenario.parameters[0].name, fault._replace(which=in_a_row((Words(names), fault.which), Words(" ", "，")))
        return
    for one in scenario.parameters:
        for end in (LOW, HIGH) if one.uncertainty is not None else ():
            others = (other for other in middle if other.name != one.name)
            corner = estimate.model_copy(update={"parameters": (*others, _at(one, end))})
            if fault := _not_held(corner, 0, END.holding(end=ENDS_SAID[end], at=AT_ESTIMATE)):
                yield one.name, fault


def with_base_dates(checked: Checked) -> Checked:
    """Return what was found in a scenario file, refused where its what-ifs cannot be held at the estimate or an end."""
    if checked.scenario is None or not checked.scenario.parameters:
        return checked
    found = []
    for name, fault in corners_not_held(checked.scenario):
        key = f"parameters.{name}"
        origin = next(where for path, where in checked.origins.items() if path == key or path.startswith(f"{key}."))
        file, colon, line = origin.rpartition(":")
        place = Place(file, int(line), 1) if colon else Place(origin, 1, 1)
        message = NOT_HELD.holding(missed=fault.missed, which=fault.which)
        found.append(Problem("E319", key, place, message, hint=fault.remedy))
    if not found:
        return checked
    return replace(checked, problems=(*found, *checked.problems), scenario=None)


LOW, MIDDLE, HIGH = "low", "middle", "high"
ENDS_SAID = {LOW: Words("low", "下限"), HIGH: Words("high", "上限")}
END = Words("the {end} end {at}", "{end}，{at}")


def _at(one: WhatIf, where: str) -> WhatIf:
    """Return a parameter at an end or in the middle of its distribution; a number stays as it is."""
    said: Uncertainty | None = one.uncertainty
    if said is None:
        return one
    low = said.low if said.low is not None else (said.mean or 0.0) - ENDS * (said.sd or 0.0)
    high = said.high if said.high is not None else (said.mean or 0.0) + ENDS * (said.sd or 0.0)
    middle = said.mode if said.mode is not None else (low + high) / 2
    return WhatIf(name=one.name, value={LOW: low, MIDDLE: middle, HIGH: high}[where])


def _of_replicate(scenario: Scenario, replicate: int) -> NotHeld | None:
    draw = draw_of(scenario, replicate)
    drawn = Words("the point estimate", "点估计值") if draw is None else Words(f"draw {draw}", f"参数抽取值{draw}")
    which = Words("replicate {replicate}, {drawn}", "模拟{replicate}，{drawn}")
    return _not_held(scenario, replicate, which.holding(replicate=replicate, drawn=drawn))


def _not_held(scenario: Scenario, replicate: int, which: Words) -> NotHeld | None:
    from laborsim.model.what_if import BaseDateNotHeld, constants_at  # noqa: PLC0415 - mesa and numba cost seconds

    try:
        constants_at(scenario, replicate)
    except BaseDateNotHeld as error:
        return NotHeld(which, error.missed, error.remedy)
    return None
