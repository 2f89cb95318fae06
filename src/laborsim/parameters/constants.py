"""The constants of a fit in one row, each in a form in which it may be moved: what is positive stays positive."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from laborsim.parameters.fit import Fit, InitialState, Vector

Floats = NDArray[np.float64]

PLAIN, LOG, LOGIT, SIMPLEX, ASCENDING = "plain", "log", "logit", "simplex", "ascending"

FORMS = {
    "local": PLAIN, "inside": PLAIN, "outside": PLAIN, "amenity": PLAIN, "out": PLAIN,
    "unemployment_county": LOGIT, "unemployment_urban": LOGIT, "finding_county": LOGIT, "finding_urban": LOGIT,
    "founding": PLAIN, "matching_county": LOG, "matching_urban": LOG, "founder_jobs": LOG,
}  # fmt: skip
"""Constants that answer to parameters, in the order of the row. Whatever answers linearly, does so in its form.

The chance of a place in a park is not among them: every draw has the fit's.
"""

STATE_FORMS = {
    "types": SIMPLEX, "spell_months": ASCENDING, "experience_months": ASCENDING, "savings_grid": ASCENDING,
    "debt_grid": ASCENDING,
}  # fmt: skip
"""The past of the people of a status and age band, after the constants: status by status, band by band."""

LAYOUT = " ".join(f"{name}:{form}" for name, form in {**FORMS, **STATE_FORMS}.items())
"""The row in words. A response of another layout holds other numbers."""

LEAST = 1e-4  # a share, or a part of the base date's jobs, that a run did not show at all counts as this much


def constants_of(fit: Fit) -> Floats:
    """Return every constant of a fit in one row, in the order and forms of FORMS and STATE_FORMS."""
    parts = [_into(form, np.atleast_1d(getattr(fit, name))) for name, form in FORMS.items()]
    parts += [
        _into(form, np.array(getattr(state, name))) for state in _states(fit) for name, form in STATE_FORMS.items()
    ]
    return np.concatenate(parts)


def with_constants(fit: Fit, constants: Floats) -> Fit:
    """Return the fit with other constants, checked: positive, shares between 0 and 1, quantiles in order.

    Raises ValueError for constants that are not finite.
    """
    left = constants

    def take(form: str, like: Vector | float) -> Vector | float:
        nonlocal left
        count = np.size(like)
        first, left = left[:count], left[count:]
        values: Vector = tuple(_out_of(form, first).tolist())
        return values if isinstance(like, tuple) else values[0]

    update: dict[str, Any] = {name: take(form, getattr(fit, name)) for name, form in FORMS.items()}
    update["initial"] = {
        status: tuple(
            InitialState(**{name: take(form, getattr(state, name)) for name, form in STATE_FORMS.items()})  # type: ignore[arg-type]  # vectors, as in the state
            for state in bands
        )
        for status, bands in fit.initial.items()
    }
    return Fit.model_validate({**dict(fit), **update})


def _states(fit: Fit) -> Iterator[InitialState]:
    for bands in fit.initial.values():
        yield from bands


def _into(form: str, values: Floats) -> Floats:
    """Return values in their form."""
    if form in {LOG, SIMPLEX}:
        return np.asarray(np.log(np.maximum(values, LEAST)))
    if form == LOGIT:
        inside = values.clip(LEAST, 1 - LEAST)
        return np.asarray(np.log(inside / (1 - inside)))
    return values.astype(np.float64)


def _out_of(form: str, row: Floats) -> Floats:
    """Return values whose form stands in the row."""
    if form == LOG:
        return np.exp(row)
    if form == LOGIT:
        return 1 / (1 + np.exp(-row))
    if form == SIMPLEX:
        parts = np.exp(row - row.max())
        return np.asarray(parts / parts.sum())
    if form == ASCENDING:
        return np.maximum.accumulate(row.clip(0.0))
    return row
