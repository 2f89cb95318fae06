"""`check` sees the faults it is there for: each is planted here once."""

import pytest
from tests.report.figure_check import check

from laborsim.report.canvas.sheet import Heading, TextStyle, sheet
from laborsim.report.canvas.style import styled


@pytest.fixture
def page():
    with styled():
        yield sheet(Heading("A title", "A subtitle", "A footnote"), 40.0)


def test_a_sound_page_has_nothing_wrong(page):
    page.write(10.0, 20.0, "label", TextStyle())
    assert check(page.figure) == []


def test_two_texts_on_each_other_are_found(page):
    page.write(10.0, 20.0, "one label", TextStyle())
    page.write(14.0, 21.0, "another", TextStyle())
    assert check(page.figure) == ["overlap: 'one label' and 'another'"]


@pytest.mark.parametrize(("left", "top"), [(155.0, 20.0), (-4.0, 20.0), (10.0, 90.0), (10.0, -60.0)])
def test_a_text_off_the_page_is_found(page, left, top):
    page.write(left, top, "far away", TextStyle())
    assert check(page.figure) == ["off the page: 'far away'"]


def test_a_missing_glyph_is_found(page):
    page.write(10.0, 20.0, "\U0001f9ed", TextStyle())
    assert check(page.figure) == ["missing glyph: '\U0001f9ed' (U+1F9ED)"]


def test_a_text_that_is_not_drawn_is_no_fault(page):
    hidden = page.write(155.0, 20.0, "far away", TextStyle())
    hidden.set_visible(False)
    axes = page.axes(10.0, 10.0, 50.0, 20.0)
    axes.set_xticks([0.0, 0.5, 9.0], ["a", "b", "outside the axis, and far too long to fit on the page at all"])
    axes.set_xlim(0.0, 1.0)
    assert check(page.figure) == []


def test_ticks_that_touch_are_found(page):
    axes = page.axes(10.0, 10.0, 50.0, 20.0)
    axes.set_xticks([0.50, 0.51], ["December", "January"])
    assert check(page.figure) == ["overlap: 'December' and 'January'"]


def test_checking_leaves_the_figure_as_it_was(page):
    before = page.figure.get_dpi(), len(page.figure.texts)
    check(page.figure)
    assert (page.figure.get_dpi(), len(page.figure.texts)) == before


def test_a_title_of_any_length_makes_room_for_the_stamp():
    for words in range(10, 30):
        with styled():
            stamped = sheet(Heading("word " * words, "A subtitle", "A footnote", "DRAFT"), 40.0)
        assert check(stamped.figure) == []
