"""laborsim: a regional employment scenario simulator for China's rural migrant workers.

run = laborsim.run("scenarios/return-home-2025.yaml", laborsim.Changes(scale=10_000, replicates=10))
run.summary                                   # rows of summary.json
run.series("outbound_workers", "CN-GS")       # [replicates, months]
laborsim.open_run("runs/return-home-2025/1a2b3c4d")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from laborsim.experiment.asking import Changes
    from laborsim.experiment.ensemble import Engine
    from laborsim.experiment.opened import Run, open_run
    from laborsim.experiment.run import Options
    from laborsim.experiment.run import run_file as run

__version__ = "0.1.0"

__all__ = ["Changes", "Engine", "Options", "Run", "__version__", "open_run", "run"]

_HOMES = {
    "Changes": ("asking", "Changes"),
    "Engine": ("ensemble", "Engine"),
    "Options": ("run", "Options"),
    "Run": ("opened", "Run"),
    "open_run": ("opened", "open_run"),
    "run": ("run", "run_file"),
}


def __getattr__(name: str) -> Any:
    """Import what is asked for on first use: `import laborsim` alone stays light."""
    if name not in _HOMES:
        raise AttributeError(f"module 'laborsim' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(f"laborsim.experiment.{module}"), attribute)
