"""The grid of doses: what two levers do together, at every dose of the one with every dose of the other."""

from dataclasses import dataclass

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from laborsim.experiment.indicators.effect import Effect
from laborsim.published.words import Language, Words
from laborsim.report.canvas.axes import ink_on, symmetric_scale
from laborsim.report.canvas.figure_files import Table
from laborsim.report.canvas.sheet import MARGIN, PAGE_WIDTH, Heading, TextStyle, fitting, sheet, text_width
from laborsim.report.canvas.style import INK, SOFT_INK, styled
from laborsim.report.text.dates import full_date
from laborsim.report.text.effects import effect_printer, verdict_rule
from laborsim.report.text.labels import dose_words, level_unit
from laborsim.report.text.numbers import Printer, Quantity, digits, unit
from laborsim.report.text.phrases import phrases, sentences
from laborsim.report.text.provenance import Provenance, footnote, stamp

# All in millimeters.
CELL_HEIGHT = 7.6
HEAD = 5.5
WIDEST = 26.0
NAME_GAP = 2.0

NAME = TextStyle(color=SOFT_INK, across="right")
HEADER = TextStyle(color=SOFT_INK, across="center")
HEADER_SIZES = (8.0, 7.0, 6.0, 5.0, 4.5)
NUMBER_SIZES = (8.0, 7.0, 6.0, 5.0, 4.5)

SUBTITLE = Words("{what}, {unit}. Down: {down}. Across: {across}", "{what}，{unit}。纵向：{down}。横向：{across}")
OF_LEVER = Words("{lever} ({unit})", "{lever}（{unit}）")
MARKS = Words(
    "Mean of {pairs} pairs of runs. Colored and bold: statistically significant",
    "{pairs}对模拟的均值。着色和粗体：统计上显著",
)


@dataclass(frozen=True)
class GridData:
    """What the grid shows: the effect at every pair of doses, in the quantity's stored unit.

    `title`: the finding, made from the same effects. `levers`, `of`: names and codes of the units of the lever down and
    of the lever across.
    """

    title: str
    quantity: Quantity
    region: Words
    month: int
    levers: tuple[Words, Words]
    of: tuple[str, str]
    effects: dict[tuple[float, float], Effect]
    provenance: Provenance
    months: int = 0  # of the period that ends in `month`; 0 = the month itself


def grid_figure(data: GridData, language: Language = "en") -> Figure:
    """Return the grid. Source of the shape: house figures, `od`."""
    down, across = (sorted({doses[k] for doses in data.effects}) for k in (0, 1))
    effects = list(data.effects.values())
    printer = effect_printer(effects, unit(data.quantity.unit), language)
    scale = symmetric_scale([printer.shown(effect.mean) for effect in effects if effect.is_clear])
    with styled(language):
        page = sheet(_heading(data, printer), HEAD + CELL_HEIGHT * len(down))
        names = [_dose(dose, language) for dose in down]
        left = MARGIN + max(text_width(name, NAME) for name in names) + NAME_GAP
        side = min(WIDEST, (PAGE_WIDTH - MARGIN - left) / len(across))
        ground = page.axes(0.0, 0.0, PAGE_WIDTH, HEAD + CELL_HEIGHT * len(down))
        ground.set_xlim(0.0, PAGE_WIDTH)
        ground.set_ylim(HEAD + CELL_HEIGHT * len(down), 0.0)
        for column, dose in enumerate(across):
            name = _dose(dose, language)
            style = fitting(name, HEADER_SIZES, HEADER, side - 0.6)
            page.write(left + (column + 0.5) * side, HEAD - 1.6, name, style)
        for row, dose in enumerate(down):
            baseline = HEAD + (row + 0.5) * CELL_HEIGHT + 1.0
            page.write(left - NAME_GAP, baseline, names[row], NAME)
            for column, other in enumerate(across):
                effect = data.effects[dose, other]
                value = round(printer.shown(effect.mean), printer.decimals)
                color = scale.color(value) if effect.is_clear else "white"
                place = (left + column * side, HEAD + row * CELL_HEIGHT)
                ground.add_patch(
                    Rectangle(place, side, CELL_HEIGHT, facecolor=color, edgecolor=SOFT_INK, linewidth=0.3)
                )
                text = digits(value, printer.decimals, signed=True, grouped=language == "en")
                ink = ink_on(color) if effect.is_clear else INK
                look = TextStyle(color=ink, bold=effect.is_clear, across="center")
                style = fitting(text, NUMBER_SIZES, look, side - 0.6)
                page.write(left + (column + 0.5) * side, baseline, text, style)
    return page.figure


def _dose(dose: float, language: Language) -> str:
    return dose_words(dose, "share", language)


def _heading(data: GridData, printer: Printer) -> Heading:
    language, words = printer.language, phrases(printer.language)
    name = words.where.format(indicator=data.quantity.name.said(language), region=data.region.said(language))
    what = words.minus_baseline.format(indicator=name, month=full_date(data.month, data.months, language))
    down, across = (_lever(lever, of, language) for lever, of in zip(data.levers, data.of, strict=True))
    subtitle = SUBTITLE.filled(language, what=what, unit=printer.axis_name, down=down, across=across)
    marks = MARKS.filled(language, pairs=min(effect.pairs for effect in data.effects.values()))
    return Heading(
        data.title,
        sentences([subtitle], language) + "\n" + sentences([marks], language),
        footnote(data.provenance, language, verdict_rule(language)),
        stamp(data.provenance, language),
    )


def _lever(lever: Words, of: str, language: Language) -> str:
    name, unit_name = lever.said(language), level_unit(of).said(language)
    return OF_LEVER.filled(language, lever=name, unit=unit_name) if unit_name else name


def grid_table(data: GridData) -> Table:
    """Return the numbers drawn: one row per cell, in the stored unit."""
    columns = ("pairs", "mean", "p10", "p90", "low_95", "high_95", "verdict")
    rows = ((*doses, *(getattr(one, key) for key in columns)) for doses, one in data.effects.items())
    return Table(("dose_down", "dose_across", *columns), tuple(rows))
