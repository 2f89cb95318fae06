"""Natural experiments: every published finding has a measure, and a verdict that can be bad."""

import pytest
from tests.scenario.files import ROOT

from laborsim.calibration.evidence.natural_experiments import Finding, Reenactment, read_findings, reenact
from laborsim.calibration.evidence.reenactments import measures
from laborsim.calibration.evidence.study_log import StudyLog
from laborsim.calibration.evidence.treated_worlds import NOTHING_NEW, Helped, WorldSize, base_of, world
from laborsim.model.labor_model import LaborModel
from laborsim.published.figures import figure

FINDINGS = ROOT / "calibration" / "natural-experiments.csv"
TINY = WorldSize(200_000)


def finding(low, high):
    return Finding("schools", figure("literature/school_sign"), low, high, "percent", 100, "China", "sign", "as told")


def test_every_finding_is_a_published_figure_with_a_measure():
    found = read_findings(FINDINGS)
    assert len(found) >= 4 and {one.id for one in found} == set(measures())
    assert all(one.low < one.high and one.design and one.basis for one in found)
    assert any(one.foreign for one in found) and not all(one.foreign for one in found)


def test_a_finding_without_a_measure_is_named(tmp_path):
    path = tmp_path / "findings.csv"
    path.write_text(FINDINGS.read_text(encoding="utf-8").replace("\npeers,", "\npears,"), encoding="utf-8")
    with pytest.raises(LookupError, match="no measure for pears"):
        read_findings(path)


@pytest.mark.parametrize(
    ("effects", "verdict"), [((1.0, 1.2), "inside"), ((0.2, 0.7), "overlaps"), ((-0.4, -0.2), "misses")]
)
def test_a_verdict_says_whether_the_model_lies_in_the_published_interval(effects, verdict):
    assert Reenactment(finding(0.5, 2.0), effects).verdict == verdict


def test_an_experiment_gives_a_number_and_is_run_once(tmp_path, monkeypatch):
    one = (finding(0, 1),)
    first = reenact(one, TINY, 1, StudyLog(tmp_path / "notebook.jsonl"))
    monkeypatch.setattr("laborsim.calibration.evidence.natural_experiments.measures", dict)
    second = reenact(one, TINY, 1, StudyLog(tmp_path / "notebook.jsonl"))
    assert first[0].effects == second[0].effects


def test_the_helped_apply_and_the_others_do_not():
    asked = world(TINY, 3, NOTHING_NEW)
    applied = [0.0, 0.0]
    for k, made in enumerate((LaborModel, Helped)):
        model = made(asked, 0, setting=base_of(TINY, 0))
        model.run_model()
        applied[k] = model.markets.applicants.sum()
    assert applied[1] > applied[0]


def test_experiments_of_one_replicate_share_their_base_date():
    assert base_of(TINY, 0) is base_of(WorldSize(200_000), 0)
