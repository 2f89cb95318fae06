"""What may be opened at all: regular, small UTF-8 files; E114 and the limits of reading."""

import os

import pytest
from tests.scenario.files import HEAD, ROOT, load, only, problems, problems_of, write

from laborsim.scenario.input_errors import CannotRead, Notes, ScenarioProblems
from laborsim.scenario.load import load_scenario
from laborsim.scenario.text_file import LARGEST_FILE, read_bytes


def test_a_pipe_is_refused_without_waiting_for_a_writer(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    assert only(problems_of(tmp_path / "pipe.yaml")).code == "E114"


def test_a_folder_is_refused(tmp_path):
    problem = only(problems_of(tmp_path))
    assert (problem.code, problem.message.en) == ("E114", "not a regular file but a folder")


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="needs a device")  # noqa: PTH110 - a string is enough
def test_an_endless_device_is_refused():
    assert only(problems_of("/dev/zero")).code == "E114"


def test_a_large_file_is_refused_by_its_size_before_it_is_read(tmp_path, monkeypatch):
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(50 * 2**20)
    monkeypatch.setattr(os, "open", lambda *_: pytest.fail("opened"))
    assert only(problems_of(path)).code == "E102"


def test_a_file_that_grows_while_it_is_read_is_not_read_to_its_end(tmp_path, monkeypatch):
    path = write(tmp_path, b" " * (LARGEST_FILE + 10))
    real = os.stat_result([*path.stat()[:6], 100, *path.stat()[7:]])
    monkeypatch.setattr(type(path), "stat", lambda *_, **__: real)
    with pytest.raises(ScenarioProblems) as caught:
        read_bytes(path, "growing", Notes())
    assert caught.value.problems[0].code == "E102"


def test_a_missing_file_cannot_be_read():
    with pytest.raises(CannotRead, match=r"cannot read nowhere\.yaml"):
        load_scenario("nowhere.yaml")


def test_a_path_with_nul_cannot_be_read():
    with pytest.raises(CannotRead):
        load_scenario("a\0b.yaml")


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_byte_order_mark_and_line_ends_change_nothing(tmp_path, before, end):
    text = HEAD + "levers:\n  workshops:\n    value: 38000   # ASSUMPTION\n"
    expected = load(tmp_path / "a", text)
    found = load(tmp_path / "b", before + text.replace("\n", end).encode())
    assert found.scenario == expected.scenario
    assert found.resolved == expected.resolved
    assert found.remarks == expected.remarks


def test_the_byte_that_is_not_utf8_is_named_exactly(tmp_path):
    assert "byte 13" in only(problems(tmp_path, "a: 中国\nb: ".encode() + b"\xd6\xd0\n")).message.en


def test_the_encoding_is_guessed_for_the_hint(tmp_path):
    assert "GBK" in only(problems(tmp_path, "标题: 甘肃\n".encode("gbk"))).hint.en
    assert "UTF-16" in only(problems(tmp_path, "a: 1\n".encode("utf-16"))).hint.en


def test_every_bad_character_of_a_file_is_reported(tmp_path):
    found = problems(tmp_path, HEAD + "title: a\u202eb\ndescription: a\u200bb\n")
    assert [(p.code, p.place.line) for p in found] == [("E112", 4), ("E112", 5)]


def test_bad2_stands_where_the_tests_look_for_it():
    assert (ROOT / "tests" / "scenario" / "bad2.yaml").is_file()
