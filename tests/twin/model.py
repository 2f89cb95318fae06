"""`TwinModel`: the schedule. Read `step` first."""

import calendar
import math
from collections import Counter
from datetime import timedelta
from typing import NamedTuple

import mesa
from tests.twin import reading, services
from tests.twin.counting import TwinCounts
from tests.twin.entrant import let_enter
from tests.twin.founder import EMPLOYER, OWN_ACCOUNT
from tests.twin.ledger import Policy
from tests.twin.luck import ALWAYS, Luck
from tests.twin.money import in_fen
from tests.twin.person import ONE
from tests.twin.prospects import Prospects, network_now
from tests.twin.queue import admit
from tests.twin.region import TwinRegion
from tests.twin.words import COUNTY, FOUND, GONE, PLACED, POST, POSTS, SEEKERS, WORKSHOP
from tests.twin.worker import TwinWorker

from laborsim.kernels.codes import year_and_month
from laborsim.model.worker import RULES
from laborsim.population.founders import closure_per_year
from laborsim.published.spring_festival import spring_festival

URBAN = "urban"
FACTORS = (
    "vacancies",
    "pay",
    "prices",
    "demand",
    "travel",
    "productivity",
)  # shocks that multiply; recall and returns add up
REFERENCE_GROWTH = 5.0  # GDP growth at which jobs grow with the pool [percent a year]


class Business(NamedTuple):
    """A business that closed."""

    worker_id: int
    region: int
    start: int
    end: int
    employer: bool
    park: bool
    returnee: bool


class TwinModel(mesa.Model):
    """The model of a `LaborModel` at its base date, in ordinary objects."""

    def __init__(self, fast):
        super().__init__(rng=1)  # decides the order in which workers act, which must not matter
        scenario, setting = fast.world, fast.setting
        self.world, self.setting, self.parameters = scenario, setting, setting.parameters
        self.closure, self.founders_inside = scenario.closure, scenario.founders_inside_total
        self.run, self.replicate, self.luck = scenario.run, fast.replicate, Luck(fast.stream)
        self.month, self.months_run = scenario.horizon.start, 0
        self.trend, self.pool, self.pool_growth = {"county": 1.0, URBAN: 1.0}, 1.0, 1.0
        local, away = float(setting.employed_county.sum()), float(setting.employed_urban.sum())
        self.local_share = local / (local + away)
        self.set_money()
        self.alpha = self.parameters.income_elasticity * self.parameters.nest_away
        self.set_closures()
        self.regions = [TwinRegion(self, place) for place in range(len(setting.regions))]
        self.founders_ever = [float(persons) for persons in fast.founders_ever]
        self.policy = Policy(self, scenario.levers)
        self.turn_dials()
        for state in reading.people(fast.workers.columns):
            TwinWorker(self, state)
        self.drawn = {group.name: self.draw(group) for group in scenario.groups if group.persons is not None}
        self.leavers, self.closed_businesses, self.refused = [], [], {POST: [], WORKSHOP: []}
        self.in_post = Counter()
        self.counts = self.base_counts = TwinCounts(self.workers, [])
        self.people_at_start = self.people

    def draw(self, group):
        """Return the identities of the members of a group of so many persons: the lowest tickets, to the nearest."""

        def ticket(worker):
            return self.luck.ticket(worker.worker_id, ALWAYS, f"group.{group.name}")

        def could(worker):
            return self.setting.codes[worker.origin] in group.regions and worker.belongs_to(group.traits)

        members, persons = set(), 0
        for worker in sorted(filter(could, self.workers), key=ticket):
            if abs(persons + worker.persons - group.persons) >= abs(persons - group.persons):
                break
            members.add(worker.worker_id)
            persons += worker.persons
        return members

    def step(self):
        """Advance one month."""
        self.month += 1
        self.months_run += 1
        self.turn_dials()
        self.open_month()
        self.leavers, self.closed_businesses = [], []
        for rule in (rule for rule in RULES if rule != "settle"):  # moves come after the markets
            self.workers.shuffle_do(rule)
        self.close_books()
        services.help_founders(self)
        self.match()
        self.workers.shuffle_do("settle")
        services.fill_parks(self)
        services.train(self)
        services.pay_posts(self)
        self.policy.charge_units()
        let_enter(self)
        self.workers.shuffle_do("remember_month")
        self.counts = TwinCounts(self.workers, self.leavers)
        services.count_reached(self)
        for region in self.regions:
            self.founders_ever[region.place] += region.counted("returnee_starts")

    @property
    def workers(self):
        """Everybody in the model."""
        return self.agents_by_type[TwinWorker]

    @property
    def people(self):
        """Persons in the model."""
        return sum(worker.persons for worker in self.workers)

    def set_closures(self):
        """Set how likely businesses of each kind close: by month and year in business, and in the first years."""
        own, employer = closure_per_year(self.parameters)
        yearly = {OWN_ACCOUNT: own, EMPLOYER: employer}
        self.closures = {kind: [1 - math.pow(1 - p, 1 / 12) for p in hazards] for kind, hazards in yearly.items()}
        self.first_closures = {kind: sum(hazards[:3]) / 3 for kind, hazards in yearly.items()}

    def turn_dials(self):
        """Let the levers in force turn this month's dials and make their offers."""
        dials = self.policy.turn(self.month)
        self.dial = {name: dials[name].tolist() for name in self.setting.dials}
        self.offers_made = dials.offers

    def offers(self, kind):
        """Return this month's offers of one kind of service."""
        return [offer for offer in self.offers_made if offer.kind == kind]

    def open_month(self):
        """Show everybody what last month's counts, the dials and the shocks make of this month."""
        self.set_trends()
        for region in self.regions:
            region.open_month()
        self.network = network_now(self)
        places = range(len(self.regions))
        self.prospects = {(o, parent): Prospects(self, o, parent) for o in places for parent in (False, True)}
        self.reconsider_rate = self.rate_of_reconsidering()

    def set_trends(self):
        """Set the trend of pay and jobs: pay grows as the context says, jobs with the pool and with GDP."""
        context, years = self.world.context, self.months_run / 12
        urban, county = context.wage_growth_urban, context.wage_growth_county
        self.trend[URBAN] = math.pow(1 + urban / 100, years)
        self.trend["county"] = math.pow(1 + (urban if county is None else county) / 100, years)
        self.set_money()
        pool = self.people / self.people_at_start
        self.pool_growth, self.pool = pool / self.pool, pool
        faster = (context.gdp_growth - REFERENCE_GROWTH) / 100 * self.parameters.growth_jobs
        self.job_growth = pool * math.pow(1 + faster, years)

    def set_money(self):
        """Set what a yuan of the base date is worth in the month's yuan, and how far a market's trend is ahead."""
        apart = self.trend["county"] / self.trend[URBAN]
        self.money_unit = self.trend[URBAN] * math.pow(apart, self.local_share)
        self.lead = {"county": math.pow(apart, 1 - self.local_share), URBAN: math.pow(apart, -self.local_share)}

    def rate_of_reconsidering(self):
        """Return the chance that somebody employed thinks again: higher in the weeks after the Spring Festival."""
        year, number = year_and_month(self.month)
        season = [spring_festival(year) + timedelta(days=k) for k in range(int(self.parameters.festival_days))]
        days = sum((day.year, day.month) == (year, number) for day in season)
        more = self.parameters.festival_peak - 1
        usual = 1 + more * self.parameters.festival_days / 365.25
        part = days / calendar.monthrange(year, number)[1]
        return self.parameters.reconsider_rate * (1 + more * part) / usual

    def visits(self):
        """Return who of those with a job away is at home for the Spring Festival this month [share]."""
        year, number = year_and_month(self.month)
        return self.parameters.festival_visits if spring_festival(year).month == number else 0.0

    def shock(self, kind, market, region):
        """Return what the shocks of one kind make of this month in one market of one region."""
        level = usual = 1.0 if kind in FACTORS else 0.0
        code, acting = self.setting.codes[region.place], []
        for shock in self.world.shocks:
            scheduled, strength = shock.schedule.at(self.month), shock.schedule.strength(self.month)
            acts_here = code in shock.regions and shock.market in (market, "both")
            if shock.kind == kind and scheduled is not None and acts_here:
                acting.append(scheduled if strength == 1 else usual + (scheduled - usual) * strength)
        for its in sorted(acting):
            level = level * its if kind in FACTORS else level + its
        return level

    def affordable_posts(self, offer):
        """Return the public-welfare posts [region] of one offer that its budget pays for this month."""
        affordable = self.policy.affordable(offer.instance, in_fen(offer.unit_cost_yuan / 12))
        total = offer.places.sum()
        return offer.places if affordable is None or total <= affordable else offer.places * (affordable / total)

    def write_down_business(self, founder):
        """Remember a business that closes this month."""
        self.closed_businesses.append(
            Business(
                founder.worker_id,
                founder.origin,
                founder.spell_start,
                self.month,
                founder.employer,
                founder.in_park,
                founder.returnee_founder,
            )
        )

    def close_books(self):
        """End the spells of the businesses that closed."""
        closed = {business.worker_id for business in self.closed_businesses}
        founders = [worker for worker in [*self.workers, *self.leavers] if worker.worker_id in closed]
        owed, repaid = services.settle_accounts(self, founders)
        for founder in founders:
            if founder.status != GONE:
                founder.wind_up(owed[founder], repaid[founder])

    def match(self):
        """Let applications meet vacancies and free places; who gets nothing keeps what he had."""
        waiting = [worker for worker in self.workers if worker.applied not in (None, FOUND)]
        asking, applications = Counter(), Counter()
        for worker in waiting:
            asking[queue_of(worker)] += worker.persons
            applications[queue_of(worker)] += worker.persons * worker.applications
        held = Counter()
        for worker in self.workers:
            if worker.status == PLACED:
                held[WORKSHOP if worker.in_workshop else worker.served[POSTS], worker.origin] += worker.persons
        places = {}
        for region in self.regions:
            k = region.place
            county, urban = (COUNTY, k), (URBAN, k)
            places[county], places[urban] = region.hire(
                (asking[county], applications[county] / ONE), (asking[urban], applications[urban] / ONE)
            )
            for program, there in region.post_places.items():
                places[program, k] = max(0, there - held[program, k])
            places[WORKSHOP, k] = max(0, region.workshop_places - held[WORKSHOP, k])
        self.admitted = admit(waiting, places, ticket_of, queue_of)
        refused = [worker for worker in waiting if worker not in self.admitted]
        self.refused = {place: [worker for worker in refused if worker.applied == place] for place in (POST, WORKSHOP)}
        for worker in refused:
            if (
                worker.status in SEEKERS
                or worker.applied in (POST, WORKSHOP)
                or self.parameters.application_months == 1
            ):
                worker.applied = None


def ticket_of(worker):
    """Return an applicant's place in the queue: by lot, but people from lifted-out households first to workshops."""
    ticket = worker.ticket("market.lottery")
    if worker.applied == WORKSHOP:
        return not worker.lifted, ticket // 2
    if worker.applied == POST or worker.applications == ONE:
        return False, ticket
    # The lowest of as many tickets as he counts for.
    above = 1.0 - (ticket + 0.5) / 2.0**32
    return False, int(2.0**32 * (1.0 - math.pow(above, ONE / worker.applications)))


def queue_of(worker):
    """Return the queue that an applicant joins: the urban market of a region, or one at home."""
    if worker.applied == POST:
        return worker.program(POSTS), worker.origin
    if worker.applied in (COUNTY, WORKSHOP):
        return worker.applied, worker.origin
    return URBAN, worker.applied
