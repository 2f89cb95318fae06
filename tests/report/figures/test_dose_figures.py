"""The figures of a sweep are sound in both languages, and show the numbers that they are given."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from tests.report.figure_check import check
from tests.report.figure_data import PROVENANCE, all_text
from tests.report.figures.test_figures_are_sound import BOTH

from laborsim.experiment.indicators.effect import Effect, effect_of
from laborsim.kernels.codes import month_number
from laborsim.report.figures.dose_grid import GridData, grid_figure, grid_table
from laborsim.report.figures.dose_response import DoseData, dose_figure, dose_table
from laborsim.report.text.labels import key_words, quantity, region_words


def effect(mean: float, spread: float = 4e3, pairs: int = 10) -> Effect:
    found = effect_of(mean + spread * np.linspace(-1.0, 1.0, pairs))
    assert found is not None
    return found


DOSES = DoseData(
    title="Entrepreneurship parks: returns fall from 5,000 parks on",
    quantity=quantity("founders_in_business", is_share=True),
    region=region_words("CN"),
    month=month_number(2030, 12),
    lever=key_words("entrepreneurship_parks"),
    of="parks",
    effects=tuple((dose, effect(20.0 * (dose - 2200))) for dose in (2200.0, 2600.0, 3000.0, 5000.0, 9000.0)),
    stands=2200.0,
    provenance=PROVENANCE,
)

SHAPES = {
    "plain": DOSES,
    "one dose": replace(DOSES, effects=DOSES.effects[-1:], stands=None),
    "one dose, the one that stands": replace(DOSES, effects=DOSES.effects[:1]),
    "no level that stands": replace(DOSES, stands=None),
    "stands in the middle": replace(DOSES, stands=4321.0),
    "stands at the right": replace(DOSES, stands=10_000.0),
    "stands far below": replace(DOSES, stands=0.0),
    "a hundred doses": replace(DOSES, effects=tuple((2200.0 + 50 * k, effect(900.0 * k)) for k in range(100))),
    "one pair": replace(DOSES, effects=tuple((dose, effect(5.0, pairs=1)) for dose in (1.0, 2.0))),
    "money": replace(
        DOSES,
        lever=key_words("startup_subsidy"),
        of="CNY/founder",
        stands=0.0,
        effects=tuple((dose, effect(dose)) for dose in (5e3, 1e4, 1_000_000.0)),
    ),
    "shares that fall": replace(
        DOSES,
        quantity=quantity("unemployment_migrants", is_share=True),
        lever=key_words("settlement_access"),
        of="share",
        stands=0.0,
        effects=tuple((dose, effect(-0.002 * dose, 1e-4)) for dose in (0.1, 0.25, 1.0)),
    ),
    "millions of posts": replace(
        DOSES,
        lever=key_words("public_welfare_posts"),
        of="posts",
        stands=1_230_000.0,
        effects=tuple((dose, effect(dose)) for dose in (1e6, 2e6, 50e6)),
    ),
}


@BOTH
@pytest.mark.parametrize("shape", SHAPES)
def test_a_dose_response_of_any_shape_is_sound(shape, language):
    assert check(dose_figure(SHAPES[shape], language)) == []


def test_every_dose_is_drawn_at_its_mean_with_two_intervals_filled_where_it_is_told():
    axes = dose_figure(DOSES).axes[0]
    dots = [line for line in axes.lines if line.get_marker() == "o"]
    assert [dot.get_xdata()[0] for dot in dots] == [dose for dose, _ in DOSES.effects]
    assert [dot.get_ydata()[0] * 1e3 for dot in dots] == pytest.approx([one.mean for _, one in DOSES.effects])
    assert [dot.get_markerfacecolor() != "white" for dot in dots] == [one.is_clear for _, one in DOSES.effects]
    bars = [line for line in axes.lines if line.get_linewidth() in (6.0, 1.2)]
    assert len(bars) == 2 * len(DOSES.effects)
    widest = bars[-2]
    assert [end * 1e3 for end in widest.get_ydata()] == pytest.approx(
        [DOSES.effects[-1][1].p10, DOSES.effects[-1][1].p90]
    )


@BOTH
def test_the_level_that_stands_is_named_and_drawn(language):
    figure = dose_figure(DOSES, language)
    assert ("the level that stands: 2,200 parks" if language == "en" else "现有力度：2200个") in all_text(figure)
    assert any(line.is_dashed() and list(line.get_xdata()) == [2200.0, 2200.0] for line in figure.axes[0].lines)


def test_the_numbers_drawn_are_kept():
    table = dose_table(DOSES)
    assert [row[0] for row in table.rows] == [dose for dose, _ in DOSES.effects]
    assert [row[2] for row in table.rows] == [one.mean for _, one in DOSES.effects]


def grid(downs: int, across: int, size: float = 1e3) -> GridData:
    cells = product(range(1, downs + 1), range(1, across + 1))
    return GridData(
        title="The largest effect: +91,000 persons, parks 9,000 parks, workshops 90,000 workshops",
        quantity=quantity("local_workers", is_share=True),
        region=region_words("CN"),
        month=month_number(2030, 12),
        levers=(key_words("workshops"), key_words("entrepreneurship_parks")),
        of=("workshops", "parks"),
        effects={(1e4 * k, 2e3 * m): effect(size * (k * m - 4), 3e3) for k, m in cells},
        provenance=PROVENANCE,
    )


@BOTH
@pytest.mark.parametrize(
    ("downs", "across", "size"), [(2, 2, 1e3), (4, 3, 1e3), (10, 10, 1e6), (50, 2, 1e3), (1, 1, 0.0)]
)
def test_a_grid_of_any_shape_is_sound(downs, across, size, language):
    assert check(grid_figure(grid(downs, across, size), language)) == []


def test_a_grid_colors_what_is_told_and_writes_every_mean():
    data = grid(4, 3)
    figure = grid_figure(data)
    squares = [patch.get_facecolor()[:3] for patch in figure.axes[0].patches]
    told = [data.effects[doses].is_clear for doses in sorted(data.effects)]
    assert 0 < sum(told) < len(told)
    assert [square != (1.0, 1.0, 1.0) for square in squares] == told
    text = all_text(figure)
    assert "+8" in text and "−3" in text and "20,000" in text and "6,000" in text
    assert len(grid_table(data).rows) == 12
