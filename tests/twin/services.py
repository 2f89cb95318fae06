"""What levers give to people: money for founders, park places, training seats, posts. Everything is a queue."""

import math
from collections import Counter, defaultdict

from tests.twin.founder import Stage
from tests.twin.luck import ALWAYS
from tests.twin.money import GRID_YUAN, in_fen
from tests.twin.queue import admit, paid_for
from tests.twin.words import (
    ACCOMPANYING,
    AT_HOME_WITHOUT_BUSINESS,
    AWAY,
    CLOSED,
    FOUND,
    FOUNDER,
    GONE,
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
    """Grant subsidies and loans while money and loans last, then let would-be founders start.

    Who is not given what he counted on decides anew, as if it were not offered.
    """
    founders = [worker for worker in model.workers if worker.applied == FOUND]
    asking = {kind: who_asks(founders, kind) for kind in (SUBSIDY, LOAN)}
    for worker in ration(model, SUBSIDY, asking[SUBSIDY]):
        worker.choose_without((LOAN,))
    for worker in ration(model, LOAN, asking[LOAN]):
        worker.choose_without((SUBSIDY,) if SUBSIDY in worker.served else ())
    for worker in who_hopes(model):
        worker.served = {}
    plans = {founder: founder.granted_plan() for founder in founders if founder.applied == FOUND}
    for founder in plans:
        founder.found()
    for kind in (SUBSIDY, LOAN):
        for offer in model.offers(kind):
            book(model, kind, offer, {one: plans[one] for one in asking[kind][offer.instance] if one in plans})


def who_asks(founders, kind):
    """Return would-be founders by the offer that is made to them; loans are for those who would employ others."""
    asking = defaultdict(list)
    for founder in founders:
        offer = founder.offer_of(kind)
        if offer is not None and (kind == SUBSIDY or founder.would_employ):
            asking[offer.instance].append(founder)
    return asking


def ration(model, kind, asking):
    """Count the funnel; return those for whom money or loans do not last, and who only hoped for what is short."""
    without = set()
    for offer in model.offers(kind):
        refused = ration_one(model, kind, offer, asking[offer.instance])
        hoping = [one for one in who_hopes(model) if kind in one.served and one.offer_of(kind) is offer]
        without |= refused
        if refused:  # it does not reach everybody
            without |= set(hoping)
    return without


def who_hopes(model):
    """Return who prefers home for what a founder would be given, but would not found."""
    may_hope = [worker for worker in model.workers if worker.served and worker.applied != FOUND]
    return [worker for worker in may_hope if worker.status not in (FOUNDER, PLACED) and CLOSED not in worker.events]


def ration_one(model, kind, offer, founders):
    """Do so for one offer."""
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
    plans = {founder: founder.granted_plan() for founder in kept}
    costs = {founder: sum(costs_of(kind, offer, founder, plan)) for founder, plan in plans.items()}
    kept = paid_for(kept, model.policy.left[offer.instance], costs.get, ticket)
    model.policy.count(offer.instance, "unmet", granted - kept)
    return granted - kept


def costs_of(kind, offer, founder, plan):
    """Return what serving a founder costs, and what is lost if he fails at once [fen], for all his persons."""
    if kind == SUBSIDY:
        return priced(offer.unit_cost_yuan, founder, float(offer.amount[founder.origin])), 0
    lent = plan.loan * founder.model.money_unit
    interest = priced(offer.unit_cost_yuan, founder, lent * offer.terms[2])
    return interest, priced(offer.paid_out_yuan, founder, lent * offer.terms[3])


def priced(unit_yuan, worker, yuan):
    """Return yuan a person at what one of them costs, for all the persons of a worker [fen]."""
    return in_fen(yuan * unit_yuan) * worker.persons


def settle_accounts(model, closed):
    """Book what closed businesses bring back of subsidies and lose of loans; return what each owes and pays [yuan]."""
    owed, repaid = dict.fromkeys(closed, 0.0), dict.fromkeys(closed, 0.0)
    back, lost = defaultdict(Counter), defaultdict(Counter)
    for founder in closed:
        gift, loan = once_given(model, founder, SUBSIDY), once_given(model, founder, LOAN)
        if gift is not None and founder.status != GONE and founder.months_in_business < gift.terms[1]:
            owed[founder] = float(gift.amount[founder.origin])
            back[gift.instance][founder.origin] += priced(gift.paid_out_yuan, founder, owed[founder])
        if loan is not None and founder.months_in_business <= loan.terms[1] * 12:
            unit = model.money_unit
            still_owed = min(GRID_YUAN[founder.debt] * unit, float(loan.amount[founder.origin]))
            repaid[founder] = min(GRID_YUAN[founder.savings] * unit, still_owed)
            default = still_owed - repaid[founder]
            lost[loan.instance][founder.origin] += priced(loan.paid_out_yuan, founder, default * loan.terms[3])
    for lever, amounts in back.items():
        for region, fen in amounts.items():
            model.policy.page[lever, region, "returned_fen"] += fen
    for lever, amounts in lost.items():
        model.policy.lose(lever, amounts)
    return owed, repaid


def once_given(model, founder, kind):
    """Return the offer that served a founder when he started, or None."""
    if kind not in founder.served:
        return None
    for offer in model.policy.offers_of_month[founder.spell_start]:
        there = offer.kind == kind and offer.amount[founder.origin] > 0.0
        if there and founder.home.number(offer) == founder.served[kind]:
            return offer
    return None


def whole_by_chance(model, places, name):
    """Return whole places by region, rounded by the region's luck."""
    return {region.place: math.floor(places[region.place] + region.luck(name)) for region in model.regions}


def book(model, kind, offer, plans):
    """Count and pay the subsidies or loans of those who started, and set money aside for loans that may be lost."""
    served, cost, at_risk = [], Counter(), 0
    for founder, plan in plans.items():
        if STARTED in founder.events and kind in founder.served:
            served.append(founder)
            price, loss = costs_of(kind, offer, founder, plan)
            cost[founder.origin] += price
            at_risk += loss
    model.policy.count(offer.instance, "served", served)
    model.policy.spend(offer.instance, cost)
    model.policy.set_money_aside(offer.instance, at_risk)


def fill_parks(model):
    """Give free park places to young businesses; where parks were closed, the holders draw who may stay."""
    founders = defaultdict(list)
    for worker in model.workers:
        if worker.status == FOUNDER:
            founders[worker.origin].append(worker)
    for region, places in zip(model.regions, park_places(model), strict=True):
        fill_park(model, region, founders[region.place], places)


def park_places(model):
    """Return whole places by region; those that rounding down leaves over go where most was cut off."""
    exact = [region.dial("parks") * region.dial("places_per_park") for region in model.regions]
    whole = [math.floor(places) for places in exact]
    left = round(math.fsum(exact)) - sum(whole)
    for place in sorted(range(len(exact)), key=lambda k: whole[k] - exact[k])[:left]:
        whole[place] += 1
    return whole


def fill_park(model, region, founders, places):
    """Do so in one region: by lot, or the more able first."""
    # Whole workers, by a luck that never changes: rounded anew every month, the last holder would come and go.
    luck = model.luck.one(region.place, ALWAYS, "entrepreneurship_parks.round")
    places = math.floor(places / region.persons + luck) * region.persons
    by_score = region.dial("park_by_score")  # share of the places that go to the more able

    def ticket(founder):
        able_first = by_score > 0.0 and founder.luck("entrepreneurship_parks.rule") < by_score
        return int(2.0**32 / (1.0 + math.exp(founder.skill()))) if able_first else founder.ticket(PARK_LOTTERY)

    def draw(candidates, free):
        return admit(candidates, {region.place: free}, ticket)

    holders = [founder for founder in founders if founder.in_park]
    if persons_of(holders) > places:
        staying = draw(holders, places)
        for founder in holders:
            founder.in_park = founder in staying
        holders = staying
    held = persons_of(holders)
    oldest_start = model.month - int(model.parameters.park_queue_months)
    waiting = [founder for founder in founders if not founder.in_park and founder.spell_start >= oldest_start]
    admitted = draw(waiting, max(0, places - held))
    for founder in admitted:
        founder.enter_park()
    asked, got = persons_of(waiting), persons_of(admitted)
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
        if offer is not None and can_be_trained(model, worker):
            reached[offer.instance].append(worker)
            if worker.knows_of(TRAINING, offer) and worker.luck("training_places.apply") < offer.apply_share:
                asking[offer.instance].append(worker)
    for offer in model.offers(TRAINING):
        aware = [worker for worker in reached[offer.instance] if worker.knows_of(TRAINING, offer)]
        model.policy.count(offer.instance, "eligible", reached[offer.instance])
        model.policy.count(offer.instance, "aware", aware)
        model.policy.count(offer.instance, "applied", asking[offer.instance])
        seat(model, offer, asking[offer.instance])


def can_be_trained(model, worker):
    """Say whether somebody has no business and neither sits in class nor left it in the last five years."""
    if worker.status == FOUNDER or worker.in_training:
        return False
    return not worker.is_trained or model.month - worker.training_end >= RETRAIN_MONTHS


def seat(model, offer, asking):
    """Let a lottery fill the seats of one offer. Who will not complete drops out at once."""

    def ticket(worker):
        return worker.ticket("training_places.lottery")

    unit = in_fen(offer.unit_cost_yuan)
    admitted = admit(asking, whole_by_chance(model, offer.places, "training_places.round"), ticket)
    seated = paid_for(admitted, model.policy.left[offer.instance], lambda worker: worker.persons * unit, ticket)
    cost = Counter()
    for worker in seated:
        cost[worker.origin] += worker.persons * unit
        if worker.luck("training_places.complete") < offer.approve_share:
            worker.training_end = model.month + int(offer.terms[0])
    for stage in SERVED:
        model.policy.count(offer.instance, stage, seated)
    model.policy.count(offer.instance, "unmet", admitted - seated)
    model.policy.spend(offer.instance, cost)


def pay_posts(model):
    """Count the funnel of public-welfare posts, pay those who hold one, and let go whom no money is left for."""
    at_home = [worker for worker in model.workers if worker.status in AT_HOME_WITHOUT_BUSINESS]
    at_home = [worker for worker in at_home if not worker.in_training]
    model.in_post = Counter()
    for offer in model.offers(POSTS):
        pay_posts_of(model, offer, [worker for worker in at_home if worker.offer_of(POSTS) is offer])


def pay_posts_of(model, offer, eligible):
    """Do so for one offer."""
    unit = in_fen(offer.unit_cost_yuan / 12)

    def is_mine(worker, program):
        return offer.amount[worker.origin] > 0.0 and worker.home.number(offer) == program

    in_post = [worker for worker in model.workers if worker.status == PLACED and not worker.in_workshop]
    holders = {worker for worker in in_post if is_mine(worker, worker.served[POSTS])}
    left = model.policy.left[offer.instance]
    held = paid_for(
        holders, left, lambda worker: worker.persons * unit, lambda one: one.ticket("public_welfare_posts.lottery")
    )
    for worker in holders - held:
        worker.dismiss()
    refused = [worker for worker in model.refused[POST] if is_mine(worker, worker.program(POSTS))]
    aware = [worker for worker in eligible if worker.knows_of(POSTS, offer)]
    stages = {"eligible": eligible, "aware": aware, "applied": refused, "approved": [], "served": []}
    for stage, others in stages.items():
        model.policy.count(offer.instance, stage, [*held, *others])
    cost = Counter()
    for worker in held:
        cost[worker.origin] += worker.persons * unit
        model.in_post[worker.origin, worker.served[POSTS]] += worker.persons
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
        count_settled(model, lever)
    for lever in model.policy.holding("school place"):
        count_school_places(model, lever)


def count_settled(model, lever):
    """Charge for everybody away for whom the bar to registering has fallen."""
    unit, cost = in_fen(lever.unit_cost_yuan / 12), {}
    for region in model.policy.regions_of(lever):
        cost[region.place] = math.floor(region.barred() * region.dial("settlement_gap_closed")) * unit
    model.policy.spend(lever.key, cost)


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
