"""Which base dates and last months can be simulated: those with a shipped fit, inside the calendar."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from laborsim.inputs.calendar import spring_festival
from laborsim.inputs.question import Observed, Scenario
from laborsim.inputs.tables import DATA
from laborsim.kernels.codes import month_name, year_and_month

DECEMBER = 12
APART = "-founders-apart"


class Fault(NamedTuple):
    """Why a horizon cannot be simulated: `side` is start or end."""

    side: str
    message: str
    hint: str


def fit_path(base_year: int, reading: Observed, inside_total: bool) -> Path:
    """Return where the fit of a base year and an accounting reading is shipped."""
    return DATA / "fits" / f"{base_year}-{reading}{'' if inside_total else APART}.json"


def base_years(reading: Observed, inside_total: bool) -> tuple[int, ...]:
    """Return the base years with a shipped fit for an accounting reading."""
    names = (path.stem for path in (DATA / "fits").glob("*.json"))
    years = sorted(int(name.partition("-")[0]) for name in names)
    return tuple(dict.fromkeys(year for year in years if fit_path(year, reading, inside_total).exists()))


def horizon_faults(world: Scenario) -> Iterator[Fault]:
    """Yield why a scenario's horizon cannot be simulated, if it cannot."""
    year, month = year_and_month(world.horizon.start)
    known = base_years(world.founders_observed_as, world.founders_inside_total)
    if month != DECEMBER:
        near = next((one for one in (year, year - 1) if one in known), year)
        message = "the population is built from figures of the end of a year, so the base date is a December"
        yield Fault("start", message, f"write {near}-12; the first simulated month is the one after it")
    elif year not in known:
        apart = "" if world.founders_inside_total else " with founders_inside_total: false"
        message = f"no fit for this base year and founders_observed_as: {world.founders_observed_as}{apart}"
        shipped = ", ".join(f"{one}-12" for one in known) or "none"
        hint = f"shipped: {shipped}; or make one: laborsim fit {year} --founders {world.founders_observed_as}"
        yield Fault("start", message, hint + ("" if world.founders_inside_total else " --founders-apart"))
    last, _ = year_and_month(world.horizon.end)
    try:
        spring_festival(last)
    except LookupError as error:
        yield Fault("end", f"{month_name(world.horizon.end)} is beyond the calendar", str(error))
