"""The columns of the fast model in the twin's words: packed bits become readable attributes."""

from collections import deque

from tests.twin.words import (
    ACCOMPANYING,
    COUNTY,
    FOUND,
    HOME_MONTH,
    INSIDE_MONTH,
    LEFT_BEHIND,
    LOAN,
    LOCAL_MONTH,
    NO_CHILDREN,
    OUTSIDE_MONTH,
    PLACED,
    POST,
    POSTS,
    SUBSIDY,
    WORKSHOP,
)

from laborsim.kernels import applications, traits
from laborsim.kernels.codes import NOWHERE, SCHOOLING, STATUSES

NUMBERS = ("worker_id", "origin", "birth_month", "spell_start", "experience", "savings", "debt")
FLAGS = {
    "lifted": int(traits.LIFTED_BIT),
    "insured": int(traits.INSURED_BIT),
    "employer": int(traits.EMPLOYER_BIT),
    "in_park": int(traits.PARK_BIT),
    "founded_before": int(traits.FOUNDED_BEFORE_BIT),
    "returnee_founder": int(traits.RETURNEE_FOUNDER_BIT),
    "in_workshop": int(traits.WORKSHOP_BIT),
    "at_home": int(traits.AT_HOME_BIT),
}
CHILDREN = (NO_CHILDREN, LEFT_BEHIND, ACCOMPANYING)
MONTHS = (HOME_MONTH, LOCAL_MONTH, INSIDE_MONTH, OUTSIDE_MONTH)
APPLICATIONS = {
    applications.COUNTY: COUNTY,
    applications.POST: POST,
    applications.WORKSHOP: WORKSHOP,
    applications.FOUND: FOUND,
    applications.NOTHING: None,
}


def services(served, status):
    """Return the numbers of the programs that serve somebody, by lever."""
    lower, upper = served & int(applications.SUBSIDY), served >> int(applications.LOAN_SHIFT)
    numbers = {POSTS if status == PLACED else SUBSIDY: lower, LOAN: upper}
    return {lever: number for lever, number in numbers.items() if number}


def people(columns):
    """Yield everybody in the columns as attributes of a `Person`."""
    for row in columns[columns.status < len(STATUSES)].tolist():
        yield person(dict(zip(columns.dtype.names, row, strict=True)))


def person(cells):
    """Return one row as attributes of a `Person`."""
    bits = cells["traits"]
    return {
        **{name: cells[name] for name in NUMBERS},
        **{name: bool(bits & bit) for name, bit in FLAGS.items()},
        "sex": "female" if bits & int(traits.FEMALE_BIT) else "male",
        "schooling": SCHOOLING[bits >> int(traits.SCHOOLING_SHIFT) & int(traits.SCHOOLING_MASK)],
        "children": CHILDREN[bits >> int(traits.CHILDREN_SHIFT) & int(traits.CHILDREN_MASK)],
        "attachment_type": bits >> int(traits.TYPE_SHIFT) & int(traits.TYPE_MASK),
        "status": STATUSES[cells["status"]],
        "jobs": 0 if STATUSES[cells["status"]] == PLACED else cells["jobs"],
        "taken_from": STATUSES[cells["jobs"]] if STATUSES[cells["status"]] == PLACED else None,
        "destination": None if cells["destination"] == NOWHERE else cells["destination"],
        "history": deque((month(cells["history"], ago) for ago in range(12)), maxlen=12),
        "training_end": cells["training_end"] or None,
        "applied": APPLICATIONS.get(cells["applied"], cells["applied"]),
        "served": services(cells["served"], STATUSES[cells["status"]]),
    }


def month(history, ago):
    """Return what was worked so many months ago: the history holds two planes of twelve bits, newest lowest."""
    low, high = history >> ago & 1, history >> (12 + ago) & 1
    return MONTHS[low + 2 * high]
