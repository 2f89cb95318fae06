"""What a YAML parser means by its complaints, in words for somebody who does not know YAML."""

from typing import Any

from ruamel.yaml.error import MarkedYAMLError

from laborsim.inputs.problems import Place, Problem, echo

# (words of the parser, what they mean, how to fix it, whether the place of the *beginning* helps more)
EXPLANATIONS = (
    ("unexpected end of stream", "this quote is never closed", "close it on the same line", True),
    ("got '<stream end>'", "this bracket is never closed", "close it", True),
    ("found '<stream end>'", "the file ends in the middle of something", "", False),
    ("could not find expected ':'", "a line without a colon", "every line is 'key: value'", True),
    ("mapping values are not allowed", "a colon is not possible here",
     "put a text that holds ': ' in quotes; check the indentation of this line", False),
    ("sequence entries are not allowed", "a list cannot begin here", "write [a, b] or '- a' lines", False),
    ("character '\\t'", "a tab", "YAML is indented and separated by spaces", False),
    ("cannot start any token", "a character that cannot begin a value", "put the text in quotes", False),
    ("expected <block end>", "a line that fits no line above",
     "lines of one map begin in the same column; nothing follows a closed quote or bracket", False),
    ("expected '<document start>'", "something that belongs to no key", "every line is 'key: value'", False),
    ("unknown escape character", "an escape that does not exist", "use single quotes around \\", False),
)  # fmt: skip


def explain_syntax_error(error: MarkedYAMLError, shown: str, lines: list[str]) -> Problem:
    """Return the problem, at the place where a person would begin to look for it."""
    words = str(error.problem or error.context or "not YAML")
    mark: Any = error.problem_mark or error.context_mark
    if "tag" in words:
        return Problem("E105", "file", _place(mark, shown, lines), "tags are refused")
    message, hint = f"not YAML: {echo(words)}", ""
    for sign, meaning, fix, from_beginning in EXPLANATIONS:
        if sign in words:
            message, hint = meaning, fix
            if from_beginning and error.context_mark is not None:
                mark = error.context_mark
            break
    return Problem("E109", "file", _place(mark, shown, lines), message, hint=hint)


def _place(mark: Any, shown: str, lines: list[str]) -> Place:
    if mark is None:
        return Place(shown, 1, 1)
    if mark.line >= len(lines):  # the end of the file
        return Place(shown, len(lines), len(lines[-1]) + 1)
    return Place(shown, mark.line + 1, mark.column + 1)
