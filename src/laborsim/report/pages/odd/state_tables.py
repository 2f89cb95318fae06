"""Tables of what a worker is: columns, statuses, the bits of `traits`, `events` and `history`."""

from types import ModuleType
from typing import get_args, get_type_hints

from laborsim.kernels import applications, traits
from laborsim.kernels.codes import SCHOOL_YEARS, SCHOOLING, STATUSES
from laborsim.kernels.state import ROW, Declared, StateVariable
from laborsim.report.pages.odd.markdown import described, table

STATUS_MEANINGS = {
    "local": "Has a job in the home township, in the county market of the home province.",
    "outbound": "Has a job away from it: in the home province or in another, see `destination`.",
    "founder": "Return-entrepreneur: runs a business at home, own-account or with employees.",
    "placed": "Holds a public-welfare post or a workshop place at home.",
    "seeking": "Has no job and seeks at home.",
    "seeking_away": "Has no job and seeks at the last destination.",
    "out": "At home without a job and not seeking: farming, caring, studying, resting. The reserve.",
}

TRAIT_MEANINGS = {
    "female": "0 male, 1 female.",
    "schooling": f"Level 0 to 4: {', '.join(SCHOOLING)} ({', '.join(f'{years:g}' for years in SCHOOL_YEARS)} years).",
    "lifted": "From a household lifted out of poverty.",
    "insured": "Insured at the base date. Read by no rule; entrants do not have it.",
    "children": "0 none of school age, 1 left behind, 2 living with the worker (or the worker with them, at home).",
    "type": "Latent class of attachment to home: 0 loose, 1 middle, 2 close.",
    "park": "Holds a place in a park.",
    "employer": "The business has employees.",
    "workshop": "The placed work is a workshop place, else a post.",
    "founded_before": "Has founded a business, this one included.",
    "returnee_founder": "Had six or more months of outbound work when the present or last business was founded.",
    "at_home": "Has a job away that is held, and is at home.",
}

EVENT_MEANINGS = {
    "entered": "Joined the model this month.",
    "left": "Left for good.",
    "separated": "Lost a job, a post or a workshop place and seeks.",
    "changed_job": "The job ended and another followed at once, with the same kind of employer and place.",
    "hired": "Was hired in a county or urban market.",
    "moved_out": "Went out, or on to another destination.",
    "returned": "Came home from away.",
    "started": "Founded a business.",
    "closed": "A business closed.",
    "found_after_search": "Found work after seeking.",
    "stopped_seeking": "Stopped seeking and is out.",
    "returnee_closed": "The business that closed was a returnee's.",
    "quit": "Gave up work and is out.",
}


def worker_columns() -> str:
    """Return the table of the columns of a worker, from `kernels.state`."""
    rows = []
    for name, hint in get_type_hints(Declared, include_extras=True).items():
        column = get_args(hint)[1]
        assert isinstance(column, StateVariable)
        rows.append((f"`{name}`", ROW[name].name, column.unit, column.meaning))
    return table(("column", "type", "unit", "meaning"), rows)


def statuses() -> str:
    """Return the table of monthly statuses."""
    rows = described(STATUSES, STATUS_MEANINGS, "statuses")
    return table(("code", "status", "meaning"), [(str(code), f"`{row[0]}`", row[1]) for code, row in enumerate(rows)])


def trait_bits() -> str:
    """Return the table of the bits of `traits`."""
    fields = {name.removesuffix("_BIT").lower(): _place(bit) for name, bit in _constants(traits, "_BIT")}
    for name, shift in _constants(traits, "_SHIFT"):
        stem = name.removesuffix("_SHIFT")
        width = int(getattr(traits, f"{stem}_MASK")).bit_length()
        fields[stem.lower()] = f"{shift}–{shift + width - 1}"
    ordered = sorted(fields, key=lambda name: int(fields[name].split("–")[0]))
    rows = [(fields[name], f"`{name}`", text) for name, text in described(ordered, TRAIT_MEANINGS, "traits")]
    return table(("bits", "trait", "meaning"), rows)


def event_bits() -> str:
    """Return the table of the bits of `events`."""
    places = ("COUNTY", "POST", "POST_OF", "WORKSHOP", "FOUND", "NOTHING")
    served = ("SUBSIDY", "LOAN", "LOAN_SHIFT")
    not_events = {*places, *served, "HAPPENED", "CAME_FROM"}
    bits = {name.lower(): _place(bit) for name, bit in _constants(applications, "") if name not in not_events}
    rows = [(bits[name], f"`{name}`", text) for name, text in described(bits, EVENT_MEANINGS, "events")]
    rows.append((f"{int(applications.CAME_FROM)}–15", "`came_from`", "Status at the beginning of the month."))
    return table(("bits", "event", "meaning"), rows)


def _constants(module: ModuleType, suffix: str) -> list[tuple[str, int]]:
    found = ((name, value) for name, value in vars(module).items() if name.isupper() and name.endswith(suffix))
    return [(name, int(value)) for name, value in found if not isinstance(value, str)]


def _place(bit: int) -> str:
    return str(bit.bit_length() - 1)
