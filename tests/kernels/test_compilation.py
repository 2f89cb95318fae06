"""Compiled rules are kept on disk, and an edited helper is never run as it was before."""

import importlib.util
import os
import shutil
import warnings
from pathlib import Path

import numba
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
    monkeypatch.setattr(numba.config, "CACHE_DIR", numba.config.CACHE_DIR)  # what the copy turns is turned back
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


def test_the_folder_that_a_user_gives_numba_is_the_root_and_an_edited_kernel_has_another_below_it(
    copy, monkeypatch, tmp_path
):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "numba"))
    before = folder_of(copy)
    with (copy / "codes.py").open("a", encoding="utf-8") as file:
        file.write("\nEDITED = 1\n")
    after = folder_of(copy)
    assert before.parent == after.parent == tmp_path / "numba"
    assert before != after
    assert str(after) == numba.config.CACHE_DIR


def test_an_empty_setting_of_numba_is_none(copy, monkeypatch, tmp_path):
    monkeypatch.setenv("NUMBA_CACHE_DIR", "")
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
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
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
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
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


def double(x):
    """A kernel of no more than a line."""
    return 2 * x


@pytest.fixture
def called(monkeypatch, tmp_path):
    """Return what a new process would do: make the kernel, call it, and say whether it was compiled or found."""
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path))

    def call() -> str:
        kernel = compilation.compiled(double)
        assert kernel(21) == 42
        (hits,) = [sum(found.values()) for found in [kernel.stats.cache_hits]]
        return "found" if hits else "compiled"

    return call


def files_in(folder: Path) -> dict[str, Path]:
    return {path.suffix: path for path in folder.rglob("*.nb?")}


def test_a_kernel_is_compiled_once_and_found_again_without_a_word(called):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert [called(), called()] == ["compiled", "found"]


@pytest.mark.parametrize("suffix", [".nbi", ".nbc"])
@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[:-100],
        lambda content: content[: len(content) // 2] + b"\0" + content[len(content) // 2 + 1 :],
        lambda content: b"[" * len(content),
        lambda content: content + b"more",
    ],
    ids=["emptied", "cut short", "one byte changed", "something else", "longer"],
)
def test_a_damaged_file_of_compiled_code_is_named_in_one_line_and_compiled_again(called, tmp_path, damage, suffix):
    called()
    path = files_in(tmp_path)[suffix]
    path.write_bytes(damage(path.read_bytes()))
    with pytest.warns(compilation.KernelCacheWarning) as warned:
        assert called() == "compiled"
    assert [str(one.message) for one in warned] == [f"compiled again, it was damaged on disk: {path}"]
    assert called() == "found"


def test_where_compiled_code_cannot_be_kept_it_runs_all_the_same_and_says_so(called, monkeypatch):
    def full(self, path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(compilation._SealedFile, "_open_for_write", full)
    with pytest.warns(compilation.KernelCacheWarning, match=r"cannot be kept: .*double.*nbi: No space left on device"):
        assert called() == "compiled"
