"""Doses by calendar year: a measure as a path of levels, one factor a year on what it adds, and why one cannot be."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from laborsim.analysis.counterfactuals import nothing_new
from laborsim.experiment.indicators.headline import new_levers
from laborsim.experiment.running.question import Asked
from laborsim.kernels.codes import month_name, year_and_month
from laborsim.levers import Lever

WhyNot = Literal["not in force", "stays once built", "ceiling", "ramp", "uncertain level", "inherited level", "steps"]
"""Why a year's cost cannot be met, or why a measure cannot be dosed by year at all."""


@dataclass(frozen=True)
class YearDose:
    """A new lever of a question whose level may be another in every calendar year; `nothing`: where it adds nothing."""

    lever: Lever
    nothing: float
    start: int  # the base date
    end: int

    @property
    def block(self) -> str:
        """Key path of its block."""
        return f"levers.{self.lever.key.replace('/', '.')}"

    @property
    def why_not(self) -> WhyNot | None:
        """What forbids a path by year; None = nothing does."""
        schedule, unknown = self.lever.schedule, self.lever.uncertainty
        if unknown is not None and unknown.dist != "fixed":
            return "uncertain level"
        if schedule.before is not None:
            return "inherited level"
        is_sloped = schedule.interpolate == "linear" and len(schedule.points) > 1
        return "ramp" if schedule.ramp or is_sloped else None

    @cached_property
    def stated(self) -> dict[int, float]:
        """What the file adds to what is there, from each month in which that, or the calendar year, is another."""
        first = self.lever.schedule.first
        begins = self.start if first is None else max(first, self.start)
        found: dict[int, float] = {}
        for month in range(begins, self.end + 1):
            level = self.lever.schedule.at(month)
            if level is None:
                break
            is_new = month == begins or year_and_month(month)[1] == 1 or level != self.lever.schedule.at(month - 1)
            if is_new:
                found[month] = level - self.nothing
        return found

    @property
    def years(self) -> tuple[int, ...]:
        """Simulated calendar years in which it is in force."""
        return tuple(dict.fromkeys(self._year(month) for month in self.stated))

    def _year(self, month: int) -> int:
        return year_and_month(max(month, self.start + 1))[0]

    def levels(self, factors: Mapping[int, float]) -> dict[int, float]:
        """Return the level from each of those months, within floor and ceiling; units that are built stay."""
        declared, found, most = self.lever.DECLARATION, {}, 0.0
        for month, added in self.stated.items():
            now = factors[self._year(month)] * added
            if declared.units:
                most = now = max(now, most) if added >= 0 else now
            found[month] = min(max(self.nothing + now, declared.floor), declared.ceiling)
        return found

    def stopped(self, factors: Mapping[int, float]) -> dict[int, WhyNot]:
        """Return the years in which the level is not what their factor asks for, and why."""
        found: dict[int, WhyNot] = {}
        for month, level in self.levels(factors).items():
            wanted = self.nothing + factors[self._year(month)] * self.stated[month]
            if level != wanted:
                is_end = level in (self.lever.DECLARATION.floor, self.lever.DECLARATION.ceiling)
                found[self._year(month)] = "ceiling" if is_end else "stays once built"
        return found

    def typed(self, factors: Mapping[int, float]) -> str:
        """Return the path as `--set` takes it; after the last month in force it adds nothing."""
        levels = self.levels(factors)
        last = self.lever.schedule.end
        if last is not None and last < self.end:
            levels[last + 1] = self.nothing
        path = ", ".join(f"{month_name(month)}: {level!r}" for month, level in levels.items())
        return f"{self.block}.values={{{path}}}"


def year_doses(asked: Asked) -> tuple[YearDose, ...]:
    """Return the new levers of a question that add something, as paths by year."""
    horizon = asked.scenario.horizon
    year = year_and_month(horizon.start)[0]
    found = (
        YearDose(lever, nothing_new(lever, asked.baseline, year), horizon.start, horizon.end)
        for lever in new_levers(asked.scenario, asked.baseline)
    )
    return tuple(one for one in found if any(one.stated.values()))


def hopeless(doses: tuple[YearDose, ...], target: Mapping[int, float]) -> dict[int, WhyNot]:
    """Return the years whose cost no path can meet, and why, as the files alone show it."""
    for one in doses:
        if one.why_not is not None:
            return dict.fromkeys(target, one.why_not)
    in_force = {year for one in doses for year in one.years}
    return {year: "not in force" for year, yuan in target.items() if yuan > 0 and year not in in_force}
