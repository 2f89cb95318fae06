"""Employment-assistance workshops: small work places in the village whose orders come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from laborsim.levers.base import Declaration, Lever, effect
from laborsim.levers.costs import CostComponent, CostRange, not_stated

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from laborsim.levers.dials import Dials


class Workshops(Lever):
    """Number of workshops in force."""

    NAME: ClassVar[str] = "workshops"
    DECLARATION: ClassVar[Declaration] = Declaration(
        title="Employment-assistance workshops",
        title_zh="就业帮扶车间",
        measure="LJ2",
        quote="the total number of poverty alleviation workshops will reach more than 2,200",
        document="doc003",
        unit="workshops",
        floor=0,
        ceiling=200_000,
        baseline="workshops at the base date",
        neutral=None,
        aimed_at=("regions",),
        spread_by="lifted_out",
        dials=("workshops",),
        held="workshop place",
        units="workshops",
        funnel="eligible: people at home without a job, lifted-out households first · apply if the workshop beats "
        "what they have · served while places are free",
        capacity="workshops × places, less the share that stands without orders this month",
        cost_unit="workshop above the baseline and year",
        costs=(
            CostComponent(
                "wages or benefits",
                "reward for workers kept",
                CostRange(20_000, 40_000, 60_000),
                "county",
                "cost/workshops/reward",
                "some 13 lifted-out workers, 3,000 yuan each",
                2022,
                nature="transfer",
            ),
            CostComponent(
                "administration",
                "checking and paying",
                CostRange(1_200, 2_000, 4_000),
                "county",
                "ASSUMPTION: 3, 5 and 10 % of the reward of 40,000",
                "no budget of it was read",
                2022,
                nature="resource",
            ),
            CostComponent(
                "capital",
                "building and machines",
                CostRange(4_500, 15_000, 50_000),
                "county",
                "cost/workshops/capital",
                "spread over 10 years (ASSUMPTION)",
                2022,
                nature="resource",
                life_years=10,
            ),
            not_stated("forgone revenue", "county", "village rooms let without rent", "no amount was found"),
        ),
        grade="D",
        indicator="placed_workers",
        buys="workshop jobs beyond the baseline; nearest: posts and workshop jobs together",
        cannot="Places per workshop are few (13 lifted-out workers each); without orders they stand empty.",
    )

    places_per_workshop: float = effect(
        13.2, 5, 50, "Places in one workshop.", unit="places/workshop", grade="D",
        source="pov2023: 503,900 lifted-out workers in 38,074 workshops",
    )  # fmt: skip
    idle_share: float = effect(
        0.1, 0, 0.5, "Places without orders in a month, on average.", unit="share", grade="E", source="ASSUMPTION"
    )
    pay_ratio: float = effect(
        0.6, 0.3, 1, "Piece pay ÷ pay in a local job.", unit="ratio", grade="E", source="ASSUMPTION"
    )

    def turn(self, dials: Dials, level: float, regions: NDArray[np.int64]) -> None:
        """See `Lever.turn`."""
        dials.raise_total("workshops", level, regions)
        size = ("places_per_workshop", self.places_per_workshop)
        shares = {"workshop_idle_share": self.idle_share, "workshop_pay_ratio": self.pay_ratio}
        dials.equip("workshops", level, regions, size, shares)
