"""A change that starts later leaves the years before it as they were."""

import pytest
from tests.cases.files import CASES, case, lever_of
from tests.scenario.files import HEAD, load, only, problems, problems_of, write

from laborsim.kernels.codes import month_number
from laborsim.scenario.explanation import explanation_text
from laborsim.scenario.load import load_scenario, resolved_text

POSTS = "public_welfare_posts"
LAST_BEFORE = month_number(2025, 12)


def levels(loaded, key=POSTS):
    lever, horizon = lever_of(loaded, key), loaded.scenario.horizon
    return {month: lever.level(month, 0) for month in range(horizon.start, horizon.end + 1)}


def extended(folder, parent, child):
    write(folder, HEAD + parent, "parent.yaml")
    return write(folder, "laborsim: 1\nid: child\nextends: parent.yaml\n" + child, "child.yaml")


def test_before_it_begins_every_lever_is_at_the_inherited_level():
    more, base = case("01-more-posts-from-2026"), case("01a-posts-base")
    for month, level in levels(more).items():
        assert level == (1_500_000 if month > LAST_BEFORE else levels(base)[month])


def test_both_worlds_are_the_same_to_the_bit_until_then():
    from laborsim.model.labor_model import LaborModel

    asked = ("run.scale=100000", "run.draws=0", "horizon.end=2026-01")
    worlds = [LaborModel(case(name, *asked).scenario) for name in ("01-more-posts-from-2026", "01a-posts-base")]
    for month in range(month_number(2024, 1), LAST_BEFORE + 1):
        for world in worlds:
            world.step()
        first, second = ((world.counts.series, world.policy.ledger.month) for world in worlds)
        assert (first[0] == second[0]).all(), month
        assert (first[1] == second[1]).all(), month


def test_a_ramp_rises_from_the_inherited_level():
    found = levels(case("01-more-posts-from-2026", f"levers.{POSTS}.ramp=3 months"))
    rise = [found[LAST_BEFORE + k] for k in range(6)]
    assert rise == [1_000_000, 1_125_000, 1_250_000, 1_375_000, 1_500_000, 1_500_000]


def test_nothing_before_is_said_by_null(tmp_path):
    for name in ("01a-posts-base", "01-more-posts-from-2026"):
        write(tmp_path, (CASES / f"{name}.yaml").read_text(), f"{name}.yaml")
    change = "{value: 5, start: 2026-01, before: null}"
    text = f"laborsim: 1\nid: x\nextends: 01a-posts-base.yaml\nlevers: {{{POSTS}: {change}}}\n"
    found = levels(load_scenario(write(tmp_path, text)))
    assert (found[LAST_BEFORE], found[LAST_BEFORE + 1]) == (None, 5)


def test_three_generations_follow_each_other(tmp_path):
    write(tmp_path, (CASES / "01a-posts-base.yaml").read_text(), "01a-posts-base.yaml")
    write(tmp_path, (CASES / "01-more-posts-from-2026.yaml").read_text(), "middle.yaml")
    text = f"laborsim: 1\nid: x\nextends: middle.yaml\nlevers: {{{POSTS}: {{value: 7, start: 2026-07}}}}\n"
    found = levels(load_scenario(write(tmp_path, text)))
    assert [found[LAST_BEFORE + k] for k in (0, 1, 6, 7)] == [1_000_000, 1_500_000, 1_500_000, 7]


def test_dated_levels_that_begin_later_follow_an_inherited_value(tmp_path):
    parent = "levers: {workshops: {value: 40000, source: x}}\n"
    path = extended(tmp_path, parent, "levers: {workshops: {values: {2024-06: 50000, 2025-06: 60000}}}\n")
    found = levels(load_scenario(path), "workshops")
    assert [found[month_number(2024, month)] for month in (1, 5, 6)] == [40_000, 40_000, 50_000]


def test_a_shock_that_changes_later_is_what_it_was_until_then(tmp_path):
    parent = "shocks: {slump: {kind: vacancies, value: 0.8, source: x}}\n"
    path = extended(tmp_path, parent, "shocks: {slump: {value: 0.5, start: 2025-01}}\n")
    schedule = load_scenario(path).scenario.shocks[0].schedule
    assert [schedule.level(month_number(2024, 12) + k, 1.0) for k in (0, 1)] == [0.8, 0.5]


def test_an_inherited_end_that_lies_before_it_ends_the_inherited_level_only(tmp_path):
    parent = "levers: {workshops: {value: 40000, end: 2024-06, source: x}}\n"
    path = extended(tmp_path, parent, "levers: {workshops: {value: 50000, start: 2025-01}}\n")
    found = levels(load_scenario(path), "workshops")
    assert [found[month_number(2024, 6) + k] for k in (0, 1, 6, 7, 18)] == [40_000, None, None, 50_000, 50_000]


def test_the_resolved_file_asks_the_same_question(tmp_path):
    loaded = case("01-more-posts-from-2026")
    again = load(tmp_path, resolved_text(loaded))
    assert again.scenario.levers == loaded.scenario.levers
    assert again.resolved["levers"] == loaded.resolved["levers"]


def test_the_explanation_says_what_was_and_what_becomes():
    said = explanation_text(case("01-more-posts-from-2026"))
    assert "1,000,000 posts from the beginning; then 1,500,000 posts from 2026-01" in said


def test_other_regions_from_a_later_month_take_a_block_of_their_own(tmp_path):
    parent = "levers: {workshops: {value: 50000, source: x}}\n"
    path = extended(tmp_path, parent, "levers: {workshops: {value: 9000, regions: [CN-GS], start: 2025-01}}\n")
    assert only(problems_of(path)).code == "E316"


def test_an_inherited_level_that_changes_nothing_stands_in_nobodys_way(tmp_path):
    parent = "levers: {entrepreneurship_parks: {value: 2200, source: x}}\n"
    path = extended(
        tmp_path, parent, "levers: {entrepreneurship_parks: {value: 60, regions: [CN-GS], start: 2025-01}}\n"
    )
    assert load_scenario(path).scenario.levers[0].schedule.before is None


@pytest.mark.parametrize("before", ["{value: 3, start: 2025-02}", "{value: 3, start: 2025-01}"])
def test_what_was_before_begins_before(tmp_path, before):
    text = HEAD + f"levers: {{workshops: {{value: 50000, start: 2025-01, source: x, before: {before}}}}}\n"
    assert only(problems(tmp_path, text)).code == "E305"
