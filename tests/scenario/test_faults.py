"""Every error code is tripped, at the exact line and column, by a file with exactly one fault."""

import re

import pytest
from tests.scenario import faults
from tests.scenario.files import HEAD, ROOT, load, only, problems, problems_of, where, write

from laborsim.report.text.problems import MORE_MAY_FOLLOW, report_lines
from laborsim.scenario.check import check_files
from laborsim.scenario.input_errors import CODES

WHOLE_FILES = [*faults.FILE_FAULTS, *faults.HEAD_FAULTS]
AFTER_HEAD = [(code, HEAD + text, line, column) for code, text, line, column in faults.FAULTS]

TRIPPED_ELSEWHERE = {
    **dict.fromkeys(("E701", "E702", "E703", "E704", "W022"), "experiment/indicators/test_when"),
    "E705": "cli/test_when_everywhere",
    "E114": "scenario/test_refused_files",
    "E150": "scenario/test_extends",
    "E151": "scenario/test_extends",
    "E152": "scenario/test_extends",
    "E153": "scenario/test_overrides",
    "E212": "cases/test_blank_block",
    "E321": "population/test_group_sizes",
    "E317": "cases/test_slips_of_a_number",
    "E319": "cli/test_parameters_command",
    "W013": "scenario/test_what_if",
    "W007": "cases/test_slips_of_a_number",
    "E316": "cases/test_later_change",
    "E318": "cases/test_more_than_now",
    "W005": "cases/test_several_parents",
    **dict.fromkeys((code for code in CODES if code.startswith("E5")), "calibration/targets/test_targets"),
    "E510": "calibration/facts/test_declarations",
    **dict.fromkeys((code for code in CODES if code.startswith("E6")), "analysis/optimize/test_optimize"),
}


def names(cases):
    return [f"{code}-{number}" for number, (code, *_) in enumerate(cases)]


@pytest.mark.parametrize(("code", "text", "line", "column"), WHOLE_FILES, ids=names(WHOLE_FILES))
def test_a_faulty_file_is_refused_at_the_place_of_the_fault(tmp_path, code, text, line, column):
    found = problems(tmp_path, text)
    assert (code, line, column) in [(problem.code, *where(problem)) for problem in found]
    assert not (tmp_path / "marker").exists()


@pytest.mark.parametrize(("code", "text", "line", "column"), AFTER_HEAD, ids=names(AFTER_HEAD))
def test_one_fault_is_reported_once_at_its_place(tmp_path, code, text, line, column):
    problem = only(problems(tmp_path, text))
    assert (problem.code, *where(problem)) == (code, line, column)


@pytest.mark.parametrize(("code", "text", "line", "column"), faults.WARNINGS, ids=names(faults.WARNINGS))
def test_a_warning_is_given_and_the_file_accepted(tmp_path, code, text, line, column):
    loaded = load(tmp_path, HEAD + text)
    assert [(found.code, *where(found)) for found in loaded.warnings if found.code == code] == [(code, line, column)]


def test_every_code_of_the_table_is_tripped_by_a_test():
    cases = [*WHOLE_FILES, *AFTER_HEAD, *faults.WARNINGS]
    tripped = {code for code, *_ in cases} | TRIPPED_ELSEWHERE.keys()
    assert tripped == set(CODES)
    for code, module in TRIPPED_ELSEWHERE.items():
        assert code in (ROOT / "tests" / f"{module}.py").read_text(encoding="utf-8")


def test_every_code_in_the_program_is_in_the_table_and_the_reverse():
    sources = (ROOT / "src" / "laborsim").rglob("*.py")
    used = {code for path in sources for code in re.findall(r'"([EW]\d{3})"(?!:)', path.read_text(encoding="utf-8"))}
    assert used <= set(CODES)
    assert set(CODES) - used == set()


def test_bad2_has_exactly_its_fourteen_faults():
    expected = [
        (4, 1, "extnds", "did you mean 'extends'?"),
        (6, 11, "regions", "did you mean 'CN-GZ' or 'CN-GS'?"),
        (8, 3, "levers.public_welfare_post", "did you mean 'public_welfare_posts'?"),
        (11, 12, "levers.workshops.value", "write 2200"),
        (12, 5, "levers.workshops.strat", "did you mean 'start'?"),
        (13, 10, "levers.workshops.end", "ends before it starts (2020-03)"),
        (16, 12, "levers.school_places.value", "did you mean 96.7? a lost decimal point"),
        (19, 12, "levers.training_places.value", "write 350000"),
        (21, 12, "levers.settlement_access.value", "below the lever's floor"),
        (22, 11, "levers.settlement_access.unit", "the catalogue says 'share'"),
        (24, 32, "goals.unemployment_surveyed.max", "did you mean 5.2? a lost decimal point"),
        (24, 51, "goals.unemployment_surveyed.by", "after the horizon's end (2020-12)"),
        (25, 41, "goals.new_urban_jobs.unit", "the indicator is in persons/year"),
        (25, 54, "goals.new_urban_jobs.by", "not a month"),
    ]
    found = problems_of(ROOT / "tests" / "scenario" / "bad2.yaml")
    assert [(*where(problem), problem.key) for problem in found] == [row[:3] for row in expected]
    for problem, (*_, words) in zip(found, expected, strict=True):
        assert words in f"{problem.text.en} {problem.hint.en}"


def test_faults_of_different_kinds_are_reported_together_and_sorted(tmp_path):
    found = problems(tmp_path, HEAD + "run: {seed: -1}\nregions: [CN-XYZ]\ntitel: a\n")
    assert [problem.code for problem in found] == ["E304", "E307", "E201"]


def test_a_key_that_stands_twice_hides_no_other_fault(tmp_path):
    found = problems(tmp_path, HEAD + "title: a\ntitel: b\ntitle: c\n")
    assert [problem.code for problem in found] == ["E201", "E104"]


@pytest.mark.parametrize("hiding", ["seed: .nan\n", "extends: nowhere.yaml\n", "run: {seed: 1\n"])
def test_a_fault_that_hides_others_says_that_more_may_follow(tmp_path, hiding):
    (found,) = check_files([write(tmp_path, HEAD + "titel: b\n" + hiding)])
    assert [line.endswith(f"invalid: 1 error; {MORE_MAY_FOLLOW.en}") for line in report_lines(found)] == [True]


def test_a_list_that_is_whole_promises_nothing_more(tmp_path):
    (found,) = check_files([write(tmp_path, HEAD + "titel: b\n")])
    assert [line.endswith("invalid: 1 error") for line in report_lines(found)] == [True]


def test_warnings_wait_until_nothing_is_wrong(tmp_path):
    found = problems(tmp_path, HEAD + "run: {seed: 012}\ntitel: a\n")
    assert [problem.code for problem in found] == ["E201"]


def test_a_file_with_countless_faults_is_refused_after_two_hundred(tmp_path):
    found = problems(tmp_path, HEAD + "".join(f"key{n}: 1\n" for n in range(5_000)))
    assert len(found) == 200
