"""From a study of sensitivity to its figures."""

from collections.abc import Sequence

from matplotlib.figure import Figure

from laborsim import __version__
from laborsim.analysis.sensitivity.screening import FactorSwing
from laborsim.analysis.sensitivity.study import Sensitivity
from laborsim.experiment.indicators.headline import Point
from laborsim.published.words import Language, Words
from laborsim.report.albums.run import assumptions_of
from laborsim.report.canvas.figure_files import Table
from laborsim.report.figures.tornado import TornadoBar, TornadoData, tornado_figure, tornado_table
from laborsim.report.text.labels import factor_in_title, factor_words, located, member_words, point_quantity
from laborsim.report.text.phrases import joined
from laborsim.report.text.provenance import Provenance
from laborsim.report.text.what_if import what_if_both


def tornado_data(found: Sensitivity, run_id: str, *, is_draft: bool = False) -> TornadoData:
    """Return what the tornado of a study shows; `is_draft`: it asks about a quick run."""
    world, baseline = found.study.scenario, found.study.baseline
    return TornadoData(
        quantity=point_quantity(found.aim, is_share=True),
        region=_where(found.aim),
        month=found.aim.month,
        months=found.aim.months,
        center=found.center.mean,
        bars=tuple(_bar(bar) for bar in found.bars),
        pairs=found.size.pairs,
        untested=len(found.screened) - len(found.bars),
        in_own_effect=found.in_own_effect,
        provenance=Provenance(
            scenario=world.id,
            baseline=baseline.id,
            seed=world.run.seed,
            version=__version__,
            run_id=run_id,
            assumptions=assumptions_of(world, baseline),
            is_draft=is_draft,
            what_if=what_if_both(world),
        ),
    )


def _where(aim: Point) -> Words:
    """Return the place, and the age group where it is about one."""
    place = located(aim.indicator, aim.region)
    if not aim.group:
        return place
    english, chinese = (
        joined((place.said(language), member_words(aim.group).said(language)), language) for language in ("en", "zh")
    )
    return Words(english, chinese)


def _bar(bar: FactorSwing) -> TornadoBar:
    factor = bar.factor
    return TornadoBar(
        name=factor_words(factor.name, factor.lever),
        in_title=factor_in_title(factor.name, factor.lever),
        assumption=factor.name,
        unit=factor.unit,
        low_value=bar.low_value,
        high_value=bar.high_value,
        low=bar.low,
        high=bar.high,
        is_clear=bar.is_clear,
        least_seen=bar.least_seen,
    )


def sensitivity_figures(
    found: Sensitivity, run_id: str, language: Language, *, is_draft: bool = False
) -> list[tuple[str, Figure, Table]]:
    """Return (name, figure, numbers drawn) of each figure of a study; none where no assumption changes anything.

    `is_draft`: the study asks about a quick run, and says so.
    """
    data = tornado_data(found, run_id, is_draft=is_draft)
    return [("tornado", tornado_figure(data, language), tornado_table(data))] if data.bars else []


def split_tornados(
    studies: Sequence[Sensitivity], run_id: str, language: Language, *, is_draft: bool = False
) -> list[tuple[str, Figure, Table]]:
    """Return the figures of several numbers that were studied together, each with its number in its name."""
    return [
        (
            f"{stem}-{one.aim.indicator}-{one.aim.region}-{one.aim.group or one.aim.date}".replace("_", "-").lower(),
            figure,
            table,
        )
        for one in studies
        for stem, figure, table in sensitivity_figures(one, run_id, language, is_draft=is_draft)
    ]
