"""The task: one replicate of one world, from the base date to the last month."""

import copy
import hashlib
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.store.results import Records, Results, narrow
from laborsim.kernels.codes import GONE
from laborsim.model.ledger import STAGES
from laborsim.parameters.parameters import Parameters
from laborsim.parameters.posterior import draw_fault, parameters_of
from laborsim.population.group_sizes import size_faults
from laborsim.published.words import Words
from laborsim.scenario.horizons import draw_faults, horizon_faults
from laborsim.scenario.load import Horizon, Scale, Scenario

NOBODY: Records = np.zeros(0, [("worker_id", np.uint32)])
"""The sample of a run in which nobody was followed."""


class MonthCounts(Protocol):
    """One month's counts, as `kernels.counts.Counts`."""

    @property
    def series(self) -> NDArray[np.int64]: ...  # noqa: D102 - see kernels.counts
    @property
    def groups(self) -> NDArray[np.int64]: ...  # noqa: D102
    @property
    def od(self) -> NDArray[np.int64]: ...  # noqa: D102
    @property
    def ages(self) -> NDArray[np.int64]: ...  # noqa: D102
    @property
    def own(self) -> NDArray[np.int64]: ...  # noqa: D102


class Recordable(Protocol):
    """What the recorder reads off a model, in the month in which it stands; it can neither write nor go on."""

    @property
    def months(self) -> int: ...  # noqa: D102 - see model.labor_model
    @property
    def counts(self) -> MonthCounts: ...  # noqa: D102
    @property
    def levels(self) -> NDArray[np.float64]: ...  # noqa: D102
    @property
    def services(self) -> NDArray[np.int64]: ...  # noqa: D102
    @property
    def service_names(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def region_codes(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def closed_businesses(self) -> Records: ...  # noqa: D102
    @property
    def workers(self) -> Any: ...  # noqa: D102

    def open_businesses(self) -> Records:
        """Return the businesses that are open now; `end` is -1."""

    def follow(self, worker_ids: NDArray[np.uint32]) -> Records:
        """Return this month's row of each of these workers."""


class Recorder:
    """Collects the months of one run; `results` puts them together."""

    def __init__(
        self,
        model: Recordable,
        variables: Sequence[str],
        levels: Sequence[str],
        followed: int,
        groups: Sequence[str] = (),
    ) -> None:
        self._variables, self._levels, self._group_names = tuple(variables), tuple(levels), tuple(groups)
        columns = model.workers.columns
        living = columns.worker_id[columns.status != GONE] if followed else columns.worker_id[:0]
        self._followed = evenly_spaced(living, followed)
        self._months: list[int] = []
        self._series: list[NDArray[np.int64]] = []
        self._groups: list[NDArray[np.integer[Any]]] = []
        self._od: list[NDArray[np.integer[Any]]] = []
        self._ages: list[NDArray[np.integer[Any]]] = []
        self._own: list[NDArray[np.int64]] = []
        self._regional: list[NDArray[np.float64]] = []
        self._services: list[NDArray[np.int64]] = []
        self._spells: list[Records] = []
        self._sample: list[Records] = []

    @property
    def months_seen(self) -> int:
        """Months written down so far, the base date not counted; −1 = not even that."""
        return len(self._months) - 1

    def branch(self, services: Sequence[NDArray[np.int64]]) -> "Recorder":
        """Return a recorder that has seen the same months of another world, whose ledger of them is `services`."""
        other = copy.copy(self)
        for name, seen in vars(self).items():
            if isinstance(seen, list):
                setattr(other, name, seen.copy())
        other._services = list(services)
        return other

    def record(self, model: Recordable) -> None:
        """Write down the model's present month."""
        counts = model.counts
        self._months.append(model.months)
        self._series.append(counts.series.copy())
        self._groups.append(narrow(counts.groups))
        self._od.append(narrow(counts.od))
        self._ages.append(narrow(counts.ages))
        self._own.append(counts.own[: len(self._group_names)].copy())
        self._regional.append(model.levels.copy())
        self._services.append(model.services.copy())
        self._spells.append(model.closed_businesses.copy())
        if len(self._followed):
            self._sample.append(model.follow(self._followed))

    def results(self, model: Recordable) -> Results:
        """Return everything recorded, with the businesses that are still open."""
        regions = len(model.region_codes)
        services = np.array(self._services, np.int64)
        return Results(
            months=np.array(self._months, np.int64),
            regions=tuple(model.region_codes),
            variables=self._variables,
            levels=self._levels,
            service_names=tuple(model.service_names),
            series=np.array(self._series, np.int64),
            groups=np.array(self._groups),
            od=np.array(self._od),
            regional=np.array(self._regional, np.float64),
            services=services.reshape(len(self._months), len(model.service_names), regions, len(STAGES)),
            spells=np.concatenate([*self._spells, model.open_businesses()]),
            sample=np.concatenate(self._sample) if self._sample else NOBODY,
            group_names=self._group_names,
            ages=np.array(self._ages),
            own=np.array(self._own, np.int64) if self._group_names else None,
        )


def evenly_spaced(worker_ids: NDArray[np.uint32], wanted: int) -> NDArray[np.uint32]:
    """Return up to `wanted` workers spread evenly over the rows: the same people in every scenario."""
    rows = np.linspace(0, len(worker_ids) - 1, min(wanted, len(worker_ids)))
    return worker_ids[rows.astype(np.int64)]


FOLLOWED = 200
"""Workers whose monthly histories replicate 0 keeps: enough to read, too few to be a statistic."""

COARSEST = 1_000_000  # persons per worker in a run that only compiles

OnMonth = Callable[[int], None]
"""Told after each month how many are done."""


@dataclass(frozen=True)
class Task:
    """One replicate of one world, and the folder in which its results belong.

    `parameters`: None = as in every run: the draw that the replicate has by `parameters.posterior`. `owner`: hash of
    the run that the results are part of; no other run takes them for its own.
    """

    world: Scenario
    replicate: int
    folder: Path
    parameters: Parameters | None = None
    owner: str = ""

    @property
    def months(self) -> int:
        """Months to simulate."""
        return self.world.horizon.months

    @property
    def name(self) -> str:
        """What people call it."""
        return f"{self.world.id}, replicate {self.replicate}, seed {self.world.run.seed}"

    @cached_property
    def base(self) -> str:
        """Hash of what its base date depends on: tasks that share it are done one after the other."""
        return hashlib.sha256(f"{self.replicate} {_setting_key(self.world, self.parameters)}".encode()).hexdigest()


Simulate = Callable[[Task, OnMonth], Results]
"""What turns a task into results; it must give the same bits whenever and wherever it is called."""


class Simulated(Recordable, Protocol):
    """What goes on month by month and is recorded: `model.labor_model.LaborModel`, or a stand-in in the tests."""

    @property
    def running(self) -> bool:
        """Whether months are left."""

    def step(self) -> None:
        """Advance one month."""


Begun = tuple[Any, Recorder]
"""A `LaborModel`, and what has seen its months."""


def simulate(task: Task, on_month: OnMonth = lambda month: None) -> Results:
    """Simulate one replicate with the labor model. Raises InvariantError where the books do not close."""
    horizon, key = task.world.horizon, _past_key(task)
    quiet = horizon.start + task.world.quiet_months
    model, recorder = _from_past(_PASTS.get(key), task.world) or _at_base_date(task)
    if recorder.months_seen > 0:
        on_month(recorder.months_seen)
    if model.months < quiet < horizon.end:
        live(model, recorder, on_month, quiet)
        _forget_past()
        kept = None if len(model.workers.columns) > MOST_KEPT else _from_past((model, recorder), task.world)
        if kept is not None:
            _PASTS[key] = kept
    results = observe(model, recorder, on_month)
    model.workers.let_go()
    return results


def _forget_past() -> None:
    for model, _ in _PASTS.values():
        model.workers.let_go()
    _PASTS.clear()


def _from_past(past: Begun | None, world: Scenario) -> Begun | None:
    """Return a model that goes on from a past in another world, and its recorder; None where it cannot."""
    if past is None:
        return None
    model, recorder = past
    found = model.branch(world)
    return None if found is None else (found.model, recorder.branch(found.services))


def _at_base_date(task: Task) -> Begun:
    # mesa and numba cost seconds: whoever only reads results never pays for them.
    from laborsim.kernels.counts import VARIABLES  # noqa: PLC0415
    from laborsim.model.labor_model import LaborModel  # noqa: PLC0415
    from laborsim.model.market import LEVELS  # noqa: PLC0415
    from laborsim.model.what_if import setting_of  # noqa: PLC0415

    key = _base_key(task)
    if key not in _SETTINGS:
        _SETTINGS.clear()  # one is enough, and at scale 1 all that fits
        _forget_past()
        _SETTINGS[key] = setting_of(task.world, task.replicate, task.parameters)
    model = LaborModel(task.world, task.replicate, setting=_SETTINGS[key])
    named = tuple(group.name for group in task.world.groups)
    return model, Recorder(model, VARIABLES, LEVELS, FOLLOWED if task.replicate == 0 else 0, named)


_SETTINGS: dict[str, Any] = {}
"""The base date of the last replicate: building it takes as long as some months of simulation."""

_PASTS: dict[str, Begun] = {}
"""The last replicate as it was before anything new was done or happened: its other worlds go on from there."""

MOST_KEPT = 10_000_000  # workers; what more of them have lived through takes too much memory to be held once more


def _setting_key(scenario: Scenario, parameters: Parameters | None) -> str:
    """Return what a `model.Setting` depends on: everything but the policy and the months after the base date.

    `parameters`: None = those of the replicate.
    """
    after = {
        "levers",
        "shocks",
        "goals",
        "context",
        "closure",
        "regions",
        "tags",
        "description",
        "title",
        "title_zh",
        "groups",
    }
    world = scenario.model_dump(mode="json", exclude={*after, "id", "horizon", "run"})
    scale = scenario.run.scale.model_dump(mode="json")
    fixed = None if parameters is None else parameters.model_dump(mode="json")
    return json.dumps([world, scenario.horizon.start, scale, fixed], sort_keys=True)


def _base_key(task: Task) -> str:
    """Return what the `model.Setting` of a task depends on: the shipped parameters of its draw, or those given.

    Where the scenario draws parameters of its own, it also depends on their luck.
    """
    world, replicate = task.world, task.replicate
    draws = any(one.uncertainty is not None for one in world.parameters)
    luck = [world.run.seed, replicate] if draws else None
    return json.dumps([_setting_key(world, task.parameters or parameters_of(world, replicate)), luck])


def _past_key(task: Task) -> str:
    """Return what the months depend on in which no lever moves, besides the levers."""
    world = task.world
    luck, context = [world.run.seed, task.replicate], world.context.model_dump(mode="json")
    groups = [group.model_dump(mode="json") for group in world.groups]
    return json.dumps([_base_key(task), luck, world.closure, context, groups], sort_keys=True)


def observe(model: Simulated, recorder: Recorder, on_month: OnMonth) -> Results:
    """Run a model to its last month and return what the recorder saw."""
    live(model, recorder, on_month)
    return recorder.results(model)


def live(model: Simulated, recorder: Recorder, on_month: OnMonth, until: float = math.inf) -> None:
    """Run a model to a month or to its last, and let the recorder see what it has not seen yet."""
    if recorder.months_seen < 0:
        recorder.record(model)
    while model.running and model.months < until:
        model.step()
        recorder.record(model)
        on_month(recorder.months_seen)


WRONG = Words("scenario {world}: {key}: {message}; {hint}", "情景 {world}：{key}：{message}；{hint}")
WRONG_NUMBER = Words(
    "scenario {world}: {key}: {message}, got {got}; {hint}", "情景 {world}：{key}：{message}，填写值：{got}；{hint}"
)


def check_can_be_simulated(world: Scenario) -> None:
    """Raise WrongInput where no replicate of a world could begin, or where intervals over all of them would lie."""
    for fault in horizon_faults(world):
        raise WrongInput(
            WRONG.holding(world=world.id, key=f"horizon.{fault.side}", message=fault.message, hint=fault.hint)
        )
    for key, number, message, hint in draw_faults(world):
        raise WrongInput(WRONG_NUMBER.holding(world=world.id, key=key, message=message, got=number, hint=hint))
    for group, message, hint in size_faults(world):
        raise WrongInput(
            WRONG_NUMBER.holding(
                world=world.id, key=f"groups.{group.name}.persons", message=message, got=group.persons, hint=hint
            )
        )
    if unseen := draw_fault(world):
        raise WrongInput(
            Words("scenario {world}: {unseen}", "情景 {world}：{unseen}").holding(world=world.id, unseen=unseen)
        )


def kernels_are_cold() -> bool:
    """Return whether kernels are to be compiled: none are on this machine yet, or some of them were damaged."""
    from laborsim.kernels.compilation import is_compiled  # noqa: PLC0415 - pulls in numba

    return not is_compiled()


def compile_kernels(world: Scenario) -> None:
    """Compile everything once, by one month of a world of a few hundred workers."""
    horizon = Horizon(start=world.horizon.start, end=world.horizon.start + 1)
    run = world.run.model_copy(update={"scale": Scale(default=COARSEST)})
    tiny = world.model_copy(update={"horizon": horizon, "run": run})
    simulate(Task(tiny, 0, Path()))
