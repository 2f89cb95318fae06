"""Counts of provinces: entered twice, quoted, summed, and never one without a source."""

import csv
import math
import re
from pathlib import Path

import pytest

from laborsim.published import figures as f
from laborsim.published.data_tables import DATA, BadTable, read_rows
from laborsim.published.province_counts import (
    COLUMNS,
    FEWEST,
    held_out,
    load_counts,
    province_counts,
    survey_counts,
)

SECOND = Path(__file__).with_name("province_counts_second_entry.csv")
KEY = ("code", "as_of", "concept", "what")
ROWS = read_rows(DATA / "province_counts.csv")
GOOD = {
    "code": "CN-SC",
    "as_of": "2018",
    "concept": "survey_year",
    "what": "workers",
    "value": "2163.0",
    "unit": "10^4 persons",
    "rounding": "0.1",
    "confidence": "seen",
    "source_id": "one",
    "quote": "总量为2163.0万人",
    "note": "",
}
LOCAL = {**GOOD, "what": "local", "value": "610.3"}
OUTBOUND = {**GOOD, "what": "outbound", "value": "1552.7"}


def key(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[column] for column in KEY)


def written(folder: Path, rows: list[dict[str, str]], columns: tuple[str, ...] = COLUMNS) -> Path:
    path = folder / "province_counts.csv"
    (folder / "sources.csv").write_text("source_id\none\n", encoding="utf-8")
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns, extrasaction="ignore")
        table.writeheader()
        table.writerows(rows)
    return path


def faults(folder: Path, rows: list[dict[str, str]]) -> list[str]:
    with pytest.raises(BadTable) as caught:
        load_counts(written(folder, rows))
    return str(caught.value).splitlines()


def test_every_count_entered_twice_is_the_same_number():
    second = {key(row): float(row["value"]) for row in read_rows(SECOND)}
    assert second == {key(row): float(row["value"]) for row in ROWS}


def test_every_count_that_was_read_stands_in_the_words_of_its_source():
    for row in ROWS:
        numbers = {float(word) for word in re.findall(r"\d+(?:\.\d+)?", row["quote"].replace(",", ""))}
        assert row["confidence"] != "seen" or float(row["value"]) in numbers, key(row)


def test_every_derived_count_is_what_its_note_works_out_from_the_words_of_its_source():
    derived = [row for row in ROWS if row["confidence"] == "derived"]
    assert derived
    for row in derived:
        assert re.fullmatch(r"[\d. +/()-]+", row["note"]), key(row)
        assert math.isclose(eval(row["note"]), float(row["value"]), abs_tol=0.05 + 1e-9), key(row)
        assert row["note"].split()[0] in row["quote"], key(row)


def test_no_count_is_from_memory_and_every_one_is_a_figure_with_a_source():
    assert {row["confidence"] for row in ROWS} <= {"seen", "derived"}
    for row in ROWS:
        found = f.figure("/".join(("count", *key(row))))
        assert found.quote and f.source(found.source_id).title


def test_administrative_counts_are_no_counts_of_the_survey():
    concepts = {count.concept for count in survey_counts()}
    assert concepts == {"survey_year", "survey_quarter"}
    assert {count.concept for count in province_counts()} == {*concepts, "administrative"}


def test_counts_that_are_in_order_are_read_in_persons_and_shares(tmp_path):
    share = {**GOOD, "what": "inside_share", "value": "51.5", "unit": "percent"}
    workers, _, _, inside = load_counts(written(tmp_path, [GOOD, LOCAL, OUTBOUND, share]))
    assert (workers.value, workers.rounding, workers.year) == (21_630_000, 1000, 2018)
    assert (inside.value, inside.is_share) == (0.515, True)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code": "SC"}, "code 'SC' is not one of"),
        ({"as_of": "end of 2018"}, "as_of 'end of 2018' is not a date"),
        ({"as_of": "2018-13"}, "as_of '2018-13' is not a date"),
        ({"as_of": "2024"}, "as_of 2024 is later than 2023"),
        ({"concept": "survey"}, "concept 'survey' is not one of survey_year"),
        ({"what": "women"}, "what 'women' is not one of workers"),
        ({"value": "2163 wan"}, "value '2163 wan' is not a number above 0"),
        ({"value": "21630000"}, "value '21630000' is not a number above 0 and below 20,000"),
        ({"value": "nan"}, "value 'nan' is not a number"),
        ({"rounding": "0"}, "rounding '0' is not a number above 0"),
        ({"unit": "persons"}, "unit 'persons': workers is counted in 10^4 persons"),
        ({"confidence": "recalled"}, "confidence 'recalled' is not one of seen, derived"),
        ({"source_id": " "}, "source_id is empty; name a source"),
        ({"source_id": "two"}, "source_id 'two' does not stand in sources.csv"),
        ({"quote": ""}, "quote is empty; copy the words"),
    ],
)
def test_a_cell_that_cannot_be_is_named_with_its_row_and_what_is_allowed(tmp_path, change, said):
    (fault,) = faults(tmp_path, [LOCAL, {**GOOD, **change}])
    assert fault.startswith("province_counts.csv, row 3: ") and said in fault


def test_a_count_above_the_sum_of_its_parts_is_refused(tmp_path):
    (fault,) = faults(tmp_path, [{**GOOD, "value": "2263.0"}, LOCAL, OUTBOUND])
    assert "row 2: CN-SC / 2018 / survey_year: workers 2,263 is more than its parts" in fault
    assert "local + outbound = 2,163" in fault


def test_a_part_above_its_whole_is_refused_though_the_other_part_is_not_known(tmp_path):
    (fault,) = faults(tmp_path, [GOOD, {**OUTBOUND, "value": "2200"}])
    assert "workers 2,163 is less than its parts (outbound = 2,200)" in fault


def test_a_share_that_the_counts_beside_it_deny_is_refused(tmp_path):
    inside = {**OUTBOUND, "what": "outbound_inside", "value": "800"}
    share = {**GOOD, "what": "inside_share", "value": "61.5", "unit": "percent"}
    (fault,) = faults(tmp_path, [OUTBOUND, inside, share])
    assert "row 4: CN-SC / 2018 / survey_year: inside_share 61.5, but outbound_inside is 51.5 % of outbound" in fault


def test_counts_of_another_concept_or_date_are_not_parts(tmp_path):
    other = [{**LOCAL, "concept": "administrative", "value": "5000"}, {**OUTBOUND, "as_of": "2017", "value": "5000"}]
    assert len(load_counts(written(tmp_path, [GOOD, *other]))) == 3


def test_a_sum_may_be_off_by_what_was_rounded(tmp_path):
    rounded = [{**row, "rounding": "1"} for row in (GOOD, {**LOCAL, "value": "613"}, OUTBOUND)]
    assert len(load_counts(written(tmp_path, rounded))) == 3


def test_all_faults_are_said_at_once(tmp_path):
    larger = {**GOOD, "value": "2263.0"}
    wrong = {**GOOD, "code": "X", "quote": "", "value": "many"}
    found = faults(tmp_path, [wrong, larger, {**LOCAL, "unit": ""}, OUTBOUND, OUTBOUND])
    assert len(found) == 6
    assert [fault.split(": ")[0].removeprefix("province_counts.csv, ") for fault in found[:4]] == ["row 2"] * 3 + [
        "row 4"
    ]
    assert "2 rows for CN-SC / 2018 / survey_year / outbound; keep one" in found[4]
    assert "row 3: CN-SC / 2018 / survey_year: workers 2,263 is more than its parts" in found[5]


def test_a_table_without_its_columns_says_which_it_needs(tmp_path):
    with pytest.raises(BadTable, match="it needs the columns code, as_of"):
        load_counts(written(tmp_path, [GOOD], COLUMNS[:-1]))


def test_a_quarter_of_the_provinces_is_held_out_by_a_rule_that_knows_codes_only():
    codes = {count.code for count in survey_counts()}
    assert len(codes) == FEWEST
    assert held_out(codes) == ("CN-SC", "CN-YN", "CN-SX")
    assert held_out([*codes, *codes]) == held_out(reversed(sorted(codes)))


def test_with_fewer_than_ten_provinces_none_is_held_out_for_good():
    assert held_out(sorted({count.code for count in survey_counts()})[1:]) == ()
