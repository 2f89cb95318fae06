"""The part of the validation page on provinces: every count, before and after, and both readings of Gansu."""

from laborsim.population.province_scores import held_out_provinces
from laborsim.published.province_counts import province_counts, survey_counts
from laborsim.published.regions import province_table
from laborsim.report.pages.province_counts import provinces_part

PAGE = provinces_part()
NAMES = {region.code: region.name for region in province_table()}


def rows_after(heading: str) -> list[str]:
    """Return the rows of the first table after some words, without its header."""
    lines = PAGE[PAGE.index(heading) :].splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("| ---"))
    return lines[start + 1 : start + 1 + next(n for n, line in enumerate(lines[start + 1 :]) if not line)]


def test_every_count_of_the_survey_has_its_row_with_date_and_source():
    rows = rows_after("### Provinces")
    assert len(rows) == len(survey_counts())
    for row, count in zip(rows, survey_counts(), strict=True):
        assert row.startswith(f"| {NAMES[count.code]} | {count.as_of} |") and f"`{count.source_id}`" in row


def test_administrative_counts_are_in_a_table_of_their_own():
    counts = [one for one in province_counts() if one.concept == "administrative"]
    rows = PAGE[PAGE.index("**Administrative counts**") :].splitlines()[4:]
    assert [row.split(" | ")[1] for row in rows] == [one.as_of for one in counts]
    assert "migrant workers" not in " ".join(rows)


def test_the_rule_and_whom_it_holds_out_stand_on_the_page():
    assert "SHA-256" in PAGE
    assert all(f"{NAMES[code]} ({code})" in PAGE for code in held_out_provinces())
    held = rows_after("**The rule of what is held out**")
    assert {row.split(" | ")[0].strip("| ") for row in held} == {NAMES[code] for code in held_out_provinces()}


def test_both_readings_of_gansu_stand_on_the_page():
    rows = rows_after("**Gansu's")
    assert [row.split(" | ")[1] for row in rows] == ["all migrant workers"] * 2 + ["outbound"] * 2
