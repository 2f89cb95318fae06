"""What levers turn: one number a region and month, rebuilt afresh every month."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from laborsim.levers.who import Who

Regional = NDArray[np.float64]

LEAST_UNITS = 1e-12
"""Less than any unit or place that there is; where there is none, nothing is new either."""


@dataclass(frozen=True)
class Offer:
    """A service that workers in a group can be given this month, region by region.

    `amount` [region] is what one person gets (yuan, or 1 for a place); `places` [region] is how many
    persons can be served this month (or hold a place at one time). `terms` are the lever's own numbers.
    """

    kind: str
    instance: str
    amount: Regional
    places: Regional
    who: Who
    aware_share: float = 1.0
    apply_share: float = 1.0
    approve_share: float = 1.0
    terms: tuple[float, ...] = ()
    unit_cost_yuan: float = 0.0
    paid_out_yuan: float = 0.0  # of the unit cost: what comes back with a claw-back, or is lost with a loan
    program: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    """[region] the number under which the region's people are served, see `model.programs`."""


class Dials:
    """This month's policy-sensitive numbers by region.

    A dial's value is (baseline, or what replaces it, + everything added) × everything scaled, so that no lever can act
    "before" another and nothing has to be undone.
    """

    def __init__(self, baselines: Mapping[str, Regional], weights: Mapping[str, Regional]) -> None:
        self._baseline = baselines
        self._weights = weights
        self._added = {name: np.zeros_like(value) for name, value in baselines.items()}
        self._scaled = {name: np.ones_like(value) for name, value in baselines.items()}
        self._replaced = {name: value.copy() for name, value in baselines.items()}
        self._new_sizes: dict[str, tuple[str, Regional]] = {}  # of a unit: its dial, and new units × what is different
        self._new_shares: dict[str, tuple[str, str, Regional]] = {}  # of a place: units, size, new places × difference
        self.offers: list[Offer] = []

    def add(self, dial: str, amount: float, regions: NDArray[np.int64]) -> None:
        """Add to a dial in some regions."""
        self._added[dial][regions] += amount

    def scale(self, dial: str, factor: float, regions: NDArray[np.int64]) -> None:
        """Scale a dial in some regions."""
        self._scaled[dial][regions] *= factor

    def replace(self, dial: str, value: float, regions: NDArray[np.int64]) -> None:
        """Put a dial at `value` in some regions."""
        self._replaced[dial][regions] = value

    def raise_total(self, dial: str, total: float, regions: NDArray[np.int64]) -> None:
        """Bring the sum of a dial over some regions to `total`; what is more is spread by the dial's weights.

        At the baseline total the difference is an exact zero, and so is what is added. A cut takes the same share
        everywhere: spread by weights, it could take more from a region than there is.
        """
        weight = self._weights[dial][regions]
        before = float(np.sum(self._baseline[dial][regions]))
        if total < before:
            self._scaled[dial][regions] *= total / before
            return
        difference = total - before
        self._added[dial][regions] += difference * (weight / np.sum(weight))

    def more_units(self, dial: str, total: float, regions: NDArray[np.int64]) -> Regional:
        """Return what `raise_total` adds to a dial [region]; nothing where the total is a cut."""
        before = float(np.sum(self._baseline[dial][regions]))
        return self.share_out(dial, max(0.0, total - before), regions)

    def equip(
        self, units: str, total: float, regions: NDArray[np.int64], size: tuple[str, float], shares: Mapping[str, float]
    ) -> None:
        """Say what the units that `raise_total` adds are like; those that exist keep what they have.

        `size`: the dial of the places in one unit, and how many a new one has. `shares`: dials that are read as means
        over all places, and what they are at the new ones. A dial that is the same for new and old stays to the bit.
        """
        new = self.more_units(units, total, regions)
        if not new.any():
            return
        name, places = size
        self._new_sizes[name] = units, self._so_far(self._new_sizes, name) + new * (places - self._baseline[name])
        for share, value in shares.items():
            change = new * places * (value - self._baseline[share])
            self._new_shares[share] = units, name, self._so_far(self._new_shares, share) + change

    def _so_far(self, known: Mapping[str, tuple[object, ...]], name: str) -> Regional:
        found: Regional = known[name][-1] if name in known else np.zeros_like(self._baseline[name])  # type: ignore[assignment]  # the last part is the array
        return found

    def share_out(self, dial: str, total: float, regions: NDArray[np.int64]) -> Regional:
        """Return `total` spread over some regions by a dial's weights, zero elsewhere."""
        spread = np.zeros_like(self._weights[dial])
        weight = self._weights[dial][regions]
        spread[regions] = total * (weight / np.sum(weight))
        return spread

    def regional(self, amount: float, regions: NDArray[np.int64]) -> Regional:
        """Return `amount` in some regions, zero elsewhere."""
        level = np.zeros_like(next(iter(self._baseline.values())))
        level[regions] = amount
        return level

    def offered(self, kind: str) -> list[Offer]:
        """Return this month's offers of one kind, in the order of the kernels' tables."""
        return [offer for offer in self.offers if offer.kind == kind]

    def __getitem__(self, dial: str) -> Regional:
        usual: Regional = (self._replaced[dial] + self._added[dial]) * self._scaled[dial]
        if dial in self._new_sizes:
            units, change = self._new_sizes[dial]
            return usual + change / np.maximum(self[units], LEAST_UNITS)
        if dial in self._new_shares:
            units, size, change = self._new_shares[dial]
            return usual + change / np.maximum(self[units] * self[size], LEAST_UNITS)
        return usual

    def is_same(self, other: "Dials") -> bool:
        """Return whether two months look the same to everybody: every dial to the last bit, and nothing on offer."""
        nothing = not self.offers and not other.offers
        return nothing and all(np.array_equal(self[dial], other[dial]) for dial in self._baseline)
