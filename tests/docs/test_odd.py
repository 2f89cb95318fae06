"""docs/odd.md: whole by the protocol, current, and true to the names in the code."""

import importlib
import re
import tomllib

import pytest
from tests.docs.pages import ROOT, headings, inline_code, text_of, without_blocks

from laborsim.kernels.codes import STATUSES
from laborsim.kernels.counts import VARIABLES
from laborsim.kernels.state import COLUMNS
from laborsim.levers import catalogue
from laborsim.model.market import LEVELS
from laborsim.model.worker import RULES
from laborsim.parameters.fit import Fit
from laborsim.parameters.parameters import Parameters
from laborsim.report.pages.odd import source_tables
from laborsim.report.pages.odd.markdown import described
from laborsim.report.pages.odd.page import PROSE, filled, odd_page

PAGE = odd_page()
SUBMODELS = PAGE.partition("## 7. Submodels")[2]
SECTIONS = [
    "1. Purpose and patterns",
    "2. Entities, state variables, and scales",
    "3. Process overview and scheduling",
    "4. Design concepts",
    "5. Initialization",
    "6. Input data",
    "7. Submodels",
]
CONCEPTS = [
    "Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing", "Interaction",
    "Stochasticity", "Collectives", "Observation",
]  # fmt: skip


def test_the_page_in_docs_is_what_the_generator_writes():
    assert text_of(ROOT / "docs" / "odd.md") == PAGE, "docs/odd.md is old: laborsim docs"


def test_the_headings_are_those_of_the_protocol():
    found = headings(PAGE)
    assert [heading for heading in found if heading in SECTIONS] == SECTIONS
    assert [heading for heading in found if heading in CONCEPTS] == CONCEPTS


def test_every_submodel_that_is_referred_to_exists():
    numbers = re.findall(r"^### (7\.\d+) ", PAGE, flags=re.MULTILINE)
    assert numbers == [f"7.{n}" for n in range(1, len(numbers) + 1)]
    prose = "\n".join(line for line in without_blocks(PAGE).splitlines() if not line.startswith("|"))
    assert set(re.findall(r"\b7\.\d+\b", prose)) <= set(numbers)


def test_every_module_that_is_named_exists():
    named = {
        code for code in inline_code(PAGE) if re.fullmatch(r"(kernels|levers|inputs|model|calibration)\.[\w.]+", code)
    }
    assert len(named) > 20
    for name in named:
        module, found = name.split("."), None
        for depth in range(len(module), 1, -1):
            try:
                found = importlib.import_module("laborsim." + ".".join(module[:depth]))
                break
            except ModuleNotFoundError:
                continue
        assert found, name
        for part in module[depth:]:
            found = getattr(found, part)


@pytest.mark.parametrize("name", Parameters.model_fields)
def test_every_parameter_is_in_its_table_and_in_the_prose(name):
    assert f"| `{name}` |" in PAGE
    told = PAGE.replace(f"| `{name}` |", "").partition("**Numbers in the code.**")
    assert re.search(rf"\b{name}\b", told[0].partition("| parameter |")[0] + told[2]), f"{name} is in no formula"


def test_every_name_of_the_model_is_on_the_page():
    for name in (*COLUMNS, *VARIABLES, *LEVELS, *Parameters.model_fields):
        assert f"\n| `{name}` |" in PAGE, name
    assert all(f"\n| {code} | `{name}` |" in PAGE for code, name in enumerate(STATUSES))
    assert all(f"\n| [`{name}`](levers.md#{name}) |" in PAGE for name in catalogue())
    solved = {name for name, field in Fit.model_fields.items() if field.annotation is float} | {"amenity", "out"}
    assert all(f"`{name}`" in PAGE for name in solved)


def test_a_name_without_a_meaning_stops_the_page():
    with pytest.raises(LookupError, match=r"without a meaning: \['new'\].*no longer in the code: \['old'\]"):
        described(["new"], {"old": "gone"}, "test")


def test_a_place_in_the_prose_takes_its_number_in_its_own_form():
    prose = "A third is {{third:.3f}}, or {{third:.0%}} of {{whole}}; {not_a_place} stays."
    assert filled(prose, {"third": 1 / 3, "whole": "all"}) == "A third is 0.333, or 33% of all; {not_a_place} stays."


@pytest.mark.parametrize(
    ("prose", "fault"),
    [
        ("{{one}} {{other}}", r"nothing to put in for \['other'\]"),
        ("none", r"no place for \['one'\]"),
        ("{{one}} {{ two }}", r"not a place: \[' \{\{ two \}\}'\]"),
        ("{{one}} {{two", r"not a place"),
        ("{{one}} two}}", r"not a place"),
    ],
)
def test_a_place_that_nothing_fills_or_a_number_without_a_place_stops_the_page(prose, fault):
    with pytest.raises(LookupError, match=fault):
        filled(prose, {"one": 1})


def test_the_prose_is_shipped_with_the_package():
    package = PROSE.parents[3]
    patterns = tomllib.loads(text_of(ROOT / "pyproject.toml"))["tool"]["setuptools"]["package-data"]["laborsim"]
    assert any(PROSE in package.glob(pattern) for pattern in patterns)


def test_every_named_decision_of_the_code_is_found():
    found = source_tables.named_decisions()
    assert {"worker.month", "market.round_urban", "initial.business.park", "initial.type", "lever.KEY"} <= found
    written = set()
    for folder in ("kernels", "model"):
        for path in (source_tables.PACKAGE / folder).rglob("*.py"):
            written |= set(re.findall(r'decision\("([^"]+)"\)', path.read_text(encoding="utf-8")))
    assert written <= found == set(source_tables.DECISIONS)


def test_every_marked_assumption_of_the_markets_is_listed():
    table = source_tables.assumptions()
    text = (source_tables.PACKAGE / "model" / "market.py").read_text(encoding="utf-8")
    marked = re.findall(r"^(\w+)[^#\n]*# ASSUMPTION", text, flags=re.MULTILINE)
    assert len(marked) >= 2 and all(name in table for name in marked)


def test_every_rule_of_a_month_is_told_where_its_file_is():
    files = {rule.__module__.removeprefix("laborsim.") for rule in RULES.values()}
    assert all(f"`{file}" in SUBMODELS for file in files), files
