"""Worlds of one pair stepped in lockstep: the same people in the same rows, so that they can be compared one by one."""

from collections.abc import Sequence

import numpy as np

from laborsim.experiment.opened import Run
from laborsim.experiment.stops import WrongInput
from laborsim.experiment.store.worlds import bench_of
from laborsim.inputs.parameters import Parameters
from laborsim.inputs.scenario import Scenario
from laborsim.model.labor_model import LaborModel
from laborsim.model.observed import Observed
from laborsim.model.setting import Setting

UNLIKE = "the worlds of pair {k} do not hold the same people in {month}: compare worlds of one base date and scale"
OTHER_BASE = (
    "{one} cannot be compared with {other} person by person: another base date, scale, seed, reading of founders, "
    "or block of a province"
)


class PairedWorlds:
    """A scenario and the worlds it is compared with, all with the luck and the draw of pair `replicate`."""

    def __init__(
        self,
        worlds: Sequence[Scenario],
        replicate: int,
        parameters: Parameters | None = None,
        setting: Setting | None = None,
    ) -> None:
        """Begin at the base date, which is built once; the scenario comes first.

        `parameters`: None = as every run draws them for the pair; `setting`: None = the base date at these parameters.
        Raises ValueError where the worlds differ in more than policy, shocks and context: their people are not the
        same, or a province of its own has other figures.
        """
        for world in worlds[1:]:
            if _base(world) != _base(worlds[0]):
                raise ValueError(OTHER_BASE.format(one=world.id, other=worlds[0].id))
        self.replicate = replicate
        first = LaborModel(worlds[0], replicate, parameters, setting=setting)
        others = (LaborModel(world, replicate, parameters, setting=first.setting) for world in worlds[1:])
        self.models = (first, *others)
        self.check()

    @property
    def scenario(self) -> LaborModel:
        """The world that is asked about."""
        return self.models[0]

    @property
    def baseline(self) -> LaborModel:
        """The world that it is compared with; of several, the first."""
        return self.models[1]

    @property
    def observed(self) -> tuple[Observed, ...]:
        """Every world at the end of the month, the scenario first."""
        return tuple(model.observed for model in self.models)

    @property
    def months(self) -> int:
        """Running month number, the same in all worlds."""
        return self.scenario.months

    @property
    def running(self) -> bool:
        """Whether months are left."""
        return self.scenario.running

    def step(self) -> None:
        """Advance every world by a month. Raises ValueError where they do not hold the same people."""
        for model in self.models:
            model.step()
        self.check()

    def check(self) -> None:
        """Raise ValueError unless row i is the same person in every world.

        Who is born into the model and who leaves it for good depends on no policy, and rows are given out in order.
        """
        mine = self.scenario.workers.columns.worker_id
        for other in self.models[1:]:
            if not np.array_equal(mine, other.workers.columns.worker_id):
                raise ValueError(UNLIKE.format(k=self.replicate, month=self.months))


def pair_of(run: Run, k: int) -> PairedWorlds:
    """Return pair k of a finished run at its base date. Raises WrongInput where the run has no baseline."""
    if run.baseline is None:
        raise WrongInput(f"{run.path} has no baseline: there is no other world to look people up in")
    return PairedWorlds((run.scenario, run.baseline.scenario), k, bench_of(run).parameters)


def _base(world: Scenario) -> tuple[object, ...]:
    """Return what the people of a world at its base date, and how many months they live, depend on."""
    luck = world.run.scale, world.run.seed
    return world.horizon, *luck, world.founders_observed_as, world.founders_inside_total, world.province
