"""Whole numbers that keep their sums: persons into tables, persons into workers."""

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Real = NDArray[np.float64]

MOST_STEPS = 10_000  # of mending a rounded table; some tens are usual

CANDIDATES = 200  # steps looked at on either side of the golden section

GOLDEN = (5**0.5 - 1) / 2  # the step that spreads any run of consecutive workers most evenly over [0, 1)


def largest_remainder(x: Real, total: int) -> Whole:
    """Return whole numbers near x ≥ 0 (any shape) that sum to `total`; ties go to the earlier cell.

    x is scaled to `total` unless it already sums to it but for a rounding. Raises ValueError where people must
    be placed but x offers no place.
    """
    mass = float(x.sum())
    if mass <= 0:
        if total == 0:
            return np.zeros(x.shape, dtype=np.int64)
        raise ValueError(f"{total:,} persons to place, but every cell is 0; give at least one cell a positive weight")
    # Scaling would move a large cell by more than its share of a rounding.
    flat = x.ravel() if abs(mass - total) <= 0.5 else (x / mass * total).ravel()
    whole = np.floor(flat).astype(np.int64)
    missing = total - int(whole.sum())
    # A stable sort keeps ties in cell order, so that the result is the same on every machine.
    order = np.argsort(-(flat - whole), kind="stable")
    whole[order[:missing]] += 1
    if missing < 0:  # float error of a mass near 2^53 only
        whole[int(np.argmax(whole))] += missing
    return whole.reshape(x.shape)


def round_table(x: Real, rows: Whole, columns: Whole) -> Whole:
    """Return whole numbers near x [I, J] with exactly these row and column sums; cells of 0 stay 0.

    x must nearly have these sums already. Raises ValueError where it has not or the margins differ in total.
    """
    if int(rows.sum()) != int(columns.sum()):
        raise ValueError(
            f"margins disagree: rows sum to {int(rows.sum()):,}, columns to {int(columns.sum()):,} persons; "
            "scale one to the other first"
        )
    whole = np.floor(x).astype(np.int64)
    short_rows, short_columns = rows - whole.sum(axis=1), columns - whole.sum(axis=0)
    for _ in range(MOST_STEPS):
        if not (np.any(short_rows) or np.any(short_columns)):
            return whole
        _mend(whole, x, short_rows, short_columns)
    raise ValueError(
        f"margins cannot be met near the table: rows lack {short_rows.tolist()}, columns {short_columns.tolist()}; "
        "fit the table to them first (fitting.closest_table)"
    )


def _mend(whole: Whole, x: Real, short_rows: Whole, short_columns: Whole) -> None:
    """Move the most lacking row and column one step nearer to their sums, in place."""
    i, j = int(np.argmax(short_rows)), int(np.argmax(short_columns))
    if short_rows[i] > 0 and short_columns[j] > 0:
        if x[i, j] > 0:
            n = min(int(short_rows[i]), int(short_columns[j]))
            whole[i, j] += n
            short_rows[i] -= n
            short_columns[j] -= n
            return
        # The cell itself must stay empty: go round it over the fullest detour.
        detour = (x[i, :] > 0)[None, :] * (x[:, j] > 0)[:, None] * whole
        k, m = np.unravel_index(int(np.argmax(detour)), detour.shape)
        if detour[k, m] <= 0:
            raise ValueError(
                f"margins cannot be met: row {i} and column {j} lack people and share no cell; give them one"
            )
        whole[i, m] += 1
        whole[k, j] += 1
        whole[k, m] -= 1
        short_rows[i] -= 1
        short_columns[j] -= 1
        return
    i, j = int(np.argmin(short_rows)), int(np.argmin(short_columns))
    i = i if short_rows[i] < 0 else int(np.argmax(np.where(whole[:, j] > 0, x[:, j], -1)))
    j = j if short_columns[j] < 0 else int(np.argmax(np.where(whole[i, :] > 0, x[i, :], -1)))
    whole[i, j] -= 1
    short_rows[i] += 1
    short_columns[j] += 1


def workers_of(persons: Real, weight: Whole, row_totals: Whole | None = None, carry: Real | None = None) -> Whole:
    """Return how many workers of weight[g] persons stand for persons[g, c]: [G, C], whole.

    What one row cannot express (half a worker) is carried to the next, finest rows last, so that each
    column, and the sum over all columns, is met to the rounding of one worker. `row_totals` fixes the
    workers of each row; `carry` [C] is what earlier roundings still owe to each column [persons].
    """
    whole = np.zeros(persons.shape, dtype=np.int64)
    owed = np.zeros(persons.shape[1]) if carry is None else carry.astype(np.float64)
    for g in np.argsort(-weight, kind="stable"):
        wanted = np.maximum((persons[g] + owed) / weight[g], 0.0)
        wanted[persons[g] <= 0] = 0.0
        n = int(np.rint(((persons[g] + owed).sum()) / weight[g])) if row_totals is None else int(row_totals[g])
        whole[g] = largest_remainder(wanted if wanted.any() else persons[g], max(n, 0))
        owed += persons[g] - whole[g] * weight[g]
    return whole


@cache
def even_order(n: int) -> int:
    """Return a step m, prime to n, so that j·m mod n visits 0…n−1 once, every run of j evenly spread.

    Of the steps near the golden section the one whose continued fraction m ÷ n has the smallest largest
    term: a large term is a rhythm in which the sequence dwells.
    """
    near = range(max(1, round(n * GOLDEN) - CANDIDATES), round(n * GOLDEN) + CANDIDATES + 1)
    prime = [step for step in near if math.gcd(step, n) == 1]
    return min(prime, key=lambda step: (_longest_dwelling(step, n), step))


def _longest_dwelling(step: int, n: int) -> int:
    """Return the largest term of the continued fraction of step ÷ n."""
    largest = 0
    while step:
        largest = max(largest, n // step)
        step, n = n % step, step
    return largest
