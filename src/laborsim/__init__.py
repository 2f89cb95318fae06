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
    from laborsim.analysis.attribution.attribution import Causes, attribute
    from laborsim.analysis.compare.compare import Comparison, compare
    from laborsim.analysis.compare.diff import Difference, diff
    from laborsim.analysis.compare.ranking import Ranking
    from laborsim.analysis.counterfactuals import Sizes
    from laborsim.analysis.goals.goals import GoalAnswer, judge_goals
    from laborsim.analysis.goals.solve import Solution, Wish, solve
    from laborsim.analysis.ledger.pairs import Persons, study_persons
    from laborsim.analysis.optimize.optimize import OptimumSize, optimize
    from laborsim.analysis.revision.revision import Revision, why
    from laborsim.analysis.sensitivity.study import Sensitivity, Size
    from laborsim.analysis.sensitivity.study import study as sensitivity
    from laborsim.calibration.scores.scorecard import Scorecard, scorecard
    from laborsim.experiment.finished_run import Run, open_run
    from laborsim.experiment.indicators.effect import Effect
    from laborsim.experiment.indicators.headline import Point, aims, headline
    from laborsim.experiment.indicators.when import When
    from laborsim.experiment.running.extra_worlds import Bench, bench_of
    from laborsim.experiment.running.pool import Engine
    from laborsim.experiment.running.question import Changes
    from laborsim.experiment.running.run import Options
    from laborsim.experiment.running.run import run_file as run
    from laborsim.scenario.plan import load_plan

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
    "Revision",
    "Run",
    "Scorecard",
    "Sensitivity",
    "Size",
    "Sizes",
    "Solution",
    "When",
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
    "scorecard",
    "sensitivity",
    "solve",
    "study_persons",
    "why",
]

_HOMES = {
    "Bench": ("experiment.running.extra_worlds", "Bench"),
    "Causes": ("analysis.attribution.attribution", "Causes"),
    "Changes": ("experiment.running.question", "Changes"),
    "Comparison": ("analysis.compare.compare", "Comparison"),
    "Difference": ("analysis.compare.diff", "Difference"),
    "Effect": ("experiment.indicators.effect", "Effect"),
    "Engine": ("experiment.running.pool", "Engine"),
    "GoalAnswer": ("analysis.goals.goals", "GoalAnswer"),
    "OptimumSize": ("analysis.optimize.optimize", "OptimumSize"),
    "Options": ("experiment.running.run", "Options"),
    "Persons": ("analysis.ledger.pairs", "Persons"),
    "Point": ("experiment.indicators.headline", "Point"),
    "Ranking": ("analysis.compare.ranking", "Ranking"),
    "Revision": ("analysis.revision.revision", "Revision"),
    "Run": ("experiment.finished_run", "Run"),
    "Scorecard": ("calibration.scores.scorecard", "Scorecard"),
    "Sensitivity": ("analysis.sensitivity.study", "Sensitivity"),
    "Size": ("analysis.sensitivity.study", "Size"),
    "Sizes": ("analysis.counterfactuals", "Sizes"),
    "Solution": ("analysis.goals.solve", "Solution"),
    "When": ("experiment.indicators.when", "When"),
    "Wish": ("analysis.goals.solve", "Wish"),
    "aims": ("experiment.indicators.headline", "aims"),
    "attribute": ("analysis.attribution.attribution", "attribute"),
    "bench_of": ("experiment.running.extra_worlds", "bench_of"),
    "compare": ("analysis.compare.compare", "compare"),
    "diff": ("analysis.compare.diff", "diff"),
    "headline": ("experiment.indicators.headline", "headline"),
    "judge_goals": ("analysis.goals.goals", "judge_goals"),
    "load_plan": ("scenario.plan", "load_plan"),
    "open_run": ("experiment.finished_run", "open_run"),
    "optimize": ("analysis.optimize.optimize", "optimize"),
    "run": ("experiment.running.run", "run_file"),
    "scorecard": ("calibration.scores.scorecard", "scorecard"),
    "sensitivity": ("analysis.sensitivity.study", "study"),
    "solve": ("analysis.goals.solve", "solve"),
    "study_persons": ("analysis.ledger.pairs", "study_persons"),
    "why": ("analysis.revision.revision", "why"),
}
"""Where each name is at home: module and name."""


def __getattr__(name: str) -> Any:
    """Import what is asked for on first use: `import laborsim` alone stays light."""
    if name not in _HOMES:
        raise AttributeError(f"module 'laborsim' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(f"laborsim.{module}"), attribute)
