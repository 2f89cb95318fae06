"""Compiled rules are kept on disk, and an edited helper is never run as it was before."""

import importlib.util
import shutil
from pathlib import Path

import pytest

from laborsim.kernels import compiling

KERNELS = Path(compiling.__file__).parent


def folder_of(kernels: Path) -> Path:
    """Return the cache folder that a copy of the kernels would use, without using it."""
    described = importlib.util.spec_from_file_location("compiling_copy", kernels / "compiling.py")
    assert described is not None and described.loader is not None
    module = importlib.util.module_from_spec(described)
    described.loader.exec_module(module)
    return module._cache_folder()


@pytest.fixture
def copy(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("NUMBA_CACHE_DIR", "set")  # the copy must not turn numba's own setting
    shutil.copytree(KERNELS, tmp_path / "kernels", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "kernels"


def test_the_cache_folder_is_the_same_for_the_same_kernels(copy):
    assert folder_of(copy) == folder_of(copy) == folder_of(KERNELS)


@pytest.mark.parametrize("name", sorted(file.name for file in KERNELS.glob("*.py")))
def test_the_cache_folder_changes_when_any_kernel_file_is_edited(copy, name):
    before = folder_of(copy)
    with (copy / name).open("a", encoding="utf-8") as file:
        file.write("\n# edited\n")
    assert folder_of(copy) != before


def test_the_cache_folder_follows_the_user_setting(copy, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "elsewhere"))
    assert folder_of(copy).is_relative_to(tmp_path / "elsewhere")
