"""Guaranteed start-up loans: credit up to a ceiling, a chance of refusal, and a separate interest subsidy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from laborsim.levers.base import Declaration, Lever, effect
from laborsim.levers.costs import CostComponent, CostRange, arises_not, not_stated

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from laborsim.levers.dials import Dials


class GuaranteedLoans(Lever):
    """Ceiling of one guaranteed loan. The guarantee opens credit; the interest subsidy makes it cheaper."""

    NAME: ClassVar[str] = "guaranteed_loans"
    DECLARATION: ClassVar[Declaration] = Declaration(
        title="Guaranteed start-up loans",
        title_zh="创业担保贷款",
        measure="LE5",
        quote="entrepreneurship subsidies, guaranteed loan interest subsidies, and tax reductions",
        document="doc002",
        unit="CNY/loan",
        floor=0,
        ceiling=3_000_000,
        baseline="no guaranteed loan beyond what the base-year figures already contain",
        neutral=0,
        aimed_at=("regions", "groups"),
        dials=("offer: guaranteed_loans",),
        funnel="eligible: would-be founders in the region and group whose business needs employees · aware · "
        "applies · approved unless refused · served if they borrow, while loans and budget last",
        capacity="loans per year, if stated",
        cost_unit="yuan of interest subsidy, when the loan is granted, and of loss, when the business closes",
        costs=(
            CostComponent(
                "wages or benefits",
                "interest subsidy and losses",
                CostRange(1.0, 1.0, 1.0),
                "guarantee fund",
                "identity: the guarantor bears what is subsidised or lost",
                "its size follows from the terms",
                nature="transfer",
            ),
            CostComponent(
                "administration",
                "handling, when the loan is granted",
                CostRange(0.03, 0.06, 0.11),
                "guarantee fund",
                "ASSUMPTION: 500, 1,000 and 2,000 yuan for a loan of 200,000, as lenders are usually rewarded with 1 %",
                "per yuan of the interest subsidy of such a loan on the usual terms, 18,000",
                nature="resource",
            ),
            not_stated(
                "capital",
                "guarantee fund",
                "money held ready against losses",
                "what it would earn elsewhere is unknown",
            ),
            arises_not("forgone revenue", "guarantee fund", "the treasury forgoes no tax or fee"),
        ),
        grade="D",
        indicator="founders_in_business",
        buys="founders beyond the baseline, by loan; nearest: businesses that are open",
        cannot="It binds only where credit binds: own-account work needs little capital.",
    )

    aware_share: float = effect(
        0.6, 0, 1, "Would-be employers who know of it.", unit="share", grade="E", source="ASSUMPTION"
    )
    apply_share: float = effect(
        0.7, 0, 1, "Of those, the share who apply.", unit="share", grade="E", source="ASSUMPTION"
    )
    refusal_share: float = effect(0.4, 0, 1, "Applications refused.", unit="share", grade="E", source="ASSUMPTION")
    recovery_share: float = effect(
        0.2, 0, 1, "Part that is recovered of what a business that closes within the term cannot pay back.",
        unit="share", grade="E", source="ASSUMPTION",
    )  # fmt: skip
    interest_rate: float = effect(
        0.06, 0, 0.2, "Interest on a loan without subsidy.", unit="1/year", grade="E", source="ASSUMPTION"
    )
    interest_subsidy_share: float = Field(0.5, ge=0, le=1, description="Part of the interest the state pays [share].")
    years: float = Field(3.0, gt=0, le=10, description="Term of the loan [years].")
    loans_per_year: float | None = Field(None, ge=0, description="Loans the guarantee fund can carry [loans/year].")

    def places(self, level: float) -> float | None:
        """See `Lever.places`."""
        del level
        return None if self.loans_per_year is None else self.loans_per_year / 12

    def turn(self, dials: Dials, level: float, regions: NDArray[np.int64]) -> None:
        """See `Lever.turn`."""
        from laborsim.levers.dials import Offer  # noqa: PLC0415 - numpy is for running, not for declaring

        loans = self.places(level)
        places = dials.regional(math.inf, regions) if loans is None else dials.share_out("founders", loans, regions)
        subsidy_share = self.interest_rate * self.interest_subsidy_share * self.years
        dials.offers.append(
            Offer(
                kind=self.NAME,
                instance=self.key,
                amount=dials.regional(level, regions),
                places=places,
                who=self.who,
                aware_share=self.aware_share,
                apply_share=self.apply_share,
                approve_share=1 - self.refusal_share,
                terms=(
                    self.interest_rate * (1 - self.interest_subsidy_share),
                    self.years,
                    subsidy_share,
                    1 - self.recovery_share,
                ),
                unit_cost_yuan=self.unit_cost_yuan,
                paid_out_yuan=self.paid_out_yuan,
            )
        )
