"""A sweep as files: every cell and every step from dose to dose, in the units of summary files."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple

from laborsim.analysis.answer_files import Leaf, csv_leaf
from laborsim.analysis.attribution.tables import EFFECT, POINT, PROBABILITY, point_cells, probability_cells
from laborsim.analysis.ratio import Ratio
from laborsim.analysis.sweep.sweep import Sweep
from laborsim.experiment.indicators.effect import Effect
from laborsim.experiment.indicators.summary import EVERYBODY
from laborsim.published.csv_writer import Cell

COST = ("extra_cost_yuan", "lowest_cost_yuan", "highest_cost_yuan")
PRICE = ("yuan_for_one_more_a_year", "yuan_low_95", "yuan_high_95", "undefined")
STEPS = (
    *POINT, "lever", "unit_of_lever", "other_dose", "from_dose", "to_dose", "added", "added_low_95", "added_high_95",
    "marginal", "marginal_low_95", "marginal_high_95", "elasticity", "elasticity_low_95", "elasticity_high_95",
    "marginal_yuan_for_one_more_a_year", "change_of_marginal", "change_low_95", "change_high_95", "returns", "group",
)  # fmt: skip


def sweep_leaves(found: Sweep) -> list[Leaf]:
    """Return the cells and the steps as tables."""
    return [
        csv_leaf("sweep.csv", cell_columns(found), cell_rows(found)),
        csv_leaf("sweep-steps.csv", STEPS, list(_step_rows(found))),
    ]


def cell_columns(found: Sweep) -> tuple[str, ...]:
    """Return the columns of the cells: a dose for each lever, then what comes of it."""
    doses = (axis.lever.key for axis in found.axes)
    return (*POINT, *doses, "stands", *EFFECT, *COST, *PRICE, *(f"goal_{name}" for name in PROBABILITY), "group")


def cell_rows(found: Sweep) -> list[Sequence[Cell]]:
    """Return a row for every number and cell."""
    return [
        (
            *point_cells(table.point),
            *cell.doses,
            cell.stands,
            *astuple(cell.effect),
            cell.cost.mean,
            *cell.cost_ends,
            *_price(cell.price),
            *((None,) * len(PROBABILITY) if cell.met is None else probability_cells(cell.met)),
            table.point.group or EVERYBODY,
        )
        for table in found.tables
        for cell in table.cells
    ]


def _step_rows(found: Sweep) -> Iterator[Sequence[Cell]]:
    units = {axis.lever.key: axis.lever.DECLARATION.unit for axis in found.axes}
    for table in found.tables:
        for line in table.lines:
            for step in line.steps:
                returns = "fall" if step.is_falling else "rise" if step.is_rising else None
                elasticity = step.elasticity
                yield (
                    *point_cells(table.point), line.lever, units[line.lever], line.other, step.low, step.high,
                    *_mean(step.added), *_mean(step.marginal),
                    *((None,) * 3 if elasticity is None else _ends(elasticity)),
                    None if step.price is None else step.price.estimate,
                    *_mean(step.bend), returns, table.point.group or EVERYBODY,
                )  # fmt: skip


def _mean(effect: Effect | None) -> tuple[Cell, ...]:
    return (None, None, None) if effect is None else (effect.mean, effect.low_95, effect.high_95)


def _ends(ratio: Ratio) -> tuple[Cell, ...]:
    return ratio.estimate, ratio.low_95, ratio.high_95


def _price(price: Ratio | None) -> tuple[Cell, ...]:
    if price is None:
        return None, None, None, "the indicator is not defined in every month"
    return (*_ends(price), price.undefined)
