"""Facts of search and tenure, read off the lives of an undisturbed world."""

import numpy as np

from laborsim.calibration.facts.lives import Flags, Floats, Integers, Lives
from laborsim.calibration.facts.returning import Parts
from laborsim.calibration.facts.spells import LifeSpells, hazards, spells, survival
from laborsim.kernels.applications import CHANGED_JOB, HIRED
from laborsim.kernels.codes import FOUNDER, LOCAL, OUTBOUND, PLACED, SEEKING, SEEKING_AWAY

YEAR = 12
LONGEST_GAP = 60  # months; a gap that lasts longer is as long as this
SENIOR, COLLEGE = 3, 4  # codes of the two highest levels of schooling
AGE_GROUPS = ((16, 25), (25, 30), (30, 60))


def _seeking(lives: Lives) -> Flags:
    seeking: Flags = (lives.status == SEEKING) | (lives.status == SEEKING_AWAY)
    return seeking


def _works(lives: Lives) -> Flags:
    return np.isin(lives.status, (LOCAL, OUTBOUND, FOUNDER, PLACED))


def _ends_in_work(found: LifeSpells, lives: Lives) -> Flags:
    """Return which spells end in work, and not in rest, in leaving or where the record ends [spell]."""
    ends = found.end < lives.months
    ends &= _works(lives)[np.minimum(found.end, lives.months - 1), found.person]
    return ends


def search_spells(lives: Lives) -> tuple[LifeSpells, Flags]:
    """Return spells of seeking that begin in the window, and which of them end in work."""
    found = spells(_seeking(lives))
    found = found.only(found.begin > 0)
    found = found.only(lives.here[found.begin - 1, found.person])
    return found, _ends_in_work(found, lives)


def _late_to_early(found: LifeSpells, ended: Flags) -> float:
    chance = hazards(found.length, ended, np.array([0, 3, 6, 12]))
    return float(chance[2] / chance[0])


def finding_by_duration(lives: Lives) -> Parts:
    """Return the chance of finding work in months 7 to 12 of a search ÷ in months 1 to 3."""
    return {"ratio": _late_to_early(*search_spells(lives))}


def finding_by_tightness(lives: Lives) -> Parts:
    """Return that ratio where few are unemployed less where many are: lowest and highest third of provinces of work."""
    found, ended = search_spells(lives)
    seeking, works = lives.status == SEEKING_AWAY, lives.status == OUTBOUND
    place = np.where(lives.away, lives.destination, lives.origin)
    n = int(lives.origin.max()) + 1
    out, at_work = (np.bincount(place[state].astype(np.int64), minlength=n)[:n] for state in (seeking, works))
    rank = np.argsort(np.argsort(out / np.maximum(out + at_work, 1)))
    where = rank[np.minimum(place[found.begin, found.person], n - 1)]
    ratios = [_late_to_early(found.only(part), ended[part]) for part in (where < n // 3, where >= n - n // 3)]
    return {"tight less slack": ratios[0] - ratios[1]}


def gaps(lives: Lives) -> tuple[Integers, Flags]:
    """Return months between two jobs of outbound workers and whether a job ended the gap [gap].

    A gap begins when an outbound job ends in search; it is cut off where search is given up or the record ends.
    """
    found, ended = search_spells(lives)
    after_job = lives.status[found.begin - 1, found.person] == OUTBOUND
    return found.length[after_job], ended[after_job]


def time_between_jobs(lives: Lives) -> Parts:
    """Return mean months between two jobs, gaps of at most two months [percent], and the 90th percentile [months]."""
    left = survival(*gaps(lives), LONGEST_GAP)
    below = np.flatnonzero(left <= 0.1)
    return {
        "mean": float(left[:-1].sum()),
        "at most two months": 100 * float(1 - left[2]),
        "90th percentile": float(below[0]) if len(below) else float(LONGEST_GAP),
    }


def job_length(lives: Lives) -> Parts:
    """Return months worked away ÷ jobs held away, of persons with twelve months or more.

    The job of the base date counts from its beginning; what was before it is not known job by job.
    """
    works = lives.status == OUTBOUND
    begins = works.copy()
    begins[1:] &= ~works[:-1] | ((lives.events[1:] & (HIRED | CHANGED_JOB)) > 0)
    months, jobs = works.sum(axis=0) + lives.elapsed, begins.sum(axis=0)
    enough = (months >= YEAR) & (jobs > 0)
    return {"months": float(months[enough].sum() / jobs[enough].sum())}


def _rate(lives: Lives, who: Flags, months: slice) -> float:
    """Return the share who seek, of some persons who work or seek in towns [0, 1]; `who` [month, person]."""
    seeking = ((lives.status[months] == SEEKING_AWAY) & who).sum()
    return float(seeking / max((lives.away[months] & who).sum(), 1))


def unemployment_by_age(lives: Lives) -> Parts:
    """Return unemployment in towns at 16 to 24 and at 25 to 29 ÷ that at 30 to 59, mean of a year."""
    months = slice(1, YEAR + 1)
    ages: Floats = np.array([lives.ages(month) for month in range(1, YEAR + 1)])
    young, middle, rest = (_rate(lives, (ages >= low) & (ages < high), months) for low, high in AGE_GROUPS)
    return {"16-24": young / rest, "25-29": middle / rest}


def unemployment_by_schooling(lives: Lives) -> Parts:
    """Return unemployment in towns of those with college, and of those with little, ÷ of senior secondary school."""
    months, level = slice(1, YEAR + 1), lives.schooling[None, :]
    senior = _rate(lives, level == SENIOR, months)
    return {
        "college": _rate(lives, level == COLLEGE, months) / senior,
        "junior": _rate(lives, level < SENIOR, months) / senior,
    }
