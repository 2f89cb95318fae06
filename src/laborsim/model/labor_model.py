"""`LaborModel`: the schedule. Read `step` first; it is the ODD process overview in code."""

import copy
from collections.abc import Iterable
from typing import NamedTuple

import mesa
import numpy as np
from numpy.typing import NDArray

from laborsim.kernels import passes
from laborsim.kernels.codes import FOUNDER, MOST_PROGRAMS, year_and_month
from laborsim.kernels.counts import AT, Counts, empty_counts, total
from laborsim.kernels.life import entrants
from laborsim.kernels.markets.queue import admit
from laborsim.kernels.markets.trained_applicants import ONE, apply_as_many
from laborsim.kernels.month import Month
from laborsim.kernels.random import decision, stream_key
from laborsim.kernels.services import eligibility
from laborsim.kernels.welfare import Chances
from laborsim.levers.dials import Dials
from laborsim.model import histories, services
from laborsim.model.base_date import Setting, make_setting
from laborsim.model.chances import chances_of
from laborsim.model.funnels import PastMonth, barred, book_reached, book_school_places
from laborsim.model.invariants import Books, InvariantError, check
from laborsim.model.market import COUNTY, LEVELS, URBAN, Markets
from laborsim.model.month_ahead import MonthAhead, Outset
from laborsim.model.month_parts import Opening
from laborsim.model.own_groups import groups_at
from laborsim.model.policy import Policy
from laborsim.model.region import Region
from laborsim.model.regional_random import Luck
from laborsim.model.services import ParkQueue, Provision
from laborsim.model.shared_past import booked, is_quiet
from laborsim.model.snapshot import Snapshot
from laborsim.model.worker import Worker
from laborsim.model.workers import Workers
from laborsim.parameters.fit import Fit, load_fit
from laborsim.parameters.parameters import Parameters
from laborsim.parameters.posterior import parameters_of
from laborsim.parameters.response import fitted_for
from laborsim.population.province_figures import with_province
from laborsim.scenario.load import Scenario

__all__ = ["Branch", "InvariantError", "LaborModel"]

JOB_LOTTERY = decision("market.lottery")
HIRING_ROUNDS = (decision("market.round_county"), decision("market.round_urban"))  # by market
ENTRANT_NUMBER = decision("entrant.number")
URBAN_QUEUE = 0


class LaborModel(mesa.Model):
    """Rural migrant workers of 31 provinces, month by month, in one world."""

    def __init__(
        self,
        scenario: Scenario,
        replicate: int = 0,
        parameters: Parameters | None = None,
        n_threads: int = 1,
        setting: Setting | None = None,
    ) -> None:
        super().__init__(rng=scenario.run.seed)
        self.world, self.replicate = scenario, replicate  # mesa keeps a `scenario` of its own
        if setting is None and parameters is None and scenario.parameters:
            raise ValueError("a world with parameters of its own begins at a setting of model.what_if.setting_of")
        self.setting = setting or setting_at(scenario, parameters or parameters_of(scenario, replicate))
        self.persons = self.setting.persons
        self.region_codes = self.setting.codes
        self.stream = stream_key(scenario.run.seed, replicate)
        self.months = scenario.horizon.start
        self.luck = Luck(self.stream, self.persons)
        self.regions = tuple(Region(self, k, province) for k, province in enumerate(self.setting.regions))
        self.markets = Markets(self.setting, scenario.closure, scenario.context)
        self.policy = Policy(self.setting, scenario.levers, scenario.run, replicate)
        self.opening = Opening(self.setting)
        nobody, nothing = np.zeros(len(self.regions), np.int64), empty_counts(len(self.regions))
        self.parks = ParkQueue(nobody, nobody, chance=np.array(self.setting.fit.park_chance))
        self.founders_ever = self.setting.history.ever_persons * self.setting.weights["founders"]
        self.founders_ever = self.founders_ever / self.setting.weights["founders"].sum()
        self.queue_kinds = passes.POST_QUEUE + self.policy.most_post_programs
        self.refused = np.zeros((self.queue_kinds, len(self.regions)), np.int64)
        self.asked = np.zeros(self.refused.shape)
        self.in_post = np.zeros((MOST_PROGRAMS, len(self.regions)), np.int64)
        self.closed_businesses = histories.no_businesses()
        self._rows_followed: dict[int, int] = {}
        self.dials: Dials = self.policy.turn(self.months)
        own = groups_at(
            self.months, scenario.groups, self.region_codes, self.setting.columns, (self.stream, self.persons)
        )
        self.ahead = MonthAhead(self.setting, scenario, self.opening, self.markets, self.luck, own)
        month = self.ahead.open_first(self._outset(nothing, nothing, pool=1.0))
        self.workers = Workers(self, self.setting.columns.copy(), self.persons, month, n_threads)
        passes.recount(self.workers.columns, month, self.persons, nothing)
        self.counts: Counts = total([nothing])
        self.base_counts = self.counts
        self.people_at_start = self.people
        self.levels = self._show_levels()
        self.lived = [self._lived()]

    @property
    def agents(self) -> Workers:
        """All workers, as Mesa spells it."""
        return self.workers

    @property
    def agents_by_type(self) -> dict[type[mesa.Agent], Workers | tuple[Region, ...]]:
        """Workers and regions."""
        return {Worker: self.workers, Region: self.regions}

    @property
    def agent_types(self) -> list[type[mesa.Agent]]:
        """Workers and regions."""
        return [Worker, Region]

    @property
    def month(self) -> Month:
        """What all workers can see this month."""
        return self.workers.month

    @property
    def people(self) -> int:
        """Persons in the model."""
        return int(self.counts.series[:, : AT["not_migrant"]].sum())

    @property
    def service_names(self) -> tuple[str, ...]:
        """Keys of the levers, in the order of `services`."""
        return self.policy.ledger.names

    @property
    def services(self) -> NDArray[np.int64]:
        """This month's ledger [lever, region, stage]."""
        return self.policy.ledger.month

    @property
    def provision(self) -> Provision:
        """What services work with this month."""
        return Provision(self.workers.columns, self.persons, self.month, self.dials, self.policy.ledger, self.luck)

    @property
    def observed(self) -> Snapshot:
        """The end of this month, for whoever looks at people one by one."""
        return Snapshot(
            columns=self.workers.columns,
            persons=self.persons,
            month=self.month,
            counts=self.counts,
            chances=self._chances(),
            places=self.ahead.places,
            tastes=self.opening.tastes,
            let_in=(1 - self.setting.access) * self.dials["settlement_gap_closed"],
            region_codes=self.region_codes,
            service_names=self.service_names,
            services=self.services,
            served_rows=self.policy.ledger.served_rows,
        )

    def _chances(self) -> Chances:
        pages = dict(zip(self.service_names, self.services, strict=True))
        return chances_of(self.asked, self.refused, pages, self.policy.programs)

    def step(self) -> None:
        """Advance one month."""
        before = self.counts
        self.open_month()
        self.workers.do("decide")
        agenda = passes.agenda(self.workers.columns, self.month)
        self.close_books(agenda.closed)
        again = services.help_founders(self.provision, agenda.founding, agenda.hoping)
        self.match(passes.decided_anew(agenda, self.workers.columns, again, self.month))
        self.fill_parks(np.concatenate([agenda.founders, agenda.founding]))
        services.train(self.provision)
        self.in_post = services.pay_posts(self.provision, self.refused[passes.POST_QUEUE :])
        self.policy.charge_units()
        self.let_enter(agenda.free)
        self.counts = self.workers.take_stock()
        self.close_month()
        self.check(before)
        self.running = self.months < self.world.horizon.end

    def open_month(self) -> None:
        """Turn the dials, post pay and vacancies, and let everybody see the month."""
        self.months += 1
        self.dials = self.policy.turn(self.months, {"school place": self._accompanied, "work away": self._barred})
        known = self._outset(self.base_counts, self.counts, self.people / self.people_at_start)
        self.workers.month = self.ahead.open(known)

    def _accompanied(self) -> NDArray[np.int64]:
        along: NDArray[np.int64] = eligibility.parents_away(self.workers.columns, self.persons)[1]
        return along

    def _barred(self) -> NDArray[np.int64]:
        there = self.counts.series[:, AT["working_away"]] + self.counts.series[:, AT["seeking_there"]]
        return barred(there, self.setting.access)

    def _outset(self, base: Counts, last: Counts, pool: float) -> Outset:
        posts = services.affordable_posts(self.dials, self.policy.ledger, len(self.regions))
        return Outset(self.months, self.dials, base, last, pool, posts, self.in_post, self.parks.chance)

    def close_month(self) -> None:
        """Book whom the levers reached that offer nothing to one person at a time, and show the month's levels."""
        self.lived.append(self._lived())
        book_reached(self.policy, self.lived[-1])
        usual = self.setting.dials["school_share"]
        book_school_places(self.policy, self.lived[-1], usual, self.workers.columns, self.persons)
        self.founders_ever = self.founders_ever + self.counts.series[:, AT["returnee_starts"]]
        self.levels = self._show_levels()

    def _lived(self) -> PastMonth:
        asked, admitted, _ = self.parks
        return PastMonth(self.months, self.dials, self.counts.series, self.refused, asked, admitted)

    def check(self, before: Counts) -> None:
        """Raise InvariantError if the books of the month do not close; `before`: the counts at the end of the last."""
        left = self.policy.ledger.budget
        check(Books(self.months, self.region_codes, self.persons, before, self.counts, self.levels, left))

    def close_books(self, rows: NDArray[np.int64]) -> None:
        """Write down the businesses that closed, then end their spells."""
        self.closed_businesses = histories.businesses(self.workers.columns, rows, end=self.months)
        dues = services.settle_accounts(self.provision, rows, self.policy.granted)
        eligibility.wind_up_businesses(self.workers.columns, rows, dues.owed, dues.repaid, self.month)

    def fill_parks(self, founders: NDArray[np.int64]) -> None:
        """Let young businesses have the free places in parks."""
        queue_months = int(self.setting.parameters.park_queue_months)
        self.parks = services.fill_parks(self.provision, founders, queue_months)

    def match(self, agenda: passes.Agenda) -> None:
        """Let applications meet vacancies and free places and the admitted move; the others keep what they have."""
        columns, n = self.workers.columns, len(self.regions)
        rows, queue = agenda.applying, agenda.queue
        weights = self.persons[columns.origin[rows]]
        asking = np.bincount(queue, weights, minlength=self.queue_kinds * n).reshape(self.queue_kinds, n)
        tickets = eligibility.tickets_of(columns, rows, self.month, JOB_LOTTERY)
        on_market = queue // n <= passes.COUNTY_QUEUE
        counting_for = weights * apply_as_many(columns, rows, on_market, tickets, self.month)
        applications = np.bincount(queue, counting_for, asking.size).reshape(asking.shape) / ONE
        luck = np.array([self.luck.of(rounding, self.months) for rounding in HIRING_ROUNDS])
        applicants, counted = (np.array([of[passes.COUNTY_QUEUE], of[URBAN_QUEUE]]) for of in (asking, applications))
        hires = self.markets.match(applicants, counted, luck)
        held = eligibility.placed_now(columns, agenda.placed, self.persons)
        free = np.maximum(0, np.vstack([self.ahead.workshop_places, self.ahead.post_places]) - held)
        places = np.vstack([hires[URBAN], hires[COUNTY], free])[: self.queue_kinds].ravel()
        services.lifted_out_first(columns, rows, queue // n == passes.WORKSHOP_QUEUE, tickets)
        admitted = admit(queue, tickets, columns.worker_id[rows], weights, places, self.month.stream, self.month.step)
        passes.refuse(columns, rows[~admitted], self.month)
        self.workers.do("move", rows[admitted])
        self.asked = asking.astype(np.float64)
        self.refused = np.bincount(queue, weights * ~admitted, asking.size).reshape(asking.shape).astype(np.int64)

    def let_enter(self, free: NDArray[np.int64]) -> None:
        """Let this month's entrants begin to work; the same people in every scenario."""
        expected = self.setting.demography.entrant_workers(self.months, self.persons)
        numbers = np.floor(expected + self.luck.of(ENTRANT_NUMBER, self.months)).astype(np.int64)
        rows = self.workers.room_for(int(numbers.sum()), free)
        origins = np.repeat(np.arange(len(numbers)), numbers)
        ids = entrants.entrant_ids(self.months, self.setting.demography.entrant_origin, numbers)
        entrants.enter(self.workers.columns, rows, ids, origins, self.month, self.ahead.newcomers(self.months))

    def level(self, name: str) -> NDArray[np.float64]:
        """Return one of the month's levels by region."""
        return self.levels[:, LEVELS.index(name)]

    def open_businesses(self) -> NDArray[np.void]:
        """Return the businesses in operation (end = −1)."""
        rows = np.flatnonzero(self.workers.columns.status == FOUNDER)
        return histories.businesses(self.workers.columns, rows, histories.OPEN)

    def follow(self, worker_ids: Iterable[int]) -> NDArray[np.void]:
        """Return this month of some workers."""
        ids = np.fromiter(worker_ids, np.uint32)
        return histories.workers(self.workers.columns, self.month, ids, self._rows_followed)

    def branch(self, scenario: Scenario) -> "Branch | None":
        """Return the model as it would be had it lived so far in another world; None where that is not the same.

        It is not where the other policy would have done anything or anything happened from outside. Base date, seed,
        closure and context are the caller's to compare.
        """
        if self.months > scenario.horizon.end or not is_quiet(self.lived, [*self.world.shocks, *scenario.shocks]):
            return None
        policy = Policy(self.setting, scenario.levers, scenario.run, self.replicate)
        books = booked(policy, self.lived, self.setting.dials["school_share"])
        if books is None:
            return None
        nobody_changes = (self.setting, self.setting.dials, self.setting.weights, self.opening)
        instead = {id(part): part for part in nobody_changes} | {id(self.world): scenario, id(self.policy): policy}
        other = copy.deepcopy(self, instead)
        other.queue_kinds = passes.POST_QUEUE + policy.most_post_programs
        other.refused = np.zeros((other.queue_kinds, len(self.regions)), np.int64)
        alike = min(other.queue_kinds, self.queue_kinds)  # nobody could ask for a post of either policy yet
        other.refused[:alike] = self.refused[:alike]
        other.asked = np.zeros(other.refused.shape)
        other.asked[:alike] = self.asked[:alike]
        other.running = other.months < scenario.horizon.end
        return Branch(other, books)

    def _show_levels(self) -> NDArray[np.float64]:
        markets, dials = self.markets, self.dials
        ones = np.ones(len(self.regions))
        rows = {
            "pay_county": markets.pay[COUNTY],
            "pay_urban": markets.pay[URBAN],
            "posts_county": markets.posts[COUNTY],
            "posts_urban": markets.posts[URBAN],
            "vacancies_county": markets.vacancies[COUNTY],
            "vacancies_urban": markets.vacancies[URBAN],
            "applicants_county": markets.applicants[COUNTY],
            "applicants_urban": markets.applicants[URBAN],
            "unemployment_county": markets.unemployment[COUNTY],
            "unemployment_urban": markets.unemployment[URBAN],
            "background_employed": markets.background_employed,
            "background_seeking": markets.background_seeking,
            "trend_pay_county": ones * markets.trend[COUNTY],
            "trend_pay_urban": ones * markets.trend[URBAN],
            "parks": dials["parks"],
            "park_places": services.park_places(dials).astype(np.float64),
            "park_chance": self.parks.chance,
            "workshops": dials["workshops"],
            "workshop_places": self.ahead.workshop_places.astype(np.float64),
            "post_places": self.ahead.post_places.sum(axis=0).astype(np.float64),
            "school_share": dials["school_share"],
            "founders_ever": self.founders_ever,
        }
        levels = np.array([rows[name] for name in LEVELS]).T.copy()
        for region, shown in zip(self.regions, levels, strict=True):
            region.levels = shown
        return levels


class Branch(NamedTuple):
    """A model that goes on in another world, and that world's ledger of the months lived so far."""

    model: LaborModel
    services: list[NDArray[np.int64]]  # by month, the base date first: [lever, region, stage]


def setting_at(scenario: Scenario, parameters: Parameters) -> Setting:
    """Return the base date of a scenario at some parameters, with constants that belong to them."""
    return make_setting(
        scenario, parameters, with_province(fitted_for(shipped_fit(scenario), parameters), scenario.province)
    )


def shipped_fit(scenario: Scenario) -> Fit:
    """Return the fit that belongs to a scenario's base year and accounting."""
    year, _ = year_and_month(scenario.horizon.start)
    return load_fit(year, scenario.founders_observed_as, scenario.founders_inside_total)
