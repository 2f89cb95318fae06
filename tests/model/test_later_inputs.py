"""Whatever a base date reads that is later than it stands in the table of later inputs, with its reason."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.house import PACKAGE

from laborsim.parameters.parameters import Parameters
from laborsim.population import founders
from laborsim.published import later_inputs as late
from laborsim.published.data_tables import DATA, TABLES, read_rows
from laborsim.published.figures import figures
from laborsim.published.margins import FIRST_YEAR, LAST_YEAR, published
from laborsim.report.pages.population import population_page

ROWS = read_rows(DATA / "later_inputs.csv")

READER = Path(__file__).with_name("read_base_dates.py")

NO_INFORMATION = {"spring_festival.csv", "indicators.csv", "sources.csv", "province_fields.csv"}
"""Files that a base date reads and that say nothing of people: a calendar, names, provenance."""

WORKED_OUT = {"held_levels.csv"}
"""Files that the program makes of the others, a row for each base date."""


@cache
def read() -> dict[str, Any]:
    """Return what building every base date read: figures with the module that read them, and files of data/."""
    ran = subprocess.run([sys.executable, str(READER)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return found


def test_every_figure_read_that_is_later_than_its_base_date_is_in_the_table():
    dated = {figure.id: figure for figure in figures()}
    late_ones = {
        name
        for year, names in read()["figures"].items()
        for name in names
        if late.is_late_figure(dated[name], int(year))
    }
    assert len(late_ones) > 10, "the reader sees figures"
    assert {name for name in late_ones if not late.is_declared(name)} == set()


def test_a_figure_is_as_late_as_what_it_was_made_of():
    dated = {figure.id: figure for figure in figures()}
    worked_out, reported = dated["annual/outbound/2016"], dated["annual/total/2017"]
    assert worked_out.confidence == "derived", "17185 - 251, of the report of 2017"
    assert late.is_late_figure(worked_out, 2016) and not late.is_late_figure(worked_out, 2017)
    assert not late.is_late_figure(reported, 2017)
    assert worked_out.id in {found.input for found in late.later_than(2016)}
    assert worked_out.id not in {found.input for found in late.later_than(2017)}


def test_no_base_date_reads_the_outcome_of_what_a_scenario_asks():
    outcomes = {figure.id for figure in figures() if figure.table == "outcome"}
    assert outcomes and not outcomes & {name for names in read()["figures"].values() for name in names}


def test_outcomes_are_looked_up_only_where_runs_are_held_against_them():
    looks = re.compile(r"""["']outcome[/"']""")
    found = {
        path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if looks.search(path.read_text("utf-8"))
    }
    assert found == {"published/data_tables.py", "calibration/scores/published_provinces.py"}


def test_every_file_read_is_a_table_of_dated_figures_or_in_the_table_or_says_nothing_of_people():
    tables = {form.file for form in TABLES.values()} - {"provinces.csv"}
    known = tables | NO_INFORMATION | WORKED_OUT
    found = {name for name in read()["files"] if name not in known and not name.endswith(".npz")}
    assert {"provinces.csv", "fits/2017-cumulative.json"} <= found, "the reader sees files"
    assert {name for name in found - {"provinces.csv"} if not late.is_declared(name)} == set()


def test_every_column_of_the_region_table_that_is_later_or_undated_is_in_the_table():
    columns = {row["field"]: row["year"] for row in read_rows(DATA / "province_fields.csv") if not row["code"]}
    missing = [
        name
        for name, year in columns.items()
        if late.is_later(year, FIRST_YEAR) and not late.is_declared(f"province/{name}/CN-GS")
    ]
    assert missing == []


def test_every_margin_made_of_a_later_year_is_in_the_table_for_that_year():
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        named = {found.input for found in late.later_than(year)}
        lacking = {name for name, margin in published(year).margins.items() if late.LATER in margin.note}
        assert lacking <= named
    assert "schooling primary" in {found.input for found in late.later_than(2019)}
    assert "schooling primary" not in {found.input for found in late.later_than(2020)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["input"])
def test_every_row_of_the_table_is_of_something_that_is_there_and_has_a_reason(row):
    name = row["input"]
    assert row["what"] and row["reason"]
    there = any(late.fnmatchcase(figure.id, name) for figure in figures())
    there = there or any(DATA.glob(name)) or name == "priors"
    code = "" if there else "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    assert there or f"{name} = " in code or f"{name}: " in code
    (found,) = [found for found in late.later_inputs() if found.input == name and found.what == row["what"]]
    assert found.base_years and found.reference


def test_the_page_has_the_date_of_every_later_input():
    page = population_page().partition("## Inputs later than the base date")[2].partition("\n## ")[0]
    for found in late.later_inputs():
        assert f"`{found.input}`" in page and found.reason in page
    assert "| 2024-11 | 2019 to 2023 |" in page


def test_the_base_years_of_the_founders_counts_are_those_that_they_move(monkeypatch):
    def histories() -> dict[int, object]:
        return {
            year: founders.founder_history(year, "cumulative", Parameters())
            for year in range(FIRST_YEAR, LAST_YEAR + 1)
        }

    plain, real = histories(), founders.founders
    rows = [row for row in ROWS if row["input"].startswith("founders/")]
    assert len(rows) == 4
    for row in rows:
        series, as_of = row["input"].split("/")[1:3]

        def larger(name: str, date: str, series: str = series, as_of: str = as_of):
            found = real(name, date)
            return replace(found, value=found.number * 1.1) if (name, date) == (series, as_of) else found

        monkeypatch.setattr(founders, "founders", larger)
        moved = {year for year, history in histories().items() if history != plain[year]}
        (declared,) = [
            found for found in late.later_inputs() if (found.input, found.what) == (row["input"], row["what"])
        ]
        assert {year for year in moved if late.is_later(as_of, year)} == set(declared.base_years), as_of
