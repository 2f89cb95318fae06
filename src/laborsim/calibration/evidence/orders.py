"""Orders from outside: posts that an experiment adds to a market or takes from it; no run of a scenario knows them."""

from dataclasses import dataclass

from laborsim.levers.dials import Regional
from laborsim.model.base_date import Setting
from laborsim.model.labor_model import LaborModel
from laborsim.model.market import COUNTY, URBAN, MarketMonth, Markets
from laborsim.model.month_ahead import MonthAhead
from laborsim.scenario.scenario import Closure, Context, Scenario


@dataclass(frozen=True)
class Orders:
    """What customers elsewhere ask for, in some months; arrays are [region]."""

    months: tuple[int, int]  # first and last month after the base date
    urban: Regional  # factor on posts in towns; 1 = as usual
    county: Regional  # local posts more, for customers elsewhere [posts]


@dataclass(frozen=True)
class OrderBook:
    """Orders one after the other; what they say of the same month is taken together."""

    orders: tuple[Orders, ...]

    def __call__(self, asked: Scenario, replicate: int, setting: Setting) -> LaborModel:
        """Return a world with these orders."""
        return OrderedModel(asked, replicate, setting, self)


class OrderedMarkets(Markets):
    """Markets that know orders from outside."""

    def __init__(self, setting: Setting, closure: Closure, context: Context, book: OrderBook) -> None:
        super().__init__(setting, closure, context)
        self.book = book

    def _set_posts(self, now: MarketMonth, years: float) -> None:
        super()._set_posts(now, years)
        for one in self.book.orders:
            if one.months[0] <= self.months <= one.months[1]:
                self.posts[URBAN] = self.posts[URBAN] * one.urban
                # What comes from elsewhere brings work to shops and services, as every new tradable job does.
                self.posts[COUNTY] += (1 + self.parameters.local_multiplier) * one.county
        self._open_vacancies(now)


class OrderedModel(LaborModel):
    """A world in which customers elsewhere order more or less than usual."""

    def __init__(self, asked: Scenario, replicate: int, setting: Setting, book: OrderBook) -> None:
        super().__init__(asked, replicate, setting=setting)
        self.markets = OrderedMarkets(self.setting, asked.closure, asked.context, book)
        own = self.ahead.own_groups
        self.ahead = MonthAhead(self.setting, asked, self.opening, self.markets, self.luck, own)
        self.ahead.open_first(self._outset(self.base_counts, self.counts, pool=1.0))
