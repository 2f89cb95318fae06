"""What a worker earns: regional pay × a profile in sex, schooling and age × what training adds."""

import numpy as np

from laborsim.kernels.codes import OLDEST
from laborsim.kernels.compilation import compiled
from laborsim.kernels.month import Month
from laborsim.kernels.services.groups import age_of
from laborsim.kernels.state import WorkerRow
from laborsim.kernels.traits import WORKSHOP_BIT, has, schooling, sex

MONTHS_A_YEAR = 12


@compiled
def profile_of(worker: WorkerRow, month: Month) -> float:
    """Return pay relative to a worker whose profile is 1."""
    traits = worker.traits
    age = min(age_of(worker, month), OLDEST)
    factor = month.pay.profile[sex(traits), schooling(traits), age]
    end = np.int64(worker.training_end)
    if end > 0 and end <= month.step:
        years = min((month.step - end) // MONTHS_A_YEAR, len(month.pay.training) - 1)
        factor *= month.pay.training[years]
    return float(factor)


@compiled
def local_pay(worker: WorkerRow, month: Month) -> float:
    """Return pay in a local job [yuan/month]."""
    return float(month.pay.county[worker.origin] * profile_of(worker, month))


@compiled
def outbound_pay(worker: WorkerRow, month: Month, destination: int) -> float:
    """Return pay in an outbound job at `destination` [yuan/month]."""
    return float(month.pay.urban[destination] * profile_of(worker, month))


@compiled
def placed_pay(worker: WorkerRow, month: Month) -> float:
    """Return pay in a public-welfare post or a workshop [yuan/month]."""
    origin = worker.origin
    if has(worker.traits, WORKSHOP_BIT):
        return local_pay(worker, month) * float(month.pay.workshop_ratio[origin])
    return float(month.pay.post[int(worker.served) - 1, origin])
