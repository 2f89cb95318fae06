"""A misspelt key is an error that names the right one."""

import random
import string

from tests.inputs.scenario_files import HEAD, only, problems

from laborsim.inputs.blocks import GoalBlock, HorizonBlock, RunBlock, ScenarioFile, ShockBlock
from laborsim.inputs.indicators import indicators
from laborsim.inputs.lever_blocks import lever_fields
from laborsim.inputs.reading import did_you_mean, fields_of
from laborsim.levers import Cost, Uncertainty, Who, catalogue

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
                n_right += did_you_mean(edit, words) == word
    assert n_right / n_edits >= 0.95


def test_a_key_is_suggested_even_if_it_stands_there_already(tmp_path):
    text = "levers:\n  workshops: {value: 38000, strat: 2024-03, start: 2024-03}\n"
    assert only(problems(tmp_path, HEAD + text)).hint == "did you mean 'start'?"


def test_hyphens_and_capitals_are_no_obstacle(tmp_path):
    assert "'school_places'" in only(problems(tmp_path, HEAD + "levers: {School-Places: {value: 97}}\n")).hint


def test_a_word_like_no_other_gets_the_list_of_known_keys(tmp_path):
    hint = only(problems(tmp_path, HEAD + "run: {zzzzzzzz: 1}\n")).hint
    assert hint == "known here: replicates, draws, precision, seed, scale"
