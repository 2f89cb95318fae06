"""Whatever a file holds, it is accepted or refused with readable problems; nothing else ever happens."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.scenario.files import HEAD
from tests.scenario.mutations import KINDS, accept_or_refuse, lay_out, try_all


def test_thousands_of_mutated_files_of_all_kinds_are_accepted_or_refused_at_once(tmp_path):
    lay_out(tmp_path)
    found = try_all(tmp_path, range(3_000))
    assert found.faults == []
    each = {kind.name: {how for name, how in found.outcomes if name == kind.name} for kind in KINDS}
    assert all("accepted" in how and len(how) > 1 for how in each.values()), each


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes_are_accepted_or_refused(tmp_path, content):
    path = tmp_path / "random.yaml"
    path.write_bytes(content)
    accept_or_refuse(path)
    path.write_bytes(HEAD.encode() + content)
    accept_or_refuse(path)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.text(max_size=40), max_size=3), st.sampled_from(["", "run.seed=", "levers.workshops=", "horizon="]))
def test_random_overrides_are_accepted_or_refused(tmp_path, texts, key):
    path = tmp_path / "plain.yaml"
    path.write_text(HEAD)
    accept_or_refuse(path, tuple(key + text for text in texts))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
PATHS = [
    "levers", "levers.workshops", "levers.workshops.value", "levers.workshops.values", "levers.workshops.who",
    "levers.workshops.uncertainty", "levers.workshops.cost", "levers.workshops.regions", "levers.workshops.ramp",
    "goals", "goals.pay_all", "goals.pay_all.by", "shocks", "shocks.x", "run", "run.scale", "regions", "context",
    "horizon", "horizon.start", "id", "title", "tags", "closure", "extends", "laborsim",
]  # fmt: skip


@pytest.mark.parametrize("key", PATHS)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(value=JSON)
def test_any_value_at_any_key_is_accepted_or_refused(tmp_path, key, value):
    import json

    path = tmp_path / "plain.yaml"
    path.write_text(HEAD)
    accept_or_refuse(path, (f"{key}={json.dumps(value)}",))
