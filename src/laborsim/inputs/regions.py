"""The region table as names and codes: what a scenario may call a place."""

from difflib import get_close_matches
from functools import cache

from laborsim.inputs.provinces import province_table
from laborsim.kernels.codes import ZONES

NATION = "CN"


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
    """Return up to two places that a mistyped name may mean; province names count too."""
    by_name = {label: region.code for region in province_table() for label in (region.name.lower(), region.name_zh)}
    if name.lower() in by_name:
        return [by_name[name.lower()]]
    close = get_close_matches(name.upper(), [place.upper() for place in place_names()], n=2, cutoff=0.7)
    if close:
        return [next(place for place in place_names() if place.upper() == found) for found in close]
    return [by_name[found] for found in get_close_matches(name.lower(), list(by_name), n=2, cutoff=0.7)]
