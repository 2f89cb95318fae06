"""When a lever is in force, and how strongly: `value` + `start`/`ramp`/`end`, or dated `values`."""

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Schedule(BaseModel):
    """The level of a lever over time. Months are running month numbers (see `kernels.codes`)."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    points: tuple[tuple[int, float], ...] = Field(min_length=1, description="(month, level), ascending.")
    interpolate: Literal["step", "linear"] = "step"
    start: int | None = Field(None, description="First month in force; None = since before the base date.")
    end: int | None = Field(None, description="Last month in force; None = for ever.")
    ramp: int = Field(0, ge=0, description="Months from what was before to full strength, after `start`.")
    before: "Schedule | None" = Field(None, description="The level until this one begins.")

    @property
    def final(self) -> float:
        """The level after the last dated point."""
        return self.points[-1][1]

    @property
    def begins(self) -> int | None:
        """The first month of this level, whatever was before it; None = since before the base date."""
        return self.points[0][0] if self.start is None and len(self.points) > 1 else self.start

    @property
    def first(self) -> int | None:
        """The first month in which there is a level; None = since before the base date."""
        return self.begins if self.before is None else self.before.first

    def phases(self) -> Iterator[tuple["Schedule", int | None]]:
        """Yield this level and what was before it, latest first, each with the last month in which it can be in force.

        None = for ever.
        """
        phase: Schedule | None = self
        last = self.end
        while phase is not None:
            yield phase, last
            begins, phase = phase.begins, phase.before
            if phase is not None and begins is not None:
                last = begins - 1 if phase.end is None else min(phase.end, begins - 1)

    def ending_at(self, level: float) -> "Schedule":
        """Return the path with another last level; what is stated before it stays.

        Points at the end of the path that share its last level are that level, held, and go with it.
        """
        held = len(self.points)
        while held and self.points[held - 1][1] == self.final:
            held -= 1
        points = (*self.points[:held], *((month, level) for month, _ in self.points[held:]))
        return self.model_copy(update={"points": points})

    def at(self, month: int) -> float | None:
        """Return the level in this month at full strength, or None while the lever is not in force."""
        if self._is_before(month):
            return None if self.before is None else self.before.at(month)
        if self.end is not None and month > self.end:
            return None
        return self._between_points(month)

    def strength(self, month: int) -> float:
        """Return the share of full strength in (0, 1] that the ramp allows in this month."""
        if self.before is not None and self._is_before(month):
            return self.before.strength(month)
        if self.start is None or self.ramp == 0:
            return 1.0
        return min(1.0, (month - self.start + 1) / (self.ramp + 1))

    def level(self, month: int, neutral: float) -> float | None:
        """Return the level in this month, or None while not in force. A ramp starts from what was before it."""
        full = self.at(month)
        if full is None:
            return None
        if self.before is not None and self._is_before(month):
            return self.before.level(month, neutral)
        strength = self.strength(month)
        if strength == 1.0:  # the level itself: by way of where it came from it could be another in the last bit
            return full
        earlier = None if self.before is None or self.start is None else self.before.level(self.start - 1, neutral)
        origin = neutral if earlier is None else earlier
        return origin + (full - origin) * strength

    def is_begun(self, month: int) -> bool:
        """Return whether this level, and not what was before it, is in force in a month."""
        return not self._is_before(month) and self.at(month) is not None

    def _is_before(self, month: int) -> bool:
        begins = self.begins
        return begins is not None and month < begins

    def _between_points(self, month: int) -> float:
        earlier = [point for point in self.points if point[0] <= month]
        if not earlier:
            return self.points[0][1]
        later = self.points[len(earlier) :]
        month_0, level_0 = earlier[-1]
        if not later or self.interpolate == "step":
            return level_0
        month_1, level_1 = later[0]
        return level_0 + (level_1 - level_0) * (month - month_0) / (month_1 - month_0)
