"""What one simulated run leaves behind: exact counts by month, and the file that holds them."""

import hashlib
import re
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from laborsim.experiment.run_errors import Damaged
from laborsim.experiment.store.array_files import UNREADABLE, packed, unpacked
from laborsim.experiment.store.atomic_files import sha256_of, write_whole

SCHEMA = "laborsim/results/2"

SERVICES = ("eligible", "aware", "applied", "approved", "served", "spent_fen", "returned_fen", "unmet")
"""Last axis of `Results.services`."""

Integers = NDArray[np.integer[Any]]
Records = NDArray[np.void]


class BadResults(Damaged):
    """A file that is not the whole, unchanged result of a run; it says which file and why."""


@dataclass(frozen=True)
class Results:
    """Monthly stocks and flows of one run. Rates are computed from them, never stored.

    T months after the base date, R regions, V variables, W levels, K offers (levers in canonical order).
    Persons carry their weights; money is in fen.
    """

    months: NDArray[np.int64]  # [T+1] running month numbers, first = base date
    regions: tuple[str, ...]  # [R] codes
    variables: tuple[str, ...]  # [V] names, as in kernels.counts.VARIABLES
    levels: tuple[str, ...]  # [W] names, as in model.market.LEVELS
    service_names: tuple[str, ...]  # [K] lever keys
    series: NDArray[np.int64]  # [T+1, R, V] persons, persons per month, fen
    groups: Integers  # [T+1, R, official status, sex, age band, schooling] persons, by origin
    od: Integers  # [T+1, R, R] official outbound by origin and destination, persons
    regional: NDArray[np.float64]  # [T+1, R, W] each level in its own unit
    services: NDArray[np.int64]  # [T+1, K, R, stage] see SERVICES; persons, fen
    spells: Records  # [businesses] worker_id, region, start, end (-1 = open), kind …
    sample: Records  # [workers × months] histories of a few workers; empty where nobody was followed

    def __post_init__(self) -> None:
        """Refuse arrays whose shapes contradict each other."""
        months, regions = len(self.months), len(self.regions)
        expected = {
            "series": (months, regions, len(self.variables)),
            "od": (months, regions, regions),
            "regional": (months, regions, len(self.levels)),
            "services": (months, len(self.service_names), regions, len(SERVICES)),
        }
        for name, shape in expected.items():
            if getattr(self, name).shape != shape:
                raise BadResults(f"{name} has the shape {getattr(self, name).shape}, expected {shape}")
        if self.groups.shape[:2] != (months, regions):
            raise BadResults(f"groups has the shape {self.groups.shape}, expected ({months}, {regions}, …)")

    def count(self, variable: str) -> NDArray[np.int64]:
        """Return one variable [T+1, R]. Raises ValueError for an unknown name."""
        return self.series[:, :, self.variables.index(variable)]

    @property
    def cost_fen(self) -> NDArray[np.int64]:
        """Return what each lever cost in each month [T+1, K, R], fen: what was spent, less what came back.

        Every sum of money in laborsim is a sum of these.
        """
        spent, returned = SERVICES.index("spent_fen"), SERVICES.index("returned_fen")
        cost: NDArray[np.int64] = self.services[..., spent] - self.services[..., returned]
        return cost

    def level(self, name: str) -> NDArray[np.float64]:
        """Return one level [T+1, R]. Raises ValueError for an unknown name."""
        return self.regional[:, :, self.levels.index(name)]


_NAMES = ("regions", "variables", "levels", "service_names")


def to_bytes(results: Results) -> bytes:
    """Return the results as a compressed NPZ; the same results give the same bytes."""
    members: dict[str, Any] = {field.name: getattr(results, field.name) for field in fields(Results)}
    members |= {name: np.array(members[name], dtype=np.str_) for name in _NAMES}
    return packed(SCHEMA, members)


def load_results(path: Path) -> Results:
    """Read results from an NPZ. Nothing in the file is ever executed.

    Raises BadResults for anything but results of this schema, OSError where the file cannot be read.
    """
    try:
        schema, arrays = unpacked(path)
        if schema != SCHEMA:
            raise BadResults(f"{path}: holds {schema!r}, this version reads {SCHEMA!r}")
        members: dict[str, Any] = {field.name: arrays[field.name] for field in fields(Results)}
    except BadResults:
        raise
    except UNREADABLE as error:
        raise BadResults(f"{path}: not the results of a run ({error}); run the scenario again") from error
    for name in _NAMES:
        members[name] = tuple(str(text) for text in members[name])
    return Results(**members)


def narrow(counts: NDArray[np.int64]) -> Integers:
    """Return counts in 32 bits where all of them fit, else unchanged."""
    limit = np.iinfo(np.int32)
    fits = counts.size == 0 or (counts.min() >= limit.min and counts.max() <= limit.max)
    return counts.astype(np.int32) if fits else counts


FOLDER = "replicates"
"""Name of the folder of replicates inside a run's folder."""

_NAME = re.compile(r"(\d{5,})-([0-9a-f]{16})\.npz")
_HASH_DIGITS = 16


def save_replicate(folder: Path, replicate: int, results: Results) -> Path:
    """Write one finished replicate; it appears under its name only when it is whole. Raises CannotWrite."""
    content = to_bytes(results)
    digest = hashlib.sha256(content).hexdigest()[:_HASH_DIGITS]
    path = folder / f"{replicate:05d}-{digest}.npz"
    write_whole(path, content)
    return path


def verified(folder: Path) -> dict[int, Path]:
    """Return the replicates on disk whose content is what their name says, in order."""
    found: dict[int, Path] = {}
    for path in sorted(folder.glob("*.npz")):
        name = _NAME.fullmatch(path.name)
        if name and sha256_of(path).startswith(name[2]):
            found[int(name[1])] = path
    return dict(sorted(found.items()))


def remove_damaged(folder: Path) -> list[str]:
    """Delete whatever in the folder is not a whole replicate; return the names."""
    whole = set(verified(folder).values())
    damaged = [path for path in sorted(folder.iterdir()) if path not in whole]
    for path in damaged:
        path.unlink()
    return [path.name for path in damaged]
