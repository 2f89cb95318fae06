"""What a scenario file is warned of is told by every command that simulates it, not by `validate` alone."""

import pytest

from laborsim.cli.common import OutputStyle, asked_aloud
from laborsim.experiment.running.question import Changes

FEW = """laborsim: 1
id: few-posts
horizon: {start: 2023-12, end: 2025-12}
levers:
  public_welfare_posts: {value: 5000, unit: posts, start: 2024-06, source: ASSUMPTION}
"""


@pytest.fixture
def few(tmp_path):
    path = tmp_path / "few-posts.yaml"
    path.write_text(FEW, encoding="utf-8")
    return path


def test_a_dose_below_one_worker_of_the_run_that_is_asked_for_is_warned_of(few, capsys):
    asked_aloud(OutputStyle(), few, Changes(quick=True))
    assert "warning[W012]" in capsys.readouterr().err
    asked_aloud(OutputStyle(), few, Changes())
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("style", [OutputStyle(quiet=True), OutputStyle(json=True)])
def test_a_script_hears_no_warning(few, capsys, style):
    asked_aloud(style, few, Changes(quick=True))
    assert capsys.readouterr() == ("", "")
