"""Facts of money sent and carried home, read off the lives of an undisturbed world."""

import numpy as np

from laborsim.calibration.facts.lives import Lives
from laborsim.calibration.facts.returning import Parts
from laborsim.kernels.codes import OUTBOUND

YEAR = 12


def carried_home(lives: Lives, years: int = 5) -> Parts:
    """Return what outbound workers put by or pay back in a year ÷ their pay of it [percent].

    The model sends no money by the month: what is saved on a birthday, before part of what there was is spent, is
    carried home. Of people who worked away all the year up to a birthday.
    """
    saved, earned = 0.0, 0.0
    birth = lives.birth.astype(np.int64)
    for month in range(YEAR + 1, years * YEAR + 1):
        due = (lives.start + month - birth) % YEAR == 0
        year = slice(month - YEAR, month + 1)
        who = np.flatnonzero(due & (lives.status[year] == OUTBOUND).all(axis=0))
        at, before = np.full(len(who), month), np.full(len(who), month - 1)
        repaid = lives.debt_yuan(before, who) - lives.debt_yuan(at, who)
        more = lives.savings_yuan(at, who) - lives.savings_yuan(before, who) + np.maximum(repaid, 0.0)
        saved, earned = saved + float(more.sum()), earned + YEAR * float(lives.pay[month, who].sum())
        saved += SPENT * float(lives.savings_yuan(before, who).sum())
    return {"percent": 100 * saved / earned}


SPENT = (
    0.15  # savings that go into houses, weddings and schooling in a year: the parameter `savings_spent`, never drawn
)
