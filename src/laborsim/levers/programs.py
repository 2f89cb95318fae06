"""Programs: blocks of one lever that serve the same group on the same terms, whatever they are called."""

from typing import Any

from laborsim.levers.base import Lever

TERMS: dict[str, tuple[str, ...]] = {
    "public_welfare_posts": (),
    "startup_subsidy": (),
    "guaranteed_loans": ("interest_rate", "interest_subsidy_share", "years"),
}
"""Levers that serve people for longer than a month, and what makes programs for one group different: the terms that a
worker is held to after his block has ended."""


def program_of(lever: Lever) -> tuple[Any, ...]:
    """Return what blocks of a lever of `TERMS` have in common that carry one another on: group and terms."""
    return lever.who.model_dump_json(), tuple(getattr(lever, name) for name in TERMS[lever.NAME])
