"""Records: complete, found by name, and marked where nobody has read the source."""

import re
import subprocess
import sys
from typing import get_args

import pytest

from laborsim.published import data_tables
from laborsim.published import figures as f
from laborsim.published.data_tables import DATA, Confidence, Figure, read_rows

ALL = f.figures()


def test_every_figure_has_a_value_a_unit_a_date_and_a_series():
    for one in ALL:
        assert one.value != "" and one.unit and one.as_of and one.series, one.id


def test_every_figure_has_a_known_confidence():
    assert {one.confidence for one in ALL} == set(get_args(Confidence))


def test_only_levels_of_levers_and_access_are_assumed():
    assert {one.table for one in ALL if one.confidence == "assumed"} == {"level", "settlement"}
    assert all((one.source_id == "ASSUMPTION") == (one.confidence == "assumed") for one in ALL)


def test_every_figure_cites_a_source_that_exists():
    for one in ALL:
        assert f.source(one.source_id).title, one.id


def test_no_source_is_listed_twice():
    ids = [row["source_id"] for row in read_rows(DATA / "sources.csv")]
    assert len(ids) == len(set(ids))


def test_every_source_named_in_a_note_exists():
    pattern = re.compile(r"\b(?:doc00\d|nbs20\w+|rf20\w+|rf_\w+|pov20\w+|une20\w+|gs_\w+|tsinghua\w+)\b")
    named = {word for one in ALL for word in pattern.findall(one.reason)}
    assert named and named <= set(f.sources())


def test_whatever_was_not_read_in_its_source_is_recalled():
    for one in ALL:
        second_hand = one.source_id == "recall" or "verify in the paper" in one.reason
        assert not second_hand or one.confidence == "recalled", one.id


def test_ids_are_unique_and_find_their_figure():
    assert len({one.id for one in ALL}) == len(ALL)
    assert all(f.figure(one.id) is one for one in ALL)


def test_the_five_texts_are_there_with_eleven_garbled_prints():
    texts = [one for one in ALL if one.table == "document"]
    assert {one.source_id for one in texts} == {"doc000", "doc001", "doc002", "doc003", "doc004"}
    assert sum(one.garbled for one in texts) == 11
    assert all(one.as_printed and one.reason for one in texts)


def test_a_garbled_print_is_never_called_seen():
    assert all(one.confidence in ("derived", "recalled") for one in ALL if one.garbled)


def test_the_unreadable_figure_is_not_used():
    assert f.figure("document/doc003_remaining_poor").as_used.startswith("not used")


@pytest.mark.parametrize(
    ("found", "value", "unit"),
    [
        (f.annual("total", 2023), 29753, "10^4 persons"),
        (f.by_zone("origin_total", "Northeast", 2023), 998, "10^4 persons"),
        (f.pay("local", 2023), 4131, "yuan per month"),
        (f.pay("local", 2018, "Shaanxi"), 3376.4, "yuan per month"),
        (f.structure("sex", "female", "local", 2023), 43.0, "percent"),
        (f.age("outbound", "mean_age", 2023), 38.9, "years"),
        (f.founders("returnee founders (NDRC)", "2019-12"), 800, "10^4 persons"),
        (f.poverty("migrant workers", "2009", "Gansu"), 500, "10^4 persons"),
        (f.aggregate("new urban jobs", 2023), 1244, "10^4 persons"),
        (f.figure("births/1963"), 2934, "10^4 persons"),
        (f.literature("wage_curve"), -0.1, "elasticity"),
        (f.figure("document/doc000_unemployment_2023"), 5.2, "percent"),
        (f.level("workshops", 2023), 38074, "workshops"),
        (f.figure("province/population_2023_10k/CN-GS"), 2465, "10^4 persons"),
    ],
)
def test_each_helper_finds_its_figure(found: Figure, value, unit):
    assert (found.number, found.unit) == (value, unit)


@pytest.mark.parametrize(
    ("look", "file", "nearest"),
    [
        (lambda: f.annual("totl", 2023), "nbs_migrant_workers_annual.csv", "total / 2023"),
        (lambda: f.annual("total", 2031), "nbs_migrant_workers_annual.csv", "total / 2023"),
        (lambda: f.by_zone("origin_total", "east", 2023), "nbs_by_region.csv", "origin_total / East / 2023"),
        (lambda: f.pay("outbound", 2014), "nbs_income.csv", "outbound / 2015"),
        (lambda: f.figure("document/doc002_total"), "document_figures.csv", "doc002_total_2023"),
        (lambda: f.level_path("workshop"), "lever_levels.csv", "workshops / 2017 / CN"),
        (lambda: f.figure("annual/total/2032"), "total / 2032", "total / 2023"),
        (lambda: f.figure("annuals/total/2023"), "annuals/total/2023", "annual/series/year"),
        (lambda: f.source("nbs2023x"), "nbs2023x", "nbs2023a"),
    ],
)
def test_a_lookup_that_finds_nothing_names_the_table_the_key_and_the_nearest(look, file, nearest):
    with pytest.raises(LookupError) as caught:
        look()
    assert file in str(caught.value) and nearest in str(caught.value)


def test_level_path_is_ascending_by_year_and_by_region():
    assert list(f.level_path("workshops")) == [2017, 2018, 2019, 2022, 2023]
    assert list(f.level_path("workshops", "CN-GS")) == [2019, 2020, 2022, 2023]


def test_persons_are_persons_whatever_the_unit():
    assert f.annual("total", 2023).persons == 297_530_000
    assert f.figure("document/doc002_total_2023").persons == 298_000_000
    assert f.poverty("inter-provincial floating population (census)", "2020").persons == 124_837_153


def test_yuan_are_not_persons_and_a_date_is_not_a_number():
    with pytest.raises(TypeError, match="yuan per month"):
        _ = f.pay("all", 2023).persons
    with pytest.raises(TypeError, match="2024-12-03"):
        _ = f.figure("document/doc002_date").number


def test_a_recalled_figure_says_so_when_printed_and_a_seen_one_does_not():
    assert str(f.pay("all, works in West", 2022)) == "4,238 yuan per month [2022] (recalled)"
    assert str(f.level("workshops", 2022)).endswith("(ASSUMPTION)")
    assert str(f.annual("local", 2023)) == "12,095 10^4 persons [2023]"


def test_year_is_the_first_year_named():
    assert f.founders("returnee founders (MOHRSS)", "2024-11").year == 2024
    assert f.figure("province/area_10k_km2/CN-GS").year is None


def test_search_wants_every_word_and_ignores_case():
    found = f.search("GANSU workshops")
    assert {one.id for one in found} >= {"document/doc003_workshops"}
    assert all("gansu" in str(vars(one)).lower() for one in found)
    assert f.search("no such words anywhere") == ()


def test_chinese_quotes_can_be_searched():
    assert f.annual("outbound", 2023) in f.search("外出农民工17658万人")


def test_two_rows_with_one_key_are_refused(tmp_path, monkeypatch):
    text = (DATA / "labour_aggregates.csv").read_text(encoding="utf-8")
    (tmp_path / "labour_aggregates.csv").write_text(text + text.splitlines()[1] + "\n", encoding="utf-8")
    monkeypatch.setattr(data_tables, "DATA", tmp_path)
    with pytest.raises(ValueError, match="two rows for new urban jobs / 2018"):
        data_tables.table.__wrapped__("aggregate")


def test_a_ragged_row_is_refused_with_its_place(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("a,b\n1,2\n1,2,3\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"table\.csv, row 3"):
        read_rows(path)


def test_figures_import_nothing_heavy():
    code = "import sys, laborsim.published.figures as f; f.figures(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    heavy = {"numba", "mesa", "pandas", "matplotlib", "pydantic", "ruamel.yaml", "pyarrow", "scipy"}
    assert heavy.isdisjoint(loaded.split())


def test_conflicts_name_figures_that_exist_and_say_what_is_done():
    for row in read_rows(DATA / "conflicts.csv"):
        assert row["statement"] and row["handling"]
        assert all(f.figure(id) for id in row["figures"].split(";")), row["id"]


def test_every_file_of_figures_is_listed():
    """A file with a confidence column holds figures; whoever adds one declares it in records.TABLES.

    Stylised facts are no figures of the product's: they are judged (`laborsim facts`), and their own tests read them.
    Matrices of pairs of provinces have a reader of their own (`published.observed_flows`).
    """
    holding = {path.name for path in DATA.glob("*.csv") if "confidence" in read_rows(path)[0]}
    assert holding - {"province_fields.csv", "stylised_facts.csv", "flows_2010.csv", "province_links.csv"} == {
        form.file for form in data_tables.TABLES.values()
    } - {"provinces.csv"}
