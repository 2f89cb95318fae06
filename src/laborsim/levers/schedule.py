"""When a lever is in force, and how strongly: `value` + `start`/`ramp`/`end`, or dated `values`."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Schedule(BaseModel):
    """The level of a lever over time. Months are running month numbers (see `kernels.codes`)."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    points: tuple[tuple[int, float], ...] = Field(min_length=1, description="(month, level), ascending.")
    interpolate: Literal["step", "linear"] = "step"
    start: int | None = Field(None, description="First month in force; None = since before the base date.")
    end: int | None = Field(None, description="Last month in force; None = for ever.")
    ramp: int = Field(0, ge=0, description="Months from nothing to full strength, after `start`.")

    @property
    def final(self) -> float:
        """The level after the last dated point."""
        return self.points[-1][1]

    def ending_at(self, level: float) -> "Schedule":
        """Return the path stretched to another last level; its first level and its dates stay."""
        (_, first), last = self.points[0], self.final
        if len(self.points) == 1:
            points: tuple[tuple[int, float], ...] = ((self.points[0][0], level),)
        elif last != first:
            points = tuple(
                (month, first + (at - first) * (level - first) / (last - first)) for month, at in self.points
            )
        else:  # a path that comes back to where it began has no direction to be stretched in: only its end moves
            points = (*self.points[:-1], (self.points[-1][0], level))
        return self.model_copy(update={"points": points})

    def at(self, month: int) -> float | None:
        """Return the level in this month, or None while the lever is not in force."""
        first = self.points[0][0] if self.start is None and len(self.points) > 1 else self.start
        if (first is not None and month < first) or (self.end is not None and month > self.end):
            return None
        return self._between_points(month)

    def strength(self, month: int) -> float:
        """Return the share of full strength in (0, 1] that the ramp allows in this month."""
        if self.start is None or self.ramp == 0:
            return 1.0
        return min(1.0, (month - self.start + 1) / (self.ramp + 1))

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
