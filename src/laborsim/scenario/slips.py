"""Numbers that are probably a slip: held against what the base date holds, against people, dates and the scale."""

from collections.abc import Iterator
from math import log10

from laborsim.kernels.codes import month_name, year_and_month
from laborsim.levers import Lever, Who
from laborsim.published.data_tables import DATA, read_rows
from laborsim.published.figures import level_path
from laborsim.published.regions import region_codes
from laborsim.published.words import UNSAID, Words
from laborsim.scenario.block_reader import ReadBlock
from laborsim.scenario.held import base_level, held, workers_of
from laborsim.scenario.input_errors import Notes, Problem, echo
from laborsim.scenario.levels import CountedLevel, last_level, levels_typed
from laborsim.scenario.scenario import Scenario

SLIP = 0.95  # decimal orders: a level is suspect from about nine times or a ninth of what is there
SMALL_MONEY = 1_000  # CNY a person; ASSUMPTION: no grant or loan is smaller, so it was typed in ten thousands (万)
TEN_THOUSAND = 10_000
SHIFT = 0.01  # share of its mean by which a cut-off distribution may differ from the one that was typed
MONTHS_A_YEAR = 12
SMALL_GROWTH = 0.3  # percent a year; ASSUMPTION: below it a share was typed, 0.05 for five percent
YOUNGEST_ENTRANT = 16  # years; nobody joins younger (the working age of the Labor Law, article 15)

OPEN_TODAY = 0.97  # share of cities below 3 million residents without restrictions (14 measures, 2024-12-03)

PERSONS = {
    "public_welfare_posts": "",
    "training_places": "",
    "entrepreneurship_parks": "places_per_park",
    "workshops": "places_per_workshop",
}
"""Levers whose level is in places for persons, and the field that says how many places a unit has."""


def level_slips(lever: Lever, block: ReadBlock, year: int) -> Iterator[Problem]:
    """Yield what is probably wrong with the levels of a block."""
    declared, there = lever.DECLARATION, held(type(lever), year, lever.regions)
    last = last_level(block)
    for path, typed in levels_typed(block):
        level = float(typed.value or 0)
        words, hint = (
            _of_level(lever, level, year),
            Words(f"the unit is {declared.unit}", f"计量单位为 {declared.unit}"),
        )
        if declared.unit.startswith("CNY") and 0 < level < SMALL_MONEY:
            words = Words(f"{level:g} yuan a person", f"每人{level:g}元")
            hint = Words(
                f"did you mean {level * TEN_THOUSAND:.0f}? the figure looks like ten thousands (万)",
                f"是否应为 {level * TEN_THOUSAND:.0f}？数值似以万为单位",
            )
        if lever.NAME == "settlement_access" and level == OPEN_TODAY:
            words = Words(
                "97 % is what is open today; the level is the share of what is still closed that opens",
                "97%是目前已放开的份额；此处力度是尚未放开部分中予以放开的份额",
            )
            hint = Words("0 leaves things as they are, 1 opens everything", "0表示维持现状，1表示全部放开")
        if words:
            yield Problem("W004", path, typed.place, words, echo(typed.raw), hint)
        elif isinstance(typed, CountedLevel):
            continue  # said as more or fewer than is there
        elif declared.neutral is None and there is not None and level < there and typed is last:
            total = there + level
            hint = Words("a level is a total, not what is added", "力度是总量，不是增量")
            if total <= declared.ceiling:
                add = f"'add: {typed.raw}'"
                hint = Words(f"{hint.en}; {add} would be {total:.6g}", f"{hint.zh}；{add} 则为 {total:.6g}")
            yield Problem("W006", path, typed.place, _fewer(lever, level, there, year), echo(typed.raw), hint)
    is_ever = lever.schedule.first is None and not isinstance(last, CountedLevel) and "regions" not in block
    if is_ever and (other := _level_of_another_year(lever, year)):
        path, typed = levels_typed(block)[-1]
        yield Problem(
            "W010",
            path,
            typed.place,
            other,
            echo(typed.raw),
            Words("write the level of the base year", "请填写基期年份的水平"),
        )


def where(lever: Lever) -> str:
    """Return in words where a lever is."""
    return "the whole country" if lever.regions == region_codes() else ", ".join(lever.regions)


def _where_in_chinese(lever: Lever) -> str:
    return "全国" if lever.regions == region_codes() else f" {', '.join(lever.regions)} "


def _of_level(lever: Lever, level: float, year: int) -> Words:
    there = held(type(lever), year, lever.regions)
    if lever.NAME in ("public_welfare_posts", "training_places"):
        people = workers_of(year, lever.regions)
        if people is not None and level > people:
            return Words(
                f"more than the {people:,.0f} migrant workers who come from {where(lever)}",
                f"多于{_where_in_chinese(lever)}外出和本地农民工总数（{people:,.0f}人）",
            )
    if lever.DECLARATION.neutral is not None:
        return _beyond_the_last_known(lever, level)
    if level <= 0 or not there or abs(log10(level / there)) < SLIP:
        return UNSAID
    unit = lever.DECLARATION.unit
    return Words(
        f"about {level / there:.2g} times what {where(lever)} holds at the end of {year} ({there:,.6g} {unit})",
        f"约为{_where_in_chinese(lever)}{year}年末已有水平（{there:,.6g} {unit}）的{level / there:.2g}倍",
    )


def _beyond_the_last_known(lever: Lever, level: float) -> Words:
    """Return a message if a nationwide level is far from the last one known; empty if none is."""
    if lever.regions != region_codes():
        return UNSAID
    try:
        known = list(level_path(lever.NAME).values())[-1]
    except LookupError:
        return UNSAID
    if level <= 0 or abs(log10(level / known.number)) < SLIP:
        return UNSAID
    times, there = f"{level / known.number:.2g}", f"{known.number:g} {known.unit}"
    return Words(
        f"about {times} times the level of {known.as_of} ({there})", f"约为 {known.as_of} 水平（{there}）的{times}倍"
    )


def _fewer(lever: Lever, level: float, there: float, year: int) -> Words:
    held_there, unit = f"{there:,.6g}", lever.DECLARATION.unit
    return Words(
        f"a cut: {where(lever)} holds {held_there} {unit} at the end of {year}, "
        f"{level:,.6g} are {there - level:,.6g} fewer",
        f"即为减少：{_where_in_chinese(lever)}{year}年末已有 {held_there} {unit}，"
        f"{level:,.6g} 比其少 {there - level:,.6g}",
    )


def _level_of_another_year(lever: Lever, year: int) -> Words:
    """Return a message if a level since ever is the published one of another year than the base year."""
    own = base_level(lever.NAME, year)
    if own is None or lever.DECLARATION.neutral is not None:
        return UNSAID
    phase = list(lever.schedule.phases())[-1][0]
    first = phase.points[0][1]
    same = [known for known in level_path(lever.NAME).values() if known.number == first]
    if first == own.number or not same:
        return UNSAID
    there = f"{own.number:g} {own.unit}"
    return Words(
        f"the level of {same[0].as_of}, in force since before the end of {year} ({there})",
        f"采用的是 {same[0].as_of} 的水平，而设定自{year}年末（{there}）以前起生效",
    )


def normal_slips(lever: Lever, block: ReadBlock) -> Iterator[Problem]:
    """Yield a note where floor and ceiling cut a normal distribution so that its mean moves."""
    said = lever.uncertainty
    if said is None or said.dist != "normal" or "uncertainty" not in block.inside:
        return
    from statistics import NormalDist  # noqa: PLC0415 - few files need it; `validate` has a fifth of a second

    mean, sd = said.mean or 0.0, said.sd or 1.0
    low, high = ((bound - mean) / sd for bound in (lever.DECLARATION.floor, lever.DECLARATION.ceiling))
    usual = NormalDist()
    kept = usual.cdf(high) - usual.cdf(low)
    found = mean + sd * (usual.pdf(low) - usual.pdf(high)) / kept
    if abs(found - mean) > SHIFT * abs(mean):
        inside = block.inside["uncertainty"]
        bounds = f"{lever.DECLARATION.floor:g} … {lever.DECLARATION.ceiling:g} {lever.DECLARATION.unit}"
        message = Words(f"cut off to {bounds}: the mean becomes {found:.4g}", f"被截断为 {bounds}：均值变为{found:.4g}")
        hint = Words(
            "write low and high in a triangular distribution if that is not meant",
            "若非本意，请在三角分布中填写 low 和 high",
        )
        yield Problem("W008", inside.at("mean"), inside.node.place, message, f"{mean:g}", hint)


def context_slips(file: ReadBlock) -> Iterator[Problem]:
    """Yield growth that was probably typed as a share."""
    block = file.inside.get("context")
    for name in ("gdp_growth", "wage_growth_urban", "wage_growth_county") if block else ():
        assert block is not None
        growth = block.values.get(name)
        if growth and abs(growth) < SMALL_GROWTH:
            message = Words(f"{growth:g} is {growth:g} percent a year", f"{growth:g} 表示每年{growth:g}%")
            hint = Words(
                f"did you mean {growth * 100:g}? growth is in percent", f"是否应为 {growth * 100:g}？增长以百分数计"
            )
            yield Problem("W009", block.at(name), block.place(name), message, f"{growth:g}", hint)


def late_entrants(scenario: Scenario, file: ReadBlock) -> Iterator[Problem]:
    """Yield a warning where people join who are born after the last published births."""
    births = max(int(row["year"]) for row in read_rows(DATA / "births.csv"))
    known_to, last = births + YOUNGEST_ENTRANT, year_and_month(scenario.horizon.end)[0]
    if last > known_to:
        horizon = file.inside["horizon"]
        message = Words(
            f"who joins after {known_to} is born after the last births that laborsim knows ({births})",
            f"{known_to}年以后进入劳动年龄的人，出生晚于最新出生人口数据（{births}年）",
        )
        hint = Words(
            f"they join as if as many were born as in {births}: read nothing into the years beyond, or end earlier",
            f"此后的新成长劳动力按{births}年出生人口推算：请勿解读其后年份，或提前结束模拟期",
        )
        yield Problem("W007", horizon.at("end"), horizon.place("end"), message, month_name(scenario.horizon.end), hint)


def early_goals(scenario: Scenario, baseline: Scenario | None, file: ReadBlock, notes: Notes) -> None:
    """Warn of goals that are due before any measure of the scenario begins."""
    theirs = () if baseline is None else baseline.levers
    begins = [lever.schedule.begins or scenario.horizon.start for lever in scenario.levers if lever not in theirs]
    missing = {lever.key for lever in theirs} - {lever.key for lever in scenario.levers}
    for goal in scenario.goals:
        if begins and not missing and min(begins) > goal.by:
            node = file.node.entries["goals"].node.entries[goal.indicator]  # type: ignore[union-attr]  # it was read
            months = min(begins) - goal.by
            message = Words(
                f"due {months} months before its first measure begins ({month_name(min(begins))})",
                f"到期比首项措施开始（{month_name(min(begins))}）早{months}个月",
            )
            hint = Words(
                "no measure can move it: move the goal, or begin the measure earlier",
                "没有措施能影响它：请调整目标月份，或提前实施措施",
            )
            at = f"goals.{goal.indicator}"
            notes.add(Problem("W011", at, node.key_place, message, month_name(goal.by), hint))


SHOCK_ALONE = "W020"
"""The warning that `laborsim shock` answers."""


def shocks_alone(scenario: Scenario, baseline: Scenario | None, unshocked: Scenario | None, file: ReadBlock) -> None:
    """Warn of a shock or context that both worlds have while no measure tells them apart: nothing would differ."""
    if baseline is None or unshocked is None or scenario.levers != baseline.levers:
        return
    for key in ("shocks", "context"):
        if getattr(scenario, key) != getattr(unshocked, key) and key in file:
            message = Words(
                f"the baseline {baseline.id} has the same, and no measure differs: no effect can be shown",
                f"基准情景 {baseline.id} 与此相同，措施也无差别：无法显示效应",
            )
            hint = Words(
                "'laborsim shock' sets the scenario against its world without it",
                "'laborsim shock' 将该情景与没有冲击的情形作对比",
            )
            file.notes.add(Problem(SHOCK_ALONE, key, file.key_place(key), message, hint=hint))


def small_doses(lever: Lever, block: ReadBlock, scenario: Scenario) -> Iterator[Problem]:
    """Yield a warning where what is new is for fewer persons than one worker stands for."""
    small = below_one_worker(lever, scenario)
    if small is not None:
        persons, scale = small
        typed = last_level(block)
        assert typed is not None  # the lever was read
        message = Words(
            f"{persons:,.6g} persons in all are less than one worker, who stands for {scale:,}",
            f"合计{persons:,.6g}人，不足一个模拟个体代表的{scale:,}人",
        )
        hint = Words(
            f"the run cannot tell it from nothing: run.scale: {_finer_scale(lever, persons, scenario)}, or finer",
            f"模拟无法将其与无措施区分开：请写 run.scale: {_finer_scale(lever, persons, scenario)}，或更细",
        )
        yield Problem("W012", block.path, typed.place, message, echo(typed.raw), hint)
        return
    seats = _lost_seats(lever, scenario)
    if seats is not None:
        typed = last_level(block)
        assert typed is not None  # the lever was read
        scale = max(scenario.run.scale.of(code) for code in lever.regions)
        message = Words(
            f"{seats:,.4g} places of a month in a province are less than one worker, who stands for {scale:,}",
            f"每月每省{seats:,.4g}个名额，不足一个模拟个体代表的{scale:,}人",
        )
        finer = _setting_of(lever, two_digits_down(seats), scenario)
        hint = Words(
            f"in most months no worker of the group may apply there, and its places are lost: run.scale: {finer}",
            f"多数月份当地没有该人群的个体可以申请，名额作废：请写 run.scale: {finer}",
        )
        yield Problem(
            "W026",
            block.path,
            typed.place,
            message,
            echo(typed.raw),
            Words(f"{hint.en}, or finer", f"{hint.zh}，或更细"),
        )


def _lost_seats(lever: Lever, scenario: Scenario) -> float | None:
    """Return the new places of a month and province of what a group is handed out; None where they are a worker.

    Of everybody enough apply; places that are held wait for who comes.
    """
    persons = new_persons(lever, year_and_month(scenario.horizon.start)[0])
    if persons is None or lever.DECLARATION.held is not None or lever.who == Who():
        return None
    seats = persons / MONTHS_A_YEAR / len(lever.regions)
    return seats if 0 < seats < max(scenario.run.scale.of(code) for code in lever.regions) else None


def two_digits_down(persons: float) -> int:
    """Return a scale of two digits, and no coarser than so many persons; 1 at least."""
    whole = max(1, int(persons))
    digits = 10 ** max(0, len(str(whole)) - 2)
    return int(whole // digits * digits)


def below_one_worker(lever: Lever, scenario: Scenario) -> tuple[float, int] | None:
    """Return for how many persons a lever is new, and how many one worker stands for, where that is more; else None."""
    persons = new_persons(lever, year_and_month(scenario.horizon.start)[0])
    scale = min(scenario.run.scale.of(code) for code in lever.regions)
    return None if persons is None or not 0 < persons < scale else (persons, scale)


def new_persons(lever: Lever, year: int) -> float | None:
    """Return for how many persons more, or fewer, than at the end of a year a lever is at last; None if unknown."""
    there = held(type(lever), year, lever.regions)
    if lever.NAME not in PERSONS or there is None:
        return None
    field = PERSONS[lever.NAME]
    return float(abs(lever.schedule.final - there) * (getattr(lever, field) if field else 1))


def _finer_scale(lever: Lever, persons: float, scenario: Scenario) -> str:
    """Return the scale that a run needs to show so few persons: in the provinces of the lever, or everywhere."""
    return _setting_of(lever, max(1, int(persons / WORKERS_TO_SEE)), scenario)


def _setting_of(lever: Lever, finer: int, scenario: Scenario) -> str:
    """Return a scale as it is typed: in the provinces of the lever, or everywhere."""
    default = scenario.run.scale.default
    if lever.regions == region_codes():
        return str(finer)
    each = ", ".join(f"{code}: {finer}" for code in lever.regions)
    return f"{{{each}, default: {default}}}"


WORKERS_TO_SEE = 20  # workers; ASSUMPTION: a dose of fewer drowns in the luck of single ones
