"""What is wrong with a file is said in both languages, with its place, key and value as they are."""

import re

import pytest
from tests.report.text.english import is_english
from tests.scenario.faults import FAULTS, FILE_FAULTS, HEAD_FAULTS, WARNINGS
from tests.scenario.files import HEAD, load, problems

from laborsim.published.words import Words
from laborsim.report.text.problems import pipe_text, terminal_text
from laborsim.scenario.input_errors import CODES, Place, Problem

CHINESE = re.compile(r"[一-鿿]")

EVERY_FAULT = [
    *((code, text) for code, text, *_ in (*FILE_FAULTS, *HEAD_FAULTS)),
    *((code, HEAD + text) for code, text, *_ in (*FAULTS, *WARNINGS)),
]


def said(got):
    return got.zh if isinstance(got, Words) else got


def found_in(folder, text):
    return problems(folder, text) or load(folder, text).warnings


@pytest.mark.parametrize("code", CODES)
def test_every_code_means_something_in_both_languages(code):
    meaning = CODES[code]
    assert not CHINESE.search(re.sub(r"`.*?`", "", meaning.en))
    assert len(CHINESE.findall(meaning.zh)) >= 5
    assert meaning.zh.endswith(("。", "？"))
    quoted = [set(re.findall(r"`(.*?)`", text)) for text in (meaning.en, meaning.zh)]
    assert quoted[1] <= quoted[0] | {"null"}, "what is quoted from a file is the same in both"


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, text, *_ in FAULTS[::9]])
def test_a_problem_in_chinese_keeps_place_key_and_value(tmp_path, code, text):
    (problem,) = problems(tmp_path, HEAD + text)
    first, *below = pipe_text(problem, "zh").splitlines()
    place = problem.place
    assert first.startswith(
        f"{place.file}:{place.line}:{place.column}: 错误[{code}]：{problem.key}：{problem.message.zh}"
    )
    assert problem.got is None or first.endswith(f"填写值：{said(problem.got)}")
    assert [line.strip() for line in below] == ([f"建议：{problem.hint.zh}"] if problem.hint else [])


@pytest.mark.parametrize(("code", "text"), EVERY_FAULT, ids=[f"{code}-{k}" for k, (code, _) in enumerate(EVERY_FAULT)])
def test_what_is_wrong_and_how_to_put_it_right_are_in_chinese(tmp_path, code, text):
    for problem in found_in(tmp_path, text):
        lines = pipe_text(problem, "zh").replace(str(tmp_path), "").splitlines()
        assert not [line for line in lines if is_english(line)]
        assert all(CHINESE.search(line) for line in lines)


def test_a_terminal_shows_a_problem_in_chinese_above_and_below_the_line():
    message, hint = Words("leading zeros", "有前导零"), Words("write 12", "请写 12")
    problem = Problem("W001", "run.seed", Place("f", 1, 7, 3), message, "012", hint)
    lines = terminal_text(problem, {"f": ["seed: 012"]}, color=False, language="zh").splitlines()
    assert lines == [
        "警告[W001] run.seed：有前导零",
        "  --> f:1:7",
        "   |",
        " 1 | seed: 012",
        "   |       ^^^",
        "   = 建议：请写 12",
    ]
