"""Next year's report: the numbers of one annual survey report as a planner types them, checked before anything runs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from laborsim.kernels.codes import ZONES
from laborsim.published.data_tables import Key, table
from laborsim.published.margins import last_year
from laborsim.published.words import Words
from laborsim.scenario.block_reader import fields_of, read_fields
from laborsim.scenario.blocks import Block
from laborsim.scenario.input_errors import Notes, Problem
from laborsim.scenario.text_file import read_bytes, read_text
from laborsim.scenario.value_types import Line
from laborsim.scenario.yaml_reader import parse_file
from laborsim.scenario.yaml_tree import Mapping as Tree

ROUNDING = 1.5
"""Parts may miss their sum by this much [10^4 persons]: each is rounded to a whole number. ASSUMPTION."""

ELSEWHERE = 0.01
"""People who work outside the 31 regions are at most this share of all. ASSUMPTION: 0.2 % in the reports so far."""

TEN_THOUSAND_PERSONS, YUAN, PERCENT, YEARS = "10^4 persons", "yuan per month", "percent", "years"

PLAUSIBLE: Mapping[str, float] = {TEN_THOUSAND_PERSONS: 0.08, YUAN: 0.15, PERCENT: 5.0, YEARS: 1.5}
"""Largest change in a year by unit: persons and pay as a share, the others in the unit. ASSUMPTION: about twice the
largest between the reports so far."""


ROWS: Mapping[str, tuple[str, str, Key]] = {
    "persons": (TEN_THOUSAND_PERSONS, "annual", ("{}", "{year}")),
    "origin": (TEN_THOUSAND_PERSONS, "zone", ("origin_total", "{}", "{year}")),
    "destination": (TEN_THOUSAND_PERSONS, "zone", ("destination_total", "{}", "{year}")),
    "interprovince_share": (PERCENT, "zone", ("interprovince_share_of_outbound", "{}", "{year}")),
    "pay": (YUAN, "pay", ("{}", "{year}", "China")),
    "pay_by_zone": (YUAN, "pay", ("all, works in {}", "{year}", "China")),
    "mean_age": (YEARS, "age", ("{}", "mean_age", "{year}")),
    "women_share": (PERCENT, "structure", ("sex", "female", "{}", "{year}")),
    "over_50_share": (PERCENT, "age", ("all", "50+", "{year}")),
}
"""Where the numbers of each block go: their unit, the table, and the key of the row."""

SERIES = {"interprovince": "outbound_interprovince", "urban_residents": "urban_resident_yearend"}
"""Names of series in the table, where they are not those of the file."""

INTRAPROVINCE = "persons.intraprovince"


class NationBlock(Block):
    """Persons in the nation."""

    total: float = Field(gt=0, description="Migrant workers [10^4 persons].")
    local: float = Field(gt=0, description="Local [10^4 persons].")
    outbound: float = Field(gt=0, description="Outbound [10^4 persons].")
    interprovince: float = Field(gt=0, description="Outbound, outside the province [10^4 persons].")
    urban_residents: float | None = Field(None, gt=0, description="Living in towns at the end of the year [10^4].")


class ZonesBlock(Block):
    """One number for each zone."""

    East: float = Field(gt=0, description="East.")
    Central: float = Field(gt=0, description="Central.")
    West: float = Field(gt=0, description="West.")
    Northeast: float = Field(gt=0, description="Northeast.")


class GroupsBlock(Block):
    """One number for all, local and outbound."""

    all: float | None = Field(None, gt=0, description="All migrant workers.")
    local: float | None = Field(None, gt=0, description="Local.")
    outbound: float | None = Field(None, gt=0, description="Outbound.")


class AgesBlock(Block):
    """Mean age."""

    all: float = Field(gt=0, description="All migrant workers [years].")
    local: float | None = Field(None, gt=0, description="Local [years].")
    outbound: float | None = Field(None, gt=0, description="Outbound [years].")


class PayBlock(Block):
    """Mean pay."""

    all: float = Field(gt=0, description="All [yuan a month].")
    local: float = Field(gt=0, description="Local [yuan a month].")
    outbound: float = Field(gt=0, description="Outbound [yuan a month].")


class ReportFile(Block):
    """The file of a report."""

    laborsim: Literal[1] = Field(description="Version of the format.")
    year: int = Field(ge=2008, le=2100, description="Year that the report is about.")
    source: Line = Field(description="Who published it, its title and date.")
    persons: NationBlock = Field(description="Persons as printed, in 10^4: total, local, outbound, interprovince.")
    origin: ZonesBlock = Field(description="Migrant workers by zone of origin [10^4 persons].")
    destination: ZonesBlock = Field(description="Migrant workers by zone of work [10^4 persons].")
    pay: PayBlock = Field(description="Mean pay [yuan a month]: all, local, outbound.")
    mean_age: AgesBlock = Field(description="Mean age [years]: all; local and outbound if printed.")
    pay_by_zone: ZonesBlock | None = Field(None, description="Mean pay by zone of work [yuan a month].")
    interprovince_share: ZonesBlock | None = Field(None, description="Of outbound workers, by zone of origin [%].")
    women_share: GroupsBlock | None = Field(None, description="Women [%].")
    over_50_share: float | None = Field(None, gt=0, lt=100, description="Workers above 50 [%].")
    sure: tuple[str, ...] | None = Field(None, description="Keys of numbers that are right though they look wrong.")


@dataclass(frozen=True)
class ReportedNumber:
    """One number of a report and the row that it becomes."""

    key: str  # as in the file, such as persons.total
    value: float
    unit: str
    table: str  # name in published.data_tables.TABLES
    place: Key  # of the row in that table, with the year


@dataclass(frozen=True)
class Report:
    """A report, checked."""

    year: int
    source: str
    entries: tuple[ReportedNumber, ...]


def load_report(path: Path) -> Report:
    """Read a report. Raises ScenarioProblems with everything that is wrong in it, CannotRead if it cannot be opened."""
    notes, shown = Notes(), str(path)
    tree = parse_file(read_text(read_bytes(path, shown, notes), shown, notes), shown, notes)
    values = read_fields(fields_of(ReportFile), tree, "", notes).values
    if "year" in values and values["year"] != last_year() + 1:
        place = tree.entries["year"].node.place
        message, hint = (
            Words("not the year after the last one of the tables", "不是数据表最后一年的次年"),
            Words(f"write {last_year() + 1}", f"请写 {last_year() + 1}"),
        )
        notes.add(Problem("E207", "year", place, message, str(values["year"]), hint))
    if "year" in values:
        _check_sums(values, tree, notes)
        _check_changes(values, tree, notes)
    notes.stop_on_errors()
    file = ReportFile.model_validate(values)
    return Report(file.year, file.source, tuple(_entries(values, file.year)))


def _entries(values: Mapping[str, Any], year: int) -> Iterator[ReportedNumber]:
    """Yield every number of the file that is right, with its row."""
    for block, (unit, name, place) in ROWS.items():
        for key, value in _numbers(values, block):
            at = tuple(part.format(SERIES.get(key, key), year=year) for part in place)
            yield ReportedNumber(f"{block}.{key}" if key else block, value, unit, name, at)
    if "persons" in values:
        inside = values["persons"].outbound - values["persons"].interprovince
        at = ("outbound_intraprovince", str(year))
        yield ReportedNumber(INTRAPROVINCE, inside, TEN_THOUSAND_PERSONS, "annual", at)


def _numbers(values: Mapping[str, Any], block: str) -> Iterator[tuple[str, float]]:
    """Yield the numbers of a block by key; a number that is no block has the key ""."""
    found = values.get(block)
    if isinstance(found, Block):
        yield from ((name, value) for name, value in found.model_dump().items() if value is not None)
    elif found is not None:
        yield "", found


def year_before(entry: ReportedNumber) -> float | None:
    """Return the same number of the year before, or None where no report printed it."""
    year = next(part for part in entry.place if part.isdigit())
    before = tuple(str(int(year) - 1) if part == year else part for part in entry.place)
    found = table(entry.table).get(before)
    return None if found is None else found.number


def _check_sums(values: Mapping[str, Any], tree: Tree, notes: Notes) -> None:
    """Note parts that do not add up, and means that do not lie between their parts."""
    for block, key, message in (*_nation_faults(values), *_zone_faults(values)):
        node = tree.entries[block].node
        assert isinstance(node, Tree)
        hint = Words("read both numbers again in the report", "请在公报中重新核对这两个数")
        notes.add(Problem("E504", f"{block}.{key}", node.entries[key].node.place, message, hint=hint))


def _nation_faults(values: Mapping[str, Any]) -> Iterator[tuple[str, str, Words]]:
    nation, pay = values.get("persons"), values.get("pay")
    if nation is not None:
        parts = nation.local + nation.outbound
        if abs(parts - nation.total) > ROUNDING:
            message = Words(
                f"local + outbound = {parts:,.0f}, not {nation.total:,.0f}",
                f"local + outbound = {parts:,.0f}，而非 {nation.total:,.0f}",
            )
            yield "persons", "total", message
        if nation.interprovince >= nation.outbound:
            message = Words(
                f"not fewer than all outbound ({nation.outbound:,.0f})",
                f"应少于全部外出农民工（{nation.outbound:,.0f}）",
            )
            yield "persons", "interprovince", message
    if pay is not None and not pay.local < pay.all < pay.outbound:
        message = Words(
            f"{pay.all:,g} does not lie between local ({pay.local:,g}) and outbound ({pay.outbound:,g})",
            f"{pay.all:,g} 不在本地（{pay.local:,g}）与外出（{pay.outbound:,g}）之间",
        )
        yield "pay", "all", message


def _zone_faults(values: Mapping[str, Any]) -> Iterator[tuple[str, str, Words]]:
    nation = values.get("persons")
    if nation is None:
        return
    for block, lacking in (("origin", 0.0), ("destination", ELSEWHERE * nation.total)):
        found = sum(value for _, value in _numbers(values, block))
        if found and not -ROUNDING <= nation.total - found <= lacking + ROUNDING:
            message = Words(
                f"the four zones sum to {found:,.0f}, the total is {nation.total:,.0f}",
                f"四大地区合计 {found:,.0f}，总量为 {nation.total:,.0f}",
            )
            yield block, ZONES[0], message


def _check_changes(values: Mapping[str, Any], tree: Tree, notes: Notes) -> None:
    """Note numbers that are far from last year's, unless the file says that they are right."""
    sure = values.get("sure") or ()
    for entry in _entries(values, values["year"]):
        before = year_before(entry)
        top, _, key = entry.key.partition(".")
        if before is None or entry.key in sure or entry.key == INTRAPROVINCE:
            continue
        relative = entry.unit in (TEN_THOUSAND_PERSONS, YUAN)
        change = entry.value / before - 1 if relative else entry.value - before
        if abs(change) > PLAUSIBLE[entry.unit]:
            node = tree.entries[top].node
            place = node.entries[key].node.place if isinstance(node, Tree) else node.place
            words = f"{change:+.1%}" if relative else f"{change:+.1f} {entry.unit}"
            hint = Words(
                f"a slip? if the report says so, add it: sure: [{entry.key}]",
                f"是否误填？如公报确实如此，请补充：sure: [{entry.key}]",
            )
            notes.add(
                Problem(
                    "E304",
                    entry.key,
                    place,
                    Words(f"{words} from {before:,.6g} a year before", f"比上年的 {before:,.6g} 变化 {words}"),
                    hint=hint,
                )
            )
