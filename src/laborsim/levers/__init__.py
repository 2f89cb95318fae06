"""Policy levers, one per file, a folder a group. A file dropped in a group is a lever the YAML can name.

- `base`: what every lever declares: cost, uncertainty, funnel, evidence
- `costs`: what one unit costs: a range for each component, who pays it, and on whose word
- `receipts`: taxes and contributions that come back from people in work: a range for each, and on whose word
- `schedule`: when a lever is in force, and how strongly
- `who`: the group of workers a lever is aimed at
- `programs`: blocks of one lever that serve the same group on the same terms
- `dials`: the numbers that levers turn, by region and month, rebuilt afresh every month
- `parks_and_founders`: levers that help people found businesses
- `training`: levers that train people
- `jobs`: levers that offer public or assisted jobs at home
- `places`: levers on what bars migrants at the destination
"""

import pkgutil
from functools import cache
from importlib import import_module

from laborsim.levers.base import Cost, Declaration, Lever, Uncertainty
from laborsim.levers.costs import CostRange
from laborsim.levers.schedule import Schedule
from laborsim.levers.who import Who, WorkerTraits

__all__ = [
    "Cost",
    "CostRange",
    "Declaration",
    "Lever",
    "Schedule",
    "Uncertainty",
    "Who",
    "WorkerTraits",
    "catalogue",
]


DIALS = f"{__name__}.dials"
"""The one file here that needs numpy; it is for running, and declaring must stay quick."""


@cache
def catalogue() -> dict[str, type[Lever]]:
    """Return every lever in the groups of this folder by its name, in alphabetical order."""
    for module in pkgutil.walk_packages(__path__, f"{__name__}."):
        if module.name != DIALS and not module.ispkg:
            import_module(module.name)
    return {lever.NAME: lever for lever in sorted(Lever.__subclasses__(), key=lambda lever: lever.NAME)}
