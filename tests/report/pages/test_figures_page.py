"""The list of figures: complete, current, and marked."""

import ast
import json
import re
from pathlib import Path

import pytest
from tests.house import ROOT

import laborsim
from laborsim.published import figures as f
from laborsim.report.pages.figures import CONFIDENCE, figures_page, print_figures

PACKAGE = Path(laborsim.__file__).parent
PAGE = ROOT / "docs" / "figures.md"


def test_the_page_in_docs_is_what_the_generator_writes():
    assert PAGE.read_text(encoding="utf-8") == figures_page(), "docs/figures.md is old: generate the docs again"


def rows_of_the_page() -> list[list[str]]:
    lines = figures_page().replace("\\|", "¦").splitlines()
    return [line.strip("|").split(" | ") for line in lines if line.startswith("| ")]


def test_the_page_has_one_row_for_every_figure_with_its_mark():
    listed = [row for row in rows_of_the_page() if len(row) == 8 and row[0].strip() not in ("figure", "---")]
    assert len(listed) == len(f.figures())
    for row, one in zip(listed, f.figures(), strict=True):
        assert one.as_used.replace("*", "\\*") == row[1] and one.source_id == row[6]
        assert row[7].strip() == {"recalled": "**recalled**", "assumed": "**ASSUMPTION**"}.get(
            one.confidence, one.confidence
        )


def test_no_row_of_the_page_is_torn_by_a_quote():
    widths = {len(row) for row in rows_of_the_page()}
    assert widths == {3, 4, 6, 8}


def test_printed_figures_show_quote_and_source():
    text = print_figures("doc000_unemployment_2023", False)
    assert 'print garbled: "surveyed urban unemployment rate averaged 52%"' in text
    assert "5.2 percent" in text and "Decimal point lost" in text and "doc000" in text


def test_a_recalled_figure_is_marked_in_lines_and_in_json():
    assert "(recalled)" in print_figures("pay works in West 2022", False).splitlines()[0]
    rows = json.loads(print_figures("pay works in West 2022", True))["rows"]
    assert [row["confidence"] for row in rows] == ["recalled"]


def test_without_words_everything_is_printed():
    answer = json.loads(print_figures(None, True))
    assert answer["count"] == len(answer["rows"]) == len(f.figures())
    assert {row["id"] for row in answer["rows"]} == {one.id for one in f.figures()}


def test_a_search_that_finds_nothing_says_where_it_looked():
    assert "no figure holds all the words of 'xyzzy'" in print_figures("xyzzy", False)
    assert json.loads(print_figures("xyzzy", True))["rows"] == []


def distinctive() -> dict[float, str]:
    """Values that nobody types by accident: four digits or more, no round number, no year.

    Costs are left out: a lever's declaration states its amounts, and tests/levers/test_costs.py holds each against its
    figure.
    """
    found = {}
    for one in f.figures():
        if (
            not one.id.startswith("cost/")
            and isinstance(one.value, float)
            and one.value > 1000
            and one.value % 100
            and not 1900 <= one.value <= 2100
        ):
            found[one.value] = one.id
            found[one.value * 10_000] = one.id
    return found


def typed(code: str) -> list[float]:
    """Numbers written in a piece of Python that are published figures."""
    numbers = (node.value for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant))
    return [value for value in numbers if isinstance(value, int | float) and float(value) in distinctive()]


@pytest.mark.parametrize("number", [29753, 17658, 12095, 12816, 4131, 5441, 4780, 297_530_000, 38074])
def test_a_figure_typed_in_code_is_noticed(number):
    assert typed(f"workers = {number}") == [number]
    assert typed("replicates = 2000; year = 2023; scale = 1000") == []


def test_no_code_repeats_a_figure():
    repeated = {
        f"{path.relative_to(PACKAGE)}: {value}": distinctive()[float(value)]
        for path in sorted(PACKAGE.rglob("*.py"))
        for value in typed(path.read_text(encoding="utf-8"))
    }
    assert repeated == {}, "look the figure up by name instead (laborsim.published.figures)"


def test_figures_in_chinese_have_chinese_units_places_and_confidence():
    founders = print_figures("doc002_founders", False, "zh").splitlines()
    assert founders[0] == "document/doc002_founders：1300万人（近）【2024，全国】已核对原文，doc002"
    assert founders[1].startswith("    原文：“nearly 13 million")
    assert "万人【" in print_figures("annual/total/2023", False, "zh").splitlines()[0]
    for line in print_figures("Gansu", False, "zh").splitlines():
        assert not re.search("printed:|note:|because:|recalled|【[^】]*Gansu】", line), line
    assert "没有公布数" in print_figures("xyzzy", False, "zh")
    assert set(CONFIDENCE) == {one.confidence for one in f.figures()}
    for line in print_figures(None, False, "zh").splitlines():  # every place of every table has a name
        assert line.startswith(" ") or not re.search(r"【[^】]*[A-Za-z]{3}", line), line
