"""From the causes of a run to its waterfalls: whose words, which numbers."""

from dataclasses import replace

from matplotlib.figure import Figure

from laborsim.analysis.attribution.attribution import Cause, Causes
from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.effect import Effect
from laborsim.published.words import Language
from laborsim.report.albums.run import Pictures
from laborsim.report.canvas.figure_files import Table
from laborsim.report.figures.waterfall import Step, WaterfallData, waterfall_figure, waterfall_table
from laborsim.report.text.labels import levers_of, located, point_quantity
from laborsim.scenario.load import Goal

Picture = tuple[str, Figure, Table]
"""Name of the files, the figure, and the numbers that it draws."""


def waterfalls(causes: Causes, run: Run, language: Language) -> list[Picture]:
    """Return a waterfall of everything that the question is about: its goals, else what its levers aim at."""
    pictures = Pictures(run)
    wanted = {(shown.indicator, shown.region): shown.goal for shown in pictures.shown}
    found = []
    # What is asked over a period is drawn, and not the goal beside it that is read when it is due.
    for cause in sorted(causes.found, key=lambda one: not one.point.months):
        key = cause.point.indicator, cause.point.region
        if key in wanted:
            data = waterfall_data(cause, causes, pictures, wanted.pop(key))
            stem = f"waterfall-{cause.point.indicator.replace('_', '-')}"
            found.append((stem, waterfall_figure(data, language), waterfall_table(data)))
    return found


def waterfall_data(cause: Cause, causes: Causes, pictures: Pictures, goal: Goal | None) -> WaterfallData:
    """Return what the waterfall of one number shows, the greatest step first."""
    levers = levers_of(pictures.run)
    steps = [
        Step(key, levers[key], share.total.mean, _interval(share.total), share.total.verdict)
        for key, share in cause.shares.items()
    ]
    return WaterfallData(
        quantity=point_quantity(cause.point, is_share=True),
        region=located(cause.point.indicator, cause.point.region),
        month=cause.point.month,
        months=cause.point.months,
        baseline=cause.baseline,
        scenario=cause.scenario,
        steps=tuple(sorted(steps, key=lambda step: -abs(step.mean))),
        verdict=(pictures.run.effect(cause.point) or cause.plan.total).verdict,
        pairs=cause.pairs,
        provenance=replace(pictures.provenance(goal), apart=pictures.apart(causes.coarser, causes.pairs)),
        is_exact=causes.is_exact,
    )


def _interval(effect: Effect) -> tuple[float, float] | None:
    if effect.p10 is None or effect.p90 is None:
        return None
    return effect.p10, effect.p90
