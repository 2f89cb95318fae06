"""The `levers:` of a scenario file: from blocks to Lever objects."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

from laborsim.kernels.codes import MOST_OFFERS, MOST_PROGRAMS, month_name, year_and_month
from laborsim.levers import Cost, Declaration, Lever, Uncertainty, Who, WorkerTraits, catalogue
from laborsim.levers.base import PRICE_ROOM, UNIT_COST
from laborsim.levers.programs import TERMS, program_of
from laborsim.published.regions import NATION, expand_all
from laborsim.published.words import UNSAID, Words, in_a_row
from laborsim.scenario.block_reader import (
    Fields,
    ReadBlock,
    a_share,
    check_name_of_block,
    fields_of,
    join,
    lost_point,
    nearest_to,
    read_fields,
    read_map,
)
from laborsim.scenario.blocks import BEFORE, LeverBlock
from laborsim.scenario.budgets import (
    Amounts,
    budget_named,
    check_unspent,
    named_in,
    read_budget,
    read_shares,
    simulated_years,
)
from laborsim.scenario.distributions import check_distribution
from laborsim.scenario.doses import settle
from laborsim.scenario.groups import NamedGroups, check_levers
from laborsim.scenario.held import held
from laborsim.scenario.input_errors import Notes, Place, Problem, echo
from laborsim.scenario.levels import (
    CountedLevel,
    bounds_in_order,
    check_level,
    last_level,
    levels_typed,
    schedule,
    warn_of_unsourced,
)
from laborsim.scenario.scenario import Horizon, SharedBudget
from laborsim.scenario.slips import level_slips, normal_slips
from laborsim.scenario.standing import existing_words
from laborsim.scenario.value_types import write
from laborsim.scenario.yaml_tree import Entry, Mapping, Node, Scalar, describe, is_number


def check_block(declared: Declaration, block: ReadBlock) -> None:
    """Note every contradiction between a block and the declaration of its lever."""
    _check_unit(declared, block)
    for below, typed in levels_typed(block):
        _check_range(declared, typed, below, block.notes)
    for key, aim in (("who", Words("groups", "人群")), ("regions", Words("regions", "地区"))):
        if key in block and aim.en not in declared.aimed_at:
            message = Words(f"this lever cannot be aimed at {aim.en}", f"该措施不能按{aim.zh}限定对象")
            block.notes.add(
                Problem("E311", block.at(key), block.key_place(key), message, hint=Words("delete it", "请删除"))
            )
    if "who" in block.inside:
        bounds_in_order(block.inside["who"], Who.ASCENDING)
    if "uncertainty" in block.inside:
        before = block.notes.n_errors
        _check_uncertainty(declared, block.inside["uncertainty"])
        if block.notes.n_errors == before:
            _check_stated(block)
    if "cost" in block.inside:
        _check_price(declared, block.inside["cost"])


IN_YUAN = Words("in yuan, not fen or ten thousand", "以元为单位，不是分或万元")


def _check_price(declared: Declaration, block: ReadBlock) -> None:
    """Note a unit cost at which money could no longer be counted to the fen."""
    typed, most = block.typed("per_unit"), declared.most_unit_cost_yuan
    if typed is None or not is_number(typed) or float(typed.value or 0) <= most:
        return
    known = declared.cost_range is not None
    price = f"{most:,.10g} yuan per {declared.cost_unit}"
    often = f", {PRICE_ROOM} times what the catalogue says" if known else ""
    in_chinese = f"，即措施库数值的{PRICE_ROOM}倍" if known else ""
    message = Words(f"above {price}{often}", f"高于每 {declared.cost_unit} {most:,.10g}元{in_chinese}")
    hint = IN_YUAN
    if known:
        catalogue = f"{declared.unit_cost_yuan:,.10g}"
        hint = Words(f"{IN_YUAN.en}; the catalogue says {catalogue}", f"{IN_YUAN.zh}；措施库为 {catalogue}")
    block.notes.add(Problem("E304", block.at("per_unit"), typed.place, message, describe(typed), hint))


def _check_unit(declared: Declaration, block: ReadBlock) -> None:
    unit = block.typed("unit")
    if unit is not None and unit.raw != declared.unit:
        message = Words(f"the catalogue says '{declared.unit}'", f"措施库中为 '{declared.unit}'")
        hint = Words(
            f"write '{declared.unit}', and the level in that unit", f"请写 '{declared.unit}'，并按该单位填写力度"
        )
        block.notes.add(Problem("E302", block.at("unit"), unit.place, message, echo(unit.raw), hint))


def _below(declared: Declaration) -> Words:
    floor = f"{declared.floor:g} {declared.unit}"
    return Words(f"below the lever's floor of {floor}", f"低于该措施的下限 {floor}")


def _above(declared: Declaration) -> Words:
    ceiling = f"{declared.ceiling:,.10g} {declared.unit}"
    return Words(f"above the lever's ceiling of {ceiling}", f"高于该措施的上限 {ceiling}")


def _check_range(declared: Declaration, typed: Scalar, path: str, notes: Notes) -> None:
    low, high = declared.floor, declared.ceiling
    if not is_number(typed) or low <= float(typed.value or 0) <= high:
        return
    level, hint = float(typed.value or 0), UNSAID
    if isinstance(typed, CountedLevel):
        bound = _below(declared) if level < low else _above(declared)
        message = in_a_row((typed.said(declared.unit), bound), Words(", ", "，"))
        hint = typed.room(low, high)
    elif declared.percent:
        message = Words(f"outside {low:g} … {high:g} %", f"超出范围：{low:g} … {high:g}%")
        hint = lost_point(level, low, high)
    elif level < low:
        message = _below(declared)
    else:
        message = _above(declared)
        if declared.unit == "share" and level <= 100:
            hint = a_share(level)
    notes.add(Problem("E303", path, typed.place, message, describe(typed), hint))


def _check_uncertainty(declared: Declaration, block: ReadBlock) -> None:
    check_distribution(block, write("{dist: fixed}"))
    for name in Uncertainty.LEVELS:
        part = block.typed(name)
        if part is not None:
            _check_range(declared, part, block.at(name), block.notes)


WIDE = 3  # standard deviations around the mean in which a stated level has to lie


def _check_stated(block: ReadBlock) -> None:
    """Note a last level outside of what is said not to be known about it."""
    said, stated = block.inside["uncertainty"], _stated(block)
    low, high = said.values.get("low"), said.values.get("high")
    mean, sd = said.values.get("mean"), said.values.get("sd")
    if said.values.get("dist") == "normal" and mean is not None and sd is not None:
        low, high = mean - WIDE * sd, mean + WIDE * sd
    if stated is None or low is None or high is None or low > high or low <= stated <= high:
        return
    message = Words(
        f"the level that is stated, {stated:,.10g}, lies outside of {low:,.10g} … {high:,.10g}",
        f"设定力度 {stated:,.10g} 不在 {low:,.10g} … {high:,.10g} 以内",
    )
    hint = Words(
        "state what is not known around the level; 'uncertainty: null' removes what is inherited",
        "请说明设定力度前后的不确定范围；'uncertainty: null' 删除继承的设定",
    )
    block.notes.add(Problem("E314", said.path, block.key_place("uncertainty"), message, hint=hint))


def _stated(block: ReadBlock) -> float | None:
    """Return the last level of a block; None where it has none that is right."""
    typed = last_level(block)
    return float(typed.value or 0) if typed is not None and is_number(typed) else None


NO_GROUPS = NamedGroups()

YOUNGEST, OLDEST = 0, 200  # years; beyond every worker's age


@dataclass(frozen=True)
class PlacedLever:
    """A lever, its block, and the place of its name in the file."""

    lever: Lever
    block: ReadBlock
    place: Place

    @property
    def path(self) -> str:
        """Return its key path."""
        return self.block.path


def check_overlaps(found: list[PlacedLever], horizon: Horizon, notes: Notes, groups: NamedGroups = NO_GROUPS) -> None:
    """Note every pair of blocks of one lever, or of levers that offer the same, in one region, month and group.

    Nobody is offered one thing twice in a month.
    """
    for number, one in enumerate(found):
        for other in found[number + 1 :]:
            if one.lever.NAME == other.lever.NAME or one.lever.DECLARATION.offers & other.lever.DECLARATION.offers:
                _check_pair((one, other), horizon, notes, groups)


def _check_pair(pair: tuple[PlacedLever, PlacedLever], horizon: Horizon, notes: Notes, groups: NamedGroups) -> None:
    one, other = pair
    homes = [group.regions for placed in pair if (group := groups.named(placed.lever.who.group)) is not None]
    theirs = set(other.lever.regions).intersection(*homes)
    region = next((code for code in one.lever.regions if code in theirs), None)
    month = _common_month(one.lever, other.lever, horizon)
    if (
        region
        and month is not None
        and _share_somebody(_traits_of(one.lever.who, groups), _traits_of(other.lever.who, groups))
    ):
        message = Words(
            f"overlaps with '{one.path}' ({one.place}): both act in {region} in {month_name(month)}",
            f"与 '{one.path}'（{one.place}）重复：两者都在 {month_name(month)} 作用于 {region}",
        )
        notes.add(
            Problem(
                "E308",
                other.path,
                other.place,
                message,
                hint=Words("divide them by region, group or month", "请按地区、人群或月份分开"),
            )
        )


def _common_month(one: Lever, other: Lever, horizon: Horizon) -> int | None:
    """Return a month in which both are in force, or None."""
    for ours, our_last in one.schedule.phases():
        for theirs, their_last in other.schedule.phases():
            first = max(phase.begins or horizon.start for phase in (ours, theirs))
            last = min(end for end in (horizon.end, our_last, their_last) if end is not None)
            if first <= last:
                return first
    return None


def _traits_of(who: Who, groups: NamedGroups) -> tuple[WorkerTraits, ...]:
    """Return the traits that everybody has whom a lever is for; the age at which people were drawn is long past."""
    group = groups.named(who.group)
    if group is None:
        return (who,)
    passing = {} if group.persons is None else {"min_age": None, "max_age": None}
    return who, group.traits.model_copy(update=passing)


def _share_somebody(ours: tuple[WorkerTraits, ...], theirs: tuple[WorkerTraits, ...]) -> bool:
    """Return whether a worker could have all of these traits and all of those."""
    return all(_go_together(one, other) for one, other in combinations((*ours, *theirs), 2))


def _go_together(one: WorkerTraits, other: WorkerTraits) -> bool:
    """Return whether a worker could have the one's traits and the other's."""
    for name in ("returnee", "lifted_out", "trained", "children", "sex"):
        left, right = getattr(one, name), getattr(other, name)
        if left is not None and right is not None and left != right:
            return False
    youngest = max(who.min_age or YOUNGEST for who in (one, other))
    oldest = min(who.max_age or OLDEST for who in (one, other))
    return youngest <= oldest and bool(set(one.schooling_codes) & set(other.schooling_codes))


MOST_LEVERS = 200


@dataclass(frozen=True)
class LeverNode:
    """One block of a lever in the tree of a file: where it stands and what it is called."""

    kind: type[Lever]
    instance: str
    path: str
    key_place: Place
    block: Mapping


def read_levers(  # noqa: PLR0913 - what a scenario declares apart from them
    node: Node,
    horizon: Horizon | None,
    notes: Notes,
    at: str = "levers",
    groups: NamedGroups = NO_GROUPS,
    budgets: Sequence[SharedBudget] = (),
) -> list[PlacedLever]:
    """Return the levers that stand at a key path; whatever is wrong with any of them is noted.

    `groups`, `budgets`: those that the scenario declares.
    """
    found = []
    blocks = list(lever_nodes(node, notes, at))
    if len(blocks) > MOST_LEVERS:
        notes.add(
            Problem(
                "E312",
                at,
                node.place,
                Words(f"more than {MOST_LEVERS} levers", f"措施超过{MOST_LEVERS}项"),
                str(len(blocks)),
            )
        )
        return []
    for block in blocks:
        lever = _read_lever(block, horizon, notes, budgets)
        if lever is not None:
            found.append(lever)
    check_levers(((one.lever, one.block) for one in found), groups)
    if horizon is not None:
        check_overlaps(found, horizon, notes, groups)
        _check_numbers(found, horizon, notes)
    return found


def _check_numbers(found: list[PlacedLever], horizon: Horizon, notes: Notes) -> None:
    """Note more groups of a lever in a region than can be told apart, and more blocks at once than can be offered."""
    for name in dict.fromkeys(one.lever.NAME for one in found):
        blocks = [one for one in found if name == one.lever.NAME]
        for too_many, message in (*_groups_beyond(blocks), *_blocks_beyond(blocks, horizon)):
            hint = Words(
                "join blocks that say the same of several regions, groups or months",
                "请合并对若干地区、人群或月份设定相同的块",
            )
            notes.add(Problem("E312", too_many.path, too_many.place, message, hint=hint))


def _groups_beyond(blocks: list[PlacedLever]) -> Iterator[tuple[PlacedLever, Words]]:
    """Yield the first block, and where, of a program that is one too many there."""
    known: dict[str, set[object]] = {}
    for block in blocks if blocks[0].lever.NAME in TERMS else ():
        program = program_of(block.lever)
        for code in block.lever.regions:
            programs = known.setdefault(code, set())
            before = len(programs)
            programs.add(program)
            if before == MOST_PROGRAMS < len(programs):
                message = Words(
                    f"more than {MOST_PROGRAMS} groups, or terms that people are held to, in {code}",
                    f"{code} 的人群或约束条款超过{MOST_PROGRAMS}组",
                )
                yield block, message
                return


def _blocks_beyond(blocks: list[PlacedLever], horizon: Horizon) -> Iterator[tuple[PlacedLever, Words]]:
    """Yield the block, and the first month, in which one too many of a lever that is offered is in force."""
    if len(blocks) <= MOST_OFFERS or not blocks[0].lever.DECLARATION.offers:
        return
    for month in range(horizon.start, horizon.end + 1):
        in_force = [block for block in blocks if block.lever.schedule.at(month) is not None]
        if len(in_force) > MOST_OFFERS:
            message = Words(
                f"more than {MOST_OFFERS} blocks at once, in {month_name(month)}",
                f"{month_name(month)} 同时生效的设定块超过{MOST_OFFERS}个",
            )
            yield in_force[MOST_OFFERS], message
            return


def lever_nodes(node: Node, notes: Notes, at: str = "levers") -> Iterator[LeverNode]:
    """Yield every block of every known lever; unknown levers are noted."""
    mapping = read_map(node, at, notes)
    for name, entry in mapping.entries.items() if mapping else ():
        path = join(at, name)
        if name in catalogue():
            yield from _blocks(catalogue()[name], entry, path, notes)
        else:
            close = nearest_to(name, catalogue())
            hint = (
                Words(
                    f"did you mean '{close}'? 'laborsim levers' lists all",
                    f"是否应为 '{close}'？'laborsim levers' 列出全部措施",
                )
                if close
                else Words("'laborsim levers' lists all", "'laborsim levers' 列出全部措施")
            )
            notes.add(Problem("E301", path, entry.key_place, Words("unknown lever", "未识别的政策措施"), hint=hint))


def lever_fields(lever: type[Lever]) -> Fields:
    """Return what a block of this lever may hold: the fields of every lever, then its own."""
    own = [name for name in lever.model_fields if name not in Lever.model_fields]
    return {**fields_of(LeverBlock), **dict.fromkeys(own, lever)}


def _blocks(lever: type[Lever], entry: Entry, path: str, notes: Notes) -> Iterator[LeverNode]:
    """Yield one nameless block, or every block of a map of named ones."""
    node, fields = read_map(entry.node, path, notes), lever_fields(lever)
    if node is None:
        return
    named = [isinstance(below.node, Mapping) and name not in fields for name, below in node.entries.items()]
    if not named or not all(named):
        yield LeverNode(lever, "", path, entry.key_place, node)
        return
    for name, below in node.entries.items():
        check_name_of_block(name, below.key_place, join(path, name), notes)
        assert isinstance(below.node, Mapping)
        yield LeverNode(lever, name, join(path, name), below.key_place, below.node)


def _read_lever(
    found: LeverNode, horizon: Horizon | None, notes: Notes, budgets: Sequence[SharedBudget]
) -> PlacedLever | None:
    lever, before = found.kind, notes.n_errors
    block = read_fields(lever_fields(lever), found.block, found.path, notes)
    values = block.values
    check_level(block, horizon)
    year = 0 if horizon is None else year_and_month(horizon.start)[0]
    if horizon is not None:
        settle(
            block,
            lambda places: held(lever, year, expand_all(list(places))),
            horizon,
            exists=partial(existing_words, lever),
        )
    check_block(lever.DECLARATION, block)
    cost, purse = _cost(block, horizon, budgets)
    if notes.n_errors > before or horizon is None:
        return None
    warn_of_unsourced(block)
    regions = expand_all(list(values.get("regions", (NATION,))))
    kept = {name: value for name, value in values.items() if name in lever.model_fields and name != "regions"}
    _check_aim_before(lever, block, year, regions)
    if cost is not None:
        kept |= {"cost": cost, "purse": purse}
    drawn = tuple(name for name in lever.effects() if name not in kept)
    if (cost is None or cost.per_unit is None) and lever.DECLARATION.cost_range is not None:
        drawn = (*drawn, UNIT_COST)
    made = lever(instance=found.instance, schedule=schedule(block, horizon), regions=regions, drawn=drawn, **kept)
    _warn_of_unpaid_years(made, block, horizon)
    for slip in (*level_slips(made, block, year), *normal_slips(made, block)):
        notes.add(slip)
    return PlacedLever(made, block, found.key_place)


def _cost(block: ReadBlock, horizon: Horizon | None, budgets: Sequence[SharedBudget]) -> tuple[Cost | None, str]:
    """Return what a block says of its cost, with its budget, and the name of the one that it shares.

    Whatever is wrong with that is noted.
    """
    inside = block.inside.get("cost")
    if inside is None:
        return None, ""
    values, name = dict(inside.values), None
    budget: Amounts = None
    if "budget" in inside:
        node, at = inside.node.entries["budget"].node, inside.at("budget")
        name = named_in(node)
        known = None if horizon is None else simulated_years(horizon)
        shared = None if name is None else budget_named(name, (at, node.place), budgets, block.notes)
        if shared is not None:
            budget = shared.yuan
            values.setdefault("unspent", shared.unspent)
        elif name is None:
            budget = read_budget(node, at, known, block.notes)
    if name is None:
        check_unspent(inside, budget)
    elif "unspent" in inside:
        message, hint = (
            Words("a shared budget says itself what becomes of the rest", "结余的处理由共用预算自行规定"),
            Words(f"write it in budgets.{name}", f"请写在 budgets.{name} 中"),
        )
        block.notes.add(Problem("E207", inside.at("unspent"), inside.key_place("unspent"), message, hint=hint))
    if "shares" in inside:
        values["shares"] = read_shares(inside.node.entries["shares"].node, inside.at("shares"), block.notes)
        if "payer" in inside:
            message, hint = (
                Words("'payer' does not go with 'shares'", "'payer' 不能与 'shares' 并用"),
                Words("name all payers in 'shares'", "请在 'shares' 中写明全部出资方"),
            )
            block.notes.add(Problem("E207", inside.at("payer"), inside.key_place("payer"), message, hint=hint))
    return Cost.model_construct(**{**values, "budget": budget}), name or ""


def _warn_of_unpaid_years(lever: Lever, block: ReadBlock, horizon: Horizon) -> None:
    """Note the simulated years in which a lever is in force and its budget by year names no money."""
    named = lever.cost.by_year
    if named is None:
        return
    months = range(horizon.start + 1, horizon.end + 1)
    years = dict.fromkeys(year_and_month(month)[0] for month in months if lever.schedule.at(month) is not None)
    if unpaid := [str(year) for year in years if year not in named]:
        message = Words(
            f"in force in {', '.join(unpaid)}, for which no money is named: nobody is served then",
            f"在 {', '.join(unpaid)} 年仍实施，但未安排资金：该年无人享受",
        )
        hint = Words(
            f"add '{unpaid[0]}: …', or state 'start' and 'end'", f"请补充 '{unpaid[0]}: …'，或写明 'start' 和 'end'"
        )
        cost = block.inside["cost"]
        block.notes.add(Problem("W021", cost.at("budget"), cost.key_place("budget"), message, hint=hint))


LATER = Words("begins later, and for {what} than what it changes", "起始时间推后，且{what}与原设定不同")


def _check_aim_before(lever: type[Lever], block: ReadBlock, year: int, regions: tuple[str, ...]) -> None:
    """Note a level that goes on elsewhere, or for others, until the block's own begins; at what is there it is none."""
    earlier = block.inside.get(BEFORE)
    aimed = [] if earlier is None else [key for key in ("regions", "who") if key in earlier]
    if earlier is None or not aimed:
        return
    were = expand_all(list(earlier.values.get("regions", regions)))
    there = held(lever, year, were)
    if all(float(typed.value or 0) == there for _, typed in levels_typed(earlier)):
        del block.inside[BEFORE]  # what was before changes nothing
        return
    changed = [Words("another group", "人群") if key == "who" else Words("other regions", "地区") for key in aimed]
    message = LATER.holding(what=in_a_row(changed, Words(" and ", "和")))
    hint = Words(
        "state two named blocks, one until then and one from then on; or 'before: null' drops the inherited level",
        "请写成两个命名的设定块，分别在此之前和之后实施；'before: null' 则删除继承的力度",
    )
    place = block.key_place(aimed[0]) if aimed[0] in block else block.node.place
    block.notes.add(Problem("E316", block.at(aimed[0]), place, message, hint=hint))
