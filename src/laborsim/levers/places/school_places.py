"""School places: the share of accompanying children with a public place; it acts only on workers with children."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from laborsim.levers.base import Declaration, Lever

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
        unit_cost_yuan=12_000,
        cost_unit="additional place and year",
        cost_source="ASSUMPTION",
        payer="destination city",
        grade="B",
        indicator="outbound_workers",
        cannot="It does nothing for workers without children of school age.",
        percent=True,
    )

    def turn(self, dials: Dials, level: float, regions: NDArray[np.int64]) -> None:
        """See `Lever.turn`."""
        dials.replace("school_share", level / 100, regions)
