"""Draws the figures of a comparison: for each thing that the questions are about, effects and lines."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from laborsim.analysis.compare.compare import NOTHING, Comparison
from laborsim.analysis.compare.ranking import Ranking
from laborsim.experiment.indicators.effect import Effect, effect_of
from laborsim.experiment.indicators.headline import Point
from laborsim.report.albums.run import FOLDER, Album, assumptions_of
from laborsim.report.figures.compare_lines import MOST_LINES, LinesData, lines_figure, lines_table
from laborsim.report.figures.effect_dots import DotData, dots_figure, dots_table
from laborsim.report.text.dates import full_month
from laborsim.report.text.labels import quantity, region_words
from laborsim.report.text.numbers import percent, unit, with_unit
from laborsim.report.text.phrases import Language, capitalized, inside_sentence, listed, phrases
from laborsim.report.text.provenance import Provenance


def shown_name(name: str, language: Language) -> str:
    """Return the name of a candidate: a scenario's own, or that of doing nothing new."""
    return inside_sentence(phrases(language).baseline) if name == NOTHING else name


def called(comparison: Comparison, language: Language) -> Comparison:
    """Return the comparison with its scenarios called by their titles in Chinese; in English ids are their names."""
    if language == "en":
        return comparison
    titles = [scenario.title_zh or scenario.id for scenario in comparison.scenarios]
    names = zip(titles, comparison.names, strict=True)
    return replace(comparison, names=tuple(t if titles.count(t) == 1 else f"{t}（{name}）" for t, name in names))


def order_text(ranking: Ranking, language: Language) -> str:
    """Return whether an order is settled, which neighbors cannot be told apart, and what it would take."""
    words = phrases(language)
    if ranking.p_order is None:
        return words.order_one_pair
    order = " > ".join(shown_name(ranked.name, language) for ranked in ranking.ranked)
    template = words.order_settled if ranking.is_settled else words.order_unsettled
    parts = [template.format(order=order, probability=percent(ranking.p_order, language))]
    if ranking.unsettled:
        named = [[shown_name(name, language) for name in pair] for pair in ranking.unsettled]
        pairs = [words.order_pair.format(one=one, other=other) for one, other in named]
        template = words.order_apart if len(pairs) == 1 else words.order_all_apart
        parts.append(template.format(close=words.list_comma.join(pairs)))
        if ranking.pairs_needed is not None:
            parts.append(words.order_more.format(pairs=ranking.pairs_needed))
    return words.clause.join(parts)


def best_text(p_best: float | None, language: Language) -> str:
    """Return the probability of being best: "86 %"."""
    if p_best is None:
        return phrases(language).unknown
    return percent(p_best, language)


def compare_title(comparison: Comparison, point: Point, language: Language) -> str:
    """Return which scenario moves an indicator most, which likely do, that none does, or that this is not settled."""
    words = phrases(language)
    effects = {one.scenario: one.effect for one in comparison.effects([point])}
    seen = {name: effect for name, effect in effects.items() if effect.verdict in ("raises", "lowers")}
    about = quantity(point.indicator)
    said = {
        "month": full_month(point.month, language),
        "indicator": inside_sentence(about.name.said(language)),
        "region": region_words(point.region).said(language),
        "rise": about.rise,
        "fall": about.fall,
    }
    if any(effect.verdict == "too few pairs" for effect in effects.values()):
        return capitalized(words.compare_neutral.format(**said))
    if not seen:
        return capitalized(_likely_title(effects, point, said, language))
    strongest = max(seen, key=lambda name: abs(seen[name].mean))
    if not _is_ahead(comparison, point, strongest):
        return capitalized(words.compare_unsettled.format(**said))
    template = words.compare_raises if seen[strongest].mean > 0 else words.compare_lowers
    amount = _amount(seen[strongest], point, language)
    return capitalized(template.format(**said, winner=strongest, amount=amount))


def _likely_title(effects: dict[str, Effect], point: Point, said: dict[str, str], language: Language) -> str:
    """Return a title where no effect is sure: which scenarios likely move the indicator, if any and all one way."""
    words = phrases(language)
    likely = {name: effect for name, effect in effects.items() if effect.verdict.startswith("likely")}
    ways = {effect.verdict for effect in likely.values()}
    if not likely:
        return words.compare_none.format(**said)
    if len(ways) > 1:
        return words.compare_unsettled.format(**said)
    is_up = ways == {"likely raises"}
    if len(likely) > 1:
        template = words.compare_all_likely_raise if is_up else words.compare_all_likely_lower
        return template.format(**said, winner=listed(list(likely), language))
    template = words.compare_likely_raises if is_up else words.compare_likely_lowers
    ((name, effect),) = likely.items()
    return template.format(**said, winner=name, amount=_amount(effect, point, language))


def _is_ahead(comparison: Comparison, point: Point, strongest: str) -> bool:
    """Return whether a scenario's effect exceeds every other one's by a difference that is itself clear."""
    effects = comparison.at(comparison.scenario, point) - comparison.at(comparison.baseline, point)
    at = comparison.names.index(strongest)
    sign = 1.0 if effects[at].mean() > 0 else -1.0
    ahead = [effect_of(sign * (effects[at] - other)) for k, other in enumerate(effects) if k != at]
    return all(found is not None and found.verdict == "raises" for found in ahead)


def _amount(effect: Effect, point: Point, language: Language) -> str:
    return with_unit(abs(effect.mean), unit(quantity(point.indicator, is_share=True).unit), language, change=True)


def provenance_of(comparison: Comparison) -> Provenance:
    """Return where the numbers of a comparison come from: all runs, and what they are compared with."""
    first = comparison.runs[0].manifest
    rests_on = [
        assumptions_of(run.scenario, None if run.baseline is None else run.baseline.scenario) for run in comparison.runs
    ]
    baselines = dict.fromkeys(str(run.manifest["baseline"]["scenario"]) for run in comparison.runs)
    return Provenance(
        scenario=", ".join(dict.fromkeys(scenario.id for scenario in comparison.scenarios)),
        seed=int(first["seed"]),
        version=str(first["question"]["laborsim"]),
        run_id=", ".join(run.run_id for run in comparison.runs),
        baseline=", ".join(baselines),
        assumptions=tuple(dict.fromkeys(text for texts in rests_on for text in texts)),
        is_draft=any(run.manifest["draft"] for run in comparison.runs),
        varies=comparison.runs[0].varies,
    )


def draw_comparison(comparison: Comparison, folder: Path, language: Language = "en") -> list[Path]:
    """Draw the figures of a comparison into its folder; return their paths below it. Raises OSError."""
    comparison, album = called(comparison, language), Album(folder / FOLDER)
    for point in comparison.aims:
        dots = dot_data(comparison, point, language)
        if dots is None:
            continue
        name = point.indicator if point.region == "CN" else f"{point.indicator}-{point.region.lower()}"
        album.add(f"effects-{name}", dots_figure(dots, language), dots_table(dots))
        for kind, is_effect in (("effects-by-month", True), ("levels-by-month", False)):
            lines = lines_data(comparison, point, language, is_effect=is_effect)
            if lines is not None:
                album.add(f"{kind}-{name}", lines_figure(lines, language), lines_table(lines))
    return album.pages


def dot_data(comparison: Comparison, point: Point, language: Language) -> DotData | None:
    """Return the effects on one indicator from best to worst; None where they are not defined."""
    effects = {one.scenario: one.effect for one in comparison.effects([point])}
    ranking = comparison.ranking(point)
    if not effects or ranking is None:
        return None
    ordered = [(ranked.name, effects[ranked.name]) for ranked in ranking.ranked if ranked.name in effects]
    return DotData(
        title=compare_title(comparison, point, language),
        quantity=quantity(point.indicator, is_share=True),
        region=region_words(point.region),
        month=point.month,
        effects=tuple(ordered),
        provenance=provenance_of(comparison),
    )


def lines_data(comparison: Comparison, point: Point, language: Language, *, is_effect: bool) -> LinesData | None:
    """Return the series of an indicator or of the effect on it; None for too many scenarios or too few months."""
    key = (point.indicator, point.region)
    ours = [world.monthly[key] for world in comparison.scenario]
    theirs = [world.monthly[key] for world in comparison.baseline]
    known = np.isfinite(np.concatenate([*ours, *theirs])).all(axis=0)
    if known.sum() < 2 or len(ours) > MOST_LINES:
        return None
    shown = [own - other for own, other in zip(ours, theirs, strict=True)] if is_effect else ours
    is_shared = not is_effect and all(np.array_equal(theirs[0], other, equal_nan=True) for other in theirs)
    return LinesData(
        title=compare_title(comparison, point, language),
        quantity=quantity(point.indicator, is_share=True),
        region=region_words(point.region),
        months=np.array(comparison.months)[known],
        lines=tuple((name, values[:, known]) for name, values in zip(comparison.names, shown, strict=True)),
        baseline=theirs[0][:, known] if is_shared else None,
        provenance=provenance_of(comparison),
        is_effect=is_effect,
        n_looks=comparison.n_looks,
    )
