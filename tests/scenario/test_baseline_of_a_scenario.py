"""A scenario may say itself what it is compared with; a resolved one always does."""

import pytest
from tests.scenario.files import HEAD, SHIPPED, load, problems, where, write

from laborsim.scenario.load import load_scenario, resolved_text

PLAIN = HEAD.replace("id: test", "id: plain") + (
    "title: Plain\ntags: [baseline]\nlevers:\n  workshops:\n    value: 100  # ASSUMPTION\n    regions: [CN-GS]\n"
)
OTHER = "compared_with:\n  id: other\n  title: Other\n  levers:\n    workshops: {value: 5, regions: [CN-GS]}\n"


def test_a_scenario_that_names_its_baseline_is_compared_with_it(tmp_path):
    write(tmp_path, PLAIN, "plain.yaml")
    found = load(tmp_path, HEAD + "extends: plain.yaml\nrun: {seed: 9}\n" + OTHER).baseline
    assert (found.id, found.title, found.run.seed, found.levers[0].schedule.final) == ("other", "Other", 9, 5)
    nothing = load(tmp_path, HEAD + "extends: plain.yaml\ncompared_with: none\n")
    assert nothing.baseline is None


def test_what_a_parent_is_compared_with_is_not_inherited(tmp_path):
    write(tmp_path, HEAD + OTHER, "parent.yaml")
    assert load(tmp_path, HEAD + "extends: parent.yaml\n").baseline.id == "nothing-new"


@pytest.mark.parametrize(
    ("text", "code", "key", "line"),
    [
        ("compared_with: 3\n", "E203", "compared_with", 4),
        ("compared_with: {levers: {}}\n", "E202", "compared_with.id", 4),
        ("compared_with:\n  id: a\n  lever: {}\n", "E201", "compared_with.lever", 6),
        ("compared_with:\n  id: a\n  levers: {park: {}}\n", "E301", "compared_with.levers.park", 6),
        (OTHER.replace("5", "-5"), "E303", "compared_with.levers.workshops.value", 8),
    ],
)
def test_faults_of_the_baseline_are_reported_where_they_stand(tmp_path, text, code, key, line):
    found = [(problem.code, problem.key, where(problem)[0]) for problem in problems(tmp_path, HEAD + text)]
    assert found == [(code, key, line)]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_resolved_file_alone_in_a_folder_is_compared_with_the_same_world(tmp_path, path):
    loaded = load_scenario(path)
    again = load_scenario(write(tmp_path, resolved_text(loaded)))
    assert (again.scenario, again.baseline) == (loaded.scenario, loaded.baseline)
    # In one file W003 cannot tell what was inherited; a number that lost its word ASSUMPTION would be W002.
    assert {found.code for found in again.warnings} <= {"W003"}


def test_a_comment_that_vouches_for_a_number_stays_beside_it(tmp_path):
    write(tmp_path, PLAIN, "plain.yaml")
    loaded = load(tmp_path, HEAD + "extends: plain.yaml\n")
    text = resolved_text(loaded)
    assert f"value: 100  # {tmp_path}/plain.yaml:8; ASSUMPTION" in text or "…; ASSUMPTION" in text
    again = load_scenario(write(tmp_path, text, "again.yaml")).warnings
    # The resolved file states its baseline in full, so a level that looks like a slip is named there too.
    ours = [(one.code, one.key, one.message.en) for one in again if not one.key.startswith("compared_with")]
    assert ours == [(one.code, one.key, one.message.en) for one in loaded.warnings]
