"""When a plan fails: planted answers are found, chance is not."""

import numpy as np
import pytest

from laborsim.analysis.sensitivity.discovery import CaseColumn, discover


def test_a_planted_corner_of_failures_is_found():
    luck = np.random.default_rng(1)
    x, closure = luck.random((300, 5)), luck.integers(0, 3, 300).astype(float)
    fails = (x[:, 2] < 0.4) & (closure == 1)
    columns = [CaseColumn(f"x{k}", x[:, k]) for k in range(5)] + [
        CaseColumn("closure", closure, ("curve", "fixed", "clearing"))
    ]
    box = discover(columns, fails).box
    assert {limit.name for limit in box.limits} == {"x2", "closure"}
    assert next(limit.options for limit in box.limits if limit.name == "closure") == ("fixed",)
    assert next(limit.high for limit in box.limits if limit.name == "x2") == pytest.approx(0.4, abs=0.05)
    assert box.density > 0.9
    assert box.coverage > 0.9


def test_failures_by_chance_have_no_corner():
    luck = np.random.default_rng(2)
    found = discover([CaseColumn(f"x{k}", luck.random(60)) for k in range(3)], luck.random(60) < 0.3)
    assert found.box is None or found.box.coverage < 0.9


@pytest.mark.parametrize("failures", [0, 3, 58, 60])
def test_too_few_cases_of_one_kind_say_nothing(failures):
    fails = np.arange(60) < failures
    found = discover([CaseColumn("x", np.linspace(0, 1, 60))], fails)
    assert found.box is None
