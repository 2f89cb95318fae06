"""Policy levers, one per file. A file dropped in this folder is a lever the YAML can name."""

import pkgutil
from functools import cache
from importlib import import_module

from laborsim.levers.base import Cost, Declaration, Lever, Uncertainty
from laborsim.levers.schedule import Schedule
from laborsim.levers.who import Who

__all__ = [
    "Cost",
    "Declaration",
    "Lever",
    "Schedule",
    "Uncertainty",
    "Who",
    "catalogue",
]


DIALS = "dials"
"""The one file here that needs numpy; it is for running, and declaring must stay quick."""


@cache
def catalogue() -> dict[str, type[Lever]]:
    """Return every lever in this folder by its name, in alphabetical order."""
    for module in pkgutil.iter_modules(__path__):
        if module.name != DIALS:
            import_module(f"{__name__}.{module.name}")
    return {lever.NAME: lever for lever in sorted(Lever.__subclasses__(), key=lambda lever: lever.NAME)}
