"""Entrepreneurship parks: places with a lower set-up cost, easier credit and fewer failures, behind a queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from laborsim.levers.base import Declaration, Lever, effect
from laborsim.levers.costs import CostComponent, CostRange, not_stated

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from laborsim.levers.dials import Dials


class EntrepreneurshipParks(Lever):
    """Number of parks and bases in force."""

    NAME: ClassVar[str] = "entrepreneurship_parks"
    DECLARATION: ClassVar[Declaration] = Declaration(
        title="Entrepreneurship parks and bases",
        title_zh="返乡创业园",
        measure="LE1",
        quote="create a number of entrepreneurship parks and strengthen the construction of entrepreneurship carriers",
        document="doc002",
        unit="parks",
        floor=0,
        ceiling=20_000,
        baseline="parks at the base date: 2,200 nationwide at end 2023",
        neutral=None,
        aimed_at=("regions",),
        spread_by="workers",
        dials=("parks",),
        held="park place",
        units="parks",
        funnel="eligible: founders in business in the region · apply: founders in their first three years · "
        "approved: by lottery or score · served: those who hold a place",
        capacity="parks × places per park; a place is held until the business closes",
        cost_unit="park above the baseline and year",
        costs=(
            CostComponent(
                "wages or benefits",
                "running aid",
                CostRange(300_000, 500_000, 2_000_000),
                "province",
                "ASSUMPTION: between rewards of 0.1 to 0.3 million (Chongqing) and a ceiling of 2 million (Shaanxi)",
                "a park of 300 places and a year; wages of five to ten staff are 0.4 to 0.8 million",
                2022,
                nature="resource",
            ),
            CostComponent(
                "administration",
                "checking and paying",
                CostRange(6_000, 10_000, 20_000),
                "province",
                "ASSUMPTION: 3, 5 and 10 % of a running aid of 200,000",
                "no budget of it was read",
                2017,
                nature="resource",
            ),
            CostComponent(
                "capital",
                "building",
                CostRange(750_000, 1_500_000, 3_000_000),
                "province",
                "cost/entrepreneurship_parks/capital",
                "300 places, spread over 20 years (ASSUMPTION)",
                2015,
                nature="resource",
                life_years=20,
            ),
            not_stated("forgone revenue", "province", "rent and land below the market price", "no amount was found"),
        ),
        grade="E",
        indicator="founders_in_business",
        buys="businesses alive after three years; nearest: businesses that are open",
        cannot="13 million founders share some 660,000 places: a park is a queue, not a national multiplier.",
    )

    places_per_park: float = effect(
        300, 100, 2000, "Places in one park.", unit="places/park", grade="E", source="ASSUMPTION"
    )
    closure_cut: float = effect(
        0.3, 0, 0.7, "Closures avoided among those who hold a place.", unit="share", grade="E", source="ASSUMPTION"
    )
    setup_cost_cut: float = effect(
        0.3, 0, 0.8, "Part of the set-up cost that a place saves.", unit="share", grade="E", source="ASSUMPTION"
    )
    admission: Literal["lottery", "score"] = Field(
        "lottery", description="Who gets a free place: a lottery, or the more able first."
    )

    def turn(self, dials: Dials, level: float, regions: NDArray[np.int64]) -> None:
        """See `Lever.turn`."""
        dials.raise_total("parks", level, regions)
        shares = {
            "park_closure_cut": self.closure_cut,
            "park_setup_cost_cut": self.setup_cost_cut,
            "park_by_score": float(self.admission == "score"),
        }
        dials.equip("parks", level, regions, ("places_per_park", self.places_per_park), shares)
