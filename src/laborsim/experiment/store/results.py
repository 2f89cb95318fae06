"""What one simulated run leaves behind: exact counts by month, and the file that holds them."""

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from laborsim.experiment.run_errors import Damaged
from laborsim.experiment.store.array_files import packed, unpacked
from laborsim.experiment.store.atomic_files import is_of, seal_of, write_whole
from laborsim.identity.array_errors import UNREADABLE
from laborsim.kernels.codes import FIVE_YEAR_BANDS
from laborsim.model.ledger import STAGES
from laborsim.published.words import Words

SCHEMA = "laborsim/results/4"

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
    services: NDArray[np.int64]  # [T+1, K, R, stage] see STAGES; persons, fen
    spells: Records  # [businesses] worker_id, region, start, end (-1 = open), kind …
    sample: Records  # [workers × months] histories of a few workers; empty where nobody was followed
    group_names: tuple[str, ...] = ()  # [G] groups of the scenario's own
    ages: Integers | None = None  # [T+1, R, five-year age band, status of kernels.counts.BY_AGE]; None = not counted
    own: Integers | None = None  # [T+1, G, five-year age band, V] their members, wherever they are; None = no group

    def __post_init__(self) -> None:
        """Refuse arrays whose shapes contradict each other."""
        months, regions = len(self.months), len(self.regions)
        expected = {
            "series": (months, regions, len(self.variables)),
            "od": (months, regions, regions),
            "regional": (months, regions, len(self.levels)),
            "services": (months, len(self.service_names), regions, len(STAGES)),
            "own": (months, len(self.group_names), len(FIVE_YEAR_BANDS), len(self.variables)),
        }
        if self.own is None:
            object.__setattr__(self, "own", np.zeros(expected["own"], np.int64))
        if self.ages is None:  # a run of before
            object.__setattr__(self, "ages", np.zeros((months, regions, len(FIVE_YEAR_BANDS), 0), np.int64))
        assert self.ages is not None
        expected["ages"] = (months, regions, len(FIVE_YEAR_BANDS), self.ages.shape[-1])
        for name, shape in expected.items():
            if getattr(self, name).shape != shape:
                raise BadResults(
                    Words(
                        f"{name} has the shape {getattr(self, name).shape}, expected {shape}",
                        f"{name} 的形状为 {getattr(self, name).shape}，应为 {shape}",
                    )
                )
        if self.groups.shape[:2] != (months, regions):
            raise BadResults(
                Words(
                    f"groups has the shape {self.groups.shape}, expected ({months}, {regions}, …)",
                    f"groups 的形状为 {self.groups.shape}，应为（{months}, {regions}, …）",
                )
            )

    def count(self, variable: str) -> NDArray[np.int64]:
        """Return one variable [T+1, R]. Raises ValueError for an unknown name."""
        return self.series[:, :, self.variables.index(variable)]

    @property
    def cost_fen(self) -> NDArray[np.int64]:
        """Return what each lever cost in each month [T+1, K, R], fen: what was spent, less what came back.

        Every sum of money in laborsim is a sum of these.
        """
        spent, returned = STAGES.index("spent_fen"), STAGES.index("returned_fen")
        cost: NDArray[np.int64] = self.services[..., spent] - self.services[..., returned]
        return cost

    def age_count(self, variable: str, band: int) -> NDArray[np.float64]:
        """Return people of a status in a five-year age band, by home [T+1, R]; NaN where the run did not count them.

        Raises ValueError for a variable that is not counted by age.
        """
        assert self.ages is not None
        column = self.variables.index(variable)
        if self.ages.shape[-1] == 0:
            return np.full(self.ages.shape[:2], np.nan)
        if column >= self.ages.shape[-1]:
            raise ValueError(f"{variable} is not counted by age")
        return self.ages[:, :, band, column].astype(np.float64)

    def own_count(self, variable: str) -> NDArray[np.int64]:
        """Return one variable of the groups of the scenario's own [T+1, G, five-year age band]. Raises ValueError."""
        assert self.own is not None
        return self.own[..., self.variables.index(variable)].astype(np.int64)

    def level(self, name: str) -> NDArray[np.float64]:
        """Return one level [T+1, R]. Raises ValueError for an unknown name."""
        return self.regional[:, :, self.levels.index(name)]


_NAMES = ("regions", "variables", "levels", "service_names", "group_names")


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
            raise BadResults(
                Words(
                    f"{path}: holds {schema!r}, this version reads {SCHEMA!r}",
                    f"{path}：格式为 {schema!r}，本版读取 {SCHEMA!r}",
                )
            )
        members: dict[str, Any] = {field.name: arrays[field.name] for field in fields(Results) if field.name != "ages"}
        members |= {"ages": arrays.get("ages")}  # a run of before has none
        members |= {name: tuple(str(text) for text in members[name]) for name in _NAMES}
        return Results(**members)
    except BadResults:
        raise
    except UNREADABLE as error:
        raise BadResults(
            Words(
                f"{path}: not the results of a run ({error}); run the scenario again",
                f"{path}：不是模拟结果（{error}）；请重新运行该情景",
            )
        ) from error


def narrow(counts: NDArray[np.int64]) -> Integers:
    """Return counts in 32 bits where all of them fit, else unchanged."""
    limit = np.iinfo(np.int32)
    fits = counts.size == 0 or (counts.min() >= limit.min and counts.max() <= limit.max)
    return counts.astype(np.int32) if fits else counts


FOLDER = "replicates"
"""Name of the folder of replicates inside a run's folder."""

_NAME = re.compile(r"(\d{5,})-([0-9a-f]{16})\.npz")


def save_replicate(folder: Path, replicate: int, results: Results, run_hash: str) -> Path:
    """Write one finished replicate of a run; it appears under its name only when it is whole. Raises CannotWrite."""
    content = to_bytes(results)
    path = folder / f"{replicate:05d}-{seal_of(content, _owner(run_hash, replicate))}.npz"
    write_whole(path, content)
    return path


def _owner(run_hash: str, replicate: int) -> str:
    return f"{SCHEMA} {run_hash} {replicate}"


def verified(folder: Path, run_hash: str) -> dict[int, Path]:
    """Return the replicates on disk that are whole and of this run, by what their name says of their content.

    One that was copied from another run, or that has another's number, is none.
    """
    found: dict[int, Path] = {}
    for path in sorted(folder.glob("*.npz")):
        name = _NAME.fullmatch(path.name)
        if name and is_of(path, name[2], _owner(run_hash, int(name[1]))):
            found[int(name[1])] = path
    return dict(sorted(found.items()))


def by_number(names: Iterable[str]) -> dict[int, str]:
    """Return those of the files in a run's folder that are named as replicates, by their number."""
    found = ((_NAME.fullmatch(name.removeprefix(f"{FOLDER}/")), name) for name in names if name.startswith(FOLDER))
    return dict(sorted((int(match[1]), name) for match, name in found if match))


def remove_foreign(folder: Path, run_hash: str) -> list[str]:
    """Delete whatever in the folder is not a whole replicate of this run; return the names."""
    whole = set(verified(folder, run_hash).values())
    foreign = [path for path in sorted(folder.iterdir()) if path not in whole]
    for path in foreign:
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    return [path.name for path in foreign]
