"""A note that holds for many blocks of one lever is said once, in every figure and on every page."""

import pytest
from tests.cases.files import case

from laborsim.report.albums.run import assumptions_of
from laborsim.report.text.provenance import Provenance, footnote
from laborsim.scenario.explanation import assumptions


@pytest.mark.parametrize(
    ("language", "note"), [("en", "level of rural public-welfare posts"), ("zh", "乡村公益性岗位数量")]
)
def test_a_note_on_thirty_one_blocks_stands_once_under_a_figure(language, note):
    loaded = case("15-note-repeats")
    rests_on = assumptions_of(loaded.scenario, loaded.baseline)
    assert len(loaded.scenario.levers) - len(loaded.baseline.levers) == 31
    said = footnote(Provenance("many", 1, "0.1", "abcd1234", assumptions=rests_on), language)
    assert said.count(note) == 1


def test_what_is_assumed_of_each_block_is_listed_once_with_its_own_value_and_line():
    found = assumptions(case("15-note-repeats"))
    assert len(found) == len(set(found))
    blocks = [one for one in found if one.key.startswith("levers.public_welfare_posts.")]
    assert sorted(one.value for one in blocks) == sorted(f"{1000 * k:,}" for k in range(1, 32))
    assert len({one.origin for one in blocks}) == 31
