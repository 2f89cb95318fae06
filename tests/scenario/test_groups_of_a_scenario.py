"""Groups of one's own in a file: who may share a measure, who uses them, and that both worlds have them."""

import pytest
from tests.scenario.files import HEAD, load, only, problems

from laborsim.report.text.explanation import chinese_explanation
from laborsim.report.text.labels import region_words
from laborsim.scenario.explanation import assumptions, explanation_text

GROUPS = """groups:
  mine: {region: CN-GS, persons: 60000, traits: {sex: female}, source: "a list"}
  yours: {region: CN-HA, source: "a list"}
  men: {traits: {sex: male}, source: "a definition"}
  young: {region: CN-GS, persons: 9000, traits: {max_age: 25}, source: "a list"}
  old: {region: CN-GS, persons: 9000, traits: {min_age: 50}, source: "a list"}
"""


def two(one, other):
    blocks = "".join(f"    {name}: {{value: 9, start: 2024-02, who: {{group: {name}}}}}\n" for name in (one, other))
    return HEAD + GROUPS + "levers:\n  public_welfare_posts:\n" + blocks


@pytest.mark.parametrize("pair", [("mine", "yours"), ("mine", "men")])
def test_blocks_for_groups_that_share_nobody_are_accepted(tmp_path, pair):
    assert problems(tmp_path, two(*pair)) == []


@pytest.mark.parametrize("pair", [("mine", "young"), ("yours", "men"), ("young", "old")])
def test_blocks_for_groups_that_may_share_somebody_are_refused(tmp_path, pair):
    """The young of the base date may be as old as the old ones when the horizon ends."""
    assert only(problems(tmp_path, two(*pair))).code == "E308"


def test_the_world_it_is_compared_with_has_the_same_groups_and_may_use_them(tmp_path):
    block = "compared_with:\n  id: other\n  levers:\n    public_welfare_posts: {value: 9, who: {group: NAME}}\n"
    loaded = load(tmp_path, HEAD + GROUPS + block.replace("NAME", "mine"))
    assert loaded.baseline is not None and loaded.baseline.groups == loaded.scenario.groups
    assert loaded.baseline.levers[0].who.group == "mine"
    wrong = only(problems(tmp_path, HEAD + GROUPS + block.replace("NAME", "mime")))
    assert (wrong.code, wrong.hint.en) == ("E320", "did you mean 'mine'?")


def test_a_group_is_called_the_users_and_its_members_an_assumption(tmp_path):
    loaded = load(tmp_path, HEAD + GROUPS)
    found = {one.key: one.note for one in assumptions(loaded)}
    assert "drawn at random" in found["groups.mine.persons"] and "groups.men.persons" not in found
    english, chinese = explanation_text(loaded), chinese_explanation(loaded)
    assert "60,000 persons, drawn at the base date" in english and "the user's: a list" in english
    assert "60000人，基期随机抽取（成员为假设）" in chinese and "来自用户" in chinese
    assert region_words("mine").en == "mine (the user's group)"
    assert region_words("mine/45-49").zh == "mine（用户自定人群）45-49岁"


def test_the_order_of_a_file_does_not_matter(tmp_path):
    lines = GROUPS.splitlines()
    turned = "\n".join([lines[0], *reversed(lines[1:])]) + "\n"
    assert load(tmp_path, HEAD + turned).scenario == load(tmp_path, HEAD + GROUPS).scenario
