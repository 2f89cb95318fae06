"""What levers give to people: money for founders, park places, training seats, posts. Everything is a queue."""

import math
from collections import Counter, defaultdict

from tests.twin.founder import Stage
from tests.twin.luck import ALWAYS
from tests.twin.money import in_fen
from tests.twin.queue import admit, paid_for
from tests.twin.words import (
    ACCOMPANYING,
    AT_HOME_WITHOUT_BUSINESS,
    AWAY,
    FOUND,
    FOUNDER,
    LOAN,
    PLACED,
    POST,
    POSTS,
    STARTED,
    SUBSIDY,
    TRAINING,
    WORKSHOP,
)

ASKING, SERVED = ("eligible", "aware", "applied"), ("approved", "served")
RETRAIN_MONTHS = 60  # no second training within five years
PARK_LOTTERY = "entrepreneurship_parks.lottery"


def help_founders(model):
    """Grant subsidies and loans while money and loans last, then let would-be founders start."""
    founders = [worker for worker in model.workers if worker.applied == FOUND]
    asking = {kind: who_asks(founders, kind) for kind in (SUBSIDY, LOAN)}
    for kind in (SUBSIDY, LOAN):
        for offer in model.offers(kind):
            ration(model, kind, offer, asking[kind][offer.instance])
    plans = {founder: founder.granted_plan() for founder in founders}
    for founder in founders:
        founder.found()
    for kind in (SUBSIDY, LOAN):
        for offer in model.offers(kind):
            book(model, kind, offer, {founder: plans[founder] for founder in asking[kind][offer.instance]})


def who_asks(founders, kind):
    """Return would-be founders by the offer that is made to them; loans are for those who would employ others."""
    asking = defaultdict(list)
    for founder in founders:
        offer = founder.offer_of(kind)
        if offer is not None and (kind == SUBSIDY or founder.would_employ):
            asking[offer.instance].append(founder)
    return asking


def ration(model, kind, offer, founders):
    """Count the funnel; take the grant back from those for whom money or loans do not last."""
    for stage in (Stage.ELIGIBLE, Stage.AWARE, Stage.APPLIED, Stage.APPROVED):
        reached = [founder for founder in founders if founder.stage(kind) >= stage]
        model.policy.count(offer.instance, stage.name.lower(), reached)
    # Whoever would found without it (own-account work needs no loan) takes it from nobody.
    granted = {founder for founder in founders if kind in founder.served}
    kept = granted

    def ticket(founder):
        return founder.ticket(f"{kind}.lottery")

    if kind == LOAN and all(math.isfinite(places) for places in offer.places):
        kept = admit(kept, whole_by_chance(model, offer.places, "guaranteed_loans.round"), ticket)
    costs = {founder: cost_of(kind, offer, founder, founder.granted_plan()) for founder in kept}
    kept = paid_for(kept, model.policy.left[offer.instance], costs.get, ticket)
    for founder in granted - kept:
        founder.served.remove(kind)


def cost_of(kind, offer, founder, plan):
    """Return what serving a founder costs [fen], with all the persons he stands for."""
    yuan = offer.amount[founder.origin] if kind == SUBSIDY else plan.loan * offer.terms[2] if plan else 0.0
    return in_fen(float(yuan) * offer.unit_cost_yuan) * founder.persons


def whole_by_chance(model, places, name):
    """Return whole places by region, rounded by the region's luck."""
    return {region.place: math.floor(places[region.place] + region.luck(name)) for region in model.regions}


def book(model, kind, offer, plans):
    """Count and pay the subsidies or loans of those who started."""
    served, cost = [], Counter()
    for founder, plan in plans.items():
        if STARTED in founder.events and kind in founder.served and (kind == SUBSIDY or plan.loan > 0.0):
            served.append(founder)
            cost[founder.origin] += cost_of(kind, offer, founder, plan)
    model.policy.count(offer.instance, "served", served)
    model.policy.spend(offer.instance, cost)


def fill_parks(model):
    """Give free park places to young businesses; where parks were closed, the holders draw who may stay."""
    founders = defaultdict(list)
    for worker in model.workers:
        if worker.status == FOUNDER:
            founders[worker.origin].append(worker)
    for region in model.regions:
        fill_park(model, region, founders[region.place])


def fill_park(model, region, founders):
    """Do so in one region: by lot, or the more able first."""
    places = math.floor(region.dial("parks") * region.dial("places_per_park"))
    # Whole workers, by a luck that never changes: rounded anew every month, the last holder would come and go.
    luck = model.luck.one(region.place, ALWAYS, "entrepreneurship_parks.round")
    places = math.floor(places / region.persons + luck) * region.persons
    by_score = region.dial("park_by_score") > 0.0

    def ticket(founder):
        return int(2.0**32 / (1.0 + math.exp(founder.skill()))) if by_score else founder.ticket(PARK_LOTTERY)

    def draw(candidates, free):
        admitted = admit(candidates, {region.place: free}, ticket)
        for founder in candidates:
            founder.in_park = founder in admitted
        return persons_of(admitted)

    holders = [founder for founder in founders if founder.in_park]
    held = draw(holders, places) if persons_of(holders) > places else persons_of(holders)
    oldest_start = model.month - int(model.parameters.park_queue_months)
    waiting = [founder for founder in founders if not founder.in_park and founder.spell_start >= oldest_start]
    asked, got = persons_of(waiting), draw(waiting, max(0, places - held))
    region.park_chance = got / asked if asked > 0 else 1.0
    for lever in model.policy.holding("park place"):
        model.policy.reach(lever, region, ASKING, asked + held)
        model.policy.reach(lever, region, SERVED, got + held)


def persons_of(workers):
    """Return the persons for whom some workers stand."""
    return sum(worker.persons for worker in workers)


def train(model):
    """Seat those who ask, as far as seats and money go; who completes knows more when the course ends."""
    asking, reached = defaultdict(list), defaultdict(list)
    for worker in model.workers:
        offer = worker.offer_of(TRAINING)
        if offer is not None:
            reached[offer.instance].append(worker)
            if asks_for_training(model, worker, offer):
                asking[offer.instance].append(worker)
    for offer in model.offers(TRAINING):
        aware = [worker for worker in reached[offer.instance] if worker.knows_of(TRAINING, offer)]
        model.policy.count(offer.instance, "eligible", reached[offer.instance])
        model.policy.count(offer.instance, "aware", aware)
        model.policy.count(offer.instance, "applied", asking[offer.instance])
        seat(model, offer, asking[offer.instance])


def asks_for_training(model, worker, offer):
    """Say whether somebody asks for a seat: no founder, not trained in the last five years, and he knows of it."""
    if worker.status == FOUNDER or worker.in_training:
        return False
    if worker.is_trained and model.month - worker.training_end < RETRAIN_MONTHS:
        return False
    return worker.knows_of(TRAINING, offer) and worker.luck("training_places.apply") < offer.apply_share


def seat(model, offer, asking):
    """Let a lottery fill the seats of one offer. Who will not complete drops out at once."""

    def ticket(worker):
        return worker.ticket("training_places.lottery")

    unit = in_fen(offer.unit_cost_yuan)
    seated = admit(asking, whole_by_chance(model, offer.places, "training_places.round"), ticket)
    seated = paid_for(seated, model.policy.left[offer.instance], lambda worker: worker.persons * unit, ticket)
    cost = Counter()
    for worker in seated:
        cost[worker.origin] += worker.persons * unit
        if worker.luck("training_places.complete") < offer.approve_share:
            worker.training_end = model.month + int(offer.terms[0])
    for stage in SERVED:
        model.policy.count(offer.instance, stage, seated)
    model.policy.spend(offer.instance, cost)


def pay_posts(model):
    """Count the funnel of public-welfare posts and pay those who hold one."""
    holders = [worker for worker in model.workers if worker.status == PLACED and not worker.in_workshop]
    at_home = [worker for worker in model.workers if worker.status in AT_HOME_WITHOUT_BUSINESS]
    booked = set()
    for offer in model.offers(POSTS):
        eligible = [worker for worker in at_home if worker.offer_of(POSTS) is offer]
        aware = [worker for worker in eligible if worker.knows_of(POSTS, offer)]
        # Where two groups have posts in one region they share them: booked once, on the first.
        mine = {k for k in range(len(model.regions)) if offer.amount[k] > 0.0} - booked
        booked |= mine
        held = [worker for worker in holders if worker.origin in mine]
        refused = [worker for worker in model.refused[POST] if worker.origin in mine]
        stages = {"eligible": eligible, "aware": aware, "applied": refused, "approved": [], "served": []}
        for stage, others in stages.items():
            model.policy.count(offer.instance, stage, held + others)
        cost = Counter()
        for worker in held:
            cost[worker.origin] += worker.persons * in_fen(offer.unit_cost_yuan / 12)
        model.policy.spend(offer.instance, cost)


def count_reached(model):
    """Count the funnels of levers without a queue of their own, and charge for school places."""
    refused = Counter()
    for worker in model.refused[WORKSHOP]:
        refused[worker.origin] += worker.persons
    for lever in model.policy.holding("workshop place"):
        for region in model.policy.regions_of(lever):
            held = region.counted("in_workshop")
            at_home = held + region.counted("seeking_home") + region.counted("out")
            model.policy.reach(lever, region, ("eligible", "aware"), at_home)
            model.policy.reach(lever, region, ("applied",), held + refused[region.place])
            model.policy.reach(lever, region, SERVED, held)
    for lever in model.policy.holding("work away"):
        for region in model.policy.regions_of(lever):
            there = region.counted("working_away") + region.counted("seeking_there")
            model.policy.reach(lever, region, ASKING + SERVED, there)
    for lever in model.policy.holding("school place"):
        count_school_places(model, lever)


def count_school_places(model, lever):
    """Count parents at the destination and those with their children; one child each, and only added places cost."""
    regions = model.policy.regions_of(lever)
    now = {region: region.dial("school_share") for region in regions}
    usual = {region: float(model.setting.dials["school_share"][region.place]) for region in regions}
    if now == usual:
        return
    parents = [worker for worker in model.workers if worker.status in AWAY and worker.is_parent]
    unit, cost = in_fen(lever.unit_cost_yuan / 12), {}
    for region in regions:
        here = [worker for worker in parents if worker.destination == region.place]
        accompanied = persons_of(worker for worker in here if worker.children == ACCOMPANYING)
        model.policy.reach(lever, region, ASKING, persons_of(here))
        model.policy.reach(lever, region, SERVED, accompanied)
        added = max(0.0, now[region] - usual[region]) / max(now[region], usual[region])
        cost[region.place] = math.floor(accompanied * added) * unit
    model.policy.spend(lever.key, cost)
