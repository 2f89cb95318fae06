"""A base date that no run could start from is refused with the file, and only when all else is right."""

import pytest
from tests.scenario.files import HEAD, load, only, problems, where, write

from laborsim.scenario.horizons import base_years, fit_path

AT = "laborsim: 1\nid: test\nhorizon: {{start: {}, end: 2025-12}}\n"


def test_the_hint_names_the_december_to_write(tmp_path):
    problem = only(problems(tmp_path, AT.format("2023-06")))
    assert (problem.code, problem.key, problem.got) == ("E313", "horizon.start", "2023-06")
    assert "write 2023-12" in problem.hint.en


def test_a_year_without_a_fit_is_told_which_years_have_one_and_how_to_make_one(tmp_path):
    problem = only(problems(tmp_path, AT.format("2005-12") + "founders_observed_as: stock\n"))
    years = base_years("stock", True)
    assert years and all(f"{year}-12" in problem.hint.en for year in years)
    assert "laborsim fit 2005 --founders stock" in problem.hint.en


def test_every_base_year_with_a_fit_is_accepted(tmp_path):
    assert {2017, 2018, 2019, 2022, 2023} <= set(base_years("cumulative", True))
    for year in base_years("cumulative", True):
        assert fit_path(year, "cumulative", True).is_file()
        assert load(tmp_path, AT.format(f"{year}-12").replace("2025", "2031")).scenario.horizon.months > 0


@pytest.mark.parametrize("fault", ["titel: x\n", "regions: [CN-XYZ]\n", "levers: {workshops: {value: -1}}\n"])
def test_other_faults_come_first(tmp_path, fault):
    found = problems(tmp_path, AT.format("2020-01") + fault)
    assert "E313" not in [problem.code for problem in found] != []


def test_the_fault_stands_in_the_file_that_holds_the_date(tmp_path):
    write(tmp_path, AT.format("2020-01"), "parent.yaml")
    problem = only(problems(tmp_path, "laborsim: 1\nid: child\nextends: parent.yaml\n"))
    assert problem.place.file.endswith("parent.yaml") and where(problem) == (3, 18)
    problem = only(problems(tmp_path, HEAD, "horizon.start=2020-01"))
    assert problem.place.file == "--set"
