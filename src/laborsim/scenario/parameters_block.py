"""The `parameters:` of a scenario file: what if a parameter of the model were another than the shipped one?"""

from laborsim.levers import Uncertainty
from laborsim.parameters.parameters import Parameters
from laborsim.scenario.block_reader import (
    ReadBlock,
    did_you_mean,
    fields_of,
    join,
    lost_point,
    read_field,
    read_fields,
    read_map,
)
from laborsim.scenario.distributions import check_distribution
from laborsim.scenario.input_errors import Notes, Problem, echo
from laborsim.scenario.what_if import WhatIf, range_of, range_words
from laborsim.scenario.yaml_tree import Entry, Mapping, Node, Scalar, describe, is_number

BLOCK = "parameters"

SOLVED = (
    "local", "inside", "outside", "amenity", "out", "founding", "matching", "matching_efficiency", "matching_county",
    "matching_urban", "unemployment_urban", "finding_county", "finding_urban", "park_chance", "founder_jobs",
)  # fmt: skip
"""Constants of a base date (`parameters.fit`) by the names that somebody might type: nobody sets them."""

INSIDE = 2  # standard deviations of a normal distribution that have to lie in the range; draws beyond it are cut off


def read_what_ifs(node: Node, notes: Notes) -> tuple[WhatIf, ...]:
    """Return the parameters that a file sets; whatever is wrong with any of them is noted."""
    mapping = read_map(node, BLOCK, notes)
    found = (_read(name, entry, notes) for name, entry in mapping.entries.items()) if mapping else ()
    return tuple(one for one in found if one is not None)


def _read(name: str, entry: Entry, notes: Notes) -> WhatIf | None:
    path, node = join(BLOCK, name), entry.node
    if name not in Parameters.model_fields:
        notes.add(_unknown(name, entry, path))
        return None
    if not isinstance(node, Mapping):
        value = read_field(Parameters, name, node, path, notes)
        return None if value is None else WhatIf(name=name, value=float(value))
    before = notes.n_errors
    block = read_fields(fields_of(Uncertainty), node, path, notes)
    _check_spread(name, block)
    return None if notes.n_errors > before else WhatIf(name=name, uncertainty=Uncertainty(**block.values))


def _unknown(name: str, entry: Entry, path: str) -> Problem:
    if name in SOLVED:
        message = "no parameter but a constant that is solved for, so that the base date meets the published stocks"
        hint = "set what it follows from: 'laborsim parameters' lists all"
        node = entry.node
        if isinstance(node, Scalar) and is_number(node) and name.startswith("matching") and float(node.value or 0) <= 0:
            message = f"a matching efficiency has to be positive, and it is {message}"
        return Problem("E507", path, entry.key_place, message, echo(describe(node)), hint)
    close = did_you_mean(name, Parameters.model_fields)
    hint = "'laborsim parameters' lists all"
    return Problem(
        "E507", path, entry.key_place, "unknown parameter", hint=f"did you mean '{close}'? {hint}" if close else hint
    )


def _check_spread(name: str, block: ReadBlock) -> None:
    """Note a distribution that has no number, is not whole, or leaves the range of its parameter."""
    low, high = range_of(name)
    dist = block.values.get("dist")
    if dist == "fixed":
        message = "'fixed' says no number"
        block.notes.add(Problem("E309", block.at("dist"), block.place("dist"), message, hint="write the number itself"))
        return
    check_distribution(block, "write the number itself")
    for part in Uncertainty.LEVELS:
        typed = block.typed(part)
        if typed is not None and is_number(typed) and not low <= float(typed.value or 0) <= high:
            hint = lost_point(float(typed.value or 0), low, high)
            message = f"the distribution leaves {range_words(name)}"
            block.notes.add(Problem("E304", block.at(part), typed.place, message, echo(describe(typed)), hint))
    mean, sd = block.values.get("mean"), block.values.get("sd")
    if dist != "normal" or mean is None or sd is None or not low <= mean <= high:
        return
    if mean - INSIDE * sd < low or mean + INSIDE * sd > high:
        message = f"one draw in twenty or more of the distribution leaves {range_words(name)}"
        hint = f"write sd {min(mean - low, high - mean) / INSIDE:.3g} at most, or a triangular distribution"
        block.notes.add(Problem("E304", block.at("sd"), block.place("sd"), message, f"{sd:g}", hint))
