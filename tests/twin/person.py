"""A person: who he is, where he belongs, what he earns."""

import math

import mesa
from tests.twin.words import ACCOMPANYING, AWAY, FOUNDER, LOCAL, NO_CHILDREN, OUTBOUND, PLACED, POSTS, RETURNED

from laborsim.kernels.codes import OLDEST, SCHOOL_YEARS, SCHOOLING

RETURNEE_MONTHS = 6  # NBS: six months away make an outbound worker
ONE = 1000  # what an untrained applicant counts for
LONGEST_MEMORY = 60  # years after which the gain of a training no longer fades


class Person(mesa.Agent):
    """Ordinary attributes: readable values, nothing packed.

    worker_id, origin, birth_month, sex, schooling, children, attachment_type, lifted, insured;
    status, destination (None: never away), spell_start, experience (months away before the present spell), history
    (twelve months, newest first), training_end (None: never), savings and debt (steps of the grid);
    employer, in_park, founded_before, returnee_founder, in_workshop (kind of the present or last placed work), jobs,
    taken_from (the status before placed work; None without one);
    applied (None: for nothing), served (the number of the program that serves, by lever: the subsidy and the loan of
    the present business, or the post).
    """

    def __init__(self, model, state):
        super().__init__(model)
        vars(self).update(state)
        self.events = set()
        self.status_before = self.status

    def luck(self, name):
        """Return this month's luck in one decision."""
        return self.model.luck.one(self.worker_id, self.model.month, name)

    def four_lucks(self, name, part=0):
        """Return four independent lucks of this month."""
        return self.model.luck.four(self.worker_id, self.model.month, name, part)

    def ticket(self, name):
        """Return this month's lottery ticket."""
        return self.model.luck.ticket(self.worker_id, self.model.month, name)

    @property
    def home(self):
        """The region of origin."""
        return self.model.regions[self.origin]

    @property
    def persons(self):
        """How many persons this worker stands for."""
        return self.home.persons

    @property
    def age_months(self):
        """Age in months."""
        return self.model.month - self.birth_month

    @property
    def age(self):
        """Age in completed years, as far as the age tables go."""
        return min(self.age_months // 12, OLDEST)

    @property
    def is_parent(self):
        """Whether there are children of school age."""
        return self.children != NO_CHILDREN

    @property
    def months_outbound(self):
        """Months of outbound work, the present spell included."""
        present = self.model.month - self.spell_start if self.status == OUTBOUND else 0
        return self.experience + present

    @property
    def is_returnee(self):
        """Whether there is enough outbound experience to count as a returnee."""
        return self.months_outbound >= RETURNEE_MONTHS

    @property
    def is_trained(self):
        """Whether a training has been completed."""
        return self.training_end is not None and self.training_end <= self.model.month

    @property
    def in_training(self):
        """Whether he sits in class this month and neither searches nor moves."""
        return self.training_end is not None and self.training_end > self.model.month

    def belongs_to(self, who):
        """Say whether every condition of a lever's group is met."""
        facts = {
            "returnee": self.is_returnee,
            "lifted_out": self.lifted,
            "trained": self.is_trained,
            "children": self.is_parent,
            "sex": self.sex,
        }
        if any(getattr(who, name) not in (None, fact) for name, fact in facts.items()):
            return False
        if getattr(who, "group", None) is not None and who.group not in self.own_groups():
            return False
        return self.is_of_age(who, self.model.month) and (who.schooling is None or self.schooling in who.schooling)

    def is_of_age(self, who, month):
        """Say whether the age at the end of a month is one that a group's members have."""
        years = (month - self.birth_month) // 12
        old_enough = who.min_age is None or years >= who.min_age
        return old_enough and (who.max_age is None or years <= who.max_age)

    def own_groups(self):
        """Return the names of the scenario's own groups that he is in."""
        return {group.name for group in self.model.world.groups if self.is_in(group)}

    def is_in(self, group):
        """Say whether he is one of a group: drawn at the base date, or who has its traits now."""
        if group.persons is not None:
            return self.worker_id in self.model.drawn[group.name]
        code = self.model.setting.codes[self.origin]
        return code in group.regions and self.belongs_to(group.traits)

    def offer_of(self, kind):
        """Return the offer of a service that is made to his home region and group, or None."""
        offers = (offer for offer in self.model.offers(kind) if offer.amount[self.origin] > 0.0)
        return next((offer for offer in offers if self.belongs_to(offer.who)), None)

    def program(self, kind):
        """Return the number of the program of a service that is made to his home region and group."""
        return self.home.number(self.offer_of(kind))

    def knows_of(self, kind, offer):
        """Say whether he is among those who know of an offer; that never changes."""
        return self.model.luck.one(self.worker_id, 0, f"{kind}.aware") < offer.aware_share

    def profile(self):
        """Return pay relative to an untrained man of peak age without schooling."""
        parameters = self.model.parameters
        log_pay = parameters.return_to_schooling * SCHOOL_YEARS[SCHOOLING.index(self.schooling)]
        if self.sex == "female":
            log_pay += parameters.pay_gap_female
        log_pay -= parameters.pay_age_curve * (self.age - parameters.pay_peak_age) ** 2
        if not self.is_trained:
            return math.exp(log_pay)
        years = min((self.model.month - self.training_end) // 12, LONGEST_MEMORY)
        gain = parameters.training_gain * math.pow(1 - parameters.training_fade, years)
        return math.exp(log_pay) * math.exp(gain)

    @property
    def applications(self):
        """How many untrained applicants he counts for [thousandths]."""
        if not self.is_trained:
            return ONE
        parameters = self.model.parameters
        years = min((self.model.month - self.training_end) // 12, LONGEST_MEMORY)
        return round(ONE * (1 + parameters.training_search * math.pow(1 - parameters.training_fade, years)))

    def local_pay(self):
        """Return pay in a local job [yuan/month]."""
        return self.home.county.real_pay * self.profile()

    def outbound_pay(self, destination):
        """Return pay in an outbound job [yuan/month]."""
        return self.model.regions[destination].urban.real_pay * self.profile()

    def placed_pay(self):
        """Return pay in a workshop or a public-welfare post [yuan/month]."""
        if self.in_workshop:
            return self.local_pay() * self.home.dial("workshop_pay_ratio")
        return self.home.post_pay.get(self.served[POSTS], 0.0)

    def income(self):
        """Return what the present status earns [yuan/month]; 0 without work."""
        if self.status == LOCAL:
            return self.local_pay()
        if self.status == OUTBOUND:
            return self.outbound_pay(self.destination)
        if self.status == FOUNDER:
            return self.profit()
        return self.placed_pay() if self.status == PLACED else 0.0

    def come_home(self):
        """Come home, if away, and live with the children again."""
        if self.status in AWAY:
            self.events.add(RETURNED)
            self.at_home = False
            if self.is_parent:
                self.children = ACCOMPANYING
