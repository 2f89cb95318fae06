"""What is wrong with a file, as people read it: one line each in a pipe, with an excerpt on a terminal."""

from collections.abc import Iterator, Mapping

from laborsim.published.words import Language, Words
from laborsim.report.text.failures import HINT, failure_text
from laborsim.report.text.phrases import joined, phrases, terminal_width
from laborsim.report.text.standing import becomes_lines
from laborsim.report.text.what_if import what_if_lines
from laborsim.scenario.check import Checked
from laborsim.scenario.input_errors import Problem, echo, file_name

SEVERITIES = {"error": Words("error", "错误"), "warning": Words("warning", "警告")}
COLON = Words(": ", "：")
MORE_MAY_FOLLOW = Words("more may follow when this is corrected", "改正后可能还会发现其他问题")
INVALID = Words("{file}: invalid: {found}", "{file}：未通过：{found}")
VALID = Words("{file}: valid: {content}", "{file}：通过：{content}")
CONTENT = Words(
    "{levers} lever{levers_s}, {goals} goal{goals_s}, {months} months",
    "措施{levers}项，预期目标{goals}项，模拟期{months}个月",
)
PLAN = Words("a plan: {number} levers to choose, {content}", "规划：待定措施{number}项，{content}")
COUNTS = {
    "error": (Words("{number} error", "{number}处错误"), Words("{number} errors", "{number}处错误")),
    "warning": (Words("{number} warning", "{number}处警告"), Words("{number} warnings", "{number}处警告")),
}
"""How many problems there are: one, several."""

MOST_MEASURES = 12
"""Of a scenario, of which is said what is there and what it becomes."""

MORE_MEASURES = Words("and {number} more: 'laborsim explain' says all", "另有{number}项，见 'laborsim explain'")

WIDEST = 100  # columns of an excerpt
BEFORE = 60  # columns kept before the place in a line that is wider

RED, YELLOW, BLUE, BOLD, RESET = "\033[1;31m", "\033[1;33m", "\033[1;34m", "\033[1m", "\033[0m"


def pipe_text(problem: Problem, language: Language = "en") -> str:
    """Return a problem as `FILE:LINE:COL: error[CODE]: KEY.PATH: what is wrong, got VALUE`, its hint indented below."""
    place, colon = problem.place, COLON.said(language)
    severity = SEVERITIES[problem.severity].said(language)
    head = f"{file_name(place.file)}:{place.line}:{place.column}: {severity}[{problem.code}]"
    return "\n    ".join(
        [colon.join((head, echo(problem.key), problem.text.said(language))), *_below(problem, language)]
    )


def terminal_text(problem: Problem, sources: Mapping[str, list[str]], color: bool, language: Language = "en") -> str:
    """Return a problem with an excerpt of the file and a caret under what is wrong."""
    place = problem.place
    severe = RED if problem.severity == "error" else YELLOW
    head = _paint(f"{SEVERITIES[problem.severity].said(language)}[{problem.code}]", severe, color)
    wrong = problem.message.said(language)
    lines = [f"{head} {_paint(f'{echo(problem.key)}{COLON.said(language)}{wrong}', BOLD, color)}"]
    gutter = " " * len(str(place.line))
    lines.append(f" {gutter}{_paint('-->', BLUE, color)} {file_name(place.file)}:{place.line}:{place.column}")
    bar = _paint("|", BLUE, color)
    source = sources.get(place.file, [])
    if place.line <= len(source):
        shown, caret = _excerpt(source[place.line - 1], place.column, place.length)
        lines.append(f" {gutter} {bar}")
        lines.append(f" {_paint(str(place.line), BLUE, color)} {bar} {shown}".rstrip())
        lines.append(f" {gutter} {bar} {_paint(caret, severe, color)}")
    lines += [f" {gutter} {_paint('=', BLUE, color)} {text}" for text in _below(problem, language)]
    return "\n".join(lines)


def _below(problem: Problem, language: Language) -> list[str]:
    """Return what stands below a problem: the hint, if there is one."""
    return [HINT.filled(language, text=problem.hint.said(language))] if problem.hint else []


def _counted(n_errors: int, n_warnings: int, language: Language) -> str:
    """Return how many problems there are, in words."""
    numbers = {"error": n_errors, "warning": n_warnings}
    return joined(
        [COUNTS[name][number > 1].filled(language, number=number) for name, number in numbers.items() if number],
        language,
    )


def report_lines(checked: Checked, language: Language = "en") -> Iterator[str]:
    """Yield the line that sums up a file, and for each measure what is there and what it becomes."""
    errors = sum(problem.severity == "error" for problem in checked.problems)
    counted = _counted(errors, len(checked.problems) - errors, language)
    file, clause = file_name(str(checked.path)), phrases(language).clause
    if checked.unreadable:
        yield failure_text(checked.unreadable, language)
    elif checked.scenario is None:
        more = [MORE_MAY_FOLLOW.said(language)] if checked.more_may_follow else []
        yield INVALID.filled(language, file=file, found=clause.join([counted, *more]))
    else:
        scenario = checked.scenario
        levers, goals = len(scenario.levers), len(scenario.goals)
        plural = {"levers_s": "" if levers == 1 else "s", "goals_s": "" if goals == 1 else "s"}
        content = CONTENT.filled(language, levers=levers, goals=goals, months=scenario.horizon.months, **plural)
        if checked.chosen is not None:
            content = PLAN.filled(language, number=checked.chosen, content=content)
        yield VALID.filled(language, file=file, content=clause.join([content, *filter(None, [counted])]))
        lines = list(becomes_lines(scenario, language))
        for line, below in lines[:MOST_MEASURES]:
            yield f"  {line}"
            yield f"      {below}"
        if len(lines) > MOST_MEASURES:
            yield f"  {MORE_MEASURES.filled(language, number=len(lines) - MOST_MEASURES)}"
        yield from what_if_lines(scenario, language)


def _excerpt(line: str, column: int, length: int) -> tuple[str, str]:
    """Return a readable part of a line and the carets that go below it, in columns of a terminal."""
    printable = "".join(c if c.isprintable() else " " for c in line)
    first = max(0, column - 1 - BEFORE) if terminal_width(printable) > WIDEST else 0
    shown = printable[first : first + WIDEST]
    before = shown[: column - 1 - first]
    marked = shown[column - 1 - first : column - 1 - first + length]
    return shown, " " * terminal_width(before) + "^" * max(1, terminal_width(marked))


def _paint(text: str, paint: str, color: bool) -> str:
    return f"{paint}{text}{RESET}" if color else text
