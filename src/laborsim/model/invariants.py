"""What is always true: checked every month, in every run."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import FOUNDER, GONE, LOCAL, OUT, OUTBOUND, SEEKING, SEEKING_AWAY, STATUSES, month_name
from laborsim.kernels.counts import AT, Counts
from laborsim.model.market import LEVELS

MONEY_TOLERANCE = 0  # [fen]


class InvariantError(RuntimeError):
    """A law of accounting broke; the run stops with exit code 5."""


@dataclass(frozen=True)
class Books:
    """What a month leaves in the books."""

    month: int  # running month
    region_codes: tuple[str, ...]
    persons: NDArray[np.int64]  # that a worker stands for [region]
    before: Counts  # at the end of last month
    now: Counts
    levels: NDArray[np.float64]  # [region, level]
    left: Mapping[str, int | None]  # of each budget [fen]; None = no budget stated

    def level(self, name: str) -> NDArray[np.float64]:
        """Return one level [region]."""
        return self.levels[:, LEVELS.index(name)]


def check(books: Books) -> None:
    """Raise InvariantError, naming month, region and numbers, if anything that must hold does not."""
    now = books.now
    if not np.isfinite(books.levels).all():  # first: the other laws compare with levels
        place, column = np.argwhere(~np.isfinite(books.levels))[0]
        _fail(books, int(place), f"level {LEVELS[column]} is not a number", books.levels[place, column], 0)
    _nobody_lost(books)
    _one_status_each(books)
    _capacity(books)
    _money(books)
    for name, array in (("count", now.series), ("group", now.groups), ("flow", now.od)):
        if (array < 0).any():
            place = int(np.argwhere(array < 0)[0][0])
            _fail(books, place, f"a {name} is negative", int(array.min()), 0)


def _fail(books: Books, place: int, what: str, left: object, right: object) -> None:
    code = books.region_codes[place]
    raise InvariantError(f"{month_name(books.month)}, {code}: {what}: {left} against {right}")


def _same(books: Books, what: str, left: NDArray[np.int64], right: NDArray[np.int64]) -> None:
    if not np.array_equal(left, right):
        place = int(np.flatnonzero(left != right)[0])
        _fail(books, place, what, left[place], right[place])


def _nobody_lost(books: Books) -> None:
    before, now = books.before, books.now
    stock, earlier = now.series[:, : len(STATUSES)], before.series[:, : len(STATUSES)]
    entrants, leavers = now.series[:, AT["entrants"]], now.series[:, AT["leavers"]]
    _same(books, "people are not last month's + entrants − leavers", stock.sum(1), earlier.sum(1) + entrants - leavers)
    _same(books, "entrants are not what came in", entrants, now.moves[:, GONE].sum(1))
    for code, name in enumerate(STATUSES):
        _same(
            books,
            f"{name}: last month's stock is not where people came from",
            now.moves[:, code].sum(1),
            earlier[:, code],
        )
        _same(books, f"{name}: the stock is not where people went", now.moves[:, :, code].sum(1), stock[:, code])
    began = now.moves[:, (FOUNDER, SEEKING, SEEKING_AWAY, OUT, GONE)][:, :, (LOCAL, OUTBOUND)].sum()
    counted = now.series[:, AT["newly_employed"]].sum()
    if began != counted:
        what = "people newly employed are not who came to work in towns from elsewhere"  # counted where they work
        raise InvariantError(f"{month_name(books.month)}, all regions: {what}: {counted} against {began}")
    businesses = earlier[:, FOUNDER] + now.series[:, AT["business_starts"]] - now.series[:, AT["business_closures"]]
    _same(books, "businesses are not last month's + starts − closures", stock[:, FOUNDER], businesses)


def _one_status_each(books: Books) -> None:
    now = books.now
    people = now.series[:, : len(STATUSES)].sum(1)
    official = now.series[:, AT["not_migrant"] : AT["not_migrant"] + 4].sum(1)
    _same(books, "monthly and annual statuses count different people", people, official)
    _same(books, "groups count different people", people, now.groups.sum((1, 2, 3, 4)))
    outbound = now.series[:, AT["official_outbound_inside"]] + now.series[:, AT["official_outbound_outside"]]
    _same(books, "destinations count different people", outbound, now.od.sum(1))


def _capacity(books: Books) -> None:
    # A worker heavier than the last place gets it by chance, so a place may be overfilled by less than one worker.
    now, own = books.now, books.persons
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
        limit = np.ceil(books.level(level)).astype(np.int64) + room
        if (held > limit).any():
            place = int(np.argmax(held - limit))
            _fail(books, place, what, int(held[place]), float(books.level(level)[place]))


def _money(books: Books) -> None:
    for key, left in books.left.items():
        if left is not None and left < MONEY_TOLERANCE:
            _fail(books, 0, f"{key} overspent its budget", left, 0)
