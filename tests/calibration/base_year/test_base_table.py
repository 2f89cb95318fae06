"""The baseline keeps the document figures, and the page that says so says it truly."""

import re

import numpy as np
import pytest
from tests.scenario.files import ROOT

from laborsim.calibration.base_year.base_table import NATION, flows, lines, rows, run_base
from laborsim.published.figures import annual
from laborsim.report.pages.base_table import NAMES_ZH, markdown
from laborsim.scenario.load import Scale, load_scenario

COARSE = Scale(default=5000)  # persons per worker


@pytest.fixture(scope="module")
def view():
    scenario = load_scenario(ROOT / "scenarios" / "national-baseline.yaml").scenario
    return run_base(scenario.model_copy(update={"run": scenario.run.model_copy(update={"scale": COARSE})}))


def test_the_base_date_meets_every_document_figure(view):
    missed = [(row.line.name, row.miss) for row in rows(view) if not row.within and "November" not in row.line.name]
    assert not missed


def test_founders_are_nearly_13_million_in_november_2024(view):
    founders = next(row for row in rows(view) if "November" in row.line.name)
    assert 12.5 <= founders.base <= 13.1


def test_after_12_and_24_months_stocks_stay_within_a_percent_of_the_trend(view):
    national = [row for row in rows(view) if row.line.grows and row.line.published > 60]  # 12,000 workers and more
    assert len(national) >= 6
    for row in national:
        assert np.allclose(row.after, row.expected, rtol=0.035), (row.line.name, row.after, row.expected)


def test_the_page_shows_published_and_simulated_side_by_side(view):
    page = markdown(view)
    total = annual("total", 2023).persons / 1e6
    assert f"| migrant workers | {total:.2f} million | {total:.2f} |" in page
    assert "% of trend" in page and "a job lasts" in page


def test_the_page_in_chinese_has_every_figure_and_no_english_name(view):
    page = markdown(view, "zh")
    assert not re.search(r"[A-Za-z]", page.replace("tsinghua2012a", "")), page
    assert page.count("|") == markdown(view).count("|")
    assert "| 农民工总量 | 29753万人 | 29753 |" in page
    earlier = {line.name for year in (2017, 2018, 2019, 2022) for line in lines(year)}
    assert earlier <= set(NAMES_ZH)


def test_the_flows_of_the_first_year_are_plausible(view):
    found = {flow.name: flow.value for flow in flows(view)}
    assert 1.5 < found["a job lasts"] < 3.7
    assert 0.2 < found["search between two jobs"] < 0.6
    assert 0.5 < found["businesses started"] < 1.5
    assert 5 < found["closures, share of businesses"] < 15


def test_unemployment_is_a_yearly_mean_near_the_survey(view):
    seeking, there = view.count("seeking_there")[:, NATION], view.outbound_there()[:, NATION]
    assert 0.02 < (seeking / there).mean() < 0.06
