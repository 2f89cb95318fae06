"""Random numbers of whole regions: looked up by decision and month, as those of a worker are."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.choice.founding import ALWAYS
from laborsim.kernels.random import draws
from laborsim.levers.dials import Regional

Persons = NDArray[np.int64]


class Luck(NamedTuple):
    """What chance decides for the regions of one world."""

    stream: np.uint64
    persons: Persons  # that a worker stands for [region]

    def of(self, decision: int, month: int) -> Regional:
        """Return a month's uniform of one decision [region]."""
        regions = np.arange(len(self.persons), dtype=np.uint32)
        return draws(self.stream, regions, month, decision)

    def whole_places(self, places: Regional, decision: int) -> Persons:
        """Return places that whole workers can fill, rounded by a luck of the region's own that never changes.

        Rounded anew every month, a park too small for its last worker would take him in and turn somebody out in turn,
        and coarse workers would fill fewer places than there are.
        """
        return np.floor(places / self.persons + self.of(decision, ALWAYS)).astype(np.int64) * self.persons
