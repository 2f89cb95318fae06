"""Search: whether the post that a seeker applies for suits him.

An application that does not suit joins no queue. Who finds slowly is a number of the identity, the
same in every replicate as the base date is, so that a search that has lasted long is more often that of somebody who
finds slowly; time without work may count besides.
"""

from laborsim.kernels.codes import OLDEST
from laborsim.kernels.compilation import compiled
from laborsim.kernels.month import Month
from laborsim.kernels.random import BASE_STREAM, decision, uniform
from laborsim.kernels.services.groups import age_of
from laborsim.kernels.state import WorkerRow

SLOW_FINDER = decision("worker.slow_finder")
SUITED = decision("worker.suited_post")

ALWAYS = 0  # the month of draws that never change


@compiled
def finds_slowly(worker: WorkerRow, month: Month) -> bool:
    """Say whether few posts suit somebody, which never changes."""
    return uniform(BASE_STREAM, worker.worker_id, ALWAYS, SLOW_FINDER) < month.search.slow_finders


@compiled
def suited_share(worker: WorkerRow, month: Month) -> float:
    """Return the share of the posts that suit a seeker this month, 1 = all."""
    search = month.search
    waited = min(month.step - int(worker.spell_start), len(search.fading) - 1)
    share = search.by_age[min(age_of(worker, month), OLDEST)] * search.fading[waited]
    return float(share * search.slow if finds_slowly(worker, month) else share)


@compiled
def is_suited(worker: WorkerRow, month: Month) -> bool:
    """Say whether the post that a seeker applies for this month suits him."""
    share = suited_share(worker, month)
    return share >= 1.0 or uniform(month.stream, worker.worker_id, month.step, SUITED) < share
