"""Figures of a calibration say what its numbers say, in both languages, with no text on another or off the page."""

import math
import re
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from tests.report.figure_check import check
from tests.scenario.files import ROOT

from laborsim.parameters.parameters import Parameters
from laborsim.published.words import Words
from laborsim.report.canvas.style import BLUE, GREY, VERMILLION, VERMILLION_INK
from laborsim.report.figures.backtest_fans import BacktestFans, BacktestPanel, backtest_figure, backtest_table
from laborsim.report.figures.parameter_panels import ParameterPanel, ParameterPanels, parameter_figure, parameter_table
from laborsim.report.figures.profiles import THRESHOLD, Profile, Profiles, profile_figure, profile_table
from laborsim.report.figures.target_dots import TargetDot, TargetDots, numbers, target_figure, target_table
from laborsim.report.text.labels import CHINESE_TIMES, MOMENTS, PARAMETERS, moment_words, parameter_words, unit_words
from laborsim.report.text.provenance import Calibrated

LANGUAGES = ("en", "zh")
PERCENT = Words("%", "%")
MADE = Calibrated("national-2023", 812, 1, "0.1.0")
LONGEST = sorted(PARAMETERS, key=lambda name: len(PARAMETERS[name].en))[-6:]
LONG = "a-calibration-with-a-name-as-long-as-names-may-be-in-this-program"


def texts(figure: Figure) -> str:
    return " ".join(text.get_text() for text in figure.texts).replace("\u00a0", " ")


def dot(miss: float = 0.5, use: str = "fit", **changes: object) -> TargetDot:
    label = moment_words("mean_age", {"status": "local", "minus": "outbound", "change": "yearly"})
    point = TargetDot(label, "years a year", Words("years", "岁"), 0.42, 0.42, 0.42 + 0.1 * miss, miss, use)  # type: ignore[arg-type]
    return replace(point, **changes)  # type: ignore[arg-type]


def dots() -> TargetDots:
    persons = moment_words("indicator", {"of": "migrant_workers", "place": "Northeast", "months": "0"})
    lifted = moment_words("indicator", {"of": "lifted_workers_employed", "months": "11"})
    women = moment_words("women_share", {"status": "all"})
    everything = (
        dot(label=persons, unit="persons", low=297_530_000.0, high=297_530_000.0, model=297_561_234.0, miss=0.1),
        dot(2.6),
        dot(-9.0),
        *(dot(0.3 * k - 1.0) for k in range(8)),
        dot(0.0, "holdout", label=lifted, unit="persons", low=33e6, high=math.inf, model=34.6e6),
        dot(3.1, "holdout", label=women, unit="percent", unit_words=PERCENT, low=37.3, high=37.3, model=40.4),
        dot(1.1, "monitor", label=women, unit="percent", unit_words=PERCENT, low=30.0, high=32.5, model=33.6),
    )
    return TargetDots(everything, MADE)


def panel(name: str = "separation_rate", verdict: str = "") -> ParameterPanel:
    grid = np.linspace(0.3, 0.8, 101)
    prior = np.exp(-0.5 * ((grid - 0.5) / 0.1) ** 2)
    draws = np.random.default_rng(1).normal(0.52, 0.1 if verdict else 0.03, 200).clip(0.3, 0.8)
    label, unit = parameter_words(name), Words("a year", "每年")
    return ParameterPanel(name, label, unit, grid, prior / (prior.sum() * 0.005), draws, verdict)


def panels(verdicts: tuple[str, ...] = ("", "", "weak", "prior only")) -> ParameterPanels:
    return ParameterPanels(tuple(panel(verdict=verdict) for verdict in verdicts), MADE)


def profile(low: float = 0.3, high: float = 0.8, estimate: float = 0.5) -> Profile:
    values = np.linspace(low, high, 21)
    return Profile("job_to_job", Words("Jobs"), Words("share"), values, ((values - estimate) / 0.05) ** 2, estimate)


def series(error: float = 1.2, name: str = "total") -> BacktestPanel:
    return BacktestPanel(
        name=name,
        label=Words("All migrant workers", "农民工总量"),
        unit=unit_words("million"),
        known={2013: 268.9, 2014: 273.9, 2015: 277.5, 2016: 281.7, 2017: 286.5, 2018: 288.4, 2019: 290.8},
        years=(2020, 2021, 2022, 2023),
        low=(283.0, 284.0, 285.0, 286.0),
        middle=(286.0, 289.0, 291.0, 293.0),
        high=(290.0, 294.0, 297.0, 300.0),
        seen=(285.6, 292.5, 295.6, 301.0),
        error=error,
        rival="random walk",
        rival_error=1.6,
        chinese_times=CHINESE_TIMES["million"],
    )


FIGURES = {
    "targets": lambda language: target_figure(dots(), language),
    "one target": lambda language: target_figure(TargetDots((dot(),), replace(MADE, name=LONG)), language),
    "parameters": lambda language: parameter_figure(panels(), language),
    "every free parameter": lambda language: parameter_figure(
        ParameterPanels(tuple(panel(name, "prior only") for name in PARAMETERS), MADE), language
    ),
    "parameters with long names": lambda language: parameter_figure(
        ParameterPanels(tuple(panel(name, "weak") for name in LONGEST), MADE), language
    ),
    "profiles": lambda language: profile_figure(
        Profiles((profile(), profile(0.45), profile(0.49, 0.51)), MADE), language
    ),
    "backtest": lambda language: backtest_figure(BacktestFans((series(), series(2.2), series()), MADE), language),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FIGURES)
def test_no_text_lies_on_another_or_off_the_page(name: str, language: str) -> None:
    assert check(FIGURES[name](language)) == []


def marks(figure: Figure) -> list[tuple[str, bool, int]]:
    """Color, filled or not, and corners of every mark, from the top."""
    found = []
    for collection in figure.axes[0].collections:
        if isinstance(collection, PathCollection):
            color, face = (to_hex(side[0]).upper() for side in (collection.get_edgecolor(), collection.get_facecolor()))
            depth = float(collection.get_offsets()[0][1])
            found.append((depth, (color, color == face, len(collection.get_paths()[0].vertices))))
    return [mark for _, mark in sorted(found)]


def test_fitted_figures_are_filled_held_out_ones_open_and_missed_ones_square() -> None:
    data = TargetDots((dot(1.0), dot(2.5), dot(1.0, "holdout"), dot(-2.5, "holdout"), dot(1.0, "monitor")), MADE)
    fit, fit_missed, held, held_missed, watched = marks(target_figure(data))
    round_mark, square = fit[2], fit_missed[2]
    assert square == 5 and round_mark > 5
    assert fit == (BLUE, True, round_mark)
    assert fit_missed == (VERMILLION, True, square)
    assert held == (BLUE, False, round_mark)
    assert held_missed == (VERMILLION, False, square)
    assert watched[:2] == (GREY, False)


def test_the_title_counts_fitted_and_held_out_figures_apart() -> None:
    found = texts(target_figure(dots()))
    assert "9 of 11 fitted and 1 of 2 held-out" in found
    assert "11个拟合目标中有9个、2个样本外检验指标中有1个" in texts(target_figure(dots(), "zh")).replace(" \n", "")


def test_what_is_solved_for_does_not_count_as_fitted() -> None:
    data = TargetDots((dot(), dot(2.5), dot(0.0, "solved"), dot(0.0, "solved")), MADE)
    assert "1 of 2 fitted figures lie within 2 standard errors; 2 more are solved for" in texts(target_figure(data))


def test_a_miss_beyond_the_axis_is_told_in_figures() -> None:
    assert "−9.0" in texts(target_figure(dots()))


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(33.0, math.inf, "≥ 33.0 %"), (-math.inf, 33.0, "≤ 33.0 %"), (30.0, 33.0, "30.0–33.0 %"), (33.0, 33.0, "33.0 %")],
)
def test_a_one_sided_figure_keeps_its_side(low: float, high: float, said: str) -> None:
    shown = numbers(dot(unit="percent", unit_words=PERCENT, low=low, high=high, model=34.6), "en")
    assert tuple(text.replace("\u00a0", " ") for text in shown) == (said, "34.6 %")


def test_a_range_of_stocks_has_its_unit_once() -> None:
    shown = dot(unit="persons", unit_words=Words(""), low=11_960_000.0, high=13_000_000.0, model=12_400_000.0)
    assert numbers(shown, "en") == ("11.96–13 million", "12.4 million")
    assert numbers(shown, "zh") == ("1196–1300万", "1240万")
    assert numbers(replace(shown, low=9_600.0), "en")[0] == "9,600–13 million"


def test_a_missed_stock_does_not_look_like_a_hit() -> None:
    published, model = numbers(dot(unit="persons", low=297_530_000.0, high=297_530_000.0, model=297_000_000.0), "en")
    assert (published, model) == ("297.5 million", "297 million")


def test_the_table_of_the_dots_holds_every_number() -> None:
    rows = [dict(zip(target_table(dots()).columns, row, strict=True)) for row in target_table(dots()).rows]
    assert len(rows) == len(dots().dots)
    lifted = rows[11]
    assert (lifted["published_low"], lifted["published_high"], lifted["use"]) == (33e6, None, "holdout")
    assert [row["missed"] for row in rows].count("yes") == 3


def test_parameters_that_the_figures_do_not_move_are_flagged_and_counted() -> None:
    found = texts(parameter_figure(panels()))
    assert "The figures move 3 of 4 free parameters; prior only: 1" in found
    assert found.count("prior only") == 2  # the title and one panel
    assert found.count("weakly informed") == 1
    assert "move all 2 free parameters" in texts(parameter_figure(panels(("", ""))))


def test_a_panel_says_median_and_interval_of_its_draws() -> None:
    one = panel()
    low, middle, high = np.quantile(one.draws, [0.05, 0.5, 0.95])
    assert f"{middle:.3f} ({low:.3f}–{high:.3f}) a year" in texts(parameter_figure(ParameterPanels((one,), MADE)))
    [row] = parameter_table(ParameterPanels((one,), MADE)).rows
    assert row[2:5] == (middle, low, high)


def test_a_profile_ends_where_it_rises_by_the_threshold() -> None:
    low, high = profile().ends
    wanted = 0.05 * math.sqrt(THRESHOLD)
    assert low == pytest.approx(0.5 - wanted, abs=0.004)
    assert high == pytest.approx(0.5 + wanted, abs=0.004)


def test_a_profile_that_does_not_rise_is_open_and_the_title_says_so() -> None:
    data = Profiles((profile(), profile(0.45), profile(0.49, 0.51)), MADE)
    found = texts(profile_figure(data))
    assert "bound 1 of 3 free parameters" in found
    assert "0.500 (… to 0.598) share" in found
    assert profile(0.49, 0.51).ends == (None, None)
    assert len(profile_table(data).rows) == 63


def test_a_backtest_counts_what_its_fans_hold_and_names_where_it_loses() -> None:
    figure = backtest_figure(BacktestFans((series(), series(2.2)), MADE))
    found = texts(figure)
    assert "6 of 8 figures of 2020–2023 lie inside" in found
    assert "in 1 of 2 series" in found
    assert "error 1.2 % < random walk 1.6 %" in found
    assert "error 2.2 % > random walk 1.6 %" in found
    assert [text.get_text() for text in figure.texts if text.get_color() == VERMILLION_INK] == [
        "million; error 2.2\u00a0% > random walk 1.6\u00a0%"
    ]


def test_a_figure_outside_its_fan_is_an_open_square() -> None:
    figure = backtest_figure(BacktestFans((series(),), MADE))
    outside = [c for c in figure.axes[0].collections if isinstance(c, PathCollection)][1]
    assert outside.get_offsets().tolist() == [[2023.0, 301.0]]
    assert to_hex(outside.get_edgecolor()[0]).upper() == VERMILLION
    [*_, last] = backtest_table(BacktestFans((series(),), MADE)).rows
    assert last == ("total", "million", 2023, 286.0, 293.0, 300.0, 301.0, "no")


@pytest.mark.parametrize(("language", "times"), [("en", 1.0), ("zh", 100.0)])
def test_a_million_persons_are_a_hundred_wan_in_chinese(language, times) -> None:
    figure = backtest_figure(BacktestFans((series(), replace(series(), chinese_times=1.0)), MADE), language)
    shown = [axes.get_ylim()[1] for axes in figure.axes]
    assert shown[0] == pytest.approx(times * shown[1])
    points = [c for c in figure.axes[0].collections if isinstance(c, PathCollection)][1].get_offsets()
    assert points.tolist() == [[2023.0, pytest.approx(301.0 * times)]]
    assert ("万人；误差1.2%" in texts(figure), "million" in texts(figure)) == (language == "zh", language == "en")


def test_no_text_of_the_program_has_a_unit_that_chinese_has_not() -> None:
    for path in (ROOT / "src" / "laborsim").rglob("*.py"):
        assert not re.search("百万人|千人|十亿", path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize(
    ("draw", "empty"),
    [
        (target_figure, TargetDots((), MADE)),
        (parameter_figure, ParameterPanels((), MADE)),
        (profile_figure, Profiles((), MADE)),
        (backtest_figure, BacktestFans((), MADE)),
    ],
)
def test_nothing_to_draw_is_refused(draw: object, empty: object) -> None:
    with pytest.raises(ValueError, match=r"to draw|at least one"):
        draw(empty)  # type: ignore[operator]


def test_every_moment_and_free_parameter_has_words_in_both_languages() -> None:
    from laborsim.calibration.targets.moments import MOMENTS as KNOWN

    assert MOMENTS.keys() == KNOWN.keys() - {"indicator"}
    assert all(words.en and words.zh for words in (*MOMENTS.values(), *PARAMETERS.values()))
    assert PARAMETERS.keys() <= Parameters.model_fields.keys()
