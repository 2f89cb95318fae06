"""A worker's story as plain data, for programs."""

import math
from typing import Any

from laborsim.comparison.people import GROUPS
from laborsim.comparison.worker_story import Story, Stretch
from laborsim.comparison.worker_terms import ALTERNATIVES, Reason
from laborsim.comparison.worker_text import pivot_words
from laborsim.inputs.regions import region_codes
from laborsim.kernels.codes import month_name

WORLDS = ("scenario", "baseline")


def story_data(story: Story) -> dict[str, Any]:
    """Return a story as plain data; numbers that are not finite are null."""
    return {
        "worker_id": story.worker_id,
        "pair": story.pair,
        "persons": story.persons,
        "origin": region_codes()[story.origin],
        "born": month_name(story.birth_month),
        **{group: GROUPS[group][code] for group, code in story.groups.items()},
        "months": [_stretch(stretch) for stretch in story.stretches],
        "deciding_month": None if story.deciding is None else month_name(story.deciding),
        "reason": None if story.reason is None else _reason(story.reason),
    }


def _stretch(stretch: Stretch) -> dict[str, Any]:
    codes = region_codes()
    worlds = {
        world: {
            "status": stretch.states[k],
            "place": None if stretch.states[k] == "gone" else codes[stretch.places[k]],
            "pay_yuan": stretch.pay_yuan[k],
        }
        for k, world in enumerate(WORLDS)
    }
    return {"first": month_name(stretch.first), "last": month_name(stretch.last), **worlds}


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "utility": {
            world: {name: _finite(float(reason.values[k][at])) for at, name in ALTERNATIVES.items()}
            for k, world in enumerate(WORLDS)
        },
        "terms": {name: _finite(gain) for name, gain in reason.terms.items()},
        "pivots": list(reason.pivots),
        "together": list(reason.together),
        "words": pivot_words(reason),
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
