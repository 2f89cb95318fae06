"""The lever catalogue in Chinese says of every lever what the English one says."""

import re

import pytest

from laborsim.levers import catalogue
from laborsim.report.pages.levers import (
    COLUMNS,
    lever_example,
    lever_fields_rows,
    lever_heads,
    lever_page,
    lever_rows,
    print_table,
)
from laborsim.report.text.measures import DOCUMENTS, KEYS, MEASURES, PAYERS

LEVERS = catalogue().values()


def test_every_lever_has_its_chinese_words_and_no_other():
    assert set(MEASURES) == set(catalogue())
    assert {name for lever in LEVERS for name, *_ in lever_fields_rows(lever)} == set(KEYS)
    assert {lever.DECLARATION.document for lever in LEVERS} <= set(DOCUMENTS)
    assert {lever.DECLARATION.payer for lever in LEVERS} == set(PAYERS)


def test_both_tables_have_the_same_levers_and_numbers():
    for english, chinese in zip(lever_rows(), lever_rows("zh"), strict=True):
        name, _, unit, floor, ceiling, _, *rest = english
        assert len(chinese) == len(COLUMNS)
        assert (chinese[0], chinese[3], chinese[4], *chinese[6:]) == (name, floor, ceiling, *rest)
        assert unit in chinese[2], "a file needs the unit as it is typed"


@pytest.mark.parametrize("lever", LEVERS, ids=lambda lever: lever.NAME)
def test_a_page_has_no_english_but_what_is_typed_into_a_file(lever):
    page = lever_page(lever, "zh").removesuffix(lever_example(lever))
    typed = {lever.NAME, lever.DECLARATION.unit, lever.DECLARATION.indicator, lever.DECLARATION.measure, "lottery"}
    typed |= set(lever.DECLARATION.dials)
    typed |= {cell for row in lever_fields_rows(lever) for cell in row[:2]}
    for word in sorted(typed, key=len, reverse=True):
        page = page.replace(word, "")
    assert re.findall("[A-Za-z]{2,}", page) == []


@pytest.mark.parametrize("lever", LEVERS, ids=lambda lever: lever.NAME)
def test_both_pages_have_the_same_sections_in_the_same_order(lever):
    english, chinese = (lever_page(lever, language).split("\n\n") for language in ("en", "zh"))
    assert len(english) == len(chinese) and english[-1].splitlines()[1:] == chinese[-1].splitlines()[1:]
    costs = [
        next(part for part in page if part.startswith(title)) for page, title in ((english, "Cost"), (chinese, "成本"))
    ]
    assert costs[0].count("\n") == costs[1].count("\n")


def test_a_terminal_has_the_chinese_catalogue_in_columns(capsys):
    print_table(color=False, language="zh")
    head, *lines = capsys.readouterr().out.splitlines()
    assert [head.index(name) for name in ("措施", "名称", "单位", "下限", "上限")] and len(lines) >= len(LEVERS)
    assert lever_heads("en") == COLUMNS
