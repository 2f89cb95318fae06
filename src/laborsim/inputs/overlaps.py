"""Two blocks of one lever must not act on the same people at the same time: nobody could say which holds."""

from dataclasses import dataclass

from laborsim.inputs.problems import Notes, Place, Problem
from laborsim.inputs.question import Horizon
from laborsim.inputs.reading import ReadBlock
from laborsim.kernels.codes import month_name
from laborsim.levers import Lever, Who

YOUNGEST, OLDEST = 0, 200  # years; beyond every worker's age


@dataclass(frozen=True)
class PlacedLever:
    """A lever, its block, and the place of its name in the file."""

    lever: Lever
    block: ReadBlock
    place: Place

    @property
    def path(self) -> str:
        """Return its key path."""
        return self.block.path


def check_overlaps(found: list[PlacedLever], horizon: Horizon, notes: Notes) -> None:
    """Note every pair of blocks of one lever that share a region, a month and a group."""
    for number, one in enumerate(found):
        for other in found[number + 1 :]:
            if one.lever.NAME == other.lever.NAME:
                _check_pair(one, other, horizon, notes)


def _check_pair(one: PlacedLever, other: PlacedLever, horizon: Horizon, notes: Notes) -> None:
    region = next((code for code in one.lever.regions if code in other.lever.regions), None)
    month = _common_month(one.lever, other.lever, horizon)
    if region and month is not None and _share_somebody(one.lever.who, other.lever.who):
        message = f"overlaps with '{one.path}' ({one.place}): both act in {region} in {month_name(month)}"
        notes.add(Problem("E308", other.path, other.place, message, hint="divide them by region, group or month"))


def _common_month(one: Lever, other: Lever, horizon: Horizon) -> int | None:
    """Return the first month in which both are in force, or None."""
    first = max(lever.schedule.start or horizon.start for lever in (one, other))
    last = min(lever.schedule.end or horizon.end for lever in (one, other))
    return first if first <= last else None


def _share_somebody(one: Who, other: Who) -> bool:
    """Return whether a worker could belong to both groups."""
    for name in ("returnee", "lifted_out", "trained", "children", "sex"):
        left, right = getattr(one, name), getattr(other, name)
        if left is not None and right is not None and left != right:
            return False
    youngest = max(who.min_age or YOUNGEST for who in (one, other))
    oldest = min(who.max_age or OLDEST for who in (one, other))
    return youngest <= oldest and bool(set(one.schooling_codes) & set(other.schooling_codes))
