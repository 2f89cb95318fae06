"""Numbers are written one way everywhere."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.house import ROOT

from laborsim.report.canvas.axes import axis_ticks, tick_texts
from laborsim.report.text.numbers import (
    MINUS,
    UNITS,
    NumberScale,
    Printer,
    adding_up,
    change_in_percent,
    decimals_for,
    digits,
    printer_for,
    rounded,
    scale_for,
    spoken,
    unit,
    with_unit,
)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (7, "7"),
        (8_510, "8,510"),
        (35_000, "35,000"),
        (999_999, "1 million"),
        (1_200_000, "1.2 million"),
        (298_000_000, "298 million"),
        (1.5e9, "1.5 billion"),
        (-35_000, "−35,000"),
        (119_238, "119,000"),
        (0.0421, "0.0421"),
        (4.2e-7, "420\u00a0×\u00a010^−9"),
        (5e-324, "0\u00a0×\u00a010^−300"),
    ],
)
def test_a_number_in_an_english_sentence(value, said):
    assert spoken(value, "en") == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (8_510, "8510"),
        (350_000, "35万"),
        (1.2e6, "120万"),
        (2.98e8, "2.98亿"),
        (-11.3e6, "−1130万"),
        (4.1e12, "4.1万亿"),
    ],
)
def test_a_number_in_a_chinese_sentence_counts_in_wan_and_yi(value, said):
    assert spoken(value, "zh") == said


@given(st.floats(-1e17, 1e17, allow_nan=False), st.sampled_from(["en", "zh"]))
def test_what_is_said_is_within_a_two_hundredth_of_the_number(value, language):
    text = spoken(value, language).replace(MINUS, "-").replace(",", "").replace("\u00a0", " ")
    words = {"million": 1e6, "billion": 1e9, "trillion": 1e12, "万亿": 1e12, "万": 1e4, "亿": 1e8}
    number, word = re.fullmatch(r"(-?[0-9.]+) ?(.*)", text).groups()
    factor = words[word] if word in words else 10.0 ** float(word.split("^")[1]) if word else 1.0
    assert float(number) * factor == pytest.approx(value, rel=0.005, abs=1e-290)


def test_no_number_is_said_in_thousands():
    assert all("thousand" not in spoken(size, "en") for size in (12_345.0, 999_400.0, 5e5))


@pytest.mark.parametrize("hundreds", [100, 105, 333, 756, 757, 998])
def test_a_half_is_rounded_alike_in_a_sentence_and_on_an_axis(hundreds):
    persons = 100 * hundreds + 50
    assert spoken(float(persons), "en") == digits(persons, -2)


def test_half_a_hundred_is_rounded_up():
    assert spoken(75_650.0, "en") == "75,700"
    assert spoken(-75_650.0, "en") == "−75,700"
    assert digits(75.65, 1) == "75.7"


def test_digits_have_a_true_minus_and_no_minus_zero():
    assert digits(-1234.5, 1) == "−1,234.5"
    assert digits(-0.04, 1) == "0.0"
    assert digits(0.04, 1, signed=True) == "0.0"
    assert digits(3, signed=True) == "+3"


def test_decimals_show_the_gap_that_matters_but_not_more_than_six_digits():
    assert decimals_for(347) == 0
    assert decimals_for(298.2, gap=0.3) == 2
    assert decimals_for(2.9) == 2
    assert decimals_for(123456, gap=1e-9) == 0
    assert decimals_for(0.0) == 0


def test_one_figure_writes_all_its_numbers_in_one_scale():
    printer = printer_for([347e3, 291e3], unit("persons"), "en")
    assert (printer.number(347e3), printer.number(9e3), printer.axis_name) == ("347", "9", "thousand persons")
    assert printer_for([347e3], unit("persons"), "zh").axis_name == "万人"


def test_a_chinese_axis_counts_head_counts_of_the_nation_in_wan_as_the_bureau_prints_them():
    printer = printer_for([297.53e6], unit("persons"), "zh")
    assert (printer.number(297.53e6), printer.axis_name) == ("29753", "万人")


def test_fen_are_shown_as_yuan_and_shares_as_percent_whose_difference_is_in_points():
    assert with_unit(431_500, unit("fen"), "en") == "4,315 yuan"
    assert with_unit(0.052, unit("share"), "en") == "5.2\u00a0%"
    assert with_unit(0.003, unit("share"), "en", change=True) == "0.3 percentage points"
    assert with_unit(0.003, unit("share"), "zh", change=True) == "0.3个百分点"
    assert with_unit(121e6, unit("persons"), "zh") == "12100万人"


def test_officials_read_as_many_decimals_as_the_bureau_prints():
    assert with_unit(0.050_66, unit("share"), "zh") == "5.1%"
    assert with_unit(1.36e10, unit("CNY"), "zh") == "136亿元"
    assert with_unit(1.1744e7, unit("persons"), "zh") == "1174万人"
    assert with_unit(8_500.0, unit("persons"), "zh") == "8500人"
    assert with_unit(4_961.4, unit("CNY/month"), "en") == "4,961 yuan a month"


def test_a_change_too_small_for_its_unit_is_said_to_be_below_the_smallest():
    assert with_unit(0.000_001, unit("share"), "zh", change=True) == "不足0.01个百分点"
    assert with_unit(0.000_001, unit("share"), "en", change=True) == "less than 0.01 percentage points"


def test_an_unknown_unit_is_an_error_that_names_the_known_ones():
    with pytest.raises(ValueError, match=r"'heads'; known units: .*persons"):
        unit("heads")


def test_every_unit_has_a_name_in_both_languages():
    assert all(known.name.en and known.name.zh for known in UNITS.values())


def test_a_scale_never_changes_the_number():
    for language in ("en", "zh"):
        for size in (1e-9, 0.5, 9_999, 10_000, 3e8, 2e12, 5e16):
            scale = scale_for(size, language)
            assert (scale.word == "") == (scale.factor == 1.0)


def test_an_axis_encloses_the_numbers_and_starts_at_zero_unless_that_hides_the_movement():
    assert axis_ticks(10.0, 100.0)[0] == 0.0
    assert axis_ticks(90.0, 100.0)[0] > 0.0
    assert axis_ticks(-100.0, -10.0)[-1] == 0.0
    for low, high in ((0.0, 0.0), (5.0, 5.0), (-3.0, -3.0), (-2.0, 7.0), (0.051, 0.0514)):
        ticks = axis_ticks(low, high)
        assert ticks[0] <= low + 1e-12 and high - 1e-12 <= ticks[-1] and len(ticks) > 1


def test_ticks_have_as_many_decimals_as_the_finest_needs():
    assert tick_texts([0.0, 2.5, 5.0], grouped=True) == ["0.0", "2.5", "5.0"]
    assert tick_texts([0.0, 5_000.0], grouped=True) == ["0", "5,000"]
    assert tick_texts([0.0, 35_000.0], grouped=False) == ["0", "35000"]


# signs of changes


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (4e-17, "0.00%"),
        (-4e-17, "0.00%"),
        (-0.0, "0.00%"),
        (-0.000049, "0.00%"),
        (0.0025, "+0.25%"),
        (-0.27006, "−27.01%"),
    ],
)
def test_a_change_that_is_nothing_has_no_sign_on_any_machine(share, said):
    assert change_in_percent(share) == said


SIGNED = re.compile(r"\{[^{}]*:\+[,.\d]*[a-z%]\}")
"""A format that puts a sign before every number, before zero too."""


def test_no_page_table_or_answer_writes_a_sign_by_itself():
    """A sign before a zero is the last bit of a machine: `digits` and `change_in_percent` write none."""
    sources = sorted((ROOT / "src" / "laborsim" / "report").rglob("*.py"))
    assert {path.name for path in sources if SIGNED.search(path.read_text(encoding="utf-8"))} == set()
    assert SIGNED.search('f"{row.miss:+.2%}"') and SIGNED.search('f"{100 * x:+,.1f} %"')


PAGES = ("README.md", "docs/calibration.md", "docs/population.md", "docs/validation.md")


@pytest.mark.parametrize("page", PAGES)
def test_no_zero_on_a_generated_page_has_a_sign(page):
    assert re.findall(r"(?<![\w.])[-+−]0(?:\.0+)?(?![\d.]).*", (ROOT / page).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_cancels_but_for_the_last_bits_is_nothing(language):
    left = (1 / 12 + 1 / 12 + 1 / 12 - 0.25) - 1e-17
    said = with_unit(left, unit("job-years"), language, change=True)
    assert left != 0.0 and said == with_unit(0.0, unit("job-years"), language, change=True)


@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=5), st.sampled_from([0, 1, 2]))
def test_rounded_parts_add_up_to_the_rounded_whole(amounts, decimals):
    printer = Printer(unit("persons"), NumberScale(), decimals, "en", change=True)
    whole, step = math.fsum(amounts), 10.0**-decimals
    written = [float(rounded(amount, decimals)) for amount in adding_up(amounts, whole, printer)]
    assert math.fsum(written) == pytest.approx(float(rounded(whole, decimals)), abs=step / 100)
    assert all(abs(one - amount) < 1.001 * step for one, amount in zip(written, amounts, strict=True))
