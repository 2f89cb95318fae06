"""What levers give to people: money for founders, park places, training seats, posts. Everything is a queue."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels import serving
from laborsim.kernels.applying import LOAN, STARTED, SUBSIDY
from laborsim.kernels.choosing import KNOWS_POST
from laborsim.kernels.codes import LOCAL, OUT, SEEKING
from laborsim.kernels.founding import APPLIED, APPROVED, AWARE, ELIGIBLE
from laborsim.kernels.queueing import admit
from laborsim.kernels.random import decision
from laborsim.levers.dials import Offer
from laborsim.model.ledger import fen_of

if TYPE_CHECKING:
    from laborsim.model.labor_model import LaborModel

Rows = NDArray[np.int64]
Persons = NDArray[np.int64]

SUBSIDY_LOTTERY = decision("startup_subsidy.lottery")
LOAN_LOTTERY = decision("guaranteed_loans.lottery")
TRAINING_LOTTERY = decision("training_places.lottery")

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


def help_founders(model: "LaborModel") -> None:
    """Grant subsidies and loans while money and loans last, then let would-be founders start."""
    columns, month = model.workers.columns, model.month
    rows = serving.would_found(columns)
    requests = serving.founding_requests(columns, rows, month)
    subsidies, loans = offers_of(model, "startup_subsidy"), offers_of(model, "guaranteed_loans")
    _ration(model, rows, requests[:, :2], subsidies, SUBSIDY)
    _ration(model, rows, requests[:, 2:], loans, LOAN)
    amounts = serving.borrowed(columns, rows, month) if loans else np.zeros(len(rows))
    serving.start_businesses(columns, rows, month)
    started = (columns.events[rows] & STARTED) > 0
    for k, offer in enumerate(subsidies):
        served = rows[started & (requests[:, 0] == k) & ((columns.served[rows] & SUBSIDY) > 0)]
        model.policy.ledger.count(offer.instance, "served", by_region(model, served))
        model.policy.ledger.spend(offer.instance, _cost(model, served, offer.amount[columns.origin[served]]))
    for k, offer in enumerate(loans):
        mine = started & (requests[:, 2] == k) & ((columns.served[rows] & LOAN) > 0) & (amounts > 0)
        model.policy.ledger.count(offer.instance, "served", by_region(model, rows[mine]))
        model.policy.ledger.spend(offer.instance, _cost(model, rows[mine], amounts[mine] * offer.terms[2]))


def _cost(model: "LaborModel", rows: Rows, yuan: NDArray[np.float64]) -> Persons:
    origin = model.workers.columns.origin[rows]
    fen = np.zeros(len(model.persons), np.int64)
    np.add.at(fen, origin, np.rint(yuan * 100).astype(np.int64) * model.persons[origin])
    return fen


def _ration(model: "LaborModel", rows: Rows, requests: Rows, offers: Sequence[Offer], bit: np.uint8) -> None:
    """Count the funnel; take the grant back from those for whom money or loans do not last."""
    columns, ledger = model.workers.columns, model.policy.ledger
    for k, offer in enumerate(offers):
        mine = requests[:, 0] == k
        for stage, code in FUNNEL:
            ledger.count(offer.instance, stage, by_region(model, rows[mine & (requests[:, 1] >= code)]))
        granted = np.flatnonzero(mine & (requests[:, 1] == APPROVED))
        asking = rows[granted]
        name = SUBSIDY_LOTTERY if bit == SUBSIDY else LOAN_LOTTERY
        if np.isfinite(offer.places).all() and bit == LOAN:
            places = np.floor(offer.places + model.luck("guaranteed_loans.round")).astype(np.int64)
            admitted = lottery(model, asking, columns.origin[asking].astype(np.int64), places, name)
            columns.served[asking[~admitted]] &= ~bit
            asking = asking[admitted]
        cost = float(offer.amount.max()) * (offer.terms[2] if bit == LOAN else 1.0)
        affordable = ledger.affordable(offer.instance, fen_of(cost))
        if affordable is not None:
            places = np.array([affordable], np.int64)
            admitted = lottery(model, asking, np.zeros(len(asking), np.int64), places, name)
            columns.served[asking[~within(model, asking, admitted, affordable, name)]] &= ~bit


def within(
    model: "LaborModel", rows: Rows, admitted: NDArray[np.bool_], affordable: int, name: int
) -> NDArray[np.bool_]:
    """Return the admitted whose persons a budget still pays for, in the order of their tickets.

    A worker may be heavier than the last place; a budget may not be exceeded, so he goes without.
    """
    columns = model.workers.columns
    tickets = serving.tickets_of(columns, rows, model.month, name)
    order = np.lexsort((columns.worker_id[rows], tickets))
    persons = np.where(admitted, model.persons[columns.origin[rows]], 0)
    kept = np.zeros(len(rows), np.bool_)
    kept[order] = np.cumsum(persons[order]) <= affordable
    return admitted & kept


def fill_parks(model: "LaborModel") -> None:
    """Give free park places to young businesses; if parks were closed, let the holders draw who may stay."""
    columns, month, dials = model.workers.columns, model.month, model.dials
    places = np.floor(dials["parks"] * dials["places_per_park"]).astype(np.int64)
    by_score = dials["park_by_score"] > 0
    holders = serving.park_candidates(columns, month, True, 0)
    held = by_region(model, holders)
    if (held > places).any():
        admitted = _admit_to_parks(model, holders, places, by_score)
        serving.set_park(columns, holders, admitted)
        held = by_region(model, holders[admitted])
    youngest = month.step - int(model.setting.parameters.park_queue_months)
    waiting = serving.park_candidates(columns, month, False, youngest)
    # Never more persons than places: a worker heavier than what is left waits.
    admitted = _admit_to_parks(model, waiting, np.maximum(0, places - held), by_score)
    serving.set_park(columns, waiting, admitted)
    asked, got = by_region(model, waiting), by_region(model, waiting[admitted])
    model.park_chance = np.where(asked > 0, got / np.maximum(asked, 1), 1.0)
    for lever in model.policy.named("entrepreneurship_parks"):
        mine = np.zeros(len(model.persons), np.int64)
        mine[model.policy.regions[lever.key]] = 1
        for stage in ("eligible", "aware", "applied"):
            model.policy.ledger.count(lever.key, stage, (asked + held) * mine)
        for stage in ("approved", "served"):
            model.policy.ledger.count(lever.key, stage, (got + held) * mine)


def _admit_to_parks(model: "LaborModel", rows: Rows, places: Persons, by_score: NDArray[np.bool_]) -> NDArray[np.bool_]:
    columns, month = model.workers.columns, model.month
    queue = columns.origin[rows].astype(np.int64)
    tickets = serving.park_tickets(columns, rows, month, by_score)
    return admit(queue, tickets, columns.worker_id[rows], model.persons[queue], places, month.stream, month.step)


def train(model: "LaborModel") -> None:
    """Seat those who ask, as far as seats and money go."""
    offers = offers_of(model, "training_places")
    if not offers:
        return
    columns, month, ledger = model.workers.columns, model.month, model.policy.ledger
    everyone = np.ones(8, np.bool_)
    known = serving.eligible(columns, month, month.training, everyone, serving.KNOWS_TRAINING)
    rows, asked = serving.training_candidates(columns, month)
    for k, offer in enumerate(offers):
        mine = rows[asked == k]
        places = np.floor(offer.places + model.luck("training_places.round")).astype(np.int64)
        unit = fen_of(offer.unit_cost_yuan)
        affordable = ledger.affordable(offer.instance, unit)
        admitted = lottery(model, mine, columns.origin[mine].astype(np.int64), places, TRAINING_LOTTERY)
        if affordable is not None:
            admitted = within(model, mine, admitted, affordable, TRAINING_LOTTERY)
        seated = mine[admitted]
        serving.begin_training(columns, seated, np.full(len(seated), k), month)
        persons = by_region(model, seated)
        ledger.count(offer.instance, "eligible", known[k, :, 0] * model.persons)
        ledger.count(offer.instance, "aware", known[k, :, 1] * model.persons)
        ledger.count(offer.instance, "applied", by_region(model, mine))
        for stage in ("approved", "served"):
            ledger.count(offer.instance, stage, persons)
        ledger.spend(offer.instance, persons * unit)


def pay_posts(model: "LaborModel") -> None:
    """Count the funnel of public-welfare posts and pay those who hold one."""
    offers = offers_of(model, "public_welfare_posts")
    if not offers:
        return
    columns, month, ledger = model.workers.columns, model.month, model.policy.ledger
    at_home = np.zeros(8, np.bool_)
    at_home[[LOCAL, SEEKING, OUT]] = True
    known = serving.eligible(columns, month, month.posts, at_home, KNOWS_POST)
    held = serving.placed_now(columns, model.persons)[0]
    for k, offer in enumerate(offers):
        there = (offer.amount > 0).astype(np.int64)
        mine = held * there
        held = held - mine  # where two groups have posts in one region, they share them: booked once
        ledger.count(offer.instance, "eligible", known[k, :, 0] * model.persons)
        ledger.count(offer.instance, "aware", known[k, :, 1] * model.persons)
        ledger.count(offer.instance, "applied", model.post_applications * there)
        for stage in ("approved", "served"):
            ledger.count(offer.instance, stage, mine)
        ledger.spend(offer.instance, mine * fen_of(offer.unit_cost_yuan / 12))
