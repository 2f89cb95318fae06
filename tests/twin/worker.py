"""A month in a worker's life: birthdays, jobs that end, moves, and what is remembered of it."""

import math

from tests.twin.chooser import Chooser
from tests.twin.money import GRID_YUAN, on_grid
from tests.twin.words import (
    ACCOMPANYING,
    AWAY,
    CHANGED_JOB,
    COUNTY,
    FOUND_AFTER_SEARCH,
    FOUNDER,
    GONE,
    HIRED,
    HOME_MONTH,
    INSIDE_MONTH,
    LEFT,
    LEFT_BEHIND,
    LOCAL,
    LOCAL_MONTH,
    MOVED_OUT,
    NO_CHILDREN,
    NOT_MIGRANT,
    OFFICIAL_INSIDE,
    OFFICIAL_LOCAL,
    OFFICIAL_OUTSIDE,
    OUT,
    OUTBOUND,
    OUTSIDE_MONTH,
    PLACED,
    POST,
    POSTS,
    SEEKERS,
    SEEKING,
    SEEKING_AWAY,
    SEPARATED,
    WORKSHOP,
)

SIX_MONTHS = 6  # NBS: away for six months or more in a year = outbound


class TwinWorker(Chooser):
    """A rural migrant worker, or somebody at home who could become one."""

    def begin_month(self):
        """Forget what happened last month; remember the status it left."""
        self.events = set()
        self.status_before = self.status

    def grow_older(self):
        """On a birthday: leave for good, or go on a year older with what the year brought."""
        if self.age_months % 12 != 0:
            return
        demography = self.model.setting.demography
        if self.luck("worker.exit") < demography.exit_hazard[int(self.sex == "female"), self.age]:
            self.leave_for_good()
            return
        luck = self.luck("worker.children")
        if self.children == NO_CHILDREN:
            if luck < demography.children_start[self.age]:
                self.children = ACCOMPANYING
        elif luck < demography.children_end[self.age]:
            self.children = NO_CHILDREN
        self.save()

    def leave_for_good(self):
        """Leave the model. A founder's business closes with him."""
        self.events.add(LEFT)
        if self.status == FOUNDER:
            self.shut()
        self.status = GONE
        self.model.leavers.append(self)
        self.remove()

    def save(self):
        """Spend part of the savings, put part of the year's income by, debts first; without income, live on savings."""
        parameters = self.model.parameters
        income = (self.income() - self.interest_due()) * 12
        change = income * parameters.saving_share if income > 0.0 else -parameters.home_spending_yuan
        debt = GRID_YUAN[self.debt]
        if change > 0.0 and debt > 0.0:
            repaid = min(change, debt)
            self.debt = on_grid(debt - repaid, self.luck("worker.repay"))
            change -= repaid
        kept = GRID_YUAN[self.savings] * (1.0 - parameters.savings_spent)
        self.savings = on_grid(kept + change, self.luck("worker.save"))

    def separate(self):
        """A job may end: most people change to another at once, the rest seek where they are."""
        if self.status == LOCAL:
            layoffs = self.home.county.layoffs
        elif self.status == OUTBOUND:
            layoffs = self.model.regions[self.destination].urban.layoffs
        else:
            return
        if self.luck("job.ends") >= self.usual_ending() + layoffs:
            return
        parameters = self.model.parameters
        laid_off = self.luck("job.ends") >= self.usual_ending()
        follows = parameters.job_to_job * (1 - parameters.layoff_search if laid_off else 1)
        self.experience, self.spell_start = self.months_outbound, self.model.month
        if self.luck("worker.job_to_job") < follows:
            self.events.add(CHANGED_JOB)
            return
        if self.at_home:
            self.lose_held_job()
            return
        self.status = SEEKING if self.status == LOCAL else SEEKING_AWAY
        self.events.add(SEPARATED)

    def visit_home(self):
        """Go home for the festival, if the job is away; who is at home goes back to his job, or loses it in time."""
        parameters, visits = self.model.parameters, self.model.visits()
        if self.status != OUTBOUND:
            return
        if not self.at_home:
            self.at_home = self.luck("worker.visits_home") < visits
        elif visits > 0.0:
            return
        elif (
            self.luck("worker.goes_back_to_job") < parameters.back_to_job * self.model.regions[self.destination].travel
        ):
            self.at_home = False
        elif self.luck("worker.held_job_lost") < parameters.held_job_lost:
            self.experience, self.spell_start = self.months_outbound, self.model.month
            self.lose_held_job()

    def lose_held_job(self):
        """Seek at home, where he is, since the job is gone."""
        self.come_home()
        self.status = SEEKING
        self.events.add(SEPARATED)

    def usual_ending(self):
        """Return the chance that a job ends as jobs of people of his age usually do."""
        parameters = self.model.parameters
        factor = parameters.separation_young if self.age < 25 else parameters.separation_middle if self.age < 30 else 1
        return min(1.0, (1 - math.exp(-parameters.separation_rate / 12)) * factor)

    def lose_post(self):
        """A public-welfare post ends with its term, a workshop place when there are no orders."""
        if self.status != PLACED:
            return
        hazard = self.home.workshop_end if self.in_workshop else self.home.post_end.get(self.served[POSTS], 1.0)
        if self.luck("job.ends") < hazard:
            self.leave_place()

    def leave_place(self):
        """Go back to rest if he was taken from it, unless seeking is worth more to him; everybody else seeks."""
        from_rest, self.taken_from = self.taken_from == OUT, None
        self.spell_start = self.model.month
        self.events.add(SEPARATED)
        self.status = OUT
        if not from_rest or self.value_local() + self.own_pay_value() > self.value_of_staying():
            self.status = SEEKING

    def dismiss(self):
        """Lose a post that cannot be paid."""
        self.leave_place()
        self.served = {}

    def go_home(self):
        """A shock may send people away back home: some keep their job there, the others seek."""
        if self.status not in AWAY or self.at_home:
            return
        hazard = self.model.regions[self.destination].recall + self.home.returns
        if hazard > 0.0 and self.luck("worker.recall") < hazard:
            if self.status == OUTBOUND and self.luck("worker.job_kept") < self.model.parameters.job_kept:
                self.at_home = True
                return
            self.experience = self.months_outbound
            self.come_home()
            self.status, self.spell_start = SEEKING, self.model.month

    def settle(self):
        """Move, if admitted; everybody else keeps what he had."""
        if self not in self.model.admitted:
            return
        if self.status in SEEKERS:
            self.events.add(FOUND_AFTER_SEARCH)
        self.served = {POSTS: self.program(POSTS)} if self.applied == POST else {}
        self.experience, self.spell_start = self.months_outbound, self.model.month
        self.taken_from = self.status if self.applied in (POST, WORKSHOP) else None
        if self.applied == COUNTY:
            self.come_home()
            self.status = LOCAL
            self.events.add(HIRED)
        elif self.applied in (POST, WORKSHOP):
            self.come_home()
            self.status, self.in_workshop = PLACED, self.applied == WORKSHOP
        else:
            self.go_out(self.applied)
            self.status = OUTBOUND
            self.events.add(HIRED)

    def go_out(self, destination):
        """Move to a new destination; take the children along if they get a school place, or leave them behind."""
        if self.status in AWAY and self.destination == destination:
            return
        self.events.add(MOVED_OUT)
        self.destination, self.at_home = destination, False
        if self.is_parent:
            chance = self.model.parameters.accompany_share * self.model.regions[destination].dial("school_share")
            self.children = ACCOMPANYING if self.luck("worker.accompany") < chance else LEFT_BEHIND

    def remember_month(self):
        """Add this month to the history; who seeks keeps what he was."""
        if self.status in (LOCAL, PLACED) or (self.status == FOUNDER and self.model.founders_inside):
            this_month = LOCAL_MONTH
        elif self.status == OUTBOUND:
            this_month = INSIDE_MONTH if self.destination == self.origin else OUTSIDE_MONTH
        elif self.status in SEEKERS:
            this_month = self.history[0]
        else:
            this_month = HOME_MONTH
        self.history.appendleft(this_month)

    def official_status(self):
        """Return the annual status: six or more months off the farm, six or more of them away."""
        inside, outside = self.history.count(INSIDE_MONTH), self.history.count(OUTSIDE_MONTH)
        if inside + outside >= SIX_MONTHS:
            return OFFICIAL_OUTSIDE if outside > inside else OFFICIAL_INSIDE
        off_the_farm = inside + outside + self.history.count(LOCAL_MONTH)
        return OFFICIAL_LOCAL if off_the_farm >= SIX_MONTHS else NOT_MIGRANT
