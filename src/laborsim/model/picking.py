"""Picking: who of several people is given what there is a quota of, exactly as many as the quota says."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]


def pick(candidates: Mask, group: NDArray[np.uint8], quota: NDArray[np.floating], keys: Floats) -> Mask:
    """Return the candidates with the lowest keys, as many in each group as its quota [workers] says."""
    chosen = np.zeros(len(candidates), bool)
    rows = np.flatnonzero(candidates)
    rows = rows[np.argsort(group[rows], kind="stable")]
    ends = np.searchsorted(group[rows], np.arange(len(quota) + 1))
    for number, (first, last) in zip(np.rint(quota).astype(np.int64).tolist(), pairwise(ends), strict=True):
        chosen[lowest(rows[first:last], number, keys)] = True
    return chosen


def lowest(rows: Rows, number: int, keys: Floats) -> Rows:
    """Return so many of the ascending rows with the lowest keys; of equal keys the first. Sorts nothing: it is slow."""
    if not 0 < number < len(rows):
        return rows[: max(number, 0)]
    of_rows = keys[rows]
    limit = np.partition(of_rows, number - 1)[number - 1]
    below = rows[of_rows < limit]
    return np.concatenate([below, rows[of_rows == limit][: number - len(below)]])


def weighted(luck: Floats, weights: Floats) -> Floats:
    """Return keys of which the lowest are a sample with chances as the weights are (Ohlsson 1998)."""
    keys: Floats = luck / weights
    return keys
