"""Lives written by hand: a letter a month, a line a person."""

import numpy as np

from laborsim.calibration.facts.lives import KEPT, Lives
from laborsim.kernels.codes import (
    FOUNDER,
    GONE,
    LOCAL,
    NOWHERE,
    OUT,
    OUTBOUND,
    PLACED,
    SEEKING,
    SEEKING_AWAY,
    month_number,
)
from laborsim.kernels.traits import FEMALE_BIT, SCHOOLING_SHIFT

LETTERS = {
    "l": LOCAL, "o": OUTBOUND, "f": FOUNDER, "p": PLACED, "s": SEEKING, "a": SEEKING_AWAY, "r": OUT, ".": GONE,
}  # fmt: skip
START = month_number(2023, 12)


def lives(*lines, female=(), schooling=(), origin=(), before=(), elapsed=(), age=30, **columns) -> Lives:
    """Return lives; `columns` [person] or [month, person] replace what is kept of a month; who is away is in 1."""
    status = np.array([[LETTERS[letter] for letter in line] for line in lines], np.uint8).T
    months, persons = status.shape
    traits = np.zeros(persons, np.uint16)
    traits |= np.array(female or [0] * persons, np.uint16) * FEMALE_BIT
    traits |= np.array(schooling or [2] * persons, np.uint16) << SCHOOLING_SHIFT
    kept = {name: np.zeros((months, persons), np.uint16 if name in ("events", "traits") else np.uint8) for name in KEPT}
    kept["status"], kept["traits"][:] = status, traits
    away = np.isin(status, (OUTBOUND, SEEKING_AWAY))
    kept["destination"] = np.where(away, 1, NOWHERE).astype(np.uint8)
    for name, values in columns.items():
        kept[name] = np.broadcast_to(np.asarray(values, kept.get(name, np.zeros(0)).dtype), status.shape).copy()
    pay = kept.pop("pay", np.zeros(status.shape)).astype(np.float32)
    ages = np.broadcast_to(np.asarray(age), (persons,))
    return Lives(
        start=START,
        origin=np.array(origin or [0] * persons, np.uint8),
        identity=np.arange(persons, dtype=np.uint32),
        birth=(START - 12 * ages).astype(np.int16),
        elapsed=np.array(elapsed or [0] * persons, np.int64),
        before=np.array(before or [0] * persons, np.int64),
        pay=pay,
        **kept,
    )
