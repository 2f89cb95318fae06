"""The lever catalogue in Chinese says of every lever what the English one says."""

import re

import pytest

from laborsim.levers import catalogue
from laborsim.report.pages.chinese_levers import COLUMNS, chinese_page, chinese_rows, chinese_table
from laborsim.report.pages.levers import lever_example, lever_fields_rows, lever_rows
from laborsim.report.text.measures import DOCUMENTS, KEYS, MEASURES, PAYERS
from laborsim.report.text.phrases import terminal_width

LEVERS = catalogue().values()


def test_every_lever_has_its_chinese_words_and_no_other():
    assert set(MEASURES) == set(catalogue())
    assert {name for lever in LEVERS for name, *_ in lever_fields_rows(lever)} == set(KEYS)
    assert {lever.DECLARATION.document for lever in LEVERS} <= set(DOCUMENTS)
    assert {lever.DECLARATION.payer for lever in LEVERS} == set(PAYERS)


def test_both_tables_have_the_same_levers_and_numbers():
    for english, chinese in zip(lever_rows(), chinese_rows(), strict=True):
        name, _, unit, floor, ceiling, _, *rest = english
        assert len(chinese) == len(COLUMNS)
        assert (chinese[0], chinese[3], chinese[4], *chinese[6:]) == (name, floor, ceiling, *rest)
        assert unit in chinese[2], "a file needs the unit as it is typed"


@pytest.mark.parametrize("lever", LEVERS, ids=lambda lever: lever.NAME)
def test_a_page_has_no_english_but_what_is_typed_into_a_file(lever):
    page = chinese_page(lever).removesuffix(lever_example(lever))
    typed = {lever.NAME, lever.DECLARATION.unit, lever.DECLARATION.indicator, lever.DECLARATION.measure, "lottery"}
    typed |= {cell for row in lever_fields_rows(lever) for cell in row[:2]}
    for word in sorted(typed, key=len, reverse=True):
        page = page.replace(word, "")
    assert re.findall("[A-Za-z]{2,}", page) == []


def test_columns_stand_below_each_other_on_a_terminal():
    head, *lines = chinese_table().splitlines()
    starts = {terminal_width(line[: line.index("  0  ") + 2]) for line in lines}
    assert starts == {terminal_width(head[: head.index("下限")])}
