"""The door for contributors: rooms, modules and files that pages name are there."""

import re
import tomllib

from tests.docs.pages import ARCHITECTURE, CONTRIBUTING, blocks, inline_code, table_rows, text_of
from tests.house import PACKAGE, ROOT, imports

ROOMS = [path.parent.name for path in PACKAGE.glob("*/__init__.py")]
FILE = re.compile(r"[\w./-]*/[\w./-]*|[\w-]+\.(?:py|csv|md|toml|yaml)")


def layers() -> list[set[str]]:
    """Return the rooms from the lowest up; siblings stand together."""
    contracts = tomllib.loads(text_of(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    (declared,) = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    return [{room.strip().removeprefix("laborsim.") for room in layer.split("|")} for layer in reversed(declared)]


def in_order(listed: list[str]) -> bool:
    places = [next(k for k, layer in enumerate(layers()) if room in layer) for room in listed]
    return places == sorted(places)


def test_the_architecture_lists_the_rooms_that_there_are_in_the_order_of_imports():
    (figure,) = [block for block in blocks(text_of(ARCHITECTURE), "text") if block.startswith("src/laborsim/\n")]
    listed = re.findall(r"^  (\w+)/", figure, flags=re.MULTILINE)
    assert sorted(listed) == sorted([*ROOMS, "data"])
    assert in_order([room for room in listed if room != "data"])


def test_a_part_of_a_room_that_the_architecture_names_is_a_folder_of_it():
    (figure,) = [block for block in blocks(text_of(ARCHITECTURE), "text") if block.startswith("src/laborsim/\n")]
    for line in figure.splitlines():
        room, *parts = re.findall(r"(\w+)/", line)
        assert all((PACKAGE / room / part).is_dir() for part in parts if room != "src"), line


def test_contributing_leads_to_every_room():
    rows = table_rows(text_of(CONTRIBUTING), "you want to change")
    named = [room.partition("/")[0] for row in rows for room in inline_code(row[1])]
    rooms = [room for room in dict.fromkeys(named) if room in ROOMS]
    assert set(rooms) == set(ROOMS) and in_order(rooms)
    assert all((PACKAGE / room).is_dir() for row in rows for room in inline_code(row[1])), rows


def test_every_file_that_contributing_names_is_there():
    prose = re.sub(r"^\|.*$", "", text_of(CONTRIBUTING), flags=re.MULTILINE)
    named = [code for code in inline_code(prose) if FILE.fullmatch(code)]
    assert len(named) > 15
    assert [name for name in named if not (ROOT / name).exists() and not (PACKAGE / name).exists()] == []


def test_every_module_that_the_architecture_names_is_there():
    modules = {name.removeprefix("laborsim.") for name in imports()}
    dotted = [code.partition("(")[0] for code in inline_code(text_of(ARCHITECTURE))]
    named = [name for name in dotted if re.fullmatch(r"[\w.]+\.\w+", name) and name.partition(".")[0] in ROOMS]
    assert len(named) > 20
    lost = [name for name in named if name not in modules and name.rpartition(".")[0] not in modules]
    assert lost == []
    for name in named:
        if name not in modules:
            module, _, thing = name.rpartition(".")
            text = text_of(next(path for path in _files(module) if path.is_file()))
            assert re.search(rf"^ *(?:class |def )?{thing}\b", text, flags=re.MULTILINE), name


def _files(module: str):
    path = PACKAGE / module.replace(".", "/")
    return path.with_suffix(".py"), path / "__init__.py"
