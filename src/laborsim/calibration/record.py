"""What one evaluation leaves."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Evaluation:
    """The moments and constants of one parameter vector and one luck."""

    theta: Floats  # [free parameter] in its own unit
    replicate: int
    moments: Floats  # [steered target] in its own unit
    constants: Floats  # [constant] as inputs.fit.constants_of has them
    seconds: float
