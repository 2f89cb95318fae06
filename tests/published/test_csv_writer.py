"""Tables as CSV: nothing that runs in a spreadsheet, every digit of a number, and each reader's own dialect."""

import csv
import io

import numpy as np
import pytest
from openpyxl import load_workbook

from laborsim.analysis.compare.workbook import TableSheet, workbook_bytes
from laborsim.published.csv_writer import PROGRAM, PYAM, SPREADSHEET, csv_rows, csv_table, guarded

FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "－1", '=HYPERLINK("x")',
    " =1+1", "  +1", "\u3000=1", "\xa0=1", "\ufeff=1", " \t =1", "\ttab", " \rreturn",
]  # fmt: skip
PLAIN = ["2019-12", "1=1", "a-b", " blank", "甘肃", "", "'=1", "≥ 3", "a\tb", "C+"]


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert guarded(text) == f"'{text}"
    assert read(csv_table((text,), [(text,)], SPREADSHEET)) == [[f"'{text}"], [f"'{text}"]]


@pytest.mark.parametrize("text", FORMULAS)
def test_the_workbook_guards_as_the_csv_does(text):
    page = load_workbook(io.BytesIO(workbook_bytes([TableSheet("One", ("a",), [(text,)])])))["One"]
    shown = [cell.value for cell in page["A"]]
    assert shown[1].startswith("'") and page["A2"].data_type == "s"


@pytest.mark.parametrize("text", PLAIN)
def test_an_ordinary_text_is_untouched(text):
    assert guarded(text) == text


def test_a_guarded_text_is_not_guarded_again():
    assert guarded(guarded("=1")) == "'=1"


@pytest.mark.parametrize("dialect", [SPREADSHEET, PYAM, PROGRAM])
def test_true_numbers_are_untouched_and_keep_every_digit(dialect):
    numbers = (-1.5, 0.1 + 0.2, 1e22, -7, np.float64(-2.5), 10**18, np.int64(-3))
    [row] = read(csv_rows([numbers], dialect))
    assert [float(cell) for cell in row] == [float(number) for number in numbers]
    assert row[0] == "-1.5" and row[4] == "-2.5" and row[6] == "-3"


def test_what_is_unknown_is_empty_and_what_is_true_says_so():
    assert read(csv_table(("a", "b", "c"), [("甘肃", None, True)], SPREADSHEET))[1] == ["甘肃", "", "True"]


def test_a_spreadsheet_gets_a_byte_order_mark_and_its_own_ends_of_lines():
    assert csv_table(("a",), [(1,)], SPREADSHEET) == b"\xef\xbb\xbfa\r\n1\r\n"


def test_pyam_gets_no_byte_order_mark_and_no_formula():
    assert csv_table(("a",), [("=1",)], PYAM) == b"a\n'=1\n"


def test_a_program_gets_the_texts_as_they_are():
    assert csv_table(("a",), [("-1.25",), ("=1",)], PROGRAM) == b"a\n-1.25\n=1\n"


def test_rows_to_be_added_have_no_header():
    assert csv_rows([(1, "a,b")], PROGRAM) == b'1,"a,b"\n'
