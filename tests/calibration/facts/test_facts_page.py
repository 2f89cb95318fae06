"""docs/facts.md and the command: current, complete, and refused before anything runs."""

import json
from collections import Counter

import pytest
from click.testing import CliRunner
from tests.scenario.files import ROOT

from laborsim.calibration.facts.declarations import FACTS, facts
from laborsim.calibration.facts.looks import looks, moved
from laborsim.calibration.facts.readings import IDENTITIES, READINGS
from laborsim.calibration.facts.results import USUAL, table_hash
from laborsim.calibration.facts.verdicts import HIT, NOT_TESTABLE, is_testable
from laborsim.cli import main
from laborsim.report.pages.facts import EVIDENCE, LOOKS, PAGE, RESULTS, facts_page, facts_pages, judged_facts, moved_by
from laborsim.report.tables.facts import cells, heads

STORED = json.loads((ROOT / EVIDENCE / RESULTS).read_text(encoding="utf-8"))
TEXT = (ROOT / PAGE).read_text(encoding="utf-8")


def test_the_page_is_what_the_stored_numbers_say():
    assert facts_page(ROOT / EVIDENCE) == TEXT


def test_a_project_without_results_has_no_page(tmp_path):
    assert facts_pages(tmp_path) == {} and list(facts_pages(ROOT)) == [PAGE]


def test_the_stored_numbers_are_of_the_usual_size_and_of_every_computation():
    assert STORED["sizes"]["draws"] == USUAL.draws
    assert set(STORED["facts"]) == {*READINGS, *(one.id for one in IDENTITIES)}
    assert {len(one["draws"]) for one in STORED["facts"].values()} == {USUAL.draws}


def test_the_stored_numbers_are_of_the_frozen_table():
    assert STORED["table"] == table_hash(facts())


def test_every_part_that_is_judged_was_computed():
    for name, reading in READINGS.items():
        parts = {reading.main, reading.shown, *(one.part for one in reading.beside)} - {""}
        assert parts <= set(STORED["facts"][name]["draws"][0]), name


def test_the_page_has_a_line_for_every_fact_with_its_verdict():
    judged = judged_facts(facts(), STORED)
    rows = [line.split(" | ") for line in TEXT.splitlines() if line.startswith("| `")]
    verdicts = {row[0].strip("|` "): row[5] for row in rows if len(row) >= 8}
    assert set(verdicts) == set(judged)
    assert all(one.verdict in verdicts[name] for name, one in judged.items())


def test_the_totals_are_those_of_the_lines():
    judged = judged_facts(facts(), STORED)
    core = [fact for fact in facts() if fact.core and is_testable(fact)]
    hit = sum(judged[fact.id].verdict == HIT for fact in core)
    assert f"| {hit} of {len(core)} ({100 * hit / len(core):.0f} %) |" in TEXT
    verdicts = Counter(one.verdict for one in judged.values())
    assert f"{NOT_TESTABLE} {verdicts[NOT_TESTABLE]}" in TEXT


def test_the_page_says_how_often_it_was_looked_at():
    seen = looks(ROOT / EVIDENCE / LOOKS)
    said = (
        f"{len(seen)}, all logged; {moved(seen)} of them after parameters or code had moved; choices made after a look"
    )
    assert seen and said in TEXT


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_table_that_cannot_be_judged_is_refused_before_anything_runs(tmp_path, language):
    path = tmp_path / "facts.csv"
    lines = FACTS.read_text(encoding="utf-8").splitlines()
    path.write_text(
        "\n".join([lines[0], lines[1].replace(",bai2018b,", ",,").replace(",22.3,15,", ",22.3,,")]), encoding="utf-8"
    )
    done = CliRunner().invoke(main, ["facts", str(path), "--into", str(tmp_path), "--lang", language])
    assert done.exit_code == 3 and done.output.count("E510") == 2 and "facts.csv:2" in done.output
    assert [each.name for each in tmp_path.iterdir()] == ["facts.csv"]


@pytest.mark.parametrize(("language", "said"), [("en", "not testable yet"), ("zh", "尚不能检验")])
def test_a_terminal_says_verdicts_in_its_language(language, said):
    judged = judged_facts(facts(), STORED)
    rows = cells([(fact, judged[fact.id]) for fact in facts()], language)
    (row,) = [row for row in rows if row[0] == "rs_save_gap"]
    assert row[1] == "3 … 9" and row[-1] == said and len(row) == len(heads(language))


@pytest.mark.slow
def test_a_quick_look_prints_verdicts_and_writes_no_page(tmp_path):
    done = CliRunner().invoke(main, ["facts", "--quick", "--json", "--into", str(tmp_path)])
    found = json.loads(done.stdout)
    assert len(found["facts"]) == 78 and found["totals"]["core_testable"] == sum(
        fact.core and is_testable(fact) for fact in facts()
    )
    assert not (tmp_path / "docs").exists()


def test_a_move_that_is_small_against_the_range_is_not_named():
    (fact,) = [fact for fact in facts() if fact.id == "ret_cumulative"]
    width = fact.high - fact.low
    found = {"moves": [["returned", "large", 0.2 * width, 0.01], ["returned", "small", 0.05 * width, 0.001]]}
    assert moved_by(fact, found) == "`large`" and moved_by(fact, {"moves": None}) == "not screened"
