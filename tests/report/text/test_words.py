"""Every text exists in both languages and every code has a name."""

import ast
import string

import pytest
from tests.report.text.english import is_english
from tests.scenario.files import ROOT

from laborsim.kernels.codes import ZONES, month_number
from laborsim.published.indicators import indicators
from laborsim.published.regions import province_table
from laborsim.published.words import Words
from laborsim.report.figures.tile_map import tile_grid
from laborsim.report.text.dates import full_month, goal_year, short_month
from laborsim.report.text.labels import STATUS_WORDS, quantity, region_words
from laborsim.report.text.numbers import UNITS
from laborsim.report.text.phrases import Phrases, capitalized, inside_sentence, listed, phrases, sentences
from laborsim.report.text.provenance import Provenance, Quoted, footnote


def places(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("name", Phrases._fields)
def test_a_phrase_speaks_of_the_same_things_in_both_languages(name):
    english, chinese = getattr(phrases("en"), name), getattr(phrases("zh"), name)
    assert english
    assert places(chinese) - {"rise", "fall"} <= places(english)  # a change is called by what changes
    # Chinese titles may leave out what the words already say; nothing else may go.
    assert places(english) - places(chinese) <= {"share"} if name != "goal_same" else True


def test_no_english_phrase_is_left_in_the_chinese_table():
    letters = {name for name, text in phrases("zh")._asdict().items() if any("a" <= c <= "z" for c in _bare(text))}
    assert letters <= {"run", "run_pair", "run_beside", "answers_folder", "verdict_rule"}  # the program, Student's t


def _bare(template: str) -> str:
    return "".join(literal for literal, _, _, _ in string.Formatter().parse(template))


def test_every_indicator_has_a_name_and_a_unit_that_figures_know():
    for name, indicator in indicators().items():
        shown = quantity(name)
        assert shown.unit in UNITS and shown.unit == indicator.unit
        assert shown.name.en and "_" not in shown.name.en and shown.name.zh == indicator.title_zh
        assert quantity(name, is_share=True).unit == ("share" if indicator.unit == "%" else shown.unit)


def test_an_unknown_indicator_is_an_error_that_names_the_known_ones():
    with pytest.raises(ValueError, match=r"'happiness'; known indicators: migrant_workers"):
        quantity("happiness")


def test_every_place_has_a_name_in_both_languages():
    for place in ("CN", *ZONES, *(province.code for province in province_table())):
        words = region_words(place)
        assert words.en and words.zh
    with pytest.raises(ValueError, match=r"'CN-XX'; known places: CN"):
        region_words("CN-XX")


def test_the_map_has_one_square_for_each_region_and_no_two_in_one_place():
    tiles = tile_grid()
    assert {tile.code for tile in tiles} == {province.code for province in province_table()}
    assert len(tiles) == len({(tile.row, tile.col) for tile in tiles}) == 31
    assert max(tile.row for tile in tiles) == 7 and max(tile.col for tile in tiles) == 8


def test_neighbors_on_the_map_are_where_a_reader_looks_for_them():
    at = {tile.code: (tile.row, tile.col) for tile in tile_grid()}
    assert at["CN-HL"][0] == 0 and at["CN-HI"][0] == 7 and at["CN-XJ"][1] == 0
    assert at["CN-GS"][1] < at["CN-SN"][1] < at["CN-HA"][1] < at["CN-SD"][1]


def test_every_status_of_the_model_that_is_drawn_has_its_words():
    assert {"local", "founder", "placed", "seeking", "out"} <= set(STATUS_WORDS)
    assert all(words.label.zh and words.doing.zh for words in STATUS_WORDS.values())


def test_months_in_both_languages():
    december, june = month_number(2020, 12), month_number(2020, 6)
    assert (full_month(june, "en"), full_month(june, "zh")) == ("June 2020", "2020年6月")
    assert (short_month(june, "en"), short_month(june, "zh")) == ("Jun 2020", "2020年6月")
    assert (goal_year(december, "en"), goal_year(june, "en"), goal_year(december, "zh")) == (
        "2020",
        "June 2020",
        "2020年",
    )


def test_sentences_and_lists():
    assert listed(["a"], "en") == "a" and listed(["a", "b", "c"], "en") == "a, b and c"
    assert listed(["a", "b", "c"], "zh") == "a、b、c"
    assert sentences(["One", "", "Two."], "en") == "One. Two."
    assert sentences(["一", "二。"], "zh") == "一。二。"
    assert inside_sentence("New jobs") == "new jobs" and inside_sentence("GDP") == "GDP"
    assert capitalized("the West") == "The West"
    assert Words("only English").said("zh") == "only English"


def test_a_footnote_carries_every_stamp_and_what_made_the_numbers():
    provenance = Provenance(
        scenario="s",
        seed=7,
        version="0.1.0",
        run_id="abc",
        baseline="b",
        sources=(Quoted(Words("Plan"), Words("340,000 jobs"), recalled=True),),
        assumptions=(Words("half take part"),),
        is_draft=True,
        is_synthetic=True,
    )
    assert footnote(provenance, "en", "A remark") == (
        "DRAFT: a trial run, not for decisions. SYNTHETIC numbers, for illustration only. A remark. "
        "Plan: “340,000 jobs” [recalled from memory, not yet checked in its source]. ASSUMPTION: half take part. "
        "Scenario s minus b, paired runs, seed 7, laborsim 0.1.0, run abc."
    )


def test_the_footnote_of_levels_does_not_speak_of_a_difference():
    levels = Provenance("s", 7, "0.1.0", "abc", baseline="b", shows_levels=True)
    assert footnote(levels, "en") == "Scenario s and b, paired runs, seed 7, laborsim 0.1.0, run abc."
    assert footnote(levels, "zh").startswith("s与b配对模拟")


def texts_of(path):
    """Return the English and Chinese texts that are written out in a file, "…" for what is filled in."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Words":
            yield node.lineno, [_written(text) for text in node.args]


def _written(node):
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
    return "…"


SOURCES = sorted((ROOT / "src" / "laborsim").rglob("*.py"))


@pytest.mark.parametrize("path", SOURCES, ids=[path.relative_to(ROOT).as_posix() for path in SOURCES])
def test_no_sentence_is_written_in_english_alone(path):
    alone = [(line, said) for line, (said, *others) in texts_of(path) if is_english(said) and not others]
    english = [(line, said) for line, (_, *others) in texts_of(path) for said in others if is_english(said)]
    assert (alone, english) == ([], [])
