"""What the worlds between two runs reach: read off the runs, or simulated with the rules and tables that they need."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from laborsim.analysis.revision.factors import Factor, Taken, Two, two_runs
from laborsim.experiment.finished_run import Run, open_run
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.indicators.indicator_table import World
from laborsim.experiment.indicators.readout import Readout
from laborsim.experiment.running.extra_worlds import Bench, simulated_each
from laborsim.experiment.running.other_tables import with_tables
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.replicate import Simulate
from laborsim.experiment.store.run_id import data_hashes, simulating_code
from laborsim.kernels.codes import month_name

Numbers = NDArray[np.float64]

Of = Literal["effect", "level"]
"""Which number of a headline: scenario − baseline, or the scenario itself."""

TOLERANCE = 1e-9
"""Part of a number by which what is read off pairs may differ from what the run told, and still be that number."""


def columns_of(two: Two, points: Sequence[Point]) -> list[tuple[Point, Of]]:
    """Return the numbers that are looked at: each headline as an effect, where there is a baseline, and as a level."""
    kinds: tuple[Of, ...] = ("level",) if len(two.after.worlds) == 1 else ("effect", "level")
    return [(point, of) for point in points for of in kinds]


@dataclass(frozen=True)
class Worth:
    """What a coalition reaches. `told`: means [columns]; NaN = not defined.

    `values`: [pairs, columns], row k of pair `pairs[k]`; NaN = not known, though the mean may be.
    """

    seed: int
    pairs: tuple[int, ...]
    values: Numbers
    told: Numbers

    def at(self, column: int) -> "Worth":
        """Return what it reaches of one number."""
        return replace(self, values=self.values[:, column], told=self.told[column])


def reached(two: Two, points: Sequence[Point], wanted: Sequence[Taken], engine: Engine) -> "list[Worth]":
    """Return what each coalition reaches; those that need other tables are read in a process that reads them.

    Raises what `extra_worlds.simulated_each` raises.
    """
    folders = {taken: two.folder_for(taken) for taken in wanted}
    found: dict[Taken, Worth] = {}
    for folder in dict.fromkeys(folders.values()):
        mine = [taken for taken in wanted if folders[taken] == folder]
        if folder is None:
            worths = Reader(two, points, engine).of_each(mine)
        else:
            paths = two.before.run.path.resolve(), two.after.run.path.resolve()
            worths = with_tables(folder, _reached_there, paths, points, mine, engine.jobs, engine.simulate)
        found |= dict(zip(mine, worths, strict=True))
    return [found[taken] for taken in wanted]


def _reached_there(
    paths: tuple[Path, Path], points: Sequence[Point], wanted: Sequence[Taken], jobs: int, simulate: Simulate
) -> "list[Worth]":
    before, after = (open_run(path) for path in paths)
    return Reader(two_runs(before, after), points, Engine(jobs, simulate)).of_each(wanted)


class Reader:
    """Reads, or simulates and reads, what coalitions of factors reach, with the tables of this process."""

    def __init__(self, two: Two, points: Sequence[Point], engine: Engine) -> None:
        self.two, self.points, self.engine = two, points, engine
        self.columns = columns_of(two, points)

    def of_each(self, wanted: Sequence[Taken]) -> list[Worth]:
        """Return what each coalition reaches; those of the same parameters are simulated side by side."""
        ends = {frozenset[Factor](): self.two.before.run, frozenset(self.two.factors): self.two.after.run}
        found = {taken: self._stored(ends[taken], taken) for taken in wanted if taken in ends}
        between = [taken for taken in wanted if taken not in ends]
        for changed in (False, True):
            alike = [taken for taken in between if ("parameters" in taken) == changed]
            if alike:
                found |= dict(zip(alike, self._simulated(alike), strict=True))
        return [found[taken] for taken in wanted]

    def _simulated(self, between: Sequence[Taken]) -> list[Worth]:
        out = self.two.after.run.path.parent.parent
        bench = Bench(out, self.engine, self.two.parameters(between[0]))
        known = [side.run for side in (self.two.before, self.two.after)]
        wanted = [(world, self.two.pairs(taken)) for taken in between for world in self.two.worlds(taken)]
        worlds = simulated_each(wanted, bench, known)
        each = len(self.two.after.worlds)
        return [self._worth(worlds[each * k : each * (k + 1)], taken) for k, taken in enumerate(between)]

    def _stored(self, run: Run, taken: Taken) -> Worth:
        names = ("scenario", "baseline")[: len(self.two.after.worlds)]
        worlds = [run.world(name) for name in names]  # type: ignore[arg-type]  # two words of the literal
        told = self._told(run)
        try:
            found = self._worth(worlds, taken)
        except (LookupError, ValueError):
            if (
                run.manifest["question"]["data"] == data_hashes()
                and run.manifest["question"]["code"] == simulating_code()
            ):
                raise
            pairs = self.two.pairs(taken)  # not to be read by these rules and tables: its means are what it told
            return Worth(run.scenario.run.seed, pairs, np.full((len(pairs), len(told)), np.nan), told)
        # Another version's pairs may mean something else here than they did there: then only its means are taken.
        agree = np.isclose(found.told, told, rtol=TOLERANCE, atol=TOLERANCE) | np.isnan(told)
        values = np.where(agree, found.values, np.nan)
        return replace(found, values=values, told=np.where(agree, found.told, told))

    def _told(self, run: Run) -> Numbers:
        rows = {(row["indicator"], row["region"], row["date"]): row for row in run.summary}
        means = []
        for point, of in self.columns:
            is_asked = bool(point.months or point.group)  # no summary has it
            row = None if is_asked else rows.get((point.indicator, point.region, month_name(point.month)))
            part = None if row is None else row["scenario" if of == "level" else "effect"]
            means.append(np.nan if part is None else part["mean"])
        return np.array(means, np.float64)

    def _worth(self, worlds: Sequence[World], taken: Taken) -> Worth:
        pairs = self.two.pairs(taken)
        levels = [self._levels(world, pairs) for world in worlds]
        columns = []
        for place, (_, of) in enumerate(self.columns):
            point = place // (len(self.columns) // len(self.points))
            ours = levels[0][:, point]
            columns.append(ours if of == "level" else ours - levels[1][:, point])
        values = np.array(columns).T
        seed = self.two.side("luck", taken).run.scenario.run.seed
        return Worth(seed, pairs, values, np.array([_mean(column) for column in columns]))

    def _levels(self, world: World, pairs: Sequence[int]) -> Numbers:
        chosen = replace(world, replicates={pair: world.replicates[pair] for pair in pairs})
        readouts = (Readout(results, world.scenario) for _, results in chosen.each())
        return np.array([[readout.at(point) for point in self.points] for readout in readouts])


def _mean(values: Numbers) -> float:
    return math.fsum(values.tolist()) / len(values) if np.isfinite(values).all() else math.nan
