"""`Region`: a province as a Mesa agent, with its two markets. Holds no state of its own."""

from typing import TYPE_CHECKING

import mesa

from laborsim.inputs.provinces import Province
from laborsim.model.market import LEVELS

if TYPE_CHECKING:
    from laborsim.model.labor_model import LaborModel


class Region(mesa.Agent):
    """A province. Its attributes are the month's levels: `region.pay_county`, `region.vacancies_urban`, …"""

    def __init__(self, model: "LaborModel", place: int, province: Province) -> None:
        # No super().__init__(): Mesa would register this view and keep the model alive for ever.
        self.model, self.pos = model, None
        self.place, self.province = place, province
        self.unique_id = place + 1  # Mesa counts from 1

    @property
    def code(self) -> str:
        """ISO 3166-2 code."""
        return self.province.code

    def __getattr__(self, name: str) -> float:
        if name not in LEVELS:
            raise AttributeError(f"a region has no {name!r}; it has {', '.join(LEVELS)}")
        return float(self.model.levels[self.place, LEVELS.index(name)])
