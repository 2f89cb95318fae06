"""What each lever of the catalogue should do at an extreme dose; a new lever file needs a row here."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from tests.model.small_worlds import CODES, Run, lever

from laborsim.kernels.counts import AT
from laborsim.levers import Lever, catalogue

Indicator = Callable[[Run], float]


def mean_pay(run: Run) -> float:
    """Return pay per paid worker over the simulated months [fen]."""
    paid = run.series[1:, :, [AT["paid_local"], AT["paid_outbound"]]].sum()
    return float(run.series[1:, :, [AT["pay_local_fen"], AT["pay_outbound_fen"]]].sum() / paid)


def of(name: str) -> Indicator:
    """Return the mean of a national count over the simulated months."""
    return lambda run: run.mean(name)


@dataclass(frozen=True)
class Dose:
    """An extreme level, the indicator it moves, and the sign."""

    level: float
    indicator: Indicator
    sign: int
    fields: dict[str, Any] = field(default_factory=dict)


DOSES: dict[str, tuple[Dose, ...]] = {
    "entrepreneurship_parks": (Dose(20_000, of("in_park"), +1), Dose(0, of("in_park"), -1)),
    "guaranteed_loans": (Dose(3_000_000, of("business_starts"), +1, {"refusal_share": 0.0}),),
    "public_welfare_posts": (Dose(10_000_000, of("placed"), +1),),
    "school_places": (Dose(100, of("working_away"), +1), Dose(0, of("working_away"), -1)),
    "settlement_access": (Dose(1, of("official_outbound_outside"), +1),),
    "startup_subsidy": (Dose(100_000, of("business_starts"), +1),),
    "training_places": (Dose(50_000_000, mean_pay, +1, {"months": 0}), Dose(50_000_000, of("in_training"), +1)),
    "workshops": (Dose(200_000, of("in_workshop"), +1), Dose(0, of("in_workshop"), -1)),
}


def strongest(name: str, ceiling: float) -> tuple[float, dict[str, Any]]:
    """Return a strong level of a lever and the fields that go with it."""
    doses = DOSES.get(name)
    return (doses[0].level, doses[0].fields) if doses else (ceiling, {})


def side_by_side() -> tuple[Lever, ...]:
    """Return every lever of the catalogue at a strong dose; those that offer the same share the regions out."""
    levers = []
    for name, kind in catalogue().items():
        rivals = [other for other, its in catalogue().items() if its.DECLARATION.offers & kind.DECLARATION.offers]
        own = CODES[rivals.index(name) :: len(rivals)] if rivals else CODES
        level, fields = strongest(name, kind.DECLARATION.ceiling)
        levers.append(lever(name, level, regions=own, **fields))
    return tuple(levers)


def whole(array: Any) -> bool:
    """Say whether an array holds whole numbers only."""
    return bool(np.issubdtype(np.asarray(array).dtype, np.integer))
