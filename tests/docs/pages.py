"""The pages of the documentation as tests see them: texts, blocks, inline code, headings."""

import re
from pathlib import Path

import click
from tests.house import ROOT

from laborsim.cli import main

README, README_ZH = ROOT / "README.md", ROOT / "README.zh.md"
CONTRIBUTING, ARCHITECTURE = ROOT / "CONTRIBUTING.md", ROOT / "docs" / "architecture.md"
PAGES = (README, README_ZH, CONTRIBUTING, *sorted((ROOT / "docs").glob("*.md")))
WRITTEN_BY_HAND = (README, CONTRIBUTING, ARCHITECTURE, ROOT / "docs" / "scenario-format.md")


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(text: str, language: str) -> list[str]:
    """Return the fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


def without_blocks(text: str) -> str:
    return re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)


def inline_code(text: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", without_blocks(text))


def headings(text: str) -> list[str]:
    return re.findall(r"^#+ (.+)$", without_blocks(text), flags=re.MULTILINE)


def anchor(heading: str) -> str:
    """Return the anchor that hosts of Markdown make from a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def table_rows(text: str, first_cell: str) -> list[list[str]]:
    """Return the body of the first table whose header begins with `first_cell`."""
    start = re.search(rf"^\| {re.escape(first_cell)} \|.*\n\|[ :|-]+\|\n", text, flags=re.MULTILINE)
    assert start, f"no table that begins with {first_cell!r}"
    body = text[start.end() :].partition("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in body if line.startswith("|")]


def unknown_words(words: list[str]) -> list[str]:
    """Return what a command line `laborsim …` names that does not exist: the command, or its options."""
    if not words or words[0] in ("COMMAND", "…"):
        return []
    command = main.commands.get(words[0])
    if command is None:
        return [words[0]]
    if isinstance(command, click.Group):
        command = command.commands.get(words[1] if len(words) > 1 else "", command)
    known = {"--help", *(option for parameter in command.params for option in parameter.opts)}
    return [word for word in words[1:] if word.startswith("-") and word.split("=")[0] not in known]


def command_names() -> set[str]:
    assert isinstance(main, click.Group)
    return set(main.commands)
