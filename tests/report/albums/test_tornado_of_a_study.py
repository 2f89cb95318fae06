"""The tornado of a study carries the stamps of what the study is about."""

from types import SimpleNamespace

from tests.report.figure_data import all_text
from tests.scenario.files import ROOT

from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.running.question import ask
from laborsim.kernels.codes import month_number
from laborsim.report.albums.sensitivity import tornado_data
from laborsim.report.figures.tornado import tornado_figure


def test_the_tornado_of_a_draft_is_stamped_and_names_what_is_assumed():
    asked = ask(ROOT / "scenarios" / "parks-3000.yaml")
    study = SimpleNamespace(
        study=SimpleNamespace(scenario=asked.scenario, baseline=asked.baseline),
        aim=Point("founders_in_business", "CN", month_number(2030, 12)),
        center=SimpleNamespace(mean=9e4),
        bars=(),
        screened=(),
        in_own_effect=False,
        size=SimpleNamespace(pairs=4),
    )
    plain, draft = (tornado_data(study, "abcd1234", is_draft=is_draft) for is_draft in (False, True))
    assert "DRAFT: a trial run" in all_text(tornado_figure(draft))
    said = all_text(tornado_figure(plain))
    assert "DRAFT" not in said
    assert "ASSUMPTION: growth of GDP and pay" in said
