"""How big a study is: how many pairs, how coarse, and what is split. Defaults end in minutes on two cores."""

from dataclasses import dataclass
from typing import Literal

from laborsim.inputs.question import LARGEST_SCALE
from laborsim.inputs.scenario import Scale, Scenario

PAIRS = 10
"""Pairs of runs that a study of causes or doses looks at, unless told otherwise."""

Split = Literal["levers", "plan", "none"]
"""For whom the direct response is told from the market's: every lever, the whole plan, nobody."""

MOST_SPLIT = 3
"""Levers up to which every lever is split by default: it takes every coalition once more."""


@dataclass(frozen=True)
class Sizes:
    """Sizes of a study. `coarser`: how many times more persons a worker stands for; `split`: None = by the levers."""

    pairs: int = PAIRS
    coarser: int = 1
    split: Split | None = None

    def split_for(self, levers: int) -> Split:
        """Return for whom the response is split, given the number of levers."""
        return self.split or ("levers" if levers <= MOST_SPLIT else "plan")


def sized(world: Scenario, coarser: int) -> Scenario:
    """Return a world whose workers stand for `coarser` times as many persons, in every region."""
    scale = world.run.scale
    finer = {code: min(LARGEST_SCALE, own * coarser) for code, own in scale.regions.items()}
    coarse = Scale(default=min(LARGEST_SCALE, scale.default * coarser), regions=finer)
    return world.model_copy(update={"run": world.run.model_copy(update={"scale": coarse})})
