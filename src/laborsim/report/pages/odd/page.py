"""Puts docs/odd.md together: the prose of odd.md beside this file, with the tables and numbers of the code in it."""

import re
from collections.abc import Mapping
from pathlib import Path

from laborsim.report.pages.odd import input_tables, output_tables, source_tables, state_tables
from laborsim.report.pages.odd.prose_numbers import numbers

PROSE = Path(__file__).with_name("odd.md")
HEAD = "<!-- Written by `laborsim docs`. Do not edit; the prose stands in src/laborsim/report/pages/odd/. -->\n"

_PLACE = re.compile(r"\{\{(\w+)(?::([^{}]+))?\}\}")
"""A place to be filled: {{name}}, or {{name:form}} with the form in which Python writes the number."""


def odd_page() -> str:
    """Return docs/odd.md."""
    return HEAD + filled(PROSE.read_text(encoding="utf-8"), {**tables(), **numbers()})


def tables() -> dict[str, str]:
    """Return the tables of the page by the name of their place in odd.md, in its order."""
    return {
        "worker_columns": state_tables.worker_columns(),
        "statuses": state_tables.statuses(),
        "trait_bits": state_tables.trait_bits(),
        "event_bits": state_tables.event_bits(),
        "levels": output_tables.levels(),
        "levers": input_tables.levers(),
        "dials": input_tables.dials(),
        "decisions": source_tables.decisions(),
        "variables": output_tables.variables(),
        "stages": output_tables.stages(),
        "pasts": input_tables.pasts(),
        "grades": input_tables.grades(),
        "parameters": input_tables.parameters(),
        "assumptions": source_tables.assumptions(),
        "constants": input_tables.constants(),
        "fits": input_tables.fits(),
    }


def filled(prose: str, known: Mapping[str, float | str]) -> str:
    """Return the prose with what its places name.

    Raises LookupError where a place names what is not known, where something known has no place, and where two braces
    are no place.
    """
    named = {place[1] for place in _PLACE.finditer(prose)}
    unknown, unused = sorted(named - set(known)), sorted(set(known) - named)
    broken = [line for line in _PLACE.sub("", prose).splitlines() if "{{" in line or "}}" in line]
    if unknown or unused or broken:
        raise LookupError(
            f"odd.md: nothing to put in for {unknown}; no place for {unused}; not a place: {broken}; "
            "see tables() in page.py and prose_numbers.py"
        )
    return _PLACE.sub(lambda place: format(known[place[1]], place[2] or ""), prose)
