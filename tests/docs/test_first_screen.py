"""The first screen of the README says what the shipped small run says, in both languages, and leads to a report."""

import csv
import hashlib
import io
import re
import shutil

import pytest
from click.testing import CliRunner
from PIL import Image
from tests.docs.pages import README, README_ZH, ROOT, blocks, command_names, headings, table_rows, text_of

from laborsim.cli import main
from laborsim.kernels.codes import year_and_month
from laborsim.report.pages.first_answer import OF_NUMBERS, STEM
from laborsim.report.pages.pages import FIRST_ANSWER, around
from laborsim.scenario.load import load_scenario

PARKS = ROOT / "scenarios" / "parks-3000.yaml"
NUMBERS = ROOT / f"{STEM}.csv"
MOST_BYTES = 200_000
COMMANDS = {
    README: "laborsim run scenarios/parks-3000.yaml --quick --write README.md",
    README_ZH: "laborsim run scenarios/parks-3000.yaml --quick --write README.zh.md --lang zh",
}
LANGUAGES = {README: "en", README_ZH: "zh"}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Return a folder in which the commands that the pages name have written their first answers."""
    desk = tmp_path_factory.mktemp("desk")
    for page, command in COMMANDS.items():
        shutil.copy(page, desk / page.name)
        assert f"`{command}`" in text_of(page), f"{page.name} does not name the command that writes it"
        at_desk = {"scenarios/parks-3000.yaml": str(PARKS), page.name: str(desk / page.name)}
        words = [at_desk.get(word, word) for word in command.split()[1:]]
        done = CliRunner().invoke(main, [*words, "-o", str(desk / "runs")])
        assert done.exit_code == 0, done.output
    return desk


@pytest.mark.parametrize("page", COMMANDS, ids=lambda page: page.name)
def test_the_answer_is_what_the_shipped_small_run_says(written, page):
    assert text_of(page) == text_of(written / page.name), f"{page.name} is old: {COMMANDS[page]}"


def rows_of(path):
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_the_numbers_drawn_are_those_of_the_run(written):
    ours, theirs = rows_of(NUMBERS), rows_of(written / f"{STEM}.csv")
    assert [row[:3] for row in ours] == [row[:3] for row in theirs]
    numbers = [[float(cell) for row in rows[1:] for cell in row[3:] if cell] for rows in (ours, theirs)]
    assert numbers[0] == pytest.approx(numbers[1], rel=1e-12)


@pytest.mark.parametrize("page", COMMANDS, ids=lambda page: page.name)
def test_the_picture_is_one_of_these_numbers_and_small(page):
    path = ROOT / f"{STEM}-{LANGUAGES[page]}.png"
    with Image.open(path) as picture:
        assert picture.text[OF_NUMBERS] == hashlib.sha256(NUMBERS.read_bytes()).hexdigest()
    assert path.stat().st_size <= MOST_BYTES


ENGLISH = (
    r"\*\*what\s+do (?P<more>\d+) more entrepreneurship\s+parks\s+do, (?P<after>[\d,]+) instead of (?P<before>[\d,]+) "
    r"by the end of (?P<year>\d+)\?\*\*"
)
CHINESE = (
    r"\*\*返乡创业园由(?P<before>\d+)个增加到(?P<after>\d+)个（(?P<year>\d+)年末），\s*"
    r"多建的(?P<more>\d+)个会带来什么变化？\*\*"
)


@pytest.mark.parametrize(
    ("page", "reader", "question"),
    [(README, "For planners", ENGLISH), (README_ZH, "供规划人员", CHINESE)],
    ids=["en", "zh"],
)
def test_the_page_begins_with_its_reader_one_question_two_sentences_and_a_picture(page, reader, question):
    first_screen = text_of(page).partition("\n## ")[0]
    asked = re.search(question, first_screen)
    assert asked, "the question"
    number = {name: int(text.replace(",", "")) for name, text in asked.groupdict().items()}
    levers = {lever.key: lever for lever in load_scenario(PARKS).scenario.levers}
    (_, before), (last, after) = levers["entrepreneurship_parks"].schedule.points
    assert (number["before"], number["after"], number["more"]) == (before, after, after - before)
    assert number["year"] == year_and_month(last)[0]
    around_answer = around(FIRST_ANSWER, first_screen)
    answer = first_screen[len(around_answer[0]) : len(first_screen) - len(around_answer[1])]
    sentences = re.findall(r"[^.。]+(?:\.\d[^.。]*)*[.。]", answer.partition("\n\n")[0])
    assert len(sentences) == 2
    order = [first_screen.index(part) for part in (reader, asked[0], answer, "](docs/first-answer-")]
    assert order == sorted(order)


def test_the_two_pages_name_each_other_and_the_same_commands():
    assert "](README.zh.md)" in text_of(README) and "](README.md)" in text_of(README_ZH)
    english, chinese = (
        [row[1] for row in table_rows(text_of(page), cell)]
        for page, cell in ((README, "question"), (README_ZH, "问题"))
    )
    assert set(chinese) <= set(english)
    typed, in_chinese = ({*"".join(blocks(text_of(page), "sh")).splitlines()} for page in (README, README_ZH))
    assert {line.removesuffix(" --lang zh") for line in in_chinese} <= typed, "only what a test types from the README"
    assert {"make run", "make test"} <= in_chinese
    assert len(headings(text_of(README_ZH))) >= 5


@pytest.mark.parametrize(("page", "cell"), [(README, "question"), (README_ZH, "问题")], ids=["en", "zh"])
def test_a_command_of_a_question_has_all_that_it_needs(page, cell):
    for row in table_rows(text_of(page), cell):
        for command in re.findall(r"`laborsim ([^`]+)`", row[1]):
            name, *words = command.split()
            assert name in command_names()
            needed = [one for one in main.commands[name].params if one.required and one.opts[0].startswith("--")]
            assert [one.opts for one in needed if not set(one.opts) & set(words)] == []


def test_a_page_without_a_place_is_refused_before_anything_is_simulated(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# A page\n", encoding="utf-8")
    words = ["run", str(PARKS), "--quick", "-o", str(tmp_path / "runs"), "--write", str(page)]
    refused = CliRunner().invoke(main, words)
    assert refused.exit_code == 2 and "no place for the first answer" in refused.output
    assert not (tmp_path / "runs").exists()
    for more in ([str(PARKS)], ["--dry-run"]):
        refused = CliRunner().invoke(main, [*words, *more])
        assert refused.exit_code == 2 and "give one scenario, without --dry-run" in refused.output


def test_a_run_that_shows_no_effect_is_not_put_on_a_page(tmp_path):
    page = tmp_path / "page.md"
    shutil.copy(README, page)
    baseline = ROOT / "scenarios" / "national-baseline.yaml"
    small = ["--scale", "100000", "--replicates", "1", "-j", "1", "--set", "horizon.end=2024-12"]
    words = ["run", str(baseline), *small, "-o", str(tmp_path / "runs"), "--write", str(page)]
    refused = CliRunner().invoke(main, words)
    assert refused.exit_code == 2 and "it shows no effect" in refused.output
    assert text_of(page) == text_of(README)
