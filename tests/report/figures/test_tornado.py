"""The tornado is sound in both languages and its title says what its numbers show."""

from dataclasses import replace

import pytest
from matplotlib.colors import to_hex
from tests.report.figure_check import check
from tests.report.figure_data import HEAVY, PROVENANCE, all_text
from tests.report.figures.test_figures_are_sound import BOTH

from laborsim.kernels.codes import month_number
from laborsim.levers import catalogue
from laborsim.parameters.parameters import Parameters
from laborsim.published.words import Words
from laborsim.report.answers.sensitivity import SENSITIVITY
from laborsim.report.canvas.style import BLUE, VERMILLION
from laborsim.report.figures.tornado import (
    AT_HIGH,
    AT_LOW,
    TornadoBar,
    TornadoData,
    tornado_figure,
    tornado_table,
    tornado_title,
)
from laborsim.report.text.labels import (
    assumption_words,
    factor_in_title,
    factor_words,
    quantity,
    region_words,
    unit_words,
)
from laborsim.report.text.numbers import printer_for
from laborsim.report.text.numbers import unit as unit_of


def bar(
    name: str,
    low: float,
    high: float,
    *,
    lever: str = "",
    is_clear: bool = True,
    unit: str = "share",
    least_seen: float | None = 2e4,
) -> TornadoBar:
    names = factor_words(name, lever), factor_in_title(name, lever)
    return TornadoBar(*names, name, unit, 0.03, 0.665, low, high, is_clear, least_seen)


DATA = TornadoData(
    quantity=quantity("founders_in_business"),
    region=region_words("CN"),
    month=month_number(2030, 12),
    center=91e3,
    bars=(
        bar("closure_cut", 12e3, 180e3, lever="entrepreneurship_parks"),
        bar("level", 140e3, 40e3, lever="startup_subsidy", unit="CNY/founder"),
        bar("returnee_odds", 95e3, 130e3),
        bar("profit_ratio_own", 91e3, 91e3, is_clear=False),
    ),
    pairs=4,
    untested=62,
    provenance=replace(PROVENANCE, scenario="return-home-2025", baseline="national-baseline"),
)

SHAPES = {
    "plain": DATA,
    "one bar": replace(DATA, bars=DATA.bars[:1]),
    "all on one side": replace(DATA, bars=(bar("network", 120e3, 180e3), bar("stay", 95e3, 96e3)), center=91e3),
    "negative": replace(DATA, center=-4e4, bars=(bar("network", -9e4, -1e4), bar("stay", -3e4, -5e4))),
    "nothing moves": replace(DATA, bars=(bar("network", 91e3, 91e3, is_clear=False),)),
    "share": replace(
        DATA, quantity=quantity("unemployment_migrants", is_share=True), center=-0.0004,
        bars=(bar("network", -0.0009, 0.0001),),
    ),
    "huge": replace(DATA, center=4e14, bars=(bar("network", 1e14, 9e14),)),
    "many": replace(DATA, bars=tuple(bar(name, 91e3 - k, 91e3 + k) for k, name in enumerate(Parameters.model_fields))),
    "long texts": replace(
        DATA, provenance=HEAVY, bars=(replace(DATA.bars[0], name=Words("An assumption " * 6, "很长的假设名称" * 6)),)
    ),
}  # fmt: skip


@BOTH
@pytest.mark.parametrize("shape", SHAPES)
def test_a_tornado_of_any_shape_is_sound(shape, language):
    assert check(tornado_figure(SHAPES[shape], language)) == []


def test_the_title_names_the_bar_that_leads():
    assert tornado_title(DATA, "en") == (
        "What matters most to the effect on returnee entrepreneurs in business: closures avoided (parks)"
    )


def test_bars_of_like_width_lead_together():
    both = replace(DATA, bars=(bar("network", 0, 180e3), bar("stay", 140e3, 0)))
    assert tornado_title(both, "en").endswith("migrant network, and value of staying put")


def test_a_wide_bar_that_is_only_luck_leads_nothing():
    luck = replace(DATA, bars=(bar("network", 0, 900e3, is_clear=False), bar("stay", 80e3, 95e3)))
    said = tornado_title(luck, "en")
    assert said == (
        "The one of 2 assumptions tested that significantly changes the effect on returnee entrepreneurs in business: "
        "value of staying put"
    )


@pytest.mark.parametrize(("language", "said"), [("en", "cannot be told at this size"), ("zh", "在此规模下，无法判断")])
def test_where_no_bar_is_told_from_luck_the_title_claims_nothing(language, said):
    none = replace(DATA, bars=(bar("network", 0, 900e3, is_clear=False),))
    assert said in tornado_title(none, language)
    assert "influence" not in tornado_title(none, language)


@pytest.mark.parametrize(
    ("language", "unseen", "untested"),
    [("en", "one of less than 50,000 persons may go unseen", "62 more assumptions were not tested"),
     ("zh", "小于5万人的差异可能无法识别", "另有62项假设未检验")],
)  # fmt: skip
def test_a_pale_bar_says_what_it_would_not_have_shown_and_what_has_no_bar(language, unseen, untested):
    pale = [bar("stay", 91e3, 91e3, is_clear=False, least_seen=size) for size in (3e4, 5e4)]
    text = all_text(tornado_figure(replace(DATA, bars=(DATA.bars[0], *pale)), language)).replace("\n", "")
    squeezed = text.replace(" ", "").replace("\u00a0", "")
    assert unseen.replace(" ", "") in squeezed and untested.replace(" ", "") in squeezed
    every = all_text(tornado_figure(replace(DATA, bars=DATA.bars[:2], untested=0), language))
    assert "unseen" not in every and "not tested" not in every and "未检验" not in every


def test_an_assumption_about_a_lever_reads_as_part_of_the_title():
    alone = replace(DATA, bars=(bar("aware_share", 0, 9e5, lever="public_welfare_posts"), DATA.bars[-1]))
    assert tornado_title(alone, "en").endswith(
        "effect on returnee entrepreneurs in business: awareness (public-welfare posts)"
    )
    assert tornado_title(alone, "zh").endswith("知晓率（乡村公岗）")


def test_every_unit_of_an_assumption_can_be_read_after_a_number():
    units = {field.json_schema_extra["unit"] for field in Parameters.model_fields.values()}
    for lever in catalogue().values():
        units.add(lever.DECLARATION.unit)
        extras = [field.json_schema_extra for field in lever.model_fields.values()]
        units |= {extra["unit"] for extra in extras if isinstance(extra, dict) and "prior" in extra}
    for unit in units:
        assert "1" not in unit_words(unit).en.replace("10", "") and "²" not in unit_words(unit).en, unit
    assert (unit_words("years", "zone_pull").zh, unit_words("years", "pay_peak_age").zh) == ("年", "岁")
    text = all_text(tornado_figure(replace(DATA, bars=(bar("out_age", 9e4, 12e4, unit="1/10 years"),))))
    assert "0.03 per 10 years" in text


@pytest.mark.parametrize(
    ("name", "unit", "value", "english", "chinese"),
    [
        ("separation_rate", "1/year", 0.41, "41\u00a0% a year", "41%"),
        ("savings_spent", "1/year", 0.46, "46\u00a0% a year", "46%"),
        ("refusal_share", "share", 0.4, "40\u00a0%", "40%"),
        ("apply_share", "1/month", 0.05, "5\u00a0% a month", "5%/月"),
        ("interest_rate", "1/year", 0.065, "6.5\u00a0% a year", "6.5%"),
        ("level", "share", 0.1, "10\u00a0%", "10%"),
        ("nest_away", "1", 0.33, "0.33", "0.33"),
        ("level", "CNY/founder", 5000, "5,000\u00a0yuan", "5000元"),
    ],
)
def test_shares_and_rates_are_read_in_percent(name, unit, value, english, chinese):
    assert [assumption_words(value, unit, name, language) for language in ("en", "zh")] == [english, chinese]
    text = all_text(
        tornado_figure(replace(DATA, bars=(replace(bar(name, 9e4, 12e4, unit=unit), low_value=value),)), "zh")
    )
    assert chinese in text


def test_a_study_of_a_draft_says_so_and_what_is_assumed():
    text = all_text(tornado_figure(replace(DATA, provenance=HEAVY)))
    assert "DRAFT" in text and "ASSUMPTION: subsidy of 5,000 yuan" in text


def test_the_values_of_the_assumption_stand_at_the_ends():
    text = all_text(tornado_figure(DATA))
    assert "0.03" in text
    assert "0.67" in text or "0.66" in text
    assert "effect with the assumption at its lower value" in text and "at its higher value" in text
    assert "+91,000 persons" in text.replace("\n", " ")


def test_the_table_holds_what_is_drawn():
    table = tornado_table(DATA)
    assert [row[3:5] for row in table.rows] == [(one.low, one.high) for one in DATA.bars]
    assert table.columns[3:5] == ("effect_at_low_value", "effect_at_high_value")
    assert set(table.columns[1:5]) < set(SENSITIVITY), "as the table of the study calls them"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("shape", ["plain", "all on one side", "negative", "one bar"])
def test_key_bars_values_and_table_say_the_same_of_each_end(shape, language):
    """The color of a bar is that of its key, whichever way it goes, and its value is written where it ends."""
    data = SHAPES[shape]
    figure = tornado_figure(data, language)
    plot, *squares = figure.axes
    colors = [to_hex(square.get_facecolor()) for square in squares]
    assert colors == [to_hex(VERMILLION), to_hex(BLUE)]
    texts = {text.get_text(): text for text in figure.texts}
    for words, square in zip((AT_LOW, AT_HIGH), squares, strict=True):
        assert texts[words.said(language)].get_position()[0] > square.get_position().x1
    ends = [data.center, *(end for one in data.bars for end in (one.low, one.high))]
    printer = printer_for(ends, unit_of(data.quantity.unit), language, change=True)
    drawn = [(to_hex(patch.get_facecolor()), patch.get_x() + patch.get_width()) for patch in plot.patches]
    rows = tornado_table(data).rows
    expected = [(color, printer.shown(row[at])) for row in rows for color, at in zip(colors, (3, 4), strict=True)]
    assert [color for color, _ in drawn] == [color for color, _ in expected]
    assert [end for _, end in drawn] == pytest.approx([end for _, end in expected])


def test_every_assumption_has_a_name_in_both_languages():
    for name in Parameters.model_fields:
        assert factor_words(name).zh, name
    for lever in catalogue().values():
        for name, field in lever.model_fields.items():
            if isinstance(field.json_schema_extra, dict) and "prior" in field.json_schema_extra:
                assert factor_words(name, lever.NAME).zh, (lever.NAME, name)
