"""A worker's story: values by the model's own kernels, and the term whose removal restores the old choice."""

import json
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from tests.model.small_worlds import COARSE, lever, scenario, setting
from tests.scenario.files import ROOT

from laborsim.analysis.ledger.pairs import PairedWorlds
from laborsim.analysis.stories.story import SAMPLES, _eve, _moments, sampled, stories
from laborsim.analysis.stories.utility_terms import (
    ALTERNATIVES,
    PARTS_OF_MONTH,
    PARTS_OF_PLACES,
    TERMS,
    WHOLE_PAST,
    Situation,
    chances_of,
    reason_of,
    without,
)
from laborsim.cli import main
from laborsim.experiment.running.question import Changes
from laborsim.experiment.running.run import Options, run_file
from laborsim.kernels.applications import FOUND, NOTHING
from laborsim.kernels.choice.choice import HOME, INSIDE, NEST, OUTSIDE, PLACE, REST, STAY, WAIT
from laborsim.kernels.choice.utility import race
from laborsim.kernels.codes import OUT, OUTBOUND, SEEKING, SEEKING_AWAY
from laborsim.kernels.markets.search import is_suited
from laborsim.kernels.random import four_words
from laborsim.kernels.welfare import FOUNDING, LOCAL_WORK, log_sum, values_of
from laborsim.levers import catalogue
from laborsim.report.answers.stories import CHOICES, TERMS_ZH, story_data, story_lines

MONTHS = 18
FEW = 6


def pair_of(*worlds, k=0) -> PairedWorlds:
    base = setting(COARSE)
    return PairedWorlds(worlds, k, setting=base)


@cache
def worlds():
    return scenario(MONTHS, levers=(lever("startup_subsidy", 100_000),)), scenario(MONTHS)


@cache
def told(sample: str):
    """Return the stories of a few people of a sample."""
    return tuple(stories(pair_of(*worlds()), sampled(pair_of(*worlds()), sample, FEW)))


def test_the_values_and_the_luck_of_seekers_make_their_choice() -> None:
    """`values_of` lists what `think_again` compares: with the same draws the best is what is applied for."""
    model = pair_of(worlds()[0]).scenario
    model.step()
    before = model.workers.columns.copy()
    model.step()
    seen = 0
    for row in np.flatnonzero((before.status == SEEKING) | (before.status == SEEKING_AWAY)):
        moment = Situation(before[row : row + 1].copy(), model.month, model.ahead.places, model.opening.tastes)
        worker = moment.before_choice()
        status, applied = moment.decided()
        if worker.status[0] not in (SEEKING, SEEKING_AWAY) or worker.training_end[0] > model.months:
            continue
        words, more = (four_words(model.stream, worker.worker_id[0], model.months, NEST, part) for part in (0, 1))
        luck = {STAY: words[0], HOME: words[1], INSIDE: words[2], OUTSIDE: words[3]}
        luck |= {REST: more[0], WAIT: more[1], PLACE: more[2]}
        values = values_of(worker[0], model.month)
        best = max((k for k in luck if np.isfinite(values[k])), key=lambda k: race(values[k], luck[k]))
        if best not in (REST, WAIT) and not is_suited(worker[0], model.month):
            continue  # a post that does not suit him is not applied for
        expected = {REST: status == OUT, WAIT: applied == NOTHING, INSIDE: applied == worker.origin[0]}
        assert expected.get(best, status != OUT and applied != NOTHING)
        seen += 1
    assert seen > 50


def test_the_log_sum_is_that_of_the_top_level() -> None:
    values = np.full(PLACE + 3, -np.inf)
    values[[STAY, HOME, LOCAL_WORK, FOUNDING]] = (1.0, 2.0, 5.0, 6.0)
    assert log_sum(values) == pytest.approx(np.log(np.exp(1.0) + np.exp(2.0)))


def test_chances_sum_to_one_and_split_the_nest_at_home() -> None:
    for story in told("founded"):
        assert story.reason is not None
        for values in story.reason.values:
            chances = chances_of(values, story.reason.nest_home)
            assert chances[: PLACE + 1].sum() == pytest.approx(1.0)
            if np.isfinite(values[HOME]):
                assert chances[LOCAL_WORK] + chances[FOUNDING] == pytest.approx(chances[HOME])


def test_who_founds_because_of_the_subsidy_is_told_so() -> None:
    reasons = [story.reason for story in told("founded") if story.reason is not None]
    by_choice = [r for r in reasons if r.decided[0] != r.decided[1] and r.decided[0][1] == FOUND]
    assert by_choice
    assert any(reason.pivots == ("start-up subsidy",) for reason in by_choice)
    assert all(reason.pivots or reason.together for reason in by_choice)


def test_without_the_pivot_the_old_choice_is_made_again() -> None:
    """And with all terms taken away the worker is the baseline's, so the list of terms leaves nothing out."""
    pair = pair_of(*worlds())
    decided = 0
    while pair.running:
        eves = [_eve(pair, row) for row in range(0, len(pair.scenario.workers.columns))]
        pair.step()
        ours, theirs = (model.workers.columns for model in pair.models)
        apart = (ours.status[: len(eves)] != theirs.status[: len(eves)]) & (ours.events[: len(eves)] != 0)
        for row in np.flatnonzero(apart):
            mine, other = _moments(pair, int(row), eves[row])
            if mine.row.status[0] != other.row.status[0] or mine.decided() == other.decided():
                continue
            reason = reason_of(mine, other)
            assert without(mine, other, TERMS).decided() == other.decided()
            for term in reason.pivots:
                assert without(mine, other, [term]).decided() == reason.decided[1]
            decided += 1
        if decided > 10:
            break
    assert decided


EVERY_LEVER = (
    lever("startup_subsidy", 50_000), lever("guaranteed_loans", 600_000), lever("entrepreneurship_parks", 9_000),
    lever("public_welfare_posts", 3_000_000), lever("workshops", 90_000), lever("training_places", 20_000_000),
    lever("school_places", 95.0), lever("settlement_access", 0.9),
)  # fmt: skip


def fields_apart(ours, theirs, within="") -> set[str]:
    """Return the fields of two months' records that differ, but for the bound that only spares work."""
    found: set[str] = set()
    for name in ours.dtype.names:
        mine, other, path = ours[name], theirs[name], f"{within}{name}"
        if mine.dtype.names:
            found |= fields_apart(mine, other, f"{path}.")
        elif path != "founding.ceiling" and not np.array_equal(mine, other):
            found.add(path)
    return found


def test_with_all_terms_taken_away_the_month_is_the_baselines_whatever_lever_is_turned() -> None:
    assert {one.NAME for one in EVERY_LEVER} == set(catalogue())
    pair, seen = pair_of(scenario(6, levers=EVERY_LEVER), scenario(6)), set()
    while pair.running:
        eve = _eve(pair, 0)
        pair.step()
        mine, other = _moments(pair, 0, eve)
        seen |= fields_apart(mine.month, other.month)
        assert fields_apart(without(mine, other, TERMS).month, other.month) == set()
    assert {"founding.custom", "loan_terms", "pay.county"} <= seen, "and there is something to take away"


def test_taking_a_term_away_leaves_the_month_itself_alone() -> None:
    pair = pair_of(*worlds())
    pair.step()
    mine, other = _moments(pair, 0, _eve(pair, 0))
    before = np.array([mine.month])
    without(mine, other, TERMS)
    assert np.array([mine.month]) == before  # by fields: the bytes between them are nobody's


def test_a_story_covers_every_month_once_and_says_when_the_worlds_part() -> None:
    for story in told("founded"):
        months = [m for s in story.stretches for m in range(s.first, s.last + 1)]
        horizon = worlds()[0].horizon
        assert months == list(range(horizon.start, horizon.end + 1))
        assert story.deciding is not None
        parted = next(s for s in story.stretches if s.first == story.deciding)
        assert parted.differs
        assert story.stretches[-1].states[0] == "founder" != story.stretches[-1].states[1]


def test_people_of_a_sample_are_as_the_sample_says() -> None:
    for story in told("returned"):
        last = story.stretches[-1].states
        away = ("outbound_inside", "outbound_outside", "seeking_away")
        assert last[0] not in away
        assert last[1] in away


def test_a_story_is_told_in_lines_and_as_data() -> None:
    for story in (*told("founded"), *told("returned")):
        lines = story_lines(story)
        assert str(story.worker_id) in lines[0]
        assert "without the measures" in lines[1]
        json.dumps(story_data(story), allow_nan=False)


def test_a_story_in_chinese_has_no_english_word() -> None:
    assert set(TERMS_ZH) == set(TERMS) | {WHOLE_PAST}
    assert set(CHOICES) == set(ALTERNATIVES)
    for story in (*told("founded"), *told("returned")):
        lines = story_lines(story, "zh")
        assert not re.search("[A-Za-z]", "\n".join(lines)), lines
        assert len(lines) == len(story_lines(story))
    same = stories(pair_of(scenario(2), scenario(2)), [0])[0]
    assert story_lines(same, "zh")[-1].startswith("对该个体而言")


def test_a_worker_whom_nothing_changes_has_no_deciding_month() -> None:
    story = stories(pair_of(scenario(2), scenario(2)), [0])[0]
    assert story.deciding is None
    assert story_lines(story)[-1].startswith("Both worlds are the same")


def test_an_unknown_worker_or_sample_is_refused_by_name() -> None:
    with pytest.raises(LookupError, match="no worker 4000000000 in pair 0"):
        stories(pair_of(scenario(1), scenario(1)), [4_000_000_000])
    with pytest.raises(LookupError, match=", ".join(SAMPLES)):
        sampled(pair_of(scenario(1), scenario(1)), "tall", 1)


def test_every_term_names_parts_that_a_month_has() -> None:
    month = pair_of(scenario(1)).scenario.month
    for path in (path for paths in PARTS_OF_MONTH.values() for path in paths):
        part = month
        for name in path.split("."):
            part = part[name]
    assert set(PARTS_OF_PLACES) & set(TERMS)
    assert OUTBOUND != OUT


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("runs")
    overrides = ("horizon.end=2025-06", "levers.startup_subsidy.value=50000", "levers.startup_subsidy.uncertainty=null")
    changes = Changes(replicates=1, scale=100_000, overrides=overrides)
    return run_file(ROOT / "scenarios" / "return-home-2025.yaml", changes, Options(out=out)).path


def test_explain_tells_the_stories_of_a_sample_and_of_a_worker(run_folder) -> None:
    told = CliRunner().invoke(main, ["explain", str(run_folder), "--sample", "gained", "--number", "1", "--json"])
    assert told.exit_code == 0, told.output
    found = json.loads(told.output)["workers"]
    worker = str(found[0]["worker_id"]) if found else "0"
    again = CliRunner().invoke(main, ["explain", str(run_folder), "--worker", worker])
    assert again.exit_code == 0, again.output
    assert f"Worker {worker} " in again.output


def test_explain_of_a_run_says_what_its_scenario_changes(run_folder) -> None:
    said = CliRunner().invoke(main, ["explain", str(run_folder)])
    assert said.exit_code == 0
    assert "return-home-2025" in said.output


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--sample", "tall"], "known samples"),
        (["--worker", "4000000000"], "no worker"),
        (["--worker", "1", "--sample", "lost"], "give one of them"),
        (["--sample", "lost", "--pair", "9"], "no pair 9"),
    ],
)
def test_explain_refuses_what_a_run_has_not(run_folder, more, words) -> None:
    said = CliRunner().invoke(main, ["explain", str(run_folder), *more])
    assert said.exit_code == 2
    assert words in said.output


def test_a_scenario_file_has_no_workers_to_tell_of() -> None:
    said = CliRunner().invoke(main, ["explain", str(ROOT / "scenarios" / "return-home-2025.yaml"), "--sample", "lost"])
    assert said.exit_code == 2
    assert "give its folder" in said.output
