"""Settlement access: how much of what still bars migrants from registering at the destination is removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from laborsim.levers.base import Declaration, Lever
from laborsim.levers.costs import CostComponent, CostRange, arises_not, not_stated

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
        capacity="as far as a stated budget pays; headroom: what is still closed, large only in the biggest cities",
        cost_unit="person away for whom the bar has fallen, and year",
        costs=(
            CostComponent(
                "wages or benefits",
                "public services",
                CostRange(2_000, 2_750, 4_000),
                "destination city",
                "ASSUMPTION: 80,000, 110,000 and 160,000 yuan a person settled, over a lifetime; the lowest is "
                "cost/settlement_access/public services",
                "spread over 40 years, and as though all for whom the bar has fallen settle: an upper figure. Schools, "
                "housing and pensions are in it, the latter due decades later (ASSUMPTION)",
                2012,
                nature="not told apart",
            ),
            CostComponent(
                "administration",
                "registering",
                CostRange(0.5, 1.25, 5.0),
                "destination city",
                "ASSUMPTION: 20, 50 and 200 yuan at the counter",
                "spread over 40 years",
                2022,
                nature="resource",
            ),
            arises_not("capital", "destination city", "part of public services"),
            not_stated(
                "forgone revenue",
                "destination city",
                "land used for homes and schools of those who settle",
                "no amount was found",
            ),
        ),
        grade="B",
        indicator="outbound_interprovince",
        buys="people settled, whom laborsim does not count; nearest: people who work in another province",
        cannot="Below 3 million residents 97 % of cities are open already: little is left to remove.",
    )

    def turn(self, dials: Dials, level: float, regions: NDArray[np.int64]) -> None:
        """See `Lever.turn`."""
        dials.add("settlement_gap_closed", level, regions)
