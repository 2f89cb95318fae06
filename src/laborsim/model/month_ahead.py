"""The month ahead: what last month's counts, the dials and the shocks make visible to all workers."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from laborsim.inputs.question import Shock
from laborsim.kernels.entering import Newcomers
from laborsim.kernels.month import Month, packed
from laborsim.kernels.tables import choice_tables
from laborsim.kernels.tally import AT
from laborsim.levers.dials import Offer, Regional
from laborsim.model.ledger import fen_of
from laborsim.model.market import COUNTY, URBAN, Conditions
from laborsim.model.opening import offers_of
from laborsim.model.services import POST_ROUND, whole_places

if TYPE_CHECKING:
    from laborsim.model.labor_model import LaborModel

WORKSHOP_STAY_MONTHS = 36.0  # ASSUMPTION: mean stay in a workshop place [months]
ENTRANT_TYPES = (0.3, 0.7, 1.0)  # ASSUMPTION: cumulative shares of the latent types among entrants
MARKET_ROWS = {"county": (COUNTY,), "urban": (URBAN,), "both": (COUNTY, URBAN)}
NORMAL = {"vacancies": 1.0, "pay": 1.0, "prices": 1.0, "recall": 0.0, "returns": 0.0}


class MonthAhead:
    """Opens the months of one model."""

    def __init__(self, model: "LaborModel") -> None:
        self.model = model
        n = len(model.regions)
        demography = model.setting.demography
        self.newcomers = Newcomers(
            ages=demography.entrant_ages,
            age_cdf=np.cumsum(demography.entrant_age_share),
            female_share=float(demography.entrant_women),
            schooling_cdf=np.cumsum(demography.entrant_schooling, axis=1),
            parents=demography.entrant_parents,
            trained=demography.entrant_trained,
            type_cdf=np.array(ENTRANT_TYPES),
            lifted_share=demography.entrant_lifted,
        )
        self.post_places = np.zeros(n, np.int64)
        self.workshop_places = np.zeros(n, np.int64)
        self._packed: Month | None = None
        self._places = {code: place for place, code in enumerate(model.region_codes)}

    def open_first(self) -> Month:
        """Return the base date as a month: nothing has happened yet."""
        n = len(self.model.regions)
        self._open_places(np.zeros(n), np.zeros(n))
        return self._month(np.zeros((2, n)), np.zeros(n), np.zeros(n), np.ones((n, n)))

    def open(self) -> Month:
        """Post pay and vacancies from last month's counts, and return what all workers can see."""
        model = self.model
        n = len(model.regions)
        last = model.counts.series
        shocks = {kind: self._shock(kind) for kind in NORMAL}
        now = Conditions(
            pool=model.people / model.people_at_start,
            local=last[:, AT["local"]].astype(np.float64),
            away=last[:, AT["working_away"]].astype(np.float64),
            seeking_home=last[:, AT["seeking_home"]].astype(np.float64),
            seeking_there=last[:, AT["seeking_there"]].astype(np.float64),
            founder_jobs=last[:, AT["jobs_offered"]].astype(np.float64),
            workshop_jobs=last[:, AT["in_workshop"]].astype(np.float64),
            crowded_out=self._crowded_out(last),
            vacancies=shocks["vacancies"],
            pay=shocks["pay"],
        )
        model.markets.post(now)
        in_workshop = now.workshop_jobs
        in_post = last[:, AT["placed"]] - in_workshop
        self._open_places(in_post, in_workshop)
        layoffs = model.markets.layoffs(now)
        assert layoffs.shape == (2, n)
        return self._month(layoffs, in_post, in_workshop, self._network())

    def _month(
        self, layoffs: NDArray[np.float64], in_post: Regional, in_workshop: Regional, network: NDArray[np.float64]
    ) -> Month:
        model, dials, opening = self.model, self.model.dials, self.model.opening
        n = len(model.regions)
        offers = dials.offers
        ends = {
            "post": self._post_end(in_post),
            "workshop": np.minimum(1.0, 1 / WORKSHOP_STAY_MONTHS + _overflow(in_workshop, self.workshop_places)),
            "recall": self._shock("recall")[URBAN],
            "returns": self._shock("returns")[URBAN],
        }
        self.places = opening.places(model.markets, dials, self._shock("prices")[URBAN], network)
        tables = choice_tables(self.places, opening.tastes)
        self._packed = packed(
            Month(
                stream=model.stream,
                step=model.months,
                life=opening.life,
                work=opening.work(layoffs, ends, dials),
                pay=opening.pay(model.markets, dials, self._post_pay()),
                choice=opening.choice(model.months, tables, model.markets, dials),
                founding=opening.founding(model.markets, dials, model.park_chance),
                subsidies=offers_of("startup_subsidy", offers, n),
                loans=offers_of("guaranteed_loans", offers, n),
                training=offers_of("training_places", offers, n),
                posts=offers_of("public_welfare_posts", offers, n),
                posts_free=np.maximum(0.0, self.post_places - in_post),
                workshops_free=np.maximum(0.0, self.workshop_places - in_workshop),
                workshop_ask=model.setting.parameters.workshop_ask,
                founders_inside=model.world.founders_inside_total,
            ),
            self._packed,
        )
        return self._packed

    def _post_offers(self) -> list[Offer]:
        return [offer for offer in self.model.dials.offers if offer.kind == "public_welfare_posts"]

    def _post_pay(self) -> Regional:
        pay = np.zeros(len(self.model.regions))
        for offer in self._post_offers():
            pay = np.maximum(pay, offer.amount)
        return pay

    def _post_end(self, in_post: Regional) -> Regional:
        stay = np.zeros(len(self.model.regions))
        for offer in self._post_offers():
            stay = np.where(offer.amount > 0, np.maximum(stay, offer.terms[0]), stay)
        ends: Regional = np.where(stay > 0, 1 / np.maximum(stay, 1.0), 1.0)  # no posts any more: everybody leaves
        ends = np.minimum(1.0, ends + _overflow(in_post, self.post_places))
        return ends

    def _crowded_out(self, last: NDArray[np.int64]) -> Regional:
        crowded = np.zeros(len(self.model.regions))
        held = last[:, AT["placed"]] - last[:, AT["in_workshop"]]
        for offer in self._post_offers():
            there = offer.amount > 0
            crowded += np.where(there, held * offer.terms[1], 0.0)
            held = np.where(there, 0, held)  # where two groups share the posts of a region, they crowd out once
        return crowded

    def _open_places(self, in_post: Regional, in_workshop: Regional) -> None:
        model, dials = self.model, self.model.dials
        posts = np.zeros(len(model.regions))
        for offer in self._post_offers():
            affordable = model.policy.ledger.affordable(offer.instance, fen_of(offer.unit_cost_yuan / 12))
            places = offer.places
            if affordable is not None and places.sum() > affordable:
                places = places * (affordable / places.sum())
            posts += places
        self.post_places = whole_places(model, posts, POST_ROUND)
        # Orders come and go: between none and twice the usual share of places stands idle.
        idle = dials["workshop_idle_share"] * 2 * model.luck("workshops.orders")
        places = dials["workshops"] * dials["places_per_workshop"] * np.maximum(0.0, 1 - idle)
        self.workshop_places = np.floor(places).astype(np.int64)

    def _network(self) -> NDArray[np.float64]:
        """Return the share of each province's movers at each destination ÷ the base date's; one worker is added."""
        return _outside_shares(self.model.counts.od, self.model.persons) / _outside_shares(
            self.model.base_counts.od, self.model.persons
        )

    def _shock(self, kind: str) -> NDArray[np.float64]:
        levels = np.full((2, len(self.model.regions)), NORMAL[kind])
        for shock in self.model.world.shocks:
            level = shock.schedule.at(self.model.months) if shock.kind == kind else None
            if level is not None:
                self._apply(shock, level, levels)
        return levels

    def _apply(self, shock: Shock, level: float, levels: NDArray[np.float64]) -> None:
        places = [self._places[code] for code in shock.regions]
        strength = shock.schedule.strength(self.model.months)
        for row in MARKET_ROWS[shock.market]:
            if NORMAL[shock.kind] == 1.0:
                levels[row, places] *= 1 + (level - 1) * strength
            else:
                levels[row, places] += level * strength


def _overflow(held: Regional, places: NDArray[np.int64]) -> Regional:
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
