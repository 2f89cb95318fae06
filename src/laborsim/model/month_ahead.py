"""The month ahead: what last month's counts, the dials and the shocks make visible to all workers."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.choice.tables import choice_tables
from laborsim.kernels.codes import MOST_PROGRAMS
from laborsim.kernels.counts import AT, Counts
from laborsim.kernels.life.entrants import Newcomers
from laborsim.kernels.month import Month, OwnGroups, packed
from laborsim.kernels.random import decision
from laborsim.levers.dials import Dials, Regional
from laborsim.model.base_date import Setting
from laborsim.model.market import COUNTY, URBAN, MarketMonth, Markets
from laborsim.model.month_parts import Opening, money_offers_of, offers_of
from laborsim.model.regional_random import Luck
from laborsim.model.services import POST_ROUND, in_programs
from laborsim.model.type_odds import type_odds
from laborsim.scenario.scenario import NORMAL, Scenario, Shock

LOAN_TERMS = 3  # interest that the borrower pays, term, ceiling
WORKSHOP_ORDERS = decision("workshops.orders")
WORKSHOP_STAY_MONTHS = 36.0  # ASSUMPTION: mean stay in a workshop place [months]
MARKET_ROWS = {"county": (COUNTY,), "urban": (URBAN,), "both": (COUNTY, URBAN)}


class Outset(NamedTuple):
    """What is known when a month is opened; arrays are [region]."""

    month: int  # running month
    dials: Dials
    base: Counts  # at the base date
    last: Counts  # at the end of last month
    pool: float  # people in the model ÷ at the base date
    posts: Regional  # [program, region] public-welfare posts that budgets pay for, not whole
    in_post: NDArray[np.int64]  # [program, region] who held one at the end of last month
    park_chance: Regional  # of a place in a park, for a young business that asks


class MonthAhead:
    """Opens the months of one world; pay and vacancies are posted on its markets."""

    def __init__(  # noqa: PLR0913 - what a month is made of
        self,
        setting: Setting,
        world: Scenario,
        opening: Opening,
        markets: Markets,
        luck: Luck,
        own_groups: OwnGroups,
    ) -> None:
        self.setting, self.world, self.luck, self.own_groups = setting, world, luck, own_groups
        self.opening, self.markets = opening, markets
        n = len(setting.regions)
        demography = setting.demography
        self._newcomers = Newcomers(
            ages=demography.entrant_ages,
            age_cdf=np.cumsum(demography.age_shares(world.horizon.start + 1)),  # of its year: `newcomers`
            female_share=float(demography.entrant_women),
            schooling_cdf=np.cumsum(demography.entrant_schooling, axis=1),
            parents=demography.entrant_parents,
            trained=demography.entrant_trained,
            types=type_odds(setting.parameters),
            lifted_share=demography.entrant_lifted,
        )
        self.post_places = np.zeros((MOST_PROGRAMS, n), np.int64)
        self.loan_terms = np.zeros((MOST_PROGRAMS, n, LOAN_TERMS))
        self.workshop_places = np.zeros(n, np.int64)
        self._packed: Month | None = None
        self._places = {code: place for place, code in enumerate(setting.codes)}

    def newcomers(self, month: int) -> Newcomers:
        """Return who enters in a month: what changes from year to year is their ages, as the birth cohorts' sizes."""
        return self._newcomers._replace(age_cdf=np.cumsum(self.setting.demography.age_shares(month)))

    def open_first(self, known: Outset) -> Month:
        """Return the base date as a month: nothing has happened yet."""
        n = len(self._places)
        self._open_places(known)
        return self._month(known, np.zeros((2, n)), np.zeros(n), np.ones((n, n)))

    def open(self, known: Outset) -> Month:
        """Post pay and vacancies from last month's counts, and return what all workers can see."""
        last = known.last.series
        in_workshop = last[:, AT["in_workshop"]].astype(np.float64)
        now = MarketMonth(
            pool=known.pool,
            local=last[:, AT["local"]].astype(np.float64),
            away=last[:, AT["working_away"]].astype(np.float64),
            seeking_home=last[:, AT["seeking_home"]].astype(np.float64),
            seeking_there=last[:, AT["seeking_there"]].astype(np.float64),
            founder_jobs=last[:, AT["jobs_offered"]].astype(np.float64),
            crowded_out=_crowded_out(known.dials, known.in_post),
            vacancies=self._shock("vacancies", known.month),
            demand=self._shock("demand", known.month),
            pay=self._shock("pay", known.month),
            productivity=self._shock("productivity", known.month),
        )
        self.markets.post(now)
        self._open_places(known)
        return self._month(known, self.markets.layoffs(now), in_workshop, self._network(known.last, known.base))

    def _month(
        self,
        known: Outset,
        layoffs: NDArray[np.float64],
        in_workshop: Regional,
        network: NDArray[np.float64],
    ) -> Month:
        """Return the month as workers see it; `in_workshop`: people in workshops at the end of the last."""
        dials, opening, markets = known.dials, self.opening, self.markets
        n = len(self._places)
        ends = {
            "post": self._post_end(dials, known.in_post),
            "workshop": np.minimum(1.0, 1 / WORKSHOP_STAY_MONTHS + _overflow(in_workshop, self.workshop_places)),
            "recall": self._shock("recall", known.month)[URBAN],
            "returns": self._shock("returns", known.month)[URBAN],
        }
        self.places = opening.places(markets, dials, self._shock("prices", known.month)[URBAN], network)
        travel = self._shock("travel", known.month)[URBAN]
        named, unit = tuple(group.name for group in self.world.groups), markets.money.unit
        tables = choice_tables(self.places, opening.tastes)
        self._packed = packed(
            Month(
                stream=self.luck.stream,
                step=known.month,
                own_groups=self.own_groups,
                life=opening.life,
                work=opening.work(layoffs, ends, opening.held_jobs(known.month, travel), dials),
                search=opening.search,
                pay=opening.pay(markets, dials, _post_pay(dials, n)),
                choice=opening.choice(known.month, tables, markets, dials),
                founding=opening.founding(markets, dials, known.park_chance),
                subsidies=money_offers_of("startup_subsidy", dials, n, named, unit),
                loans=money_offers_of("guaranteed_loans", dials, n, named, unit),
                loan_terms=self._terms_of_loans(dials) / (1.0, 1.0, unit),
                training=offers_of("training_places", dials.offers, n, named),
                trained_applications=opening.trained_applications,
                posts=offers_of("public_welfare_posts", dials.offers, n, named),
                posts_free=np.maximum(0, self.post_places - known.in_post),
                workshops_free=np.maximum(0.0, self.workshop_places - in_workshop),
                workshop_ask=self.setting.parameters.workshop_ask,
                founders_inside=self.world.founders_inside_total,
            ),
            self._packed,
        )
        return self._packed

    def _terms_of_loans(self, dials: Dials) -> NDArray[np.float64]:
        """Return the terms of the loans that are on offer, and of those that were: a loan outlives its offer.

        The ceiling is in yuan of the month, as the scenario has it.
        """
        for offer in dials.offered("guaranteed_loans"):
            for place in np.flatnonzero(offer.amount > 0):
                terms = (*offer.terms[:2], offer.amount[place])
                self.loan_terms[offer.program[place] - 1, place] = terms
        return self.loan_terms

    def _post_end(self, dials: Dials, in_post: NDArray[np.int64]) -> Regional:
        stay = np.zeros(in_post.shape)
        for offer in dials.offered("public_welfare_posts"):
            stay += in_programs(offer, np.full(in_post.shape[1], offer.terms[0]))
        ends: Regional = np.where(stay > 0, 1 / np.maximum(stay, 1.0), 1.0)  # no posts any more: everybody leaves
        ends = np.minimum(1.0, ends + _overflow(in_post, self.post_places))
        return ends

    def _open_places(self, known: Outset) -> None:
        dials = known.dials
        self.post_places = self.luck.whole_places(known.posts, POST_ROUND)
        # Orders come and go: between none and twice the usual share of places stands idle.
        idle = dials["workshop_idle_share"] * 2 * self.luck.of(WORKSHOP_ORDERS, known.month)
        places = dials["workshops"] * dials["places_per_workshop"] * np.maximum(0.0, 1 - idle)
        self.workshop_places = np.floor(places).astype(np.int64)

    def _network(self, last: Counts, base: Counts) -> NDArray[np.float64]:
        """Return the share of each province's movers at each destination ÷ the base date's; one worker is added."""
        persons = self.setting.persons
        return _outside_shares(last.od, persons) / _outside_shares(base.od, persons)

    def _shock(self, kind: str, month: int) -> NDArray[np.float64]:
        levels = np.full((2, len(self._places)), NORMAL[kind])
        mine = [shock for shock in self.world.shocks if shock.kind == kind]
        acting = [(level, shock) for shock in mine if (level := shock.schedule.level(month, NORMAL[kind])) is not None]
        # Products of floats depend on their order in the last bit: that of the levels, for names mean nothing.
        for level, shock in sorted(acting, key=lambda one: one[0]):
            self._apply(shock, level, levels)
        return levels

    def _apply(self, shock: Shock, level: float, levels: NDArray[np.float64]) -> None:
        places = [self._places[code] for code in shock.regions]
        for row in MARKET_ROWS[shock.market]:
            if NORMAL[shock.kind] == 1.0:
                levels[row, places] *= level
            else:
                levels[row, places] += level


def _post_pay(dials: Dials, n_regions: int) -> Regional:
    pay = np.zeros((MOST_PROGRAMS, n_regions))
    for offer in dials.offered("public_welfare_posts"):
        pay += in_programs(offer, offer.amount)
    return pay


def _crowded_out(dials: Dials, in_post: NDArray[np.int64]) -> Regional:
    """Return the local jobs that public posts displace; `in_post`: who held one at the end of last month."""
    each = np.zeros(in_post.shape)
    for offer in dials.offered("public_welfare_posts"):
        each += in_programs(offer, np.full(in_post.shape[1], offer.terms[1]))
    crowded: Regional = np.zeros(in_post.shape[1])
    for program in in_post * each:  # in the order of programs, which no name of a block decides
        crowded += program
    return crowded


def _overflow(held: NDArray[Any], places: NDArray[np.int64]) -> Regional:
    """Return the chance by which those who hold more than the places have to leave."""
    overflow: Regional = np.maximum(0.0, held - places) / np.maximum(held, 1.0)
    return overflow


def _outside_shares(od: NDArray[np.int64], persons: NDArray[np.int64]) -> NDArray[np.float64]:
    outside = od.astype(np.float64) + persons[:, None]
    own = np.diag_indices(len(persons))
    outside[own] = 0.0
    shares: NDArray[np.float64] = outside / outside.sum(axis=1, keepdims=True)
    shares[own] = 1.0
    return shares
