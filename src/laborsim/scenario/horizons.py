"""Which base dates and last months can be simulated: those with a shipped fit, inside the calendar."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from laborsim.identity.canonical_json import parsed
from laborsim.kernels.codes import month_name, year_and_month
from laborsim.parameters.parameters import Parameters
from laborsim.published.data_tables import DATA
from laborsim.published.spring_festival import spring_festival
from laborsim.published.words import Words
from laborsim.scenario.scenario import MOST_REPLICATES, Observed, Scenario

DECEMBER = 12
APART = "-founders-apart"


class Fault(NamedTuple):
    """Why a horizon cannot be simulated: `side` is start or end."""

    side: str
    message: Words
    hint: Words


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
        message = Words(
            "the population is built from figures of the end of a year, so the base date is a December",
            "人口按年末数据构建，基期须为12月",
        )
        yield Fault(
            "start",
            message,
            Words(
                f"write {near}-12; the first simulated month is the one after it",
                f"请写 {near}-12；首个模拟月份为其次月",
            ),
        )
    elif year not in known:
        is_apart, reading = not world.founders_inside_total, world.founders_observed_as
        message = Words(
            f"no fit for this base year and founders_observed_as: {reading}"
            f"{' with founders_inside_total: false' if is_apart else ''}",
            f"没有该基期年份在 founders_observed_as: {reading} "
            f"{'且 founders_inside_total: false ' if is_apart else ''}下的拟合结果",
        )
        shipped = ", ".join(f"{one}-12" for one in known)
        command = f"laborsim fit {year} --founders {reading}{' --founders-apart' if is_apart else ''}"
        hint = Words(
            f"shipped: {shipped or 'none'}; or make one: {command}", f"已有：{shipped or '无'}；或自行拟合：{command}"
        )
        yield Fault("start", message, hint)
    last, _ = year_and_month(world.horizon.end)
    try:
        spring_festival(last)
    except LookupError as error:
        month_beyond = month_name(world.horizon.end)
        message = Words(f"{month_beyond} is beyond the calendar", f"{month_beyond} 超出历法范围")
        yield Fault("end", message, Words(str(error), f"没有{last}年的春节日期"))


NATIONAL = "national-2023"
"""The posterior that runs use unless somebody gives parameters."""


def posterior_path(name: str) -> Path:
    """Return where a posterior's draws are shipped; what is said about them stands beside it, as `.json`."""
    return DATA / "posteriors" / f"{name}.csv"


def has_posterior(scenario: Scenario) -> bool:
    """Return whether there are draws for a scenario's base date and reading.

    A draw needs constants inverted for it, so a fit without a response cannot be drawn for.
    """
    year, _ = year_and_month(scenario.horizon.start)
    fit = fit_path(year, scenario.founders_observed_as, scenario.founders_inside_total)
    return fit.with_suffix(".response.npz").exists() and posterior_path(NATIONAL).exists()


def shipped_value(name: str, scenario: Scenario) -> float:
    """Return a parameter of the shipped calibration [its unit]: the point estimate that a scenario's runs lie around.

    A parameter that is not estimated, or a base date without draws, has the value that is declared.
    """
    estimate = _estimate() if has_posterior(scenario) else {}
    return float(estimate.get(name, Parameters.model_fields[name].default))


@cache
def _estimate() -> dict[str, float]:
    found: dict[str, float] = parsed(posterior_path(NATIONAL).with_suffix(".json").read_bytes())["estimate"]
    return found


def most_pairs(scenario: Scenario) -> int:
    """Return how many pairs a run of a scenario can have: each has a draw of its own, where there are draws."""
    if scenario.run.draws == 0 or not has_posterior(scenario):
        return MOST_REPLICATES
    with posterior_path(NATIONAL).open(encoding="utf-8") as file:
        return sum(1 for _ in file) - 1  # the first line is the header


def draw_faults(scenario: Scenario) -> Iterator[tuple[str, int, Words, Words]]:
    """Yield (key, number, what is wrong, hint) of numbers of replicates that are more than there are draws.

    Pairs that share a draw are not independent, but every interval of a mean effect counts them as if they were.
    """
    if scenario.run.draws == 0 or not has_posterior(scenario):
        return
    most = most_pairs(scenario)
    wanted = {"run.replicates": scenario.run.replicates}
    if scenario.run.precision is not None:
        wanted["run.precision.most"] = scenario.run.precision.most
    for key, number in wanted.items():
        if number > most:
            message = Words(
                f"more than the {most} draws of {NATIONAL}: pairs that share a draw are not independent",
                f"超过 {NATIONAL} 的{most}组参数抽取值：共用一组抽取值的配对模拟并不独立",
            )
            hint = Words(
                f"write at most {most}, or run.draws: 0 to hold the parameters at their point estimate",
                f"最多填 {most}，或写 run.draws: 0，将参数固定为点估计值",
            )
            yield key, number, message, hint
