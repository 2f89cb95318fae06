"""`Region`: a province as a Mesa agent, with its two markets, as the last month left them."""

import mesa
import numpy as np
from numpy.typing import NDArray

from laborsim.model.market import LEVELS
from laborsim.published.regions import Province


class Region(mesa.Agent):
    """A province. Its attributes are the month's levels: `region.pay_county`, `region.vacancies_urban`, …"""

    def __init__(self, model: mesa.Model, place: int, province: Province) -> None:
        # No super().__init__(): Mesa would register this view and keep the model alive for ever.
        self.model, self.pos = model, None
        self.place, self.province = place, province
        self.levels: NDArray[np.float64] = np.full(len(LEVELS), np.nan)  # of the month; the model shows them
        self.unique_id = place + 1  # Mesa counts from 1

    @property
    def code(self) -> str:
        """ISO 3166-2 code."""
        return self.province.code

    def __getattr__(self, name: str) -> float:
        if name not in LEVELS:
            raise AttributeError(f"a region has no {name!r}; it has {', '.join(LEVELS)}")
        return float(self.levels[LEVELS.index(name)])
