"""The gate: what the baseline at a draw has to show before the draw is shipped."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laborsim.calibration.base_year.checks import baseline_run
from laborsim.calibration.targets.calibration_file import Calibration
from laborsim.calibration.targets.worker_habits import Watched
from laborsim.experiment.indicators.aggregation import ratio
from laborsim.experiment.indicators.indicators import migrants_in_towns
from laborsim.parameters.fit import Fit
from laborsim.published.migrants_in_towns import migrant_unemployment

Floats = NDArray[np.float64]

PERSONS_PER_WORKER = 20_000  # persons; of the run of two years that is looked at
NEAR_TARGET = 0.25  # share by which migrants' unemployment may miss the published figure; ASSUMPTION
YEAR = 12  # months


@dataclass(frozen=True)
class Gate:
    """What the baseline at one draw shows in its first two years."""

    matching: float  # efficiency of the market where it is less [1/month]
    hires: float  # in the market and year with the fewest [persons]
    unemployment: float  # of migrants in towns, mean of the months [share]
    home_seekers: float  # at the end ÷ at the base date; reported, not judged
    is_finite: bool  # every stock, flow and level of every month

    def faults(self) -> tuple[str, ...]:
        """Return what keeps the draw from being shipped, in words; empty = nothing."""
        target = migrant_unemployment()
        found = {
            f"matching efficiency {self.matching:.3g}": not self.matching > 0,
            "a year without hires in a market": not self.hires > 0,
            f"migrants' unemployment {self.unemployment:.1%}, published {target:.1%}": not (
                abs(self.unemployment / target - 1) <= NEAR_TARGET
            ),
            "a stock or flow that is not a number": not self.is_finite,
        }
        return tuple(words for words, is_wrong in found.items() if is_wrong)

    def row(self) -> tuple[float, ...]:
        """Return the columns of `parameters.response.GATE`."""
        return (float(not self.faults()), self.matching, self.hires, self.unemployment, self.home_seekers)


def judge(calibration: Calibration, theta: Floats, fit: Fit, draw: int) -> Gate:
    """Return what the baseline without new policy shows at a draw of the free parameters with these constants.

    Runs of that draw also have what no calibration draws (`priors.drawn_ahead`), and so has the run that is judged.
    """
    return seen(baseline_run(calibration, theta, fit, PERSONS_PER_WORKER, draw), fit)


def seen(watched: Watched, fit: Fit) -> Gate:
    """Return what matters of a run."""
    view = watched.view
    hires = [view.count(name)[1:, -1].reshape(-1, YEAR).sum(axis=1).min() for name in ("hired_local", "hired_outbound")]
    seeking = view.count("seeking_home")[:, -1]
    unemployment = ratio(view.count("seeking_there"), migrants_in_towns(view))[1:, -1]
    return Gate(
        matching=min(fit.matching_county, fit.matching_urban),
        hires=float(min(hires)),
        unemployment=float(unemployment.mean()),
        home_seekers=float(seeking[-1] / seeking[0]),
        is_finite=bool(np.isfinite(view.results.regional).all() and np.isfinite(unemployment).all()),
    )
