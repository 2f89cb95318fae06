"""What can be wrong with what a user typed: a problem, its code, its place, and all of them together."""

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from laborsim.published.data_tables import spelled_out

MOST_PROBLEMS = 200  # beyond it a list helps nobody, and a hostile file would cost minutes of suggestions
LONGEST_ECHO = 60  # characters of a value that a message repeats
MORE_MAY_FOLLOW = "more may follow when this is corrected"
READABLE = ("E104", "E204")
"""Errors of a file with which all that follows can still be read.

Of two equal keys the first one stands, of a number that commas have torn apart its first digits.
"""


@dataclass(frozen=True)
class Place:
    """Where something stands: file as the user calls it, line and column from 1, width in characters."""

    file: str
    line: int
    column: int
    length: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


CODES: Mapping[str, str] = {
    "E101": "Anchors (`&`), aliases (`*`) and merge keys (`<<`) are refused: compose files by `extends:`.",
    "E102": "The file is too large: more than 1 MiB, 50,000 lines, or 10,000 characters in a line.",
    "E103": "Maps and lists are nested deeper than 20 levels.",
    "E104": "A key stands twice in one map. Keys are text: `2019` and `'2019'` are the same key.",
    "E105": "Tags (`!…`) and directives (`%…`) are refused: a file holds numbers and text only.",
    "E106": "The file is empty, or holds only comments.",
    "E107": "The file holds more than one document (`---`).",
    "E108": "The top of the file is not a map of `key: value` lines.",
    "E109": "The text is not YAML: a tab, a wrong indentation, an open quote or bracket.",
    "E110": "The file is not UTF-8. Save it as UTF-8, with or without a byte order mark.",
    "E111": "A control character, an escape sequence or half a surrogate pair stands in the file.",
    "E112": "An invisible character, one that turns the direction of the text, or a name that is not in NFC.",
    "E113": "A number that is not finite (`.nan`, `.inf`, `1e999`) or longer than 18 digits.",
    "E114": "Not a regular file: a folder, a pipe or a device.",
    "E115": "More than 20,000 values in one file.",
    "E116": "A key that is not text: empty, a list or a map.",
    "E150": "`extends:` leads out of the scenario's folder: absolute paths, addresses, `~`, links.",
    "E151": "`extends:` goes round in a circle, or more than 8 files deep.",
    "E152": "`extends:` names a file that is not there or cannot be read.",
    "E153": "`--set` is not of the form `key.path=value`.",
    "E201": "A key that is not known here.",
    "E202": "A key is missing.",
    "E203": "A value of the wrong kind: text or `true` for a number, a fraction for a whole number …",
    "E204": "A number not in plain digits: thousands commas, `%`, `万`, `亿`, full-width digits, units.",
    "E205": "Not a month. Months are written `YYYY-MM`.",
    "E206": "Not one of the words that are allowed here.",
    "E207": "Two keys that contradict each other, such as `value` and `values`.",
    "E208": "Not a length of time. Write `4 months`, `2 years` or a whole number of months.",
    "E209": "A name or text that cannot be used: too long, reserved, or unfit as a file name.",
    "E210": "The file is written for another version of the scenario format.",
    "E211": "An empty value that removes nothing. `null` removes what is inherited; here nothing is.",
    "E212": "A key left blank where something is inherited: `{}` keeps it, `null` removes it.",
    "E301": "A lever that is not in the catalogue. `laborsim levers` lists all.",
    "E302": "The unit differs from the unit of the catalogue.",
    "E303": "A level below the floor or above the ceiling of the lever.",
    "E304": "A number outside its range.",
    "E305": "Something ends before it starts.",
    "E306": "A lever or shock that is never in force within the horizon.",
    "E307": "A region that does not exist. Regions are `CN`, a zone, or an ISO 3166-2:CN code.",
    "E308": "Two blocks of one lever, or of levers that offer the same, overlap: the same region, group and month.",
    "E309": "Bounds in the wrong order or equal, or a distribution with missing or unused parts.",
    "E310": "The horizon is shorter than a month or longer than 100 years.",
    "E311": "The lever cannot be aimed that way.",
    "E312": "More than 200 levers or shocks, 1200 dated levels, 64 blocks of a lever at once, 15 groups in a region.",
    "E313": "A base date without figures or without a fit, or a last month beyond the calendar. Looked at last.",
    "E314": "A level that lies outside of what is said to be uncertain about it.",
    "E316": "A level that begins later and, with it, another region or group: two blocks, not one.",
    "E317": "Growth so fast that pay can no longer be counted before the horizon ends.",
    "E401": "An indicator that is not in the code list. `docs/indicators.md` lists all.",
    "E402": "The unit of a goal differs from the unit of its indicator.",
    "E403": "The value of a goal is implausible for its indicator.",
    "E404": "A goal that is due outside the horizon.",
    "E405": "A goal in the first year for an indicator that looks back on a year.",
    "E406": "A goal of which less than a quarter is simulated, and the file does not say `background: accepted`.",
    "E501": "A target or parameter without one of its parts: unit, error or interval, source, value, prior.",
    "E502": "A moment that cannot be computed from a run. `docs/calibration.md` lists all.",
    "E503": "A selection that the moment does not have, or that is no place, status or indicator.",
    "E504": "Targets that contradict each other: parts that do not add up, one moment twice, fitted and held out.",
    "E505": "Bounds of a prior or an interval the wrong way round, or a center outside its bounds.",
    "E506": "Too few fitted targets for the parameters that are to be estimated.",
    "E507": "Not a parameter of the model. `docs/odd.md` lists all.",
    "E508": "A figure that is in no table of the package, that is not a number, or that is a goal.",
    "E509": "A table that is not CSV with the columns that are needed.",
    "E601": "A lever of a plan that its scenario does not use. Give it a block there first.",
    "E602": "Somebody who pays for none of the levers of the plan.",
    "E603": "A year of a budget outside the horizon of the plan's scenario.",
    "E604": "A measure of a plan whose cost nobody states: what is free wins every budget. Leave `per_unit` to the "
    "catalogue's range, or state what a unit costs.",
    "W001": "A number with leading zeros: YAML 1.2 reads `012` as 12.",
    "W002": "A number without a source. Give `source:`, or say ASSUMPTION there or in the comment beside it.",
    "W003": "A lever without `regions:` acts in the whole country, while the scenario is about a part of it.",
    "W004": "A level about ten times or a tenth of what is there, more posts than people, few yuan: a slip?",
    "W005": "Two parents of one file say different things, and the file does not decide: the later parent's stands.",
    "W006": "A level below what the base date holds there: a cut. A level is a total, not what is added.",
    "W007": "A horizon in which people join who are born after the last births that laborsim knows.",
    "W008": "A normal distribution that floor and ceiling cut off, so that its mean is another.",
    "W009": "Growth below 0.3 percent a year: a share typed for a percentage?",
    "W010": "A level since before the base date that is the published one of another year.",
    "W011": "A goal that is due before any measure of the scenario begins.",
    "W012": "A measure for fewer persons than one worker stands for: the run cannot show what it does.",
    "W020": "A shock, or another context, and no measure: baseline and scenario are one world. See `laborsim shock`.",
}
"""Every code and what it means.

E1: file, E2: shape, E3: meaning, E4: data and goals, E5: calibration, E6: plans, W: warnings.
"""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: what, where, what was typed, and how to put it right."""

    code: str
    key: str
    place: Place
    message: str
    got: str | None = None
    hint: str = ""

    def __post_init__(self) -> None:
        """Spell out what a terminal would obey: a message may quote a cell of a table, or a name."""
        for name in ("message", "hint"):
            object.__setattr__(self, name, spelled_out(getattr(self, name)))

    @property
    def severity(self) -> str:
        """Return `error` or `warning`."""
        return "warning" if self.code.startswith("W") else "error"

    @property
    def text(self) -> str:
        """Return what is wrong, with the value that was typed."""
        return self.message if self.got is None else f"{self.message}, got {self.got}"


class ScenarioProblems(Exception):  # noqa: N818 - it is not one error but all of them
    """Everything that is wrong with a scenario, by file and line. `sources` holds the lines of each file.

    `more_may_follow`: a part of the file could not be read because of what is wrong.
    """

    def __init__(
        self, problems: list[Problem], sources: Mapping[str, list[str]], more_may_follow: bool = False
    ) -> None:
        self.problems = problems
        self.sources = sources
        self.more_may_follow = more_may_follow
        super().__init__("\n".join(f"{p.place}:{p.place.column}: {p.code} {p.key}: {p.text}" for p in problems))


class CannotRead(OSError):  # noqa: N818 - reads as a sentence: except CannotRead
    """A file that the user named cannot be opened (exit code 6)."""


@dataclass
class Notes:
    """Problems as they are found, and the lines of the files in which they stand."""

    problems: list[Problem] = field(default_factory=list)
    sources: dict[str, list[str]] = field(default_factory=dict)
    n_errors: int = 0  # counts repeats too: a block that is read twice is wrong twice

    def add(self, problem: Problem) -> None:
        """Note a problem once. Errors raise `ScenarioProblems` when there are too many to help anybody."""
        self.n_errors += problem.severity == "error"
        if problem not in self.problems:
            self.problems.append(problem)
        if len(self.problems) >= MOST_PROBLEMS:
            self.stop_on_errors(more_may_follow=True)

    def stop_on_errors(self, more_may_follow: bool = False, passing: Collection[str] = ()) -> None:
        """Raise `ScenarioProblems` with every error so far, sorted by place; do nothing if there is none.

        `more_may_follow`: a part of the file was not read. `passing`: codes that alone are no reason to stop here.
        """
        errors = [problem for problem in self.problems if problem.severity == "error"]
        if any(problem.code not in passing for problem in errors):
            raise ScenarioProblems(self._sorted(errors), self.sources, more_may_follow)

    def warnings(self) -> list[Problem]:
        """Return the warnings, sorted by place. They wait until nothing is wrong."""
        return self._sorted([problem for problem in self.problems if problem.severity == "warning"])

    def _sorted(self, problems: list[Problem]) -> list[Problem]:
        files = list(self.sources)
        return sorted(problems, key=lambda p: (files.index(p.place.file), p.place.line, p.place.column))


def echo(text: str) -> str:
    """Return what was typed, on one line, cut to a readable length, with invisible characters spelt out."""
    shown = spelled_out(text)
    return shown if len(shown) <= LONGEST_ECHO else f"{shown[: LONGEST_ECHO - 1]}…"


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
    return spelled_out(file)


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
