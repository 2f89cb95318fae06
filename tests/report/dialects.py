"""Other dialects than the one of `laborsim.report.text`, as they were spoken in lines of answers before."""

import re

FOREIGN = {
    "a count in thousands": r"\bthousand\b",
    "the word luck": r"\bluck",
    "a name from the code": r"\b[a-z]+_[a-z_]+\b|\bCN-[A-Z]{2}\b",
    "an interval from nothing to nothing": r"\b0 persons to 0 persons|\+0 to \+0",
    "an interval that is not called one": r"\(95\s%:|95 % of the mean|\[95 %\]",
    "a hyphen for a minus": r"(?<![\w–])-\d",
    "a percentage without a space": r"\d%",
    "a mark for a range": r"…",
}
"""Dialects of lines in English that were spoken before: what to look for, by what it is."""


def dialects(lines):
    """Return what lines have of other dialects: [(what, line)]."""
    return [(what, line) for what, pattern in FOREIGN.items() for line in lines if re.search(pattern, line)]
