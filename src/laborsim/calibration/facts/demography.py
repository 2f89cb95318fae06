"""Facts of age and sex, read off the books: official status as the survey counts it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from laborsim.calibration.facts.returning import Parts
from laborsim.calibration.facts.worlds import Path
from laborsim.kernels.codes import FEMALE, OFFICIAL_LOCAL

MONTHS_A_YEAR = 12
LOCAL, OUTBOUND = slice(OFFICIAL_LOCAL, OFFICIAL_LOCAL + 1), slice(OFFICIAL_LOCAL + 1, None)


def mean_ages(path: Path, month: int) -> dict[str, float]:
    """Return the mean age of local, outbound and all migrant workers in a month [years]."""
    persons = {name: path.groups[month][:, part].sum() for name, part in (("local", LOCAL), ("outbound", OUTBOUND))}
    months = {name: path.nation(f"age_months_{name}")[month] for name in persons}
    ages = {name: float(months[name] / persons[name]) / MONTHS_A_YEAR for name in persons}
    both = (months["local"] + months["outbound"]) / (persons["local"] + persons["outbound"])
    return {**ages, "all": float(both) / MONTHS_A_YEAR}


def women(groups: NDArray[np.int64]) -> dict[str, float]:
    """Return the share of women among local and outbound workers [percent]; groups: see `Counts.groups`."""
    found = {}
    for name, part in (("local", LOCAL), ("outbound", OUTBOUND)):
        those = groups[:, part]
        found[name] = 100 * float(those[:, :, FEMALE].sum() / those.sum())
    return found


def slope(years: Sequence[int], values: Sequence[float]) -> float:
    """Return the slope of the straight line through some years [per year]."""
    return float(np.polyfit(np.array(years, float) - years[0], values, 1)[0])


def local_less_outbound(path: Path, month: int = MONTHS_A_YEAR) -> Parts:
    """Return how much older local workers are than outbound ones in a December [years]."""
    ages = mean_ages(path, month)
    return {"difference": ages["local"] - ages["outbound"]}


def ageing(dates: dict[int, Path], run: Path) -> Parts:
    """Return by how much the mean age rises a year: over base dates, by year, and over a run's Decembers [years]."""
    ages = {year: mean_ages(path, 0)["all"] for year, path in dates.items()}
    decembers = range(0, run_months(run), MONTHS_A_YEAR)
    lived = [mean_ages(run, month)["all"] for month in decembers]
    return {"base dates": slope(list(ages), list(ages.values())), "run": slope(range(len(lived)), lived)}


def share_of_women(dates: dict[int, Path], run: Path) -> Parts:
    """Return by how much the share of women rises a year, among local and outbound workers [points]."""
    found = {}
    lived = [women(run.groups[month]) for month in range(0, run_months(run), MONTHS_A_YEAR)]
    held = {year: women(path.groups[0]) for year, path in dates.items()}
    for name in ("local", "outbound"):
        found[f"{name}, run"] = slope(range(len(lived)), [each[name] for each in lived])
        found[f"{name}, base dates"] = slope(list(held), [each[name] for each in held.values()])
    return found


def run_months(path: Path) -> int:
    """Return the months of a path, the base date included."""
    return len(path.groups)
