"""What levers give to people: money for founders, park places, training seats, posts. Everything is a queue."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.applications import LOAN, STARTED, SUBSIDY
from laborsim.kernels.choice.choice import KNOWS_POST
from laborsim.kernels.choice.founding import APPLIED, APPROVED, AWARE, ELIGIBLE, IDEA, NOT_ELIGIBLE
from laborsim.kernels.codes import LOCAL, OUT, PLACED, SEEKING
from laborsim.kernels.markets.queue import admit
from laborsim.kernels.month import Month
from laborsim.kernels.random import decision, draws
from laborsim.kernels.services import eligibility
from laborsim.kernels.state import WorkerColumns
from laborsim.kernels.traits import LIFTED_BIT
from laborsim.levers.base import FEN_PER_YUAN
from laborsim.levers.dials import Dials, Offer, Regional
from laborsim.model.ledger import Ledger, fen_of
from laborsim.model.regional_random import Luck

Rows = NDArray[np.int64]
Persons = NDArray[np.int64]

SUBSIDY_LOTTERY = decision("startup_subsidy.lottery")
LOAN_LOTTERY = decision("guaranteed_loans.lottery")
TRAINING_LOTTERY = decision("training_places.lottery")
LOAN_ROUND = decision("guaranteed_loans.round")
TRAINING_ROUND = decision("training_places.round")
PARK_ROUND = decision("entrepreneurship_parks.round")
POST_ROUND = decision("public_welfare_posts.round")

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


def help_founders(given: Provision, rows: Rows) -> None:
    """Grant subsidies and loans while money and loans last, then let would-be founders start."""
    columns, month = given.columns, given.month
    requests = eligibility.founding_requests(columns, rows, month)
    requests[~would_employ(given, rows), 3] = NOT_ELIGIBLE
    subsidies, loans = given.dials.offered("startup_subsidy"), given.dials.offered("guaranteed_loans")
    _ration(given, rows, requests[:, :2], subsidies, SUBSIDY)
    _ration(given, rows, requests[:, 2:], loans, LOAN)
    granted = {bit: (columns.served[rows] & bit) > 0 for bit in (SUBSIDY, LOAN)}
    granted[LOAN] &= eligibility.borrowed(columns, rows, month) > 0.0  # without the subsidy the plan may need no loan
    paid = [_cost(given, rows, offer, SUBSIDY) for offer in subsidies]
    guaranteed = [_cost(given, rows, offer, LOAN) for offer in loans]
    eligibility.start_businesses(columns, rows, month)
    started = (columns.events[rows] & STARTED) > 0
    for k, offer in enumerate(subsidies):
        _book(given, offer, rows, paid[k], started & granted[SUBSIDY] & (requests[:, 0] == k))
    for k, offer in enumerate(loans):
        _book(given, offer, rows, guaranteed[k], started & granted[LOAN] & (requests[:, 2] == k))


def would_employ(given: Provision, rows: Rows) -> NDArray[np.bool_]:
    """Return which would-be founders have a business in mind that needs employees: loans are for those only."""
    idea = draws(given.month.stream, given.columns.worker_id[rows], given.month.step, IDEA)
    return idea < given.month.founding.employer_ideas


def _cost(given: Provision, rows: Rows, offer: Offer, bit: np.uint8) -> Persons:
    """Return what serving would-be founders costs, each with all the persons he stands for [founder], fen."""
    columns = given.columns
    origin = columns.origin[rows]
    yuan = offer.amount[origin] if bit == SUBSIDY else eligibility.borrowed(columns, rows, given.month) * offer.terms[2]
    fen: Persons = np.rint(yuan * offer.unit_cost_yuan * FEN_PER_YUAN).astype(np.int64) * given.persons[origin]
    return fen


def _book(given: Provision, offer: Offer, rows: Rows, cost: Persons, served: NDArray[np.bool_]) -> None:
    fen = np.zeros(len(given.persons), np.int64)
    np.add.at(fen, given.columns.origin[rows[served]], cost[served])
    given.ledger.count(offer.instance, "served", given.by_region(rows[served]))
    given.ledger.note_served(offer.instance, rows[served])
    given.ledger.spend(offer.instance, fen)


def _ration(given: Provision, rows: Rows, requests: Rows, offers: Sequence[Offer], bit: np.uint8) -> None:
    """Count the funnel; take the grant back from those for whom money or loans do not last."""
    columns, ledger = given.columns, given.ledger
    for k, offer in enumerate(offers):
        mine = requests[:, 0] == k
        for stage, code in FUNNEL:
            ledger.count(offer.instance, stage, given.by_region(rows[mine & (requests[:, 1] >= code)]))
        # Whoever would found without it (own-account work needs no loan) takes it from nobody.
        asking = rows[mine & (requests[:, 1] == APPROVED) & ((columns.served[rows] & bit) > 0)]
        name = SUBSIDY_LOTTERY if bit == SUBSIDY else LOAN_LOTTERY
        if np.isfinite(offer.places).all() and bit == LOAN:
            places = np.floor(offer.places + given.luck.of(LOAN_ROUND, given.month.step)).astype(np.int64)
            admitted = lottery(given, asking, columns.origin[asking].astype(np.int64), places, name)
            columns.served[asking[~admitted]] &= ~bit
            asking = asking[admitted]
        kept = paid_for(given, asking, _cost(given, asking, offer, bit), offer, name)
        columns.served[asking[~kept]] &= ~bit


def paid_for(given: Provision, rows: Rows, fen: Persons, offer: Offer, name: int) -> NDArray[np.bool_]:
    """Return for whom an offer's budget still pays, in the order of their tickets.

    A worker may cost more than what is left; a budget may not be exceeded, so he goes without.
    """
    left = given.ledger.budget[offer.instance]
    kept = np.ones(len(rows), np.bool_)
    if left is not None:
        columns = given.columns
        tickets = eligibility.tickets_of(columns, rows, given.month, name)
        order = np.lexsort((columns.worker_id[rows], tickets))
        kept[order] = np.cumsum(fen[order]) <= left
    return kept


def fill_parks(given: Provision, founders: Rows, queue_months: int) -> ParkQueue:
    """Give free park places to young businesses; if parks were closed, let the holders draw who may stay.

    `queue_months`: how long after its start a business may ask.
    """
    columns, month, dials = given.columns, given.month, given.dials
    places = given.luck.whole_places(np.floor(dials["parks"] * dials["places_per_park"]), PARK_ROUND)
    by_score = dials["park_by_score"] > 0
    holders = eligibility.park_candidates(columns, founders, True, 0)
    held = given.by_region(holders)
    if (held > places).any():
        admitted = _admit_to_parks(given, holders, places, by_score)
        eligibility.set_park(columns, holders, admitted)
        held = given.by_region(holders[admitted])
    youngest = month.step - queue_months
    waiting = eligibility.park_candidates(columns, founders, False, youngest)
    admitted = _admit_to_parks(given, waiting, np.maximum(0, places - held), by_score)
    eligibility.set_park(columns, waiting, admitted)
    asked, got = given.by_region(waiting), given.by_region(waiting[admitted])
    return ParkQueue(asked, got, chance=np.where(asked > 0, got / np.maximum(asked, 1), 1.0))


def _admit_to_parks(given: Provision, rows: Rows, places: Persons, by_score: NDArray[np.bool_]) -> NDArray[np.bool_]:
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
        seated = mine[lottery(given, mine, columns.origin[mine].astype(np.int64), places, TRAINING_LOTTERY)]
        cost = given.persons[columns.origin[seated]] * unit
        seated = seated[paid_for(given, seated, cost, offer, TRAINING_LOTTERY)]
        eligibility.begin_training(columns, seated, np.full(len(seated), k), month)
        persons = given.by_region(seated)
        ledger.count(offer.instance, "eligible", known[k, :, 0] * given.persons)
        ledger.count(offer.instance, "aware", known[k, :, 1] * given.persons)
        ledger.count(offer.instance, "applied", given.by_region(mine))
        for stage in ("approved", "served"):
            ledger.count(offer.instance, stage, persons)
        ledger.note_served(offer.instance, seated)
        ledger.spend(offer.instance, persons * unit)


def affordable_posts(dials: Dials, ledger: Ledger, n_regions: int) -> Regional:
    """Return the public-welfare posts on offer that budgets still pay for [region]; not whole."""
    posts = np.zeros(n_regions)
    for offer in dials.offered("public_welfare_posts"):
        affordable = ledger.affordable(offer.instance, fen_of(offer.unit_cost_yuan / 12))
        places = offer.places
        if affordable is not None and places.sum() > affordable:
            places = places * (affordable / places.sum())
        posts += places
    return posts


def pay_posts(given: Provision, refused: Persons) -> None:
    """Count the funnel of public-welfare posts and pay those who hold one; `refused`: who asked in vain [region]."""
    offers = given.dials.offered("public_welfare_posts")
    if not offers:
        return
    columns, month, ledger = given.columns, given.month, given.ledger
    at_home = np.zeros(8, np.bool_)
    at_home[[LOCAL, SEEKING, OUT]] = True
    known = eligibility.knowing(columns, month, month.posts, at_home, KNOWS_POST)
    placed = np.flatnonzero(columns.status == PLACED)
    held, waiting = eligibility.placed_now(columns, placed, given.persons)[0], refused
    for k, offer in enumerate(offers):
        there = (offer.amount > 0).astype(np.int64)
        mine, in_vain = held * there, waiting * there
        held, waiting = held - mine, waiting - in_vain  # two groups with posts in one region share them: booked once
        ledger.count(offer.instance, "eligible", known[k, :, 0] * given.persons + mine)
        ledger.count(offer.instance, "aware", known[k, :, 1] * given.persons + mine)
        ledger.count(offer.instance, "applied", mine + in_vain)
        for stage in ("approved", "served"):
            ledger.count(offer.instance, stage, mine)
        ledger.spend(offer.instance, mine * fen_of(offer.unit_cost_yuan / 12))
