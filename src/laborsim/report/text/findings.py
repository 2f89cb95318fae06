"""Titles that say what the numbers show, by rules that are tested against the numbers."""

from dataclasses import dataclass

from laborsim.experiment.indicators.effect import Verdict
from laborsim.published.words import Language, Words
from laborsim.report.text.dates import full_month, goal_year
from laborsim.report.text.effects import Claim
from laborsim.report.text.labels import STATUS_WORDS
from laborsim.report.text.numbers import Quantity, percent
from laborsim.report.text.phrases import FRACTION_WORDS, FROM, capitalized, inside_sentence, listed, phrases, there

RUNS_FOR_WORDS = 50
"""With fewer runs the title counts them ("13 of 20") instead of saying a fraction."""

RARE = 0.05
"""Shares of runs below this, or this close to one, are "almost never" and "almost always"."""

BACKGROUND_TOLD = 0.5
"""A quantity of which more than this share is not simulated says so (house rule for goals)."""

SMALLEST_CHANGE = 0.002
"""A group that changes by less than this share of everybody is no finding. ASSUMPTION, for readability."""


@dataclass(frozen=True)
class Met:
    """How many of the runs meet a goal."""

    count: int
    runs: int

    @property
    def share(self) -> float:
        """Share of runs in [0, 1]."""
        return self.count / self.runs


@dataclass(frozen=True)
class Topic:
    """What a title is about: an indicator, the place and the language."""

    quantity: Quantity
    region: Words
    language: Language

    @property
    def indicator(self) -> Words:
        """The indicator's name."""
        return self.quantity.name

    @property
    def verbs(self) -> dict[str, str]:
        """What a change of the indicator is called, for Chinese templates."""
        return {"rise": self.quantity.rise, "fall": self.quantity.fall}

    @property
    def names(self) -> tuple[str, str]:
        """The indicator for the middle of a sentence, and the region."""
        return inside_sentence(self.indicator.said(self.language)), self.region.said(self.language)


def share_words(met: Met, language: Language) -> str:
    """Return how often a goal is met: "in every run", "in about two runs of three", "in 13 of 20 runs"."""
    words = phrases(language)
    if met.count == met.runs:
        return words.every_run
    if met.count == 0:
        return words.no_run
    if met.runs < RUNS_FOR_WORDS:
        return words.counted_share.format(met=met.count, runs=met.runs)
    if met.share < RARE:
        return words.almost_no_run
    if met.share > 1.0 - RARE:
        return words.almost_every_run
    nearest = min(FRACTION_WORDS, key=lambda fraction: abs(fraction[0] - met.share))
    return words.about_share.format(fraction=nearest[1].said(language))


def goal_title(topic: Topic, by: int, met: tuple[Met | None, Met | None], background: float = 0.0) -> str | None:
    """Return who meets the goal of month `by` how often; None if a single run cannot say.

    `met`: of the scenario and of the baseline. `background`: share of the indicator that is not simulated; where it
    is most of it, the title says so.
    """
    scenario, baseline = met
    words, language = phrases(topic.language), topic.language
    shown = [one for one in met if one is not None]
    if not shown or min(one.runs for one in shown) < 2:
        return None
    said = [share_words(one, language) for one in shown]
    if scenario is None:
        template = words.goal_alone
    elif baseline is None:
        template = words.goal_one
    else:
        template = words.goal_same if said[0] == said[1] else words.goal_both
    indicator, region = topic.names
    title = template.format(
        region=region.removeprefix(FROM),
        year=goal_year(by, language),
        indicator=indicator,
        share=said[0],
        other=said[-1],
    )
    if background > BACKGROUND_TOLD:
        title = words.goal_caveat.format(title=title, share=percent(background, language))
    return capitalized(title)


def effect_title(topic: Topic, month: int, claim: Claim) -> str | None:
    """Return what the measures change by `month`; None if there are too few pairs of runs to say."""
    words, language = phrases(topic.language), topic.language
    templates: dict[Verdict, str] = {
        "raises": words.effect_up,
        "likely raises": words.effect_likely_up,
        "lowers": words.effect_down,
        "likely lowers": words.effect_likely_down,
        "no detectable effect": words.effect_none,
        "draws disagree": words.effect_both_ways,
        "no effect": words.effect_zero,
    }
    template = words.effect_small if claim.is_negligible else templates.get(claim.verdict)
    if template is None:
        return None
    indicator, region = topic.names
    title = template.format(
        month=full_month(month, language),
        indicator=indicator,
        region=region,
        there=there(region, language),
        amount=claim.amount,
        **topic.verbs,
    )
    return capitalized(title)


@dataclass(frozen=True)
class Change:
    """How many more persons are in a status at the end, and whether that is clear.

    More than in the baseline, or over time than at the start. `amount`: the size of the change, already written.
    `is_clear`: by the verdict on an effect; over time, the 80 % interval of the runs excludes zero.
    """

    status: str
    persons: float
    amount: str
    is_clear: bool


def effect_on_stocks(changes: list[Change], end: int, language: Language) -> str:
    """Return which groups the measures make larger and smaller most by month `end`, or that none clearly is."""
    words, month = phrases(language), full_month(end, language)
    finding = _most_and_least([change for change in changes if change.is_clear], language)
    if not finding:
        return words.stack_no_effect.format(end=month)
    return words.stack_effect.format(end=month, finding=inside_sentence(finding))


def stack_title(
    changes: list[Change], total: float, span: tuple[int, int], shown: str, language: Language
) -> str | None:
    """Return which groups of a world, whose name is `shown`, grow and shrink most over time; None if nothing is clear.

    None also if the horizon is not whole years: the season alone moves people, at Spring Festival above all.
    """
    start, end = span
    if (end - start) % 12 != 0:
        return None
    telling = [c for c in changes if c.is_clear and abs(c.persons) >= SMALLEST_CHANGE * total]
    finding = inside_sentence(_most_and_least(telling, language))
    months = {"start": full_month(start, language), "end": full_month(end, language)}
    words = phrases(language)
    return words.stack_over_time.format(shown=shown, finding=finding, **months) if finding else None


def _most_and_least(telling: list[Change], language: Language) -> str:
    """Return which group grows and which shrinks most; "" for none."""
    if not telling:
        return ""
    words = phrases(language)
    most = max(telling, key=lambda c: c.persons)
    least = min(telling, key=lambda c: c.persons)
    doing = {c.status: STATUS_WORDS[c.status].doing.said(language) for c in telling}
    if most.persons > 0.0 > least.persons:
        return words.stack_both.format(
            up=doing[most.status], gain=most.amount, down=doing[least.status], loss=least.amount
        )
    only = most if most.persons > 0.0 else least
    template = words.stack_more if only.persons > 0.0 else words.stack_fewer
    return template.format(doing=doing[only.status], amount=only.amount)


@dataclass(frozen=True)
class RegionEffect:
    """A region's name and its mean difference; `is_clear`, `is_likely`: as the verdict on it says."""

    name: Words
    mean: float
    is_clear: bool
    is_likely: bool = False


def tiles_title(quantity: Quantity, effects: list[RegionEffect], language: Language) -> str:
    """Return in how many regions the indicator is clearly higher and lower, and where most; else likely."""
    words = phrases(language)
    name = capitalized(quantity.name.said(language))
    higher = [effect for effect in effects if effect.is_clear and effect.mean > 0.0]
    lower = [effect for effect in effects if effect.is_clear and effect.mean < 0.0]
    if not higher and not lower:
        return _likely_tiles(quantity, effects, language) or words.tiles_none.format(indicator=name)
    upward = (words.tiles_higher_one, words.tiles_higher_alike, words.tiles_higher)
    downward = (words.tiles_lower_one, words.tiles_lower_alike, words.tiles_lower)
    changes = [
        _direction(found, templates, quantity, language)
        for found, templates in ((higher, upward), (lower, downward))
        if found
    ]
    return words.tiles_some.format(indicator=name, changes=words.clause.join(changes))


def _likely_tiles(quantity: Quantity, effects: list[RegionEffect], language: Language) -> str:
    """Return in how many regions the indicator is likely higher and lower; "" for none."""
    words = phrases(language)
    likely = [effect.mean > 0.0 for effect in effects if effect.is_likely]
    counts = ((words.tiles_likely_higher, likely.count(True)), (words.tiles_likely_lower, likely.count(False)))
    changes = [
        template.format(count=count, all=len(effects), rise=quantity.rise, fall=quantity.fall)
        for template, count in counts
        if count
    ]
    if not changes:
        return ""
    name = capitalized(quantity.name.said(language))
    return words.tiles_likely.format(indicator=name, changes=listed(changes, language))


def _direction(
    found: list[RegionEffect], templates: tuple[str, str, str], quantity: Quantity, language: Language
) -> str:
    """Return how many regions changed one way, and where most; `templates`: for one, for equals, for all."""
    ordered = sorted(found, key=lambda effect: abs(effect.mean), reverse=True)
    is_equal = len(ordered) > 1 and ordered[0].mean == ordered[1].mean
    template = templates[0] if len(ordered) == 1 else templates[1] if is_equal else templates[2]
    return template.format(
        count=len(ordered), most=ordered[0].name.said(language), rise=quantity.rise, fall=quantity.fall
    )


def level_title(indicator: Words, levels: list[RegionEffect], language: Language) -> str | None:
    """Return where the indicator is highest and lowest; None if no single region is."""
    ordered = sorted(levels, key=lambda level: level.mean)
    if len(ordered) < 2 or ordered[0].mean == ordered[1].mean or ordered[-1].mean == ordered[-2].mean:
        return None
    return phrases(language).level_most.format(
        indicator=capitalized(indicator.said(language)),
        most=ordered[-1].name.said(language),
        least=ordered[0].name.said(language),
    )
