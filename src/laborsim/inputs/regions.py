"""The region table as names and codes: what a scenario may call a place."""

from functools import cache

from laborsim.inputs.provinces import province_table
from laborsim.inputs.suggestions import nearest_words
from laborsim.kernels.codes import ZONES

NATION = "CN"
CUTOFF = 0.7  # least share of letters in common; codes are short, so a lower one would name half of them
MOST_NAMED = 3  # places in one hint


@cache
def region_codes() -> tuple[str, ...]:
    """Return the ISO 3166-2:CN codes in canonical order, that of the region table."""
    return tuple(region.code for region in province_table())


@cache
def place_names() -> tuple[str, ...]:
    """Return everything a scenario may write: CN, the zones, the codes."""
    return (NATION, *ZONES, *region_codes())


def expand(name: str) -> tuple[str, ...]:
    """Return the codes that a code, a zone or CN stands for; empty if it is no place."""
    if name == NATION:
        return region_codes()
    return tuple(region.code for region in province_table() if name in (region.code, region.zone))


def expand_all(names: list[str]) -> tuple[str, ...]:
    """Return the codes that several names stand for, each once, in canonical order."""
    wanted = {code for name in names for code in expand(name)}
    return tuple(code for code in region_codes() if code in wanted)


def nearest(name: str) -> list[str]:
    """Return up to three places, equally near, that a mistyped name may mean; province names count too."""
    by_name = {label: region.code for region in province_table() for label in (region.name.lower(), region.name_zh)}
    if name.lower() in by_name:
        return [by_name[name.lower()]]
    places = nearest_words(name, place_names(), CUTOFF)
    return (places or [by_name[found] for found in nearest_words(name, by_name, CUTOFF)])[:MOST_NAMED]
