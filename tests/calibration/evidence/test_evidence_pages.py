"""The validation page: it shows what was missed, and what was not run."""

import json
from pathlib import Path

import pytest

from laborsim.calibration.evidence.page_backtest import experiments_part, later_part, looks_verdict, verdicts
from laborsim.calibration.evidence.page_parts import number
from laborsim.calibration.evidence.pages import EVIDENCE, PAGE, evidence_pages, validation_page

TRACE = (
    "Problem formulation",
    "Model description",
    "Data evaluation",
    "Conceptual model evaluation",
    "Implementation verification",
    "Model output verification",
    "Model analysis",
    "Model output corroboration",
)


def test_a_page_without_evidence_says_what_was_not_run(tmp_path):
    page = validation_page(tmp_path)
    assert page.count("Not run yet") == 5 and all(f"{k}. {heading}" in page for k, heading in enumerate(TRACE, 1))


def test_only_a_project_with_evidence_gets_the_page(tmp_path):
    assert evidence_pages(tmp_path) == {}
    (tmp_path / EVIDENCE).mkdir(parents=True)
    assert list(evidence_pages(tmp_path)) == [PAGE]


@pytest.mark.parametrize(("error", "said"), [(2.4, "yes"), (2.6, "**no**")])
def test_a_number_that_is_not_reached_stands_in_bold(error, said):
    row = {"series": "pay", "scored": True, "error": error, "ahead": False, "ahead_of_naive": False,
           "inside": 4, "narrow_inside": 1, "years": [2020, 2021, 2022, 2023]}  # fmt: skip
    rows = verdicts({"series": [row] * 4})
    assert rows[0][1] == said and rows[1][1] == "**no**" and rows[2][1] == "yes"


@pytest.mark.parametrize(
    ("notes", "said", "chosen"), [(["first look"], "yes", 0), (["first. Changed after it: x", "second"], "**no**", 1)]
)
def test_years_that_were_opened_more_than_once_are_not_called_unseen(notes, said, chosen):
    verdict = f"times opened: {len(notes)}, all logged; choices made after a look: {chosen}"
    assert looks_verdict([{"note": note} for note in notes])[1:] == (said, verdict)


def test_a_sign_that_some_runs_do_not_have_is_not_clear():
    row = {"finding": "peers", "published": "positive", "confidence": "seen", "source": "s", "unit": "percent",
           "low": 1e-6, "high": 100.0, "basis": "sign", "place": "China", "foreign": False, "design": "d",
           "mean": 0.1, "verdict": "inside"}  # fmt: skip
    assert "right sign" in experiments_part({"rows": [{**row, "band": [0.05, 0.2]}]})
    assert "sign not clear" in experiments_part({"rows": [{**row, "band": [-0.05, 0.2]}]})
    assert "**wrong sign**" in experiments_part({"rows": [{**row, "band": [-0.3, -0.2], "verdict": "misses"}]})


def test_the_page_lists_what_the_start_of_2017_knows_of_later_years():
    assert "2020 (later information)" in later_part(2017)
    assert "2018 (later information)" not in later_part(2017)


def test_numbers_have_digits_as_their_size_asks():
    assert [number(value) for value in (1234.5, 0.01234, 0.0, -2.0, None)] == ["1,234", "0.0123", "0.00", "−2.00", "–"]


@pytest.mark.skipif(not (EVIDENCE / "backtest.json").exists(), reason="the evidence is shipped with a calibration")
def test_the_shipped_page_is_what_the_shipped_evidence_says():
    assert Path(PAGE).read_text(encoding="utf-8") == validation_page(EVIDENCE)
    for path in EVIDENCE.glob("*.json"):
        assert json.loads(path.read_text(encoding="utf-8"))["code"]
