"""What a province is fitted to: a small file that names the province, and a table of what it really has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from pydantic import Field

from laborsim.calibration.csv_source import Row, read_csv
from laborsim.calibration.published import PublishedValue, read_published
from laborsim.calibration.question import merged
from laborsim.inputs.base_dates import base_years
from laborsim.inputs.blocks import Block
from laborsim.inputs.fields import Id, Line
from laborsim.inputs.fit import Reading
from laborsim.inputs.problems import Notes, Problem, ScenarioProblems, echo
from laborsim.inputs.province_block import WIDEST, Code
from laborsim.inputs.reading import did_you_mean, fields_of, read_fields
from laborsim.inputs.source_text import read_bytes, read_text
from laborsim.inputs.tree import Mapping as Tree
from laborsim.inputs.yaml_source import parse_file

MOMENTS: Mapping[str, tuple[str, float, float]] = {
    "workers": ("persons", 10_000, 60_000_000),
    "local": ("persons", 1_000, 60_000_000),
    "outbound": ("persons", 1_000, 60_000_000),
    "interprovince_share": ("percent", 1, 99),
    "mean_age": ("years", 30, 60),
    "over_50_share": ("percent", 1, 80),
    "pay_local": ("yuan a month", 1_000, 20_000),
    "pay_outbound": ("yuan a month", 1_000, 20_000),
}
"""What a province may know of itself: unit, and between what it is plausible. ASSUMPTION: room for any province."""

COLUMNS = ("id", "figure", "value", "low", "high", "se", "unit", "year", "source", "note")
NEEDED = ("id", "figure", "value", "se", "unit", "source")

ADD_UP = 0.01
"""Workers may differ from local + outbound by this share before they contradict each other. ASSUMPTION: rounding."""


class ProvinceFile(Block):
    """The file of a province's calibration."""

    laborsim: Literal[1] = Field(description="Version of the format.")
    calibration: Id = Field(description="Name of the province's baseline.")
    title: Line = Field("", description="What a reader sees first.")
    region: Code = Field(description="The province.")
    base_year: int = Field(ge=2008, le=2100, description="Base year of the nation whose structure is borrowed.")
    founders_observed_as: Reading = Field("cumulative", description="How the published count of founders is read.")
    founders_inside_total: bool = Field(True, description="Whether founders are among the local workers.")
    targets: str = Field(description="Table of what the province has, beside this file.")
    nation_error: float = Field(gt=0, le=1, description="Error of what the nation says of the province, as a share.")
    nation_error_age: float = Field(gt=0, le=10, description="The same of its mean age [years].")
    spread: float = Field(ge=1, le=WIDEST, description="Draws lie this many times as far from the estimate.")
    persons_per_worker: int = Field(500, ge=1, le=100_000, description="Of the province in the runs of the inversion.")
    seed: int = Field(1, ge=0, description="Where the luck of the inversion comes from.")


@dataclass(frozen=True)
class ProvinceQuestion:
    """A province's calibration, checked: its file and what was published of it by moment."""

    file: ProvinceFile
    published: Mapping[str, PublishedValue]  # persons, shares in percent, years, yuan a month
    sources: Mapping[str, str]  # by moment: who published it
    notes: Mapping[str, str]
    path: Path

    @property
    def folder(self) -> Path:
        """Where its results are written unless somebody says otherwise."""
        return self.path.parent / "results" / self.file.calibration


def is_about_a_province(path: Path) -> bool:
    """Return whether a calibration file is about a province: it has `region:`. False where it cannot be read."""
    notes = Notes()
    try:
        tree = parse_file(read_text(read_bytes(path, str(path), notes), str(path), notes), str(path), notes)
    except (ScenarioProblems, OSError):
        return False
    return "region" in tree.entries


def load_province(path: Path) -> ProvinceQuestion:
    """Read a province's calibration and its table.

    Raises ScenarioProblems with everything that is wrong in either file, CannotRead if one cannot be opened.
    """
    notes, shown = Notes(), str(path)
    tree = parse_file(read_text(read_bytes(path, shown, notes), shown, notes), shown, notes)
    values = read_fields(fields_of(ProvinceFile), tree, "", notes).values
    rows: Sequence[Row] = ()
    if "targets" in values:
        rows = merged(notes, partial(read_csv, path.parent / str(values["targets"]), COLUMNS, NEEDED))
    published = _published(rows, notes)
    _check_sums(published, rows, notes)
    if notes.n_errors == 0:
        _check_base(ProvinceFile.model_validate(values), tree, notes)
    notes.stop_on_errors()
    sources = {row["id"]: row["source"] or published[row["id"]].source for row in rows}
    said = {row["id"]: row["note"] for row in rows}
    return ProvinceQuestion(ProvinceFile.model_validate(values), published, sources, said, path)


def _published(rows: Sequence[Row], notes: Notes) -> dict[str, PublishedValue]:
    found: dict[str, PublishedValue] = {}
    for row in rows:
        moment = row["id"]
        if moment not in MOMENTS:
            close = did_you_mean(moment, MOMENTS)
            hint = f"did you mean '{close}'?" if close else f"known: {', '.join(MOMENTS)}"
            notes.add(Problem("E502", "moment", row.at("id"), "not a moment of a province", echo(moment), hint))
            continue
        if moment in found:
            notes.add(Problem("E504", moment, row.at("id"), "a moment twice", hint="keep the better figure"))
        found[moment] = _row(row, notes)
    return found


def _row(row: Row, notes: Notes) -> PublishedValue:
    moment = row["id"]
    unit, low, high = MOMENTS[moment]
    published = read_published(row, notes)
    if row["unit"] != unit:
        notes.add(Problem("E302", moment, row.at("unit"), f"the unit is {unit}", echo(row["unit"])))
    if row["value"] and not row["source"]:
        notes.add(Problem("E501", moment, row.at("source"), "a typed value without a source"))
    if published.value == published.value and not low <= published.value <= high:
        message = f"outside {low:,} … {high:,} {unit}"
        notes.add(Problem("E304", moment, row.at("value"), message, f"{published.value:,.10g}", "a slip of the unit?"))
    return published


def _check_sums(published: Mapping[str, PublishedValue], rows: Sequence[Row], notes: Notes) -> None:
    if not {"workers", "local", "outbound"} <= published.keys():
        return
    workers, parts = published["workers"].value, published["local"].value + published["outbound"].value
    if abs(parts - workers) > ADD_UP * workers:
        place = next(row.at("value") for row in rows if row["id"] == "workers")
        message = f"local + outbound = {parts:,.0f}"
        notes.add(Problem("E504", "workers", place, message, f"{workers:,.0f}", "correct one of the three rows"))


def _check_base(file: ProvinceFile, tree: Tree, notes: Notes) -> None:
    known = base_years(file.founders_observed_as, file.founders_inside_total)
    if file.base_year not in known:
        hint = f"shipped: {', '.join(map(str, known))}; or make one: laborsim fit {file.base_year}"
        place = tree.entries["base_year"].node.place
        notes.add(Problem("E207", "base_year", place, "no fit of this base year", str(file.base_year), hint))
