"""The observed matrix: its year and missing rows are declared, and every fault is told at once."""

from pathlib import Path

import pytest

from laborsim.published.data_tables import DATA, BadTable
from laborsim.published.observed_flows import MISSING_ROWS, YEAR, load_flows, load_links, observed_flows, province_links

TEXT = (DATA / "flows_2010.csv").read_text(encoding="utf-8")


def written(folder: Path, text: str, name: str = "flows_2010.csv") -> Path:
    (folder / "sources.csv").write_text("source_id\nmigflow2010\n", encoding="utf-8")
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_twenty_one_origins_are_seen_and_ten_declared_missing():
    assert len(observed_flows().origins) == 21
    assert not set(observed_flows().origins) & set(MISSING_ROWS)


def test_a_matrix_without_declared_year_or_missing_rows_is_refused_with_both(tmp_path):
    with pytest.raises(BadTable) as caught:
        load_flows(written(tmp_path, TEXT), None, None)
    assert "the year of the matrix is not declared" in str(caught.value)
    assert "missing rows are not declared; without a row: CN-HE" in str(caught.value)


def test_a_lost_row_and_a_wrong_cell_are_told_in_one_message_with_row_and_column(tmp_path):
    lines = TEXT.splitlines()
    lines[1] = lines[1].replace("21562", "-3").replace("2010,", "2011,", 1)
    lines = [line for line in lines if ",CN-SC," not in line or not line.startswith("2010,CN-SC")]
    with pytest.raises(BadTable) as caught:
        load_flows(written(tmp_path, "\n".join(lines) + "\n"), YEAR, MISSING_ROWS)
    told = str(caught.value).splitlines()
    assert told[0].startswith("flows_2010.csv, row 2, column year: '2011'")
    assert told[1].startswith("flows_2010.csv, row 2, column workers: '-3'")
    assert told[2] == "flows_2010.csv, column origin: CN-SC has no row and is not declared missing"


def test_a_link_without_source_is_refused(tmp_path):
    text = "a,b,border,shared_dialect,confidence,source_id,note\nCN-BJ,CN-TJ,1,2,assumed,,\n"
    with pytest.raises(BadTable) as caught:
        load_links(written(tmp_path, text, "province_links.csv"))
    assert [line.split(": ")[0] for line in str(caught.value).splitlines()] == [
        "province_links.csv, row 2, column shared_dialect",
        "province_links.csv, row 2, column source_id",
    ]
    assert province_links()[frozenset(("CN-GS", "CN-SN"))] == (1.0, 1.0)
