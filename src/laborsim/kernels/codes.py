"""The small whole numbers that stand for statuses, groups and places, everywhere the same."""

LOCAL, OUTBOUND, FOUNDER, PLACED, SEEKING, SEEKING_AWAY, OUT, GONE = range(8)
"""Monthly status. `SEEKING` is at home, `SEEKING_AWAY` at the destination; `GONE` marks a row without a worker."""

STATUSES = ("local", "outbound", "founder", "placed", "seeking", "seeking_away", "out")
"""Names of the statuses a worker can hold, by code. `out`: at home, farming, caring or studying."""

NOT_MIGRANT, OFFICIAL_LOCAL, OUTBOUND_INSIDE, OUTBOUND_OUTSIDE = range(4)
"""Annual status in the words of the monitoring survey; outbound inside or outside the home province."""

NOWHERE = 255
"""Value of `destination` for whoever has never worked away from the home township."""

MALE, FEMALE = range(2)

SCHOOLING = ("no_school", "primary", "junior_secondary", "senior_secondary", "college_plus")
"""NBS levels of schooling, by code."""

SCHOOL_YEARS = (0.0, 6.0, 9.0, 12.0, 15.0)
"""Years of schooling of each level [years]; standard lengths in China."""

NO_CHILDREN, LEFT_BEHIND, ACCOMPANYING = range(3)
"""Children of school age: none, left in the home township, or living with the worker."""

AGE_BANDS = ("16-20", "21-30", "31-40", "41-50", "50+")
"""NBS age bands. The survey prints 41-50 and "above 50"; age 50 belongs to 41-50."""

FIVE_YEAR_BANDS = ("16-19", *(f"{age}-{age + 4}" for age in range(20, 60, 5)), "60+")
"""Age bands of a scenario's own groups: five years each, from 60 on one."""

ZONES = ("East", "Central", "West", "Northeast")

MOST_PROGRAMS = 15
"""Programs of one lever in one region that half a byte tells apart: groups, and the terms that people are held to."""

MOST_OFFERS = 64
"""Blocks of one lever that can be on offer at once in one world."""

MOST_GROUPS = 16
"""Groups of its own that a scenario can name."""

FIRST_ENTRANT = 2**31
"""Identities below are the people of the base date."""

OLDEST = 90
"""Age at which the age tables end [years]; older workers count as this age."""

EPOCH_YEAR = 1900
"""Months are counted from January of this year: month 0 = 1900-01."""


def month_number(year: int, month: int) -> int:
    """Return the running number of a calendar month (January = 1)."""
    return (year - EPOCH_YEAR) * 12 + month - 1


def year_and_month(number: int) -> tuple[int, int]:
    """Return (year, month 1-12) of a running month number."""
    return EPOCH_YEAR + number // 12, number % 12 + 1


def month_name(number: int) -> str:
    """Return a running month number as `YYYY-MM`."""
    year, month = year_and_month(number)
    return f"{year:04d}-{month:02d}"
