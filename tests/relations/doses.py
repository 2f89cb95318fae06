"""A draft whose levels are said as additions to what is there, or multiples of it: the same scenario."""

import copy
import random

from tests.relations.draft import Base, Data, Draft

from laborsim.levers import Lever, catalogue
from laborsim.published.regions import expand_all, region_codes
from laborsim.scenario.held import held

COUNTED = "a dose counted from what is there is its level"


def counted(draft: Draft) -> Data:
    """Return a draft's data with about half of its levels of levers counted from what is there, and their spread."""
    luck, data = random.Random(f"{draft.seed} doses"), copy.deepcopy(draft.data)
    for name, lever in data.get("levers", {}).items():
        blocks = [lever] if set(lever) & {"value", "values"} else list(lever.values())
        for block in blocks:
            _count(block, ground_of(catalogue()[name], block, draft.base), luck)
    return data


def ground_of(lever: type[Lever], block: Data, base: Base) -> float:
    """Return what the levels of a block are counted from: what is before it, else what the base date holds there."""
    if "before" in block:
        ground: float = block["before"]["value"]
        return ground
    there = held(lever, base.year, expand_all(block["regions"]) if "regions" in block else region_codes())
    assert there is not None
    return there


def dose(level: float, ground: float, luck: random.Random, how: str = "") -> Data:
    """Return one level in one of three ways; as a level where another would be it only to some digits."""
    how = how or luck.choice(("value", "add", "times"))
    number = {"value": level, "add": level - ground, "times": level / ground if ground else 0.0}[how]
    becomes = {"value": level, "add": ground + number, "times": ground * number}[how]
    exact = float(f"{becomes:.12g}") == level and (how != "times" or number > 0)
    return {how: number} if exact else {"value": level}


def _count(block: Data, ground: float, luck: random.Random) -> None:
    if "value" in block:
        said = dose(block.pop("value"), ground, luck)
        block |= said
        _count_spread(block, next(iter(said)), ground)
        return
    last = max(block["values"])
    for month, level in block["values"].items():
        how = "value" if month == last and "uncertainty" in block else ""
        said = dose(level, ground, luck, how)
        block["values"][month] = said.get("value", said)


def _count_spread(block: Data, how: str, ground: float) -> None:
    """Say what is not known about a level in its terms; as a level where that would be it only to some digits."""
    spread = block.get("uncertainty", {})
    levels = {name: spread[name] for name in ("low", "mode", "high", "mean") if name in spread}
    if how == "value" or not levels:
        return
    numbers = {name: level - ground if how == "add" else level / ground for name, level in levels.items()}
    becomes = {name: ground + number if how == "add" else ground * number for name, number in numbers.items()}
    if how == "times" and "sd" in spread:
        numbers["sd"] = spread["sd"] / ground
        becomes["sd"] = ground * numbers["sd"]
    if any(float(f"{number:.12g}") != spread[name] for name, number in becomes.items()):
        number = block.pop(how)
        block["value"] = float(f"{ground + number if how == 'add' else ground * number:.12g}")
    else:
        block["uncertainty"] = spread | numbers
