"""Whatever a file holds, it is accepted or refused with readable problems; nothing else ever happens."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.scenario.files import HEAD, ROOT, SHIPPED

from laborsim.report.text.problems import pipe_text, terminal_text
from laborsim.scenario.input_errors import CODES, CannotRead, ScenarioProblems
from laborsim.scenario.load import load_scenario

SEEDS = [path.read_bytes() for path in (*SHIPPED, ROOT / "tests" / "scenario" / "bad2.yaml")]
SPICE = [
    b"\t", b"  ", b"\n", b": ", b"- ", b"[", b"]", b"{", b"}", b"&a ", b"*a", b"!!int ", b"'", b'"', b"\\", b"#", b"|",
    b">", b"%", b"@", b"~", b"null", b".nan", b"1e999", b"-", b",", b"0", b"99999", b"\xff", b"\x00", b"\x1b", b"<<: ",
    b"\xe4\xb8\x87", b"\xe2\x80\xae", b"\xef\xbb\xbf", b"\r", b"---\n", b"2025-13", b"true", b"? ", b"value",
    b"levers:",
]  # fmt: skip


def mutate(content: bytes, luck: random.Random) -> bytes:
    """Lose, double, exchange or spice a few bytes or lines of a file."""
    for _ in range(luck.randint(1, 4)):
        at = luck.randrange(len(content) + 1)
        to = min(len(content), at + luck.randint(1, 20))
        lines = content.split(b"\n")
        line = luck.randrange(len(lines))
        content = luck.choice(
            [
                content[:at] + content[to:],
                content[:at] + luck.choice(SPICE) + content[at:],
                content[:at] + luck.choice(SPICE) + content[to:],
                content[:at] + content[at:to] * 2 + content[to:],
                b"\n".join(lines[:line] + lines[line + 1 :]),
                b"\n".join([*lines[: line + 1], luck.choice(lines), *lines[line + 1 :]]),
                b"\n".join([*lines[:line], b"  " + lines[line], *lines[line + 1 :]]),
                content[:at] + bytes([luck.randrange(256)]) + content[to:],
            ]
        )
    return content


def accept_or_refuse(path: Path, overrides: tuple[str, ...] = ()) -> None:
    try:
        load_scenario(path, overrides)
    except ScenarioProblems as error:
        assert error.problems
        for problem in error.problems:
            assert problem.code in CODES
            assert problem.place.line >= 1
            assert problem.place.column >= 1
            shown = pipe_text(problem) + terminal_text(problem, error.sources, color=False)
            assert shown.replace("\n", "").isprintable()
    except CannotRead:
        pass


def test_a_thousand_mutated_files_are_accepted_or_refused(tmp_path):
    luck = random.Random(70)
    path = tmp_path / "mutated.yaml"
    for _ in range(1_000):
        path.write_bytes(mutate(luck.choice(SEEDS), luck))
        accept_or_refuse(path)


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
