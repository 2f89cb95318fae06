"""Facts of return and circular migration, read off the lives of an undisturbed world."""

import numpy as np
from numpy.typing import NDArray

from laborsim.calibration.facts.lives import NEVER, Flags, Integers, Lives
from laborsim.calibration.facts.regressions import dummies, poisson, with_constant
from laborsim.calibration.facts.spells import LifeSpells, bridged, hazards, spells
from laborsim.kernels.codes import OUTBOUND

Parts = dict[str, float]
"""What a computation finds, by the name of each number."""

YEAR = 12
SEVENTEEN_YEARS = 17 * YEAR
AT_HOME_OF_TWELVE = 10  # months of a year at home that make a return
AWAY_BEFORE = 6  # months away that make a migrant worker
RETURN_GAP = 2  # months at home between two spells away that make a completed return
OLDEST = 65  # the working age ends with the 65th birthday


def cumulative_return(lives: Lives, months: int = SEVENTEEN_YEARS) -> Parts:
    """Return the share of those whose first departure is seen who are back at the end [percent]."""
    back = returned(lives, months)
    ever = (lives.first_away != NEVER) & (lives.first_away <= months) & lives.here[months]
    return {"returned": 100 * float(back[ever].mean())}


def returned(lives: Lives, month: int) -> Flags:
    """Return who is at home in a December and in 10 of its 12 months, after six months away [person]."""
    at_home = lives.home[month - YEAR + 1 : month + 1].sum(axis=0)
    away_before = lives.away[: month - YEAR + 1].sum(axis=0)
    back: Flags = lives.home[month] & (at_home >= AT_HOME_OF_TWELVE) & (away_before >= AWAY_BEFORE)
    return back


def hazard_by_years_away(lives: Lives) -> Parts:
    """Return the hazard of returning in the sixth year away ÷ in the first, of spells that begin in the window."""
    stays = away_spells(lives)
    ended = stays.end < lives.months
    ended &= lives.here[np.minimum(stays.end, lives.months - 1), stays.person]
    yearly = YEAR * hazards(stays.length, ended, YEAR * np.arange(7))
    return {"ratio": float(yearly[5] / yearly[0]), "first year": 100 * yearly[0], "sixth year": 100 * yearly[5]}


def away_spells(lives: Lives) -> LifeSpells:
    """Return the spells away that begin after the base date, festivals bridged."""
    away = bridged(lives.away, lives.home, lives.calendar())
    stays = spells(away)
    return stays.only(stays.begin > 0)


def stay_after_return(lives: Lives, months: int = SEVENTEEN_YEARS) -> Parts:
    """Return how the hazard of leaving again hangs on age, schooling and children, among returnees [log points].

    A returnee's clock starts in the first December in which he counts as returned.
    """
    long_away = spells(lives.away)
    long_away = long_away.only(long_away.length >= 3)
    since = np.full(len(lives.origin), NEVER)
    for december in range(2 * YEAR, months + 1, YEAR):
        back = returned(lives, december) & (since == NEVER)
        since[back] = december
    who = np.flatnonzero(since != NEVER)
    left = np.full(len(lives.origin), lives.months)
    for person, begin in zip(long_away.person[::-1], long_away.begin[::-1], strict=True):
        if begin > since[person] != NEVER:
            left[person] = begin
    present = lives.here.sum(axis=0) + lives.first
    end = np.minimum(np.minimum(left, present), lives.months)[who]
    exposure = np.maximum(end - since[who], 1).astype(np.float64)
    parents = np.array([lives.parents(month)[person] for month, person in zip(since[who], who, strict=True)])
    columns = with_constant(
        lives.ages(since)[who] / 10, lives.school_years[who], parents.astype(np.float64), lives.female[who] * 1.0
    )
    columns = np.hstack([columns, dummies(lives.origin[who].astype(np.int64))])
    found = poisson(columns, (left[who] < lives.months) * 1.0, exposure)
    return {"age": found[1], "schooling": found[2], "child": found[3]}


def completed_returns(lives: Lives, first: int, last: int) -> tuple[Integers, Integers]:
    """Return (returns, months away) of each person in the months `first` to `last` − 1 [person].

    A completed return is a stay of at least two months at home between two spells away.
    """
    window = slice(first, last)
    away, home = lives.away[window], lives.home[window]
    stays = spells(home)
    inside = stays.only((stays.begin > 0) & (stays.end < len(away)) & (stays.length >= RETURN_GAP))
    inside = inside.only(away[inside.begin - 1, inside.person] & away[inside.end, inside.person])
    returns = np.bincount(inside.person, minlength=away.shape[1])
    return returns, away.sum(axis=0)


def who_circulates(lives: Lives, years: int = 10) -> Parts:
    """Return how completed returns a year hang on sex and on age at first departure [log points]."""
    months = years * YEAR
    returns, months_away = completed_returns(lives, 1, months + 1)
    who = months_away >= 2 * YEAR
    first = np.where(lives.before > 0, -lives.before, lives.away.argmax(axis=0))
    present = lives.here[1 : months + 1].sum(axis=0) / YEAR
    columns = with_constant(lives.female[who] * 1.0, lives.ages(first)[who] / 10, lives.school_years[who])
    found = poisson(columns, returns[who].astype(np.float64), present[who])
    return {
        "women": found[1],
        "ten years older": found[2],
        "returns a year": float(returns[who].sum() / present[who].sum()),
    }


def gaps_over_cohorts(lives: Lives, early: tuple[int, int] = (1, 60), late: tuple[int, int] = (121, 180)) -> Parts:
    """Return the median months at home a return of late first movers ÷ of early ones.

    Stays at home that begin in the two years after the first departure and end in a new spell away within 36 months.
    """
    stays = spells(lives.home)
    first = lives.first_away[stays.person]
    again = (stays.end < lives.months) & (stays.length >= RETURN_GAP) & (stays.length <= 36)
    again &= lives.away[np.minimum(stays.end, lives.months - 1), stays.person]
    soon = (first != NEVER) & (stays.begin > first) & (stays.begin <= first + 2 * YEAR)
    medians = [
        float(np.median(stays.length[again & soon & (first >= low) & (first <= high)])) for low, high in (late, early)
    ]
    return {"ratio": medians[0] / medians[1], "late": medians[0], "early": medians[1]}


def settled_inside(lives: Lives, month: int = 10 * YEAR) -> Parts:
    """Return the share inside the home province, of the settled less of those who circulate [percentage points]."""
    span = slice(month - 59, month + 1)
    away = bridged(lives.away[span], lives.home[span], lives.calendar()[span])
    stock = lives.status[month] == OUTBOUND
    returns, _ = completed_returns(lives, month - 59, month + 1)
    settled, circular = stock & away.all(axis=0), stock & (returns >= 2)
    inside = lives.destination[month] == lives.origin
    shares = [100 * float(inside[who].mean()) if who.any() else float("nan") for who in (settled, circular)]
    part = 100 * float(circular.sum() / stock.sum())
    return {"difference": shares[0] - shares[1], "circular, percent of the stock": part}


def still_there(lives: Lives, month: int = YEAR) -> Parts:
    """Return the share of the outbound who are away in the same province 60 months later [percent]."""
    later = month + 5 * YEAR
    stock = (lives.status[month] == OUTBOUND) & lives.here[later] & (lives.ages(later) < OLDEST)
    same = lives.away[later] & (lives.destination[later] == lives.destination[month])
    return {"stayed": 100 * float(same[stock].mean())}


def gross_return(lives: Lives, central: Flags) -> Parts:
    """Return the share of workers outside their province who are back in it half a year later [percent].

    From April to October, in the years 2 to 10; `central` [region]: whose people.
    """
    back, there = 0, 0
    for year in range(1, 10):
        april = year * YEAR + 4
        outside = (lives.status[april] == OUTBOUND) & (lives.destination[april] != lives.origin)
        outside &= central[lives.origin] & lives.here[april + 6]
        inside = ~lives.away[april + 6] | (lives.destination[april + 6] == lives.origin)
        back, there = back + int((outside & inside).sum()), there + int(outside.sum())
    return {"back": 100 * back / there}


def return_by_pay(lives: Lives, months: tuple[int, ...] = tuple(range(24, 61, 3))) -> Parts:
    """Return the monthly hazard of returning by quintile of pay away, less that of the third [percent a month].

    Pay: mean of the 12 months before, all of them worked away. Age, its square, sex, schooling and time away held.
    """
    worked, columns, ends = lives.months_worked_away, [], []
    for month in months:
        span = slice(month - YEAR + 1, month + 1)
        who = np.flatnonzero((lives.status[span] == OUTBOUND).all(axis=0) & lives.here[month + 1])
        pay = lives.pay[span][:, who].mean(axis=0)
        quintile = np.searchsorted(np.quantile(pay, (0.2, 0.4, 0.6, 0.8)), pay)
        age = lives.ages(month)[who] / 10
        parts: list[NDArray[np.floating]] = [(quintile == k) * 1.0 for k in (0, 1, 3, 4)]
        parts += [age, age**2, lives.female[who] * 1.0, lives.school_years[who], np.log1p(worked[month, who])]
        columns.append(with_constant(*parts))
        ends.append(lives.home[month + 1, who] * 100.0)
    found = np.linalg.lstsq(np.vstack(columns), np.concatenate(ends), rcond=None)[0]
    first, second, fourth, fifth = found[1:5]
    return {"lowest less the next highest": first - max(second, 0.0, fourth, fifth), "highest less third": fifth}
