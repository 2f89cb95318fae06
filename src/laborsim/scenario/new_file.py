"""A new scenario file, ready to be edited: it loads as it stands, and an editor knows its keys."""

import os
from pathlib import Path

from pydantic_core import PydanticCustomError

from laborsim.kernels.codes import month_name
from laborsim.published.words import ErrorInWords, Words
from laborsim.scenario.extends import SHIPPED
from laborsim.scenario.input_errors import CannotRead, ScenarioProblems
from laborsim.scenario.json_schema import SCHEMA_FILE, schema_text
from laborsim.scenario.load import load_scenario
from laborsim.scenario.text_file import write_named
from laborsim.scenario.value_types import check_id

DEFAULT_PARENT = "national-baseline"

TEMPLATE = """\
# yaml-language-server: $schema={schema}
laborsim: 1
id: {id}
title: {id}                  # what a reader sees first
description: >
  What this scenario asks, in one or two sentences.
extends: {parent}
levers:
  training_places:            # 'laborsim levers' lists all; 'laborsim levers NAME' explains one
    value: 100000             # ASSUMPTION; or 'add:' so much more, 'times:' so many times what is there
    unit: places/year
    start: {start}
    ramp: 12 months
    regions: [CN-GS]          # CN, a zone or codes; a count is the total over these regions
    source: "ASSUMPTION"
# goals:
#   outbound_workers: {{min: 180000000, unit: persons, by: 2026-12, source: "the text that states it"}}
tags: []
"""


class NotToBeWritten(ErrorInWords, ValueError):  # noqa: N818 - as the sentence says it
    """A new file of that name, or with that parent, is not written."""


OUTSIDE = Words(
    "{path} is outside {folder}: a scenario extends files in or below its own folder",
    "{path} 在 {folder} 以外：情景只能引用自身文件夹及其下级文件夹中的文件",
)


def find_parent(name: str, folder: Path) -> str:
    """Return what `extends:` has to say to mean `name`: a path relative to `folder`, or a shipped file.

    Raises CannotRead if there is no such file, NotToBeWritten if a scenario in `folder` could not extend it.
    """
    for path in (Path(name), Path(f"{name}.yaml")):
        if path.is_file():
            relative = Path(os.path.relpath(path.resolve(), folder.resolve()))
            if relative.parts[0] == ".." and path.resolve().parent != SHIPPED:
                raise NotToBeWritten(OUTSIDE.holding(path=path, folder=folder))
            return path.name if path.resolve().parent == SHIPPED else relative.as_posix()
    for shipped in (SHIPPED / name, SHIPPED / f"{name}.yaml"):
        if shipped.is_file():
            return shipped.name
    known = ", ".join(sorted(file.stem for file in SHIPPED.glob("*.yaml")))
    raise CannotRead(
        Words(f"no scenario '{name}' to start from; shipped: {known}", f"没有可作为起点的情景 '{name}'；已有：{known}")
    )


def write_new(name: str, parent: str, folder: Path) -> list[Path]:
    """Write `name`.yaml in `folder`, and the schema beside it if no folder above has one; return what was written.

    Raises NotToBeWritten for a name no file can have, FileExistsError rather than overwrite, ScenarioProblems if
    the parent cannot be extended, OSError naming the file that cannot be written.
    """
    _check_file_name(name)
    path = folder / f"{name}.yaml"
    extends = find_parent(parent, folder)
    start = _start(extends, folder)
    written = [path]
    schema = _find_schema(folder)
    if schema is None:
        schema = folder / SCHEMA_FILE
        write_named(schema, schema_text().encode())
        written.append(schema)
    relative = Path(os.path.relpath(schema.resolve(), folder.resolve())).as_posix()
    write_named(path, TEMPLATE.format(schema=relative, id=name, parent=extends, start=start).encode(), is_new=True)
    try:
        load_scenario(path)
    except ScenarioProblems:
        path.unlink()
        raise
    return written


def _check_file_name(name: str) -> None:
    try:
        check_id(name)
    except PydanticCustomError as error:
        context = error.context or {}
        wrong = Words("'{name}': {message}; {hint}", "'{name}'：{message}；{hint}")
        raise NotToBeWritten(wrong.holding(name=name, **context)) from error


def _find_schema(folder: Path) -> Path | None:
    home = folder.resolve()
    return next((above / SCHEMA_FILE for above in (home, *home.parents) if (above / SCHEMA_FILE).is_file()), None)


def _start(extends: str, folder: Path) -> str:
    """Return the first simulated month of the parent."""
    parent = folder / extends if (folder / extends).is_file() else SHIPPED / extends
    return month_name(load_scenario(parent).scenario.horizon.start + 1)
