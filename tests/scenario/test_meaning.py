"""What a valid file becomes, and the hints that a fault comes with."""

from typing import ClassVar

import pytest
from tests.scenario.files import HEAD, load, only, problems, write

from laborsim.kernels.codes import ZONES, month_number
from laborsim.levers import catalogue
from laborsim.levers.training.training_places import TrainingPlaces
from laborsim.published.indicators import indicators
from laborsim.published.regions import expand, region_codes
from laborsim.published.simulated_share import is_hardly_simulated, is_mostly_background, simulated_share


def lever(folder, name, *lines):
    text = HEAD + f"levers:\n  {name}:\n" + "".join(f"    {line}\n" for line in ("source: ASSUMPTION", *lines))
    return load(folder, text).scenario.levers[0]


def fault(folder, text):
    return only(problems(folder, HEAD + text))


def test_a_value_with_start_ramp_and_end_becomes_a_schedule(tmp_path):
    lines = ["value: 50000", "start: 2024-03", "ramp: 4 months", "end: 2025-06"]
    posts = lever(tmp_path, "public_welfare_posts", *lines)
    start = month_number(2024, 3)
    assert [posts.level(month, 0.0) for month in range(start - 1, start + 6)] == [
        None, 10_000, 20_000, 30_000, 40_000, 50_000, 50_000,
    ]  # fmt: skip
    assert posts.level(month_number(2025, 7), 0.0) is None


def test_dated_values_become_a_path_that_begins_at_its_first_date(tmp_path):
    parks = lever(tmp_path, "entrepreneurship_parks", "values: {2025-01: 3000, 2024-01: 2200}", "interpolate: linear")
    assert parks.level(month_number(2023, 12), 2200) is None
    assert parks.level(month_number(2024, 7), 2200) == 2600
    assert parks.level(month_number(2025, 12), 2200) == 3000


def test_a_single_dated_value_is_not_in_force_before_its_date(tmp_path):
    parks = lever(tmp_path, "entrepreneurship_parks", "values: {2025-01: 3000}")
    assert parks.level(month_number(2024, 12), 2200) is None
    assert parks.level(month_number(2025, 1), 2200) == 3000


@pytest.mark.parametrize(("typed", "months"), [("4 months", 4), ("1 month", 1), ("2 years", 24), ("6", 6), ("0", 0)])
def test_a_ramp_is_a_length_of_time(tmp_path, typed, months):
    lines = ["value: 1", "start: 2024-01", f"ramp: {typed}"]
    assert lever(tmp_path, "training_places", *lines).schedule.ramp == months


def test_a_lever_without_regions_acts_in_the_whole_country(tmp_path):
    assert lever(tmp_path, "workshops", "value: 38000").regions == region_codes()


def test_regions_are_expanded_in_the_order_of_the_table(tmp_path):
    text = HEAD + "regions: [West, CN-BJ, CN-GS]\n"
    regions = load(tmp_path, text).scenario.regions
    assert regions == tuple(code for code in region_codes() if code == "CN-BJ" or code in expand("West"))
    assert sorted(code for zone in ZONES for code in expand(zone)) == sorted(region_codes())


def test_levers_stand_in_canonical_order_whatever_the_order_of_the_file(tmp_path):
    blocks = [
        "  workshops: {b: {value: 1, regions: [CN-GS]}, a: {value: 1, regions: [CN-HA]}}\n",
        "  school_places: {value: 97}\n",
    ]
    one = load(tmp_path, HEAD + "levers:\n" + "".join(blocks)).scenario
    other = load(tmp_path, HEAD + "levers:\n" + "".join(reversed(blocks))).scenario
    assert [found.key for found in one.levers] == ["school_places", "workshops/a", "workshops/b"]
    assert one == other


def test_a_lever_takes_its_own_keys(tmp_path):
    parks = lever(tmp_path, "entrepreneurship_parks", "value: 2200", "places_per_park: 500", "admission: score")
    assert (parks.places_per_park, parks.admission) == (500, "score")


def test_every_lever_of_the_catalogue_can_be_written(tmp_path):
    for name, kind in catalogue().items():
        level = kind.DECLARATION.ceiling
        assert lever(tmp_path, name, f"value: {level:g}", f'unit: "{kind.DECLARATION.unit}"').schedule.final == level


def test_blocks_that_share_no_region_month_or_person_do_not_overlap(tmp_path):
    for one, other in (
        ("regions: [CN-GS]", "regions: [CN-HA]"),
        ("end: 2024-06", "start: 2024-07"),
        ("who: {sex: male}", "who: {sex: female}"),
        ("who: {returnee: true}", "who: {returnee: false}"),
        ("who: {max_age: 40}", "who: {min_age: 41}"),
        ("who: {schooling: [primary]}", "who: {schooling: [college_plus]}"),
    ):
        text = f"levers:\n  training_places:\n    a: {{value: 5, {one}}}\n    b: {{value: 5, {other}}}\n"
        assert problems(tmp_path, HEAD + text) == []
        assert fault(tmp_path, text.replace(other, one)).code == "E308"


def test_a_goal_holds_in_the_only_region_of_its_scenario(tmp_path):
    goal = 'goals:\n  unemployment_surveyed: {max: 5, unit: "%", by: 2024-12, background: accepted, source: x}\n'
    for regions, expected in (("[CN-GS]", "CN-GS"), ("[West]", "West"), ("[CN-GS, CN-HA]", "CN"), ("[CN]", "CN")):
        assert load(tmp_path, HEAD + f"regions: {regions}\n" + goal).scenario.goals[0].region == expected
    assert load(tmp_path, HEAD + goal).scenario.goals[0].region == "CN"


def test_scale_can_be_finer_in_some_regions(tmp_path):
    scale = load(tmp_path, HEAD + "run: {scale: {CN-GS: 20, West: 50, default: 5000}}\n").scenario.run.scale
    assert [scale.of(code) for code in ("CN-GS", "CN-SC", "CN-BJ")] == [20, 50, 5000]


def test_what_is_not_said_has_its_documented_default(tmp_path):
    scenario = load(tmp_path, HEAD).scenario
    assert (scenario.run.seed, scenario.run.replicates, scenario.run.scale.default) == (1, 20, 1000)
    assert (scenario.context.gdp_growth, scenario.context.wage_growth_urban) == (5.0, 5.5)
    assert (scenario.closure, scenario.founders_observed_as) == ("curve", "cumulative")
    assert scenario.regions == region_codes()


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("2,200", "2200"), ("177,000,000", "177000000"), ("35万", "350000"), ("2.98亿", "298000000"),
        ("１２", "12"), ("2200 parks", "2200"), ("2 million", "2000000"), ("'2_000'", "2000"), ("1 200", "1200"),
        ("−5%", "-5"), ("about 7", "7"), ("3.5万人", "35000"), ("5k", "5000"),
    ],
)  # fmt: skip
def test_a_number_with_ornaments_is_refused_with_the_digits_to_write(tmp_path, typed, digits):
    problem = fault(tmp_path, f"levers:\n  workshops:\n    value: {typed}\n")
    assert (problem.code, problem.hint.en) == ("E204", f"write {digits}")


def test_a_percentage_in_a_share_is_written_as_a_hundredth(tmp_path):
    park = "levers:\n  entrepreneurship_parks:\n    value: 2200\n    closure_cut: {}\n"
    assert fault(tmp_path, park.format("5%")).hint.en == "write 0.05"
    assert fault(tmp_path, park.format("30")).hint.en == "a share, not a percentage: write 0.3"
    assert "write 0.5" in fault(tmp_path, "levers:\n  settlement_access: {value: 50}\n").hint.en


def test_a_thousands_comma_inside_braces_is_recognized(tmp_path):
    found = problems(tmp_path, HEAD + "levers:\n  workshops: {value: 2,200: 1}\n")
    assert any("comma" in problem.hint.en for problem in found)


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("2025", "write 2025-01 or 2025-12"), ("2025-1", "write 2025-01"), ("2024-07-15", "write 2024-07"),
        ("2024/07", "write 2024-07"), ("202407", "write 2024-07"), ("2024年7月", "write 2024-07"),
        ("2024-13", "months are written YYYY-MM, from 01 to 12"),
    ],
)  # fmt: skip
def test_a_mistyped_month_is_refused_with_the_month_to_write(tmp_path, typed, hint):
    problem = fault(tmp_path, f"levers:\n  workshops: {{value: 38000, start: {typed}}}\n")
    assert (problem.code, problem.hint.en) == ("E205", hint)


@pytest.mark.parametrize(("value", "guess"), [(52, "5.2"), (55, "5.5"), (96.7, "9.67"), (450, "4.5")])
def test_an_impossible_percentage_hints_at_a_lost_decimal_point(tmp_path, value, guess):
    text = f'goals:\n  unemployment_registered: {{max: {value}, unit: "%", by: 2024-12, background: accepted}}\n'
    assert f"did you mean {guess}? a lost decimal point" in fault(tmp_path, text).hint.en


@pytest.mark.parametrize(
    ("indicator", "figure"),
    [("migrant_workers", 298e6), ("outbound_workers", 177e6), ("local_workers", 121e6), ("returnee_founders", 13e6)],
)
@pytest.mark.parametrize("factor", [10, 0.1, 1e-4, 1e-6], ids=["x10", "/10", "万", "million"])
def test_every_slip_of_the_unit_in_the_figures_of_the_documents_is_caught(tmp_path, indicator, figure, factor):
    text = f"goals:\n  {indicator}: {{min: {figure * factor:.10g}, unit: persons, by: 2024-12}}\n"
    problem = fault(tmp_path, text)
    assert problem.code == "E403"
    assert f"did you mean {figure:.0f}" in problem.hint.en


@pytest.mark.parametrize("factor", [10, 0.1, 1e-4, 1e-6], ids=["x10", "/10", "万", "million"])
def test_every_slip_of_the_unit_in_the_number_of_parks_is_noticed(tmp_path, factor):
    text = HEAD + f"levers:\n  entrepreneurship_parks: {{value: {2200 * factor:.10g}, source: x}}\n"
    found = problems(tmp_path, text)
    codes = [p.code for p in found] if found else [w.code for w in load(tmp_path, text).warnings]
    assert codes in (["E303"], ["W004"])


@pytest.mark.parametrize(
    ("indicator", "region", "typed", "hint"),
    [
        ("local_workers", "West", 40, "did you mean 40000000? the figure looks like millions"),
        ("local_workers", "CN-GS", 130, "did you mean 1300000? the figure looks like ten thousands (万)"),
        ("local_workers", "CN", 130, "did you mean 130000000? the figure looks like millions"),
        ("migrant_workers", "CN", 130, "the figure is in persons: 1 million is 1000000"),
    ],
)
def test_a_figure_is_only_suggested_where_it_is_plausible_for_the_region(tmp_path, indicator, region, typed, hint):
    text = f"goals:\n  {indicator}: {{min: {typed}, unit: persons, by: 2024-12, region: {region}}}\n"
    assert fault(tmp_path, text).hint.en == hint


@pytest.mark.parametrize(("indicator", "line"), [("local_workers", "persons"), ("unemployment_surveyed", '"%"')])
def test_a_goal_without_a_unit_is_told_the_line_to_write(tmp_path, indicator, line):
    value = 5 if line == '"%"' else 121_000_000
    problem = fault(tmp_path, f"goals:\n  {indicator}: {{max: {value}, by: 2024-12}}\n")
    assert (problem.code, problem.hint.en) == ("E202", f"write unit: {line}")


def test_the_published_figures_are_plausible_goals(tmp_path):
    for name, figure, unit in (
        ("migrant_workers", 297_530_000, "persons"), ("local_workers", 120_950_000, "persons"),
        ("outbound_workers", 176_580_000, "persons"), ("returnee_founders", 13_000_000, "persons"),
        ("new_urban_jobs", 12_000_000, "persons/year"), ("unemployment_surveyed", 5.5, '"%"'),
        ("pay_all", 4780, "CNY/month"), ("mean_age", 43.1, "years"), ("share_over_50", 30.6, '"%"'),
        ("lifted_workers_employed", 33_000_000, "persons"),
    ):  # fmt: skip
        text = f"goals:\n  {name}: {{value: {figure}, unit: {unit}, by: 2024-12, source: x, background: accepted}}\n"
        assert problems(tmp_path, HEAD + text) == []


@pytest.mark.parametrize("name", [name for name in indicators() if is_hardly_simulated(simulated_share(name))])
def test_a_goal_of_which_little_is_simulated_is_refused_unless_the_file_accepts_it(tmp_path, name):
    one = indicators()[name]
    text = f'goals:\n  {name}: {{min: {one.low + 1:.0f}, unit: "{one.unit}", by: 2024-12}}\n'
    problem = fault(tmp_path, text)
    assert (problem.code, problem.place.line, problem.place.column) == ("E406", 5, 3)
    assert f"only {simulated_share(name):.0%} of it is simulated in the nation" in problem.message.en
    assert "'background: accepted'" in problem.hint.en
    assert problems(tmp_path, HEAD + text.replace("by:", "background: accepted, by:")) == []
    assert fault(tmp_path, text.replace("by:", "background: true, by:")).code == "E206"


def test_little_is_less_than_a_quarter_in_the_goals_own_place(tmp_path):
    assert {name for name in indicators() if is_hardly_simulated(simulated_share(name))} == {"income_growth_urban"}
    for name in ("unemployment_surveyed", "unemployment_registered"):
        text = f'goals:\n  {name}: {{max: 5, unit: "%", by: 2024-12, region: PLACE}}\n'
        for place in ("CN", "CN-GS", "East", "CN-GD"):
            assert problems(tmp_path, HEAD + text.replace("PLACE", place)) == []
        for place in ("CN-LN", "CN-CQ", "Central"):
            problem = fault(tmp_path, text.replace("PLACE", place))
            assert problem.code == "E406"
            assert f"only {simulated_share(name, place, 2023):.0%} of it is simulated in {place}" in problem.message.en


def test_how_much_is_simulated_is_that_of_the_base_date(tmp_path):
    text = "horizon: {start: YEAR-12, end: 2025-12}\ngoals:\n  unemployment_surveyed:\n"
    text += '    {max: 5, unit: "%", by: 2024-12, region: CN-BJ}\n'  # 31 percent in 2017, 24 in 2023
    head = HEAD.partition("horizon")[0]
    assert problems(tmp_path, head + text.replace("YEAR", "2017")) == []
    assert only(problems(tmp_path, head + text.replace("YEAR", "2023"))).code == "E406"


def test_accepting_the_background_is_one_goals_own_and_can_be_taken_back(tmp_path):
    goal = '{min: 3, unit: "%", by: 2024-12, background: accepted}'
    write(tmp_path, HEAD + f"goals:\n  income_growth_urban: {goal}\n", "parent.yaml")
    child = "laborsim: 1\nid: child\nextends: parent.yaml\ngoals:\n"
    assert problems(tmp_path, child + "  income_growth_urban: {min: 2}\n") == []
    assert only(problems(tmp_path, child + "  income_growth_urban: {background: null}\n")).code == "E406"
    other = child + '  unemployment_surveyed: {max: 5, unit: "%", by: 2024-12, region: CN-LN}\n'
    assert only(problems(tmp_path, other)).key == "goals.unemployment_surveyed"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("employed", "'employed_workers'"), ("employment", "'employed_workers'"), ("jobs", "'employed_workers'"),
        ("in_work", "'employed_workers'"), ("employmnt", "'employed_workers'"), ("unemployed", "'seeking_workers'"),
        ("unemployment", "'unemployment_migrants' or 'unemployment_surveyed'"), ("wages", "'pay_all'"),
        ("filled_posts", "'placed_workers'"), ("migrant_worker", "'migrant_workers'"),
    ],
)  # fmt: skip
def test_what_people_call_an_indicator_leads_to_its_name_and_never_to_its_opposite(tmp_path, typed, meant):
    text = f"goals:\n  {typed}: {{min: 1000000, unit: persons, by: 2024-12}}\n"
    problem = fault(tmp_path, text)
    assert (problem.code, problem.hint.en) == ("E401", f"did you mean {meant}?")


def test_a_provinces_goal_may_be_small(tmp_path):
    goal = "{min: 340000, unit: persons/year, by: 2024-12, region: CN-GS}"
    text = f"goals:\n  new_urban_jobs: {goal}\n"
    assert problems(tmp_path, HEAD + text) == []
    assert fault(tmp_path, text.replace("CN-GS", "CN")).code == "E403"


def test_the_code_list_holds_every_indicator_of_the_summary():
    assert set(indicators()) == set(
        [
            "migrant_workers",
            "local_workers",
            "outbound_workers",
            "outbound_interprovince",
            "outbound_intraprovince",
            "returnee_founders",
            "founders_in_business",
            "business_starts",
            "business_closures",
            "placed_workers",
            "employed_workers",
            "seeking_workers",
            "unemployment_migrants",
            "unemployment_surveyed",
            "unemployment_registered",
            "new_urban_jobs",
            "income_growth_urban",
            "pay_all",
            "pay_local",
            "pay_outbound",
            "mean_age",
            "share_over_50",
            "lifted_workers_employed",
            "park_places",
            "park_occupancy",
            "return_moves",
            "outbound_moves",
            "cost",
        ]
    )
    background = {name for name in indicators() if is_mostly_background(simulated_share(name))}
    assert background == {"unemployment_surveyed", "unemployment_registered", "income_growth_urban"}
    assert {found.scale for found in indicators().values() if found.unit == "%"} == {0.01}
    assert {found.scale for found in indicators().values() if found.unit != "%"} == {1.0}


def test_a_region_in_words_hints_at_its_code(tmp_path):
    for typed, code in (
        ("Gansu", "CN-GS"),
        ("甘肃", "CN-GS"),
        ("cn-gs", "CN-GS"),
        ("Gnasu", "CN-GS"),
        ("east", "East"),
    ):
        assert f"'{code}'" in fault(tmp_path, f"regions: [{typed}]\n").hint.en


def test_a_shock_becomes_a_schedule_in_its_market(tmp_path):
    text = HEAD + "shocks:\n  lockdown: {kind: vacancies, market: urban, values: {2024-02: 0.3, 2024-05: 1}}\n"
    shock = load(tmp_path, text).scenario.shocks[0]
    assert (shock.name, shock.kind, shock.market, shock.regions) == ("lockdown", "vacancies", "urban", region_codes())
    assert shock.schedule.at(month_number(2024, 3)) == 0.3


def test_levers_that_offer_the_same_overlap_like_blocks_of_one_lever(tmp_path, monkeypatch):
    class Vouchers(TrainingPlaces):
        """Another way to pay for the same seats."""

        NAME: ClassVar[str] = "vouchers"

    monkeypatch.setattr("laborsim.scenario.levers.catalogue", lambda: {**catalogue(), "vouchers": Vouchers})
    text = "levers:\n  training_places: {value: 5, regions: [CN-GS]}\n  vouchers: {value: 5, regions: [CN-GS]}\n"
    assert fault(tmp_path, text).code == "E308"
    assert (
        problems(tmp_path, HEAD + text.replace("vouchers: {value: 5, regions: [CN-GS]}", "workshops: {value: 5}")) == []
    )
    assert problems(tmp_path, HEAD + text.replace("[CN-GS]}\n  v", "[CN-HA]}\n  v")) == []


GOAL = "unit: persons, by: 2024-12, source: ASSUMPTION"


@pytest.mark.parametrize(
    ("slip", "block"),
    [
        ("levers.workshops.ad", "levers:\n  workshops: {ad: 300, source: ASSUMPTION}\n"),
        ("levers.workshops.vlaue", "levers:\n  workshops: {vlaue: 38000, source: ASSUMPTION}\n"),
        ("levers.workshops.valeus", "levers:\n  workshops: {valeus: {2024-06: 38000}, source: ASSUMPTION}\n"),
        ("goals.migrant_workers.mni", f"goals:\n  migrant_workers: {{mni: 300000000, {GOAL}}}\n"),
        ("goals.migrant_workers.uint", "goals:\n  migrant_workers: {min: 300000000, uint: persons, by: 2024-12}\n"),
        ("groups.old.traist", "groups:\n  old: {traist: {min_age: 50}, source: ASSUMPTION}\n"),
        ("budgets.all.yaun", "budgets:\n  all: {yaun: 1000000000, source: ASSUMPTION}\n"),
    ],
)
def test_a_mistyped_key_is_one_error_and_not_a_missing_one_too(tmp_path, slip, block):
    found = problems(tmp_path, HEAD + block)
    assert [(problem.code, problem.key) for problem in found if problem.severity == "error"] == [("E201", slip)]


@pytest.mark.parametrize("block", ["workshops: {source: ASSUMPTION}", "workshops: {colour: 3, source: ASSUMPTION}"])
def test_a_key_that_means_nothing_hides_no_missing_one(tmp_path, block):
    assert "E202" in [problem.code for problem in problems(tmp_path, f"{HEAD}levers:\n  {block}\n")]
