"""A month, a quarter or a year: what a number is read over, as it is typed and as files name it."""

import re
from dataclasses import dataclass

from laborsim.kernels.codes import month_name, month_number, year_and_month
from laborsim.published.words import Words
from laborsim.scenario.input_errors import echo
from laborsim.scenario.value_types import FIRST_YEAR, LAST_YEAR

MONTH, QUARTER, YEAR = 1, 3, 12
"""Months of a period."""

WRITTEN = Words("write a month 2025-06, a quarter 2025Q2 or a year 2025", "请写月份 2025-06、季度 2025Q2 或年份 2025")
PERIOD = re.compile(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4]))?")


@dataclass(frozen=True)
class Period:
    """So many months (1, 3 or 12), by the running number of the last one."""

    last: int
    months: int

    @property
    def first(self) -> int:
        """The running number of its first month."""
        return self.last - self.months + 1

    @property
    def name(self) -> str:
        """As it is typed: 2025-06, 2025Q2, 2025."""
        year, month = year_and_month(self.last)
        if self.months == MONTH:
            return month_name(self.last)
        return f"{year}Q{month // QUARTER}" if self.months == QUARTER else str(year)


class PeriodError(ValueError):
    """A text that names no month, quarter or year."""


def parse_period(text: str) -> Period:
    """Return the period that a text names. Raises PeriodError."""
    found = PERIOD.fullmatch(text.strip().upper())
    if found is None or not FIRST_YEAR <= int(found["year"]) <= LAST_YEAR:
        raise PeriodError(f"no month, quarter or year: {echo(text)}; {WRITTEN.en}")
    year = int(found["year"])
    if found["month"]:
        return Period(month_number(year, int(found["month"])), MONTH)
    if found["quarter"]:
        return Period(month_number(year, QUARTER * int(found["quarter"])), QUARTER)
    return Period(month_number(year, YEAR), YEAR)


def periods(first: int, last: int, months: int) -> tuple[Period, ...]:
    """Return the whole periods of so many months between two months, both included."""
    ends = range(first, last + 1)
    found = (Period(end, months) for end in ends if (end + 1) % months == 0)  # month 0 is a January
    return tuple(period for period in found if period.first >= first)
