"""The choice: stay, work at home, found, go out inside or outside the province, or stop seeking.

A nested logit drawn level by level as a race: every alternative gets its own named exponential draw, and the
largest utility minus log draw wins. If one alternative gets better, people move to it and to nothing else.
"""

import math
from typing import NamedTuple

import numpy as np

from laborsim.kernels.applications import (
    CLOSED,
    COUNTY,
    FOUND,
    LOAN_SHIFT,
    NOTHING,
    POST,
    POST_OF,
    QUIT,
    STOPPED_SEEKING,
    WORKSHOP,
)
from laborsim.kernels.choice.founding import ALWAYS, SKILL, BusinessPlan, plan_of
from laborsim.kernels.choice.moves import come_home
from laborsim.kernels.choice.utility import (
    MOST_LUCK,
    Leader,
    attachment_of,
    challenge,
    race,
    table_row,
    value_away,
    value_local,
    value_of_staying,
    value_out,
    value_placed,
)
from laborsim.kernels.codes import FOUNDER, GONE, LOCAL, OUT, OUTBOUND, PLACED, SEEKING, SEEKING_AWAY
from laborsim.kernels.compilation import compiled, inlined
from laborsim.kernels.markets.search import is_suited
from laborsim.kernels.money.pay import profile_of
from laborsim.kernels.month import Month
from laborsim.kernels.random import AGAIN, LARGEST_WORDS, Word, Words, bin_of, decision, four_words, to_uniform, uniform
from laborsim.kernels.services.groups import in_training, months_outbound, offered_to, program_for
from laborsim.kernels.state import WorkerRow
from laborsim.kernels.traits import attachment_type, has

NEST = decision("worker.choose_nest")
AT_HOME = decision("worker.choose_at_home")
DESTINATION = decision("worker.choose_destination")
STANDS = decision("worker.application_stands")
KNOWS_POST = decision("public_welfare_posts.aware")
ASKS_POST = decision("public_welfare_posts.apply")
ASKS_WORKSHOP = decision("workshops.apply")

STAY, HOME, INSIDE, OUTSIDE, REST, WAIT, PLACE = range(7)
"""Alternatives of the top level."""

EVERYTHING = 0xFF
"""All of `served`: every service that is offered may be counted on."""

NEVER = -math.inf
LOG_2 = math.log(2.0)
NO_PLAN = BusinessPlan(False, 0, 0.0, 0.0, 0.0, 0.0)

ANY_SKILL = len(LARGEST_WORDS) - 1
"""The last bin: nobody is born with more skill."""


@compiled
def place_on_offer(worker: WorkerRow, month: Month) -> int:
    """Return `POST_OF` + program, WORKSHOP or NOTHING: the placed work this worker could ask for this month."""
    if worker.status not in (LOCAL, SEEKING, OUT):
        return NOTHING
    origin = worker.origin
    k = offered_to(worker, month, month.posts)
    if k >= 0:
        program = int(month.posts.program[k, origin])
        if (
            month.posts_free[program - 1, origin] > 0.0
            and uniform(month.stream, worker.worker_id, 0, KNOWS_POST) < month.posts.aware[k]
            and uniform(month.stream, worker.worker_id, month.step, ASKS_POST) < month.posts.apply[k]
        ):
            return POST_OF + program
    if month.workshops_free[origin] <= 0.0 or worker.status == LOCAL:
        return NOTHING
    asks = uniform(month.stream, worker.worker_id, month.step, ASKS_WORKSHOP) < month.workshop_ask
    return WORKSHOP if asks else NOTHING


@compiled
def standing_application(worker: WorkerRow, month: Month) -> int:
    """Return the market of an application that was refused last month and still stands, or NOTHING.

    Only of somebody who does not seek, for who seeks applies every month anew. What he applied for and has is no
    application any more.
    """
    stands, applied, status = month.choice.application_stands, int(worker.applied), worker.status
    if stands == 0.0 or applied > COUNTY or status not in (LOCAL, OUTBOUND, OUT):
        return NOTHING
    if (status == LOCAL and applied == COUNTY) or (status == OUTBOUND and applied == int(worker.destination)):
        return NOTHING
    luck = uniform(month.stream, worker.worker_id, month.step, STANDS)
    return applied if luck < stands else NOTHING


@inlined
def choose(worker: WorkerRow, month: Month, words: Words) -> None:
    """Think again, and decide what to apply for this month; who does not may have an application that still stands."""
    standing = standing_application(worker, month)
    worker.applied = np.uint8(NOTHING)
    status = worker.status
    just_closed = has(worker.events, CLOSED)
    # What a closed business received is looked at when it is wound up; who holds a post has it until he leaves.
    if status not in (FOUNDER, PLACED) and not just_closed:
        worker.served = np.uint8(0)
    if status in (GONE, FOUNDER) or in_training(worker, month):
        return
    seeking = status in (SEEKING, SEEKING_AWAY)
    awake = seeking or to_uniform(words[AGAIN]) < month.choice.reconsider[attachment_type(worker.traits)]
    if not awake:
        worker.applied = np.uint8(standing)
        if status != OUT:
            return
    place = place_on_offer(worker, month)
    if awake:
        think_again(worker, month, place, EVERYTHING)
    elif place != NOTHING:
        consider_place(worker, month, place)


@compiled
def consider_place(worker: WorkerRow, month: Month, place: int) -> None:
    """Somebody at rest asks for placed work if it beats what he has."""
    words = four_words(month.stream, worker.worker_id, month.step, NEST, 0)
    more = four_words(month.stream, worker.worker_id, month.step, NEST, 1)
    rest = value_of_staying(worker, month, 0.0)
    if race(value_placed(worker, month, place), more[2]) > race(rest, words[0]):
        ask_for(worker, place)


class Prospects(NamedTuple):
    """What a worker who thinks again has before him."""

    own: float  # utility of his own log profile
    local: float  # utility of local work
    founding: float  # utility of the business he could found
    plan: BusinessPlan
    place: int  # see `place_on_offer`


@compiled
def own_value(worker: WorkerRow, month: Month) -> float:
    """Return the utility of the worker's own log profile."""
    return float(month.choice.alpha * math.log(profile_of(worker, month)))


@compiled
def prospects_of(worker: WorkerRow, month: Month, place: int, may: int) -> Prospects:
    """Return what the worker could do at home; who has just closed a business does not found another at once.

    `may`: halves of `served` that he may count on.
    """
    own = own_value(worker, month)
    plan = NO_PLAN
    just_closed = has(worker.events, CLOSED)
    if worker.status in (LOCAL, OUTBOUND, SEEKING, SEEKING_AWAY) and not just_closed:
        plan = plan_of(worker, month, may)
    founding = plan.value + attachment_of(worker, month)
    return Prospects(own, value_local(worker, month) + own, founding, plan, place)


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
def home_can_win(worker: WorkerRow, month: Month, local: float, word: Word, leader: Leader) -> bool:
    """Say whether work at home could win, whatever business there might be: if not, none need be planned."""
    room = month.choice.nest_home * LOG_2 + MOST_LUCK[bin_of(word)]  # a nest of two is worth no more
    if not local + room <= leader.score:
        return True
    room += attachment_of(worker, month)
    if month.founding.ceiling[worker.origin, ANY_SKILL] + room <= leader.score:
        return False
    born_with = bin_of(four_words(month.stream, worker.worker_id, ALWAYS, SKILL, 0)[0])
    return not month.founding.ceiling[worker.origin, born_with] + room <= leader.score


@compiled
def think_again(worker: WorkerRow, month: Month, place: int, may: int) -> None:
    """Draw the top level of the choice, then what follows from it; `may`: halves of `served` he may count on."""
    status = worker.status
    own = own_value(worker, month)
    local = value_local(worker, month) + own
    words = four_words(month.stream, worker.worker_id, month.step, NEST, 0)
    more = four_words(month.stream, worker.worker_id, month.step, NEST, 1)
    leader = Leader(race(value_of_staying(worker, month, own), words[0]), STAY)
    leader = challenge(value_away(worker, month, int(worker.origin)) + own, words[2], INSIDE, leader)
    leader = challenge(month.choice.outside_value[table_row(worker)] + own, words[3], OUTSIDE, leader)
    leader = challenge(value_out(worker, month), more[0], REST, leader)
    if status in (SEEKING, SEEKING_AWAY):
        leader = challenge(month.choice.wait, more[1], WAIT, leader)
    if place != NOTHING:
        leader = challenge(value_placed(worker, month, place), more[2], PLACE, leader)
    prospects = Prospects(own, local, NEVER, NO_PLAN, place)
    if home_can_win(worker, month, local, words[1], leader):
        prospects = prospects_of(worker, month, place, may)
        leader = challenge(home_value(month, prospects), words[1], HOME, leader)
    follow(worker, month, leader.alternative, prospects)


@compiled
def follow(worker: WorkerRow, month: Month, chosen: int, prospects: Prospects) -> None:
    """Turn the chosen nest into an application, or into rest."""
    if chosen == STAY:
        apply_here(worker)
    elif chosen == HOME:
        choose_at_home(worker, month, prospects)
    elif chosen == INSIDE:
        apply_away(worker, int(worker.origin))
    elif chosen == OUTSIDE:
        apply_away(worker, draw_destination(worker, month))
    elif chosen == REST:
        stop_working(worker, month)
    elif chosen == PLACE:
        ask_for(worker, prospects.place)
    if worker.status in (SEEKING, SEEKING_AWAY) and worker.applied <= COUNTY and not is_suited(worker, month):
        worker.applied = np.uint8(NOTHING)


@compiled
def ask_for(worker: WorkerRow, place: int) -> None:
    """Apply for placed work."""
    worker.applied = np.uint8(POST if place > POST_OF else WORKSHOP)


@compiled
def apply_here(worker: WorkerRow) -> None:
    """Whoever seeks and stays applies where he is."""
    if worker.status == SEEKING:
        worker.applied = np.uint8(COUNTY)
    elif worker.status == SEEKING_AWAY:
        worker.applied = worker.destination


@compiled
def choose_at_home(worker: WorkerRow, month: Month, prospects: Prospects) -> None:
    """Draw between a local job and founding a business; `served` says what the choice of home counted on."""
    if prospects.plan.possible:
        if prospects.plan.subsidy > 0.0:
            worker.served |= np.uint8(program_for(worker, month, month.subsidies))
        if prospects.plan.loan > 0.0:
            worker.served |= np.uint8(program_for(worker, month, month.loans) << LOAN_SHIFT)
        words = four_words(month.stream, worker.worker_id, month.step, AT_HOME, 0)
        nest = month.choice.nest_home
        if race(prospects.founding / nest, words[1]) > race(prospects.local / nest, words[0]):
            worker.applied = np.uint8(FOUND)
            return
    if worker.status != LOCAL:
        worker.applied = np.uint8(COUNTY)


@compiled
def apply_away(worker: WorkerRow, destination: int) -> None:
    """Apply in an urban market, unless already at work there."""
    if worker.status != OUTBOUND or int(worker.destination) != destination:
        worker.applied = np.uint8(destination)


@compiled
def draw_destination(worker: WorkerRow, month: Month) -> int:
    """Draw a destination outside the province: a race of exponentials, one of its own for each province."""
    weights = month.choice.outside_weight[table_row(worker)]
    best, chosen = math.inf, -1
    words = four_words(month.stream, worker.worker_id, month.step, DESTINATION, 0)
    for d in range(len(weights)):
        lane = d % 4
        if lane == 0:
            words = four_words(month.stream, worker.worker_id, month.step, DESTINATION, d // 4)
        if weights[d] > 0.0:
            luck = to_uniform(words[0] if lane == 0 else words[1] if lane == 1 else words[2] if lane == 2 else words[3])
            if 1.0 - luck >= best * weights[d]:  # −log x ≥ 1 − x: beaten without taking a logarithm
                continue
            time = -math.log(luck) / weights[d]
            if time < best:
                best, chosen = time, d
    return chosen


@compiled
def stop_working(worker: WorkerRow, month: Month) -> None:
    """Go home, or stay there, without a job and without seeking one."""
    status = worker.status
    if status == OUT:
        return
    worker.experience = np.uint16(months_outbound(worker, month))
    worker.events |= STOPPED_SEEKING if status in (SEEKING, SEEKING_AWAY) else QUIT
    come_home(worker)
    worker.status = np.uint8(OUT)
    worker.jobs = np.uint8(0)
    if not has(worker.events, CLOSED):  # a business that closed this month has still to be written down
        worker.spell_start = np.int16(month.step)
        worker.served = np.uint8(0)
