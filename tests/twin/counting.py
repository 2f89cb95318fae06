"""Counting everybody once a month, in whole persons and fen."""

from collections import Counter

from tests.twin.words import (
    CHANGED_JOB,
    CLOSED,
    ENTERED,
    FOUND_AFTER_SEARCH,
    FOUNDER,
    HIRED,
    LEFT,
    LOCAL,
    MOVED_OUT,
    NOT_MIGRANT,
    OFFICIAL_INSIDE,
    OFFICIAL_LOCAL,
    OFFICIAL_OUTSIDE,
    OUTBOUND,
    PLACED,
    QUIT,
    RETURNED,
    RETURNEE_CLOSED,
    SEEKING,
    SEEKING_AWAY,
    SEPARATED,
    STARTED,
    STOPPED_SEEKING,
)

from laborsim.kernels.codes import AGE_BANDS

STOCKS = {SEEKING: "seeking_home"}  # the other stocks are called as the status
FLOWS = {
    ENTERED: "entrants",
    LEFT: "leavers",
    SEPARATED: "separations",
    CHANGED_JOB: "job_changes",
    QUIT: "quits",
    MOVED_OUT: "moves_out",
    RETURNED: "moves_home",
    STARTED: "business_starts",
    CLOSED: "business_closures",
    RETURNEE_CLOSED: "returnee_closures",
    FOUND_AFTER_SEARCH: "found_after_search",
    STOPPED_SEEKING: "stopped_seeking",
}
LAST_MONTH_OF_50 = 50 * 12 + 11  # the survey's "above 50" begins with the 51st birthday [months]


class TwinCounts:
    """One month's counts, with the names that `kernels.counts` uses.

    series[region, variable], ages[origin, status, five-year age band], od[origin, destination],
    groups[origin, annual status, sex, age band, schooling], moves[origin, status before, status now]; persons, jobs,
    person-months or fen.
    """

    def __init__(self, workers, leavers):
        self.series, self.groups, self.od, self.moves, self.ages = (Counter() for _ in range(5))
        for worker in leavers:
            self.count_events(worker)
        for worker in workers:
            self.count_events(worker)
            self.count_person(worker)
            self.count_work(worker)

    def count_events(self, worker):
        """Count what happened this month."""
        persons, origin = worker.persons, worker.origin
        for event in worker.events & FLOWS.keys():
            self.series[origin, FLOWS[event]] += persons
        if STARTED in worker.events and worker.returnee_founder:
            self.series[origin, "returnee_starts"] += persons
        if HIRED in worker.events and worker.status == LOCAL:
            self.series[origin, "hired_local"] += persons
        elif HIRED in worker.events:
            self.series[worker.destination, "hired_outbound"] += persons
        self.moves[origin, worker.status_before, worker.status] += persons
        if worker.status_before not in (LOCAL, OUTBOUND, PLACED) and worker.status in (LOCAL, OUTBOUND):
            there = origin if worker.status == LOCAL else worker.destination
            self.series[there, "newly_employed"] += persons

    def count_person(self, worker):
        """Count who he is, by his monthly and his annual status."""
        persons, origin, official = worker.persons, worker.origin, worker.official_status()
        for status in (STOCKS.get(worker.status, worker.status), official):
            self.series[origin, status] += persons
            self.ages[origin, status, five_year_band(worker.age_months)] += persons
        self.groups[origin, official, worker.sex, age_band(worker.age_months), worker.schooling] += persons
        if worker.in_training:
            self.series[origin, "in_training"] += persons
        if official == NOT_MIGRANT:
            return
        ages = "age_months_local" if official == OFFICIAL_LOCAL else "age_months_outbound"
        self.series[origin, ages] += persons * worker.age_months
        if worker.age_months > LAST_MONTH_OF_50:
            self.series[origin, "over_50"] += persons
        if worker.lifted:
            self.series[origin, "lifted_working"] += persons
        if official in (OFFICIAL_INSIDE, OFFICIAL_OUTSIDE):
            self.od[origin, worker.destination] += persons

    def count_work(self, worker):
        """Count work where it is done, and what it pays."""
        persons, home, there = worker.persons, worker.origin, worker.destination
        fen = persons * int(worker.income() * worker.model.money_unit * 100 + 0.5)
        if worker.status == LOCAL:
            self.series[home, "paid_local"] += persons
            self.series[home, "pay_local_fen"] += fen
        elif worker.status == OUTBOUND:
            self.series[there, "working_away"] += persons
            self.series[there, "paid_outbound"] += persons
            self.series[there, "pay_outbound_fen"] += fen
        elif worker.status == SEEKING_AWAY:
            self.series[there, "seeking_there"] += persons
        elif worker.status == FOUNDER:
            self.series[home, "profit_fen"] += fen
            self.series[home, "jobs_offered"] += persons * worker.jobs
            self.series[home, "employer_founders"] += persons * worker.employer
            self.series[home, "in_park"] += persons * worker.in_park
        elif worker.status == PLACED:
            self.series[home, "in_workshop"] += persons * worker.in_workshop


def age_band(months):
    """Return the NBS age band: 16–20, 21–30, 31–40, 41–50 and above 50 years."""
    years = months // 12
    return AGE_BANDS[sum(years > last for last in (20, 30, 40, 50))]


def five_year_band(months):
    """Return the band of five years, 16–19 first and 60 and older last."""
    years = months // 12
    if years < 20:
        return "16-19"
    return "60+" if years >= 60 else f"{years - years % 5}-{years - years % 5 + 4}"
