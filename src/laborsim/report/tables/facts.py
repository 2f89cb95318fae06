"""Facts beside the model as rows of cells: for a terminal and for docs/facts.md."""

from collections.abc import Iterable, Sequence

from laborsim.calibration.facts.declarations import Fact
from laborsim.calibration.facts.verdicts import Judged
from laborsim.published.words import Language
from laborsim.report.pages.validation_parts import number
from laborsim.report.text.facts import HEADS, NO_FIGURE, VERDICTS

Cells = tuple[str, ...]


def heads(language: Language) -> Cells:
    """Return the heads of the table of a terminal."""
    return tuple(head.said(language) for head in HEADS)


def interval(ends: tuple[float, float] | None) -> str:
    """Return an interval; empty where there is none."""
    return "" if ends is None else f"{number(ends[0])} … {number(ends[1])}"


def plain(end: float) -> str:
    """Return an end of a range as it stands in the table of facts."""
    return f"{end:g}".replace("-", "−")


def value(judged: Judged, language: Language = "en") -> str:
    """Return what the model gives; empty where nothing was computed."""
    if judged.value is not None:
        return number(judged.value)
    return NO_FIGURE.said(language) if judged.parts else ""


def cells(pairs: Iterable[tuple[Fact, Judged]], language: Language) -> list[Cells]:
    """Return a row for each fact."""
    return [
        (
            fact.id,
            f"{plain(fact.low)} … {plain(fact.high)}",
            value(judged, language),
            interval(judged.band),
            fact.unit,
            VERDICTS[judged.verdict].said(language),
        )
        for fact, judged in pairs
    ]


def of_core(facts: Sequence[Fact], core: bool) -> list[Fact]:
    """Return the core facts, or the others, in the order of the table."""
    return [fact for fact in facts if fact.core == core]
