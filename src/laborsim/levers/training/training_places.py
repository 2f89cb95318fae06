"""Vocational training: seats, months away from searching, a pay gain that fades."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from laborsim.levers.base import Declaration, Lever, effect
from laborsim.levers.costs import CostComponent, CostRange, arises_not, not_stated

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from laborsim.levers.dials import Dials


class TrainingPlaces(Lever):
    """Training places a year beyond those of the base year."""

    NAME: ClassVar[str] = "training_places"
    DECLARATION: ClassVar[Declaration] = Declaration(
        title="Vocational training places",
        title_zh="职业技能培训",
        measure="LT1",
        quote="carry out vocational skills training for migrant workers on a large scale",
        document="doc004",
        unit="places/year",
        floor=0,
        ceiling=50_000_000,
        baseline="training goes on as in the base year",
        neutral=0,
        aimed_at=("regions", "groups"),
        spread_by="workers",
        dials=("offer: training_places",),
        funnel="eligible: workers of the group whose home is the region, not trained in the last five years · aware · "
        "applies · served by lottery while seats last · completes",
        capacity="places ÷ 12 start each month",
        cost_unit="place taken",
        costs=(
            CostComponent(
                "wages or benefits",
                "course",
                CostRange(600, 1_205, 2_000),
                "province",
                "cost/training_places/course",
                "a place that is taken",
                2022,
                nature="resource",
            ),
            CostComponent(
                "wages or benefits",
                "living allowance",
                CostRange(150, 450, 1_000),
                "province",
                "cost/training_places/living allowance",
                "ten to thirty days at 15 to 30 yuan; for low incomes only, booked for all (ASSUMPTION)",
                2022,
                nature="transfer",
            ),
            CostComponent(
                "administration",
                "inspection and audit",
                CostRange(60, 120, 240),
                "province",
                "ASSUMPTION: 5 to 20 % of the course",
                "no budget of it was read",
                2022,
                nature="resource",
            ),
            not_stated("capital", "province", "rooms and machines of training centers", "no amount a place was found"),
            arises_not("forgone revenue", "province", "pay lost in class is the trainee's, and the model computes it"),
        ),
        grade="B",
        indicator="pay_all",
        buys="pay of the trained after two quarters and two years; nearest: pay of everybody",
        cannot="It adds no job by itself: where vacancies bind, trained workers displace others.",
    )

    aware_share: float = effect(0.5, 0, 1, "Eligible who know of it.", unit="share", grade="E", source="ASSUMPTION")
    apply_share: float = effect(
        0.05, 0, 1, "Of those, the share who apply in a month.", unit="1/month", grade="E", source="ASSUMPTION"
    )
    completion_share: float = effect(0.85, 0, 1, "Trainees who complete.", unit="share", grade="E", source="ASSUMPTION")
    months: int = Field(3, ge=0, le=24, description="Months in class, without search or moves [months].")

    def places(self, level: float) -> float:
        """See `Lever.places`."""
        return level / 12

    def turn(self, dials: Dials, level: float, regions: NDArray[np.int64]) -> None:
        """See `Lever.turn`."""
        from laborsim.levers.dials import Offer  # noqa: PLC0415 - numpy is for running, not for declaring

        dials.offers.append(
            Offer(
                kind=self.NAME,
                instance=self.key,
                amount=dials.regional(1.0, regions),
                places=dials.share_out("workers", self.places(level), regions),
                who=self.who,
                aware_share=self.aware_share,
                apply_share=self.apply_share,
                approve_share=self.completion_share,
                terms=(float(self.months),),
                unit_cost_yuan=self.unit_cost_yuan,
            )
        )
