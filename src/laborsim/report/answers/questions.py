"""Everything that a run can be asked, in eight parts: told in lines, and left in the run's folder."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from laborsim.analysis.answer_files import AnswerPart, Leaf, check_can_be_kept, keep
from laborsim.analysis.attribution.attribution import SAME_WORLD, Causes, attribute
from laborsim.analysis.counterfactuals import Sizes
from laborsim.analysis.goals.goals import judge_goals
from laborsim.analysis.ledger.ledger import ledger_of
from laborsim.analysis.ledger.pairs import Persons, study_persons
from laborsim.analysis.price.price import Prices
from laborsim.analysis.price.streams import streams_of
from laborsim.analysis.sensitivity.study import study
from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.effect import is_told
from laborsim.experiment.indicators.headline import aims, differ
from laborsim.experiment.indicators.when import AS_USUAL, When, points_of
from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.running.extra_worlds import Bench
from laborsim.published.words import Language, Words
from laborsim.report.albums.attribution import Picture, waterfalls
from laborsim.report.albums.ledger import persons_figures
from laborsim.report.albums.sensitivity import sensitivity_figures
from laborsim.report.albums.split import split_figures
from laborsim.report.answers import differences, distribution, effects, ledger, switchers
from laborsim.report.answers.answer_sizes import AnswerSize, made_with, sized_part
from laborsim.report.answers.attribution import cause_part
from laborsim.report.answers.goals import goals_part
from laborsim.report.answers.price import price_part
from laborsim.report.answers.sensitivity import SMALL, sensitivity_part
from laborsim.report.canvas.figure_files import contents
from laborsim.report.tables.run import is_draft
from laborsim.report.text.labels import levers_of
from laborsim.report.text.phrases import phrases
from laborsim.report.text.when import when_words
from laborsim.scenario.load import Scenario


@dataclass
class Asking:
    """A run that is asked everything, and how: where extra worlds are simulated, how much, in which language."""

    run: Run
    baseline: Scenario
    bench: Bench
    sizes: Sizes
    language: Language = "en"
    when: When = AS_USUAL

    @cached_property
    def persons(self) -> Persons:
        """The people of both worlds, who answer three of the questions; simulated when the first is asked."""
        return study_persons(self.run, self.bench, self.sizes)


def asking_of(run: Run, bench: Bench, sizes: Sizes, language: Language = "en", when: When = AS_USUAL) -> Asking:
    """Return a run ready to be asked. Raises WrongInput where it has no baseline, or is the same world."""
    if run.baseline is None:
        told = Words(
            f"{run.path} was run without a baseline: every answer here is about a difference",
            f"{run.path} 没有基准情景：此处各项回答都针对差异",
        )
        raise WrongInput(told)
    if not differ(run.scenario, run.baseline.scenario):
        raise WrongInput(SAME_WORLD.holding(run=run.path))
    return Asking(run, run.baseline.scenario, bench, sizes, language, when)


def answer(asking: Asking, tell: Callable[[str], None] = lambda line: None) -> Iterator[AnswerPart]:
    """Yield the answers to all eight questions, and leave them in the run's folder, which stays verifiable.

    Every part is kept, and yielded, as soon as it is known: whoever is interrupted has read what is there, and goes on
    with what was simulated. `tell` hears the number of each question when its turn comes. Raises what the studies
    raise, and what `keep` raises before anything is simulated that could not be kept.
    """
    for number, find in enumerate(QUESTIONS, start=1):
        tell(phrases(asking.language).question.format(number=number, all=len(QUESTIONS)))
        check_can_be_kept(asking.run)
        part = find(asking)
        keep(asking.run, part.leaves)
        yield part


def causes_part(causes: Causes, run: Run, language: Language, when: When = AS_USUAL) -> AnswerPart:
    """Return the answer to "what caused it?" with its waterfalls; `when`: as the causes were asked."""
    made = causes_made(causes, run)
    told = cause_part(causes, levers_of(run), run, language, is_apart=made != made_with(run))
    if run.baseline is not None:
        line = when_words(run.scenario, run.baseline.scenario, when, language)
        told = replace(told, lines=[told.lines[0], line, *told.lines[1:]])
    return sized_part(dated(with_pictures(told, waterfalls(causes, run, language)), when), run, made, language)


def dated(part: AnswerPart, when: When) -> AnswerPart:
    """Return an answer whose files have in their names what was asked: those of another question stay."""
    return replace(part, leaves=[replace(leaf, name=when.named(leaf.name)) for leaf in part.leaves])


def causes_made(causes: Causes, run: Run) -> AnswerSize:
    """Return what the answer to "what caused it?" rests on."""
    return made_with(run, causes.coarser, causes.pairs)


def with_pictures(part: AnswerPart, pictures: list[Picture]) -> AnswerPart:
    """Return an answer whose files include figures, each as PNG, SVG and the numbers that it draws."""
    drawn = [
        Leaf(f"figures/{stem}{suffix}", content)
        for stem, figure, table in pictures
        for suffix, content in contents(figure, table).items()
    ]
    return AnswerPart(part.title, part.lines, [*part.leaves, *drawn])


def _changes(asking: Asking) -> AnswerPart:
    part = effects.changes_part(asking.run, asking.baseline, asking.language, asking.when)
    return _of_the_run(asking, with_pictures(part, split_figures(asking.run, asking.when, asking.language)))


def _differences(asking: Asking) -> AnswerPart:
    return _of_the_run(asking, differences.differences_part(asking.run, asking.baseline, asking.language))


def _switchers(asking: Asking) -> AnswerPart:
    part = switchers.switchers_part(asking.persons, asking.language)
    return _of_persons(asking, with_pictures(part, persons_figures(asking.persons, asking.run, asking.language)))


def _causes(asking: Asking) -> AnswerPart:
    causes = attribute(asking.run, asking.bench, asking.sizes, asking.when)
    return causes_part(causes, asking.run, asking.language, asking.when)


def _ledger(asking: Asking) -> AnswerPart:
    streams, persons = streams_of(asking.run), asking.persons
    # Where the ledger looked at fewer or coarser pairs than the run has, the prices know more of what is bought.
    is_same = len(persons.pairs) == streams.pairs and persons.coarser == 1
    known = ledger.not_bought(ledger_of(persons)) if is_same else frozenset[str]()
    told = price_part(Prices(streams, not_bought=known), (), asking.language)
    keep(asking.run, _of_the_run(asking, told).leaves)  # of all pairs; the ledger's are those that were looked at
    part = _of_persons(asking, ledger.ledger_part(asking.persons, asking.language))
    return AnswerPart(part.title, [*part.lines, *told.lines], [*told.leaves, *part.leaves])


def _groups(asking: Asking) -> AnswerPart:
    return _of_persons(asking, distribution.groups_part(asking.persons, asking.language))


def _goals(asking: Asking) -> AnswerPart:
    part, found = goals_part(judge_goals(asking.run), asking.language), asking.run.scenario.goals
    return _of_the_run(asking, part) if found else part


def _sensitivity(asking: Asking) -> AnswerPart:
    at = replace(asking.when, by=None)
    first = points_of(aims(asking.run.scenario, asking.baseline), asking.run.scenario, at)[0]
    found = study(asking.run.scenario, asking.baseline, SMALL, asking.bench, first)
    run, language = asking.run, asking.language
    pictures = []
    if is_told(found.center):
        pictures = sensitivity_figures(found.of_own_effect(), run.run_id, language, is_draft=is_draft(run))
    made = made_with(run, SMALL.coarser, SMALL.pairs, SMALL.samples)
    part = with_pictures(sensitivity_part(found, language), pictures)
    return sized_part(dated(part, asking.when), run, made, language)


def _of_the_run(asking: Asking, part: AnswerPart) -> AnswerPart:
    """Return an answer that needs no world beside the run's own."""
    return sized_part(part, asking.run, made_with(asking.run), asking.language)


def _of_persons(asking: Asking, part: AnswerPart) -> AnswerPart:
    """Return an answer that the people of the first pairs give."""
    persons = asking.persons
    made = made_with(asking.run, persons.coarser, len(persons.pairs))
    return sized_part(part, asking.run, made, asking.language)


QUESTIONS: tuple[Callable[[Asking], AnswerPart], ...] = (
    _changes, _differences, _switchers, _causes, _ledger, _groups, _goals, _sensitivity,
)  # fmt: skip
"""In the order in which they are told."""
