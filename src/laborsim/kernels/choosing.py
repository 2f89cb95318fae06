"""The choice: stay, work at home, found, go out inside or outside the province, or stop seeking.

A nested logit drawn level by level as a race: every alternative gets its own named exponential draw, and the
largest utility minus log draw wins. If one alternative gets better, people move to it and to nothing else.
"""

import math
from typing import NamedTuple

import numpy as np

from laborsim.kernels.applying import (
    CLOSED,
    COUNTY,
    FOUND,
    LOAN,
    NOTHING,
    POST,
    QUIT,
    STOPPED_SEEKING,
    SUBSIDY,
    WORKSHOP,
)
from laborsim.kernels.codes import (
    FOUNDER,
    GONE,
    LOCAL,
    OUT,
    OUTBOUND,
    SEEKING,
    SEEKING_AWAY,
)
from laborsim.kernels.compiling import compiled
from laborsim.kernels.founding import Plan, offered_to, plan_of
from laborsim.kernels.groups import in_training, months_outbound
from laborsim.kernels.month import Month
from laborsim.kernels.moving import come_home
from laborsim.kernels.paying import profile_of
from laborsim.kernels.random import Word, decision, four_words, to_uniform, uniform
from laborsim.kernels.state import WorkerColumns
from laborsim.kernels.traits import has
from laborsim.kernels.valuing import (
    attachment_of,
    table_row,
    value_away,
    value_local,
    value_of_staying,
    value_out,
    value_placed,
)

RECONSIDER = decision("worker.reconsider")
NEST = decision("worker.choose_nest")
AT_HOME = decision("worker.choose_at_home")
DESTINATION = decision("worker.choose_destination")
KNOWS_POST = decision("public_welfare_posts.aware")
ASKS_POST = decision("public_welfare_posts.apply")
ASKS_WORKSHOP = decision("workshops.apply")

STAY, HOME, INSIDE, OUTSIDE, REST, WAIT, PLACE = range(7)
"""Alternatives of the top level."""

NEVER = -math.inf


@compiled
def place_on_offer(workers: WorkerColumns, i: int, month: Month) -> int:
    """Return POST, WORKSHOP or NOTHING: the placed work this worker could ask for this month."""
    if workers.status[i] not in (LOCAL, SEEKING, OUT):
        return NOTHING
    worker, origin = workers.worker_id[i], workers.origin[i]
    if month.posts_free[origin] > 0.0:
        k = offered_to(workers, i, month, month.posts)
        if (
            k >= 0
            and uniform(month.stream, worker, 0, KNOWS_POST) < month.posts.aware[k]
            and uniform(month.stream, worker, month.step, ASKS_POST) < month.posts.apply[k]
        ):
            return POST
    if month.workshops_free[origin] <= 0.0 or workers.status[i] == LOCAL:
        return NOTHING
    asks = uniform(month.stream, worker, month.step, ASKS_WORKSHOP) < month.workshop_ask
    return WORKSHOP if asks else NOTHING


@compiled
def race(value: float, word: Word) -> float:
    """Return a utility minus the log of its exponential draw; the largest wins."""
    return value - math.log(-math.log(to_uniform(word)))


@compiled
def choose(workers: WorkerColumns, i: int, month: Month) -> None:
    """Think again, and decide what to apply for this month."""
    workers.applied[i] = np.uint8(NOTHING)
    status = workers.status[i]
    just_closed = has(workers.events[i], CLOSED)
    if status != FOUNDER and not just_closed:  # what a closed business received is looked at when it is wound up
        workers.served[i] = np.uint8(0)
    if status in (GONE, FOUNDER) or in_training(workers, i, month):
        return
    seeking = status in (SEEKING, SEEKING_AWAY)
    awake = seeking
    if not seeking:
        awake = uniform(month.stream, workers.worker_id[i], month.step, RECONSIDER) < month.choice.reconsider
    place = place_on_offer(workers, i, month)
    if awake:
        think_again(workers, i, month, place)
    elif place != NOTHING and status == OUT:
        consider_place(workers, i, month, place)


@compiled
def consider_place(workers: WorkerColumns, i: int, month: Month, place: int) -> None:
    """Somebody at rest asks for placed work if it beats what he has."""
    words = four_words(month.stream, workers.worker_id[i], month.step, NEST, 0)
    more = four_words(month.stream, workers.worker_id[i], month.step, NEST, 1)
    rest = value_of_staying(workers, i, month, 0.0)
    if race(value_placed(workers, i, month, place), more[2]) > race(rest, words[0]):
        workers.applied[i] = np.uint8(place)


class Prospects(NamedTuple):
    """What a worker who thinks again has before him."""

    own: float  # utility of his own log profile
    local: float  # utility of local work
    founding: float  # utility of the business he could found
    plan: Plan
    place: int  # POST, WORKSHOP or NOTHING


@compiled
def prospects_of(workers: WorkerColumns, i: int, month: Month, place: int) -> Prospects:
    """Return what the worker could do at home; who has just closed a business does not found another at once."""
    own = month.choice.alpha * math.log(profile_of(workers, i, month))
    plan = Plan(False, 0, 0.0, 0.0, 0.0, 0.0)
    just_closed = has(workers.events[i], CLOSED)
    if workers.status[i] in (LOCAL, OUTBOUND, SEEKING, SEEKING_AWAY) and not just_closed:
        plan = plan_of(workers, i, month)
    founding = plan.value + attachment_of(workers, i, month)
    return Prospects(own, value_local(workers, i, month) + own, founding, plan, place)


@compiled
def home_value(month: Month, prospects: Prospects) -> float:
    """Return the inclusive value of the nest {local, founder}."""
    if not prospects.plan.possible:
        return prospects.local
    nest = month.choice.nest_home
    top = max(prospects.local, prospects.founding)
    below = math.exp((prospects.local - top) / nest) + math.exp((prospects.founding - top) / nest)
    return top + nest * math.log(below)


@compiled
def think_again(workers: WorkerColumns, i: int, month: Month, place: int) -> None:
    """Draw the top level of the choice, then what follows from it."""
    status = workers.status[i]
    prospects = prospects_of(workers, i, month, place)
    own = prospects.own
    words = four_words(month.stream, workers.worker_id[i], month.step, NEST, 0)
    more = four_words(month.stream, workers.worker_id[i], month.step, NEST, 1)
    scores = np.full(PLACE + 1, NEVER)
    scores[STAY] = race(value_of_staying(workers, i, month, own), words[0])
    scores[HOME] = race(home_value(month, prospects), words[1])
    scores[INSIDE] = race(value_away(workers, i, month, int(workers.origin[i])) + own, words[2])
    scores[OUTSIDE] = race(month.choice.outside_value[table_row(workers, i)] + own, words[3])
    scores[REST] = race(value_out(workers, i, month), more[0])
    if status in (SEEKING, SEEKING_AWAY):
        scores[WAIT] = race(month.choice.wait, more[1])
    if place != NOTHING:
        scores[PLACE] = race(value_placed(workers, i, month, place), more[2])
    follow(workers, i, month, np.argmax(scores), prospects)


@compiled
def follow(workers: WorkerColumns, i: int, month: Month, chosen: int, prospects: Prospects) -> None:
    """Turn the chosen nest into an application, or into rest."""
    if chosen == STAY:
        apply_here(workers, i)
    elif chosen == HOME:
        choose_at_home(workers, i, month, prospects)
    elif chosen == INSIDE:
        apply_away(workers, i, int(workers.origin[i]))
    elif chosen == OUTSIDE:
        apply_away(workers, i, draw_destination(workers, i, month))
    elif chosen == REST:
        stop_working(workers, i, month)
    elif chosen == PLACE:
        workers.applied[i] = np.uint8(prospects.place)


@compiled
def apply_here(workers: WorkerColumns, i: int) -> None:
    """Whoever seeks and stays applies where he is."""
    if workers.status[i] == SEEKING:
        workers.applied[i] = np.uint8(COUNTY)
    elif workers.status[i] == SEEKING_AWAY:
        workers.applied[i] = workers.destination[i]


@compiled
def choose_at_home(workers: WorkerColumns, i: int, month: Month, prospects: Prospects) -> None:
    """Draw between a local job and founding a business."""
    if prospects.plan.possible:
        words = four_words(month.stream, workers.worker_id[i], month.step, AT_HOME, 0)
        nest = month.choice.nest_home
        if race(prospects.founding / nest, words[1]) > race(prospects.local / nest, words[0]):
            workers.applied[i] = np.uint8(FOUND)
            if prospects.plan.subsidy > 0.0:
                workers.served[i] |= SUBSIDY
            if prospects.plan.loan > 0.0:
                workers.served[i] |= LOAN
            return
    if workers.status[i] != LOCAL:
        workers.applied[i] = np.uint8(COUNTY)


@compiled
def apply_away(workers: WorkerColumns, i: int, destination: int) -> None:
    """Apply in an urban market, unless already at work there."""
    if workers.status[i] != OUTBOUND or int(workers.destination[i]) != destination:
        workers.applied[i] = np.uint8(destination)


@compiled
def draw_destination(workers: WorkerColumns, i: int, month: Month) -> int:
    """Draw a destination outside the province: a race of exponentials, one of its own for each province."""
    weights = month.choice.outside_weight[table_row(workers, i)]
    best, chosen = math.inf, -1
    words = four_words(month.stream, workers.worker_id[i], month.step, DESTINATION, 0)
    for d in range(len(weights)):
        lane = d % 4
        if lane == 0:
            words = four_words(month.stream, workers.worker_id[i], month.step, DESTINATION, d // 4)
        if weights[d] > 0.0:
            word = words[0] if lane == 0 else words[1] if lane == 1 else words[2] if lane == 2 else words[3]
            time = -math.log(to_uniform(word)) / weights[d]
            if time < best:
                best, chosen = time, d
    return chosen


@compiled
def stop_working(workers: WorkerColumns, i: int, month: Month) -> None:
    """Go home, or stay there, without a job and without seeking one."""
    status = workers.status[i]
    if status == OUT:
        return
    workers.experience[i] = np.uint16(months_outbound(workers, i, month))
    workers.events[i] |= STOPPED_SEEKING if status in (SEEKING, SEEKING_AWAY) else QUIT
    come_home(workers, i)
    workers.status[i] = np.uint8(OUT)
    if not has(workers.events[i], CLOSED):  # a business that closed this month has still to be written down
        workers.spell_start[i] = np.int16(month.step)
