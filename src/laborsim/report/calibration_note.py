"""What made the numbers of a calibration's figure, as its footnote says it."""

from dataclasses import dataclass

from laborsim.report.language import sentences
from laborsim.report.phrases import Language, Words

MADE = Words(
    "Calibration {name}, {evaluations} simulated runs, seed {seed}, laborsim {version}",
    "校准 {name}，{evaluations} 次模拟，种子 {seed}，laborsim {version}",
)


@dataclass(frozen=True)
class Calibrated:
    """Which calibration it is, how many runs it took, its seed, and the version of laborsim."""

    name: str
    evaluations: int
    seed: int
    version: str


def calibration_note(made: Calibrated, language: Language, *remarks: str) -> str:
    """Return the footnote: remarks of the figure, then what made it."""
    said = MADE.said(language).format(
        name=made.name, evaluations=made.evaluations, seed=made.seed, version=made.version
    )
    return sentences([*remarks, said], language)
