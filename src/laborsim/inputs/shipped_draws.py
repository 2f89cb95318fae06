"""Which scenarios draw their parameters, and how many pairs of runs can have a draw of their own.

Apart from `inputs.posterior`, which reads the draws, so that `laborsim validate` can say it without numpy.
"""

from collections.abc import Iterator
from pathlib import Path

from laborsim.inputs.base_dates import fit_path
from laborsim.inputs.question import Scenario
from laborsim.inputs.tables import DATA
from laborsim.kernels.codes import year_and_month

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


def draw_faults(scenario: Scenario) -> Iterator[tuple[str, int, str, str]]:
    """Yield (key, number, what is wrong, hint) of numbers of replicates that are more than there are draws.

    Pairs that share a draw are not independent, but every interval of a mean effect counts them as if they were.
    """
    if scenario.run.draws == 0 or not has_posterior(scenario):
        return
    with posterior_path(NATIONAL).open(encoding="utf-8") as file:
        most = sum(1 for _ in file) - 1  # the first line is the header
    wanted = {"run.replicates": scenario.run.replicates}
    if scenario.run.precision is not None:
        wanted["run.precision.most"] = scenario.run.precision.most
    for key, number in wanted.items():
        if number > most:
            message = f"more than the {most} draws of {NATIONAL}: pairs that share a draw are not independent"
            hint = f"write at most {most}, or run.draws: 0 to hold the parameters at their point estimate"
            yield key, number, message, hint
