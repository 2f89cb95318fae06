"""The search: a quadratic surface over the design's runs, and the best places on it that keep every limit."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from laborsim.analysis.optimize.limits import Limit
from laborsim.experiment.design.emulator import Emulator, Quadratic, ridges
from laborsim.experiment.design.sobol import sobol_points

Numbers = NDArray[np.float64]

STARTS = 8
"""Best places from which the search begins."""

POOL = 512
"""Sobol points that are looked at on the surface: dense enough to begin in every basin of a quadratic."""

NOISE = 1.28
"""Standard errors of the surface by which a limit that luck blurs may seem broken: 80 % of a normal distribution."""


@dataclass(frozen=True)
class Surface:
    """Emulators of the objective (more is better) and of each limit's number over the unit cube of doses."""

    objective: Emulator
    limits: tuple[Limit, ...]
    numbers: tuple[Emulator, ...]
    places: tuple[Numbers, ...]  # looked at before and after a search

    def value(self, place: Numbers) -> float:
        """Return the objective at a place."""
        return float(self.objective.at(inputs(place))[0])

    def slacks(self, place: Numbers, eased: Numbers) -> Numbers:
        """Return how far each limit is kept, in parts of its size; `eased` is added to the bounds' slack."""
        found = np.array([float(emulator.at(inputs(place))[0]) for emulator in self.numbers])
        slack = np.array([limit.slack(found[k]) for k, limit in enumerate(self.limits)])
        return (slack + eased) / self.sizes if self.limits else np.zeros(0)

    @property
    def predicted_share(self) -> float:
        """Share of what differs between mixes that the surface predicts where it has not seen them (Q²)."""
        return float(self.objective.predicted_share[0])

    @property
    def sizes(self) -> Numbers:
        """What slacks are divided by, so that yuan and shares weigh alike."""
        both = zip(self.limits, self.numbers, strict=True)
        return np.array([max(abs(limit.bound), float(emulator.spread[0]), 1e-12) for limit, emulator in both])

    @property
    def blur(self) -> Numbers:
        """Slack that may be missing because luck blurs the surface; nothing for budgets."""
        return np.array(
            [
                0.0 if limit.is_budget else NOISE * float(e.error[0])
                for limit, e in zip(self.limits, self.numbers, strict=True)
            ]
        )


def inputs(places: Numbers) -> Numbers:
    """Return places of the unit cube as inputs of an emulator, nought in the middle."""
    return 2.0 * places - 1.0


def surface(
    places: Sequence[Numbers],
    values: Numbers,
    numbers: Numbers,
    limits: tuple[Limit, ...],
    looked_at: Sequence[Numbers],
) -> Surface:
    """Return the surface over simulated places: `values` [places] of the objective, `numbers` [places, limits]."""
    quadratic = Quadratic(tuple(range(len(places[0]))))

    def fit(outputs: Numbers) -> Emulator:
        return Emulator.fit(quadratic, inputs(np.array(places)), outputs[:, None], penalties=ridges(len(places)))

    return Surface(fit(values), limits, tuple(fit(row) for row in numbers.T[: len(limits)]), tuple(looked_at))


def best_place(found: Surface, starts: Sequence[Numbers], eased: Numbers) -> Numbers | None:
    """Return the place with the highest objective among those that keep every limit; None if no search finds one.

    Sequential quadratic programming (Kraft 1988) from each start; the surface is smooth, and has several tops.
    """
    constraints = [{"type": "ineq", "fun": lambda place: found.slacks(place, eased)}] if found.limits else []
    scale = max(float(found.objective.spread[0]), 1e-12)
    best: tuple[float, Numbers] | None = None
    for start in starts:
        answer = minimize(
            lambda place: -found.value(place) / scale,
            start,
            method="SLSQP",
            bounds=[(0.0, 1.0)] * len(start),
            constraints=constraints,
        )
        place = np.clip(answer.x, 0.0, 1.0)
        keeps = not found.limits or bool((found.slacks(place, eased) >= -1e-6).all())
        if np.isfinite(place).all() and keeps and (best is None or found.value(place) > best[0]):
            best = found.value(place), place
    return None if best is None else best[1]


def pool(places: Sequence[Numbers], seed: int) -> list[Numbers]:
    """Return places to look at: those simulated, and Sobol points between them."""
    return [*places, *sobol_points(len(places[0]), POOL, seed)]


def ranked(found: Surface, places: Sequence[Numbers], eased: Numbers) -> list[Numbers]:
    """Return places that seem to keep every limit, the highest objective first; where none does, the least broken."""
    missing = [float(np.minimum(found.slacks(place, eased), 0.0).sum()) for place in places]
    kept = [place for place, short in zip(places, missing, strict=True) if short == 0.0]
    return sorted(kept, key=lambda place: -found.value(place)) or [places[int(np.argmax(missing))]]


def top(found: Surface, places: Sequence[Numbers], eased: Numbers) -> Numbers:
    """Return the best place of the surface: searched from the best of some places, or the least broken of them."""
    begin = ranked(found, places, eased)
    searched = best_place(found, begin[:STARTS], eased)
    return begin[0] if searched is None or found.value(searched) < found.value(begin[0]) else searched


def along(found: Surface, lever: int, eased: Numbers) -> Numbers | None:
    """Return the best place that turns one lever only, the others at their lowest; None if none keeps the limits."""
    grid = [np.eye(len(found.places[0]))[lever] * share for share in np.linspace(0.0, 1.0, 51)]
    kept = [place for place in grid if (found.slacks(place, eased) >= 0).all()]
    return max(kept, key=found.value, default=None)
