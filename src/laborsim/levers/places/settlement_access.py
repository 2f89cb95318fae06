"""Settlement access: how much of what still bars migrants from registering at the destination is removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from laborsim.levers.base import Declaration, Lever

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from laborsim.levers.dials import Dials


class SettlementAccess(Lever):
    """Share of the remaining household-registration barrier that is taken away at the destination."""

    NAME: ClassVar[str] = "settlement_access"
    DECLARATION: ClassVar[Declaration] = Declaration(
        title="Household-registration (hukou) relaxation",
        title_zh="放开放宽城镇落户限制",
        measure="LH1",
        quote="97% of urban areas with a permanent population of less than 3 million will have their household "
        "registration restrictions completely lifted",
        document="doc002",
        unit="share",
        floor=0,
        ceiling=1,
        baseline="access as at the base date: nearly open below 3 million residents, restricted above",
        neutral=0,
        aimed_at=("regions",),
        dials=("settlement_gap_closed",),
        held="work away",
        funnel="eligible: everyone who works or considers working in the region · served: all of them",
        capacity="none; the headroom is what is still closed, large only in the biggest cities",
        unit_cost_yuan=0.0,
        cost_unit="-",
        cost_source="ASSUMPTION: public services for settled migrants are not costed here",
        payer="destination city",
        grade="B",
        indicator="outbound_interprovince",
        cannot="Below 3 million residents 97 % of cities are open already: little is left to remove.",
    )

    def turn(self, dials: Dials, level: float, regions: NDArray[np.int64]) -> None:
        """See `Lever.turn`."""
        dials.add("settlement_gap_closed", level, regions)
