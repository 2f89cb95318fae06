"""What a province is fitted to: a small file that names the province, and a table of what it really has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from pydantic import Field

from laborsim.calibration.targets.calibration_file import merged
from laborsim.calibration.targets.csv_reader import Row, read_csv
from laborsim.calibration.targets.targets import PublishedValue, read_published
from laborsim.experiment.store.atomic_files import make_folder, write_whole
from laborsim.parameters.fit import Reading
from laborsim.published.regions import nearest, province_table, region_codes
from laborsim.published.words import UnknownName, Words
from laborsim.scenario.block_reader import fields_of, nearest_to, read_fields
from laborsim.scenario.blocks import Block
from laborsim.scenario.horizons import base_years
from laborsim.scenario.input_errors import Notes, Problem, ScenarioProblems, echo
from laborsim.scenario.province_block import WIDEST, Code
from laborsim.scenario.text_file import read_bytes, read_text
from laborsim.scenario.value_types import Id, Line, did_you_mean
from laborsim.scenario.yaml_reader import parse_file
from laborsim.scenario.yaml_tree import Mapping as Tree

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
            close = nearest_to(moment, MOMENTS)
            hint = (
                did_you_mean(close) if close else Words(f"known: {', '.join(MOMENTS)}", f"可用：{', '.join(MOMENTS)}")
            )
            notes.add(
                Problem(
                    "E502",
                    "moment",
                    row.at("id"),
                    Words("not a moment of a province", "不是省级校准的矩"),
                    echo(moment),
                    hint,
                )
            )
            continue
        if moment in found:
            notes.add(
                Problem(
                    "E504",
                    moment,
                    row.at("id"),
                    Words("a moment twice", "同一矩重复"),
                    hint=Words("keep the better figure", "请保留较好的数据"),
                )
            )
        found[moment] = _row(row, notes)
    return found


def _row(row: Row, notes: Notes) -> PublishedValue:
    moment = row["id"]
    unit, low, high = MOMENTS[moment]
    published = read_published(row, notes)
    if row["unit"] != unit:
        notes.add(
            Problem("E302", moment, row.at("unit"), Words(f"the unit is {unit}", f"单位为 {unit}"), echo(row["unit"]))
        )
    if row["value"] and not row["source"]:
        notes.add(
            Problem("E501", moment, row.at("source"), Words("a typed value without a source", "填写的数值未注明来源"))
        )
    if published.value == published.value and not low <= published.value <= high:
        message = Words(f"outside {low:,} … {high:,} {unit}", f"超出范围：{low:,} … {high:,} {unit}")
        notes.add(
            Problem(
                "E304",
                moment,
                row.at("value"),
                message,
                f"{published.value:,.10g}",
                Words("a slip of the unit?", "是否单位有误？"),
            )
        )
    return published


def _check_sums(published: Mapping[str, PublishedValue], rows: Sequence[Row], notes: Notes) -> None:
    if not {"workers", "local", "outbound"} <= published.keys():
        return
    workers, parts = published["workers"].value, published["local"].value + published["outbound"].value
    if abs(parts - workers) > ADD_UP * workers:
        place = next(row.at("value") for row in rows if row["id"] == "workers")
        message = Words(f"local + outbound = {parts:,.0f}", f"local + outbound = {parts:,.0f}")
        notes.add(
            Problem(
                "E504",
                "workers",
                place,
                message,
                f"{workers:,.0f}",
                Words("correct one of the three rows", "请更正三行中的一行"),
            )
        )


def _check_base(file: ProvinceFile, tree: Tree, notes: Notes) -> None:
    known = base_years(file.founders_observed_as, file.founders_inside_total)
    if file.base_year not in known:
        hint = Words(
            f"shipped: {', '.join(map(str, known))}; or make one: laborsim fit {file.base_year}",
            f"已有：{', '.join(map(str, known))}；或自行拟合：laborsim fit {file.base_year}",
        )
        place = tree.entries["base_year"].node.place
        notes.add(
            Problem(
                "E207",
                "base_year",
                place,
                Words("no fit of this base year", "没有该基期年份的拟合结果"),
                str(file.base_year),
                hint,
            )
        )


QUESTION = """\
# What {english} has of its own; the rest is borrowed from the nation. Fit it: laborsim calibrate {name}.yaml
laborsim: 1
calibration: {name}
title: {english} in the planning baseline of {year}
region: {code}
base_year: {year}              # a base year with a fit
targets: {name}-targets.csv
nation_error: 0.2            # ASSUMPTION: error of what national tables say of one province, as a share
nation_error_age: 2.0        # ASSUMPTION: the same of its mean age [years]
spread: 1.5                  # ASSUMPTION: what is borrowed is 1.5 times as unsure of a province as of the nation
persons_per_worker: 500      # of the province in the runs of the inversion
"""

TARGETS = """\
# Uncomment what {english} has, one row a figure: value, standard error (a number, or 5% of the value), year, source.
# 'more than 5 million' is value 5000000, low 100%; 'low' and 'high' bound an interval inside which nothing is missed.
# 'figure' names a figure of the package instead (laborsim figures --search "{english}"); then leave 'value' empty.
# What stays commented is borrowed from the nation. Text that holds a comma goes in double quotes.
{header}
"""

HINTS = {
    "workers": "migrant workers from the province, local + outbound",
    "local": "work in their own township",
    "outbound": "work outside their township for more than six months of the year",
    "interprovince_share": "of outbound workers, outside the province",
    "mean_age": "of all its migrant workers",
    "over_50_share": "of all its migrant workers",
    "pay_local": "mean pay of local work",
    "pay_outbound": "only watched: it is paid where they work",
}


def write_region(code: str, year: int, folder: Path) -> list[Path]:
    """Write the two files of a province's calibration; return them.

    Raises ValueError for a code that is no province, FileExistsError rather than overwrite.
    """
    if code not in region_codes():
        hint = did_you_mean(*nearest(code)) or Words("e.g. CN-GS", "例如 CN-GS")
        unknown = Words("{code} is not the code of a province; {hint}", "{code} 不是省份代码；{hint}")
        raise UnknownName(unknown.holding(code=repr(code), hint=hint))
    english = next(region.name for region in province_table() if region.code == code)
    name = f"{english.lower().replace(' ', '-')}-{year}"
    make_folder(folder)
    question, targets = folder / f"{name}.yaml", folder / f"{name}-targets.csv"
    for path in (question, targets):
        if path.exists():
            raise FileExistsError(17, "will not overwrite", str(path))
    write_whole(question, QUESTION.format(english=english, name=name, code=code, year=year).encode())
    rows = [f'# {moment},,,,,,{unit},{year},,"{HINTS[moment]}"' for moment, (unit, _, _) in MOMENTS.items()]
    text = TARGETS.format(english=english, header=",".join(COLUMNS)) + "\n".join(rows) + "\n"
    write_whole(targets, text.encode())
    return [question, targets]
