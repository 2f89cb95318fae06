"""The numbers of a fan chart: runs of a scenario and its baseline over months, with a goal."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laborsim.experiment.indicators.beside_pairs import Countable
from laborsim.experiment.indicators.effect import Effect, paired_effect
from laborsim.kernels.codes import month_name
from laborsim.published.csv_writer import Cell
from laborsim.published.words import Words
from laborsim.report.canvas.bands import MAIN_BAND, Bands, Numbers, checked_runs, paired_difference, summarized
from laborsim.report.canvas.figure_files import Table
from laborsim.report.text.goal import GoalLine
from laborsim.report.text.numbers import Quantity
from laborsim.report.text.provenance import Provenance

Months = NDArray[np.int64]


@dataclass(frozen=True)
class FanData:
    """What a fan chart shows.

    `months` [M]: running month numbers, increasing, at least two. `scenario`, `baseline` [runs, M]: finished
    runs only, in the quantity's stored unit; row k of both is the same luck. One of them may be None.
    `in_force`: first and last month of each spell in which measures are in force; `is_spent`: a budget ended one.
    `background_share`: part of the quantity that is not simulated, in [0, 1]; said if it is above a half.
    `n_looks`: planned looks at the runs, at all of which the interval of the mean effect holds. `worker`: what one
    worker makes of the quantity, 0 = it is not counted in workers. `since`: the base date, where the axis begins
    although the quantity is defined only later; None = the first of `months`. `ahead` [any, M]: what the levels of the
    scenario and of the baseline may come to, where years depart by themselves too; None = as the runs.
    """

    quantity: Quantity
    region: Words
    months: Months
    scenario: Numbers | None
    baseline: Numbers | None
    provenance: Provenance
    goal: GoalLine | None = None
    in_force: tuple[tuple[int, int], ...] = ()
    is_spent: bool = False
    background_share: float = 0.0
    n_looks: int = 1
    worker: float = 0.0
    since: int | None = None
    ahead: tuple[Numbers | None, Numbers | None] = (None, None)

    def __post_init__(self) -> None:
        """Refuse numbers that cannot be drawn; each message says which."""
        points = len(self.months)
        if points < 2 or (np.diff(self.months) <= 0).any():
            raise ValueError("months: a fan needs at least two, in increasing order")
        if self.scenario is None and self.baseline is None:
            raise ValueError("a fan needs the runs of a scenario, of a baseline, or of both")
        for name, values in (("scenario", self.scenario), ("baseline", self.baseline)):
            if values is not None:
                checked_runs(values, points, name)
        if self.scenario is not None and self.baseline is not None:
            paired_difference(self.scenario, self.baseline)
        if self.goal is not None and self.goal.by not in self.months:
            raise ValueError(f"goal: {month_name(self.goal.by)} is not among the months of the runs")

    @property
    def at(self) -> int:
        """Where the months' numbers are read that stand beside the chart: when the goal is due, else at the end."""
        return len(self.months) - 1 if self.goal is None else int(np.searchsorted(self.months, self.goal.by))

    @property
    def axis(self) -> Months:
        """The months of the axis, so that the year of the goal is on it."""
        first = int(self.months[0]) if self.since is None else min(self.since, int(self.months[0]))
        return np.arange(first, int(self.months[-1]) + 1)

    @property
    def number(self) -> Countable:
        """What the runs' numbers are of."""
        return Countable(self.quantity.indicator, self.worker)

    @property
    def main(self) -> Numbers:
        """The runs in the foreground: the scenario's, or the baseline's where there is no scenario."""
        main = self.baseline if self.scenario is None else self.scenario
        assert main is not None  # refused above
        return main

    @property
    def beside(self) -> Numbers | None:
        """The baseline's runs where a scenario stands in the foreground."""
        return None if self.scenario is None else self.baseline


@dataclass(frozen=True)
class Fan:
    """The same numbers summarized over the runs.

    `beside`, `difference` (paired) and `effect` (its mean in the month that `FanData.at` says) are None unless there
    are both a scenario and a baseline; `met_main` and `met_beside` count the runs that meet the goal.
    """

    main: Bands
    beside: Bands | None
    difference: Bands | None
    effect: Effect | None
    met_main: int | None
    met_beside: int | None


def fan_of(data: FanData) -> Fan:
    """Return means and bands of the runs, and how many runs meet the goal."""
    main, beside = data.main, data.beside
    wide = data.ahead if data.scenario is not None else (data.ahead[1], None)
    met: list[int | None] = [None, None]
    if data.goal is not None:
        met = [None if runs is None else data.goal.count_met(runs[:, data.at]) for runs in (main, beside)]
    return Fan(
        main=summarized(main, wide[0]),
        beside=None if beside is None else summarized(beside, wide[1]),
        difference=None if beside is None else summarized(paired_difference(main, beside)),
        effect=None
        if beside is None
        else paired_effect(main[:, data.at], beside[:, data.at], data.n_looks, data.number),
        met_main=met[0],
        met_beside=met[1],
    )


_COLUMNS = ("month", "series", "runs", "mean", "p2_5", "p10", "p25", "p75", "p90", "p97_5")
_COVERAGES = (95, 80, 50)


def fan_table(data: FanData) -> Table:
    """Return the numbers drawn: one row per month and series, in the stored unit, blank without a band."""
    fan = fan_of(data)
    main_name = "baseline" if data.scenario is None else "scenario"
    parts = ((main_name, fan.main), ("baseline", fan.beside), ("difference", fan.difference))
    rows: list[tuple[Cell, ...]] = []
    for name, bands in parts:
        if bands is None:
            continue
        for k, month in enumerate(data.months):
            found = [bands.band(coverage) for coverage in _COVERAGES]
            lows = [None if band is None else float(band.low[k]) for band in found]
            highs = [None if band is None else float(band.high[k]) for band in reversed(found)]
            rows.append((month_name(int(month)), name, bands.runs, float(bands.mean[k]), *lows, *highs))
    return Table(_COLUMNS, tuple(rows))


def drawn_range(data: FanData, fan: Fan) -> tuple[float, float]:
    """Return the least and greatest stored number that the chart has to show, the goal with its tolerance included."""
    edges: list[float] = []
    if data.goal is not None:
        edges = [edge for edge in (*data.goal.lines, data.goal.low, data.goal.high) if math.isfinite(edge)]
    for bands, runs in ((fan.main, data.main), (fan.beside, data.beside)):
        if bands is None or runs is None:
            continue
        ends = (bands.bands[0].low, bands.bands[0].high) if bands.bands else (runs,)
        edges += [float(edge(end)) for end in (*ends, bands.mean) for edge in (np.min, np.max)]
    return min(edges), max(edges)


def gap_that_matters(fan: Fan, at: int) -> float:
    """Return the smallest difference in month `at` that the printed numbers have to show, 0 if none."""
    gaps = []
    if fan.effect is not None:
        gaps.append(abs(fan.effect.mean))
    for bands in (fan.main, fan.beside):
        band = None if bands is None else bands.band(MAIN_BAND)
        if band is not None:
            gaps.append(float(band.high[at] - band.low[at]))
    return min((gap for gap in gaps if gap > 0.0), default=0.0)
