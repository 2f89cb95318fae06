"""Dates, names and sources in Chinese are those of Chinese statistics and of the offices that use them."""

from types import SimpleNamespace

import pytest
from tests.scenario.files import HEAD, ROOT, only, problems

from laborsim.analysis.compare.compare import NOTHING, Comparison
from laborsim.analysis.compare.ranking import Ranked, Ranking
from laborsim.experiment.indicators.headline import Point
from laborsim.kernels.codes import month_number
from laborsim.published.indicators import indicators
from laborsim.report.albums.compare import called, order_text
from laborsim.report.albums.run import assumptions_of, quoted
from laborsim.report.text.dates import dated
from laborsim.report.text.labels import lever_words, point_words, quantity
from laborsim.report.text.numbers import unit
from laborsim.scenario.load import load_scenario

DECEMBER, JUNE = month_number(2020, 12), month_number(2020, 6)


@pytest.mark.parametrize(
    ("of", "month", "chinese"),
    [
        ("persons/year", DECEMBER, "2020年全年"),
        ("moves/year", DECEMBER, "2020年全年"),
        ("businesses/year", JUNE, "截至2020年6月的12个月"),
        ("persons", DECEMBER, "2020年末"),
        ("CNY", DECEMBER, "2020年末"),
        ("persons", JUNE, "2020年6月末"),
        ("%", DECEMBER, "2020年12月"),
        ("CNY/month", JUNE, "2020年6月"),
    ],
)
def test_a_date_tells_a_flow_from_a_stock_and_from_a_monthly_value(of, month, chinese):
    assert dated(month, of, "zh") == chinese
    assert dated(month, of, "en") == ("Dec 2020" if month == DECEMBER else "Jun 2020")


@pytest.mark.parametrize("name", [name for name, found in indicators().items() if found.unit.endswith("/year")])
def test_a_yearly_flow_is_dated_with_its_year_and_its_unit_has_none(name):
    assert "2020年全年" in point_words(Point(name, "CN-GS", DECEMBER), "zh")
    shown = quantity(name)
    assert "/" not in unit(shown.unit).name.zh
    assert shown.described("zh") == f"{indicators()[name].title_zh}（截至当月的12个月合计）"
    assert shown.described("en") == indicators()[name].title


@pytest.mark.parametrize(("name", "typed"), [("return_moves", "人次"), ("outbound_moves", "人次")])
def test_moves_are_counted_by_the_move(tmp_path, name, typed):
    assert unit(quantity(name).unit).name.zh == typed
    goal = f"goals:\n  {name}: {{min: 9000000, unit: persons/year, by: 2025-06, source: x}}\n"
    found = only(problems(tmp_path, HEAD + goal))
    assert (found.code, "moves/year" in f"{found.message.en} {found.hint.en}") == ("E402", True)


def test_growth_of_income_says_that_it_is_nominal():
    name = quantity("income_growth_urban").name
    assert "Nominal" in name.en and "名义" in name.zh


def ranking(*unsettled):
    ranked = tuple(Ranked(name, 0.0, 0.4) for name in ("a", "b", NOTHING))
    return Ranking("highest", ranked, 0.5, False, unsettled, 40)


def test_every_pair_that_cannot_be_told_apart_is_a_pair():
    one, two = ranking(("a", "b")), ranking(("a", "b"), ("b", NOTHING))
    assert "“a”与“b”差异在统计上不显著" in order_text(one, "zh")
    assert "“a”与“b”、“b”与“基准情景”差异在统计上均不显著" in order_text(two, "zh")
    assert "the difference between a and b is not" in order_text(one, "en")
    assert "the differences between a and b, b and baseline are not" in order_text(two, "en")


def comparison(*scenarios):
    runs = tuple(SimpleNamespace(scenario=SimpleNamespace(id=name, title_zh=title)) for name, title in scenarios)
    names = tuple(name for name, _ in scenarios)
    return Comparison(runs, names, (), (), (), (), (), (), ())


@pytest.mark.parametrize(
    ("scenarios", "chinese"),
    [
        ((("parks-3000", "返乡创业园增加"), ("home", "返乡创业支持")), ("返乡创业园增加", "返乡创业支持")),
        ((("parks-3000", "返乡创业园增加"), ("no-title", "")), ("返乡创业园增加", "no-title")),
        ((("a", "同名"), ("b", "同名")), ("同名（a）", "同名（b）")),
    ],
)
def test_scenarios_are_called_by_their_chinese_titles(scenarios, chinese):
    compared = comparison(*scenarios)
    assert called(compared, "zh").names == chinese
    assert called(compared, "en") is compared


def test_a_source_in_chinese_is_quoted_in_chinese_and_only_what_is_given():
    english = "Gansu work conference, 2020-03-24: within 4.5 percent"
    both = quoted(english, "甘肃省人社工作会议（2020年3月24日）：城镇登记失业率控制在4.5%以内")
    assert both.said("zh") == "甘肃省人社工作会议（2020年3月24日）：“城镇登记失业率控制在4.5%以内”"
    assert both.said("en") == "Gansu work conference, 2020-03-24: “within 4.5 percent”"
    assert quoted(english, "甘肃省人社工作会议").said("zh") == "甘肃省人社工作会议"
    assert quoted(english).said("zh") == quoted(english).said("en").replace(": “", "：“")


SHIPPED = sorted((*(ROOT / "scenarios").glob("*.yaml"), *(ROOT / "scenarios" / "gansu-200").iterdir()))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_goal_of_a_shipped_scenario_has_its_source_in_chinese(path):
    for goal in load_scenario(path).scenario.goals:
        assert goal.source_zh and not any("a" <= letter <= "z" for letter in goal.source_zh)


@pytest.mark.parametrize(
    ("year", "is_former"), [(2017, True), (2019, True), (2020, True), (2023, False), (None, False)]
)
def test_a_workshop_before_2021_has_its_name_of_then(year, is_former):
    (lever,) = (
        one for one in load_scenario(ROOT / "scenarios" / "gansu-2020.yaml").scenario.levers if one.NAME == "workshops"
    )
    assert ("扶贫车间" in lever_words(lever, year).zh) == is_former
    assert ("（现为就业帮扶车间）" in lever_words(lever, year).zh) == is_former


def test_the_footnote_of_a_world_of_2020_names_the_workshops_of_then():
    loaded = load_scenario(ROOT / "scenarios" / "gansu-2020.yaml")
    said = [words.zh for words in assumptions_of(loaded.scenario, None)]
    assert "扶贫车间（现为就业帮扶车间）数量（设定值）" in said
