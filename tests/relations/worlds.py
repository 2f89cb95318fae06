"""Worlds on base dates that are built once a process."""

from functools import lru_cache

from laborsim.experiment.running.replicate import Recorder, live, observe
from laborsim.experiment.store.results import Results
from laborsim.kernels.counts import VARIABLES
from laborsim.model.base_date import Setting
from laborsim.model.labor_model import LaborModel, setting_at
from laborsim.model.market import LEVELS
from laborsim.parameters.posterior import parameters_of
from laborsim.scenario.scenario import Observed, Scenario

REPLICATE = 1


def setting_of(world: Scenario) -> Setting:
    """Return the base date of a world, at the point estimate of the parameters; the last one is kept."""
    fine = tuple(world.run.scale.regions.items())
    base = world.horizon.start, world.founders_observed_as, world.founders_inside_total
    return _setting(*base, world.run.scale.default, fine)


@lru_cache(maxsize=1)
def _setting(start: int, reading: Observed, inside: bool, scale: int, fine: tuple[tuple[str, int], ...]) -> Setting:
    bare = Scenario.model_validate(
        {
            "id": "base",
            "horizon": {"start": start, "end": start + 1},
            "regions": (),
            "run": {"draws": 0, "scale": {"default": scale, "regions": dict(fine)}},
            "founders_observed_as": reading,
            "founders_inside_total": inside,
        }
    )
    return setting_at(bare, parameters_of(bare, REPLICATE))


def lived(world: Scenario) -> Results:
    """Return a world's whole life. Raises InvariantError where its books do not close."""
    return _observed(*_begun(world))


def lived_from_a_shared_past(world: Scenario, other: Scenario) -> Results | None:
    """Return a life that goes on from what another world lived until anything differs; None where nothing is alike."""
    model, recorder = _begun(other)
    live(model, recorder, _nobody_asks, world.horizon.start + min(world.quiet_months, other.quiet_months))
    branch = model.branch(world) if recorder.months_seen > 0 else None
    return None if branch is None else _observed(branch.model, recorder.branch(branch.services))


def _begun(world: Scenario) -> tuple[LaborModel, Recorder]:
    setting = setting_of(world)
    model = LaborModel(world, REPLICATE, setting.parameters, setting=setting)
    return model, Recorder(model, VARIABLES, LEVELS, 0)


def _observed(model: LaborModel, recorder: Recorder) -> Results:
    results = observe(model, recorder, _nobody_asks)
    model.workers.let_go()
    return results


def _nobody_asks(month: int) -> None:
    pass
