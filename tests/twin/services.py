"""What levers give to people: money for founders, park places, training seats, posts. Everything is a queue."""

import math
from collections import Counter, defaultdict

from tests.twin.founder import Stage
from tests.twin.money import in_fen
from tests.twin.queue import admit, paid_for
from tests.twin.words import (
    AT_HOME_WITHOUT_BUSINESS,
    FOUND,
    FOUNDER,
    LOAN,
    PARKS,
    PLACED,
    POST,
    POSTS,
    STARTED,
    SUBSIDY,
    TRAINING,
)

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
    """Return would-be founders by the offer that is made to them."""
    asking = defaultdict(list)
    for founder in founders:
        offer = founder.offer_of(kind)
        if offer is not None:
            asking[offer.instance].append(founder)
    return asking


def ration(model, kind, offer, founders):
    """Count the funnel; take the grant back from those for whom money or loans do not last."""
    for stage in (Stage.ELIGIBLE, Stage.AWARE, Stage.APPLIED, Stage.APPROVED):
        reached = [founder for founder in founders if founder.stage(kind) >= stage]
        model.policy.count(offer.instance, stage.name.lower(), reached)
    granted = {founder for founder in founders if kind in founder.served}
    kept = granted

    def ticket(founder):
        return founder.ticket(f"{kind}.lottery")

    if kind == LOAN and all(math.isfinite(places) for places in offer.places):
        kept = admit(kept, whole_by_chance(model, offer.places, "guaranteed_loans.round"), ticket)
    cost = float(max(offer.amount)) * (offer.terms[2] if kind == LOAN else 1.0)
    affordable = model.policy.affordable(offer.instance, in_fen(cost))
    if affordable is not None:
        admitted = admit(kept, {"budget": affordable}, ticket, lambda founder: "budget")
        kept = paid_for(admitted, affordable, ticket)
    for founder in granted - kept:
        founder.served.remove(kind)


def whole_by_chance(model, places, name):
    """Return whole places by region, rounded by the region's luck."""
    return {region.place: math.floor(places[region.place] + region.luck(name)) for region in model.regions}


def book(model, kind, offer, plans):
    """Count and pay the subsidies or loans of those who started."""
    served, cost = [], Counter()
    for founder, plan in plans.items():
        if STARTED in founder.events and kind in founder.served and (kind == SUBSIDY or plan.loan > 0.0):
            yuan = plan.subsidy if kind == SUBSIDY else plan.loan * offer.terms[2]
            served.append(founder)
            cost[founder.origin] += in_fen(yuan) * founder.persons
    model.policy.count(offer.instance, "served", served)
    model.policy.spend(offer.instance, cost)


def fill_parks(model):
    """Give free park places to young businesses; where parks were closed, the holders draw who may stay."""
    for region in model.regions:
        fill_park(model, region, [w for w in model.workers if w.origin == region.place and w.status == FOUNDER])


def fill_park(model, region, founders):
    """Do so in one region: by lot, or the more able first."""
    places = math.floor(region.dial("parks") * region.dial("places_per_park"))
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
    for lever in model.policy.levers:
        if lever.NAME == PARKS and region.place in model.policy.regions[lever.key]:
            for stage in ("eligible", "aware", "applied"):
                model.policy.page[lever.key, region.place, stage] += asked + held
            for stage in ("approved", "served"):
                model.policy.page[lever.key, region.place, stage] += got + held


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
    affordable = model.policy.affordable(offer.instance, unit)
    seated = admit(asking, whole_by_chance(model, offer.places, "training_places.round"), ticket)
    if affordable is not None:
        seated = paid_for(seated, affordable, ticket)
    cost = Counter()
    for worker in seated:
        cost[worker.origin] += worker.persons * unit
        if worker.luck("training_places.complete") < offer.approve_share:
            worker.training_end = model.month + int(offer.terms[0])
    for stage in ("approved", "served"):
        model.policy.count(offer.instance, stage, seated)
    model.policy.spend(offer.instance, cost)


def pay_posts(model):
    """Count the funnel of public-welfare posts and pay those who hold one."""
    holders = [worker for worker in model.workers if worker.status == PLACED and not worker.in_workshop]
    at_home = [worker for worker in model.workers if worker.status in AT_HOME_WITHOUT_BUSINESS]
    for offer in model.offers(POSTS):
        eligible = [worker for worker in at_home if worker.offer_of(POSTS) is offer]
        model.policy.count(offer.instance, "eligible", eligible)
        model.policy.count(offer.instance, "aware", [worker for worker in eligible if worker.knows_of(POSTS, offer)])
        for region in (region for region in model.regions if offer.amount[region.place] > 0.0):
            model.policy.page[offer.instance, region.place, "applied"] += model.asking[POST, region.place]
        # Where two groups have posts in one region they share them: booked once, on the first.
        mine = [worker for worker in holders if offer.amount[worker.origin] > 0.0]
        holders = [worker for worker in holders if worker not in mine]
        cost = Counter()
        for worker in mine:
            cost[worker.origin] += worker.persons * in_fen(offer.unit_cost_yuan / 12)
        for stage in ("approved", "served"):
            model.policy.count(offer.instance, stage, mine)
        model.policy.spend(offer.instance, cost)
