"""Taxes and contributions that come back: what a year of work, a year of a business, a yuan of income pays in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from laborsim.levers.costs import CostRange

ReceiptKind = Literal[
    "employers' contributions",
    "workers' contributions",
    "income tax of employees",
    "taxes of businesses",
    "taxes on what is bought",
]

Payers = Literal["outbound", "local", "founder", "placed"]
"""People in work, as the monthly counts of a run have them: employees away and near home, owners, supported posts."""

EMPLOYEES: tuple[Payers, ...] = ("local", "outbound")


@dataclass(frozen=True)
class Receipt:
    """What one kind of people in work pays to the public in a year, beside what a measure costs and never in it.

    `payers`: whose years of work pay it; empty = it is a share of what everybody in work earns. `amount`: yuan for one
    year of work, or yuan for one yuan earned; None where no figure can be stated, and `reason` says why. `to`: who gets
    it. `source`: the product of published figures (`cost/comes_back/…`), or a text that begins with ASSUMPTION.
    `is_counted`: whether it is part of the total; what rests on how much is spent is told beside it.
    """

    kind: ReceiptKind
    payers: tuple[Payers, ...]
    amount: CostRange | None
    to: str
    source: str
    reason: str
    price_year: int = 2023
    is_counted: bool = True


def _unknown(kind: ReceiptKind, payers: Payers, to: str, reason: str) -> Receipt:
    return Receipt(kind, (payers,), None, to, "", reason)


FUNDS, TREASURY = "insurance funds", "central and local treasuries"
INSURED = "cost/comes_back/insured share"

RECEIPTS = (
    Receipt(
        "employers' contributions",
        EMPLOYEES,
        CostRange(1_372.8, 2_573.424, 4_370.4),
        FUNDS,
        f"{INSURED} × cost/comes_back/employers contribution",
        "whoever is insured is so in every scheme; it buys claims to pensions that are not set against it",
    ),
    Receipt(
        "workers' contributions",
        EMPLOYEES,
        CostRange(566.28, 1_060.668, 1_771.2),
        FUNDS,
        f"{INSURED} × cost/comes_back/workers contribution",
        "as of the employers; three quarters go to an account of the worker's own: deferred pay",
    ),
    Receipt(
        "income tax of employees",
        ("outbound",),
        CostRange(0.0, 130.0, 460.0),
        TREASURY,
        "ASSUMPTION: 3 % of what a log-normal pay (mean 5,441 a month, log-sd 0.3 to 0.5) has above 60,000",
        "310 to 460 yuan before deductions for children, parents, rent, with all pay withheld; a third of it, or none",
    ),
    Receipt(
        "income tax of employees",
        ("local",),
        CostRange(0.0, 45.0, 190.0),
        TREASURY,
        "ASSUMPTION: the same for a mean of 4,131 yuan a month",
        "80 to 190 yuan before deductions; mean pay is below the threshold of 5,000 yuan a month",
    ),
    Receipt(
        "taxes of businesses",
        ("founder",),
        CostRange(0.0, 500.0, 3_000.0),
        TREASURY,
        "ASSUMPTION: one business in ten is above the thresholds and pays 5,000 yuan; none; one in seven, 20,000",
        "value-added tax is not asked below sales of 100,000 yuan a month, income tax below profits of 60,000 a year "
        "and then halved",
    ),
    _unknown(
        "employers' contributions", "placed", FUNDS,
        "posts carry an accident insurance that the county buys, which is in their cost; whether workshops pay in for "
        "anybody is not published",
    ),
    _unknown("workers' contributions", "placed", FUNDS, "whether workshops do so for anybody is not published"),
    _unknown("workers' contributions", "founder", FUNDS, "how many owners insure themselves is not published"),
    Receipt(
        "income tax of employees",
        ("placed",),
        CostRange(0.0, 0.0, 0.0),
        TREASURY,
        "ASSUMPTION: none",
        "pay in posts and workshops is below the threshold of 5,000 yuan a month",
    ),
    Receipt(
        "taxes on what is bought",
        (),
        CostRange(0.03, 0.06, 0.1),
        TREASURY,
        "cost/comes_back/taxes on purchases",
        "of pay and profits; it rests on how much of them is spent, and on what, so it is told beside the total",
        2012,
        is_counted=False,
    ),
)  # fmt: skip
"""Every kind, and of those in work whose kind pays it; what is not listed nobody pays."""


def counted_receipts() -> Iterator[Receipt]:
    """Yield what makes up the total: all that has an amount and does not rest on how much is spent."""
    yield from (one for one in RECEIPTS if one.amount is not None and one.is_counted)
