"""Stacked charts and maps of squares show their numbers, and refuse what cannot be drawn."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from scipy import stats
from tests.report.figure_data import (
    CODES,
    HEAVY,
    STACKS,
    STOCKS,
    TILES,
    all_text,
    fan,
    stack,
    texts,
    tiles,
    unchanged_tiles,
)

from laborsim.report.figures.fan_data import FanData
from laborsim.report.figures.stacked import Layer, StackedData, stacked_figure, stacked_table
from laborsim.report.figures.tile_map import TILE, TileData, tile_table, tilegrid_figure

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
        "Local 132.",
        "Outbound, own province 114.",
        "Outbound, other province 60.",
        "Returnee entrepreneurs 16.",
        "Unemployed, seeking 7.",
    ):
        assert label in text


def test_observed_and_projected_are_named_only_if_there_is_both():
    observed = stacked_figure(STACKS["observed"]())
    assert {"published", "model projection"} <= set(texts(observed))
    for until in (None, int(stack().months[0]), int(stack().months[-1])):
        assert "model projection" not in texts(stacked_figure(replace(stack(), observed_until=until)))


def compared(gain: float) -> StackedData:
    """A world whose founders are `gain` more than the baseline's, in which many more seek work over time anyway."""
    data = stack()
    drifting = [
        replace(one, persons=one.persons + 20e6 * np.linspace(0, 1, 85)) if one.status == "seeking" else one
        for one in data.layers
    ]
    ours = [replace(one, persons=one.persons + gain) if one.status == "founder" else one for one in drifting]
    return replace(data, layers=tuple(ours), against=tuple(drifting))


def test_the_title_of_a_scenario_is_its_effect_and_not_what_changes_in_the_baseline_too():
    text = all_text(stacked_figure(compared(83_000.0)))
    assert "effect of the measures: more people run a business (+83,000 persons)" in text.replace("\n", " ")
    assert "seek work" not in text
    assert "(+83,000)" in text and "change against the baseline" in text
    assert "more people are unemployed and seek work" in all_text(stacked_figure(replace(compared(0.0), against=())))


def test_measures_that_change_nothing_have_no_finding_however_much_the_world_does():
    text = all_text(stacked_figure(compared(0.0))).replace("\n", " ")
    assert "no statistically significant effect on any employment status" in text


def test_three_pairs_claim_no_effect_on_anybody():
    few = compared(83_000.0)
    layers, against = (tuple(replace(one, persons=one.persons[:3]) for one in w) for w in (few.layers, few.against))
    text = all_text(stacked_figure(replace(few, layers=layers, against=against)))
    assert "Employment status, China" in text and "effect of the measures:" not in text.split("At the right")[0]


def test_layers_of_another_world_have_to_be_the_same():
    data = compared(0.0)
    with pytest.raises(ValueError, match="same statuses"):
        replace(data, against=data.against[1:])


def test_one_run_claims_no_finding():
    assert "Employment status, China, December 2023 to December 2030" in " ".join(texts(stacked_figure(stack(1))))


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


def not_sure(data: TileData) -> int:
    """Return for how many squares the simulation error or the prediction interval holds zero."""
    low, high = stats.ttest_1samp(data.values, 0.0).confidence_interval(0.95)
    p10, p90 = np.quantile(data.values, [0.1, 0.9], axis=0, method="weibull")
    return int(((np.minimum(low, p10) <= 0) & (np.maximum(high, p90) >= 0)).sum())


def test_a_square_is_dotted_if_and_only_if_one_of_its_intervals_includes_zero():
    data = tiles(20, spread=2.0)
    unclear = not_sure(data)
    assert 0 < unclear < 31
    assert dotted(tilegrid_figure(data)) == unclear + 1  # and the legend's


def squares(figure: Figure) -> list[str]:
    """Return the face colors of the 31 squares."""
    sized = [patch for patch in figure.axes[0].patches if patch.get_width() == TILE and patch.get_fill()]
    return [to_hex(patch.get_facecolor()) for patch in sized if not patch.get_hatch()]


def test_a_square_has_a_color_if_and_only_if_its_change_is_sure():
    data = tiles(20, spread=2.0)
    unclear = not_sure(data)
    assert len(squares(tilegrid_figure(data))) == 31
    assert squares(tilegrid_figure(data)).count("#ffffff") == unclear
    for unsure in (tiles(3, spread=0.01), tiles(1)):
        assert set(squares(tilegrid_figure(unsure))) == {"#ffffff"}
    assert "#ffffff" not in squares(tilegrid_figure(TILES["level"]()))


def test_four_pairs_whose_intervals_exclude_zero_are_sure():
    figure = tilegrid_figure(tiles(4, spread=0.01))
    assert dotted(figure) < 31
    assert "there are fewer than 4 pairs of runs" in all_text(figure)


def test_three_pairs_claim_nothing_about_provinces():
    figure = tilegrid_figure(tiles(3, spread=0.01))
    text = all_text(figure)
    assert dotted(figure) == 31 + 1  # and the legend's
    assert "by province, change against the baseline" in text and "probably" not in text


def test_one_run_dots_nothing_and_says_that_the_interval_is_not_known():
    figure = tilegrid_figure(tiles(1))
    assert dotted(figure) == 0
    assert "80 % PI: n/a" in all_text(figure)


def test_the_regions_aimed_at_are_outlined_but_not_all_of_them():
    assert outlined(tilegrid_figure(tiles())) == 1
    assert outlined(tilegrid_figure(replace(tiles(), aimed_at=()))) == 0
    assert outlined(tilegrid_figure(replace(tiles(), aimed_at=CODES))) == 0


def test_each_square_prints_the_mean_of_the_paired_differences():
    data = tiles()
    shown = texts(tilegrid_figure(data))
    for mean in np.mean(data.scenario - data.baseline, axis=0) / 1e3:
        assert f"{mean:+.1f}".replace("-", "−") in shown


def test_no_change_is_said_as_no_change():
    text = all_text(tilegrid_figure(unchanged_tiles()))
    assert "Local migrant workers: identical to the baseline in all 31 provinces" in text


def test_a_level_is_shown_where_there_is_no_scenario():
    figure = tilegrid_figure(TILES["level"]())
    assert dotted(figure) == 0
    assert "minus" not in all_text(figure)


def test_the_maps_table_holds_exactly_the_numbers_drawn():
    data = tiles()
    rows = {row[0]: row for row in tile_table(data).rows}
    difference = data.values[:, CODES.index("CN-GS")]
    assert rows["CN-GS"][3] == pytest.approx(difference.mean()) and rows["CN-GS"][-1] == "yes"
    assert rows["CN-GS"][4:6] == pytest.approx(tuple(stats.ttest_1samp(difference, 0.0).confidence_interval()))
    assert rows["CN-GS"][6:8] == pytest.approx(tuple(np.quantile(difference, [0.1, 0.9], method="weibull")))
    assert tile_table(tiles(1)).rows[0][4:8] == (None,) * 4


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
