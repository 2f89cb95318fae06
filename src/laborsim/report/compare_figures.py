"""Draws the figures of a comparison: for each thing that the questions are about, effects and lines."""

from pathlib import Path

import numpy as np

from laborsim.comparison.compare import Comparison
from laborsim.experiment.headline import Point
from laborsim.report.compare_lines import MOST_LINES, LinesData, lines_figure, lines_table
from laborsim.report.compare_text import compare_title, provenance_of
from laborsim.report.effect_dots import DotData, dots_figure, dots_table
from laborsim.report.run_figures import FOLDER, Album
from laborsim.report.text.names import quantity, region_words
from laborsim.report.text.phrases import Language


def draw_comparison(comparison: Comparison, folder: Path, language: Language = "en") -> list[Path]:
    """Draw the figures of a comparison into its folder; return their paths below it. Raises OSError."""
    album = Album(folder / FOLDER)
    for point in comparison.aims:
        dots = dot_data(comparison, point, language)
        if dots is None:
            continue
        name = point.indicator if point.region == "CN" else f"{point.indicator}-{point.region.lower()}"
        album.add(f"effects-{name}", dots_figure(dots, language), dots_table(dots))
        for kind, is_effect in (("effects-by-month", True), ("levels-by-month", False)):
            lines = lines_data(comparison, point, language, is_effect=is_effect)
            if lines is not None:
                album.add(f"{kind}-{name}", lines_figure(lines, language), lines_table(lines))
    return album.pages


def dot_data(comparison: Comparison, point: Point, language: Language) -> DotData | None:
    """Return the effects on one indicator from best to worst; None where they are not defined."""
    effects = {one.scenario: one.effect for one in comparison.effects([point])}
    ranking = comparison.ranking(point)
    if not effects or ranking is None:
        return None
    ordered = [(ranked.name, effects[ranked.name]) for ranked in ranking.ranked if ranked.name in effects]
    return DotData(
        title=compare_title(comparison, point, language),
        quantity=quantity(point.indicator, is_share=True),
        region=region_words(point.region),
        month=point.month,
        effects=tuple(ordered),
        provenance=provenance_of(comparison),
    )


def lines_data(comparison: Comparison, point: Point, language: Language, *, is_effect: bool) -> LinesData | None:
    """Return the series of an indicator or of the effect on it; None for too many scenarios or too few months."""
    key = (point.indicator, point.region)
    ours = [world.monthly[key] for world in comparison.scenario]
    theirs = [world.monthly[key] for world in comparison.baseline]
    known = np.isfinite(np.concatenate([*ours, *theirs])).all(axis=0)
    if known.sum() < 2 or len(ours) > MOST_LINES:
        return None
    shown = [own - other for own, other in zip(ours, theirs, strict=True)] if is_effect else ours
    is_shared = not is_effect and all(np.array_equal(theirs[0], other, equal_nan=True) for other in theirs)
    return LinesData(
        title=compare_title(comparison, point, language),
        quantity=quantity(point.indicator, is_share=True),
        region=region_words(point.region),
        months=np.array(comparison.months)[known],
        lines=tuple((name, values[:, known]) for name, values in zip(comparison.names, shown, strict=True)),
        baseline=theirs[0][:, known] if is_shared else None,
        provenance=provenance_of(comparison),
        is_effect=is_effect,
        n_looks=comparison.n_looks,
    )
