"""Facts of destinations: where new outbound workers go first, by pay and distance."""

import numpy as np
from numpy.typing import NDArray

from laborsim.calibration.facts.lives import NEVER, Flags, Floats, Lives
from laborsim.calibration.facts.regressions import conditional_logit
from laborsim.calibration.facts.returning import Parts

THREE_YEARS = 36


def first_destinations(lives: Lives, months: int = THREE_YEARS, who: Flags | None = None) -> NDArray[np.float64]:
    """Return first destinations of new outbound workers [origin, destination]; `who` [person]: of these only."""
    first = lives.first_away
    new = np.flatnonzero((first != NEVER) & (first <= months) & (True if who is None else who))
    places = lives.destination[first[new], new].astype(np.int64)
    n = int(lives.origin.max()) + 1
    counts = np.bincount(lives.origin[new].astype(np.int64) * n + places, minlength=n * n)
    return counts.reshape(n, n).astype(np.float64)


def seen_by(log_pay: Floats, log_distance: Floats, border: bool = False) -> Floats:
    """Return what people see of places [origin, destination, column]: log pay, log distance, and the own province."""
    pay = np.broadcast_to(log_pay, log_distance.shape)
    own = [np.eye(len(log_distance))] if border else []
    return np.stack([pay, log_distance, *own], axis=-1)


def tradeoff(lives: Lives, log_pay: Floats, log_distance: Floats, who: Flags | None = None) -> Parts:
    """Return minus the coefficient of log distance ÷ that of log pay, in a conditional logit of first destinations."""
    found = conditional_logit(first_destinations(lives, who=who), seen_by(log_pay, log_distance))
    return {"ratio": float(-found[1] / found[0]), "pay": float(found[0]), "distance": float(found[1])}


def border(lives: Lives, log_pay: Floats, log_distance: Floats) -> Parts:
    """Return the odds of the own province after pay and distance."""
    found = conditional_logit(first_destinations(lives), seen_by(log_pay, log_distance, border=True))
    return {"odds ratio": float(np.exp(found[2])), "ratio with a border": float(-found[1] / found[0])}


def tradeoff_by_group(lives: Lives, log_pay: Floats, log_distance: Floats) -> Parts:
    """Return the trade-off of women ÷ that of men, and the largest difference across age and schooling [percent]."""
    first = np.maximum(lives.first_away, 0)
    young, schooled = lives.ages(first) < 30, lives.schooling >= 3

    def ratio(who: Flags) -> float:
        return tradeoff(lives, log_pay, log_distance, who)["ratio"]

    def to_others(part: Flags) -> float:
        """Return the ratio of a part ÷ that of the others; NaN where theirs is none: nobody of them went away."""
        others = ratio(~part)
        return ratio(part) / others if others else float("nan")

    differences = [abs(100 * (to_others(part) - 1)) for part in (young, schooled)]
    return {"women to men": to_others(lives.female), "largest difference": max(differences)}
