"""A change that moves numbers is seen: a few exact counts of every shipped scenario."""

import pytest
from tests.scenario.files import ROOT, SHIPPED

from laborsim.experiment.golden import differences

GOLDEN = ROOT / "tests" / "golden"


def test_every_shipped_scenario_has_golden_numbers_and_no_other():
    assert {path.stem for path in SHIPPED} == {path.stem for path in GOLDEN.glob("*.csv")} != set()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_shipped_scenarios_give_the_golden_numbers(path):
    moved = differences(GOLDEN, [path], update=False)
    hint = "if this is meant: 'laborsim golden --update', and a 'Results:' line in CHANGELOG.md"
    assert not moved, "\n".join([*moved[:40], hint])


def test_a_moved_number_is_shown_with_its_month_and_name(tmp_path):
    path = SHIPPED[0]
    golden = (
        next(GOLDEN.glob(f"{path.stem}.csv")).read_text(encoding="utf-8").replace("official_local,", "official_local,9")
    )
    (tmp_path / f"{path.stem}.csv").write_text(golden, encoding="utf-8")
    moved = differences(tmp_path, [path], update=False)
    assert any(line.startswith("+20") and ",official_local," in line for line in moved)
