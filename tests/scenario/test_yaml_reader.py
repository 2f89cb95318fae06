"""YAML is read as version 1.2, and every value knows where it stands."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.scenario.files import HEAD, load, only, problems

from laborsim.scenario.input_errors import Notes, Place
from laborsim.scenario.yaml_reader import parse_file
from laborsim.scenario.yaml_tree import Mapping, Scalar, read_plain, to_data


def parse(text: str) -> Mapping:
    notes = Notes(sources={"file": text.split("\n")})
    return parse_file(text, "file", notes)


def scalar(text: str) -> Scalar:
    node = parse(text).entries["a"].node
    assert isinstance(node, Scalar)
    return node


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("no", "no"), ("on", "on"), ("yes", "yes"), ("12:30", "12:30"), ("0123", 123), ("1e-3", 0.001),
        ("1.0e3", 1000.0), ("298e6", 298e6), ("1e5", 1e5), ("2025-01", "2025-01"), ("2025-01-02", "2025-01-02"),
        ("1_000", "1_000"), ("0o17", 15), ("0x1F", 31), ("017", 17), ("+5", 5), (".5", 0.5), ("5.", 5.0),
        ("~", None), ("null", None), ("true", True), ("False", False), ("0b11", "0b11"), ("nan", "nan"),
        ("inf", "inf"), ("1,5", "1,5"), ("１２", "１２"), ("--1", "--1"), ("1e", "1e"),
    ],
)  # fmt: skip
def test_plain_words_are_read_as_yaml_1_2(typed, read):
    value = scalar(f"a: {typed}\n").value
    assert value == read
    assert type(value) is type(read)


def test_quoted_numbers_are_text():
    assert scalar("a: '12'\n").value == "12"


@given(st.one_of(st.integers(-(10**17), 10**17), st.floats(allow_nan=False, allow_infinity=False)))
def test_every_number_is_read_as_it_was_typed(number):
    assert scalar(f"a: {number!r}\n").value == number
    assert scalar(f"a: {number!r}\n").raw == repr(number)


@given(st.text(alphabet="0123456789.eE+-_,%万亿xo", max_size=12))
def test_a_word_is_a_number_or_a_text_and_never_an_accident(word):
    try:
        value = read_plain(word)
    except ValueError:
        return
    if isinstance(value, int | float) and not isinstance(value, bool) and "x" not in word and "o" not in word:
        assert value == float(word)
    elif value is not None:
        assert value == word or "x" in word or "o" in word


@pytest.mark.parametrize("key", ["2019", "'2019'", '"2019"', "x", "'x'"])
@pytest.mark.parametrize("other", ["2019", "'2019'", '"2019"', "x", "'x'"])
def test_keys_that_read_the_same_are_duplicates(tmp_path, key, other):
    found = problems(tmp_path, f"{key}: 1\n{other}: 2\n")
    same = key.strip("'\"") == other.strip("'\"")
    assert any(p.code == "E104" and "line 1 and in line 2" in p.message.en for p in found) == same


def test_duplicates_are_found_at_every_depth_and_column(tmp_path):
    for depth, key in itertools.product(range(15), ("a", "2019", "地")):
        text = "".join(f"{' ' * level}k{level}:\n" for level in range(depth))
        text += f"{' ' * depth}{key}: 1\n{' ' * depth}'{key}': 2\n"
        problem = only([found for found in problems(tmp_path, text) if found.code == "E104"])
        assert (problem.place.line, problem.place.column) == (depth + 2, depth + 1)


def test_keys_are_text_and_never_numbers(tmp_path):
    loaded = load(tmp_path, HEAD + "levers:\n  workshops: {values: {2025-01: 38000}, source: ASSUMPTION}\n")
    assert loaded.resolved["levers"]["workshops"]["values"] == {"2025-01": 38000}
    assert not [w for w in loaded.warnings if w.code == "W001"]


def test_places_count_lines_and_columns_from_one():
    tree = parse("a: 1\nb:\n  中文: [x, 'y z']\n")
    inner = tree.entries["b"].node
    assert isinstance(inner, Mapping)
    assert inner.entries["中文"].key_place == Place("file", 3, 3, 2)
    second = inner.entries["中文"].node.items[1]
    assert second.place == Place("file", 3, 11, 5)


def test_the_comment_beside_a_value_is_kept():
    assert scalar("a: 5   # ASSUMPTION, to be replaced\n").remark == "ASSUMPTION, to be replaced"
    assert scalar("a: {b: 5}  # not a scalar\n".replace("{b: 5}", "5")).remark == "not a scalar"
    assert scalar("a: 'x # y'\n").remark == ""
    inner = parse("a: {b: 5, c: 6}    # about both\n").entries["a"].node
    assert isinstance(inner, Mapping)
    assert isinstance(inner.entries["b"].node, Scalar)
    assert inner.entries["b"].node.remark == "about both"


def test_a_tree_becomes_plain_data():
    assert to_data(parse("a: [1, {b: x}]\nc: |\n  two\n  lines\n")) == {"a": [1, {"b": "x"}], "c": "two\nlines\n"}


def test_twenty_levels_are_read_and_twenty_one_refused(tmp_path):
    assert not [p for p in problems(tmp_path, "a: " + "[" * 19 + "]" * 19) if p.code == "E103"]
    assert [p.code for p in problems(tmp_path, "a: " + "[" * 20 + "]" * 20)] == ["E103"]
