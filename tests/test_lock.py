"""requirements.lock: what `make run` and `make test` install, and what pyproject.toml allows, are of one mind."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests.house import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
ASKED = [Requirement(text) for text in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"])]
PYTHONS = ("3.11.7", "3.12.1", "3.13.0", "3.14.0")


def entries() -> list[tuple[Requirement, int]]:
    """Return what is locked, each with the number of its hashes."""
    joined = re.sub(r"#.*", "", LOCK).replace("\\\n", " ")
    lines = [line.split(" --hash=sha256:") for line in joined.splitlines() if line.strip()]
    return [(Requirement(re.sub(r"\s+", " ", first).strip()), len(hashes)) for first, *hashes in lines]


def version(name: str, python: str) -> str:
    """Return the one version that is locked for a release of Python."""
    here = {"python_full_version": python, "python_version": ".".join(python.split(".")[:2])}
    locked = [entry for entry, _ in entries() if canonicalize_name(entry.name) == canonicalize_name(name)]
    (found,) = [entry for entry in locked if entry.marker is None or entry.marker.evaluate(here)]
    (exact,) = found.specifier
    assert exact.operator == "=="
    return exact.version


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.name)
def test_the_lock_has_one_version_of_every_dependency_inside_its_range(asked, python):
    assert asked.specifier.contains(version(asked.name, python))


def test_everything_locked_has_its_hashes():
    assert len(entries()) > len(ASKED)
    assert [entry.name for entry, n_hashes in entries() if not n_hashes] == []


def test_the_lock_names_no_address():
    assert not re.search(r"://|index|find-links|@ ", LOCK)


def test_every_range_has_a_lowest_version_that_ci_can_try():
    for asked in ASKED:
        assert any(part.operator in {">=", "~="} for part in asked.specifier), f"{asked}: say the lowest version"
