"""Lines break where they may, labels keep apart, months get their names."""

import itertools
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from laborsim.kernels.codes import month_number
from laborsim.report.canvas.axes import DIVERGING, ink_on, rising_scale, symmetric_scale
from laborsim.report.canvas.frame import month_ticks
from laborsim.report.canvas.label_layout import spread
from laborsim.report.canvas.sheet import NEVER_FIRST, NEVER_LAST, balanced, wrap
from laborsim.report.text.chinese_words import LONGEST, undivided


def width(text: str) -> float:
    return float(sum(2 if ord(character) > 0x2E7F else 1 for character in text))


WORDS = st.text(alphabet="ab农民工，。（）“”12% \u00a0-", max_size=60)


@given(WORDS, st.integers(8, 30))
def test_no_line_is_too_wide_and_nothing_is_lost(text, limit):
    lines = wrap(text, limit, width)
    assert all(width(line) <= limit for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_chinese_punctuation_never_begins_or_ends_a_line_wrongly():
    text = "由深至浅：400 次模拟的（50%、80%、95%）区间；斜线：基准情景“80%”区间。" * 3
    for limit in range(12, 60):
        for line in wrap(text, limit, width):
            assert line[0] not in NEVER_FIRST
            assert line[-1] not in NEVER_LAST


def test_a_measure_word_stays_with_its_number():
    assert not any(
        line.startswith("月") for limit in range(10, 40) for line in wrap("到 2025 年 12 月止" * 4, limit, width)
    )


SENTENCES = (
    "到2030年12月，政策较可能使全国正在经营的返乡创业人员增加7万人，帮扶车间和乡村公益性岗位的效应在统计上不显著",
    "是否实施政策，均为全部模拟实现内蒙古2020年城镇登记失业率预期目标，其中89%为外推部分，非模型模拟结果",
    "每次只在可能范围的中间90%内改变一个假设，其余不变（基准情景，竖线）；每点4对模拟；黑龙江省内流动农民工的月均收入",
)


@pytest.mark.parametrize("text", SENTENCES)
def test_no_line_ends_inside_a_chinese_word(text):
    words = [word for word in undivided() if word in text]
    assert len(words) > 6
    for limit in range(2 * LONGEST + 2, 60):
        for lines in (wrap(text, limit, width), balanced(text, limit, width)):
            ends = set(itertools.accumulate(map(len, lines)))
            whole = "".join(lines)
            for word in words:
                for start in (found.start() for found in re.finditer(word, whole)):
                    within = ends & set(range(start + 1, start + len(word)))
                    inside_longer = any(word != other and word in other and other in whole for other in words)
                    assert not within or inside_longer, (word, lines)


@pytest.mark.parametrize("text", SENTENCES)
def test_no_line_begins_with_a_particle(text):
    lines = [line for limit in range(2 * LONGEST + 4, 60) for line in wrap(text, limit, width)]
    assert not [line for line in lines if line.startswith("的")]


def test_a_word_that_is_wider_than_the_line_is_still_cut():
    assert wrap("返乡创业人员", 8, width) == ["返乡创业", "人员"]


def test_a_no_break_space_does_not_break():
    assert wrap("of 80\u00a0% now", 6, width) == ["of", "80\u00a0%", "now"]


def test_a_word_longer_than_the_line_is_cut():
    assert wrap("a" * 10, 4, width) == ["aaaa", "aaaa", "aa"]


def test_a_title_gets_lines_of_like_length():
    text = "With the measures, Gansu meets its goal for new urban jobs in two runs of three"
    lines = balanced(text, 70, width)
    assert len(lines) == len(wrap(text, 70, width)) == 2
    assert abs(len(lines[0]) - len(lines[1])) < 12


BLOCKS = st.lists(st.tuples(st.floats(0, 50), st.floats(1, 6)), min_size=1, max_size=7)


@given(BLOCKS)
def test_labels_never_touch_and_stay_beside_the_chart(blocks):
    centers, heights = [list(part) for part in zip(*blocks, strict=True)]
    placed = spread(centers, heights, 0.0, 50.0)
    edges = sorted((c - h / 2, c + h / 2) for c, h in zip(placed, heights, strict=True))
    assert all(upper[0] >= lower[1] - 1e-6 for lower, upper in itertools.pairwise(edges))
    assert edges[0][0] >= -1e-6 and edges[-1][1] <= 50.0 + 1e-6


def test_labels_with_room_stay_where_they_belong_and_keep_their_order():
    assert spread([10.0, 30.0], [4.0, 4.0], 0.0, 50.0) == [10.0, 30.0]
    assert spread([21.0, 20.0], [4.0, 4.0], 0.0, 50.0) == [22.5, 18.5]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("months", [1, 2, 11, 12, 24, 25, 36, 84, 119, 600, 1200])
def test_every_horizon_has_few_named_months_inside_it(months, language):
    first = month_number(2019, 12)
    ticks = month_ticks(first, first + months, language)
    assert 1 <= len(ticks) <= 9
    assert all(first <= tick.month <= first + months for tick in ticks)
    assert ticks[0].year and len({tick.month for tick in ticks}) == len(ticks)


def test_a_short_horizon_names_its_last_month_and_a_long_one_decembers():
    first = month_number(2019, 12)
    assert [tick.name for tick in month_ticks(first, first + 12, "en")] == [
        "Dec",
        "Feb",
        "Apr",
        "Jun",
        "Aug",
        "Oct",
        "Dec",
    ]
    assert [tick.year for tick in month_ticks(first, first + 12, "en")] == ["2019", "2020", "", "", "", "", ""]
    assert {tick.name for tick in month_ticks(first, first + 84, "zh")} == {"12月"}


def test_a_horizon_without_a_second_month_is_refused():
    with pytest.raises(ValueError, match="at least two months"):
        month_ticks(5, 5, "en")


@example([5e-324])  # the least float there is: a seventh of it is 0
@given(st.lists(st.floats(-1e9, 1e9, allow_nan=False), min_size=1, max_size=31))
def test_the_scale_of_differences_is_symmetric_and_keeps_the_sign(values):
    scale = symmetric_scale(values)
    assert [-edge for edge in reversed(scale.edges)] == pytest.approx(list(scale.edges))
    for value in values:
        assert scale.class_of(-value) == 6 - scale.class_of(value)
        assert (scale.class_of(value) - 3) * value >= 0


def test_the_scale_of_differences_has_round_edges():
    assert symmetric_scale([2.9, -1.8]).edges == pytest.approx((-2.5, -1.5, -0.5, 0.5, 1.5, 2.5))
    assert symmetric_scale([0.0]).edges == pytest.approx((-5, -3, -1, 1, 3, 5))
    assert symmetric_scale([2.9]).color(2.9) == DIVERGING[-1]


@given(st.lists(st.floats(0, 1e9, allow_nan=False), min_size=1, max_size=31))
def test_the_scale_of_levels_rises(values):
    scale = rising_scale(values)
    assert len(scale.colors) == len(scale.edges) + 1 <= 7
    classes = [scale.class_of(value) for value in sorted(values)]
    assert classes == sorted(classes)


def test_text_on_a_color_is_the_more_readable_ink():
    assert ink_on("#003F66") == ink_on("#0072B2") == "white"
    assert ink_on("#F7F7F7") == ink_on("#D55E00") != "white"
