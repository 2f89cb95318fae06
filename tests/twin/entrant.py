"""Entrants: who begins to work this month; the same people in every scenario."""

import math
from collections import deque
from itertools import accumulate

from tests.twin.chooser import race
from tests.twin.luck import ALWAYS
from tests.twin.words import (
    ACCOMPANYING,
    ENTERED,
    GONE,
    HOME_MONTH,
    INSIDE_MONTH,
    LOCAL,
    LOCAL_MONTH,
    NO_CHILDREN,
    OUTBOUND,
    OUTSIDE_MONTH,
    SEEKING,
    SEEKING_AWAY,
)
from tests.twin.worker import TwinWorker

from laborsim.kernels.codes import SCHOOLING, month_number

FIRST_ENTRANT = 2**31  # identities below are the people of the base date
MOST_MONTHS = 1200  # the longest horizon, 100 years
LATE = 29  # who enters at a greater age enters late [years]


def let_enter(model):
    """Let this month's entrants begin to work."""
    demography, room = model.setting.demography, 2**31 // MOST_MONTHS
    expected = demography.entrant_workers(model.month, model.setting.persons)
    first, shares = FIRST_ENTRANT + model.month % MOST_MONTHS * room, [0.0, *accumulate(demography.entrant_origin)]
    for region in model.regions:
        number = math.floor(expected[region.place] + region.luck("entrant.number"))
        own = first + math.floor(min(room * shares[region.place], room))  # identities by the share of the origin
        for k in range(number):
            begin_to_work(TwinWorker(model, newcomer(model, own + k, region)))


def newcomer(model, worker_id, region):
    """Return who an entrant is: age, sex, schooling, type, household, children, training."""
    demography = model.setting.demography

    def luck(name):
        return model.luck.one(worker_id, ALWAYS, f"entrant.{name}")

    def drawn(name, cumulative):
        below = (level for level, share in enumerate(cumulative[:-1]) if luck(name) < share)
        return next(below, len(cumulative) - 1)

    entry = drawn("age", list(accumulate(demography.age_shares(model.month))))
    birthday = int(luck("birthday") * 12.0)
    birth_month = model.month - 12 * int(demography.entrant_ages[entry]) - birthday
    sex = "female" if luck("sex") < demography.entrant_women else "male"
    return {
        "worker_id": worker_id,
        "origin": region.place,
        "birth_month": birth_month,
        "sex": sex,
        "schooling": SCHOOLING[drawn("schooling", list(accumulate(demography.entrant_schooling[entry])))],
        "children": ACCOMPANYING if luck("parent") < demography.entrant_parents[entry] else NO_CHILDREN,
        "attachment_type": type_of(model, (sex, birth_month), luck("type")),
        "lifted": luck("lifted") < demography.entrant_lifted[region.place],
        "insured": False,
        "status": SEEKING,
        "destination": None,
        "spell_start": model.month,
        "experience": 0,
        "history": deque([HOME_MONTH] * 12, maxlen=12),
        "training_end": model.month if luck("trained") < demography.entrant_trained[entry] else None,
        "savings": 0,
        "debt": 0,
        "jobs": 0,
        "taken_from": None,
        "employer": False,
        "in_park": False,
        "founded_before": False,
        "returnee_founder": False,
        "in_workshop": False,
        "at_home": False,
        "applied": None,
        "served": {},
    }


def type_of(model, who, luck):
    """Return the latent type of an entrant: odds by sex, by month of birth, and by age at entry."""
    parameters, (sex, birth_month) = model.parameters, who
    settled, circular = parameters.settled_share, parameters.circular_share
    close = 1 - settled - circular
    close *= math.exp(parameters.close_by_cohort * ((month_number(1980, 1) - birth_month) / 120))
    if model.month - birth_month > 12 * LATE:
        close *= 1.0 + (math.exp(parameters.close_by_late_entry) - 1)
    if sex == "female":
        circular *= math.exp(parameters.circular_women)
    luck *= settled + circular + close
    return 0 if luck < settled else 1 if luck < settled + circular else 2


def begin_to_work(worker):
    """Choose among work at home, inside and outside the province, and have it, or seek it there.

    The survey counts somebody from his first job on, so an entrant has that job's history, and who seeks counts as what
    he seeks. Who has it at once takes the place of somebody who left for good and stands in no queue.
    """
    luck = worker.four_lucks("entrant.first_job")
    home = race(worker.value_local(), luck[0])
    inside = race(worker.value_away(worker.origin), luck[1])
    outside = race(worker.prospects.outside_value, luck[2])
    seeks = luck[3] < worker.model.parameters.entrants_seek
    if home >= max(inside, outside):
        worker.status, year = SEEKING if seeks else LOCAL, LOCAL_MONTH
    else:
        worker.go_out(worker.origin if inside >= outside else worker.draw_destination())
        worker.status = SEEKING_AWAY if seeks else OUTBOUND
        year = INSIDE_MONTH if worker.destination == worker.origin else OUTSIDE_MONTH
    worker.history = deque([year] * 12, maxlen=12)
    worker.events, worker.status_before = {ENTERED}, GONE
