"""A worker's months in both worlds, and the month in which they part."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from laborsim.analysis.ledger.pairs import PairedWorlds
from laborsim.analysis.ledger.people import IN_WORK, NEAR_HOME, STATES, People, living
from laborsim.analysis.stories.utility_terms import Reason, Situation, reason_of
from laborsim.kernels.codes import GONE
from laborsim.kernels.life.birthday import monthly_income
from laborsim.kernels.state import WorkerColumns
from laborsim.published.words import UnknownName, Words

FOUNDER_STATE = STATES.index("founder")
AWAY_STATES = (STATES.index("outbound_inside"), STATES.index("outbound_outside"), STATES.index("seeking_away"))

Flags = NDArray[np.bool_]
States = NDArray[np.uint8]


def _is(states: States, which: Iterable[int]) -> Flags:
    flags: Flags = np.isin(states, tuple(which))
    return flags


SAMPLES: dict[str, tuple[str, Callable[[States, States], Flags]]] = {
    "returned": (
        "away without the measures, at home with them", lambda a, b: _is(b, AWAY_STATES) & ~_is(a, AWAY_STATES)
    ),
    "left": ("at home without the measures, away with them", lambda a, b: ~_is(b, AWAY_STATES) & _is(a, AWAY_STATES)),
    "founded": (
        "in business with the measures only", lambda a, b: _is(a, (FOUNDER_STATE,)) & ~_is(b, (FOUNDER_STATE,))
    ),
    "gained": ("in work with the measures only", lambda a, b: _is(a, IN_WORK) & ~_is(b, IN_WORK)),
    "lost": ("in work without the measures only", lambda a, b: ~_is(a, IN_WORK) & _is(b, IN_WORK)),
    "near-home": ("in work near home with the measures only", lambda a, b: _is(a, NEAR_HOME) & ~_is(b, NEAR_HOME)),
}  # fmt: skip
"""Samples of people by where they are in the last month, scenario and baseline."""


@dataclass(frozen=True)
class Stretch:
    """Months in which a worker's status and place stay as they are in both worlds; worlds: scenario, baseline."""

    first: int
    last: int
    states: tuple[str, str]  # "gone" before he comes and after he leaves
    places: tuple[int, int]  # region
    pay_yuan: tuple[float, float]  # mean [yuan/month]

    @property
    def differs(self) -> bool:
        """Whether the worlds differ."""
        return self.states != self.states[::-1] or self.places != self.places[::-1]


@dataclass(frozen=True)
class Story:
    """One worker of a pair in both worlds; `deciding` and `reason` are None where the worlds never part."""

    worker_id: int
    pair: int
    persons: int  # that the worker stands for
    origin: int
    birth_month: int
    groups: dict[str, int]
    stretches: tuple[Stretch, ...]
    deciding: int | None = None
    reason: Reason | None = None
    after: tuple[str, str] = ("", "")  # states at the end of the deciding month
    partings: int = 0  # months in which the worlds parted, the deciding one among them


@dataclass(frozen=True)
class _Line:
    month: int
    states: tuple[str, str]
    places: tuple[int, int]
    pay: tuple[float, float]


@dataclass
class _Diary:
    """What is written down about one worker while a pair goes on."""

    worker_id: int
    lines: list[_Line] = field(default_factory=list)
    partings: list[tuple[int, Situation, Situation]] = field(default_factory=list)
    who: tuple[int, int, int, dict[str, int]] | None = None

    def write(self, line: _Line, moments: tuple[Situation, Situation] | None = None) -> None:
        """Write down a month; keep its moments where the worlds part in it."""
        apart = line.states[0] != line.states[1] or line.places[0] != line.places[1]
        was_apart = bool(self.lines) and (
            self.lines[-1].states[0] != self.lines[-1].states[1] or self.lines[-1].places[0] != self.lines[-1].places[1]
        )
        if apart and not was_apart and moments is not None:
            self.partings.append((line.month, *moments))
        self.lines.append(line)


def stories(pair: PairedWorlds, worker_ids: Sequence[int]) -> list[Story]:
    """Run a pair from its base date to the end; return the stories of some workers in the order asked.

    Raises UnknownName naming the workers who never live in it.
    """
    diaries = [_Diary(worker) for worker in worker_ids]
    for diary, row in zip(diaries, _rows_of(pair.observed[0].columns, worker_ids), strict=True):
        _note(diary, pair, row, None)
    while pair.running:
        eves = [_eve(pair, row) for row in _rows_of(pair.observed[0].columns, worker_ids)]
        pair.step()
        for diary, eve, row in zip(diaries, eves, _rows_of(pair.observed[0].columns, worker_ids), strict=True):
            _note(diary, pair, row, eve)
    unknown = [str(diary.worker_id) for diary in diaries if diary.who is None]
    if unknown:
        named = ", ".join(unknown)
        raise UnknownName(
            Words(f"no worker {named} in pair {pair.replicate}", f"第{pair.replicate}对模拟中没有个体 {named}")
        )
    return [_story(diary, pair.replicate) for diary in diaries]


def sampled(pair: PairedWorlds, sample: str, number: int) -> list[int]:
    """Run a pair to its end; return up to `number` workers of a sample, spread evenly over all of them.

    Raises UnknownName for a sample that is not in `SAMPLES`.
    """
    if sample not in SAMPLES:
        known = ", ".join(SAMPLES)
        raise UnknownName(
            Words(f"unknown sample {sample!r}; known samples: {known}", f"未识别的样本 {sample!r}；可用：{known}")
        )
    while pair.running:
        pair.step()
    rows = living(pair.observed[0])
    ours, theirs = (People(world, rows) for world in pair.observed[:2])
    ids = np.sort(ours.column("worker_id")[SAMPLES[sample][1](ours.state, theirs.state)])
    chosen = np.linspace(0, len(ids) - 1, min(number, len(ids)))
    return [int(worker) for worker in ids[np.rint(chosen).astype(np.int64)]]


def _rows_of(columns: WorkerColumns, worker_ids: Sequence[int]) -> list[int | None]:
    rows = [np.flatnonzero((columns.worker_id == worker) & (columns.status != GONE)) for worker in worker_ids]
    return [int(row[0]) if len(row) else None for row in rows]


Eve = tuple[WorkerColumns, WorkerColumns] | None
"""A worker before the month, in the scenario and in the baseline; None = not there yet."""


def _eve(pair: PairedWorlds, row: int | None) -> Eve:
    return None if row is None else _as_they_are(pair, row)


def _as_they_are(pair: PairedWorlds, row: int) -> tuple[WorkerColumns, WorkerColumns]:
    ours, theirs = pair.observed[:2]
    return _copied(ours.columns, row), _copied(theirs.columns, row)


def _copied(columns: WorkerColumns, row: int) -> WorkerColumns:
    copied: WorkerColumns = columns[row : row + 1].copy()  # type: ignore[assignment]  # rows of a record array
    return copied


def _moments(pair: PairedWorlds, row: int, eve: Eve) -> tuple[Situation, Situation]:
    """Return what the month's decision depends on; of somebody who has just come, what his first job does."""
    come = eve or _as_they_are(pair, row)
    ours, theirs = (
        Situation(before, world.month, world.places, world.tastes, is_first=eve is None)
        for before, world in zip(come, pair.observed, strict=False)
    )
    return ours, theirs


def _note(diary: _Diary, pair: PairedWorlds, row: int | None, eve: Eve) -> None:
    if row is None:
        diary.write(_Line(pair.months, ("gone", "gone"), (0, 0), (0.0, 0.0)))
        return
    ours, theirs = (People(world, np.array([row])) for world in pair.observed[:2])
    if diary.who is None:
        groups = {name: int(codes[0]) for name, codes in ours.groups.items()}
        diary.who = int(ours.persons[0]), int(ours.origin[0]), int(ours.column("birth_month")[0]), groups
    paid = [float(monthly_income(people.world.columns[row], people.world.month)) for people in (ours, theirs)]
    line = _Line(
        month=pair.months,
        states=(STATES[ours.state[0]], STATES[theirs.state[0]]),
        places=(int(ours.place[0]), int(theirs.place[0])),
        pay=(paid[0], paid[1]),
    )
    diary.write(line, _moments(pair, row, eve))


def _story(diary: _Diary, pair: int) -> Story:
    assert diary.who is not None
    persons, origin, birth_month, groups = diary.who
    told = Story(diary.worker_id, pair, persons, origin, birth_month, groups, _stretches(diary.lines))
    if not diary.partings:
        return told
    ends_apart = told.stretches[-1].differs
    month, ours, theirs = diary.partings[-1 if ends_apart else 0]
    line = next(line for line in diary.lines if line.month == month)
    parted = len(diary.partings)
    return replace(told, deciding=month, reason=reason_of(ours, theirs), after=line.states, partings=parted)


def _stretches(lines: Sequence[_Line]) -> tuple[Stretch, ...]:
    found: list[list[_Line]] = []
    for line in lines:
        if found and (found[-1][-1].states, found[-1][-1].places) == (line.states, line.places):
            found[-1].append(line)
        else:
            found.append([line])
    return tuple(
        Stretch(
            part[0].month, part[-1].month, part[0].states, part[0].places,
            (float(np.mean([line.pay[0] for line in part])), float(np.mean([line.pay[1] for line in part]))),
        )
        for part in found
    )  # fmt: skip
