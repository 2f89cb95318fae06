"""Regions and the lunar calendar: data that a user may replace, refused with reasons when wrong."""

import os
import shutil
import subprocess
import sys
from datetime import date
from itertools import pairwise

import pytest
from tests.house import ROOT

from laborsim.kernels.codes import ZONES
from laborsim.published.data_tables import DATA, OWN_DATA, BadTable
from laborsim.published.regions import load_regions, province_table
from laborsim.published.spring_festival import spring_festival

TEXT = (DATA / "provinces.csv").read_text(encoding="utf-8")


def test_there_are_31_regions_in_file_order():
    assert [region.code for region in province_table()] == [line[:5] for line in TEXT.splitlines()[1:]]
    assert len(province_table()) == 31
    assert {region.zone for region in province_table()} == set(ZONES)


def test_regions_are_in_persons_shares_and_square_kilometers():
    beijing = province_table()[0]
    assert (beijing.name, beijing.name_zh) == ("Beijing", "北京")
    assert beijing.population == 21_860_000 and beijing.inflow == 8_420_000
    assert beijing.urban_share == 0.8755 and beijing.area_km2 == 16_400
    assert 9.3e6 < sum(region.area_km2 for region in province_table()) < 9.8e6


def test_a_user_can_bring_another_table(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("\n".join(TEXT.splitlines()[:3]) + "\n", encoding="utf-8")
    assert [region.name for region in load_regions(path)] == ["Beijing", "Tianjin"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("CN-TJ,Tianjin,天津,East", "CN-TJ,Tianjin,天津,Middle", "row 3: zone 'Middle' is not one of East"),
        ("CN-TJ,Tianjin", "CN-BJ,Tianjin", "code 'CN-BJ' stands in 2 rows"),
        ("CN-TJ,Tianjin", "CN-TJ,", "row 3: province is empty"),
        ("1364.0", "13.64 million", "population_2023_10k '13.64 million' is not a number"),
        ("1364.0", "nan", "population_2023_10k 'nan' is not a number"),
        ("1364.0", "13640000", "population_2023_10k 13640000 lies outside"),
        ("84.70", "847.0", "urbanization_2020_pct 847.0 lies outside 0 to 100"),
        ("1364.0", '"1364000000.0\n"', "population_2023_10k 1364000000.0\\u000a lies outside"),
        ("capital_lat", '"lat\n\x1b[31m"', r"columns missing: capital_lat; not known: lat\u000a\u001b[31m"),
        ("capital_lat", "latitude", "columns missing: capital_lat; not known: latitude"),
    ],
)
def test_a_wrong_table_is_refused_with_its_place_and_what_is_allowed(tmp_path, old, new, said):
    path = tmp_path / "mine.csv"
    assert old in TEXT
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=r"mine\.csv") as caught:
        load_regions(path)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (TEXT.encode("gbk"), "not UTF-8"),
        (TEXT.encode("utf-16"), "not UTF-8"),
        (TEXT.encode().replace("天津".encode(), b"\xe5\xa4", 1), "not UTF-8"),
        (TEXT.replace("Tianjin", '"' + "x" * 200_000 + '"', 1).encode(), "not a table of comma-separated values"),
        (TEXT.replace("\n", ",1\n").replace(",1\n", ",code\n", 1).encode(), "columns that stand twice: code"),
    ],
)
def test_what_is_no_table_in_utf_8_is_refused_by_name(tmp_path, content, said):
    path = tmp_path / "mine.csv"
    path.write_bytes(content)
    with pytest.raises(BadTable, match=r"^mine\.csv: ") as caught:
        load_regions(path)
    assert said in str(caught.value)


@pytest.mark.parametrize("table", ["provinces.csv", "held_levels.csv", "births.csv"])
def test_a_table_of_a_user_s_own_that_is_wrong_is_no_defect_of_laborsim(tmp_path, table):
    shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("fonts"))
    text = (DATA / table).read_text(encoding="utf-8")
    (tmp_path / "data" / table).write_bytes(text.replace("East", "东").replace("e", "é", 1).encode("gbk", "replace"))
    program = f"from laborsim.cli import main; main(['validate', {str(ROOT / 'scenarios' / 'parks-3000.yaml')!r}])"
    own = {**os.environ, OWN_DATA: str(tmp_path / "data")}
    ran = subprocess.run([sys.executable, "-c", program], env=own, capture_output=True, text=True, check=False)
    assert ran.returncode == 3
    assert ran.stderr.startswith(f"error: {table}: not UTF-8") and len(ran.stderr.splitlines()) == 1


def test_all_faults_of_a_table_are_named_at_once(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(TEXT.replace("1364.0", "x", 1).replace("60.07", "600.7", 1), encoding="utf-8")
    with pytest.raises(ValueError, match="row 3") as caught:
        load_regions(path)
    assert len(str(caught.value).splitlines()) == 2


def test_a_table_without_rows_is_refused(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(TEXT.splitlines()[0] + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no regions"):
        load_regions(path)


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (2008, date(2008, 2, 7)),
        (2020, date(2020, 1, 25)),
        (2023, date(2023, 1, 22)),
        (2024, date(2024, 2, 10)),
        (2034, date(2034, 2, 19)),  # after the leap month of 2033
        (2045, date(2045, 2, 17)),
    ],
)
def test_the_spring_festival_falls_on_the_known_day(year, day):
    assert spring_festival(year) == day


def test_spring_festivals_fall_in_their_window_a_whole_number_of_moons_apart():
    days = [spring_festival(year) for year in range(2000, 2100)]
    assert all(date(day.year, 1, 21) <= day <= date(day.year, 2, 21) for day in days)
    gaps = {(later - earlier).days for earlier, later in pairwise(days)}
    assert gaps <= {353, 354, 355, 383, 384, 385}


def test_a_year_outside_the_calendar_is_refused_with_its_limits():
    with pytest.raises(LookupError, match="1999; it holds 2000 to 2099"):
        spring_festival(1999)
