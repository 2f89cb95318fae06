"""School places: the share of accompanying children with a public place; it acts only on workers with children."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from laborsim.levers.base import Declaration, Lever
from laborsim.levers.costs import CostComponent, CostRange, arises_not

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from laborsim.levers.dials import Dials


class SchoolPlaces(Lever):
    """Share of accompanying children with a public or purchased school place at the destination."""

    NAME: ClassVar[str] = "school_places"
    DECLARATION: ClassVar[Declaration] = Declaration(
        title="School places for accompanying children",
        title_zh="随迁子女学位",
        measure="LH7",
        quote="96.7% of migrant workers' accompanying children will attend public schools or enjoy government "
        "purchased degrees",
        document="doc002",
        unit="%",
        floor=0,
        ceiling=100,
        baseline="the share at the base date: 96.7 % in 2023",
        neutral=None,
        aimed_at=("regions",),
        dials=("school_share",),
        held="school place",
        funnel="eligible: workers with children of school age · served: the stated share",
        capacity="none; the headroom is 3.3 points",
        cost_unit="additional place and year",
        costs=(
            CostComponent(
                "wages or benefits",
                "running cost",
                CostRange(12_792, 14_600, 30_000),
                "destination city",
                "cost/school_places/running cost",
                "the home province saves about as much, which is not booked",
                2022,
                nature="resource",
            ),
            arises_not("administration", "destination city", "part of the running cost"),
            CostComponent(
                "capital",
                "seat without land",
                CostRange(1_500, 2_000, 2_800),
                "destination city",
                "cost/school_places/capital",
                "spread over 40 years (ASSUMPTION)",
                2021,
                nature="resource",
                life_years=40,
            ),
            arises_not("forgone revenue", "destination city", "compulsory schooling is free of fees"),
        ),
        grade="B",
        indicator="outbound_workers",
        buys="public places for children along, fewer children left behind; nearest: people who work away",
        cannot="It does nothing for workers without children of school age.",
        percent=True,
    )

    def turn(self, dials: Dials, level: float, regions: NDArray[np.int64]) -> None:
        """See `Lever.turn`."""
        dials.replace("school_share", level / 100, regions)
