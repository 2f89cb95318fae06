"""The day of the Spring Festival, on which the annual return home and the job changes hang."""

from datetime import date
from functools import cache

from laborsim.published.data_tables import DATA, read_rows


@cache
def _spring_festivals() -> dict[int, date]:
    return {int(row["year"]): date.fromisoformat(row["date"]) for row in read_rows(DATA / "spring_festival.csv")}


def spring_festival(year: int) -> date:
    """Return the first day of the lunar year that begins in `year`.

    Source: data/spring_festival.csv, computed. Raises LookupError for a year that the table does not hold.
    """
    days = _spring_festivals()
    if year not in days:
        raise LookupError(
            f"data/spring_festival.csv has no year {year}; it holds {min(days)} to {max(days)}: "
            "choose a horizon inside, or add the row"
        )
    return days[year]
