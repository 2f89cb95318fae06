"""Utilities of plain choices that several tests lay down."""

from typing import Any

from tests.model.small_worlds import CODES

EVEN: dict[str, Any] = {
    **dict.fromkeys(("local", "stay", "inside", "rest", "wait", "founding"), 0.0),
    "places": [-3.0] * len(CODES),
}
"""Everything is worth the same; all places outside the province together about as much."""
