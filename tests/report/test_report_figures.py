"""Every figure, in both languages and many shapes, is sound and shows its numbers."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from tests.report.figure_data import (
    BASE,
    CODES,
    FANS,
    HEAVY,
    STACKS,
    STOCKS,
    TILES,
    fan,
    fan_without_goal,
    share_fan,
    stack,
    tiles,
    unchanged_tiles,
)

from laborsim.report.check import check
from laborsim.report.fan import fan_figure
from laborsim.report.fan_data import FanData, fan_of, fan_table
from laborsim.report.fonts import chinese_family
from laborsim.report.goal import GoalLine
from laborsim.report.sheet import Heading, Look, sheet, text_width
from laborsim.report.stacked import Layer, StackedData, stacked_figure, stacked_table
from laborsim.report.style import styled
from laborsim.report.tile_data import TileData, tile_grid, tile_table
from laborsim.report.tile_squares import NAME_SIZES, ROOM
from laborsim.report.tilegrid import tilegrid_figure

NO_CHINESE = pytest.mark.skipif(chinese_family() is None, reason="no Chinese font (fonts-noto-cjk) is installed")
BOTH = pytest.mark.parametrize("language", ["en", pytest.param("zh", marks=NO_CHINESE)])


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def all_text(figure: Figure) -> str:
    return " ".join(texts(figure)).replace("\u00a0", " ")


@BOTH
@pytest.mark.parametrize("shape", FANS)
def test_a_fan_of_any_shape_is_sound(shape, language):
    assert check(fan_figure(FANS[shape](), language)) == []


@BOTH
@pytest.mark.parametrize("shape", STACKS)
def test_a_stack_of_any_shape_is_sound(shape, language):
    assert check(stacked_figure(STACKS[shape](), language)) == []


@BOTH
@pytest.mark.parametrize("shape", TILES)
def test_a_map_of_any_shape_is_sound(shape, language):
    assert check(tilegrid_figure(TILES[shape](), language)) == []


@BOTH
def test_every_name_fits_its_square(language):
    with styled(language):
        page = sheet(Heading("", "", ""), 10.0)
        for tile in tile_grid():
            assert text_width(page.renderer, tile.short.said(language), Look(NAME_SIZES[-1])) <= ROOM


# --- fan -----------------------------------------------------------------------------------------------------


def test_the_fan_prints_median_interval_and_how_often_the_goal_is_met():
    data = fan(400)
    result = fan_of(data)
    text = all_text(fan_figure(data))
    band = result.main.band(80)
    assert f"With measures: {result.main.median[-1] / 1e3:.0f}" in text
    assert f"80 % of runs: {band.low[-1] / 1e3:.0f}–{band.high[-1] / 1e3:.0f}" in text
    met = int((data.scenario[:, -1] >= data.goal.minimum).sum())
    assert f"goal met: {met} of 400" in text
    assert "Goal: at least 340 thousand by Dec 2020" in text


def test_one_run_has_no_bands_and_says_so():
    text = all_text(fan_figure(fan(1)))
    assert "80 % of runs: n/a" in text and "One run, so no bands" in text
    assert not fan_of(fan(1)).main.bands


def test_few_runs_are_drawn_one_by_one():
    figure = fan_figure(fan(5))
    thin = [line for line in figure.axes[0].lines if line.get_linewidth() == 0.5]
    assert len(thin) == 10
    assert "Thin lines: the 5 runs" in all_text(figure)


def test_only_supported_shades_are_drawn_and_named():
    assert "Shades: 50 and 80 % of 20 runs" in all_text(fan_figure(fan(20)))
    assert "Shades: 50, 80 and 95 % of 400 runs" in all_text(fan_figure(fan(400)))
    assert len(fan_figure(fan(20)).axes[0].collections) + 1 == len(fan_figure(fan(400)).axes[0].collections)


def test_the_baseline_is_hatched_and_dashed_for_gray_prints():
    axes = fan_figure(fan(20)).axes[0]
    assert any(area.get_hatch() for area in axes.collections)
    assert any(line.is_dashed() for line in axes.lines)


def test_a_zoomed_axis_says_so_and_a_full_one_does_not():
    assert "does not start at zero" in all_text(fan_figure(share_fan()))
    assert "does not start at zero" not in all_text(fan_figure(fan(20)))


def test_a_quantity_that_is_mostly_background_says_so():
    assert "73 % of this quantity is background, not simulated" in all_text(fan_figure(share_fan()))
    assert "background" not in all_text(fan_figure(replace(share_fan(), background_share=0.5)))


def test_a_goal_of_an_earlier_month_is_judged_in_that_month():
    data = replace(fan(20), goal=GoalLine(BASE + 6, minimum=1.0))
    assert fan_of(data).met_main == 20
    assert "goal met by Jun 2020: 20 of 20" in all_text(fan_figure(data)).replace("\n", " ")


def test_the_fan_without_a_goal_prints_the_paired_difference():
    text = all_text(fan_figure(fan_without_goal()))
    assert "Difference: +56" in text and "the measures add 56 thousand" in text


def test_a_draft_is_stamped_and_every_stamp_stands_in_the_footnote():
    text = all_text(fan_figure(replace(fan(20), provenance=HEAVY)))
    for stamp in ("DRAFT", "ASSUMPTION: subsidy", "SYNTHETIC", "[recalled from", "seed 20200324", "run 7f3a9c12"):
        assert stamp in text


def test_a_dollar_and_markup_in_a_name_are_letters():
    data = fan(20)
    figure = fan_figure(replace(data, provenance=replace(data.provenance, scenario="cost_$5_to_$10^2")))
    assert check(figure) == []
    assert not any(text.get_parse_math() for text in figure.texts)


def test_the_fans_table_holds_exactly_the_numbers_drawn():
    data = fan(20)
    table = fan_table(data)
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    assert len(rows) == 3 * 13
    last = next(row for row in rows if row["month"] == "2020-12" and row["series"] == "scenario")
    assert last["median"] == float(np.median(data.scenario[:, -1]))
    assert last["p10"] == float(np.quantile(data.scenario[:, -1], 0.1))
    assert last["p90"] == pytest.approx(float(np.quantile(data.scenario[:, -1], 0.9)))
    assert last["p2_5"] is None and last["p97_5"] is None
    difference = next(row for row in rows if row["month"] == "2020-12" and row["series"] == "difference")
    assert difference["median"] == float(np.median(data.scenario[:, -1] - data.baseline[:, -1]))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"months": np.array([5])}, "at least two"),
        ({"months": np.arange(BASE, BASE + 13)[::-1]}, "increasing"),
        ({"scenario": None, "baseline": None}, "scenario, of a baseline, or of both"),
        ({"scenario": np.zeros((20, 5))}, "scenario: expected"),
        ({"baseline": np.full((20, 13), np.nan)}, "baseline: every number must be finite"),
        ({"baseline": np.zeros((19, 13))}, "not paired"),
        ({"goal": GoalLine(BASE + 99, minimum=1.0)}, "not among the months"),
    ],
)
def test_a_fan_that_cannot_be_drawn_is_refused_with_its_reason(change, message):
    with pytest.raises(ValueError, match=message):
        replace(fan(20), **change)


# --- stacked ----------------------------------------------------------------------------------------------------


def test_the_stack_starts_at_zero_and_its_numbers_add_up():
    data = stack()
    figure = stacked_figure(data)
    assert figure.axes[0].get_ylim()[0] == 0.0
    total = sum(layer.persons[:, -1].mean() for layer in data.layers)
    assert data.means[:, -1].sum() == pytest.approx(total)
    rows = stacked_table(data).rows
    assert sum(row[3] for row in rows if row[0] == "2030-12") == pytest.approx(total)
    assert len(rows) == len(STOCKS) * 85


def test_every_group_has_its_name_number_and_change_beside_it():
    text = all_text(stacked_figure(stack()))
    for label in (
        "Near home 132.",
        "Own province 114.",
        "Other province 60.",
        "Own business 16.",
        "Looking for work 7.",
    ):
        assert label in text


def test_observed_and_projected_are_named_only_if_there_is_both():
    observed = stacked_figure(STACKS["observed"]())
    assert {"observed", "projected"} <= set(texts(observed))
    for until in (None, int(stack().months[0]), int(stack().months[-1])):
        assert "projected" not in texts(stacked_figure(replace(stack(), observed_until=until)))


def test_one_run_claims_no_finding():
    assert "Who is where, China, December 2023 to December 2030" in " ".join(texts(stacked_figure(stack(1))))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"months": np.array([1])}, "at least two"),
        ({"layers": ()}, "at least one status"),
        ({"layers": (Layer("retired", np.zeros((20, 85))),)}, "unknown status 'retired'; known: local"),
        ({"layers": (Layer("local", np.full((20, 85), -1.0)),)}, "none of them negative"),
        ({"layers": (stack().layers[0], Layer("founder", np.zeros((3, 85))))}, "founder: persons in 20 runs"),
        ({"layers": (Layer("local", np.zeros((20, 4))),)}, "local: expected"),
    ],
)
def test_a_stack_that_cannot_be_drawn_is_refused_with_its_reason(change, message):
    with pytest.raises(ValueError, match=message):
        replace(stack(), **change)


# --- tilegrid ---------------------------------------------------------------------------------------------------


def dotted(figure: Figure) -> int:
    return sum(bool(patch.get_hatch()) for patch in figure.axes[0].patches)


def outlined(figure: Figure) -> int:
    return sum(patch.get_linewidth() == 2.0 for patch in figure.axes[0].patches)


def test_a_square_is_dotted_if_and_only_if_its_interval_includes_zero():
    data = tiles()
    low, high = np.quantile(data.values, [0.1, 0.9], axis=0)
    unclear = int(((low <= 0) & (high >= 0)).sum())
    assert 0 < unclear < 31
    assert dotted(tilegrid_figure(data)) == unclear + 1  # and the legend's


def test_one_run_dots_nothing_and_says_that_the_interval_is_not_known():
    figure = tilegrid_figure(tiles(1))
    assert dotted(figure) == 0
    assert "80 % interval: n/a" in all_text(figure)


def test_the_regions_aimed_at_are_outlined_but_not_all_of_them():
    assert outlined(tilegrid_figure(tiles())) == 1
    assert outlined(tilegrid_figure(replace(tiles(), aimed_at=()))) == 0
    assert outlined(tilegrid_figure(replace(tiles(), aimed_at=CODES))) == 0


def test_each_square_prints_the_median_of_the_paired_differences():
    data = tiles()
    shown = texts(tilegrid_figure(data))
    for median in np.median(data.scenario - data.baseline, axis=0) / 1e3:
        assert f"{median:+.1f}".replace("-", "−") in shown


def test_no_change_is_said_as_no_change():
    text = all_text(tilegrid_figure(unchanged_tiles()))
    assert "The measures leave Local migrant workers as in the baseline in all 31 provinces" in text


def test_a_level_is_shown_where_there_is_no_scenario():
    figure = tilegrid_figure(TILES["level"]())
    assert dotted(figure) == 0
    assert "minus" not in all_text(figure)


def test_the_maps_table_holds_exactly_the_numbers_drawn():
    data = tiles()
    rows = {row[0]: row for row in tile_table(data).rows}
    difference = data.values[:, CODES.index("CN-GS")]
    assert rows["CN-GS"][3] == float(np.median(difference)) and rows["CN-GS"][6] == "yes"
    assert rows["CN-GS"][4:6] == pytest.approx(tuple(np.quantile(difference, [0.1, 0.9])))
    assert tile_table(tiles(1)).rows[0][4:6] == (None, None)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"codes": ("CN-XX", *CODES[1:])}, "CN-XX"),
        ({"codes": (CODES[1], *CODES[1:])}, "once"),
        ({"aimed_at": ("CN",)}, "not so: "),
        ({"scenario": None, "baseline": None}, "scenario, of a baseline, or of both"),
        ({"scenario": np.zeros((200, 30))}, "scenario: expected"),
        ({"scenario": np.zeros((3, 31))}, "not paired"),
    ],
)
def test_a_map_that_cannot_be_drawn_is_refused_with_its_reason(change, message):
    with pytest.raises(ValueError, match=message):
        replace(tiles(), **change)


@pytest.mark.parametrize("data", [fan(20), stack(), tiles()])
def test_the_data_of_a_figure_is_frozen(data: FanData | StackedData | TileData):
    with pytest.raises(AttributeError):
        data.provenance = HEAVY
