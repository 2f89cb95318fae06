"""What levers give to people: money for founders, park places, training seats, posts. Everything is a queue."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels import passes, serving
from laborsim.kernels.applying import LOAN, STARTED, SUBSIDY
from laborsim.kernels.choosing import KNOWS_POST
from laborsim.kernels.codes import LOCAL, OUT, PLACED, SEEKING
from laborsim.kernels.founding import ALWAYS, APPLIED, APPROVED, AWARE, ELIGIBLE, IDEA, NOT_ELIGIBLE
from laborsim.kernels.lookup import draws
from laborsim.kernels.queueing import admit
from laborsim.kernels.random import decision
from laborsim.kernels.state import WorkerColumns
from laborsim.kernels.traits import LIFTED_BIT
from laborsim.levers.base import FEN_PER_YUAN
from laborsim.levers.dials import Offer
from laborsim.model.ledger import fen_of

if TYPE_CHECKING:
    from laborsim.model.labor_model import LaborModel

Rows = NDArray[np.int64]
Persons = NDArray[np.int64]

SUBSIDY_LOTTERY = decision("startup_subsidy.lottery")
LOAN_LOTTERY = decision("guaranteed_loans.lottery")
TRAINING_LOTTERY = decision("training_places.lottery")
PARK_ROUND = decision("entrepreneurship_parks.round")
POST_ROUND = decision("public_welfare_posts.round")

FUNNEL = (("eligible", ELIGIBLE), ("aware", AWARE), ("applied", APPLIED), ("approved", APPROVED))


def offers_of(model: "LaborModel", kind: str) -> list[Offer]:
    """Return this month's offers of one kind, in the order of the kernels' tables."""
    return [offer for offer in model.dials.offers if offer.kind == kind]


def by_region(model: "LaborModel", rows: Rows) -> Persons:
    """Return the persons that some rows stand for, by region of origin."""
    origin = model.workers.columns.origin[rows]
    return np.bincount(origin, minlength=len(model.persons)) * model.persons


def lottery(model: "LaborModel", rows: Rows, queue: Rows, places: Persons, name: int) -> NDArray[np.bool_]:
    """Return who is admitted from some rows, by lottery tickets of one named decision."""
    columns = model.workers.columns
    tickets = serving.tickets_of(columns, rows, model.month, name)
    weights = model.persons[columns.origin[rows]]
    month = model.month
    return admit(queue, tickets, columns.worker_id[rows], weights, places, month.stream, month.step)


def help_founders(model: "LaborModel", rows: Rows) -> None:
    """Grant subsidies and loans while money and loans last, then let would-be founders start."""
    columns, month = model.workers.columns, model.month
    requests = serving.founding_requests(columns, rows, month)
    requests[~would_employ(model, rows), 3] = NOT_ELIGIBLE
    subsidies, loans = offers_of(model, "startup_subsidy"), offers_of(model, "guaranteed_loans")
    _ration(model, rows, requests[:, :2], subsidies, SUBSIDY)
    _ration(model, rows, requests[:, 2:], loans, LOAN)
    granted = {bit: (columns.served[rows] & bit) > 0 for bit in (SUBSIDY, LOAN)}
    granted[LOAN] &= serving.borrowed(columns, rows, month) > 0.0  # without the subsidy the plan may need no loan
    paid = [_cost(model, rows, offer, SUBSIDY) for offer in subsidies]
    guaranteed = [_cost(model, rows, offer, LOAN) for offer in loans]
    serving.start_businesses(columns, rows, month)
    started = (columns.events[rows] & STARTED) > 0
    for k, offer in enumerate(subsidies):
        _book(model, offer, rows, paid[k], started & granted[SUBSIDY] & (requests[:, 0] == k))
    for k, offer in enumerate(loans):
        _book(model, offer, rows, guaranteed[k], started & granted[LOAN] & (requests[:, 2] == k))


def would_employ(model: "LaborModel", rows: Rows) -> NDArray[np.bool_]:
    """Return which would-be founders have a business in mind that needs employees: loans are for those only."""
    month = model.month
    idea = draws(model.stream, model.workers.columns.worker_id[rows], month.step, IDEA)
    return idea < month.founding.employer_ideas


def _cost(model: "LaborModel", rows: Rows, offer: Offer, bit: np.uint8) -> Persons:
    """Return what serving would-be founders costs, each with all the persons he stands for [founder], fen."""
    columns = model.workers.columns
    origin = columns.origin[rows]
    yuan = offer.amount[origin] if bit == SUBSIDY else serving.borrowed(columns, rows, model.month) * offer.terms[2]
    fen: Persons = np.rint(yuan * offer.unit_cost_yuan * FEN_PER_YUAN).astype(np.int64) * model.persons[origin]
    return fen


def _book(model: "LaborModel", offer: Offer, rows: Rows, cost: Persons, served: NDArray[np.bool_]) -> None:
    fen = np.zeros(len(model.persons), np.int64)
    np.add.at(fen, model.workers.columns.origin[rows[served]], cost[served])
    model.policy.ledger.count(offer.instance, "served", by_region(model, rows[served]))
    model.policy.ledger.note_served(offer.instance, rows[served])
    model.policy.ledger.spend(offer.instance, fen)


def _ration(model: "LaborModel", rows: Rows, requests: Rows, offers: Sequence[Offer], bit: np.uint8) -> None:
    """Count the funnel; take the grant back from those for whom money or loans do not last."""
    columns, ledger = model.workers.columns, model.policy.ledger
    for k, offer in enumerate(offers):
        mine = requests[:, 0] == k
        for stage, code in FUNNEL:
            ledger.count(offer.instance, stage, by_region(model, rows[mine & (requests[:, 1] >= code)]))
        # Whoever would found without it (own-account work needs no loan) takes it from nobody.
        asking = rows[mine & (requests[:, 1] == APPROVED) & ((columns.served[rows] & bit) > 0)]
        name = SUBSIDY_LOTTERY if bit == SUBSIDY else LOAN_LOTTERY
        if np.isfinite(offer.places).all() and bit == LOAN:
            places = np.floor(offer.places + model.luck("guaranteed_loans.round")).astype(np.int64)
            admitted = lottery(model, asking, columns.origin[asking].astype(np.int64), places, name)
            columns.served[asking[~admitted]] &= ~bit
            asking = asking[admitted]
        kept = paid_for(model, asking, _cost(model, asking, offer, bit), offer, name)
        columns.served[asking[~kept]] &= ~bit


def paid_for(model: "LaborModel", rows: Rows, fen: Persons, offer: Offer, name: int) -> NDArray[np.bool_]:
    """Return for whom an offer's budget still pays, in the order of their tickets.

    A worker may cost more than what is left; a budget may not be exceeded, so he goes without.
    """
    left = model.policy.ledger.budget[offer.instance]
    kept = np.ones(len(rows), np.bool_)
    if left is not None:
        columns = model.workers.columns
        tickets = serving.tickets_of(columns, rows, model.month, name)
        order = np.lexsort((columns.worker_id[rows], tickets))
        kept[order] = np.cumsum(fen[order]) <= left
    return kept


def fill_parks(model: "LaborModel", founders: Rows) -> None:
    """Give free park places to young businesses; if parks were closed, let the holders draw who may stay."""
    columns, month, dials = model.workers.columns, model.month, model.dials
    places = whole_places(model, np.floor(dials["parks"] * dials["places_per_park"]), PARK_ROUND)
    by_score = dials["park_by_score"] > 0
    holders = serving.park_candidates(columns, founders, True, 0)
    held = by_region(model, holders)
    if (held > places).any():
        admitted = _admit_to_parks(model, holders, places, by_score)
        serving.set_park(columns, holders, admitted)
        held = by_region(model, holders[admitted])
    youngest = month.step - int(model.setting.parameters.park_queue_months)
    waiting = serving.park_candidates(columns, founders, False, youngest)
    admitted = _admit_to_parks(model, waiting, np.maximum(0, places - held), by_score)
    serving.set_park(columns, waiting, admitted)
    asked, got = by_region(model, waiting), by_region(model, waiting[admitted])
    model.park_asked, model.park_admitted = asked, got
    model.park_chance = np.where(asked > 0, got / np.maximum(asked, 1), 1.0)


def whole_places(model: "LaborModel", places: NDArray[np.float64], name: int) -> Persons:
    """Return places that whole workers can fill, rounded by a luck of the region's own that never changes.

    Rounded anew every month, a park too small for its last worker would take him in and turn somebody out in turn,
    and coarse workers would fill fewer places than there are.
    """
    regions = np.arange(len(model.persons), dtype=np.uint32)
    luck = draws(model.stream, regions, ALWAYS, name)
    return np.floor(places / model.persons + luck).astype(np.int64) * model.persons


def _admit_to_parks(model: "LaborModel", rows: Rows, places: Persons, by_score: NDArray[np.bool_]) -> NDArray[np.bool_]:
    columns, month = model.workers.columns, model.month
    queue = columns.origin[rows].astype(np.int64)
    tickets = serving.park_tickets(columns, rows, month, by_score)
    return admit(queue, tickets, columns.worker_id[rows], model.persons[queue], places, month.stream, month.step)


def lifted_out_first(columns: WorkerColumns, rows: Rows, queue: NDArray[np.bool_], tickets: NDArray[np.uint32]) -> None:
    """Give applicants of a queue from lifted-out households tickets before all others, in the order they had."""
    others = (columns.traits[rows] & LIFTED_BIT) == 0
    tickets[queue] = (tickets[queue] >> 1) | (others[queue].astype(np.uint32) << 31)


def train(model: "LaborModel") -> None:
    """Seat those who ask, as far as seats and money go."""
    offers = offers_of(model, "training_places")
    if not offers:
        return
    columns, month, ledger = model.workers.columns, model.month, model.policy.ledger
    rows, asked, known = serving.training_candidates(columns, month)
    for k, offer in enumerate(offers):
        mine = rows[asked == k]
        places = np.floor(offer.places + model.luck("training_places.round")).astype(np.int64)
        unit = fen_of(offer.unit_cost_yuan)
        seated = mine[lottery(model, mine, columns.origin[mine].astype(np.int64), places, TRAINING_LOTTERY)]
        cost = model.persons[columns.origin[seated]] * unit
        seated = seated[paid_for(model, seated, cost, offer, TRAINING_LOTTERY)]
        serving.begin_training(columns, seated, np.full(len(seated), k), month)
        persons = by_region(model, seated)
        ledger.count(offer.instance, "eligible", known[k, :, 0] * model.persons)
        ledger.count(offer.instance, "aware", known[k, :, 1] * model.persons)
        ledger.count(offer.instance, "applied", by_region(model, mine))
        for stage in ("approved", "served"):
            ledger.count(offer.instance, stage, persons)
        ledger.note_served(offer.instance, seated)
        ledger.spend(offer.instance, persons * unit)


def pay_posts(model: "LaborModel") -> None:
    """Count the funnel of public-welfare posts and pay those who hold one."""
    offers = offers_of(model, "public_welfare_posts")
    if not offers:
        return
    columns, month, ledger = model.workers.columns, model.month, model.policy.ledger
    at_home = np.zeros(8, np.bool_)
    at_home[[LOCAL, SEEKING, OUT]] = True
    known = serving.knowing(columns, month, month.posts, at_home, KNOWS_POST)
    placed = np.flatnonzero(columns.status == PLACED)
    held, waiting = serving.placed_now(columns, placed, model.persons)[0], model.refused[passes.POST_QUEUE]
    for k, offer in enumerate(offers):
        there = (offer.amount > 0).astype(np.int64)
        mine, refused = held * there, waiting * there
        held, waiting = held - mine, waiting - refused  # two groups with posts in one region share them: booked once
        ledger.count(offer.instance, "eligible", known[k, :, 0] * model.persons + mine)
        ledger.count(offer.instance, "aware", known[k, :, 1] * model.persons + mine)
        ledger.count(offer.instance, "applied", mine + refused)
        for stage in ("approved", "served"):
            ledger.count(offer.instance, stage, mine)
        ledger.spend(offer.instance, mine * fen_of(offer.unit_cost_yuan / 12))
