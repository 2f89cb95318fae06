"""What a text says of one number among several: a clause that names another of them is not about this one."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

NAMED = re.compile(r"\d{4}-\d{2}(?!\d)|\d[\d,]*(?:\.\d+)?")
"""A month, or a number in figures with or without thousands commas."""

BETWEEN = re.compile(r"([;；。()（）]|,(?!\d)|，|\.(?=\s))")


def named(text: str) -> frozenset[str]:
    """Return the months and numbers that a text names, `3,000` as `3000`."""
    return frozenset(_plain(found) for found in NAMED.findall(text))


def _plain(found: str) -> str:
    return found if "-" in found else f"{float(found.replace(',', '')):.15g}"


@dataclass(frozen=True)
class Clause:
    """A part of a sentence, with what ends it, and the months and numbers that it names."""

    text: str
    names: frozenset[str]


def clauses(text: str) -> tuple[Clause, ...]:
    """Return the clauses of a text; together they are the text."""
    parts = BETWEEN.split(text)
    ends = [*parts[1::2], ""]
    return tuple(Clause(part + end, named(part)) for part, end in zip(parts[::2], ends, strict=True))


def about(said: Sequence[Clause], own: Set[str], others: Set[str]) -> tuple[Clause, ...]:
    """Return the clauses that are about a number; `own`: its names, `others`: those of what stands beside it."""
    return tuple(clause for clause in said if clause.names & own or not clause.names & others)
