"""Draws the figures of a comparison: for each thing that the questions are about, effects and lines."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from laborsim.analysis.answer_files import what_if_columns
from laborsim.analysis.compare.compare import NOTHING, Comparison, names_in_chinese
from laborsim.analysis.compare.ranking import SETTLED, Ranking
from laborsim.experiment.indicators.effect import PAIRS_FOR_VERDICT, Effect, Verdict
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.indicators.when import LENGTHS
from laborsim.published.words import Language
from laborsim.report.albums.run import FOLDER, Album, assumptions_of
from laborsim.report.albums.split import (
    Picture,
    each_figure,
    figure_name,
    over_time_title,
    split_figures,
    split_quantity,
)
from laborsim.report.figures.compare_lines import MOST_LINES, LinesData, lines_figure, lines_table
from laborsim.report.figures.effect_dots import DotData, dots_figure, dots_table
from laborsim.report.text.dates import full_date
from laborsim.report.text.effects import CALM
from laborsim.report.text.labels import located, point_quantity, point_unit, quantity
from laborsim.report.text.numbers import percent, with_unit
from laborsim.report.text.phrases import capitalized, inside_sentence, listed, phrases, there
from laborsim.report.text.provenance import Provenance
from laborsim.report.text.what_if import what_if_both


def shown_name(name: str, language: Language) -> str:
    """Return the name of a candidate: a scenario's own, or that of doing nothing new."""
    return inside_sentence(phrases(language).baseline) if name == NOTHING else name


def called(comparison: Comparison, language: Language) -> Comparison:
    """Return the comparison with its scenarios called by their titles in Chinese; in English ids are their names."""
    if language == "en":
        return comparison
    return replace(comparison, names=names_in_chinese(comparison.scenarios, comparison.names))


def order_text(ranking: Ranking, language: Language) -> str:
    """Return whether an order is settled, which neighbors cannot be told apart, and what it would take."""
    words = phrases(language)
    if ranking.p_order is None:
        return words.order_few_pairs.format(pairs=PAIRS_FOR_VERDICT)
    order = _in_order(ranking, language)
    template = words.order_settled if ranking.is_settled else words.order_unsettled
    parts = [template.format(order=order, probability=percent(ranking.p_order, language))]
    first = shown_name(ranking.ranked[0].name, language)
    parts.append(words.order_first.format(first=first, count=ranking.first_in, pairs=ranking.pairs))
    if ranking.unsettled:
        named = [[shown_name(name, language) for name in pair] for pair in ranking.unsettled]
        pairs = [words.order_pair.format(one=one, other=other) for one, other in named]
        template = words.order_apart if len(pairs) == 1 else words.order_all_apart
        parts.append(template.format(close=words.list_comma.join(pairs)))
        if ranking.pairs_needed is not None:
            template = words.order_more if ranking.pairs_needed <= ranking.most_pairs else words.order_never
            parts.append(template.format(pairs=min(ranking.pairs_needed, ranking.most_pairs)))
    return words.clause.join(parts)


def _in_order(ranking: Ranking, language: Language) -> str:
    """Return the names from best to worst; those that are the same in every pair share a place."""
    names = [ranked.name for ranked in ranking.ranked]
    signs = [" = " if pair in ranking.equal else " > " for pair in pairwise(names)]
    return "".join(sign + shown_name(name, language) for sign, name in zip(["", *signs], names, strict=True))


def best_text(p_best: float | None, language: Language) -> str:
    """Return the probability of being best: "86 %"."""
    if p_best is None:
        return phrases(language).unknown
    return percent(p_best, language)


def compare_title(comparison: Comparison, point: Point, language: Language) -> str:
    """Return which scenario is surely the best, as the ranking has it; else which way each one moves an indicator.

    Of a single scenario it is the verdict on its effect.
    """
    words = phrases(language)
    effects = {one.scenario: one.effect for one in comparison.effects([point])}
    about = point_quantity(point)
    said = {
        "month": full_date(point.month, point.months, language),
        "indicator": inside_sentence(about.name.said(language)),
        "region": located(point.indicator, point.region).said(language),
        "there": there(located(point.indicator, point.region).said(language), language),
        "rise": about.rise,
        "fall": about.fall,
    }
    if any(effect.verdict == "too few pairs" for effect in effects.values()):
        title = words.compare_neutral.format(**said)
    elif all(effect.verdict in CALM for effect in effects.values()):
        title = words.compare_none.format(**said)
    elif len(effects) == 1:
        ((name, effect),) = effects.items()
        title = _alone(effect, language).format(**said, winner=name, amount=_amount(effect, point, language))
    else:
        title = _several(comparison, point, effects, language).format(**said)
    return capitalized(title)


def _alone(effect: Effect, language: Language) -> str:
    """Return the template for the only scenario, whose effect has a direction."""
    words = phrases(language)
    templates: dict[Verdict, str] = {
        "raises": words.compare_alone_raises,
        "lowers": words.compare_alone_lowers,
        "likely raises": words.compare_likely_raises,
        "likely lowers": words.compare_likely_lowers,
    }
    return templates[effect.verdict]


def _several(comparison: Comparison, point: Point, effects: dict[str, Effect], language: Language) -> str:
    """Return the template for several scenarios: the winner if the ranking has one, else which way each one goes."""
    words, ranking = phrases(language), comparison.ranking(point)
    winner = None if ranking is None else _winner(ranking)
    if ranking is not None and winner in effects and effects[winner].is_clear:
        amount = _amount(effects[winner], point, language)
        templates = {"highest": words.compare_raises, "lowest": words.compare_lowers, "nearest": words.compare_nearest}
        return _with(templates[ranking.best], winner=winner, amount=amount)
    ways: tuple[tuple[Verdict, str], ...] = (
        ("raises", words.compare_seen_up),
        ("lowers", words.compare_seen_down),
        ("likely raises", words.compare_seen_likely_up),
        ("likely lowers", words.compare_seen_likely_down),
    )
    changes = []
    for verdict, template in ways:
        names = [name for name, effect in effects.items() if effect.verdict == verdict]
        if names:
            changes.append(_with(template, winner=listed(names, language)))
    if not any(effect.is_clear for effect in effects.values()):
        changes.append(words.compare_seen_likely)
    elif winner is None:
        changes.append(words.compare_seen_open)
    return _with(words.compare_seen, changes=words.clause.join(changes))


def _winner(ranking: Ranking) -> str | None:
    """Return the first of a ranking where it is surely the best and its difference from the next is clear."""
    first = ranking.ranked[0]
    is_close = any(first.name in pair for pair in ranking.unsettled)
    return None if is_close or first.p_best is None or first.p_best < SETTLED else first.name


def _with(template: str, **parts: str) -> str:
    """Return a template with some of its braces filled, the others left for later."""
    for name, part in parts.items():
        template = template.replace(f"{{{name}}}", part)
    return template


def _amount(effect: Effect, point: Point, language: Language) -> str:
    return with_unit(abs(effect.mean), point_unit(point), language, change=True)


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
        what_if=what_if_both(comparison.runs[0].scenario),  # the same in all of them: else they are not compared
        varies=comparison.runs[0].varies,
    )


def draw_comparison(comparison: Comparison, folder: Path, language: Language = "en") -> list[Path]:
    """Draw the figures of a comparison into its folder; return their paths below it. Raises OSError."""
    comparison, album = (
        called(comparison, language),
        Album(folder / FOLDER, what_if_columns(comparison.runs[0].scenario)),
    )
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
    for page in split_pages(comparison, language):
        album.add(*page)
    return album.pages


def split_pages(comparison: Comparison, language: Language) -> list[Picture]:
    """Return the figures of what is split: all scenarios on one axis over time, else those of each run."""
    when = comparison.when
    if when.by not in LENGTHS:
        pictures = [(run, split_figures(run, when, language)) for run in comparison.runs]
        return [(f"{run.scenario.id}-{name}", page, table) for run, drawn in pictures for name, page, table in drawn]
    found: list[Picture] = []
    for points in each_figure(comparison.split, when):
        values = [
            np.array([comparison.at(worlds, point) for point in points]).transpose(1, 2, 0)
            for worlds in (comparison.scenario, comparison.baseline)
        ]
        known = np.isfinite(np.concatenate(values)).all(axis=(0, 1))
        if known.sum() < 2 or len(comparison.names) > MOST_LINES:
            continue
        lines = LinesData(
            title=over_time_title(points[0], comparison.names, language),
            quantity=split_quantity(points[0], when),
            region=located(points[0].indicator, points[0].region),
            months=np.array([point.month for point in points])[known],
            lines=tuple((name, own[:, known]) for name, own in zip(comparison.names, values[0], strict=True)),
            baseline=None,
            provenance=provenance_of(comparison),
            against=tuple(other[:, known] for other in values[1]),
            n_looks=comparison.n_looks,
            worker=comparison.counted(points[0]).worker,
            period=when.length,
        )
        name = figure_name(points[0], when)
        found.append((name, lines_figure(lines, language), lines_table(lines)))
    return found


def dot_data(comparison: Comparison, point: Point, language: Language) -> DotData | None:
    """Return the effects on one indicator from best to worst; None where they are not defined."""
    effects = {one.scenario: one.effect for one in comparison.effects([point])}
    ranking = comparison.ranking(point)
    if not effects or ranking is None:
        return None
    ordered = [(ranked.name, effects[ranked.name]) for ranked in ranking.ranked if ranked.name in effects]
    return DotData(
        title=compare_title(comparison, point, language),
        quantity=point_quantity(point, is_share=True),
        region=located(point.indicator, point.region),
        month=point.month,
        months=point.months,
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
    is_shared = not is_effect and all(np.array_equal(theirs[0], other, equal_nan=True) for other in theirs)
    return LinesData(
        title=compare_title(comparison, point, language),
        quantity=quantity(point.indicator, is_share=True),
        region=located(point.indicator, point.region),
        months=np.array(comparison.months)[known],
        lines=tuple((name, values[:, known]) for name, values in zip(comparison.names, ours, strict=True)),
        baseline=theirs[0][:, known] if is_shared else None,
        provenance=provenance_of(comparison),
        against=tuple(values[:, known] for values in theirs) if is_effect else (),
        n_looks=comparison.n_looks,
        worker=comparison.counted(point).worker,
    )
