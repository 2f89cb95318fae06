"""What is always true: checked every month, in every run."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import FOUNDER, GONE, STATUSES, month_name
from laborsim.kernels.tally import AT, Counts
from laborsim.model.market import LEVELS

if TYPE_CHECKING:
    from laborsim.model.labor_model import LaborModel

MONEY_TOLERANCE = 0  # [fen]


class InvariantError(RuntimeError):
    """A law of accounting broke; the run stops with exit code 5."""


def check(model: "LaborModel", before: Counts) -> None:
    """Raise InvariantError, naming month, region and numbers, if anything that must hold does not."""
    now = model.counts
    if not np.isfinite(model.levels).all():  # first: the other laws compare with levels
        place, column = np.argwhere(~np.isfinite(model.levels))[0]
        _fail(model, int(place), f"level {LEVELS[column]} is not a number", model.levels[place, column], 0)
    _nobody_lost(model, before, now)
    _one_status_each(model, now)
    _capacity(model, now)
    _money(model)
    for name, array in (("count", now.series), ("group", now.groups), ("flow", now.od)):
        if (array < 0).any():
            place = int(np.argwhere(array < 0)[0][0])
            _fail(model, place, f"a {name} is negative", int(array.min()), 0)


def _fail(model: "LaborModel", place: int, what: str, left: object, right: object) -> None:
    code = model.region_codes[place]
    raise InvariantError(f"{month_name(model.months)}, {code}: {what}: {left} against {right}")


def _same(model: "LaborModel", what: str, left: NDArray[np.int64], right: NDArray[np.int64]) -> None:
    if not np.array_equal(left, right):
        place = int(np.flatnonzero(left != right)[0])
        _fail(model, place, what, left[place], right[place])


def _nobody_lost(model: "LaborModel", before: Counts, now: Counts) -> None:
    stock, earlier = now.series[:, : len(STATUSES)], before.series[:, : len(STATUSES)]
    entrants, leavers = now.series[:, AT["entrants"]], now.series[:, AT["leavers"]]
    _same(model, "people are not last month's + entrants − leavers", stock.sum(1), earlier.sum(1) + entrants - leavers)
    _same(model, "entrants are not what came in", entrants, now.moves[:, GONE].sum(1))
    for code, name in enumerate(STATUSES):
        _same(
            model,
            f"{name}: last month's stock is not where people came from",
            now.moves[:, code].sum(1),
            earlier[:, code],
        )
        _same(model, f"{name}: the stock is not where people went", now.moves[:, :, code].sum(1), stock[:, code])
    businesses = earlier[:, FOUNDER] + now.series[:, AT["business_starts"]] - now.series[:, AT["business_closures"]]
    _same(model, "businesses are not last month's + starts − closures", stock[:, FOUNDER], businesses)


def _one_status_each(model: "LaborModel", now: Counts) -> None:
    people = now.series[:, : len(STATUSES)].sum(1)
    official = now.series[:, AT["not_migrant"] : AT["not_migrant"] + 4].sum(1)
    _same(model, "monthly and annual statuses count different people", people, official)
    _same(model, "groups count different people", people, now.groups.sum((1, 2, 3, 4)))
    outbound = now.series[:, AT["official_outbound_inside"]] + now.series[:, AT["official_outbound_outside"]]
    _same(model, "destinations count different people", outbound, now.od.sum(1))


def _capacity(model: "LaborModel", now: Counts) -> None:
    # A worker heavier than the last place gets it by chance, so a place may be overfilled by less than one worker.
    own = model.persons
    heaviest = np.full_like(own, own.max())
    places: dict[str, tuple[NDArray[np.int64], str, NDArray[np.int64]]] = {
        "hires in the county market exceed its vacancies": (now.series[:, AT["hired_local"]], "vacancies_county", own),
        "hires in the urban market exceed its vacancies": (
            now.series[:, AT["hired_outbound"]],
            "vacancies_urban",
            heaviest,
        ),
        "park holders exceed the places": (now.series[:, AT["in_park"]], "park_places", own),
    }
    for what, (held, level, room) in places.items():
        limit = np.ceil(model.level(level)).astype(np.int64) + room
        if (held > limit).any():
            place = int(np.argmax(held - limit))
            _fail(model, place, what, int(held[place]), float(model.level(level)[place]))


def _money(model: "LaborModel") -> None:
    for lever in model.policy.levers:
        left = model.policy.ledger.budget[lever.key]
        if left is not None and left < MONEY_TOLERANCE:
            _fail(model, 0, f"{lever.key} overspent its budget", left, 0)
