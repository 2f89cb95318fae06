"""The `parameters:` of a scenario file: what if a parameter of the model were another than the shipped one?"""

from laborsim.levers import Uncertainty
from laborsim.parameters.parameters import Parameters
from laborsim.published.words import Words, in_a_row
from laborsim.scenario.block_reader import (
    ReadBlock,
    fields_of,
    join,
    lost_point,
    nearest_to,
    read_field,
    read_fields,
    read_map,
)
from laborsim.scenario.distributions import check_distribution
from laborsim.scenario.input_errors import Notes, Problem
from laborsim.scenario.value_types import did_you_mean
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


POSITIVE = Words("a matching efficiency has to be positive, and it is {solved}", "匹配效率须为正数，且{solved}")


def _unknown(name: str, entry: Entry, path: str) -> Problem:
    if name in SOLVED:
        message = Words(
            "no parameter but a constant that is solved for, so that the base date meets the published stocks",
            "不是参数，而是求解得出的常数，用以使基期与公布的存量一致",
        )
        hint = Words(
            "set what it follows from: 'laborsim parameters' lists all",
            "请设定它所依据的参数：'laborsim parameters' 列出全部参数",
        )
        node = entry.node
        if isinstance(node, Scalar) and is_number(node) and name.startswith("matching") and float(node.value or 0) <= 0:
            message = POSITIVE.holding(solved=message)
        return Problem("E507", path, entry.key_place, message, describe(node), hint)
    close = nearest_to(name, Parameters.model_fields)
    hint = Words("'laborsim parameters' lists all", "'laborsim parameters' 列出全部参数")
    return Problem(
        "E507",
        path,
        entry.key_place,
        Words("unknown parameter", "未识别的参数"),
        hint=in_a_row((did_you_mean(close), hint), Words(" ", "")) if close else hint,
    )


THE_NUMBER = Words("write the number itself", "请直接填写数值")


def _check_spread(name: str, block: ReadBlock) -> None:
    """Note a distribution that has no number, is not whole, or leaves the range of its parameter."""
    low, high = range_of(name)
    dist = block.values.get("dist")
    if dist == "fixed":
        message = Words("'fixed' says no number", "'fixed' 没有数值")
        block.notes.add(Problem("E309", block.at("dist"), block.place("dist"), message, hint=THE_NUMBER))
        return
    check_distribution(block, THE_NUMBER)
    for part in Uncertainty.LEVELS:
        typed = block.typed(part)
        if typed is not None and is_number(typed) and not low <= float(typed.value or 0) <= high:
            spread_hint = lost_point(float(typed.value or 0), low, high)
            message = Words(f"the distribution leaves {range_words(name)}", f"分布超出 {range_words(name)}")
            block.notes.add(Problem("E304", block.at(part), typed.place, message, describe(typed), spread_hint))
    mean, sd = block.values.get("mean"), block.values.get("sd")
    if dist != "normal" or mean is None or sd is None or not low <= mean <= high:
        return
    if mean - INSIDE * sd < low or mean + INSIDE * sd > high:
        message = Words(
            f"one draw in twenty or more of the distribution leaves {range_words(name)}",
            f"分布有二十分之一以上的抽取值超出 {range_words(name)}",
        )
        hint = Words(
            f"write sd {min(mean - low, high - mean) / INSIDE:.3g} at most, or a triangular distribution",
            f"sd 最大写 {min(mean - low, high - mean) / INSIDE:.3g}，或改用三角分布",
        )
        block.notes.add(Problem("E304", block.at("sd"), block.place("sd"), message, f"{sd:g}", hint))
