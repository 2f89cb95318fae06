"""Every figure, in both languages and many shapes, is sound and shows its numbers."""

from dataclasses import replace

import numpy as np
import pytest
from tests.report.figure_check import check
from tests.report.figure_data import BASE, FANS, HEAVY, STACKS, TILES, all_text, fan, fan_without_goal, share_fan

from laborsim.published.words import Words
from laborsim.report.canvas.sheet import TextStyle, text_width
from laborsim.report.canvas.style import styled
from laborsim.report.figures.fan import fan_figure
from laborsim.report.figures.fan_data import fan_of, fan_table
from laborsim.report.figures.stacked import stacked_figure
from laborsim.report.figures.tile_map import NAME_SIZES, ROOM, tile_grid, tilegrid_figure
from laborsim.report.text.goal import GoalLine
from laborsim.report.text.phrases import phrases, sentences
from laborsim.report.text.provenance import OtherSize, footnote

BOTH = pytest.mark.parametrize("language", ["en", "zh"])


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
        for tile in tile_grid():
            assert text_width(tile.short.said(language), TextStyle(NAME_SIZES[-1])) <= ROOM


# --- fan -----------------------------------------------------------------------------------------------------


def test_the_fan_prints_mean_interval_and_how_often_the_goal_is_met():
    data = fan(400)
    result = fan_of(data)
    text = all_text(fan_figure(data))
    band = result.main.band(80)
    assert f"With measures: {result.main.mean[-1] / 1e3:.0f}" in text
    assert f"80 % of runs: {band.low[-1] / 1e3:.0f}–{band.high[-1] / 1e3:.0f}" in text
    met = int((data.scenario[:, -1] >= data.goal.minimum).sum())
    assert f"goal met: {met} of 400" in text
    assert "Goal: at least 340,000 persons a year by Dec 2020" in text


@BOTH
def test_a_scenario_that_is_compared_with_nothing_is_not_said_to_have_measures(language):
    text = all_text(fan_figure(replace(fan(40), baseline=None), language))
    assert phrases(language).alone in text
    assert phrases(language).with_measures not in text


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
    assert "shades: 50 and 80 % of them" in all_text(fan_figure(fan(20)))
    assert "shades: 50, 80 and 95 % of them" in all_text(fan_figure(fan(400)))
    assert len(fan_figure(fan(20)).axes[0].collections) + 1 == len(fan_figure(fan(400)).axes[0].collections)


def test_the_baseline_is_hatched_and_dashed_for_gray_prints():
    axes = fan_figure(fan(20)).axes[0]
    assert any(area.get_hatch() for area in axes.collections)
    assert any(line.is_dashed() for line in axes.lines)


def test_a_zoomed_axis_says_so_and_a_full_one_does_not():
    assert "does not start at zero" in all_text(fan_figure(share_fan()))
    assert "does not start at zero" not in all_text(fan_figure(fan(20)))


def test_a_quantity_that_is_mostly_background_says_so():
    assert "73 % of it is extrapolated, not simulated" in all_text(fan_figure(share_fan())).replace("\n", " ")
    no_goal = all_text(fan_figure(replace(share_fan(), goal=None)))
    assert "73 % of this quantity is extrapolated, not simulated" in no_goal
    assert "extrapolated" not in all_text(fan_figure(replace(share_fan(), background_share=0.5)))


def test_a_goal_of_an_earlier_month_is_judged_in_that_month():
    data = replace(fan(20), goal=GoalLine(BASE + 6, maximum=250e3))
    assert fan_of(data).met_main == 20
    text = all_text(fan_figure(data)).replace("\n", " ")
    assert "goal met: 20 of 20" in text and "Numbers at the right: June 2020" in text
    assert f"With measures, Jun 2020: {data.scenario[:, 6].mean() / 1e3:.0f}" in text


def test_the_year_of_the_goal_is_on_the_axis_though_the_quantity_is_defined_from_its_end_on():
    data = replace(fan(20), goal=GoalLine(BASE, minimum=1.0), since=BASE - 12)
    figure = fan_figure(data)
    assert figure.axes[0].get_xlim() == (BASE - 12, BASE + 12)
    assert {"2018", "2019"} & set(text.get_text() for text in figure.texts) and check(figure) == []


def test_a_note_that_stands_for_many_blocks_is_said_once():
    note = Words("level of rural public-welfare posts", "乡村公益性岗位数量")
    many = replace(fan(20).provenance, assumptions=(note,) * 31, sources=fan(20).provenance.sources * 5)
    for language, word in (("en", "level of rural"), ("zh", "乡村公益性岗位数量")):
        assert footnote(many, language).count(word) == 1
    assert sentences(["a", "b", "a.", "b"], "en") == "a. b."


def test_numbers_that_are_not_the_runs_own_are_stamped():
    made = fan(20).provenance
    for apart, mark in ((OtherSize(10_000, 4, True), "COARSER"), (OtherSize(1_000, 4, False), "FEWER RUNS")):
        own = replace(made, apart=apart, is_draft=False)
        figure = fan_figure(replace(fan(20), provenance=own))
        text = all_text(figure)
        assert mark in text and f"{apart.persons:,} persons per agent and 4 pairs of runs" in text
        assert check(figure) == [] and check(fan_figure(replace(fan(20), provenance=own), "zh")) == []


def test_the_fan_without_a_goal_prints_the_paired_difference():
    text = all_text(fan_figure(fan_without_goal()))
    assert "Mean effect: +56" in text and "in Gansu by 56" in text


def test_a_draft_is_stamped_and_every_stamp_stands_in_the_footnote():
    text = all_text(fan_figure(replace(fan(20), provenance=HEAVY)))
    for stamp in ("DRAFT", "ASSUMPTION: subsidy", "SYNTHETIC", "[recalled from", "seed 20200324", "run 7f3a9c12"):
        assert stamp in text


def test_a_fan_shows_both_worlds_and_its_footnote_says_so():
    data = fan(20)
    text = all_text(fan_figure(replace(data, provenance=replace(data.provenance, baseline="plain"))))
    assert "Scenario gansu-2020 and plain, paired runs" in text and "minus" not in text


def test_a_chinese_date_under_the_axis_begins_with_its_year():
    for language, first, second in (("en", "Dec", "2020"), ("zh", "2020年", "12月")):
        heights = {text.get_text(): text.get_position()[1] for text in fan_figure(fan(20), language).texts}
        assert heights[first] > heights[second]


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
    assert last["mean"] == pytest.approx(np.mean(data.scenario[:, -1]))
    assert last["p10"] == float(np.quantile(data.scenario[:, -1], 0.1, method="weibull"))
    assert last["p90"] == pytest.approx(float(np.quantile(data.scenario[:, -1], 0.9, method="weibull")))
    assert last["p2_5"] is None and last["p97_5"] is None
    difference = next(row for row in rows if row["month"] == "2020-12" and row["series"] == "difference")
    assert difference["mean"] == pytest.approx(last["mean"] - np.mean(data.baseline[:, -1]))


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
