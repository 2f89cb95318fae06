"""A dose is a level, an addition to what is there, or a multiple of it; each is one level, at the place it is for."""

import json
import random

import numpy as np
import pytest
from tests.cases.files import lever_of
from tests.relations.draft import BASES, draft
from tests.scenario.files import load_scenario, problems_of, write

from laborsim.levers import catalogue
from laborsim.levers.dials import Dials
from laborsim.published.regions import ZONES, expand, region_codes
from laborsim.report.text.standing import word_of
from laborsim.scenario.explanation import assumptions
from laborsim.scenario.held import held, held_by, held_years
from laborsim.scenario.standing import split, standing

HEAD = "laborsim: 1\nid: more\nextends: national-baseline.yaml\n"
GANSU, PARKS = 2_200, 40
"""Workshops and parks of Gansu at the end of 2023."""


def read(tmp_path, levers, head=HEAD):
    return load_scenario(write(tmp_path, f"{head}levers:\n  {levers}\n"))


def level_of(tmp_path, block, name="workshops"):
    lever = lever_of(read(tmp_path, f"{name}: {block}"), name)
    return lever.schedule.final


def refused(tmp_path, levers, head=HEAD):
    return problems_of(write(tmp_path, f"{head}levers:\n  {levers}\n"))


# ------------------------------------------------------------------------------------------ what it becomes


@pytest.mark.parametrize(
    ("dose", "level"),
    [("add: 50", GANSU + 50), ("times: 1.1", 2_420), ("add: -200", 2_000), ("times: 0.5", 1_100), ("add: 0", GANSU)],
)
def test_a_dose_is_counted_from_what_the_province_holds(tmp_path, dose, level):
    assert level_of(tmp_path, f"{{{dose}, start: 2025-01, regions: [CN-GS], source: x}}") == level


def test_a_dose_in_several_regions_is_counted_from_their_sum(tmp_path):
    there = held(catalogue()["workshops"], 2023, expand("West"))
    assert level_of(tmp_path, "{add: 100, regions: [West], source: x}") == there + 100


def test_a_share_is_added_to_in_points(tmp_path):
    assert level_of(tmp_path, "{add: 3.3, source: x}", "school_places") == 100


def test_dated_doses_are_all_counted_from_what_is_there_before_the_first(tmp_path):
    block = "{values: {2024-06: {add: 100}, 2025-01: 2500, 2026-01: {times: 1.5}}, regions: [CN-GS], source: x}"
    lever = lever_of(read(tmp_path, f"workshops: {block}"), "workshops")
    assert [level for _, level in lever.schedule.points] == [GANSU + 100, 2_500, GANSU * 1.5]


def test_a_dose_that_follows_another_is_counted_from_it(tmp_path):
    block = "{add: 100, start: 2026-01, regions: [CN-GS], source: x, before: {times: 2, start: 2025-01}}"
    schedule = lever_of(read(tmp_path, f"workshops: {block}"), "workshops").schedule
    assert schedule.before.final == 2 * GANSU and schedule.final == 2 * GANSU + 100


def test_a_dose_after_one_that_has_ended_is_counted_from_the_base_date(tmp_path):
    block = "{add: 100, start: 2026-01, regions: [CN-GS], source: x, before: {times: 2, start: 2025-01, end: 2025-06}}"
    assert level_of(tmp_path, block) == GANSU + 100


def test_a_dose_after_a_ramp_that_it_cuts_short_is_counted_from_where_that_had_come(tmp_path):
    before = "{value: 3300, start: 2025-01, ramp: 9 months}"
    block = f"{{add: 100, start: 2025-06, regions: [CN-GS], source: x, before: {before}}}"
    assert level_of(tmp_path, block) == GANSU + 550 + 100  # after five of ten steps


def test_what_is_not_known_is_said_in_the_terms_of_the_dose(tmp_path):
    for said, low, high in (
        ("add: 50, uncertainty: {dist: triangular, low: 20, mode: 50, high: 80}", GANSU + 20, GANSU + 80),
        ("times: 2, uncertainty: {dist: uniform, low: 1.5, high: 3}", GANSU * 1.5, GANSU * 3),
    ):
        lever = lever_of(read(tmp_path, f"workshops: {{{said}, regions: [CN-GS], source: x}}"), "workshops")
        assert (lever.uncertainty.low, lever.uncertainty.high) == (low, high)
    normal = "times: 2, uncertainty: {dist: normal, mean: 2, sd: 0.1}"
    lever = lever_of(read(tmp_path, f"workshops: {{{normal}, regions: [CN-GS], source: x}}"), "workshops")
    assert (lever.uncertainty.mean, lever.uncertainty.sd) == (2 * GANSU, pytest.approx(0.1 * GANSU))


def test_a_shock_is_a_multiple_of_what_is_normal(tmp_path):
    text = HEAD + "shocks:\n  s: {kind: vacancies, times: 0.6, start: 2025-01, end: 2025-06, source: x}\n"
    assert load_scenario(write(tmp_path, text)).scenario.shocks[0].schedule.final == 0.6


# ------------------------------------------------------------------------------------------ of one file and another


@pytest.mark.parametrize("other", ["add: 800", "times: 1.5", "value: 3000"])
@pytest.mark.parametrize("one", ["add: 100", "times: 2", "value: 2500"])
def test_a_child_says_its_dose_in_any_way_and_only_it_stands(tmp_path, one, other):
    write(tmp_path, f"{HEAD}levers:\n  workshops: {{{one}, start: 2025-01, regions: [CN-GS], source: x}}\n", "p.yaml")
    child = "laborsim: 1\nid: c\nextends: p.yaml\nlevers:\n  workshops: "
    found = load_scenario(write(tmp_path, f"{child}{{{other}, source: y}}\n"))
    alone = read(tmp_path, f"workshops: {{{other}, start: 2025-01, regions: [CN-GS], source: y}}")
    assert lever_of(found, "workshops") == lever_of(alone, "workshops")


def test_a_later_dose_of_a_child_is_counted_from_the_parents(tmp_path):
    write(
        tmp_path, f"{HEAD}levers:\n  workshops: {{add: 100, start: 2025-01, regions: [CN-GS], source: x}}\n", "p.yaml"
    )
    child = "laborsim: 1\nid: c\nextends: p.yaml\nlevers:\n  workshops: {add: 50, start: 2026-01, source: y}\n"
    lever = lever_of(load_scenario(write(tmp_path, child)), "workshops")
    assert lever.schedule.before.final == GANSU + 100 and lever.schedule.final == GANSU + 150


def test_a_dated_dose_of_a_child_replaces_the_parents_of_that_month(tmp_path):
    dated = "{values: {2025-01: {add: 100}, 2026-01: {add: 200}}, regions: [CN-GS], source: x}"
    write(tmp_path, f"{HEAD}levers:\n  workshops: {dated}\n", "p.yaml")
    child = "laborsim: 1\nid: c\nextends: p.yaml\nlevers:\n  workshops: {values: {2026-01: {times: 2}}, source: y}\n"
    lever = lever_of(load_scenario(write(tmp_path, child)), "workshops")
    assert [level for _, level in lever.schedule.points] == [GANSU + 100, 2 * GANSU]


def test_the_nations_own_level_is_no_ground_for_a_province(tmp_path):
    """The baseline states 2,200 parks for China; 50 more in Gansu are 50 more than Gansu's."""
    block = "{add: 50, start: 2025-01, regions: [CN-GS], source: x}"
    assert level_of(tmp_path, block, "entrepreneurship_parks") == PARKS + 50


def test_a_dose_on_the_command_line_replaces_a_level(tmp_path):
    path = write(tmp_path, f"{HEAD}levers:\n  workshops: {{value: 3000, regions: [CN-GS], source: x}}\n")
    loaded = load_scenario(path, ["levers.workshops.add=50"])
    assert lever_of(loaded, "workshops").schedule.final == GANSU + 50


# ------------------------------------------------------------------------------------------ what is refused


UNSURE = "uncertainty: {dist: uniform, low: %d, high: %d}"


@pytest.mark.parametrize(
    ("block", "code", "key"),
    [
        ("workshops: {add: 50, value: 3000, source: x}", "E207", "workshops.add"),
        ("workshops: {add: 50, times: 2, source: x}", "E207", "workshops.times"),
        ("workshops: {add: 50, values: {2025-01: 3}, source: x}", "E207", "workshops.add"),
        ("workshops: {values: {2025-01: {add: 5, times: 2}}, source: x}", "E207", "workshops.values.2025-01.times"),
        ("workshops: {values: {2025-01: {}}, source: x}", "E202", "workshops.values.2025-01"),
        ("workshops: {values: {2025-01: {ad: 5}}, source: x}", "E206", "workshops.values"),
        ("workshops: {times: 0, source: x}", "E304", "workshops.times"),
        ("workshops: {values: {2025-01: {times: -1}}, source: x}", "E304", "workshops.values.2025-01.times"),
        ("workshops: {add: '50', source: x}", "E203", "workshops.add"),
        ("public_welfare_posts: {times: 1.1, source: x}", "E318", "public_welfare_posts.times"),
        ("startup_subsidy: {values: {2025-01: {times: 2}}, source: x}", "E318", "startup_subsidy.values.2025-01.times"),
        ("workshops: {add: 200000, source: x}", "E303", "workshops.add"),
        ("workshops: {add: -2201, regions: [CN-GS], source: x}", "E303", "workshops.add"),
        ("school_places: {times: 1.1, source: x}", "E303", "school_places.times"),
        ("public_welfare_posts: {add: -1, source: x}", "E303", "public_welfare_posts.add"),
        (f"workshops: {{add: 50, {UNSURE % (60, 90)}, source: x}}", "E314", "workshops.uncertainty"),
        (f"workshops: {{add: 5, {UNSURE % (0, 200_000)}, source: x}}", "E303", "workshops.uncertainty.high"),
    ],
)  # fmt: skip
def test_what_cannot_be_counted_is_refused_with_its_place_and_a_remedy(tmp_path, block, code, key):
    (problem,) = refused(tmp_path, block)
    assert (problem.code, problem.key) == (code, f"levers.{key}")
    assert problem.hint.en and problem.place.line == 5


def test_everything_is_refused_at_once(tmp_path):
    text = "workshops: {add: 200000, unit: parks, source: x}\n  public_welfare_posts: {times: 2, source: x}\n  "
    codes = {problem.code for problem in refused(tmp_path, text + "training_places: {add: 1, value: 2, source: x}")}
    assert codes == {"E303", "E302", "E318", "E207"}


def test_an_addition_out_of_range_says_what_is_there_and_what_may_be_added(tmp_path):
    (problem,) = refused(tmp_path, "workshops: {add: 197801, regions: [CN-GS], source: x}")
    assert (
        "2,200 workshops are there, 197801 more is 200,001, above the lever's ceiling of 200,000" in problem.message.en
    )
    assert problem.hint.en == "add -2,200 … 197,800, or write 'value:'"


def test_an_addition_where_nobody_knows_what_is_there_is_refused(tmp_path):
    """A base year without a row: the nation's level is no province's."""
    head = "laborsim: 1\nid: m\nhorizon: {start: 2021-12, end: 2023-12}\n"
    (problem,) = refused(tmp_path, "workshops: {add: 5, regions: [CN-GS], source: x}", head)
    assert problem.code == "E318" and "nobody knows" in problem.message.en


# ------------------------------------------------------------------------------------------ what is there


def test_who_says_what_is_there():
    workshops, posts = catalogue()["workshops"], catalogue()["public_welfare_posts"]
    assert (standing(workshops, 2019, ["CN-GS"]).level, standing(workshops, 2019, ["CN-GS"]).word) == (1_982, "figure")
    assert standing(workshops, 2019, ["CN-GS"]).figure.source_id == "zq_gs_workshops2019"
    assert standing(workshops, 2023, ["CN-GZ"]).word == "derived"
    assert (standing(workshops, 2023, expand("West")).word, standing(workshops, 2023, expand("West")).published) == (
        "several", 1,
    )  # fmt: skip
    assert standing(workshops, 2023, region_codes()).figure.number == 38_074
    assert standing(catalogue()["school_places"], 2023, ["CN-GS"]).word == "nationwide"
    assert standing(posts, 2023, ["CN-GS"]).figure.number == 140_000
    assert standing(workshops, 2021, ["CN-GS"]).word == "unknown"


def test_the_assumed_level_of_a_province_is_among_the_assumptions(tmp_path):
    loaded = read(tmp_path, "workshops: {add: 50, regions: [CN-GS], source: x}")
    (found,) = [one for one in assumptions(loaded) if one.key == "workshops: level of 2023, CN-GS"]
    assert found.value == "2,200" and "no later count" in found.note


@pytest.mark.parametrize("name", [name for name, kind in catalogue().items() if kind.DECLARATION.spread_by])
@pytest.mark.parametrize("more", [1_000.0, -1_000.0])
def test_a_change_is_spread_as_the_model_spreads_it(name, more):
    lever, year, regions = catalogue()[name], max(held_years("workers")), expand("West")
    units = lever.DECLARATION.units
    if more < 0 and not units:
        return
    people = {who: np.array(list(held_by(who, year).values())) for who in ("workers", "lifted_out")}
    weights = {"parks": people["workers"], "workshops": people["lifted_out"], **people}
    there = np.array([held(lever, year, [code]) for code in region_codes()])
    baselines = {units or "none": there, "places_per_workshop": there * 0 + 13, "places_per_park": there * 0 + 300}
    baselines |= dict.fromkeys(
        ("park_closure_cut", "park_setup_cost_cut", "park_by_score", "workshop_idle_share", "workshop_pay_ratio"),
        there * 0,
    )
    dials = Dials(baselines, weights)
    positions = np.array([region_codes().index(code) for code in regions])
    whole = held(lever, year, regions) + more
    made = lever(schedule={"points": ((0, whole),)}, regions=regions)
    made.turn(dials, whole, positions)
    found = dials[units] - there if units else dials.offers[0].places * (12 if name == "training_places" else 1)
    expected = split(lever, more, year, regions)
    assert set(ZONES) and found[positions] == pytest.approx(list(expected.values()))


# ------------------------------------------------------------------------------------------ of any scenario


@pytest.mark.parametrize("seed", range(60))
def test_an_addition_is_the_level_with_what_is_there(seed, tmp_path):
    """add: x at a place that holds L is value: L + x, in every lever, place, month and base year."""
    luck, base = random.Random(seed), BASES[seed % len(BASES)]
    drawn = draft(seed, base).data
    lever = catalogue()[luck.choice(sorted(drawn["levers"]))]
    place = luck.choice((*region_codes(), *ZONES, "CN"))
    there = held(lever, base.year, expand(place))
    low, high = lever.DECLARATION.floor, lever.DECLARATION.ceiling
    level = float(f"{luck.uniform(low, high):.6g}")
    month = f"{base.year + 1}-0{luck.randint(1, 9)}"
    how = luck.choice(["add", "times"] if there else ["add"])
    number = float(f"{level - there if how == 'add' else level / there:.4g}")
    becomes = float(f"{there + number if how == 'add' else there * number:.12g}")
    if not low <= becomes <= high or (how == "times" and number <= 0):
        return
    shape = luck.choice(["start", "ramp", "values"])

    def block(said):
        if shape == "values":
            return {"values": {month: said if how in said else said["value"]}}
        return {**said, "start": month} | ({"ramp": 5} if shape == "ramp" else {})

    worlds = []
    for number_said in ({how: number}, {"value": becomes}):
        data = {**drawn, "levers": {lever.NAME: {**block(number_said), "regions": [place], "source": "ASSUMPTION"}}}
        worlds.append(load_scenario(write(tmp_path, json.dumps(data, ensure_ascii=False))).scenario)
    assert worlds[0] == worlds[1]


def test_of_a_year_without_a_row_only_the_nations_level_is_known(monkeypatch):
    monkeypatch.setattr("laborsim.scenario.held.held_by", lambda name, year: None)  # own data without the table
    workshops = catalogue()["workshops"]
    assert held(workshops, 2023, region_codes()) == 38_074 and held(workshops, 2023, ["CN-GS"]) is None


@pytest.mark.parametrize(
    ("block", "figure", "more"),
    [
        ("training_places: {times: 1.1, source: x}", "5,000 10^4 person-times in 2019-2021", 1_670_000),
        ("public_welfare_posts: {times: 1.5, source: x}", "440.94 10^4 persons in 2023-10", 2_200_000),
    ],
)
def test_a_refused_multiple_says_what_is_published_and_which_addition_it_would_be(tmp_path, block, figure, more):
    (problem,) = refused(tmp_path, block)
    assert problem.code == "E318" and figure in problem.hint.en
    name = block.partition(":")[0]
    assert f"'add: {more}'" in problem.hint.en
    assert level_of(tmp_path, f"{{add: {more}, source: x}}", name) == more


def test_what_exists_of_training_is_said_of_the_nation_but_is_no_level():
    found = standing(catalogue()["training_places"], 2023, region_codes())
    assert (found.level, found.word) == (0, "nothing new")
    assert found.exists == pytest.approx(50e6 / 3)
    assert "16,700,000 trainees a year in 2019-2021" in word_of(found, "en")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("levers:\n  workshops: {add: 10%, source: x}\n", "10 % more is 'times: 1.1'"),
        ("levers:\n  workshops: {add: -10%, source: x}\n", "10 % less is 'times: 0.9'"),
        ("levers:\n  workshops: {times: 110%, source: x}\n", "write 1.1"),
        (
            "goals:\n  founders_in_business: {adds: 10%, unit: persons, by: 2025-12, source: x}\n",
            "in persons, not percent: write 10 % of the baseline's level, which 'laborsim run' shows",
        ),
        ('goals:\n  unemployment_migrants: {max: 5.5%, unit: "%", by: 2025-12, source: x}\n', "write 5.5"),
    ],
)
def test_a_percentage_of_a_count_is_no_number_of_it(tmp_path, text, hint):
    (problem,) = problems_of(write(tmp_path, HEAD + text))
    assert (problem.code, problem.hint.en) == ("E204", hint)
