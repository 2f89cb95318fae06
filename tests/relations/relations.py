"""What has to hold between a scenario's world and another: a relation says how the other is made and what is equal.

Each returns what is wrong in words, "" where nothing is, None where a scenario has nothing to which it applies.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tests.relations.worlds import REPLICATE, lived, lived_from_a_shared_past, setting_of

from laborsim.analysis.ledger.pairs import PairCounter, PairedWorlds, accounts_of
from laborsim.experiment.indicators.aggregation import parts_by_age
from laborsim.experiment.indicators.indicator_table import Gathered, World
from laborsim.experiment.indicators.indicators import BY_FIVE_YEARS
from laborsim.experiment.indicators.summary import summarize
from laborsim.experiment.store.results import Results
from laborsim.kernels.codes import MOST_PROGRAMS, ZONES, month_name
from laborsim.levers import Lever, Schedule, Who
from laborsim.levers.dials import Dials
from laborsim.model.histories import OPEN
from laborsim.model.ledger import RETURNED, SERVED, SPENT, STAGES
from laborsim.published.indicators import indicators
from laborsim.published.regions import NATION, region_codes
from laborsim.scenario.held import held
from laborsim.scenario.scenario import Scenario

FEN_PER_YUAN = 100
FUNNEL = ("eligible", "aware", "applied", "approved", "served")
ROUNDING = 1e-9
"""What sums of floats in another order may differ by, as a share."""


@dataclass
class Case:
    """A scenario's world, lived once, and the luck by which relations choose what to change."""

    world: Scenario
    luck: random.Random
    _known: dict[str, Results] = field(default_factory=dict)

    @cached_property
    def results(self) -> Results:
        """The scenario's own life."""
        return self.life(self.world)

    def life(self, world: Scenario) -> Results:
        """Return a world's life; each is lived once."""
        key = world.model_dump_json()
        if key not in self._known:
            self._known[key] = lived(world)
        return self._known[key]

    @property
    def year(self) -> int:
        """The year of the base date."""
        return int(month_name(self.world.horizon.start)[:4])

    def with_levers(self, levers: Any) -> Scenario:
        """Return the scenario with other levers, in the order in which every scenario has them."""
        return self.world.model_copy(update={"levers": tuple(sorted(levers, key=lambda lever: lever.key))})

    def instead(self, old: Lever, *new: Lever) -> Scenario:
        """Return the scenario with some levers in place of one."""
        return self.with_levers([*(lever for lever in self.world.levers if lever is not old), *new])

    def parts(self, whole: Lever, *parts: Lever) -> dict[str, tuple[str, ...]]:
        """Return which blocks stand for each of the scenario's, where some stand for one."""
        rest = {lever.key: (lever.key,) for lever in self.world.levers if lever is not whole}
        return {whole.key: tuple(part.key for part in parts), **rest}

    def one_of(self, levers: Iterator[Lever]) -> Lever | None:
        """Return one of some levers, None where there are none."""
        found = list(levers)
        return self.luck.choice(found) if found else None


Relation = Callable[[Case], str | None]

ALWAYS: dict[str, Relation] = {}
DRAWN: dict[str, Relation] = {}


def _always(relation: Relation) -> Relation:
    ALWAYS[relation.__name__] = relation
    return relation


def _drawn(relation: Relation) -> Relation:
    DRAWN[relation.__name__] = relation
    return relation


# ---------------------------------------------------------------------------------------------- of one world


@_always
def nothing_is_negative(case: Case) -> str:
    """Counts, flows, services and levels are at least zero and finite in every month; laws of accounting ran."""
    found = case.results
    for name in ("series", "groups", "od", "services", "regional"):
        array = getattr(found, name)
        if not np.isfinite(array).all() or (array < 0).any():
            place = np.argwhere(~(array >= 0))[0]
            return f"{name}{_where(found, name, place)} is {array[tuple(place)]}"
    return ""


@_always
def a_funnel_narrows(case: Case) -> str:
    """Of those who are eligible some know, of those some apply, of those some are served; nobody twice."""
    services = case.results.services
    people = case.results.series[:, :, :7].sum(axis=(1, 2))  # in any status
    for one, other in pairwise(FUNNEL):
        wide, narrow = services[..., STAGES.index(one)], services[..., STAGES.index(other)]
        if (narrow > wide).any():
            place = np.argwhere(narrow > wide)[0]
            at = _where(case.results, "services", [*place, STAGES.index(other)])
            return f"{at}: {narrow[tuple(place)]} against {wide[tuple(place)]} {one}"
    if (services[..., 0].sum(axis=2) > people[:, None]).any():
        return "more are eligible than there are people"
    return ""


@_always
def sums_are_equal_wherever_they_stand(case: Case) -> str:
    """Regions, zones and ages add up to the nation; the cost of the summary is that of the ledger, fen by fen."""
    found, gathered = case.results, Gathered(case.world)
    gathered.add(World("scenario", case.world, {}), REPLICATE, found)
    table = gathered.table()
    n, nation = len(region_codes()), table.places.index(NATION)
    ages = [table.places.index(part) for part in parts_by_age([NATION])]
    for i, name in enumerate(table.indicators):
        figures = table.scenario[0, i]
        if indicators()[name].adds_up and np.isfinite(figures).all():
            sums = {"regions": slice(n), "zones": slice(n, n + len(ZONES))}
            sums |= {"ages": ages} if name in BY_FIVE_YEARS else {}
            for parts, where in sums.items():
                total = figures[:, where].sum(axis=1)
                if not np.allclose(figures[:, nation], total, rtol=ROUNDING, atol=1e-6):
                    return f"{name}: {figures[:, nation]} in the nation, {total} in its {parts}"
    asked = case.world.model_copy(update={"regions": tuple(case.luck.sample(region_codes(), 2))})
    rows = [row for row in summarize(table, asked) if row["indicator"] == "cost"]
    for row in rows:
        months = [month_name(int(month)) <= row["date"] for month in found.months]
        fen = found.cost_fen[months].sum(axis=(0, 1))
        mine = fen.sum() if row["region"] == NATION else None
        if row["region"] in found.regions:
            mine = fen[found.regions.index(row["region"])]
        if mine is not None and abs(row["scenario"]["median"] * FEN_PER_YUAN - mine) > max(0.5, abs(mine) * 1e-12):
            return f"cost of {row['region']} to {row['date']}: {row['scenario']['mean']} yuan, in the ledger {mine} fen"
    return ""


# ---------------------------------------------------------------------------------------------- of two worlds


@_drawn
def neutral_levels_are_the_baseline(case: Case) -> str | None:
    """Every lever at the level that changes nothing, whatever else it says: the world without levers, and no cost."""
    levers = [_at_neutral(lever, case.year) for lever in case.world.levers]
    if any(lever is None for lever in levers):
        return None
    neutral, bare = case.life(case.with_levers(levers)), case.life(case.with_levers([]))
    if neutral.cost_fen.any():
        return f"costs {neutral.cost_fen.sum()} fen"
    return _other_people(bare, neutral)


def _at_neutral(lever: Lever, year: int) -> Lever | None:
    level = held(type(lever), year, lever.regions)
    if level is None:
        return None
    return lever.model_copy(
        update={
            "schedule": _levels(lever.schedule, lambda _: level),
            "uncertainty": None,
            "cost": lever.cost.model_copy(update={"one_off": 0.0}),
        }
    )


def _levels(schedule: Schedule, change: Callable[[float], float]) -> Schedule:
    """Return a schedule with every level changed, that before it too."""
    before = None if schedule.before is None else _levels(schedule.before, change)
    points = tuple((month, change(level)) for month, level in schedule.points)
    return schedule.model_copy(update={"points": points, "before": before})


@_drawn
def order_and_names_of_blocks_mean_nothing(case: Case) -> str | None:
    """Blocks and shocks under other names, in the order of those. A draw belongs to a name, so levels are certain."""
    if not any(lever.instance for lever in case.world.levers) and not case.world.shocks:
        return None
    certain = [lever.model_copy(update={"uncertainty": None}) for lever in case.world.levers]
    names = [f"block {k:03d}" for k in range(len(certain))]
    case.luck.shuffle(names)
    renamed = [lever.model_copy(update={"instance": name}) for lever, name in zip(certain, names, strict=True)]
    shocks = [shock.model_copy(update={"name": f"shock {case.luck.random()}"}) for shock in case.world.shocks]
    other = case.with_levers(renamed).model_copy(update={"shocks": tuple(sorted(shocks, key=lambda one: one.name))})
    one, two = case.life(case.with_levers(certain)), case.life(other)
    pairs = {old.key: (new.key,) for old, new in zip(certain, renamed, strict=True)}
    return _other_people(one, two) or _other_books(one, two, pairs)


@_drawn
def a_block_split_by_time_is_the_whole(case: Case) -> str | None:
    """Until a month and from the next one on, in two blocks: the same people, and together the same books."""
    lever = case.one_of(lever for lever in case.world.levers if _can_split(lever) and _seams(lever, case.world))
    if lever is None:
        return None
    seam = case.luck.choice(_seams(lever, case.world))
    path = lever.schedule
    first = lever.model_copy(update={"instance": "z one", "schedule": path.model_copy(update={"end": seam - 1})})
    free = lever.cost.model_copy(update={"one_off": 0.0, "payer": "another"})
    rest = path.model_copy(update={"start": seam, "ramp": 0, "before": None})
    second = lever.model_copy(update={"instance": "a two", "schedule": rest, "cost": free})
    one, two = case.results, case.life(case.instead(lever, first, second))
    return _other_people(one, two) or _other_books(one, two, case.parts(lever, first, second))


def _can_split(lever: Lever) -> bool:
    return lever.cost.budget is None and lever.uncertainty is None


def _seams(lever: Lever, world: Scenario) -> list[int]:
    """Return the months in which a second block could begin that goes on as the whole does.

    The first has a simulated month of its own: one that has none is refused (E306), and its one-off is never due.
    """
    path, horizon = lever.schedule, world.horizon
    begins = path.begins or horizon.start
    last = horizon.end if path.end is None else min(path.end, horizon.end)
    return [month for month in range(max(begins, horizon.start + 1) + 1, last + 1) if path.strength(month) == 1.0]


@_drawn
def a_block_split_by_region_is_the_whole(case: Case) -> str | None:
    """Each part of the regions with what the whole has there: the same people, and together the same books."""
    lever = case.one_of(lever for lever in case.world.levers if _can_divide(lever, case.year))
    if lever is None:
        return None
    chosen = set(case.luck.sample(lever.regions, case.luck.randint(1, len(lever.regions) - 1)))
    parts = []
    for name, here in (("z one", True), ("a two", False)):
        regions = tuple(code for code in lever.regions if (code in chosen) == here)
        parts.append(_part(lever, regions, case).model_copy(update={"instance": name}))
    one, two = case.results, case.life(case.instead(lever, *parts))
    return _other_people(one, two, almost=True) or _other_books(one, two, case.parts(lever, *parts))


def _can_divide(lever: Lever, year: int) -> bool:
    """Return whether the parts of a lever by region add up; lines between a cut and more do not."""
    path, there = lever.schedule, held(type(lever), year, lever.regions)
    bent = path.interpolate == "linear" or path.before is not None
    split = _can_split(lever) and len(lever.regions) > 1 and lever.cost.one_off == 0
    return split and there is not None and not (lever.DECLARATION.units and bent)


def _part(lever: Lever, regions: tuple[str, ...], case: Case) -> Lever:
    """Return a lever in some of its regions, at what the whole has there."""
    setting = setting_of(case.world)
    at = {code: k for k, code in enumerate(setting.codes)}
    whole, mine = (np.array([at[code] for code in codes]) for codes in (lever.regions, regions))

    def here(level: float) -> float:
        dials = Dials(setting.dials, setting.weights)
        lever.turn(dials, level, whole)
        if lever.DECLARATION.units:
            return float(dials[lever.DECLARATION.units][mine].sum())
        for offer in dials.offers:
            if np.isfinite(offer.places).all() and "loans_per_year" not in type(lever).model_fields:
                return float(offer.places[mine].sum() / offer.places.sum() * level) if level else 0.0
        return level

    changed = {"regions": regions, "schedule": _levels(lever.schedule, here)}
    if getattr(lever, "loans_per_year", None):
        loans = lever.loans_per_year  # type: ignore[attr-defined]
        share = setting.weights["founders"][mine].sum() / setting.weights["founders"][whole].sum()
        changed["loans_per_year"] = float(loans * share)
    return lever.model_copy(update=changed)


@_drawn
def a_block_split_by_group_is_the_whole(case: Case) -> str | None:
    """Two groups in blocks of their own, where no capacity is shared: the same lives, and together the same books."""
    levers = case.world.levers
    blocks = Counter(lever.NAME for lever in levers)  # one group more than can be told apart is refused (E312)
    lever = case.one_of(lever for lever in levers if _free_groups(lever) and blocks[lever.NAME] < MOST_PROGRAMS)
    if lever is None:
        return None
    name = case.luck.choice(_free_groups(lever))
    values = ("male", "female") if name == "sex" else (True, False)
    parts = [
        lever.model_copy(
            update={
                "instance": f"part {value}",
                "who": lever.who.model_copy(update={name: value}),
                "cost": lever.cost.model_copy(update={"one_off": lever.cost.one_off if value == values[0] else 0.0}),
            }
        )
        for value in values
    ]
    one, two = case.results, case.life(case.instead(lever, *parts))
    return _other_people(one, two) or _other_books(one, two, case.parts(lever, *parts))


def _free_groups(lever: Lever) -> list[str]:
    """Return the conditions by which a lever can be split, none where its people share places or money."""
    shared = lever.NAME in ("public_welfare_posts", "training_places") or getattr(lever, "loans_per_year", None)
    if "groups" not in lever.DECLARATION.aimed_at or shared or not _can_split(lever):
        return []
    names = ("sex", "returnee", "lifted_out", "trained", "children")
    return [name for name in names if getattr(lever.who, name) is None]


@_drawn
def twice_the_prices_are_twice_the_cost(case: Case) -> str | None:
    """Where no budget is stated, prices move money and nothing else. What a post costs is the pay of its holder."""
    levers = [lever for lever in case.world.levers if lever.DECLARATION.held != "post"]
    if not levers or any(lever.cost.budget is not None for lever in levers):
        return None
    once, double = ({lever.key: _at_times(lever, times) for lever in levers} for times in (1, 2))
    one, two = (
        case.life(case.with_levers([prices.get(lever.key, lever) for lever in case.world.levers]))
        for prices in (once, double)
    )
    for key in double:
        k, persons = one.service_names.index(key), one.series[..., :7].sum(axis=(1, 2))
        for stage in (SPENT, RETURNED):
            off = np.abs(two.services[:, k, :, stage] - 2 * one.services[:, k, :, stage]).sum(axis=1)
            served = one.services[:, k, :, SERVED].sum(axis=1) + persons * (stage == RETURNED or "loan" in key)
            if (off > 2 * served + 2 * len(one.regions)).any():  # a fen a person, and a region
                month = int(np.argmax(off))
                return f"{key}, {STAGES[stage]} in {_month(one, month)}: {off[month]} fen off twice the cost"
    others = {lever.key: (lever.key,) for lever in case.world.levers if lever.key not in double}
    return _other_people(case.results, one) or _other_people(one, two) or _other_books(one, two, others)


def _at_times(lever: Lever, times: int) -> Lever:
    """Return a lever whose prices are stated, so many times what they are."""
    cost = {"per_unit": times * lever.unit_cost_yuan, "one_off": times * lever.cost.one_off}
    return lever.model_copy(update={"cost": lever.cost.model_copy(update=cost)})


@_drawn
def before_a_start_nothing_has_begun(case: Case) -> str | None:
    """Until a block or a shock begins, the world is the one without it."""
    start = case.world.horizon.start + 1
    blocks: list[Any] = [*case.world.levers, *case.world.shocks]
    late = [one for one in blocks if (one.schedule.first or start) > start]
    if not late:
        return None
    one = case.luck.choice(late)
    without = {kind: tuple(b for b in getattr(case.world, kind) if b is not one) for kind in ("levers", "shocks")}
    months = int(one.schedule.first) - case.world.horizon.start
    with_it, other = _until(case.results, months), _until(case.life(case.world.model_copy(update=without)), months)
    return _other_people(other, with_it) or _other_books(other, with_it, _same_blocks(other))


@_drawn
def a_shared_past_is_its_own(case: Case) -> str | None:
    """Months in which nothing differs yet are lived once for several worlds: people and books are those of each."""
    start, quiet = case.world.horizon.start, case.world.quiet_months
    begun = [lever for lever in case.world.levers if (lever.schedule.first or start) <= start + quiet]
    other = case.with_levers(begun).model_copy(update={"shocks": ()})
    found = lived_from_a_shared_past(case.world, other)
    if found is None:
        return None
    return _other_people(case.results, found) or _other_books(case.results, found, _same_blocks(case.results))


@_drawn
def a_dose_of_nobody_is_nothing(case: Case) -> str | None:
    """A block for nobody, or for no money, is the world without the block."""
    lever = case.one_of(iter(case.world.levers))
    if lever is None:
        return None
    nobody: dict[str, Any] = {"cost": lever.cost.model_copy(update={"budget": 0.0})}
    if "groups" in lever.DECLARATION.aimed_at and case.luck.random() < 0.5:
        nobody = {"who": Who(min_age=100), "cost": lever.cost.model_copy(update={"one_off": 0.0})}
    one, two = case.life(case.instead(lever)), case.life(case.instead(lever, lever.model_copy(update=nobody)))
    paid = two.cost_fen[:, two.service_names.index(lever.key)]
    if paid.any():
        return f"{lever.key} costs {paid.sum()} fen"
    kept = [k for k, name in enumerate(one.levels) if name != "post_places"]  # posts for nobody are there, and empty
    one, two = (
        replace(life, regional=life.regional[..., kept], levels=_named(life.levels, kept)) for life in (one, two)
    )
    return _other_people(one, two) or _other_books(one, two, _same_blocks(one))


@_drawn
def the_accounts_of_people_are_those_of_the_ledger(case: Case) -> str | None:
    """Who can be told apart as served is who the ledger counts; costs of accounts are its; parts add up to the net."""
    baseline = case.with_levers([])
    keys = [lever.key for lever in case.world.levers]
    if not keys or case.luck.random() < 0.6:  # as many worlds as blocks take their time
        return None
    setting = setting_of(case.world)
    worlds = [case.world, baseline]
    worlds += (
        [case.with_levers([lever for lever in case.world.levers if lever.key != key]) for key in keys]
        if len(keys) > 1
        else []
    )
    pair = PairedWorlds(worlds, REPLICATE, setting.parameters, setting)
    found = PairCounter(pair, accounts_of(pair, keys), ()).through(lambda month: None)
    whole, ledger = found.accounts[0], case.results.cost_fen[1:]
    order = [case.results.service_names.index(key) for key in keys]
    if not np.array_equal(whole.spent_with, ledger[:, order]) or whole.all_without.any():
        return f"costs of the plan: {whole.spent_with.sum()} fen in its account, {ledger.sum()} in the ledger"
    for k, account in enumerate(found.accounts[1:]):
        if not np.array_equal(account.spent_with[:, 0], ledger[:, order[k]]):
            spent = account.spent_with.sum(), ledger[:, order[k]].sum()
            return f"{account.key}: {spent[0]} fen in its account, {spent[1]} in the ledger"
        served = case.results.services[1:, order[k], :, SERVED].sum(axis=1)
        if not np.array_equal(account.served, served):
            return f"{account.key}: {account.served.sum()} person-months in its account, {served.sum()} in the ledger"
    return ""


# ---------------------------------------------------------------------------------------------- what differs


def _other_people(one: Results, two: Results, almost: bool = False) -> str:
    """Return where two worlds first show other people, flows, businesses or levels; "" where they do not.

    `almost`: levels that are sums of parts in another order, and whole places made of them.
    """
    a_place = np.array([float(name.endswith("_places")) for name in one.levels])
    for name in ("series", "groups", "od", "regional"):
        ours, theirs = getattr(one, name), getattr(two, name)
        loosely = almost and name == "regional"
        same = np.isclose(ours, theirs, rtol=ROUNDING, atol=a_place) if loosely else ours == theirs
        if not same.all():
            place = np.argwhere(~same)[0]
            return f"{name}{_where(one, name, place)}: {ours[tuple(place)]} against {theirs[tuple(place)]}"
    return "" if np.array_equal(one.spells, two.spells) else "other businesses"


def _other_books(one: Results, two: Results, blocks: dict[str, tuple[str, ...]]) -> str:
    """Return where the books of blocks are not those of the blocks that stand for them together."""
    for key, others in blocks.items():
        ours = one.services[:, one.service_names.index(key)]
        theirs = sum(two.services[:, two.service_names.index(name)] for name in others)
        if not np.array_equal(ours, theirs):
            month, region, stage = np.argwhere(ours != theirs)[0]
            at = _where(one, "services", [month, one.service_names.index(key), region, stage])
            return f"services{at}: {ours[month, region, stage]} against {theirs[month, region, stage]}"
    return ""


def _named(names: tuple[str, ...], kept: list[int]) -> tuple[str, ...]:
    return tuple(names[k] for k in kept)


def _same_blocks(found: Results) -> dict[str, tuple[str, ...]]:
    return {key: (key,) for key in found.service_names}


def _until(found: Results, months: int) -> Results:
    """Return the first months of a life, the base date among them."""
    begun = found.spells[found.spells["start"] < found.months[0] + months]
    begun = begun.copy()
    begun["end"][begun["end"] >= found.months[0] + months] = OPEN
    begun["park"] = False  # as it is at the end of the spell
    parts = {
        name: getattr(found, name)[:months] for name in ("months", "series", "groups", "od", "regional", "services")
    }
    names = ("regions", "variables", "levels", "service_names")
    return Results(
        **parts, **{name: getattr(found, name) for name in names}, spells=np.sort(begun), sample=found.sample
    )


def _month(found: Results, month: int) -> str:
    return month_name(int(found.months[month]))


def _where(found: Results, name: str, place: NDArray[np.int64] | list[int]) -> str:
    """Return in words where in an array of results something is."""
    month, rest = int(place[0]), [int(k) for k in place[1:]]
    if name == "services":
        words = [found.service_names[rest[0]], found.regions[rest[1]], STAGES[rest[2]]]
    else:
        columns = {"series": found.variables, "regional": found.levels}.get(name)
        words = [found.regions[rest[0]], columns[rest[1]] if columns else str(rest[1:])]
    return f" [{', '.join([_month(found, month), *words])}]"
