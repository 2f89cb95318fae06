"""The figures of comparisons: everything on the page, nothing on anything else, and the numbers as they are."""

from dataclasses import replace

import numpy as np
import pytest
from tests.report.figure_check import check
from tests.report.figure_data import HEAVY, LANGUAGES, LONG_NAME, all_text

from laborsim.experiment.indicators.effect import effect_of
from laborsim.kernels.codes import month_number
from laborsim.report.figures.compare_lines import LinesData, curves, lines_figure, lines_table
from laborsim.report.figures.effect_dots import DotData, dots_figure, dots_table
from laborsim.report.text.effects import effect_numbers
from laborsim.report.text.labels import quantity, region_words
from laborsim.report.text.numbers import printer_for, unit
from laborsim.report.text.provenance import Provenance

PROVENANCE = Provenance("a, b", 1, "0.1.0", "7f3a9c12, 1a2b3c4d", baseline="national-baseline", is_synthetic=True)
NAMES = (
    "return-home-2025",
    "parks-3000",
    "posts",
    "a-scenario-name-as-long-as-names-may-be-which-is-sixty-four-chars",
    "e",
)


def dots(number: int = 3, size: float = 4e4, pairs: int = 20) -> DotData:
    luck = np.random.default_rng(3)
    effects = [effect_of(luck.normal((2 - k) * size, size, pairs)) for k in range(number)]
    return DotData(
        title="By December 2030, return-home-2025 raises founders in business in China most",
        quantity=quantity("founders_in_business", is_share=True),
        region=region_words("CN"),
        month=month_number(2030, 12),
        effects=tuple(zip(NAMES[:number], effects, strict=True)),
        provenance=PROVENANCE,
    )


def lines(number: int = 2, *, is_effect: bool = False, runs: int = 20) -> LinesData:
    luck, time = np.random.default_rng(4), np.linspace(0, 1, 85)
    noise = luck.normal(0, 2e5, (runs, 1)) * time
    levels = [(12e6 + 1e6 * time * (k + 1) + noise) for k in range(number)]
    effects = [1e5 * (k + 1) * time + luck.normal(0, 3e4, (runs, 1)) * time for k in range(number)]
    before = 12e6 + noise
    return LinesData(
        title="By December 2030, posts raises founders in business in China most, by 200 thousand persons",
        quantity=quantity("founders_in_business", is_share=True),
        region=region_words("CN"),
        months=np.arange(85) + month_number(2023, 12),
        lines=tuple(zip(NAMES[:number], [before + own for own in effects] if is_effect else levels, strict=True)),
        baseline=None if is_effect else before,
        provenance=PROVENANCE,
        against=(before,) * number if is_effect else (),
    )


DOTS = {
    "plain": dots,
    "one": lambda: dots(1),
    "five": lambda: dots(5),
    "one pair": lambda: dots(pairs=1),
    "tiny": lambda: dots(size=3e-8),
    "no effect": lambda: replace(dots(1), effects=(("a", effect_of(np.zeros(20))),)),
    "shares": lambda: replace(dots(size=0.0004), quantity=quantity("unemployment_migrants", is_share=True)),
    "long texts": lambda: replace(dots(), quantity=LONG_NAME, provenance=HEAVY),
}
LINES = {
    "levels": lines,
    "effects": lambda: lines(is_effect=True),
    "five levels": lambda: lines(5),
    "five effects": lambda: lines(5, is_effect=True),
    "few runs": lambda: lines(runs=3),
    "one run": lambda: lines(runs=1, is_effect=True),
    "long texts": lambda: replace(lines(), quantity=LONG_NAME, provenance=HEAVY),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DOTS)
def test_every_dot_plot_is_clean_in_both_languages(name, language):
    assert check(dots_figure(DOTS[name](), language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LINES)
def test_every_line_chart_is_clean_in_both_languages(name, language):
    assert check(lines_figure(LINES[name](), language)) == []


def test_a_dot_plot_prints_the_effects_it_draws():
    data = dots()
    text, ends = all_text(dots_figure(data)), [end for _, one in data.effects for end in (one.p10, one.p90)]
    printer = printer_for(ends, unit("persons"), "en", change=True)
    for name, effect in data.effects:
        assert name in text and effect_numbers(effect, printer)[0] in text
    assert dots_table(data).rows[0][2] == data.effects[0][1].mean


def test_an_effect_that_is_not_seen_is_an_open_gray_dot():
    seen, unseen = effect_of(np.linspace(1, 2, 20)), effect_of(np.linspace(-1, 1.1, 20))
    figure = dots_figure(replace(dots(2), effects=(("a", seen), ("b", unseen))))
    faces = [line.get_markerfacecolor() for axes in figure.axes for line in axes.lines if line.get_marker() == "o"]
    assert faces[0] != "white" and faces[1] == "white"


def test_levels_and_effects_are_means_so_that_one_is_the_difference_of_the_others():
    levels, effects = lines(), lines(is_effect=True)
    assert curves(levels)[0].middle[-1] == pytest.approx(np.mean(levels.lines[0][1][:, -1]))
    both = replace(levels, baseline=None, against=(levels.baseline,) * 2)
    *own, other = curves(levels)
    for level, effect in zip(own, curves(both), strict=True):
        assert effect.middle == pytest.approx(level.middle - other.middle)
    known = effect_of((effects.lines[0][1] - effects.against[0])[:, -1])
    one = curves(effects)[0]
    assert (one.middle[-1], one.ends[0][-1], one.ends[1][-1]) == pytest.approx((known.mean, known.p10, known.p90))
    assert lines_table(effects).columns[-1] == "p90" and len(lines_table(levels).rows) == 3 * 85


def test_money_that_only_one_world_spends_has_no_band_below_zero():
    spent = np.random.default_rng(6).lognormal(18, 1.5, (4, 1)) * np.linspace(0.1, 1, 85)
    shown = replace(lines(1, is_effect=True, runs=4), quantity=quantity("cost", is_share=True))
    data = replace(shown, lines=(("a", spent),), against=(np.zeros((4, 85)),))
    assert (curves(data)[0].ends[0] >= 0).all()


def test_the_rule_of_the_verdicts_stands_under_the_dots():
    assert "Statistically significant: neither holds zero" in all_text(dots_figure(dots()))


def test_more_scenarios_than_can_be_told_apart_are_refused():
    six = tuple((f"s{k}", lines().lines[0][1]) for k in range(6))
    with pytest.raises(ValueError, match="one to 5"):
        replace(lines(), lines=six)


def test_the_lines_of_levels_and_of_effects_say_what_they_show():
    levels, effects = (all_text(lines_figure(lines(is_effect=is_effect))) for is_effect in (False, True))
    assert "Scenario a, b and national-baseline, paired runs" in levels and "80 % of runs" in levels
    assert "Scenario a, b minus national-baseline" in effects and "shades: 80 % prediction interval" in effects


def test_an_interval_that_is_not_drawn_is_not_explained():
    few, alone = all_text(lines_figure(lines(runs=4))), all_text(lines_figure(lines(runs=1, is_effect=True)))
    assert "means of 4 runs, too few for an interval" in few and "80 %" not in few
    assert "which has no interval" in alone and "shades" not in alone
