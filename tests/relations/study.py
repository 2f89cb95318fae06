"""Scenario after scenario: what was drawn, what held, what did not; shares and counts."""

import hashlib
import json
import random
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tests.relations.doses import COUNTED, counted
from tests.relations.draft import BASES, Base, Data, Draft, draft
from tests.relations.files import loaded, loaded_from_chain
from tests.relations.relations import ALWAYS, DRAWN, Case

from laborsim.experiment.running.replicate import simulate
from laborsim.identity.code import code_hash
from laborsim.levers import Lever
from laborsim.scenario.load import Loaded, ScenarioProblems
from laborsim.scenario.scenario import Scenario

A_BASE = 50
"""Scenarios in a row that share a base date."""

DRAWN_EACH = 2
MOST_REJECTED = 0.05
"""Share of drafts that `validate` may refuse: more would mean that what is drawn is not what is valid."""

THIRD = 1 / 3
FEATURES = ("path", "two groups", "two regions", "blocks overlap in time", "two parents")
"""What at least a third of the scenarios has."""


@dataclass(frozen=True)
class Seen:
    """One scenario: what it has, which relations were drawn, what was broken and how; `rejected`: by which codes."""

    seed: int
    base: str
    features: tuple[str, ...]
    drawn: tuple[str, ...]
    broken: dict[str, str]
    rejected: tuple[str, ...]
    seconds: float  # of CPU


def base_of(seed: int) -> Base:
    """Return the base date of a seed's scenario."""
    return BASES[seed // A_BASE % len(BASES)]


def look_at(seed: int, base: Base | None = None) -> Seen:
    """Draw a scenario, read it, live it, and try two relations that apply to it, after those that always do."""
    begun, chosen = time.process_time(), draft(seed, base or base_of(seed))
    return _look(chosen, begun)


def _look(chosen: Draft, begun: float) -> Seen:
    label = chosen.base.name
    with tempfile.TemporaryDirectory() as folder:
        try:
            world, broken = read(Path(folder), chosen)
        except ScenarioProblems as refused:
            codes = tuple(sorted({problem.code for problem in refused.problems if problem.severity == "error"}))
            return Seen(chosen.seed, label, (), (), {}, codes, time.process_time() - begun)
    drawn: list[str] = []
    case = Case(world, random.Random(f"{chosen.seed} relations"))
    for name, relation in ALWAYS.items():
        broken |= tried(name, relation, case) or {}
    for name in case.luck.sample(sorted(DRAWN), len(DRAWN)):
        if len(drawn) < DRAWN_EACH and (found := tried(name, DRAWN[name], case)) is not None:
            drawn.append(name)
            broken |= found
    parents = ("two parents",) if divided(chosen) else ()
    return Seen(chosen.seed, label, features(world) + parents, tuple(drawn), broken, (), time.process_time() - begun)


CHAIN = "a scenario over several files is the whole"


def divided(chosen: Draft) -> bool:
    """Return whether a draft is also read from a chain of files with two parents: every second one."""
    return chosen.seed % 2 == 0


def read(folder: Path, chosen: Draft) -> tuple[Scenario, dict[str, str]]:
    """Return a draft's scenario, and what is broken where other files say another. Raises ScenarioProblems.

    The others: one whose doses are counted from what is there, and of every second draft a chain of files.
    """
    world = loaded(folder, chosen.data).scenario
    others: dict[str, Callable[[], Loaded]] = {COUNTED: lambda: loaded(folder, counted(chosen))}
    if divided(chosen):
        others[CHAIN] = lambda: loaded_from_chain(folder, chosen)
    broken = {}
    for name, read_other in others.items():
        try:
            other = read_other().scenario
        except ScenarioProblems as refused:
            broken[name] = "; ".join(f"{one.code} {one.key}: {one.message.en}" for one in refused.problems)
            continue
        if other != world:
            broken[name] = _first_difference(world, other)
    return world, broken


def _first_difference(world: Scenario, other: Scenario) -> str:
    ours, theirs = world.model_dump(mode="json"), other.model_dump(mode="json")
    return next(f"{key}: {ours[key]} against {theirs[key]}" for key in ours if ours[key] != theirs[key])


def tried(name: str, relation: Any, case: Case) -> dict[str, str] | None:
    """Return what is broken; None where the relation does not apply. Whatever is raised is a breach."""
    try:
        found = relation(case)
    except Exception as error:  # a scenario that is valid has to be simulated, whatever it says
        return {name: f"{type(error).__name__}: {error}; {traceback.format_exc().splitlines()[-3].strip()}"}
    return None if found is None else {name: found} if found else {}


def features(world: Scenario) -> tuple[str, ...]:
    """Return which of the features a scenario has."""
    blocks: dict[str, list[Lever]] = {}
    for lever in world.levers:
        blocks.setdefault(lever.NAME, []).append(lever)
    months = range(world.horizon.start + 1, world.horizon.end + 1)
    in_force = {
        lever.key: {month for month in months if lever.schedule.at(month) is not None} for lever in world.levers
    }
    several = list(blocks.values())
    has = {
        "path": any(_is_path(lever) for lever in world.levers),
        "two groups": any(len({lever.who.model_dump_json() for lever in found}) > 1 for found in several),
        "two regions": any(len({lever.regions for lever in found}) > 1 for found in several),
        "blocks overlap in time": any(
            in_force[one.key] & in_force[other.key]
            for found in several
            for k, one in enumerate(found)
            for other in found[k + 1 :]
        ),
    }
    return tuple(name for name in has if has[name])


def _is_path(lever: Lever) -> bool:
    path = lever.schedule
    return path.before is not None or path.ramp > 0 or len({level for _, level in path.points}) > 1


def study(seeds: Iterable[int], log: Path, processes: int) -> Iterator[Seen]:
    """Yield every scenario that the log does not hold for this code, and add it to the log."""
    known = {seen.seed for seen in logged(log)}
    missing = [seed for seed in seeds if seed not in known]
    rows = [missing[k : k + A_BASE] for k in range(0, len(missing), A_BASE)]
    log.parent.mkdir(parents=True, exist_ok=True)
    now = code()
    with log.open("a", encoding="utf-8") as file:
        for seen in _looked_at(rows, processes):
            file.write(json.dumps({"code": now, **asdict(seen)}, ensure_ascii=False) + "\n")
            file.flush()
            yield seen


def _looked_at(rows: list[list[int]], processes: int) -> Iterator[Seen]:
    if processes == 1:
        yield from (look_at(seed) for seeds in rows for seed in seeds)
        return
    with get_context("spawn").Pool(processes) as pool:
        for row in pool.imap(_look_at_all, rows):
            yield from row


def _look_at_all(seeds: list[int]) -> list[Seen]:
    return [look_at(seed) for seed in seeds]


def code() -> str:
    """Return the hash of the code that simulates, draws and compares: when it changes, everything is tried again."""
    own = (Path(__file__).parent / f"{name}.py" for name in ("doses", "draft", "files", "worlds", "relations"))
    return hashlib.sha256(b"".join([code_hash(simulate).encode(), *(path.read_bytes() for path in own)])).hexdigest()[
        :16
    ]


def logged(log: Path) -> list[Seen]:
    """Return what a log holds of this code."""
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    found: list[Data] = [json.loads(line) for line in lines]
    now = code()
    mine = [{key: value for key, value in one.items() if key != "code"} for one in found if one["code"] == now]
    return [
        Seen(**{key: tuple(value) if isinstance(value, list) else value for key, value in one.items()}) for one in mine
    ]


def shares(seen: list[Seen]) -> dict[str, float]:
    """Return the share of valid scenarios that has each feature, and of drafts that were refused."""
    valid = [one for one in seen if not one.rejected]
    counted = Counter(name for one in valid for name in one.features)
    return {name: counted[name] / max(1, len(valid)) for name in FEATURES} | {"refused": 1 - len(valid) / len(seen)}


def table(seen: list[Seen]) -> str:
    """Return shares, counts and what is broken, for people."""
    valid, found = [one for one in seen if not one.rejected], shares(seen)
    lines = [
        f"{len(valid):,} valid scenarios of {len(seen):,} drafts, {sum(one.seconds for one in seen):,.0f} s of CPU"
    ]
    lines += [f"{found[name]:8.1%}  {name}" for name in (*FEATURES, "refused")]
    refused = Counter(code for one in seen for code in one.rejected)
    lines += [f"{number:8,}  refused: {code}" for code, number in refused.most_common()]
    tried = Counter(name for one in valid for name in (*ALWAYS, *one.drawn))
    tried[COUNTED] = len(valid)
    tried[CHAIN] = sum("two parents" in one.features for one in valid)
    broken = Counter(name for one in seen for name in one.broken)
    lines += [
        f"{tried[name]:8,}  {name.replace('_', ' ')}: {broken[name]} broken"
        for name in (COUNTED, CHAIN, *ALWAYS, *DRAWN)
    ]
    lines += [f"seed {one.seed}: {name}: {text}" for one in seen for name, text in one.broken.items()]
    return "\n".join(lines)


def shrunk(seed: int, relation: str) -> Data:
    """Return the smallest scenario found for which a relation is still broken: whatever may go is taken away."""
    chosen = draft(seed, base_of(seed))
    smaller = True
    while smaller:
        smaller = False
        for path in list(_paths(chosen.data)):
            tried = Draft(seed, chosen.base, _without(chosen.data, path))
            if is_broken(tried, relation):
                chosen, smaller = tried, True
                break
    return chosen.data


def is_broken(chosen: Draft, relation: str) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        try:
            world, broken = read(Path(folder), chosen)
        except ScenarioProblems:
            return False
    if relation in (CHAIN, COUNTED):
        return relation in broken
    always = {**ALWAYS, **DRAWN}[relation]
    return any(tried(relation, always, Case(world, random.Random(k))) for k in range(4))


def _paths(data: Data, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, value in data.items():
        if above or key in ("levers", "shocks", "context", "regions", "closure"):
            yield (*above, key)
        if isinstance(value, dict):
            yield from _paths(value, (*above, key)) if above or key in ("levers", "shocks", "context") else ()


def _without(data: Data, path: tuple[str, ...]) -> Data:
    if len(path) == 1:
        return {key: value for key, value in data.items() if key != path[0]}
    return {key: _without(value, path[1:]) if key == path[0] else value for key, value in data.items()}
