"""A misspelt key is an error that names the right one."""

import random
import string

import pytest
from tests.scenario.files import HEAD, only, problems

from laborsim.levers import Cost, Uncertainty, Who, catalogue
from laborsim.published.indicators import indicators
from laborsim.published.regions import nearest
from laborsim.scenario.block_reader import fields_of, nearest_to, suggestion
from laborsim.scenario.blocks import GoalBlock, HorizonBlock, RunBlock, ScenarioFile, ShockBlock
from laborsim.scenario.levers import lever_fields

LETTERS = string.ascii_lowercase + "_"
EDITS_PER_WORD = 30


def single_edits(word, luck):
    """Every letter lost or exchanged with the next; letters mistyped or doubled."""
    edits = {word[:i] + word[i + 1 :] for i in range(len(word))}
    edits |= {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    edits |= {word[:i] + luck.choice(LETTERS) + word[i + 1 :] for i in range(len(word))}
    edits |= {word[:i] + luck.choice(LETTERS) + word[i:] for i in range(len(word) + 1)}
    return sorted(edits - {word, ""})


def vocabularies():
    for block in (ScenarioFile, HorizonBlock, RunBlock, ShockBlock, GoalBlock, Cost, Who, Uncertainty):
        yield list(fields_of(block))
    for lever in catalogue().values():
        yield list(lever_fields(lever))
    yield list(catalogue())
    yield list(indicators())


def test_the_right_key_is_suggested_for_19_of_20_single_edits():
    luck = random.Random(20250101)
    n_right = n_edits = 0
    for words in vocabularies():
        for word in words:
            edits = [edit for edit in single_edits(word, luck) if edit not in words]
            for edit in luck.sample(edits, min(len(edits), EDITS_PER_WORD)):
                n_edits += 1
                n_right += nearest_to(edit, words) == word
    assert n_right / n_edits >= 0.95


@pytest.mark.parametrize(
    ("typed", "named"),
    [("Esat", ["East"]), ("Wset", ["West"]), ("Wst", ["West"]), ("eest", ["East", "West"]), ("Hebie", ["CN-HE"]),
     ("Hanan", ["CN-HA", "CN-HI", "CN-HN"])],
)  # fmt: skip
def test_a_place_is_never_swapped_for_another_that_is_as_near(typed, named):
    found = nearest(typed)
    assert sorted(found) == named and found[0][0] == (typed[0].upper() if named[0][:3] != "CN-" else "C")


def test_letters_that_changed_places_are_one_slip_and_keys_that_are_as_near_are_all_named():
    zones = ("East", "Central", "West", "Northeast")
    assert suggestion("esat", zones).en == "did you mean 'East'?"
    assert suggestion("eest", zones).en == "did you mean 'East' or 'West'?"
    assert nearest_to("wset", zones) == "West"


def test_a_key_is_suggested_even_if_it_stands_there_already(tmp_path):
    text = "levers:\n  workshops: {value: 38000, strat: 2024-03, start: 2024-03}\n"
    assert only(problems(tmp_path, HEAD + text)).hint.en == "did you mean 'start'?"


def test_hyphens_and_capitals_are_no_obstacle(tmp_path):
    assert "'school_places'" in only(problems(tmp_path, HEAD + "levers: {School-Places: {value: 97}}\n")).hint.en


def test_a_word_like_no_other_gets_the_list_of_known_keys(tmp_path):
    hint = only(problems(tmp_path, HEAD + "run: {zzzzzzzz: 1}\n")).hint.en
    assert hint == "known here: replicates, draws, precision, seed, scale"


def test_a_word_that_only_sounds_like_a_measure_is_no_slip_of_it() -> None:
    assert nearest_to("employment_services", catalogue()) == ""
    for typed, meant in (("trainig", "training_places"), ("welfare_posts", "public_welfare_posts")):
        assert nearest_to(typed, catalogue()) == meant
