"""Start-up subsidy: cash for a new founder, once; it relaxes the credit limit and attracts weaker founders too."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from laborsim.levers.base import Declaration, Lever, effect
from laborsim.levers.costs import CostComponent, CostRange, arises_not

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from laborsim.levers.dials import Dials


class StartupSubsidy(Lever):
    """Yuan paid to each approved new founder."""

    NAME: ClassVar[str] = "startup_subsidy"
    DECLARATION: ClassVar[Declaration] = Declaration(
        title="One-off start-up subsidy",
        title_zh="一次性创业补贴",
        measure="LE4",
        quote="Implement various preferential policies such as entrepreneurship subsidies, guaranteed loan interest "
        "subsidies, and tax reductions",
        document="doc002",
        unit="CNY/founder",
        floor=0,
        ceiling=100_000,
        baseline="no subsidy beyond what the base-year figures already contain",
        neutral=0,
        aimed_at=("regions", "groups"),
        dials=("offer: startup_subsidy",),
        funnel="eligible: whoever founds a business in the region and group · aware · applies · "
        "approved by screening · served while the budget lasts",
        capacity="the budget, if one is stated; who comes first is a lottery",
        cost_unit="yuan paid out",
        costs=(
            CostComponent(
                "wages or benefits",
                "cash",
                CostRange(1.0, 1.0, 1.0),
                "province",
                "identity: a yuan of subsidy costs a yuan",
                "its size is the level of the lever",
                nature="transfer",
            ),
            CostComponent(
                "administration",
                "checking an application",
                CostRange(0.04, 0.06, 0.12),
                "province",
                "ASSUMPTION: 200, 300 and 600 yuan an application, half a day of a clerk for each of three checks",
                "per yuan of the usual subsidy of 5,000; it does not come back with a claw-back",
                nature="resource",
            ),
            arises_not("capital", "province", "nothing is built"),
            arises_not("forgone revenue", "province", "relief from taxes is a measure of its own"),
        ),
        grade="D",
        indicator="founders_in_business",
        buys="founders beyond the baseline, alive after three years; nearest: businesses that are open",
        cannot="It does not make a business viable; unscreened, it draws in founders who fail sooner.",
    )

    aware_share: float = effect(
        0.6, 0, 1, "Would-be founders who know of it.", unit="share", grade="E", source="ASSUMPTION"
    )
    apply_share: float = effect(
        0.8, 0, 1, "Of those, the share who apply.", unit="share", grade="E", source="ASSUMPTION"
    )
    approve_share: float = effect(0.8, 0, 1, "Applications approved.", unit="share", grade="E", source="ASSUMPTION")
    screening: bool = Field(False, description="Approve only applicants of at least median founding skill.")
    clawback_months: int = Field(
        12,
        ge=0,
        le=120,
        description="The subsidy comes back if the business closes sooner [months].",
    )

    def turn(self, dials: Dials, level: float, regions: NDArray[np.int64]) -> None:
        """See `Lever.turn`."""
        from laborsim.levers.dials import Offer  # noqa: PLC0415 - numpy is for running, not for declaring

        dials.offers.append(
            Offer(
                kind=self.NAME,
                instance=self.key,
                amount=dials.regional(level, regions),
                places=dials.regional(math.inf, regions),
                who=self.who,
                aware_share=self.aware_share,
                apply_share=self.apply_share,
                approve_share=self.approve_share,
                terms=(float(self.screening), float(self.clawback_months)),
                unit_cost_yuan=self.unit_cost_yuan,
                paid_out_yuan=self.paid_out_yuan,
            )
        )
