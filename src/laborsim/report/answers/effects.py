"""What changes? The effect of the measures on every headline of a run."""

from dataclasses import astuple

from laborsim.analysis.answer_files import AnswerPart, csv_leaf
from laborsim.analysis.attribution.tables import EFFECT, POINT, point_cells
from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.effect import Effect
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.indicators.summary import EVERYBODY
from laborsim.experiment.indicators.when import AS_USUAL, When, asked
from laborsim.published.words import Language, Words
from laborsim.report.answers.answer_sizes import made_with, made_words
from laborsim.report.answers.places import run_places_lines
from laborsim.report.answers.split import split_leaf
from laborsim.report.tables.run import caution_lines, why_lines
from laborsim.report.text.effects import effect_told, verdict_rule
from laborsim.report.text.labels import point_quantity, point_unit, point_words
from laborsim.report.text.phrases import sentences
from laborsim.report.text.priors import prior_words
from laborsim.report.text.when import when_words
from laborsim.report.text.worlds import subtracted
from laborsim.scenario.load import Scenario

TITLE = Words("What changes?", "政策效应")
HOW = Words(
    "{worlds}; paired runs (common random numbers); {made}; 80\u00a0% prediction interval (PI) and simulation error of "
    "the mean.",
    "{worlds}；配对模拟（同一随机数）；{made}；区间为80%预测区间，另列均值的模拟误差。",
)
LINE = Words("{point}: {told}", "{point}：{told}")
COLUMNS = (*POINT, "group", *EFFECT)


def changes_part(run: Run, baseline: Scenario, language: Language, when: When = AS_USUAL) -> AnswerPart:
    """Return the effect on each headline, or on what is asked by `when`: verdict, mean, interval."""
    found = effects_of(run, baseline, when)
    rows = [(*point_cells(point), point.group or EVERYBODY, *astuple(effect)) for point, effect in found.items()]
    leaf = csv_leaf("effects.csv", COLUMNS, rows) if when.is_default else split_leaf(run, when)
    worlds, made = subtracted(run.scenario, baseline, language), made_words(made_with(run), language)
    lines = [*caution_lines(run, language), HOW.filled(language, worlds=worlds, made=made)]
    lines.append(when_words(run.scenario, baseline, when, language))
    lines += [effect_line(point, effect, language) for point, effect in found.items()]
    lines += [*why_lines(run, language, when), *run_places_lines(run, language, when)]
    lines.append(sentences([verdict_rule(language), prior_words(language)], language))
    return AnswerPart(TITLE.said(language), lines, [leaf])


def effects_of(run: Run, baseline: Scenario, when: When = AS_USUAL) -> dict[Point, Effect]:
    """Return the effects on the headlines, as the run's summary has them, or on what is asked, from its replicates."""
    points = asked(run.scenario, baseline, when)
    effect = run.effect if when.is_default else run.readings(points).effect
    found = {point: effect(point) for point in points}
    return {point: effect for point, effect in found.items() if effect is not None}


def effect_line(point: Point, effect: Effect, language: Language) -> str:
    """Return what the plan does to one number."""
    told = effect_told(effect, point_quantity(point), point_unit(point), language)
    return LINE.filled(language, point=point_words(point, language), told=told)
