"""Distributions as a file states them: the parts that each has, and their order."""

from laborsim.levers import Uncertainty
from laborsim.published.words import Words
from laborsim.scenario.block_reader import ReadBlock
from laborsim.scenario.input_errors import Problem
from laborsim.scenario.levels import bounds_in_order


def check_distribution(block: ReadBlock, if_equal: Words) -> None:
    """Note parts that are missing, not used or in the wrong order; `if_equal`: what to write where nothing is open."""
    if "dist" in block.values:
        _check_parts(block.values["dist"], block)
    bounds_in_order(block, Uncertainty.ASCENDING)
    low, high = block.values.get("low"), block.values.get("high")
    if low is not None and low == high:
        message = Words("'low' and 'high' are equal: nothing is uncertain", "'low' 与 'high' 相等：没有不确定性")
        block.notes.add(Problem("E309", block.at("high"), block.place("high"), message, f"{high:g}", if_equal))


def _check_parts(dist: str, block: ReadBlock) -> None:
    used = Uncertainty.PARTS[dist]
    for name in dict.fromkeys(part for parts in Uncertainty.PARTS.values() for part in parts):
        if name in used and name not in block:
            message, place = (
                Words(f"'{name}' is missing in a {dist} distribution", f"{dist} 分布缺少 '{name}'"),
                block.node.place,
            )
        elif name not in used and name in block:
            message, place = (
                Words(f"'{name}' is not used by a {dist} distribution", f"{dist} 分布不使用 '{name}'"),
                block.key_place(name),
            )
        else:
            continue
        block.notes.add(
            Problem(
                "E309",
                block.at(name),
                place,
                message,
                hint=Words(f"it has {', '.join(used) or 'no parts'}", f"它的参数为：{', '.join(used) or '无'}"),
            )
        )
