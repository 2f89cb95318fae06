"""laborsim: a regional employment scenario simulator for China's rural migrant workers.

run = laborsim.run("scenarios/return-home-2025.yaml", laborsim.Changes(scale=10_000, replicates=10))
run.summary                                   # rows of summary.json
run.series("outbound_workers", "CN-GS")       # [replicates, months]
laborsim.compare(run, "scenarios/parks-3000.yaml").ranking(point)
laborsim.attribute(run, laborsim.bench_of(run))

docs/tutorial.md shows all of it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from laborsim.comparison.causes import Causes, attribute
    from laborsim.comparison.compare import Comparison, compare
    from laborsim.comparison.diff import Difference, diff
    from laborsim.comparison.goals import GoalAnswer, judge_goals
    from laborsim.comparison.optimize import OptimumSize, optimize
    from laborsim.comparison.persons import Persons, study_persons
    from laborsim.comparison.ranking import Ranking
    from laborsim.comparison.sensitivity import Sensitivity, Size
    from laborsim.comparison.sensitivity import study as sensitivity
    from laborsim.comparison.sizes import Sizes
    from laborsim.comparison.solve import Solution, Wish, solve
    from laborsim.experiment.asking import Changes
    from laborsim.experiment.effect import Effect
    from laborsim.experiment.ensemble import Engine
    from laborsim.experiment.headline import Point, aims, headline
    from laborsim.experiment.opened import Run, open_run
    from laborsim.experiment.run import Options
    from laborsim.experiment.run import run_file as run
    from laborsim.experiment.store.worlds import Bench, bench_of
    from laborsim.inputs.plan import load_plan

__version__ = "0.1.0"

__all__ = [
    "Bench",
    "Causes",
    "Changes",
    "Comparison",
    "Difference",
    "Effect",
    "Engine",
    "GoalAnswer",
    "OptimumSize",
    "Options",
    "Persons",
    "Point",
    "Ranking",
    "Run",
    "Sensitivity",
    "Size",
    "Sizes",
    "Solution",
    "Wish",
    "__version__",
    "aims",
    "attribute",
    "bench_of",
    "compare",
    "diff",
    "headline",
    "judge_goals",
    "load_plan",
    "open_run",
    "optimize",
    "run",
    "sensitivity",
    "solve",
    "study_persons",
]

_HOMES = {
    "Bench": ("experiment.store.worlds", "Bench"),
    "Causes": ("comparison.causes", "Causes"),
    "Changes": ("experiment.asking", "Changes"),
    "Comparison": ("comparison.compare", "Comparison"),
    "Difference": ("comparison.diff", "Difference"),
    "Effect": ("experiment.effect", "Effect"),
    "Engine": ("experiment.ensemble", "Engine"),
    "GoalAnswer": ("comparison.goals", "GoalAnswer"),
    "OptimumSize": ("comparison.optimize", "OptimumSize"),
    "Options": ("experiment.run", "Options"),
    "Persons": ("comparison.persons", "Persons"),
    "Point": ("experiment.headline", "Point"),
    "Ranking": ("comparison.ranking", "Ranking"),
    "Run": ("experiment.opened", "Run"),
    "Sensitivity": ("comparison.sensitivity", "Sensitivity"),
    "Size": ("comparison.sensitivity", "Size"),
    "Sizes": ("comparison.sizes", "Sizes"),
    "Solution": ("comparison.solve", "Solution"),
    "Wish": ("comparison.solve", "Wish"),
    "aims": ("experiment.headline", "aims"),
    "attribute": ("comparison.causes", "attribute"),
    "bench_of": ("experiment.store.worlds", "bench_of"),
    "compare": ("comparison.compare", "compare"),
    "diff": ("comparison.diff", "diff"),
    "headline": ("experiment.headline", "headline"),
    "judge_goals": ("comparison.goals", "judge_goals"),
    "load_plan": ("inputs.plan", "load_plan"),
    "open_run": ("experiment.opened", "open_run"),
    "optimize": ("comparison.optimize", "optimize"),
    "run": ("experiment.run", "run_file"),
    "sensitivity": ("comparison.sensitivity", "study"),
    "solve": ("comparison.solve", "solve"),
    "study_persons": ("comparison.persons", "study_persons"),
}
"""Where each name is at home: module and name."""


def __getattr__(name: str) -> Any:
    """Import what is asked for on first use: `import laborsim` alone stays light."""
    if name not in _HOMES:
        raise AttributeError(f"module 'laborsim' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(f"laborsim.{module}"), attribute)
