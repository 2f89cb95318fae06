"""What a calibration asks: a small file that names its base year, its targets and its free parameters."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import Field

from laborsim.calibration.targets.free_parameters import LEAST_MOMENTS, MOST_ESTIMATED, Free, read_free
from laborsim.calibration.targets.targets import FIT, Target, read_targets
from laborsim.parameters.fit import Reading, SteeredRun
from laborsim.published.words import Words
from laborsim.scenario.block_reader import fields_of, read_fields
from laborsim.scenario.blocks import Block
from laborsim.scenario.horizons import fit_path
from laborsim.scenario.input_errors import Notes, Problem, ScenarioProblems
from laborsim.scenario.scenario import LARGEST_SCALE, LARGEST_SEED
from laborsim.scenario.text_file import read_bytes, read_text
from laborsim.scenario.value_types import Id, Line
from laborsim.scenario.yaml_reader import parse_file
from laborsim.scenario.yaml_tree import Mapping

Row = TypeVar("Row")


class SteeredBlock(Block):
    """The one run of an evaluation."""

    persons_per_worker: int = Field(10_000, ge=1, le=LARGEST_SCALE, description="Scale of the steered runs.")
    months: int = Field(72, ge=24, le=240, description="Months of a steered run.")
    settled_from: int = Field(24, ge=1, le=228, description="First month that counts for constants and moments.")
    seed: int = Field(1, ge=0, le=LARGEST_SEED, description="Where all luck comes from; shared by all evaluations.")


class CalibrationFile(Block):
    """The file of a calibration."""

    laborsim: Literal[1] = Field(description="Version of the format.")
    calibration: Id = Field(description="Name; the posterior is shipped under it.")
    title: Line = Field("", description="What a reader sees first.")
    base_year: int = Field(ge=2008, le=2100, description="The baseline is inverted for the end of this year.")
    founders_observed_as: Reading = Field("cumulative", description="How the published count of founders is read.")
    founders_inside_total: bool = Field(True, description="Whether founders are among the local workers.")
    until: int = Field(ge=2008, le=2100, description="Figures of later years are watched, never fitted or held out.")
    targets: tuple[str, ...] = Field(min_length=1, description="Tables of targets, beside this file.")
    parameters: str = Field(description="Table of free parameters, beside this file.")
    discrepancy: float = Field(
        0.01, ge=0, le=0.5, description="What the model may miss of any moment, as a share: ASSUMPTION, protocol 0."
    )
    steered: SteeredBlock = Field(SteeredBlock(), description="The run of an evaluation.")


@dataclass(frozen=True)
class Calibration:
    """A calibration, checked: targets, free parameters and the runs that compare them."""

    name: str
    title: str
    base_year: int
    reading: Reading
    inside_total: bool
    until: int
    discrepancy: float
    targets: tuple[Target, ...]
    free: tuple[Free, ...]
    run: SteeredRun
    path: Path
    parameters_path: Path

    @property
    def folder(self) -> Path:
        """Where its results are written unless somebody says otherwise."""
        return self.path.parent / "results" / self.name

    @property
    def steered_targets(self) -> tuple[Target, ...]:
        """Targets that are read off a steered run, in file order: the moments of an evaluation."""
        return tuple(target for target in self.targets if not target.solved)

    @property
    def fitted(self) -> tuple[int, ...]:
        """Places of the fitted targets among the steered ones."""
        return tuple(k for k, target in enumerate(self.steered_targets) if target.use == FIT)

    @property
    def estimated(self) -> tuple[int, ...]:
        """Places of the parameters that the data may move."""
        return tuple(k for k, free in enumerate(self.free) if free.role == "estimate")


def sigma(calibration: Calibration, target: Target) -> float:
    """Return the whole error of a target: its own, and what the model may miss of it."""
    return math.hypot(target.se, calibration.discrepancy * abs(target.value))


def load_calibration(path: Path) -> Calibration:
    """Read a calibration and its tables.

    Raises ScenarioProblems with everything that is wrong in any of the files, CannotRead if one cannot be opened.
    """
    notes = Notes()
    shown = str(path)
    tree = parse_file(read_text(read_bytes(path, shown, notes), shown, notes), shown, notes)
    values = read_fields(fields_of(CalibrationFile), tree, "", notes).values
    notes.stop_on_errors()
    file = CalibrationFile.model_validate(values)
    targets: list[Target] = []
    for name in file.targets:
        targets += merged(notes, partial(read_targets, path.parent / name, file.until))
    free = tuple(merged(notes, partial(read_free, path.parent / file.parameters)))
    steered = SteeredRun(**file.steered.model_dump())
    calibration = Calibration(
        file.calibration, file.title, file.base_year, file.founders_observed_as, file.founders_inside_total,
        file.until, file.discrepancy, tuple(targets), free, steered, path,
        path.parent / file.parameters,
    )  # fmt: skip
    _check(calibration, tree, notes)
    notes.stop_on_errors()
    return calibration


def merged(notes: Notes, read: Callable[[Notes], Sequence[Row]]) -> Sequence[Row]:
    """Return the rows of one table; a table whose text is refused must not hide what is wrong in another."""
    table = Notes()
    try:
        rows = read(table)
    except ScenarioProblems as refused:
        rows, table.problems = (), refused.problems
    notes.sources.update(table.sources)
    for problem in table.problems:
        notes.add(problem)
    return rows


def _check(calibration: Calibration, tree: Mapping, notes: Notes) -> None:
    place = tree.entries["parameters"].node.place
    n_free, n_fit = len(calibration.estimated), len(calibration.fitted)
    if notes.n_errors == 0 and n_free == 0:
        notes.add(
            Problem(
                "E506",
                "parameters",
                place,
                Words("no parameter has the role 'estimate'", "没有角色为 'estimate' 的参数"),
            )
        )
    if notes.n_errors == 0 and (n_fit < LEAST_MOMENTS * n_free or n_free > MOST_ESTIMATED):
        message = Words(
            f"{n_fit} fitted targets for {n_free} estimated parameters", f"{n_fit}个拟合目标，{n_free}个待估参数"
        )
        hint = Words(
            f"at most {MOST_ESTIMATED} estimated parameters and {LEAST_MOMENTS} targets for each that no inversion "
            "solves: add targets with 'use: fit', or give parameters the role 'prior'",
            f"待估参数最多{MOST_ESTIMATED}个，每个须有{LEAST_MOMENTS}个不由反演求解的目标：请增加 'use: fit' "
            "的目标，或将参数的角色改为 'prior'",
        )
        notes.add(Problem("E506", "parameters", place, message, hint=hint))
    if calibration.run.settled_from + 12 > calibration.run.months:
        place = tree.entries["steered"].node.place
        notes.add(
            Problem(
                "E305",
                "steered.settled_from",
                place,
                Words("less than a year of the run would count", "计入的时间不足一年"),
            )
        )
    start = fit_path(calibration.base_year, calibration.reading, calibration.inside_total)
    if not start.exists():
        hint = Words(
            f"laborsim fit {calibration.base_year} --founders {calibration.reading}",
            f"laborsim fit {calibration.base_year} --founders {calibration.reading}",
        )
        message = Words("no fit of this base year to start from", "没有可作为起点的该基期年份拟合结果")
        notes.add(Problem("E207", "base_year", tree.entries["base_year"].node.place, message, hint=hint))
