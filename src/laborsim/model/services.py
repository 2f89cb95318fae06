"""What levers give to people: money for founders, park places, training seats, posts. Everything is a queue."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels import passes
from laborsim.kernels.applications import FOUND, LOAN, LOAN_SHIFT, STARTED, SUBSIDY
from laborsim.kernels.choice.choice import KNOWS_POST
from laborsim.kernels.choice.founding import APPLIED, APPROVED, AWARE, ELIGIBLE, IDEA, NOT_ELIGIBLE
from laborsim.kernels.codes import GONE, LOCAL, MOST_PROGRAMS, OUT, PLACED, SEEKING
from laborsim.kernels.markets.queue import admit
from laborsim.kernels.money.savings import GRID_YUAN
from laborsim.kernels.month import Month
from laborsim.kernels.random import decision, draws
from laborsim.kernels.services import eligibility
from laborsim.kernels.state import WorkerColumns
from laborsim.kernels.traits import LIFTED_BIT, WORKSHOP_BIT
from laborsim.levers.base import FEN_PER_YUAN
from laborsim.levers.dials import Dials, Offer, Regional
from laborsim.model.ledger import Ledger, fen_of
from laborsim.model.programs import Granted
from laborsim.model.regional_random import Luck
from laborsim.population.rounding import largest_remainder

Rows = NDArray[np.int64]
Persons = NDArray[np.int64]

SUBSIDY_LOTTERY = decision("startup_subsidy.lottery")
LOAN_LOTTERY = decision("guaranteed_loans.lottery")
TRAINING_LOTTERY = decision("training_places.lottery")
LOAN_ROUND = decision("guaranteed_loans.round")
TRAINING_ROUND = decision("training_places.round")
PARK_ROUND = decision("entrepreneurship_parks.round")
POST_ROUND = decision("public_welfare_posts.round")
POST_LOTTERY = decision("public_welfare_posts.lottery")

MONTHS_A_YEAR = 12

FUNNEL = (("eligible", ELIGIBLE), ("aware", AWARE), ("applied", APPLIED), ("approved", APPROVED))


class Provision(NamedTuple):
    """What the services of a month work with: they write into the columns of workers and into the ledger."""

    columns: WorkerColumns
    persons: Persons  # that a worker stands for [region of origin]
    month: Month
    dials: Dials
    ledger: Ledger
    luck: Luck

    def by_region(self, rows: Rows) -> Persons:
        """Return the persons that some rows stand for, by region of origin."""
        return np.bincount(self.columns.origin[rows], minlength=len(self.persons)) * self.persons

    def sum_by_region(self, rows: Rows, amounts: Persons) -> Persons:
        """Return the sums of whole amounts of some rows, by region of origin."""
        sums = np.zeros(len(self.persons), np.int64)
        np.add.at(sums, self.columns.origin[rows], amounts)
        return sums


class ParkQueue(NamedTuple):
    """Young businesses that asked for a place in a park this month [region]."""

    asked: Persons
    admitted: Persons
    chance: Regional  # of a place, for one who asks


def lottery(given: Provision, rows: Rows, queue: Rows, places: Persons, name: int) -> NDArray[np.bool_]:
    """Return who is admitted from some rows, by lottery tickets of one named decision."""
    columns = given.columns
    tickets = eligibility.tickets_of(columns, rows, given.month, name)
    weights = given.persons[columns.origin[rows]]
    month = given.month
    return admit(queue, tickets, columns.worker_id[rows], weights, places, month.stream, month.step)


def help_founders(given: Provision, rows: Rows, hoping: Rows) -> Rows:
    """Grant subsidies and loans while money and loans last, then let would-be founders start.

    Who is not given what he counted on decides anew, as if it were not offered; so does who only hoped for it
    (`hoping`), in a month in which it does not reach everybody. Return those: some now apply for other work.
    """
    columns, month = given.columns, given.month
    requests = eligibility.founding_requests(columns, rows, month)
    requests[~would_employ(given, rows), 3] = NOT_ELIGIBLE
    subsidies, loans = given.dials.offered("startup_subsidy"), given.dials.offered("guaranteed_loans")
    again, short = _ration(given, rows, requests[:, :2], subsidies, SUBSIDY)
    again = np.concatenate([again, _in_vain(given, hoping, short, SUBSIDY)])
    passes.decide_without(columns, again, np.full(len(again), LOAN, np.int64), month)
    hoping = np.union1d(hoping, again)
    without, short = _ration(given, rows, requests[:, 2:], loans, LOAN)
    without = np.concatenate([without, _in_vain(given, hoping, short, LOAN)])
    kept = np.where((columns.served[without] & SUBSIDY) > 0, SUBSIDY, 0).astype(np.int64)
    passes.decide_without(columns, without, kept, month)
    again, hoping = np.union1d(again, without), np.union1d(hoping, without)
    columns.served[hoping[columns.applied[hoping] != FOUND]] = 0
    granted = {bit: (columns.served[rows] & bit) > 0 for bit in (SUBSIDY, LOAN)}
    paid = [_cost(given, rows, offer, SUBSIDY) for offer in subsidies]
    guaranteed = [(_cost(given, rows, offer, LOAN), _at_risk(given, rows, offer)) for offer in loans]
    eligibility.start_businesses(columns, rows, month)
    started = (columns.events[rows] & STARTED) > 0
    for k, offer in enumerate(subsidies):
        _book(given, offer, rows, paid[k], started & granted[SUBSIDY] & (requests[:, 0] == k))
    for k, offer in enumerate(loans):
        borrowers = started & granted[LOAN] & (requests[:, 2] == k)
        _book(given, offer, rows, guaranteed[k][0], borrowers)
        given.ledger.commit(offer.instance, int(guaranteed[k][1][borrowers].sum()))
    return again


def _in_vain(given: Provision, hoping: Rows, short: NDArray[np.bool_], bit: np.uint8) -> Rows:
    """Return who hopes for one of the offers that do not reach everybody; `short` [offer]."""
    hoping = hoping[((given.columns.served[hoping] & bit) > 0) & (given.columns.applied[hoping] != FOUND)]
    wishes = eligibility.founding_requests(given.columns, hoping, given.month)
    return hoping[short[wishes[:, 0 if bit == SUBSIDY else 2]]] if len(hoping) else hoping


def would_employ(given: Provision, rows: Rows) -> NDArray[np.bool_]:
    """Return which would-be founders have a business in mind that needs employees: loans are for those only."""
    idea = draws(given.month.stream, given.columns.worker_id[rows], given.month.step, IDEA)
    return idea < given.month.founding.employer_ideas


def _cost(given: Provision, rows: Rows, offer: Offer, bit: np.uint8) -> Persons:
    """Return what serving would-be founders costs, each with all the persons he stands for [founder], fen."""
    origin = given.columns.origin[rows]
    if bit == SUBSIDY:
        return _priced(given, rows, offer.amount[origin], offer.unit_cost_yuan)
    lent = eligibility.borrowed(given.columns, rows, given.month)
    return _priced(given, rows, lent * offer.terms[2], offer.unit_cost_yuan)


def _at_risk(given: Provision, rows: Rows, offer: Offer) -> Persons:
    """Return what of the loans of would-be founders is lost if they fail at once [founder], fen."""
    lent = eligibility.borrowed(given.columns, rows, given.month)
    return _priced(given, rows, lent * offer.terms[3], offer.paid_out_yuan)


def _priced(given: Provision, rows: Rows, yuan: Regional, unit_yuan: float) -> Persons:
    """Return yuan a person at what one of them costs, for all the persons of each worker [row], fen."""
    origin = given.columns.origin[rows]
    fen: Persons = np.rint(yuan * unit_yuan * FEN_PER_YUAN).astype(np.int64) * given.persons[origin]
    return fen


def _book(given: Provision, offer: Offer, rows: Rows, cost: Persons, served: NDArray[np.bool_]) -> None:
    given.ledger.count(offer.instance, "served", given.by_region(rows[served]))
    given.ledger.note_served(offer.instance, rows[served])
    given.ledger.spend(offer.instance, given.sum_by_region(rows[served], cost[served]))


def _ration(
    given: Provision, rows: Rows, requests: Rows, offers: Sequence[Offer], bit: np.uint8
) -> tuple[Rows, NDArray[np.bool_]]:
    """Count the funnel; return those for whom money or loans do not last, and which offers do not reach everybody."""
    columns, ledger = given.columns, given.ledger
    without, short = np.empty(0, np.int64), np.zeros(len(offers), np.bool_)
    for k, offer in enumerate(offers):
        mine = requests[:, 0] == k
        for stage, code in FUNNEL:
            ledger.count(offer.instance, stage, given.by_region(rows[mine & (requests[:, 1] >= code)]))
        # Whoever would found without it (own-account work needs no loan) takes it from nobody.
        asking = rows[mine & (requests[:, 1] == APPROVED) & ((columns.served[rows] & bit) > 0)]
        name, kept = SUBSIDY_LOTTERY if bit == SUBSIDY else LOAN_LOTTERY, asking
        if np.isfinite(offer.places).all() and bit == LOAN:
            places = np.floor(offer.places + given.luck.of(LOAN_ROUND, given.month.step)).astype(np.int64)
            kept = kept[lottery(given, kept, columns.origin[kept].astype(np.int64), places, name)]
        cost = _cost(given, kept, offer, bit) + (_at_risk(given, kept, offer) if bit == LOAN else 0)
        kept = kept[paid_for(given, kept, cost, offer, name)]
        refused = np.setdiff1d(asking, kept)
        ledger.count(offer.instance, "unmet", given.by_region(refused))
        without, short[k] = np.concatenate([without, refused]), len(refused) > 0
    return without, short


class Dues(NamedTuple):
    """What founders whose businesses closed owe of a subsidy, and pay back of a loan [row], yuan."""

    owed: Regional
    repaid: Regional


def settle_accounts(given: Provision, closed: Rows, granted: Granted) -> Dues:
    """Book what closed businesses bring back of subsidies and lose of loans; return what each founder owes and pays.

    A subsidy is owed back by whoever is still there and closes too soon, and comes back at once. Of a loan that still
    runs a founder pays what his savings allow; the rest is a default, and what is not recovered of it is lost. Both by
    the terms under which they were given.
    """
    columns, step = given.columns, given.month.step
    months, origin = columns.spell_start[closed].astype(np.int64), columns.origin[closed].astype(np.int64)
    owed, repaid = np.zeros(len(closed)), np.zeros(len(closed))
    numbers = (columns.served[closed] & SUBSIDY).astype(np.int64)
    numbers[columns.status[closed] == GONE] = 0
    for offer, mine in granted.given("startup_subsidy", months, numbers, origin):
        soon = mine[step - months[mine] < offer.terms[1]]
        owed[soon] = offer.amount[origin[soon]]
        back = _priced(given, closed[soon], owed[soon], offer.paid_out_yuan)
        given.ledger.take_back(offer.instance, given.sum_by_region(closed[soon], back))
    numbers = (columns.served[closed] >> LOAN_SHIFT).astype(np.int64)
    for offer, mine in granted.given("guaranteed_loans", months, numbers, origin):
        running = mine[step - months[mine] <= offer.terms[1] * MONTHS_A_YEAR]
        unit = given.month.pay.unit
        still_owed = np.minimum(GRID_YUAN[columns.debt[closed[running]]] * unit, offer.amount[origin[running]])
        repaid[running] = np.minimum(GRID_YUAN[columns.savings[closed[running]]] * unit, still_owed)
        default = still_owed - repaid[running]
        lost = _priced(given, closed[running], default * offer.terms[3], offer.paid_out_yuan)
        given.ledger.lose(offer.instance, given.sum_by_region(closed[running], lost))
    return Dues(owed, repaid)


def paid_for(given: Provision, rows: Rows, fen: Persons, offer: Offer, name: int) -> NDArray[np.bool_]:
    """Return for whom an offer's budget still pays, in the order of their tickets.

    A worker may cost more than what is left; a budget may not be exceeded, so he goes without.
    """
    left = given.ledger.left(offer.instance)
    kept = np.ones(len(rows), np.bool_)
    if left is not None:
        columns = given.columns
        tickets = eligibility.tickets_of(columns, rows, given.month, name)
        order = np.lexsort((columns.worker_id[rows], tickets))
        kept[order] = np.cumsum(fen[order]) <= left
    return kept


def park_places(dials: Dials) -> Persons:
    """Return the places in parks [region], whole ones that add up to the nation's: 3,000 parks of 300 are 900,000."""
    places = dials["parks"] * dials["places_per_park"]
    return largest_remainder(places, round(math.fsum(places)))


def fill_parks(given: Provision, founders: Rows, queue_months: int) -> ParkQueue:
    """Give free park places to young businesses; if parks were closed, let the holders draw who may stay.

    `queue_months`: how long after its start a business may ask.
    """
    columns, month, dials = given.columns, given.month, given.dials
    places = given.luck.whole_places(park_places(dials).astype(np.float64), PARK_ROUND)
    by_score = dials["park_by_score"]
    holders = eligibility.park_candidates(columns, founders, True, 0)
    held = given.by_region(holders)
    if (held > places).any():
        admitted = _admit_to_parks(given, holders, places, by_score)
        eligibility.set_park(columns, holders, admitted)
        held = given.by_region(holders[admitted])
    youngest = month.step - queue_months
    waiting = eligibility.park_candidates(columns, founders, False, youngest)
    admitted = _admit_to_parks(given, waiting, np.maximum(0, places - held), by_score)
    eligibility.enter_parks(columns, waiting, admitted, month)
    asked, got = given.by_region(waiting), given.by_region(waiting[admitted])
    return ParkQueue(asked, got, chance=np.where(asked > 0, got / np.maximum(asked, 1), 1.0))


def _admit_to_parks(given: Provision, rows: Rows, places: Persons, by_score: Regional) -> NDArray[np.bool_]:
    columns, month = given.columns, given.month
    queue = columns.origin[rows].astype(np.int64)
    tickets = eligibility.park_tickets(columns, rows, month, by_score)
    return admit(queue, tickets, columns.worker_id[rows], given.persons[queue], places, month.stream, month.step)


def lifted_out_first(columns: WorkerColumns, rows: Rows, queue: NDArray[np.bool_], tickets: NDArray[np.uint32]) -> None:
    """Give applicants of a queue from lifted-out households tickets before all others, in the order they had."""
    others = (columns.traits[rows] & LIFTED_BIT) == 0
    tickets[queue] = (tickets[queue] >> 1) | (others[queue].astype(np.uint32) << 31)


def train(given: Provision) -> None:
    """Seat those who ask, as far as seats and money go."""
    offers = given.dials.offered("training_places")
    if not offers:
        return
    columns, month, ledger = given.columns, given.month, given.ledger
    rows, asked, known = eligibility.training_candidates(columns, month)
    for k, offer in enumerate(offers):
        mine = rows[asked == k]
        places = np.floor(offer.places + given.luck.of(TRAINING_ROUND, given.month.step)).astype(np.int64)
        unit = fen_of(offer.unit_cost_yuan)
        admitted = mine[lottery(given, mine, columns.origin[mine].astype(np.int64), places, TRAINING_LOTTERY)]
        cost = given.persons[columns.origin[admitted]] * unit
        seated = admitted[paid_for(given, admitted, cost, offer, TRAINING_LOTTERY)]
        eligibility.begin_training(columns, seated, np.full(len(seated), k), month)
        persons = given.by_region(seated)
        ledger.count(offer.instance, "eligible", known[k, :, 0] * given.persons)
        ledger.count(offer.instance, "aware", known[k, :, 1] * given.persons)
        ledger.count(offer.instance, "applied", given.by_region(mine))
        for stage in ("approved", "served"):
            ledger.count(offer.instance, stage, persons)
        ledger.count(offer.instance, "unmet", given.by_region(admitted) - persons)
        ledger.note_served(offer.instance, seated)
        ledger.spend(offer.instance, persons * unit)


def affordable_posts(dials: Dials, ledger: Ledger, n_regions: int) -> Regional:
    """Return the public-welfare posts on offer that budgets still pay for [program, region]; not whole.

    Those that they do not pay for are unmet.
    """
    posts = np.zeros((MOST_PROGRAMS, n_regions))
    for offer in dials.offered("public_welfare_posts"):
        affordable = ledger.affordable(offer.instance, fen_of(offer.unit_cost_yuan / 12))
        places = offer.places
        if affordable is not None and places.sum() > affordable:
            places = places * (affordable / places.sum())
            ledger.count(offer.instance, "unmet", np.floor(offer.places - places).astype(np.int64))
        if affordable is not None:
            ledger.put_by(offer.instance, math.ceil(places.sum()) * fen_of(offer.unit_cost_yuan / 12))
        posts += in_programs(offer, places)
    return posts


def in_programs(offer: Offer, amount: Regional) -> Regional:
    """Return an offer's amounts by the program they are for [program, region]."""
    spread = np.zeros((MOST_PROGRAMS, len(amount)))
    there = np.flatnonzero(offer.amount > 0)
    spread[offer.program[there] - 1, there] = amount[there]
    return spread


def pay_posts(given: Provision, refused: Persons) -> Persons:
    """Count the funnel of public-welfare posts, pay those who hold one, and let go whom no money is left for.

    `refused` [program, region]: who asked in vain. Return who holds a post now [program, region].
    """
    offers = given.dials.offered("public_welfare_posts")
    columns, month, ledger = given.columns, given.month, given.ledger
    if not offers:
        return np.zeros((MOST_PROGRAMS, len(given.persons)), np.int64)
    at_home = np.zeros(8, np.bool_)
    at_home[[LOCAL, SEEKING, OUT]] = True
    known = eligibility.knowing(columns, month, month.posts, at_home, KNOWS_POST)
    placed = np.flatnonzero(columns.status == PLACED)
    in_post = placed[(columns.traits[placed] & WORKSHOP_BIT) == 0]
    for k, offer in enumerate(offers):
        origin = columns.origin[in_post]
        mine = in_post[(columns.served[in_post] == offer.program[origin]) & (offer.amount[origin] > 0)]
        unit = fen_of(offer.unit_cost_yuan / 12)
        kept = paid_for(given, mine, given.persons[columns.origin[mine]] * unit, offer, POST_LOTTERY)
        eligibility.dismiss_all(columns, mine[~kept], month)
        held = given.by_region(mine[kept])
        there = np.flatnonzero(offer.amount > 0)
        in_vain = np.zeros_like(held)
        in_vain[there] = refused[offer.program[there] - 1, there]
        ledger.count(offer.instance, "eligible", known[k, :, 0] * given.persons + held)
        ledger.count(offer.instance, "aware", known[k, :, 1] * given.persons + held)
        ledger.count(offer.instance, "applied", held + in_vain)
        for stage in ("approved", "served"):
            ledger.count(offer.instance, stage, held)
        ledger.note_served(offer.instance, mine[kept])
        ledger.spend(offer.instance, held * unit)
    holders: Persons = eligibility.placed_now(columns, in_post, given.persons)[1:]
    return holders
