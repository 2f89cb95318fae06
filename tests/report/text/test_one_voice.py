"""One voice: a parameter has one name in each language, and an effect, a number and a group are said in one way."""

import numpy as np
import pytest
from tests.house import ROOT
from tests.report.answers.test_answer_lines import account, moved
from tests.report.dialects import dialects

from laborsim.analysis.ledger.people import GROUPS, STATES
from laborsim.experiment.indicators.effect import effect_of
from laborsim.kernels.codes import month_number
from laborsim.levers import catalogue
from laborsim.parameters.parameters import Parameters
from laborsim.published.regions import region_codes
from laborsim.report.albums.calibration import parameter_panel
from laborsim.report.answers.ledger import VERDICTS, account_lines
from laborsim.report.answers.switchers import places_line
from laborsim.report.text.effects import effect_told, effect_words
from laborsim.report.text.labels import (
    PARAMETERS,
    factor_in_title,
    factor_words,
    key_words,
    member_words,
    parameter_words,
    quantity,
    short_lever,
    state_words,
)
from laborsim.report.text.numbers import unit

LANGUAGES = ("en", "zh")


@pytest.mark.parametrize("name", sorted(PARAMETERS))
def test_a_parameter_has_one_name_in_the_tornado_and_in_the_figures_of_a_calibration(name):
    assert factor_words(name) == factor_in_title(name) == parameter_words(name) == PARAMETERS[name]
    assert PARAMETERS[name].en and PARAMETERS[name].zh


def test_every_parameter_with_a_prior_has_a_name_and_no_two_have_the_same():
    assert set(PARAMETERS) == {name for name in Parameters.model_fields}
    for language in LANGUAGES:
        said = [words.said(language) for words in PARAMETERS.values()]
        assert len(said) == len(set(said))


def test_a_panel_of_a_calibration_is_called_like_the_bar_of_the_tornado(calibration_free):
    for free in calibration_free:
        panel = parameter_panel(free, np.linspace(*free_bounds(free), 50), "")
        assert panel.label == factor_words(free.name)


@pytest.fixture
def calibration_free():
    from laborsim.calibration.targets.calibration_file import load_calibration

    return load_calibration(ROOT / "calibration" / "national-2023.yaml").free


def free_bounds(free):
    return sorted(free.value(position) for position in free.reach)


def test_every_state_group_and_lever_has_a_name_in_both_languages():
    names = [state_words(state) for state in STATES]
    names += [member_words(code) for codes in GROUPS.values() for code in codes]
    names += [words for key in catalogue() for words in (key_words(key), short_lever(key))]
    assert all(words.en and words.zh and "_" not in words.en for words in names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_effect_is_said_with_its_interval_and_verdict_in_one_way(language):
    effect = effect_of(np.array([119_000.0, 150_000.0, 90_000.0, 110_000.0, 126_000.0, 121_000.0]))
    said = {
        "en": "increases (statistically significant), +119,000 persons (80\u00a0% PI +88,000 to +151,000 from few "
        "pairs; simulation error ±21,000)",
        "zh": "增加（统计显著），+11.9万人（80%预测区间：+8.8万人至+15.1万人（配对少）；模拟误差±2.1万人）",
    }
    assert effect_told(effect, quantity("founders_in_business"), unit("persons"), language) == said[language]


def test_worlds_that_are_the_same_have_no_interval_from_nothing_to_nothing():
    same = effect_of(np.zeros(6))
    assert effect_told(same, quantity("founders_in_business"), unit("persons"), "en") == "identical to the baseline"


def test_a_rate_falls_where_a_count_decreases():
    lower = effect_of(-np.array([0.002, 0.0021, 0.0019, 0.002, 0.0022, 0.0018]))
    said = effect_told(lower, quantity("unemployment_surveyed"), unit("share"), "zh")
    assert said.startswith("下降（统计显著），−0.20个百分点")


def test_an_effect_has_no_more_digits_than_its_interval_is_wide():
    wide = effect_of(np.array([300_123.0, -100_456.0, 250_789.0, 50_111.0]))
    interval = "80\u00a0% PI −214,000 to +464,000 from few pairs; simulation error ±295,000"
    assert effect_words(wide, unit("persons"), "en") == f"+125,000 persons ({interval})"


def test_the_lines_of_a_ledger_and_of_places_speak_one_dialect():
    one = account(900.0, -700.0, 1800.0, 200.0)
    clear = account(900.0, 950.0, 1000.0, 1050.0, 1100.0, 1000.0)
    changes = moved((100.0, -400.0), (90.0, 300.0), (110.0, -200.0))
    lines = [*account_lines(one), *account_lines(clear), places_line(changes, month_number(2030, 12))]
    assert dialects(lines) == []
    assert len(VERDICTS) == 6 and len(region_codes()) == 31


def test_a_planted_dialect_is_heard():
    old = ["+14 thousand persons (95 %: 1 … 2)", "no_school −5", "0 persons to 0 persons", "99% of them", "by luck"]
    assert {line for _, line in dialects(old)} == set(old)
