"""The validation page: it shows what was missed, and what was not run."""

import json

import pytest
from tests.scenario.files import ROOT

from laborsim.kernels.codes import ZONES
from laborsim.report.pages.validation import (
    EVIDENCE,
    PAGE,
    evidence_pages,
    experiments_part,
    later_part,
    openings_verdict,
    validation_page,
    verdicts,
    zones_part,
)
from laborsim.report.pages.validation_parts import (
    agreement_verdict,
    below_estimate,
    called,
    held_out_verdicts,
    number,
    recovery_part,
    recovery_verdict,
)

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
    assert openings_verdict([{"note": note} for note in notes])[1:] == (said, verdict)


def trials(moved, within=(1.0, 0.5)):
    """Evidence of two parameters: what the posterior took away of their priors, and how often they came back."""
    names = ("sure", "open")
    return {
        "estimated": list(names),
        "moved": dict(zip(names, moved, strict=True)),
        "identification": {"parameters": [{"name": name, "percent_of_range": 40.0} for name in names]},
        "recovery": {
            "trials": 20,
            "parameters": [
                {"name": name, "within": share, "mean_miss": 0.0, "identified": True}
                for name, share in zip(names, within, strict=True)
            ],
        },
    }


def test_only_parameters_that_every_table_calls_identified_count_as_recovered():
    found = trials(moved=(0.31, 0.29))
    assert [called(found, name) for name in found["estimated"]] == ["identified", "weak"]
    assert recovery_verdict(found)[1:] == ("yes", "100 %: `sure`")
    assert "| `open` | weak | 50 |" in recovery_part(found) and "came back in 100 %" in recovery_part(found)
    assert recovery_verdict(trials(moved=(0.31, 0.31)))[1:] == ("**no**", "75 %: `sure`, `open`")
    assert recovery_verdict(trials(moved=(0.1, 0.05)))[1:] == ("**no**", "0 %: none")


@pytest.mark.skipif(not (ROOT / EVIDENCE / "national-2023.json").exists(), reason="shipped with a calibration")
def test_a_parameter_is_called_the_same_on_both_pages():
    page, table = ((ROOT / name).read_text(encoding="utf-8") for name in (PAGE, "docs/calibration.md"))
    rows = [line.split(" | ") for line in page.split("## 7.")[1].split("### Profiles")[0].splitlines() if "`" in line]
    verdicts_shown = {cells[0].strip("| `"): cells[5] for cells in rows if len(cells) == 7}
    assert len(verdicts_shown) == 8
    for name, said in verdicts_shown.items():
        cell = next(line for line in table.splitlines() if line.startswith(f"| {name} |")).rsplit(" | ", 1)[1]
        assert said == ("prior only" if "prior only" in cell else "weak" if "(weak)" in cell else "identified")


@pytest.mark.parametrize(("p", "said"), [(0.06, "yes"), (0.0015, "**no**")])
def test_targets_that_reject_the_model_stand_in_bold_in_short(p, said):
    found = {"robustness": {"p_value": p, "j_statistic": 19.6, "degrees_of_freedom": 5}}
    row = agreement_verdict(found)
    assert row[1] == said and all(cell.startswith("**") == (said == "**no**") for cell in row)
    assert ("the targets reject the model" in row[2]) == (said == "**no**")


def test_what_an_inversion_solves_does_not_hide_what_it_does_not():
    target = {"use": "holdout", "low": 10.0, "high": 10.0, "published": 10.0}
    found = {"fit": [{**target, "model": 10.1, "solved": True}, {**target, "model": 7.5, "solved": False}]}
    assert [row[1:] for row in held_out_verdicts(found)] == [("yes", "1.0 %"), ("**no**", "25 %")]
    assert len(held_out_verdicts({"fit": found["fit"][:1]})) == 1


def test_a_profile_below_the_estimate_is_explained_and_any_other_is_not():
    found = {"robustness": {"j_statistic": 19.6}, "sizes": {"slope_replicates": 2}}
    low, high = {"a": [[0.4, 17.5], [0.5, 30.0]]}, {"a": [[0.4, 19.7], [0.5, 30.0]]}
    assert "`a` = 0.400: 17.5" in below_estimate({**found, "profiles": low})
    assert below_estimate({**found, "profiles": high}) == ""


@pytest.mark.parametrize(("ahead", "said"), [(False, "All four"), (True, "3 of 4")])
def test_zones_of_work_that_lose_although_the_shift_is_carried_on_are_named(ahead, said):
    rows = [{"series": f"work in the {zone}", "years": [2020, 2021], "ahead_of_naive": False} for zone in ZONES]
    rows[0]["ahead_of_naive"] = ahead
    shown = zones_part({"shift": {"first": 2016}, "series": rows})
    assert said in shown and ("East, " in shown) != ahead and "2020 to 2021" in shown
    assert zones_part({"shift": {"first": 2016}, "series": [{**row, "ahead_of_naive": True} for row in rows]}) == ""


def test_a_sign_that_some_runs_do_not_have_is_not_clear():
    row = {"finding": "peers", "published": "positive", "confidence": "seen", "source": "s", "unit": "percent",
           "low": 1e-6, "high": 100.0, "basis": "sign", "place": "China", "foreign": False, "design": "d",
           "mean": 0.1, "verdict": "inside"}  # fmt: skip
    assert "right sign" in experiments_part({"rows": [{**row, "band": [0.05, 0.2]}]})
    assert "sign not clear" in experiments_part({"rows": [{**row, "band": [-0.05, 0.2]}]})
    assert "**wrong sign**" in experiments_part({"rows": [{**row, "band": [-0.3, -0.2], "verdict": "misses"}]})


def test_the_page_lists_what_the_start_of_2017_knows_of_later_years():
    page = later_part(2017, 2019)
    assert "as in 2020" in page and "settlement" in page
    assert "as in 2018" not in page and "posteriors/" not in page


def test_numbers_have_digits_as_their_size_asks():
    assert [number(value) for value in (1234.5, 0.01234, 0.0, -2.0, None)] == ["1,235", "0.0123", "0.00", "−2.00", "–"]


@pytest.mark.skipif(not (ROOT / EVIDENCE / "backtest.json").exists(), reason="shipped with a calibration")
def test_the_shipped_page_is_what_the_shipped_evidence_says():
    assert (ROOT / PAGE).read_text(encoding="utf-8") == validation_page(ROOT / EVIDENCE)
    for path in (ROOT / EVIDENCE).glob("*.json"):
        assert json.loads(path.read_text(encoding="utf-8"))["code"]
