"""Where a figure's numbers come from, as its footnote says it: a run, or a calibration."""

from dataclasses import dataclass

from laborsim.experiment.store.parameter_draws import Varies
from laborsim.published.words import Language, Words
from laborsim.report.text.phrases import NO_WORDS, phrases, sentences
from laborsim.report.text.what_if import STAMP


@dataclass(frozen=True)
class Quoted:
    """A document and the words of it that a figure rests on; `recalled`: nobody has checked it yet."""

    document: Words
    quote: Words = NO_WORDS
    recalled: bool = False

    def said(self, language: Language) -> str:
        """Return "document: “quote”", marked if recalled."""
        words, quote = phrases(language), self.quote.said(language)
        template = words.quoted if quote else words.told
        text = template.format(document=self.document.said(language), quote=quote)
        return words.recalled.format(text=text) if self.recalled else text


@dataclass(frozen=True)
class OtherSize:
    """The size of worlds that were simulated beside those of a run: persons per worker and pairs.

    `is_coarser`: a worker stands for more persons than in the run; else the pairs are fewer.
    """

    persons: int
    pairs: int
    is_coarser: bool


@dataclass(frozen=True)
class Provenance:
    """What made the numbers of a figure.

    `baseline`: identifier of the baseline where the figure shows a difference.
    `assumptions`: one text per number without a source that the figure rests on.
    `varies`: what differs from run to run, and so what bands over the runs hold. `shows_levels`: the figure draws
    scenario and baseline beside each other rather than their difference. `apart`: the numbers are not the run's own,
    which are finer or of more pairs. `what_if`: which parameters are not the shipped calibration, in words.
    """

    scenario: str
    seed: int
    version: str
    run_id: str
    baseline: str = ""
    sources: tuple[Quoted, ...] = ()
    assumptions: tuple[Words, ...] = ()
    is_draft: bool = False
    is_synthetic: bool = False
    what_if: Words = NO_WORDS
    varies: Varies = "luck"
    shows_levels: bool = False
    apart: OtherSize | None = None


def what_runs_vary(varies: Varies, language: Language) -> str:
    """Return what bands over the runs hold: luck alone, or draws of the parameters too."""
    words = phrases(language)
    return words.runs_predictive if varies == "predictive" else words.runs_luck


def stamp(provenance: Provenance, language: Language) -> str:
    """Return what is stamped on a figure: a what-if, and a draft or not of the run's own size; "" for nothing."""
    words, apart = phrases(language), provenance.apart
    size = ""
    if provenance.is_draft:
        size = words.draft_stamp
    elif apart is not None:
        size = words.coarser_stamp if apart.is_coarser else words.fewer_stamp
    other = STAMP.said(language) if provenance.what_if != NO_WORDS else ""
    return " · ".join(part for part in (size, other) if part)


def _apart_words(apart: OtherSize | None, language: Language) -> str:
    if apart is None:
        return ""
    persons = f"{apart.persons:,}" if language == "en" else str(apart.persons)
    return phrases(language).apart.format(persons=persons, pairs=apart.pairs)


def footnote(provenance: Provenance, language: Language, *remarks: str) -> str:
    """Return the footnote: stamps, remarks of the figure, documents, assumptions, then the run."""
    words = phrases(language)
    of_two = words.run_beside if provenance.shows_levels else words.run_pair
    template = of_two if provenance.baseline else words.run
    run = template.format(
        scenario=provenance.scenario,
        baseline=provenance.baseline,
        seed=provenance.seed,
        version=provenance.version,
        run_id=provenance.run_id,
    )
    return sentences(
        [
            words.draft if provenance.is_draft else "",
            provenance.what_if.said(language),
            words.synthetic if provenance.is_synthetic else "",
            _apart_words(provenance.apart, language),
            *remarks,
            *(source.said(language) for source in provenance.sources),
            *(words.assumption.format(text=text.said(language)) for text in provenance.assumptions),
            run,
        ],
        language,
    )


MADE = Words(
    "Calibration {name}, {evaluations} simulated runs, seed {seed}, laborsim {version}",
    "校准：{name}；{evaluations}次模拟；随机种子：{seed}；laborsim {version}",
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
