"""A goal as a figure draws it: which values meet it, and how it is written."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from laborsim.published.indicators import indicators
from laborsim.published.words import Language, Words
from laborsim.report.text.dates import dated
from laborsim.report.text.labels import quantity
from laborsim.report.text.numbers import percent, unit, with_unit
from laborsim.report.text.phrases import phrases
from laborsim.scenario.load import Goal

if TYPE_CHECKING:  # `explain` answers without numpy
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class GoalLine:
    """What the quantity should be in month `by` (running month number), in the quantity's stored unit.

    Either `value` (± `tolerance`), or `minimum`, or `maximum`, or both of these.
    """

    by: int
    minimum: float | None = None
    maximum: float | None = None
    value: float | None = None
    tolerance: float = 0.0

    def __post_init__(self) -> None:
        """Refuse goals that say nothing or two things."""
        if (self.value is None) == (self.minimum is None and self.maximum is None):
            raise ValueError("a goal has either a value or a minimum, a maximum or both")

    @property
    def low(self) -> float:
        """The least value that meets the goal, −∞ if none."""
        if self.value is not None:
            return self.value - self.tolerance
        return -math.inf if self.minimum is None else self.minimum

    @property
    def high(self) -> float:
        """The greatest value that meets the goal, ∞ if none."""
        if self.value is not None:
            return self.value + self.tolerance
        return math.inf if self.maximum is None else self.maximum

    @property
    def lines(self) -> tuple[float, ...]:
        """The values at which a line is drawn."""
        marks = (self.value, self.minimum, self.maximum)
        return tuple(mark for mark in marks if mark is not None)

    def count_met(self, values: "NDArray[np.float64]") -> int:
        """Return how many of the runs' values [runs] meet the goal."""
        return int(((values >= self.low) & (values <= self.high)).sum())


def goal_words(goal: GoalLine, of: str, language: Language) -> str:
    """Return the goal in words, `of` being the code of its unit: "Goal: at least 340,000 persons by December 2020"."""
    words, shown = phrases(language), unit(of)
    said = [with_unit(line, shown, language) for line in goal.lines]
    month = dated(goal.by, of, language)
    if goal.value is not None:
        template = words.goal_about if goal.tolerance else words.goal_exactly
        tolerance = with_unit(goal.tolerance, shown, language, change=True)
        return template.format(value=said[0], tolerance=tolerance, month=month)
    if goal.minimum is not None and goal.maximum is not None:
        return words.goal_range.format(low=said[0], high=said[1], month=month)
    template = words.goal_least if goal.minimum is not None else words.goal_most
    return template.format(value=said[0], month=month)


def goal_said(goal: Goal, language: Language) -> str:
    """Return a scenario's goal in words."""
    if goal.adds is not None:
        return _effect_words(goal, goal.adds, language)
    return goal_words(goal_line(goal), quantity(goal.indicator, is_share=True).unit, language)


SIMULATED = Words("{share} of it is simulated at the base date", "基期时其中{share}由模型模拟")
IN_RUNS = Words("{said} ({share} in these runs)", "{said}（本次模拟中为{share}）")


def simulated_words(share: float, in_runs: float | None, language: Language) -> str:
    """Return how much of an indicator is simulated, and in the same breath what the runs have where they differ.

    `share`: as it is known before a run, which every rule goes by; `in_runs`: None or NaN = not defined; in [0, 1].
    """
    said = SIMULATED.filled(language, share=percent(share, language))
    if in_runs is None or math.isnan(in_runs) or percent(in_runs, language) == percent(share, language):
        return said
    return IN_RUNS.filled(language, said=said, share=percent(in_runs, language))


def _effect_words(goal: Goal, adds: float, language: Language) -> str:
    """Return a goal on the effect: "Goal: at least 500,000 persons more than without the measures by December 2026"."""
    words, about = phrases(language), quantity(goal.indicator, is_share=True)
    stored = abs(adds) * indicators()[goal.indicator].scale
    size = with_unit(stored, unit(about.unit), language, change=True)
    template = words.goal_more if adds > 0 else words.goal_less
    return template.format(value=size, month=dated(goal.by, about.unit, language))


def goal_line(goal: Goal) -> GoalLine:
    """Return a goal on the level in the unit of summary files, where shares lie in [0, 1]."""
    scale = indicators()[goal.indicator].scale

    def stored(bound: float | None) -> float | None:
        return None if bound is None else bound * scale

    return GoalLine(
        by=goal.by,
        minimum=stored(goal.minimum),
        maximum=stored(goal.maximum),
        value=stored(goal.value),
        tolerance=goal.tolerance * scale,
    )
