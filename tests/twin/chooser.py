"""The choice: stay, work at home, found, go out inside or outside the province, rest, ask for placed work.

A nested logit drawn level by level as a race: every alternative has its own luck, and the largest utility minus
the log of an exponential draw wins. If one alternative gets better, people move to it and to nothing else.
"""

import math

from tests.twin.founder import Founder
from tests.twin.luck import ALWAYS, OF_THE_PERSON
from tests.twin.words import (
    AT_HOME_WITHOUT_BUSINESS,
    CLOSED,
    COUNTY,
    FOUND,
    FOUNDER,
    LOAN,
    LOCAL,
    OUT,
    OUTBOUND,
    PLACED,
    POST,
    POSTS,
    QUIT,
    SEEKERS,
    SEEKING,
    SEEKING_AWAY,
    STOPPED_SEEKING,
    SUBSIDY,
    WORKSHOP,
)

CIRCULAR = 1  # the latent type between the loose and the close one

STAY, HOME, INSIDE, OUTSIDE, REST, WAIT, PLACE = "stay", "home", "inside", "outside", "rest", "wait", "place"

NEST, AT_HOME, DESTINATION = "worker.choose_nest", "worker.choose_at_home", "worker.choose_destination"


def race(value, luck):
    """Return a utility minus the log of its exponential draw; the largest wins."""
    return value - math.log(-math.log(luck))


class Chooser(Founder):
    """The rules of the choice."""

    @property
    def prospects(self):
        """What this month's places of work are worth to people of his origin, with or without children."""
        return self.model.prospects[self.origin, self.is_parent]

    def attachment(self):
        """Return the attachment to home: latent type, sex, children, schooling and age."""
        parameters = self.model.parameters
        known = parameters.attachment_female if self.sex == "female" else 0.0
        known += parameters.attachment_children if self.is_parent else 0.0
        known += parameters.attachment_college if self.schooling == "college_plus" else 0.0
        known += parameters.attachment_age * (self.age - 40) / 10
        own_type = (-parameters.type_spread, 0.0, parameters.type_spread)[self.attachment_type]
        return own_type + known

    def own_pay_value(self):
        """Return the part of the value of work that one's own profile makes; it goes along everywhere."""
        return self.model.alpha * math.log(self.profile())

    def value_local(self):
        """Return the utility of a local job, without the own profile."""
        return self.prospects.local + self.attachment()

    def value_away(self, destination):
        """Return the utility of outbound work at one destination, without the own profile."""
        return self.prospects.inside if destination == self.origin else self.prospects.outside[destination]

    def value_out(self):
        """Return the utility of staying at home without a job, which grows with age over 50 and with county pay."""
        model = self.model
        old = model.parameters.out_age * max(0, self.age - 50) / 10
        home = model.setting.fit.out[self.origin] + model.alpha * math.log(self.home.better_pay)
        return home + old + self.attachment()

    def value_placed(self, place):
        """Return the utility of placed work: a post goes with farming, a workshop is a local job with care in mind."""
        model = self.model
        if place == POST:
            program = self.served[POSTS] if self.status == PLACED else self.program(POSTS)
            pay = self.home.post_pay.get(program, 0.0)
            gain = 1.0 + pay / (model.parameters.home_income_yuan * self.home.better_pay)
            return self.value_out() + model.alpha * math.log(gain)
        value = self.value_local() + self.own_pay_value()
        value += model.alpha * math.log(self.home.dial("workshop_pay_ratio"))
        return value + model.parameters.care_bonus if self.is_parent else value

    def value_of_staying(self):
        """Return the utility of what he has, state dependence included; for a seeker, of applying where he is."""
        parameters = self.model.parameters
        if self.status in (LOCAL, SEEKING):
            value = self.value_local() + self.own_pay_value()
        elif self.status in (OUTBOUND, SEEKING_AWAY):
            value = self.value_away(self.destination) + self.own_pay_value()
        elif self.status == PLACED:
            value = self.value_placed(WORKSHOP if self.in_workshop else POST)
        else:
            value = self.value_out()
        return value + (parameters.stay_place if self.status in SEEKERS else self.stay())

    def stay(self):
        """Return the utility of staying put, which people who come and go feel less."""
        parameters = self.model.parameters
        return parameters.stay - parameters.circular_stay if self.attachment_type == CIRCULAR else parameters.stay

    def rate_of_thinking(self):
        """Return the chance that he thinks again though he does not seek."""
        parameters = self.model.parameters
        by_type = (parameters.settled_thinking, parameters.circular_thinking, 1.0)
        return self.model.reconsider_rate * by_type[self.attachment_type]

    def standing_application(self):
        """Return the market of an application that was refused last month and still stands, or None."""
        is_open = self.status in (LOCAL, OUTBOUND, OUT) and self.applied not in (None, POST, WORKSHOP, FOUND)
        has_it = self.applied == (COUNTY if self.status == LOCAL else self.destination) and self.status != OUT
        if not is_open or has_it:
            return None
        stands = 1 - 1 / self.model.parameters.application_months
        return self.applied if self.luck("worker.application_stands") < stands else None

    def value_of_founding_at_home(self, plan):
        """Return the utility of a planned business at home."""
        return plan.value + self.attachment()

    def value_home(self, plan):
        """Return the inclusive value of the nest {local job, business}."""
        local = self.value_local() + self.own_pay_value()
        if plan is None:
            return local
        founding, nest = self.value_of_founding_at_home(plan), self.model.parameters.nest_home
        top = max(local, founding)
        return top + nest * math.log(math.exp((local - top) / nest) + math.exp((founding - top) / nest))

    def place_on_offer(self):
        """Return the placed work that he could ask for this month, or None."""
        if self.status not in AT_HOME_WITHOUT_BUSINESS:
            return None
        offer = self.offer_of(POSTS)
        is_free = offer is not None and self.home.posts_free[self.home.number(offer)] > 0
        asks = is_free and self.luck("public_welfare_posts.apply") < offer.apply_share
        if asks and self.knows_of(POSTS, offer):
            return POST
        could_ask = self.home.workshop_places_free > 0.0 and self.status != LOCAL
        return WORKSHOP if could_ask and self.luck("workshops.apply") < self.model.parameters.workshop_ask else None

    def choose(self):
        """Think again, and decide what to apply for this month."""
        standing = self.standing_application()
        self.applied = None
        if self.status not in (FOUNDER, PLACED) and CLOSED not in self.events:
            self.served = {}
        if self.status == FOUNDER or self.in_training:
            return
        place = self.place_on_offer()
        if self.status in SEEKERS or self.luck("worker.reconsider") < self.rate_of_thinking():
            self.follow(self.think_again(place), place)
            return
        self.applied = standing
        if place is not None and self.status == OUT and self.beats_rest(place):
            self.applied = place

    def beats_rest(self, place):
        """Say whether somebody at rest likes placed work better."""
        rest = race(self.value_of_staying(), self.four_lucks(NEST)[0])
        return race(self.value_placed(place), self.four_lucks(NEST, 1)[2]) > rest

    def choose_without(self, services):
        """Decide anew, with the same luck, counting on no other services."""
        self.applied, self.served = None, {}
        place = self.place_on_offer()
        self.follow(self.think_again(place, services), place)

    def think_again(self, place, services=(SUBSIDY, LOAN)):
        """Draw the top level of the choice; `services`: what a founder counts on."""
        self.intended = self.plan(services) if self.may_found() else None
        first, more = self.four_lucks(NEST), self.four_lucks(NEST, 1)
        own = self.own_pay_value()
        scores = {
            STAY: race(self.value_of_staying(), first[0]),
            HOME: race(self.value_home(self.intended), first[1]),
            INSIDE: race(self.value_away(self.origin) + own, first[2]),
            OUTSIDE: race(self.prospects.outside_value + own, first[3]),
            REST: race(self.value_out(), more[0]),
        }
        if self.status in SEEKERS:
            scores[WAIT] = race(self.model.parameters.wait, more[1])
        if place is not None:
            scores[PLACE] = race(self.value_placed(place), more[2])
        return max(scores, key=scores.get)

    def may_found(self):
        """Say whether he could think of a business: at work or seeking, and not just after closing one."""
        return self.status in (LOCAL, OUTBOUND, SEEKING, SEEKING_AWAY) and CLOSED not in self.events

    def follow(self, chosen, place):
        """Turn the choice into an application, or into rest."""
        if chosen == STAY and self.status in SEEKERS:
            self.applied = COUNTY if self.status == SEEKING else self.destination
        elif chosen == HOME:
            self.choose_at_home()
        elif chosen == INSIDE:
            self.apply_away(self.origin)
        elif chosen == OUTSIDE:
            self.apply_away(self.draw_destination())
        elif chosen == REST:
            self.stop_working()
        elif chosen == PLACE:
            self.applied = place
        if self.status in SEEKERS and self.applied not in (None, POST, WORKSHOP, FOUND) and not self.is_suited():
            self.applied = None

    def is_suited(self):
        """Say whether the post he applies for suits him: fewer posts suit slow finders, the young, who waited long."""
        parameters = self.model.parameters
        share = parameters.young_finding if self.age < 25 else 1.0
        share *= math.exp(-parameters.search_fade * min(self.model.month - self.spell_start, 8))
        if OF_THE_PERSON.one(self.worker_id, ALWAYS, "worker.slow_finder") < parameters.slow_finders:
            share *= parameters.slow_finding
        return self.luck("worker.suited_post") < share

    def choose_at_home(self):
        """Draw between a local job and the intended business."""
        plan = self.intended
        if plan is not None and plan.subsidy > 0.0:
            self.served[SUBSIDY] = self.program(SUBSIDY)
        if plan is not None and plan.loan > 0.0:
            self.served[LOAN] = self.program(LOAN)
        if plan is not None and self.prefers_founding(plan):
            self.applied = FOUND
        elif self.status != LOCAL:
            self.applied = COUNTY

    def prefers_founding(self, plan):
        """Say whether the business wins inside the nest."""
        luck, nest = self.four_lucks(AT_HOME), self.model.parameters.nest_home
        local = self.value_local() + self.own_pay_value()
        return race(self.value_of_founding_at_home(plan) / nest, luck[1]) > race(local / nest, luck[0])

    def apply_away(self, destination):
        """Apply in an urban market, unless already at work there."""
        if self.status != OUTBOUND or self.destination != destination:
            self.applied = destination

    def draw_destination(self):
        """Draw a destination outside the province: a race of exponentials, one of its own for each province."""
        times = {}
        for destination, weight in self.prospects.weights.items():
            luck = self.four_lucks(DESTINATION, destination // 4)[destination % 4]
            times[destination] = -math.log(luck) / weight if weight > 0.0 else math.inf
        return min(times, key=times.get)

    def stop_working(self):
        """Go home, or stay there, without a job and without seeking one."""
        if self.status == OUT:
            return
        self.experience = self.months_outbound
        self.events.add(STOPPED_SEEKING if self.status in SEEKERS else QUIT)
        self.come_home()
        if CLOSED not in self.events:
            self.served = {}
        self.status, self.spell_start, self.taken_from = OUT, self.model.month, None
