"""What is wrong with a file is said in both languages, with its place, key and value as they are."""

import re

import pytest
from tests.scenario.faults import FAULTS
from tests.scenario.files import HEAD, problems

from laborsim.report.text.problems import pipe_text, terminal_text
from laborsim.scenario.input_errors import CODES, Place, Problem

CHINESE = re.compile(r"[一-鿿]")


@pytest.mark.parametrize("code", CODES)
def test_every_code_means_something_in_both_languages(code):
    meaning = CODES[code]
    assert not CHINESE.search(re.sub(r"`.*?`", "", meaning.en))
    assert len(CHINESE.findall(meaning.zh)) >= 5
    assert meaning.zh.endswith(("。", "？"))
    quoted = [set(re.findall(r"`(.*?)`", text)) for text in (meaning.en, meaning.zh)]
    assert quoted[1] <= quoted[0] | {"null"}, "what is quoted from a file is the same in both"


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, text, *_ in FAULTS[::9]])
def test_a_problem_in_chinese_keeps_place_key_value_and_hint(tmp_path, code, text):
    (problem,) = problems(tmp_path, HEAD + text)
    first, *below = pipe_text(problem, "zh").splitlines()
    place = problem.place
    assert first.startswith(f"{place.file}:{place.line}:{place.column}: 错误[{code}]：{problem.key}：{CODES[code].zh}")
    assert problem.got is None or first.endswith(f"填写值：{problem.got}")
    assert [line.strip() for line in below if "建议" in line] == ([f"建议：{problem.hint}"] if problem.hint else [])
    assert f"英文说明：{problem.message}" in "\n".join(below)


def test_a_terminal_shows_the_chinese_meaning_above_the_line():
    problem = Problem("W001", "run.seed", Place("f", 1, 7, 3), "leading zeros", "012", "write 12")
    lines = terminal_text(problem, {"f": ["seed: 012"]}, color=False, language="zh").splitlines()
    assert lines == [
        "警告[W001] run.seed：数字有前导零：YAML 1.2把 `012` 读作12。",
        "  --> f:1:7",
        "   |",
        " 1 | seed: 012",
        "   |       ^^^",
        "   = 英文说明：leading zeros",
        "   = 建议：write 12",
    ]
