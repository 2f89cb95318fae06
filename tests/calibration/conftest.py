"""A calibration to break: the shipped one, copied."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.scenario.files import ROOT

SHIPPED = ROOT / "calibration"
FILES = ("national-2023.yaml", "targets.csv", "parameters.csv")


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The shipped calibration in a folder of its own."""
    for name in FILES:
        shutil.copy(SHIPPED / name, tmp_path / name)
    return tmp_path / FILES[0]


@pytest.fixture
def edit(copied: Path) -> Callable[[str, str, str], Path]:
    """Replace a text of one of the files, which has to be there; return the calibration."""

    def replace(name: str, old: str, new: str) -> Path:
        path = copied.parent / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return copied

    return replace
