"""The tutorial runs from its first line to its last, and says what is true."""

import shutil

from tests.docs.pages import ROOT, blocks, text_of


def test_every_block_of_the_tutorial_runs_in_order(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)
    names = {}
    for block in blocks(text_of(ROOT / "docs" / "tutorial.md"), "python"):
        exec(block, names)
    assert names["difference"].shape == names["away"].shape
    assert names["both"].names == ("return-home-2025", "parks-3000")
    assert {ranked.name for ranked in names["order"].ranked} == {"return-home-2025", "parks-3000", "baseline"}
    assert names["effect"].pairs == 6
    assert names["goal"].goal.indicator == "founders_in_business"
    assert set(names["causes"].levers) == {"startup_subsidy", "entrepreneurship_parks"}
