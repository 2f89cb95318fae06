"""What is not known about a level stays where it is stated: no draw leaves the range that the file gives it."""

import pytest
from tests.cases.files import case, lever_of, refused, warned
from tests.scenario.files import HEAD, load, only, problems

from laborsim.analysis.counterfactuals import dosed
from laborsim.levers import Schedule
from laborsim.model.policy import with_luck
from laborsim.scenario.scenario import RunSettings

PARKS = "levers: {{entrepreneurship_parks: {{source: x, {}}}}}\n"


def drawn(lever, draws):
    return [with_luck(lever, RunSettings(), replicate).schedule for replicate in range(draws)]


def test_a_path_that_goes_up_and_down_again_is_not_stretched():
    for path in drawn(lever_of(case("13-stretched-path-3"), "entrepreneurship_parks"), 20):
        first, second, last = (level for _, level in path.points)
        assert (first, second) == (2200, 3000)
        assert 2000 <= last <= 2600


@pytest.mark.parametrize(
    "path",
    [
        "values: {2024-06: 100, 2025-01: 20000, 2025-06: 10500}, uncertainty: {dist: uniform, low: 0, high: 15000}",
        "values: {2024-06: 2200, 2025-01: 3000, 2025-06: 2200}, uncertainty: {dist: uniform, low: 2000, high: 2400}",
        "interpolate: linear, values: {2024-06: 2200, 2025-06: 2300}, uncertainty: {dist: normal, mean: 2300, sd: 900}",
    ],
)
def test_no_level_of_any_draw_leaves_what_is_stated(tmp_path, path):
    lever = load(tmp_path, HEAD + PARKS.format(path)).scenario.levers[0]
    stated = lever.schedule.points[:-1]
    for found in drawn(lever, 50):
        assert found.points[:-1] == stated
        assert 0 <= found.final <= 20_000


def test_a_level_that_is_held_goes_with_the_last_one(tmp_path):
    path = "values: {2024-06: 2200, 2025-01: 3000, 2025-06: 3000}"
    lever = load(tmp_path, HEAD + PARKS.format(path)).scenario.levers[0]
    assert [level for _, level in lever.schedule.ending_at(2500).points] == [2200, 2500, 2500]


def test_a_dose_is_the_last_level_and_no_other():
    lever = lever_of(case("13-stretched-path-3"), "entrepreneurship_parks")
    assert max(level for _, level in dosed(lever, 3012).schedule.points) == 3012


def test_a_stated_level_outside_its_uncertainty_is_refused():
    assert only(refused("09-uncertainty-without-the-value")).code == "E314"


@pytest.mark.parametrize("said", ["normal, mean: 2000, sd: 50", "triangular, low: 2300, mode: 2400, high: 2500"])
def test_whatever_the_distribution(tmp_path, said):
    text = HEAD + PARKS.format(f"value: 2200, uncertainty: {{dist: {said}}}")
    assert only(problems(tmp_path, text)).code == "E314"


def test_a_normal_distribution_is_cut_off_and_heaps_nothing_on_the_ceiling():
    lever = lever_of(case("21-normal-clipped"), "school_places")
    levels = [path.final for path in drawn(lever, 200)]
    assert max(levels) < lever.DECLARATION.ceiling
    assert sum(levels) / len(levels) == pytest.approx(95.6, abs=0.6)


def test_the_note_says_which_mean_results():
    found = case("21-normal-clipped").warnings
    assert [problem.code for problem in found] == ["W008"]
    assert "95.6" in found[0].message.en
    assert warned("13-stretched-path-3") == []


def test_a_distribution_of_one_number_is_refused_and_fixed_is_offered(tmp_path):
    problem = only(refused("22-triangular-of-one-number"))
    assert problem.code == "E309"
    assert "fixed" in problem.hint.en
    lever = load(tmp_path, HEAD + PARKS.format("value: 2200, uncertainty: {dist: fixed}")).scenario.levers[0]
    assert with_luck(lever, RunSettings(draws=0), 3) == lever


@pytest.mark.parametrize("said", ["uniform, low: 2200, high: 2200", "triangular, low: 2200, mode: 2200, high: 2200"])
def test_an_interval_without_width_is_refused(tmp_path, said):
    text = HEAD + PARKS.format(f"value: 2200, uncertainty: {{dist: {said}}}")
    assert only(problems(tmp_path, text)).code == "E309"


def test_a_level_below_zero_breaks_an_invariant():
    from laborsim.model.invariants import InvariantError
    from laborsim.model.labor_model import LaborModel

    scenario = case("13-stretched-path-3", "run.scale=100000", "run.draws=0").scenario
    parks = lever_of(case("13-stretched-path-3"), "entrepreneurship_parks")
    begins = scenario.horizon.start
    below = parks.model_copy(update={"schedule": Schedule(points=((begins, -1.0),)), "uncertainty": None})
    with pytest.raises(InvariantError, match="below zero"):
        LaborModel(scenario.model_copy(update={"levers": (below,)})).step()
