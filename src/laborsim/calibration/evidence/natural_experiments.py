"""Natural experiments: published causal findings, re-enacted in the model and scored against what was published."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from laborsim.calibration.evidence.reenactments import measures
from laborsim.calibration.evidence.study_log import StudyLog
from laborsim.calibration.evidence.treated_worlds import WorldSize
from laborsim.published.data_tables import read_rows
from laborsim.published.figures import Figure, figure

MIDDLE_90 = (0.05, 0.95)


@dataclass(frozen=True)
class Finding:
    """A published finding and how it is re-enacted."""

    id: str
    figure: Figure
    low: float
    high: float
    unit: str
    dose: float
    place: str
    basis: str  # where the interval comes from
    design: str

    @property
    def foreign(self) -> bool:
        """Whether it tests a mechanism and says nothing about the size in China."""
        return self.place != "China"


@dataclass(frozen=True)
class Reenactment:
    """A finding beside the model."""

    finding: Finding
    effects: tuple[float, ...]  # by replicate

    @property
    def mean(self) -> float:
        """Mean effect in the model."""
        return float(np.mean(self.effects))

    @property
    def band(self) -> tuple[float, float]:
        """The middle 90 % of replicates (draws × luck)."""
        low, high = np.quantile(self.effects, MIDDLE_90)
        return float(low), float(high)

    @property
    def verdict(self) -> str:
        """`inside`, `overlaps` where only some replicates lie in the published interval, else `misses`."""
        if self.finding.low <= self.mean <= self.finding.high:
            return "inside"
        low, high = self.band
        return "overlaps" if low <= self.finding.high and high >= self.finding.low else "misses"


def read_findings(path: Path) -> tuple[Finding, ...]:
    """Return the findings of a table. Raises LookupError for an unknown figure or measure."""
    rows = read_rows(path)
    unknown = [row["id"] for row in rows if row["id"] not in measures()]
    if unknown:
        raise LookupError(f"{path}: no measure for {', '.join(unknown)}; known: {', '.join(measures())}")
    return tuple(_finding(row) for row in rows)


def _finding(row: Mapping[str, str]) -> Finding:
    return Finding(
        id=row["id"],
        figure=figure(row["figure"]),
        low=float(row["low"]),
        high=float(row["high"]),
        unit=row["unit"],
        dose=float(row["dose"]),
        place=row["place"],
        basis=row["basis"],
        design=row["design"],
    )


def reenact(findings: tuple[Finding, ...], size: WorldSize, replicates: int, study_log: StudyLog) -> list[Reenactment]:
    """Return every finding beside the model; each replicate has a luck and a draw of its own."""
    found = []
    for one in findings:
        effects = [study_log.once(_question(one, size, k), _effect, one, size, k)["effect"] for k in range(replicates)]
        found.append(Reenactment(one, tuple(effects)))
    return found


def _question(one: Finding, size: WorldSize, replicate: int) -> dict[str, object]:
    return {
        "study": f"natural experiment {one.id}",
        "dose": one.dose,
        "persons_per_worker": size.persons_per_worker,
        "base_year": size.base_year,
        "replicate": replicate,
    }


def _effect(one: Finding, size: WorldSize, replicate: int) -> dict[str, float]:
    return {"effect": measures()[one.id](size, one.dose, replicate)}
