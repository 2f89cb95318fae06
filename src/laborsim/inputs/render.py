"""Problems as people read them: an excerpt with a caret on a terminal, one line each in a pipe."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from laborsim.inputs.problems import Problem, echo

WIDEST = 100  # columns of an excerpt
BEFORE = 60  # columns kept before the place in a line that is wider

RED, YELLOW, BLUE, BOLD, RESET = "\033[1;31m", "\033[1;33m", "\033[1;34m", "\033[1m", "\033[0m"


def pipe_text(problem: Problem) -> str:
    """Return a problem as `FILE:LINE:COL: error[CODE]: KEY.PATH: what is wrong, got VALUE`, hint indented below."""
    place = problem.place
    head = f"{file_name(place.file)}:{place.line}:{place.column}: {problem.severity}[{problem.code}]"
    text = f"{head}: {echo(problem.key)}: {problem.text}"
    return f"{text}\n    hint: {problem.hint}" if problem.hint else text


def terminal_text(problem: Problem, sources: Mapping[str, list[str]], color: bool) -> str:
    """Return a problem with an excerpt of the file and a caret under what is wrong."""
    place = problem.place
    severe = RED if problem.severity == "error" else YELLOW
    head = _paint(f"{problem.severity}[{problem.code}]", severe, color)
    lines = [f"{head} {_paint(f'{echo(problem.key)}: {problem.message}', BOLD, color)}"]
    gutter = " " * len(str(place.line))
    lines.append(f" {gutter}{_paint('-->', BLUE, color)} {file_name(place.file)}:{place.line}:{place.column}")
    bar = _paint("|", BLUE, color)
    source = sources.get(place.file, [])
    if place.line <= len(source):
        shown, caret = _excerpt(source[place.line - 1], place.column, place.length)
        lines.append(f" {gutter} {bar}")
        lines.append(f" {_paint(str(place.line), BLUE, color)} {bar} {shown}".rstrip())
        lines.append(f" {gutter} {bar} {_paint(caret, severe, color)}")
    if problem.hint:
        lines.append(f" {gutter} {_paint('=', BLUE, color)} hint: {problem.hint}")
    return "\n".join(lines)


def json_data(problem: Problem) -> dict[str, Any]:
    """Return a problem as plain data for `--json`."""
    return {
        "severity": problem.severity,
        "code": problem.code,
        "key": problem.key,
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "message": problem.message,
        "got": problem.got,
        "hint": problem.hint,
    }


def summary_text(n_errors: int, n_warnings: int) -> str:
    """Return how many problems there are, in words."""
    parts = []
    for number, word in ((n_errors, "error"), (n_warnings, "warning")):
        if number:
            parts.append(f"{number} {word}{'s' if number > 1 else ''}")
    return ", ".join(parts) or "no problems"


def file_name(file: str) -> str:
    """Return a file name on one line, whole, with what does not print spelt out."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in file)


def _excerpt(line: str, column: int, length: int) -> tuple[str, str]:
    """Return a readable part of a line and the carets that go below it, in columns of a terminal."""
    printable = "".join(c if c.isprintable() else " " for c in line)
    first = max(0, column - 1 - BEFORE) if _width(printable) > WIDEST else 0
    shown = printable[first : first + WIDEST]
    before = shown[: column - 1 - first]
    marked = shown[column - 1 - first : column - 1 - first + length]
    return shown, " " * _width(before) + "^" * max(1, _width(marked))


def _width(text: str) -> int:
    """Return the columns a text takes on a terminal: Chinese characters take two."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    combining = sum(unicodedata.combining(c) > 0 for c in text)
    return len(text) + wide - combining


def _paint(text: str, paint: str, color: bool) -> str:
    return f"{paint}{text}{RESET}" if color else text
