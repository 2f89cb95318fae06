"""Facts of founders, read off the lives of an undisturbed world."""

import numpy as np

from laborsim.calibration.facts.lives import Lives
from laborsim.calibration.facts.regressions import logit, with_constant
from laborsim.calibration.facts.returning import Parts
from laborsim.calibration.facts.spells import spells
from laborsim.kernels.applications import CHANGED_JOB, HIRED, STARTED
from laborsim.kernels.codes import FOUNDER, OUTBOUND

YEAR = 12
RETURNEE = 6  # months of outbound work that make a returnee
SECONDARY = (2, 3)  # codes of junior and senior secondary school
MANY = 10  # workers of a large business


def business_sizes(lives: Lives, month: int = YEAR) -> Parts:
    """Return the share of businesses without a hired worker, and of those with ten or more [percent]."""
    jobs = lives.jobs[month][lives.status[month] == FOUNDER]
    return {"no worker": 100 * float((jobs == 0).mean()), "ten or more": 100 * float((jobs >= MANY).mean())}


def profile_of_founders(lives: Lives, months: int = 3 * YEAR) -> Parts:
    """Return who founds after six months away or more: men, age, years away, secondary school."""
    month, person = np.nonzero((lives.events[1 : months + 1] & STARTED) > 0)
    month = month + 1
    away = lives.months_worked_away[month, person]
    back = away >= RETURNEE
    month, person, away = month[back], person[back], away[back]
    ages = (lives.start + month - lives.birth[person].astype(np.int64)) / 12
    return {
        "men": 100 * float((~lives.female[person]).mean()),
        "age": float(ages.mean()),
        "years away": float(away.mean()) / YEAR,
        "secondary": 100 * float(np.isin(lives.schooling[person], SECONDARY).mean()),
    }


def jobs_held_away(lives: Lives) -> "np.ndarray[tuple[int, ...], np.dtype[np.int32]]":
    """Return the jobs held away up to each month, that of the base date counted as one [month, person]."""
    works = lives.status == OUTBOUND
    begins = works.copy()
    begins[1:] &= ~works[:-1] | ((lives.events[1:] & (HIRED | CHANGED_JOB)) > 0)
    return np.cumsum(begins, axis=0, dtype=np.int32)


def savings_and_jobs(lives: Lives, last: int = 15 * YEAR, window: int = 2 * YEAR) -> Parts:
    """Return how the log odds of founding within two years of a return hang on savings and on jobs held away."""
    stays = spells(lives.home)
    stays = stays.only((stays.begin > 5 * YEAR) & (stays.begin <= last))
    at, person = stays.begin, stays.person
    returns = lives.away[at - 1, person] & (lives.months_worked_away[at, person] >= RETURNEE)
    at, person = at[returns], person[returns]
    began = np.cumsum((lives.events & STARTED) > 0, axis=0, dtype=np.int32)
    founds = began[at + window, person] > began[at - 1, person]
    still = lives.here[at + window, person] | founds
    at, person, founds = at[still], person[still], founds[still]
    ages = (lives.start + at - lives.birth[person].astype(np.int64)) / 120
    columns = with_constant(
        np.log1p(lives.savings_yuan(at, person) / 1000),
        np.log(np.maximum(jobs_held_away(lives)[at, person], 1)),
        ages,
        lives.female[person] * 1.0,
        lives.school_years[person],
    )
    found = logit(columns, founds * 1.0)
    return {"savings": found[1], "jobs": found[2]}


def odds_of_returnees(lives: Lives, month: int = 5 * YEAR) -> Parts:
    """Return the odds of owning a business and of starting one, returnees ÷ who never worked away.

    Of owning: sex, age and schooling held.
    """
    worked = lives.months_worked_away[month]
    at_home = lives.home[month] & ((worked >= RETURNEE) | (worked == 0))
    columns = with_constant(
        (worked[at_home] >= RETURNEE) * 1.0,
        lives.female[at_home] * 1.0,
        lives.ages(month)[at_home] / 10,
        (lives.ages(month)[at_home] / 10) ** 2,
        lives.school_years[at_home],
    )
    found = logit(columns, (lives.status[month][at_home] == FOUNDER) * 1.0)
    return {"odds ratio": float(np.exp(found[1])), "of starts": odds_of_starting(lives, month)}


def odds_of_starting(lives: Lives, months: int) -> float:
    """Return the odds of starting a business in a month at home, returnees ÷ who never worked away; nothing held."""
    worked = lives.months_worked_away[:months]
    idle = lives.home[:months] & (lives.status[:months] != FOUNDER)
    starts = idle & ((lives.events[1 : months + 1] & STARTED) > 0)
    odds = []
    for group in (worked >= RETURNEE, worked == 0):
        began, months_lived = (starts & group).sum(), (idle & group).sum()
        odds.append(began / max(months_lived - began, 1))
    return float(odds[0] / odds[1]) if odds[1] else float("nan")
