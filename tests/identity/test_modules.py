"""What cannot be followed is refused, and what is looked up by its spelling is taken whole."""

from pathlib import Path

import pytest

from laborsim.identity.code import code_hash, reached


def package(folder: Path, **files: str) -> Path:
    for name, text in {"__init__": "", **files}.items():
        path = folder / "small" / f"{name.replace('__of__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "small"


def test_a_star_import_is_refused(tmp_path: Path) -> None:
    folder = package(tmp_path, main="from small.a import *\ndef run(): return x\n", a="x = 1\n")
    with pytest.raises(ValueError, match=r"small\.main: `from small\.a import \*` hides where names come from"):
        code_hash("small.main:run", package=folder)


def test_a_name_that_is_nowhere_is_refused(tmp_path: Path) -> None:
    folder = package(tmp_path, main="from small.a import y\ndef run(): return y\n", a="x = 1\n")
    with pytest.raises(LookupError, match=r"small\.a defines no y: import it from where it is defined"):
        code_hash("small.main:run", package=folder)


@pytest.mark.parametrize("root", ["small.main:walk", "small.man:run", "nowhere"])
def test_a_root_that_is_nowhere_is_refused(tmp_path: Path, root: str) -> None:
    with pytest.raises(LookupError):
        code_hash(root, package=package(tmp_path, main="def run(): return 1\n"))


def test_a_module_that_is_looked_into_by_spelling_counts_whole_with_its_names(tmp_path: Path) -> None:
    main = "from small import rules\ndef run(name): return getattr(rules, name)()\n"
    found = [
        code_hash("small.main:run", package=package(tmp_path / str(k), main=main, rules=rules))
        for k, rules in enumerate(["def a(): return 1\n", "def a(): return 2\n", "def b(): return 1\n"])
    ]
    assert len(set(found)) == 3


def test_code_that_imports_by_spelling_reaches_its_whole_folder(tmp_path: Path) -> None:
    find = "from importlib import import_module\ndef find(name): return import_module(f'small.found.{name}')\n"
    more = {"found__of____init__": find, "found__of__one": "x = 1\n"}
    folder = package(tmp_path, main="from small.found import find\ndef run(): return find('one')\n", **more)
    assert ("small.found.one", "x") in {(one.module, one.name) for one in reached("small.main:run", package=folder)}


def test_two_copies_of_one_function_are_one(tmp_path: Path) -> None:
    main = "from small.a import f\nfrom small.{} import g\ndef run(): return f() + g()\n"
    both = {"a": "def f(): return 1\ndef g(): return 2\n", "b": "def g(): return 2\n"}
    first = code_hash("small.main:run", package=package(tmp_path / "a", main=main.format("a"), **both))
    assert first == code_hash("small.main:run", package=package(tmp_path / "b", main=main.format("b"), **both))


def test_what_a_root_is_given_counts_by_its_class(tmp_path: Path) -> None:
    main = "from small.a import Given\ndef run(given: 'list[int]', other: list[Given]): return other[0].value()\n"
    given = "class Given:\n    def value(self): return {}\n"
    found = [
        code_hash("small.main:run", package=package(tmp_path / value, main=main, a=given.format(value)))
        for value in ("1", "2")
    ]
    assert found[0] != found[1]
