"""Compiled rules are kept on disk, and an edited helper is never run as it was before."""

import importlib.util
import os
import shutil
from pathlib import Path

import pytest

from laborsim.kernels import compilation

KERNELS = Path(compilation.__file__).parent


def folder_of(kernels: Path) -> Path:
    """Return the cache folder that a copy of the kernels would use, without using it."""
    described = importlib.util.spec_from_file_location("compilation_copy", kernels / "compilation.py")
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


@pytest.mark.parametrize("name", sorted(file.relative_to(KERNELS).as_posix() for file in KERNELS.rglob("*.py")))
def test_the_cache_folder_changes_when_any_kernel_file_is_edited(copy, name):
    before = folder_of(copy)
    with (copy / name).open("a", encoding="utf-8") as file:
        file.write("\n# edited\n")
    assert folder_of(copy) != before


def test_the_cache_folder_follows_the_user_setting(copy, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "elsewhere"))
    assert folder_of(copy).is_relative_to(tmp_path / "elsewhere")


@pytest.fixture
def temporary(monkeypatch, tmp_path) -> Path:
    monkeypatch.setattr(compilation.tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("cause", ["no folder can be made", "it cannot be written", "no home"])
def test_where_no_cache_can_be_written_one_folder_among_the_temporary_ones_serves_all_processes(
    cause, monkeypatch, temporary
):
    monkeypatch.setenv("XDG_CACHE_HOME", str(temporary / "caches"))
    if cause == "no folder can be made":
        (temporary / "caches").write_text("a file", encoding="utf-8")
    elif cause == "it cannot be written":
        monkeypatch.setattr(compilation.os, "access", lambda path, mode: False)
    else:
        monkeypatch.delenv("XDG_CACHE_HOME")
        monkeypatch.setattr(compilation.Path, "home", no_home)
    folder = compilation._cache_folder()
    assert folder.parent == temporary / f"laborsim-{os.getuid()}"
    assert folder == compilation._cache_folder()


def no_home():
    raise RuntimeError("Could not determine home directory.")


@pytest.mark.parametrize("planted", ["open to others", "a link", "a file"])
def test_code_that_somebody_else_may_have_left_among_the_temporary_files_is_not_run(planted, monkeypatch, temporary):
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null/nothing")
    shared = temporary / f"laborsim-{os.getuid()}"
    if planted == "a file":
        shared.write_text("", encoding="utf-8")
    elif planted == "a link":
        (temporary / "elsewhere").mkdir(mode=0o700)
        shared.symlink_to(temporary / "elsewhere")
    else:
        shared.mkdir()
        shared.chmod(0o777)
    folder = compilation._cache_folder().parent
    assert folder.is_dir() and folder.is_relative_to(temporary)
    assert folder not in {shared, shared.resolve()}
