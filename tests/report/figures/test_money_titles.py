"""The titles of the plane and of the acceptability curves agree, and name the probability that they mean."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from laborsim.analysis.ledger.value_for_money import Option
from laborsim.kernels.codes import month_number
from laborsim.published.words import Words
from laborsim.report.albums.ledger import plane_data
from laborsim.report.figures.acceptability import CurveData, acceptability_figure
from laborsim.report.figures.cost_effectiveness import PlaneData, PlaneOption, ceplane_figure
from laborsim.report.text.provenance import Provenance

MADE = Provenance("s", 1, "0.1.0", "abcd1234", baseline="b", is_synthetic=True)
POSTS, PARKS = Words("Rural public-welfare posts", "乡村公益性岗位"), Words("Parks", "创业园")
WORTH = np.linspace(0.0, 40_000.0, 41)
RISING, SHORT = np.linspace(0.5, 1.0, 41), np.linspace(0.1, 0.8, 41)


def curves(*chances: np.ndarray, is_clear: tuple[bool, ...] = (True, True)) -> CurveData:
    names = (POSTS, PARKS)[: len(chances)]
    return CurveData(WORTH, ("a", "b")[: len(chances)], names, np.array(chances), is_clear[: len(chances)], 20, MADE)


def title(data: CurveData, language: str = "en") -> str:
    lines = [text for text in acceptability_figure(data, language).texts if text.get_fontweight() == "bold"]
    return " ".join(line.get_text() for line in lines).replace("\u00a0", " ")


def test_the_curves_name_a_measure_its_worth_and_the_probability_that_is_meant():
    assert title(curves(RISING, SHORT)) == (
        "With rural public-welfare posts, the work is worth its cost with a probability of 90 % or more "
        "where a job-year is worth 32,000 yuan or more"
    )
    assert "90%" in title(curves(RISING), "zh") and "乡村公益性岗位" in title(curves(RISING), "zh")


def test_an_amount_between_two_points_is_never_understated():
    data = replace(curves(RISING), worth_yuan=WORTH * 0.105_9)
    assert "worth 3,400 yuan or more" in title(data)  # the first likely point is at 3,389


def test_work_that_is_not_beyond_doubt_is_not_said_to_be_worth_its_cost_without_saying_so():
    doubtful = curves(RISING, is_clear=(False,))
    assert title(doubtful).endswith("; its net employment effect is not statistically significant")
    spread = np.linspace(-1e4, 9e4, 20)
    option = PlaneOption("a", POSTS, spread + 1e9, spread, is_dominated=False, is_clear=False)
    plane = " ".join(text.get_text() for text in ceplane_figure(PlaneData((option,), (2024, 2030), MADE)).texts)
    assert "No measure has a statistically significant net employment effect" in plane


def test_a_measure_that_surely_adds_work_is_named_before_a_cheaper_doubtful_one():
    assert title(curves(RISING, RISING**2, is_clear=(False, True))).startswith("With parks, ")


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (SHORT, "With no measure, the work is worth its cost with a probability of 90 %"),
        (np.linspace(0.95, 1.0, 41), "at every value shown of a job-year"),
        (np.linspace(0.95, 0.2, 41), "How likely each measure's work is worth its cost"),
    ],
)
def test_the_title_holds_for_every_value_that_it_speaks_of(chance, said):
    assert said in title(curves(chance))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "With rural public-welfare posts: extra cost 1.3 billion yuan, extra work 550,000 job-years"),
        ("zh", "乡村公益性岗位：财政支出增加13亿元，就业净增55万人年"),
    ],
)
def test_a_measure_alone_is_told_by_its_cost_and_its_work(language, said):
    option = PlaneOption("a", POSTS, np.full(20, 1.3e9), np.full(20, 5.5e5), is_dominated=False, is_clear=True)
    figure = ceplane_figure(PlaneData((option,), (2024, 2030), MADE), language)
    lines = [text.get_text() for text in figure.texts if text.get_fontweight() == "bold"]
    assert ("" if language == "zh" else " ").join(lines).replace(" ", "") == said.replace(" ", "")


def test_three_pairs_put_nothing_beyond_doubt_on_the_plane_and_four_may():
    found = SimpleNamespace(months=(month_number(2024, 1), month_number(2030, 12)))
    for pairs, is_clear in ((3, False), (4, True), (20, True)):
        work = np.linspace(1e4, 1.1e4, pairs)
        option = Option("a", np.full(pairs, 1e9), work, "in work", work, (1e9, 1e9))
        (shown,) = plane_data((option,), (found, MADE), {"a": POSTS}).options
        assert shown.is_clear is is_clear
