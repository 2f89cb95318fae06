"""Which draw of the parameters each replicate of a run has, and what its intervals therefore hold."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from laborsim.experiment.store.atomic_files import sha256_of
from laborsim.experiment.store.run_id import Question
from laborsim.parameters.posterior import draw_of, posterior_of, posterior_path
from laborsim.published.words import Words
from laborsim.scenario.load import Scenario

Varies = Literal["luck", "predictive"]
"""What differs from run to run: luck alone (and what is not known about levers), or draws of the parameters too."""

NO_POSTERIOR = Words(
    "no posterior for this base date and reading: every run has the point estimate, "
    "so intervals carry luck and lever uncertainty only",
    "该基期和口径没有后验抽取值：各次模拟均采用点估计值，区间只反映随机波动和措施的不确定性",
)


def lacks_posterior(scenario: Scenario) -> bool:
    """Return whether runs cannot draw parameters although the scenario would have them do so."""
    return scenario.run.draws != 0 and posterior_of(scenario) is None


def of_replicates(asked: Question, scenario: Scenario, replicates: Iterable[int]) -> dict[int, int | None]:
    """Return the draw of each replicate; None = the point estimate, or parameters that somebody gave."""
    is_given = asked["parameters"] is not None
    return {replicate: None if is_given else draw_of(scenario, replicate) for replicate in replicates}


def posterior_used(asked: Question, scenario: Scenario) -> dict[str, Any] | None:
    """Return name, hash and number of draws of the posterior that a run's parameters come from; None if from none."""
    posterior = posterior_of(scenario)
    if posterior is None or asked["parameters"] is not None:
        return None
    return {"name": posterior.name, "sha256": sha256_of(posterior_path(posterior.name)), "size": len(posterior)}


def what_varies(draws: Sequence[int | None]) -> Varies:
    """Return what the intervals over runs with these draws hold."""
    return "predictive" if len(set(draws)) > 1 else "luck"
