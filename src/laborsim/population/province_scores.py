"""How far the base years' provinces are from counts of survey offices, and how far they would be with soft margins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median

import numpy as np

from laborsim.population.carried_counts import (
    GANSU,
    GANSU_YEAR,
    GansuReading,
    base_year_of,
    carried,
    national,
    nearest_counts,
    soft_margins,
)
from laborsim.population.flows import persons_table
from laborsim.population.rounding import Real, Whole
from laborsim.published.figures import poverty
from laborsim.published.margins import FIRST_YEAR, published
from laborsim.published.province_counts import ProvinceCount, held_out, survey_counts
from laborsim.published.regions import province_table

MEASURES = ("workers", "local", "outbound", "outside_share")
"""What the summaries are about; the parts of outbound work are told by its share outside the province."""


@dataclass(frozen=True)
class CountScore:
    """A count held against the model at a base year: persons, or a share in [0, 1]."""

    count: ProvinceCount
    base_year: int
    carried: float  # the count, moved to the base year by the national change
    model: float

    @property
    def log_ratio(self) -> float:
        """Model ÷ carried count, as a natural logarithm."""
        return float(np.log(self.model / self.carried))


@dataclass(frozen=True)
class ScoreSummary:
    """Scores of one measure at one base year, each province once."""

    measure: str
    provinces: int
    error: float  # median of |ln(model ÷ count)|
    rank_correlation: float  # Spearman's, of model and carried count; nan with fewer than three provinces


@dataclass(frozen=True)
class SoftScore:
    """A count held against the model without any count, and with those of other provinces as soft margins."""

    without: CountScore
    with_others: CountScore


@dataclass(frozen=True)
class Reading:
    """What a published number of Gansu may mean, and what the model has of it [persons]."""

    words: str
    published: float
    base_year: int
    measure: str
    model: float

    @property
    def log_ratio(self) -> float:
        """Model ÷ published, as a natural logarithm."""
        return float(np.log(self.model / self.published))


@cache
def table_of(year: int, counted: frozenset[str] = frozenset(), gansu: GansuReading = "") -> Whole:
    """Return persons by origin and place of work [R, R + 1] at a base year, with counts of some provinces or none."""
    return persons_table(published(year), province_table(), soft=soft_margins(counted, year, gansu))


def stock(table: Whole, code: str, what: str) -> float:
    """Return what a table of persons [R, R + 1] holds of a province: persons, or a share in [0, 1]."""
    codes = [region.code for region in province_table()]
    place, n = codes.index(code), len(codes)
    row = table[place].astype(np.float64)
    inside, local, outbound = row[place], row[n], row[:n].sum()
    found = {
        "workers": local + outbound,
        "local": local,
        "outbound": outbound,
        "outbound_inside": inside,
        "outbound_outside": outbound - inside,
        "works_inside": local + inside,
        "outside_share": (outbound - inside) / outbound,
        "inside_share": inside / outbound,
    }
    return float(found[what])


def score(count: ProvinceCount, year: int, table: Whole) -> CountScore:
    """Return a count held against a table of persons of a base year."""
    return CountScore(count, year, carried(count, year), stock(table, count.code, count.what))


def all_scores() -> tuple[CountScore, ...]:
    """Return every count of the survey held against the base year nearest to it, in file order."""
    return tuple(score(count, base_year_of(count), table_of(base_year_of(count))) for count in survey_counts())


def summary(measure: str, year: int) -> ScoreSummary:
    """Return how far a measure's provinces are from the model at a base year."""
    scores = [score(count, year, table_of(year)) for count in nearest_counts(measure, year)]
    model, seen = np.array([one.model for one in scores]), np.array([one.carried for one in scores])
    return ScoreSummary(measure, len(scores), median_error(scores), rank_correlation(model, seen))


def median_error(scores: Iterable[CountScore]) -> float:
    """Return the median of |ln(model ÷ count)|."""
    return float(median(abs(one.log_ratio) for one in scores))


def rank_correlation(one: Real, other: Real) -> float:
    """Return Spearman's rank correlation of two lists without ties; nan of fewer than three."""
    if len(one) < 3:
        return float("nan")
    ranks = np.argsort(np.argsort(np.stack([one, other])))
    return float(np.asarray(np.corrcoef(ranks))[0, 1])


def counted_provinces() -> tuple[str, ...]:
    """Return the provinces of which the survey says anything, in the order of their codes."""
    return tuple(sorted({count.code for count in survey_counts()}))


def soft_scores(left_out: Sequence[str], gansu: GansuReading = "") -> tuple[SoftScore, ...]:
    """Return the scores of some provinces, before and after the counts of all others are soft margins.

    Each measure of a province once, by the count that is nearest to any base year, at that base year.
    """
    others = frozenset(counted_provinces()) - set(left_out)
    found = []
    for measure in MEASURES:
        for count in nearest_counts(measure, GANSU_YEAR):
            if count.code in left_out:
                year = base_year_of(count)
                with_others = score(count, year, table_of(year, others, gansu))
                found.append(SoftScore(score(count, year, table_of(year)), with_others))
    return tuple(found)


def held_out_provinces() -> tuple[str, ...]:
    """Return the provinces whose counts no margin may hold."""
    return held_out(counted_provinces())


def each_left_out(gansu: GansuReading = "") -> tuple[SoftScore, ...]:
    """Return the scores of every province when it alone is left out of the soft margins."""
    return tuple(one for code in counted_provinces() for one in soft_scores((code,), gansu))


def gansu_readings() -> tuple[Reading, ...]:
    """Return both readings of each "5 million" of Gansu: all its migrant workers, or those outbound."""
    transferred = poverty("labour transferred per year", "annual", "Gansu").persons
    inferred = poverty("migrant workers", "2009", "Gansu").persons
    found = []
    for measure in ("workers", "outbound"):
        carried_on = inferred * national(measure, FIRST_YEAR) / national(measure, 2009)
        for words, seen, year in (
            ("more than 5 million transferred a year, 2016 to 2020", float(transferred), GANSU_YEAR),
            ("5 million migrant workers in 2009 (an inference), carried on", carried_on, FIRST_YEAR),
        ):
            found.append(Reading(words, seen, year, measure, stock(table_of(year), GANSU, measure)))
    return tuple(found)
