"""A number that is probably a slip is named with what is there, before anything runs."""

import pytest
from tests.cases.files import case, refused, warned
from tests.scenario.files import HEAD, load, only, problems

LEVER = "levers: {{{}: {{source: x, {}}}}}\n"


def hints(loaded):
    return {found.code: found.hint.en for found in loaded.warnings}


def test_growth_typed_as_a_share_is_named():
    assert warned("11-growth-as-share") == [("W009", "context.gdp_growth"), ("W009", "context.wage_growth_urban")]
    assert "did you mean 5?" in case("11-growth-as-share").warnings[0].hint.en


def test_a_loan_in_ten_thousands_is_named():
    assert "did you mean 300000?" in hints(case("11-loan-in-wan"))["W004"]


def test_more_posts_than_people_are_named_with_the_people_who_are_there():
    (warning,) = case("11-more-posts-than-people").warnings
    assert warning.code == "W004"
    assert "892,467 migrant workers who come from CN-XZ" in warning.message.en


@pytest.mark.parametrize(
    ("lever", "block", "code"),
    [
        ("entrepreneurship_parks", "value: 3000, regions: [CN-GS]", "W004"),
        ("startup_subsidy", "value: 1, unit: CNY/founder", "W004"),
        ("training_places", "value: 9000000, regions: [CN-QH, CN-XZ]", "W004"),
        ("entrepreneurship_parks", "value: 800, start: 2025-01", "W006"),
        ("school_places", "value: 90, start: 2025-01", "W006"),
        ("workshops", "value: 1000, start: 2025-01, regions: [CN-GS, CN-SN]", "W006"),
        ("entrepreneurship_parks", "value: 1600", "W010"),
        ("public_welfare_posts", "value: 800, regions: [CN-GS]", "W012"),
    ],
)
def test_its_neighbours_are_named(tmp_path, lever, block, code):
    assert code in {found.code for found in load(tmp_path, HEAD + LEVER.format(lever, block)).warnings}


def test_a_dose_that_a_finer_scale_can_show_is_not_named(tmp_path):
    text = HEAD + LEVER.format("public_welfare_posts", "value: 800, regions: [CN-GS]")
    assert load(tmp_path, text, "run.scale={CN-GS: 20, default: 5000}").warnings == ()


def test_people_born_after_the_last_known_births_are_named():
    assert warned("12-entrants-exceed-births")[0] == ("W007", "horizon.end")


def test_pay_beyond_what_can_be_counted_is_refused_with_its_month():
    problem = only(refused("20-overflow"))
    assert (problem.code, problem.key) == ("E317", "context.wage_growth_urban")
    assert "2044-12" in problem.message.en


@pytest.mark.parametrize(
    ("level", "hint"),
    [
        ("5000,10000", "write one number"),
        ("5,10", "write one number"),
        ("1,000,000", "write 1000000"),
        ("1000,0000", "write 10000000"),
    ],
)
def test_commas_mean_thousands_only_where_they_group_digits(tmp_path, level, hint):
    problem = only(problems(tmp_path, HEAD + f"levers:\n  workshops:\n    value: {level}\n    source: x\n"))
    assert problem.code == "E204"
    assert hint in problem.hint.en


def test_a_number_torn_apart_by_its_commas_is_named_once_where_it_stands(tmp_path):
    found = problems(tmp_path, HEAD + "levers: {public_welfare_posts: {value: 1,000,000, source: x}}\n")
    assert {(problem.code, problem.key) for problem in found} == {("E204", "levers.public_welfare_posts.value")}


def test_a_value_too_long_for_the_command_line_says_so(tmp_path):
    levels = ", ".join(f"{2024 + k // 12}-{k % 12 + 1:02d}: 1" for k in range(2000))
    problem = only(problems(tmp_path, HEAD, f"levers.workshops.values={{{levels}}}"))
    assert problem.code == "E153"
    assert "longer than 10,000 characters" in problem.message.en


@pytest.mark.parametrize(
    ("place", "scale"),
    [("CN", "run.scale: 25, or finer"), ("CN-GS", "{CN-GS: 25, default: 20000}"),
     ("CN-GS, CN-QH", "{CN-GS: 25, CN-QH: 25, default: 20000}")],
)  # fmt: skip
def test_a_measure_below_one_worker_names_a_scale_of_the_place_that_it_is_for(tmp_path, place, scale):
    text = HEAD + LEVER.format("public_welfare_posts", f"value: 500, regions: [{place}]") + "run: {scale: 20000}\n"
    (found,) = load(tmp_path, text).warnings
    assert found.code == "W012" and scale in found.hint.en


def test_what_is_open_today_is_no_level_of_what_opens(tmp_path):
    (found,) = load(tmp_path, HEAD + LEVER.format("settlement_access", "value: 0.97")).warnings
    assert found.code == "W004" and "still closed" in found.message.en
    assert not load(tmp_path, HEAD + LEVER.format("settlement_access", "value: 0.5")).warnings


@pytest.mark.parametrize(
    ("block", "run", "hint"),
    [
        ("add: 300000, who: {sex: female, min_age: 40}", 20_000, "run.scale: 800, or finer"),
        ("add: 30000, regions: [CN-GS], who: {sex: female}", 20_000, "{CN-GS: 2500, default: 20000}, or finer"),
        ("add: 300000, who: {sex: female, min_age: 40}", 800, None),
        ("add: 300000", 20_000, None),
    ],
)
def test_a_groups_places_of_a_month_and_province_below_one_worker_name_a_finer_scale(tmp_path, block, run, hint):
    warned = load(tmp_path, HEAD + LEVER.format("training_places", block) + f"run: {{scale: {run}}}\n").warnings
    assert [found.code for found in warned] == ([] if hint is None else ["W026"])
    assert hint is None or hint in warned[0].hint.en
