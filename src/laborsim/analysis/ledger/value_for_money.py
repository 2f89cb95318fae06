"""Value for money: what levers buy for what they cost, the dominated ones, and how likely each that buys work pays."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from laborsim.analysis.ledger.ledger import Account
from laborsim.analysis.ledger.pairs import WHOLE_PLAN
from laborsim.experiment.indicators.effect import mean_and_error, sign_probability

Numbers = NDArray[np.float64]

RESAMPLES, SEED = 2000, 1
"""Bootstrap samples of the pairs, and where their luck comes from: the same pairs always give the same curve."""

RESAMPLES_OF_DOMINANCE = 200
"""Enough to tell often from seldom."""

DIFFERING_TO_RESAMPLE = 6
"""Fewest pairs that differ for resampling to say anything: so many coins fall alike with a chance of 2 × 0.5^6."""

NO_OPTION = "nothing"
"""Doing none of it, among what dominates an option."""

STEPS = 40
"""Amounts at which the acceptability curve is drawn."""

ROOM = 3.0
"""The curve ends at this many times the dearest lever's yuan per job-year. ASSUMPTION: beyond it nobody looks."""


WORK = ("in work", "work near home", "own business", "placed")
"""Goals that are work: levers that buy it can be held against a job-year's worth. Work away need be no more of it."""


@dataclass(frozen=True)
class Option:
    """One lever, pair by pair: its extra public cost [yuan], what it buys, and its net job-years in work.

    `goal`: what is bought, as in `Account.goal`; only levers that buy the same are held against each other.
    `dominated` says by what.
    """

    key: str
    cost: Numbers  # [pairs]
    job_years: Numbers  # [pairs]
    goal: str
    bought: Numbers  # [pairs] job-years in the goal's state, or yuan of pay
    cost_ends: tuple[float, float]  # the least and the most that the mean cost may be, by the range of a unit's
    dominated: tuple[str, ...] = ()
    dominated_share: float | None = 0.0  # of resampled sets of pairs: dominated by anything; None = too few pairs

    @property
    def mean(self) -> tuple[float, float]:
        """Mean cost [yuan] and mean of what is bought."""
        return float(self.cost.mean()), float(self.bought.mean())


@dataclass(frozen=True)
class Acceptability:
    """How likely each option is worth its cost, and the best of all, by what a job-year is worth [yuan]."""

    worth_yuan: Numbers  # [W] what a net job-year is worth to the payer
    options: tuple[str, ...]
    worth_it: Numbers  # [options, W] probability that worth × job-years exceeds the cost
    best: Numbers  # [options + 1, W] probability of being the best; the last row is doing none of them


def options_of(ledger: Sequence[Account]) -> tuple[Option, ...]:
    """Return each lever as an option, with the dominated ones flagged."""
    accounts = [account for account in ledger if account.key != WHOLE_PLAN]
    plain = [
        Option(
            account.key,
            account.cost(),
            account.part("in work", "net"),
            account.goal,
            account.bought(),
            account.cost_ends,
        )
        for account in accounts
    ]
    shares = _dominated_shares(plain)
    return tuple(
        replace(option, dominated=dominated(option, plain), dominated_share=share)
        for option, share in zip(plain, shares, strict=True)
    )


def buying_work(options: Sequence[Option]) -> tuple[Option, ...]:
    """Return the options that buy work."""
    return tuple(option for option in options if option.goal in WORK)


def _dominated_shares(options: Sequence[Option]) -> list[float | None]:
    """Return in which share of resampled sets of pairs each option is dominated; None where too few pairs differ.

    However often a few pairs are resampled, they say no more than so many coins.
    """
    if not options:
        return []
    pairs = len(options[0].cost)
    times = np.zeros(len(options))
    for chosen in np.random.default_rng(SEED).integers(0, pairs, (RESAMPLES_OF_DOMINANCE, pairs)):
        again = [replace(option, cost=option.cost[chosen], bought=option.bought[chosen]) for option in options]
        times += [dominated(option, again) != () for option in again]
    enough = [np.count_nonzero(option.bought) >= DIFFERING_TO_RESAMPLE for option in options]
    shares = times / RESAMPLES_OF_DOMINANCE
    return [float(share) if told else None for share, told in zip(shares, enough, strict=True)]


def dominated(option: Option, options: Sequence[Option]) -> tuple[str, ...]:
    """Return what buys as much of the same for less by the means: another option, or a mix of two; else nothing."""
    cost, effect = option.mean
    if effect <= 0 and cost >= 0:
        return (NO_OPTION,) if (cost, effect) != (0.0, 0.0) else ()
    others = [other for other in options if other is not option and other.goal == option.goal]
    for other in others:
        if other.mean[0] <= cost and other.mean[1] >= effect and other.mean != option.mean:
            return (other.key,)
    return _by_a_mix(option, others)


def _by_a_mix(option: Option, others: Sequence[Option]) -> tuple[str, ...]:
    """Return the mix of a smaller option, or none, with a larger one that beats this one (extended dominance)."""
    cost, effect = option.mean
    points = [(NO_OPTION, (0.0, 0.0)), *((other.key, other.mean) for other in others)]
    mixes = (
        (low[0] + (effect - low[1]) / (high[1] - low[1]) * (high[0] - low[0]), (less, more))
        for less, low in points
        for more, high in points
        if low[1] < effect < high[1]
    )
    cheapest, names = min(mixes, default=(cost, ()))
    return names if cheapest < cost else ()


def cheapest_shares(options: Sequence[Option]) -> Numbers:
    """Return how often each option buys a job-year for the least money over resampled pairs [options].

    An option without a positive mean effect buys none; where none does, nobody is the cheapest.
    """
    costs, work = (np.array([getattr(option, name) for option in options]) for name in ("cost", "job_years"))
    pairs = costs.shape[1]
    draws = np.random.default_rng(SEED).integers(0, pairs, (RESAMPLES, pairs))
    cost, effect = costs[:, draws].mean(axis=2), work[:, draws].mean(axis=2)
    price = np.where(effect > 0, cost / np.where(effect > 0, effect, 1.0), np.inf)
    first = np.argmin(price, axis=0)[np.isfinite(price).any(axis=0)]
    return np.bincount(first, minlength=len(options)) / RESAMPLES


def acceptability(options: Sequence[Option]) -> Acceptability:
    """Return the acceptability curves. A probability is that of the mean over the pairs (Student's t, bootstrap)."""
    worth = np.linspace(0.0, _highest(options), STEPS + 1)
    worth_it = np.array([[_positive(w * o.job_years - o.cost) for w in worth] for o in options])
    best = np.array([_best(options, w) for w in worth]).T
    return Acceptability(worth, tuple(o.key for o in options), worth_it.reshape(len(options), -1), best)


def _highest(options: Sequence[Option]) -> float:
    means = [(float(o.cost.mean()), float(o.job_years.mean())) for o in options]
    dear = [cost / work for cost, work in means if cost > 0 and work > 0]
    return ROOM * max(dear, default=100_000.0 / ROOM)  # where no lever brings a job-year, any amount shows it


def _positive(benefit: Numbers) -> float:
    mean, error = mean_and_error(benefit.tolist())
    sure = sign_probability(mean, error, int(np.count_nonzero(benefit)))
    if sure is None:
        return float(mean > 0)
    return sure if mean > 0 else 1.0 - sure


def _best(options: Sequence[Option], worth: float) -> Numbers:
    """Return how often each option has the greatest mean benefit over resampled pairs; the last is doing none."""
    benefits = np.array([worth * o.job_years - o.cost for o in options])
    pairs = benefits.shape[1]
    draws = np.random.default_rng(SEED).integers(0, pairs, (RESAMPLES, pairs))
    means = np.vstack([benefits[:, draws].mean(axis=2), np.zeros(RESAMPLES)])
    return np.bincount(np.argmax(means, axis=0), minlength=len(options) + 1) / RESAMPLES
