"""Public-welfare posts: a fixed number of public jobs at home for groups that find it hard to get another."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from laborsim.levers.base import Declaration, Lever, effect
from laborsim.levers.costs import CostComponent, CostRange, arises_not

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from laborsim.levers.dials import Dials


class PublicWelfarePosts(Lever):
    """Posts beyond those of the base year."""

    NAME: ClassVar[str] = "public_welfare_posts"
    DECLARATION: ClassVar[Declaration] = Declaration(
        title="Rural public-welfare posts",
        title_zh="乡村公益性岗位",
        measure="LJ1",
        quote="make overall arrangements for 50,000 rural public welfare jobs",
        document="doc003",
        unit="posts",
        floor=0,
        ceiling=10_000_000,
        baseline="posts of the base year, which the base-year figures already contain",
        neutral=0,
        aimed_at=("regions", "groups"),
        spread_by="lifted_out",
        dials=("offer: public_welfare_posts",),
        held="post",
        funnel="eligible: workers of the group who are at home without a job, or in a local one · aware · "
        "applies if the post beats what he has · served by lottery while posts are free",
        capacity="posts; a post is held until its term ends or a better job is taken",
        cost_unit="filled post and year",
        costs=(
            CostComponent(
                "wages or benefits",
                "wage",
                CostRange(6_000, 7_200, 12_000),
                "county",
                "cost/public_welfare_posts/wage",
                "twelve months; what a holder is paid",
                2022,
                nature="transfer",
            ),
            CostComponent(
                "administration",
                "insurance, tools, a clerk",
                CostRange(240, 480, 1_200),
                "county",
                "ASSUMPTION: accident insurance 100 to 150 yuan a year, tools, one clerk for 200 to 300 posts",
                "20, 40 and 100 yuan a month; several counties budget none",
                2022,
                nature="resource",
            ),
            arises_not("capital", "county", "tools are part of administration"),
            arises_not("forgone revenue", "county", "nobody is relieved of a tax or fee"),
        ),
        grade="C",
        indicator="placed_workers",
        buys="filled posts; nearest: posts and workshop jobs together",
        cannot="A post taken by somebody who had a local job frees that job: the gross number is not the net gain.",
    )

    aware_share: float = effect(0.7, 0, 1, "Eligible who know of it.", unit="share", grade="E", source="ASSUMPTION")
    apply_share: float = effect(
        0.3, 0, 1, "Of those out of work, the share who ask in a month.", unit="1/month", grade="E", source="ASSUMPTION"
    )
    crowding_out: float = effect(
        0.15, 0, 0.5, "Private local jobs lost per filled post.", unit="jobs/post", grade="C",
        source="range: Imbert & Papp (2015); Muralidharan et al. find the opposite sign; value inside it: ASSUMPTION",
    )  # fmt: skip
    months: int = Field(24, ge=1, le=120, description="Mean stay in a post [months].")

    def places(self, level: float) -> float:
        """See `Lever.places`."""
        return level

    def turn(self, dials: Dials, level: float, regions: NDArray[np.int64]) -> None:
        """See `Lever.turn`."""
        from laborsim.levers.dials import Offer  # noqa: PLC0415 - numpy is for running, not for declaring

        dials.offers.append(
            Offer(
                kind=self.NAME,
                instance=self.key,
                amount=dials.regional(self.paid_out_yuan / 12, regions),
                places=dials.share_out("lifted_out", self.places(level), regions),
                who=self.who,
                aware_share=self.aware_share,
                apply_share=self.apply_share,
                terms=(float(self.months), self.crowding_out),
                unit_cost_yuan=self.unit_cost_yuan,
            )
        )
