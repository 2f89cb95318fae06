"""Budgets: one amount, or amounts by calendar year; of one measure, or shared by several; and who pays which share."""

import math
from collections.abc import Iterable, Sequence

from pydantic import Field

from laborsim.kernels.codes import year_and_month
from laborsim.levers import Lever
from laborsim.levers.base import MOST_YUAN
from laborsim.published.words import Words
from laborsim.scenario.block_reader import (
    ReadBlock,
    check_name_of_block,
    fields_of,
    join,
    nearest_to,
    read_field,
    read_fields,
    read_map,
)
from laborsim.scenario.blocks import Block, BudgetBlock
from laborsim.scenario.input_errors import Notes, Place, Problem, echo
from laborsim.scenario.scenario import Horizon, SharedBudget
from laborsim.scenario.value_types import did_you_mean
from laborsim.scenario.yaml_tree import Mapping, Node, Scalar, is_number_text

BUDGETS = "budgets"

TOTAL = ("total", "all", "sum")
"""What people write beside years; one number is already the total."""


Amounts = float | tuple[tuple[int, float], ...] | None
"""Yuan over the whole run, or by calendar year in their order; None = nothing right is stated."""

SUM_OF_SHARES = 1e-9
"""By which shares that are typed with a few digits may miss 1."""


class ShareBlock(Block):
    """One payer's share of a cost."""

    share: float = Field(gt=0, le=1, description="Share of the cost.")


class AmountBlock(Block):
    """One amount of a budget."""

    yuan: float = Field(ge=0, le=MOST_YUAN, description="Yuan.")


def simulated_years(horizon: Horizon) -> range:
    """Return the calendar years in which months are simulated."""
    first, _ = year_and_month(horizon.start + 1)
    last, _ = year_and_month(horizon.end)
    return range(first, last + 1)


def read_budgets(node: Node, known: range | None, notes: Notes) -> tuple[SharedBudget, ...]:
    """Return the budgets of a scenario that measures share; whatever is wrong with any of them is noted."""
    mapping, found = read_map(node, BUDGETS, notes), []
    for name, entry in mapping.entries.items() if mapping else ():
        path = join(BUDGETS, name)
        check_name_of_block(name, entry.key_place, path, notes)
        block = read_map(entry.node, path, notes)
        if block is None:
            continue
        read, amounts = read_fields(fields_of(BudgetBlock), block, path, notes), None
        if "yuan" in read:
            amounts = read_budget(block.entries["yuan"].node, read.at("yuan"), known, notes)
        else:
            hint = Words(
                "write yuan: 500000000, or yuan: {2025: 200000000}", "请写 yuan: 500000000，或 yuan: {2025: 200000000}"
            )
            missing = read.at("yuan")
            notes.add_missing(
                Problem("E202", missing, block.place, Words("the key 'yuan' is missing", "缺少字段 'yuan'"), hint=hint),
                [missing],
            )
        check_unspent(read, amounts)
        if amounts is not None:
            said = {key: read.values[key] for key in ("unspent", "source") if key in read.values}
            found.append(SharedBudget(name=name, yuan=amounts, **said))
    return tuple(found)


def check_unspent(block: ReadBlock, amounts: Amounts) -> None:
    """Note what is to become of the rest of a year where no budget by year is stated."""
    if "unspent" in block and not isinstance(amounts, tuple):
        message, hint = (
            Words("nothing lapses or carries over without a budget by year", "没有分年度预算，就没有结余失效或结转"),
            Words("write {2025: 200000000}", "请写 {2025: 200000000}"),
        )
        block.notes.add(Problem("E207", block.at("unspent"), block.key_place("unspent"), message, hint=hint))


def named_in(node: Node) -> str | None:
    """Return the name of a shared budget that stands where an amount could; None where something else does."""
    is_text = isinstance(node, Scalar) and isinstance(node.value, str) and not is_number_text(node.value)
    return str(node.value) if isinstance(node, Scalar) and is_text else None


def budget_named(
    name: str, at: tuple[str, Place], declared: Sequence[SharedBudget], notes: Notes
) -> SharedBudget | None:
    """Return a shared budget by its name; None, and a problem at a key path and place, where nobody declares it."""
    known = {one.name: one for one in declared}
    if name not in known:
        close = nearest_to(name, known)
        all_names = (
            Words(f"declared: {', '.join(known)}", f"已声明：{', '.join(known)}")
            if known
            else Words("declare it under 'budgets:', or write yuan", "请在 'budgets:' 下声明，或直接填写金额（元）")
        )
        hint = did_you_mean(close) if close else all_names
        notes.add(
            Problem(
                "E322",
                *at,
                Words("no budget of the scenario has this name", "情景中没有这个名称的预算"),
                echo(name),
                hint,
            )
        )
    return known.get(name)


def warn_of_unshared(node: Node, levers: Iterable[Lever], notes: Notes) -> None:
    """Note every budget under `budgets:` that no measure names."""
    named = {lever.purse for lever in levers}
    for name, entry in node.entries.items() if isinstance(node, Mapping) else ():
        if name not in named:
            hint = Words(
                f"write 'cost: {{budget: {name}}}' in each measure that it pays",
                f"请在由它支付的各项措施中写 'cost: {{budget: {name}}}'",
            )
            notes.add(
                Problem(
                    "W025",
                    join(BUDGETS, name),
                    entry.key_place,
                    Words("no measure shares this budget", "没有措施使用该预算"),
                    hint=hint,
                )
            )


def read_shares(node: Node, path: str, notes: Notes) -> tuple[tuple[str, float], ...] | None:
    """Return who pays which share of a cost, by name; whatever is wrong with it is noted."""
    mapping, found = read_map(node, path, notes), []
    for name, entry in mapping.entries.items() if mapping else ():
        share = read_field(ShareBlock, "share", entry.node, join(path, name), notes)
        found.append((name, float(share or 0.0)))
    if mapping is None:
        return None
    total = math.fsum(share for _, share in found)
    if abs(total - 1.0) > SUM_OF_SHARES:
        hint = Words(
            "shares, not percent: {central: 0.6, county: 0.4}", "填写份额而非百分数：{central: 0.6, county: 0.4}"
        )
        notes.add(
            Problem(
                "E207",
                path,
                node.place,
                Words(f"the shares add up to {total:g}, not to 1", f"各份额合计为{total:g}，不等于1"),
                hint=hint,
            )
        )
    return tuple(sorted(found))


def read_budget(node: Node, path: str, known: range | None, notes: Notes) -> Amounts:
    """Return one amount, or amounts by year in their order; whatever is wrong with any of them is noted.

    `known`: the simulated years; None where the horizon cannot be read. None where nothing is right.
    """
    if not isinstance(node, Mapping):
        yuan: float | None = read_field(AmountBlock, "yuan", node, path, notes)
        return None if yuan is None else float(yuan)
    found = []
    for name, below in node.entries.items():
        if name in TOTAL:
            hint = Words(
                "write one number for the whole run, or amounts by year whose sum is the total",
                "请填写整个模拟期的总额，或分年度金额（其合计即为总额）",
            )
            notes.add(
                Problem(
                    "E207",
                    join(path, name),
                    below.key_place,
                    Words("a total beside amounts by year", "分年度金额之外又填写总额"),
                    hint=hint,
                )
            )
            continue
        yuan = read_field(AmountBlock, "yuan", below.node, join(path, name), notes)
        is_year = name.isascii() and name.isdecimal()
        if not is_year or (known is not None and int(name) not in known):
            among = "" if known is None else f" ({known[0]} … {known[-1]})"
            notes.add(
                Problem(
                    "E603",
                    join(path, name),
                    below.key_place,
                    Words(f"not a simulated year{among}", f"不是模拟年份{among}"),
                    echo(name),
                )
            )
        elif yuan is not None:
            found.append((int(name), float(yuan)))
    if not node.entries:
        notes.add(
            Problem(
                "E603",
                path,
                node.place,
                Words("a budget that names no year", "预算未写明年份"),
                hint=Words("write {2025: 200000000}", "请写 {2025: 200000000}"),
            )
        )
    return tuple(sorted(found))
