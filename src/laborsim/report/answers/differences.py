"""Compared with what? The levels of every lever in both worlds, and which world comes first how surely."""

from collections.abc import Iterator

from laborsim.analysis.answer_files import AnswerPart, csv_leaf
from laborsim.analysis.compare.compare import compare_runs
from laborsim.analysis.counterfactuals import differing_levers
from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.headline import aims, in_force
from laborsim.kernels.codes import year_and_month
from laborsim.published.csv_writer import Cell
from laborsim.published.words import Language, Words
from laborsim.report.albums.compare import order_text
from laborsim.report.text.labels import key_words, places_words, point_words
from laborsim.report.text.levels import lever_levels
from laborsim.report.text.phrases import phrases
from laborsim.scenario.explanation import level_words, places
from laborsim.scenario.load import Scenario

TITLE = Words("Compared with what?", "方案差异")
COLUMNS = ("lever", "baseline", "scenario", "where", "source")
NO_WORD = "ASSUMPTION"
"""What is said of a level without a source."""

LEVER = Words(
    "{lever}: {now}; baseline: {before}; {where}; {source}", "{lever}：{now}；基准情景：{before}；{where}；{source}"
)
ASSUMED = Words("ASSUMPTION", "假设值")
RANKING = Words("{point} ({best}): {order}", "{point}（{best}）：{order}")


def differences_part(run: Run, baseline: Scenario, language: Language) -> AnswerPart:
    """Return what both worlds say of each lever, and the order of the two on what the scenario is about."""
    ours, theirs = in_force(run.scenario), in_force(baseline)
    year = year_and_month(run.scenario.horizon.start)[0]
    rows: list[tuple[Cell, ...]] = []
    lines = []
    for key in differing_levers(run.scenario, baseline):
        lever = ours.get(key) or theirs[key]
        source = lever.source or NO_WORD
        worlds = (theirs.get(key), ours.get(key)), (ours.get(key), theirs.get(key))
        before, now = (level_words(one, other, year) for one, other in worlds)
        rows.append((key, before, now, places(lever.regions), source))
        said = [lever_levels(one, other, year, language) for one, other in worlds]
        lines.append(
            LEVER.filled(
                language,
                lever=key_words(key).said(language),
                now=said[1],
                before=said[0],
                where=places_words(lever.regions, language),
                source=lever.source or ASSUMED.said(language),
            )
        )
    return AnswerPart(
        TITLE.said(language),
        [*lines, *_rankings(run, baseline, language)],
        [csv_leaf("differences.csv", COLUMNS, rows)],
    )


def _rankings(run: Run, baseline: Scenario, language: Language) -> Iterator[str]:
    compared = compare_runs([run])
    for point in aims(run.scenario, baseline):
        ranking = compared.ranking(point)
        if ranking is not None and ranking.ranked[0].p_best is not None:
            best: str = getattr(phrases(language), f"best_{ranking.best}")
            order = order_text(ranking, language)
            yield RANKING.filled(language, point=point_words(point, language), best=best, order=order)
