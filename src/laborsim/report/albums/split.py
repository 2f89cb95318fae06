"""Draws effects as they are split: over months, quarters or years, on the map, and by age group."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from matplotlib.figure import Figure

from laborsim.experiment.finished_run import Readings, Run
from laborsim.experiment.indicators.beside_pairs import counted
from laborsim.experiment.indicators.headline import Point, new_levers
from laborsim.experiment.indicators.when import AGES, LENGTHS, When, split_points
from laborsim.published.indicators import indicators
from laborsim.published.regions import NATION
from laborsim.published.words import Language, Words
from laborsim.report.albums.run import Pictures
from laborsim.report.canvas.bands import Numbers
from laborsim.report.canvas.figure_files import Table
from laborsim.report.figures.compare_lines import LinesData, lines_figure, lines_table
from laborsim.report.figures.effect_dots import DotData, dots_figure, dots_table
from laborsim.report.figures.tile_map import TileData, tile_table, tilegrid_figure
from laborsim.report.text.dates import full_date
from laborsim.report.text.labels import located, member_words, point_quantity, point_unit
from laborsim.report.text.numbers import Quantity, with_unit
from laborsim.report.text.phrases import capitalized, inside_sentence, listed
from laborsim.report.text.provenance import Provenance
from laborsim.scenario.load import Scenario

Picture = tuple[str, Figure, Table]

EACH = {
    "end": {"month": Words("end of each month", "各月末"), "quarter": Words("end of each quarter", "各季末"),
            "year": Words("end of each year", "各年末")},
    "mean": {"month": Words("each month", "各月"), "quarter": Words("mean of each quarter", "各季平均"),
             "year": Words("mean of each year", "各年平均")},
    "sum": {"month": Words("sum of each month", "各月合计"), "quarter": Words("sum of each quarter", "各季合计"),
            "year": Words("sum of each year", "各年合计")},
    "year": {"year": Words("each year", "各年")},
}  # fmt: skip
"""How an indicator is read over the periods on the axis, by its rule and by what splits time."""

NAMED = Words("{name} ({each})", "{name}（{each}）")
LARGEST = Words("{indicator}: the largest change is that of {when}, {effect}", "{indicator}：{when}变化最大，{effect}")
NONE_CLEAR = Words("{indicator}: no change is statistically significant", "{indicator}：各项变化在统计上均不显著")
EFFECTS = Words("{names}: effects on {indicator} over time", "{names}对{indicator}的效应")
LEVELS = Words("{indicator} over time", "{indicator}的变化")


@dataclass(frozen=True)
class SplitWorlds:
    """Numbers of a scenario and its baseline as they are asked, and what figures say of them."""

    scenario: Scenario
    baseline: Scenario | None
    provenance: Provenance
    when: When
    language: Language
    found: Readings

    def over_time(self, points: Sequence[Point]) -> LinesData:
        """Return the effects, or the levels where nothing is compared, on one indicator period by period."""
        first = points[0]
        ours = np.array([self.found.scenario[point] for point in points]).T
        theirs = np.array([self.found.baseline[point] for point in points if point in self.found.baseline]).T
        return LinesData(
            title=self.title(points),
            quantity=split_quantity(first, self.when),
            region=located(first.indicator, first.region),
            months=np.array([point.month for point in points]),
            lines=((self.scenario.id, ours),),
            baseline=None,
            provenance=self.provenance if theirs.size else replace(self.provenance, baseline=""),
            against=(theirs,) if theirs.size else (),
            n_looks=self.found.n_looks,
            worker=counted(first, self.scenario).worker,
            period=self.when.length,
        )

    def on_map(self, points: Sequence[Point]) -> TileData:
        """Return the effects, or the levels where nothing is compared, on one indicator in all provinces."""
        first = points[0]
        theirs = np.array([self.found.baseline[point] for point in points if point in self.found.baseline]).T
        regions = [code for lever in new_levers(self.scenario, self.baseline) for code in lever.regions]
        return TileData(
            quantity=point_quantity(first, is_share=True),
            month=first.month,
            codes=tuple(point.region for point in points),
            scenario=np.array([self.found.scenario[point] for point in points]).T,
            baseline=theirs if theirs.size else None,
            provenance=self.provenance,
            aimed_at=tuple(dict.fromkeys(regions)),
            n_looks=self.found.n_looks,
            workers=tuple(counted(point, self.scenario).worker for point in points),
            months=first.months,
        )

    def by_group(self, points: Sequence[Point]) -> DotData | None:
        """Return the effects on one indicator by age group; None where nothing is compared."""
        effects = [(point, self.found.effect(point)) for point in points]
        told = tuple(
            (member_words(point.group).said(self.language), effect) for point, effect in effects if effect is not None
        )
        first = points[0]
        if not told:
            return None
        return DotData(
            title=self.title(points),
            quantity=point_quantity(first, is_share=True),
            region=located(first.indicator, first.region),
            month=first.month,
            effects=told,
            provenance=self.provenance,
            months=first.months,
        )

    def title(self, points: Sequence[Point]) -> str:
        """Return which of several numbers changes most, of those whose change is clear."""
        first = points[0]
        indicator = capitalized(point_quantity(first).name.said(self.language))
        effects = [(point, effect) for point in points if (effect := self.found.effect(point)) is not None]
        if not effects:
            return LEVELS.filled(self.language, indicator=indicator)
        clear = [(point, effect) for point, effect in effects if effect.is_clear]
        if not clear:
            return NONE_CLEAR.filled(self.language, indicator=indicator)
        point, effect = max(clear, key=lambda one: abs(one[1].mean))
        when = full_date(point.month, point.months, self.language)
        if point.group:
            when = inside_sentence(member_words(point.group).said(self.language))
        told = with_unit(effect.mean, point_unit(point), self.language, change=True)
        return LARGEST.filled(self.language, indicator=indicator, when=when, effect=told)


def split_quantity(point: Point, when: When) -> Quantity:
    """Return what is on the axis, with how it is read over each period: "Businesses started (sum of each quarter)"."""
    assert when.by is not None  # it splits time
    shown, each = point_quantity(point, is_share=True), EACH[indicators()[point.indicator].over][when.by]
    english, chinese = (
        NAMED.filled(language, name=shown.name.said(language), each=each.said(language)) for language in ("en", "zh")
    )
    return replace(shown, name=Words(english, chinese))


def over_time_title(point: Point, names: Sequence[str], language: Language) -> str:
    """Return the title of the effects of several scenarios on one axis."""
    indicator = inside_sentence(point_quantity(point).name.said(language))
    return EFFECTS.filled(language, indicator=indicator, names=listed(names, language))


def figure_name(point: Point, when: When) -> str:
    """Return the name of a figure's files: by-quarter-founders-in-business-cn-gs."""
    is_placed = when.by not in (None, "region") and point.region != NATION
    place = f"-{point.region.lower()}" if is_placed else ""
    return f"{when.name}-{point.indicator.replace('_', '-')}{place}"


def split_figures(run: Run, when: When, language: Language) -> list[Picture]:
    """Return the figures of what is asked of a run: lines over time, maps, or groups; a map of a period alone.

    Raises what `when.split_points` and `Run.readings` raise.
    """
    if when.is_default:
        return []
    compared = None if run.baseline is None else run.baseline.scenario
    is_mapped = when.by is None
    points = split_points(run.scenario, compared, replace(when, by="region") if is_mapped else when)
    split = SplitWorlds(run.scenario, compared, Pictures(run).provenance(None), when, language, run.readings(points))
    return drawn_splits(split, points)


def drawn_splits(split: SplitWorlds, points: Sequence[Point], more: str = "") -> list[Picture]:
    """Return the figures of numbers that are split; `more`: what is added to the names of their files."""
    drawn = (picture for some in each_figure(points, split.when) for picture in _drawn(split, some))
    return [(f"{name}{more}", figure, table) for name, figure, table in drawn]


def each_figure(points: Sequence[Point], when: When) -> list[list[Point]]:
    """Return points of one figure together: an indicator, and where time or groups split it, a place."""
    found: dict[tuple[str, str], list[Point]] = {}
    for point in points:
        place = "" if when.by in (None, "region") else point.region
        found.setdefault((point.indicator, place), []).append(point)
    return list(found.values())


def _drawn(split: SplitWorlds, points: Sequence[Point]) -> Iterator[Picture]:
    by, language, first = split.when.by, split.language, points[0]
    known = [p for p in points if np.isfinite([split.found.scenario[p], *_theirs(split, p)]).all()]
    name = figure_name(first, split.when)
    if by in LENGTHS and len(known) > 1:
        lines = split.over_time(known)
        yield name, lines_figure(lines, language), lines_table(lines)
    elif by in (None, "region") and len(known) == len(points):
        tiles = split.on_map(points)
        yield name, tilegrid_figure(tiles, language), tile_table(tiles)
    elif by in AGES and len(known) == len(points):
        dots = split.by_group(points)
        if dots is not None:
            yield name, dots_figure(dots, language), dots_table(dots)


def _theirs(split: SplitWorlds, point: Point) -> list[Numbers]:
    return [split.found.baseline[point]] if point in split.found.baseline else []
