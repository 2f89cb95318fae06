"""The map of squares: where do the measures change something?"""

from dataclasses import replace

from matplotlib.figure import Figure

from laborsim.experiment.effect import DIFFERING_FOR_SURE, Effect
from laborsim.report.color_scale import rising_scale, symmetric_scale
from laborsim.report.sheet import Heading, sheet
from laborsim.report.style import styled
from laborsim.report.text.dates import full_month
from laborsim.report.text.findings import RegionEffect, level_title, tiles_title
from laborsim.report.text.numbers import Printer, digits
from laborsim.report.text.phrases import Language, capitalized, phrases, sentences
from laborsim.report.text.provenance import footnote
from laborsim.report.tile_data import TileData, region_effects, tile_grid, tile_printer, unclear_regions
from laborsim.report.tile_squares import MAP_HEIGHT, Legend, Square, draw_legend, draw_square, map_ground

Unclear = frozenset[str] | None
"""Regions whose change is not sure; None if that is not known."""


def tilegrid_figure(data: TileData, language: Language = "en") -> Figure:
    """Return the map of 31 equal squares with the mean of the runs in each.

    For a difference: dotted where the change is not sure (see `unclear_regions`), black outline for the regions
    aimed at. Source of the shape: house figures, `tilegrid`.
    """
    effects = region_effects(data)
    printer = tile_printer(data, effects, language)
    # Classes of the numbers as printed, so that no square contradicts its number.
    shown = [round(printer.shown(effect.mean), printer.decimals) for effect in effects]
    is_symmetric = data.is_difference or min(shown) < 0.0
    scale = symmetric_scale(shown) if is_symmetric else rising_scale(shown)
    unclear = unclear_regions(data, effects)
    values = dict(zip(data.codes, shown, strict=True))
    aimed_at = _outlined(data)
    with styled(language):
        page = sheet(_heading(data, effects, printer, unclear), MAP_HEIGHT)
        ground = map_ground(page)
        for tile in tile_grid():
            value = values.get(tile.code)
            square = Square(
                tile,
                color="white" if value is None else scale.color(value),
                text="" if value is None else _text(value, printer, data),
                is_dotted=unclear is not None and tile.code in unclear,
                is_outlined=tile.code in aimed_at,
            )
            draw_square(page, ground, square, language)
        words = phrases(language)
        unknown = words.zero_unknown if data.is_difference else ""
        legend = Legend(
            scale,
            names_ends=is_symmetric,
            note=unknown if unclear is None else words.not_sure,
            note_is_dotted=unclear is not None,
            outline=words.aimed_at if aimed_at else "",
        )
        draw_legend(page, ground, legend, language)
    return page.figure


def _outlined(data: TileData) -> frozenset[str]:
    """Return the regions to outline: none if the scenario aims at all of them, which says nothing."""
    return frozenset(data.aimed_at) if len(set(data.aimed_at)) < len(tile_grid()) else frozenset()


def _text(value: float, printer: Printer, data: TileData) -> str:
    is_grouped = printer.language == "en"
    return digits(value, printer.decimals, signed=data.is_difference, grouped=is_grouped)


def _heading(data: TileData, effects: tuple[Effect, ...], printer: Printer, unclear: Unclear) -> Heading:
    language = printer.language
    words = phrases(language)
    comma = "，" if language == "zh" else ", "
    month, name = full_month(data.month, language), capitalized(data.quantity.described(language))
    template = words.minus_baseline if data.is_difference else words.level
    name = template.format(indicator=name, month=month)
    count = len(data.values)
    runs = words.runs_mean.format(runs=count) if count > 1 else words.single_run
    subtitle = sentences([comma.join((name, printer.axis_name, runs))], language)
    stamp = words.draft_stamp if data.provenance.is_draft else ""
    provenance = data.provenance if data.is_difference else replace(data.provenance, baseline="")
    rule = words.not_sure_rule.format(differing=DIFFERING_FOR_SURE) if unclear is not None else ""
    note = footnote(provenance, language, words.equal_squares, rule)
    return Heading(_title(data, effects, unclear, language), subtitle, note, stamp)


def _title(data: TileData, found: tuple[Effect, ...], unclear: Unclear, language: Language) -> str:
    words, indicator = phrases(language), data.quantity.name
    names = {tile.code: tile.name for tile in tile_grid()}
    effects = [
        RegionEffect(names[code], effect.mean, unclear is not None and code not in unclear, _is_likely(effect))
        for code, effect in zip(data.codes, found, strict=True)
    ]
    if not data.is_difference:
        title = level_title(indicator, effects, language)
        neutral = words.neutral_level
    elif not data.values.any():
        title = words.tiles_zero.format(indicator=capitalized(indicator.said(language)), count=len(data.codes))
        neutral = words.neutral_tiles
    else:
        is_told = unclear is not None and not any(effect.verdict == "too few pairs" for effect in found)
        title = tiles_title(data.quantity, effects, language) if is_told else None
        neutral = words.neutral_tiles
    month, name = full_month(data.month, language), capitalized(indicator.said(language))
    return title or neutral.format(indicator=name, month=month)


def _is_likely(effect: Effect) -> bool:
    return effect.verdict.startswith("likely")
