"""A side parameter at the neutral level changes nothing: what exists keeps what it has."""

import numpy as np
import pytest
from tests.cases.worlds import BASELINE, case, run
from tests.levers.test_contract import neutral_level, same
from tests.model.small_worlds import CODES, finished, lever, nothing_new, scenario, setting, world

from laborsim.levers import Lever, catalogue

MONTHS = 6


def test_no_new_workshop_is_no_effect_to_the_bit_whatever_new_ones_would_be_like():
    larger, plain = case("18-no-new-workshop", "horizon.end=2025-06"), run(BASELINE, "horizon.end=2025-06")
    assert larger.people == plain.people and not larger.services[..., 5:].any()


def side_parameters() -> list[tuple[str, str, float]]:
    """Return every parameter of every lever at both ends of its range."""
    ends = []
    for name, kind in catalogue().items():
        for field, info in kind.model_fields.items():
            if field not in Lever.model_fields and isinstance(info.json_schema_extra, dict):
                ends += [(name, field, end) for end in info.json_schema_extra["prior"]]
    return ends


@pytest.mark.parametrize(("name", "field", "value"), side_parameters())
def test_every_side_parameter_at_the_ends_of_its_range_changes_nothing_at_the_neutral_level(name, field, value):
    asked = lever(name, neutral_level(name), **{field: value})
    found = finished(world(scenario(MONTHS, levers=(asked,))))
    assert same(found, nothing_new(MONTHS), range(MONTHS + 1))


def test_parks_by_score_change_nothing_where_no_park_is_new():
    asked = lever("entrepreneurship_parks", 2200, admission="score")
    assert same(finished(world(scenario(3, levers=(asked,)))), nothing_new(3), range(4))


def test_old_and_new_units_count_by_their_number():
    asked = lever("workshops", 2 * 38_074, places_per_workshop=50.0, pay_ratio=1.0)
    model = world(scenario(1, levers=(asked,)))
    model.step()
    usual = setting().dials
    units, size = model.dials["workshops"], model.dials["places_per_workshop"]
    new = units - usual["workshops"]
    assert np.allclose(units * size, usual["workshops"] * 13.2 + new * 50.0)
    shares = (usual["workshops"] * 13.2 * 0.6 + new * 50.0 * 1.0) / (units * size)
    assert np.allclose(model.dials["workshop_pay_ratio"], shares)


def test_a_cut_leaves_those_that_stay_as_they_are():
    asked = lever("workshops", 20_000, places_per_workshop=50.0)
    model = world(scenario(1, levers=(asked,)))
    model.step()
    assert np.array_equal(model.dials["places_per_workshop"], setting().dials["places_per_workshop"])
    assert len(CODES) == len(model.dials["workshops"])
