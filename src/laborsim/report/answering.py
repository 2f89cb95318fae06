"""Everything that a run can be asked, in eight parts: told in lines, and left in the run's folder."""

from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass
from functools import cached_property

from laborsim.comparison.amounts import spoken_month
from laborsim.comparison.answer_sizes import AnswerSize, made_with, sized_part
from laborsim.comparison.answers import Leaf, Part, csv_leaf, keep
from laborsim.comparison.causes import Causes, attribute
from laborsim.comparison.causes_tables import EFFECT, POINT, cause_leaves, goal_leaves, point_cells
from laborsim.comparison.compare import compare_runs
from laborsim.comparison.goals import judge_goals
from laborsim.comparison.levers_apart import players
from laborsim.comparison.persons import Persons, study_persons
from laborsim.comparison.persons_parts import groups_part, ledger_part, switchers_part
from laborsim.comparison.sensitivity import study
from laborsim.comparison.sensitivity_part import SMALL, part_of
from laborsim.comparison.sizes import Sizes
from laborsim.experiment.effect import Effect
from laborsim.experiment.headline import Point, aims, headline, in_force
from laborsim.experiment.opened import Run
from laborsim.experiment.stops import WrongInput
from laborsim.experiment.store.worlds import Bench
from laborsim.inputs.explain import in_words, places
from laborsim.inputs.scenario import Scenario
from laborsim.kernels.codes import month_name
from laborsim.levers import Lever
from laborsim.report.cause_lines import cause_lines, effect_line, goal_lines, place_and_date
from laborsim.report.cause_pictures import Picture, lever_words, waterfalls
from laborsim.report.persons_figures import persons_figures
from laborsim.report.phrases import Language
from laborsim.report.run_summary import draft_lines, is_draft
from laborsim.report.saving import contents
from laborsim.report.sensitivity_figures import sensitivity_figures

DIFFERENCES = ("lever", "baseline", "scenario", "where", "source")
EFFECTS = (*POINT, *EFFECT)
NO_WORD = "ASSUMPTION"
"""What is said of a level without a source."""


@dataclass
class Asking:
    """A run that is asked everything, and how: where extra worlds are simulated, how much, in which language."""

    run: Run
    baseline: Scenario
    bench: Bench
    sizes: Sizes
    language: Language = "en"

    @cached_property
    def persons(self) -> Persons:
        """The people of both worlds, who answer three of the questions; simulated when the first is asked."""
        return study_persons(self.run, self.bench, self.sizes)


def asking_of(run: Run, bench: Bench, sizes: Sizes, language: Language = "en") -> Asking:
    """Return a run ready to be asked. Raises WrongInput where it has no baseline."""
    if run.baseline is None:
        raise WrongInput(f"{run.path} was run without a baseline: every answer here is about a difference")
    return Asking(run, run.baseline.scenario, bench, sizes, language)


def answer(asking: Asking, tell: Callable[[str], None] = lambda line: None) -> list[Part]:
    """Return the answers to all eight questions, and leave them in the run's folder, which stays verifiable.

    Every part is kept as soon as it is known: whoever is interrupted goes on with what is there. `tell` hears the
    number of each question when its turn comes. Raises what the studies raise.
    """
    parts = []
    for number, find in enumerate(QUESTIONS, start=1):
        tell(f"question {number} of {len(QUESTIONS)}")
        part = find(asking)
        keep(asking.run, part.leaves)
        parts.append(part)
    return parts


def effects_of(run: Run, baseline: Scenario) -> dict[Point, Effect]:
    """Return the effects on the headlines, as the run's summary has them."""
    rows = {(row["indicator"], row["region"], row["date"]): row for row in run.summary}
    keys = {
        point: (point.indicator, point.region, month_name(point.month)) for point in headline(run.scenario, baseline)
    }
    found = {point: rows[key]["effect"] for point, key in keys.items() if key in rows}
    return {point: Effect(**effect) for point, effect in found.items() if effect is not None}


def _effects(asking: Asking) -> Part:
    found = effects_of(asking.run, asking.baseline)
    rows = [(*point_cells(point), *astuple(effect)) for point, effect in found.items()]
    whole = made_with(asking.run).words
    lines = [
        *draft_lines(asking.run),
        f"Scenario minus baseline, the same luck in both; {whole}; intervals of the mean.",
    ]
    lines += [effect_line(point, effect) for point, effect in found.items()]
    return _of_the_run(asking, Part("What changes?", lines, [csv_leaf("effects.csv", EFFECTS, rows)]))


def _of_the_run(asking: Asking, part: Part) -> Part:
    """Return an answer that needs no world beside the run's own."""
    return sized_part(part, asking.run, made_with(asking.run))


def _of_persons(asking: Asking, part: Part) -> Part:
    """Return an answer that the people of the first pairs give."""
    persons = asking.persons
    return sized_part(part, asking.run, made_with(asking.run, persons.coarser, len(persons.pairs)))


def _compared(asking: Asking) -> Part:
    ours, theirs = in_force(asking.run.scenario), in_force(asking.baseline)
    rows, lines = [], []
    for key in players(asking.run.scenario, asking.baseline):
        where = places((ours.get(key) or theirs[key]).regions)
        source = (ours.get(key) or theirs[key]).source or NO_WORD
        rows.append((key, _level(theirs.get(key)), _level(ours.get(key)), where, source))
        before, now = (_level(levers.get(key), spoken_month) for levers in (theirs, ours))
        lines.append(f"{key}: {now}, instead of {before}; {where}; {source}")
    compared = compare_runs([asking.run])
    for point in aims(asking.run.scenario, asking.baseline):
        ranking = compared.ranking(point)
        if ranking is not None and ranking.ranked[0].p_best is not None:
            first = ranking.ranked[0]
            order = "" if ranking.is_settled else "; the order is not settled"
            name = f"{place_and_date(point)} ({ranking.best} is best)"
            lines.append(f"{name}: {first.name} comes first with probability {first.p_best:.2f}{order}")
    return _of_the_run(asking, Part("Compared with what?", lines, [csv_leaf("differences.csv", DIFFERENCES, rows)]))


def _level(lever: Lever | None, month: Callable[[int], str] = month_name) -> str:
    return "nothing new" if lever is None else in_words(lever.schedule, lever.DECLARATION.unit, month)


def _switchers(asking: Asking) -> Part:
    part = switchers_part(asking.persons)
    return _of_persons(asking, with_pictures(part, persons_figures(asking.persons, asking.run, asking.language)))


def _causes(asking: Asking) -> Part:
    return causes_part(attribute(asking.run, asking.bench, asking.sizes), asking.run, asking.language)


def causes_part(causes: Causes, run: Run, language: Language) -> Part:
    """Return the answer to "what caused it?" with its waterfalls."""
    part = Part("What caused it?", list(cause_lines(causes, lever_words(run))), cause_leaves(causes))
    return sized_part(with_pictures(part, waterfalls(causes, run, language)), run, causes_made(causes, run))


def causes_made(causes: Causes, run: Run) -> AnswerSize:
    """Return what the answer to "what caused it?" rests on."""
    return made_with(run, causes.coarser, causes.pairs)


def _ledger(asking: Asking) -> Part:
    return _of_persons(asking, ledger_part(asking.persons))


def _groups(asking: Asking) -> Part:
    return _of_persons(asking, groups_part(asking.persons))


def _goals(asking: Asking) -> Part:
    goals = judge_goals(asking.run)
    lines = [line for goal in goals for line in goal_lines(goal)]
    if not lines:
        return Part("Does the plan work?", ["The scenario states no goal."])
    return _of_the_run(asking, Part("Does the plan work?", lines, goal_leaves(goals)))


def _sensitivity(asking: Asking) -> Part:
    found = study(asking.run.scenario, asking.baseline, SMALL, asking.bench)
    run = asking.run
    pictures = sensitivity_figures(found, run.run_id, asking.language, is_draft=is_draft(run))
    made = made_with(run, SMALL.coarser, SMALL.pairs, SMALL.samples)
    return sized_part(with_pictures(part_of(found), pictures), run, made)


def with_pictures(part: Part, pictures: Iterable[Picture]) -> Part:
    """Return an answer whose files include figures, each as PNG, SVG and the numbers that it draws."""
    drawn = [
        Leaf(f"figures/{stem}{suffix}", content)
        for stem, figure, table in pictures
        for suffix, content in contents(figure, table).items()
    ]
    return Part(part.title, part.lines, [*part.leaves, *drawn])


QUESTIONS: tuple[Callable[[Asking], Part], ...] = (
    _effects, _compared, _switchers, _causes, _ledger, _groups, _goals, _sensitivity,
)  # fmt: skip
"""In the order in which they are told."""
