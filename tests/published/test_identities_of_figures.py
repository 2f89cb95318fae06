"""Identities of the official statistics: they hold, or the exception is written down with its reason."""

import re

import pytest

from laborsim.kernels.codes import AGE_BANDS, SCHOOLING, ZONES
from laborsim.published import figures as f
from laborsim.published.data_tables import DATA, read_rows, table

YEARS = range(2008, 2024)
CONFLICTS = {row["id"]: row for row in read_rows(DATA / "conflicts.csv")}

ROUNDING = 0.11  # percentage points: five shares rounded to one decimal
ROUNDED = {("age", 2016): 100.1, ("education", 2021): 100.1}  # conflict: rounded_shares


def annual(series: str, year: int) -> float:
    return f.annual(series, year).number


def known(name: str, *key: object) -> f.Figure | None:
    return table(name).get(tuple(str(part) for part in key))


def zone_sum(kind: str, year: int) -> float | None:
    """Sum over the zones of that year's scheme, None where a zone is not printed."""
    zones = ZONES if year >= 2016 else ZONES[:3]
    found = [known("zone", kind, zone, year) for zone in zones]
    return sum(one.number for one in found if one) if all(found) else None


@pytest.mark.parametrize("year", YEARS)
def test_total_is_local_plus_outbound(year):
    assert annual("total", year) == annual("local", year) + annual("outbound", year)


@pytest.mark.parametrize("year", YEARS)
def test_outbound_is_interprovince_plus_intraprovince(year):
    parts = annual("outbound_interprovince", year) + annual("outbound_intraprovince", year)
    assert annual("outbound", year) == parts


@pytest.mark.parametrize(
    ("kind", "series", "least"),
    [
        ("origin_total", "total", 12),
        ("outbound_total", "outbound", 3),
        ("outbound_interprovince", "outbound_interprovince", 4),
        ("outbound_intraprovince", "outbound_intraprovince", 3),
    ],
)
def test_zones_of_origin_sum_to_the_total(kind, series, least):
    sums = {year: zone_sum(kind, year) for year in YEARS}
    printed = {year: total for year, total in sums.items() if total is not None}
    assert len(printed) >= least
    assert printed == {year: annual(series, year) for year in printed}


def test_destinations_leave_out_those_who_work_outside_the_31_regions():
    sums = {year: zone_sum("destination_total", year) for year in YEARS}
    abroad = {year: annual("total", year) - total for year, total in sums.items() if total is not None}
    assert len(abroad) == 11
    assert all(61 <= missing <= 96 for missing in abroad.values())
    assert abroad[2023] == 70 and sums[2023] == 29683
    assert "29,683" in CONFLICTS["destinations_abroad"]["statement"]


@pytest.mark.parametrize("year", [2017, 2018, 2022])
@pytest.mark.parametrize("zone", ZONES)
def test_outbound_of_a_zone_splits_into_inter_and_intra(zone, year):
    total = f.by_zone("outbound_total", zone, year).number
    inter = f.by_zone("outbound_interprovince", zone, year).number
    assert total == inter + f.by_zone("outbound_intraprovince", zone, year).number
    share = f.by_zone("interprovince_share_of_outbound", zone, year).number
    assert abs(100 * inter / total - share) < 0.06


@pytest.mark.parametrize("year", range(2008, 2023))
def test_age_bands_sum_to_a_hundred(year):
    total = sum(f.age("all", band, year).number for band in AGE_BANDS)
    assert total == pytest.approx(ROUNDED.get(("age", year), 100.0), abs=1e-9)


@pytest.mark.parametrize("year", [2008, 2012, 2021, 2022])
def test_the_young_bands_sum_to_the_printed_share(year):
    young = sum(f.age("all", band, year).number for band in AGE_BANDS[:3])
    assert young == pytest.approx(f.age("all", "<=40", year).number)


def test_the_three_printed_age_groups_of_2023_sum_to_a_hundred():
    assert sum(f.age("all", band, 2023).number for band in ("<=40", "41-50", "50+")) == pytest.approx(100)


@pytest.mark.parametrize("year", range(2020, 2024))
def test_schooling_sums_to_a_hundred(year):
    total = sum(f.structure("education", level, "all", year).number for level in SCHOOLING)
    assert total == pytest.approx(ROUNDED.get(("education", year), 100.0), abs=1e-9)


def test_the_rounded_shares_are_written_down():
    figures = CONFLICTS["rounded_shares"]["figures"]
    assert all(str(year) in figures for _, year in ROUNDED)
    assert all(abs(total - 100) < ROUNDING for total in ROUNDED.values())


@pytest.mark.parametrize("year", [2013, 2020, 2021, 2022, 2023])
def test_sectors_leave_out_only_the_small_primary_sector(year):
    two = f.structure("sector", "secondary", "all", year).number
    two += f.structure("sector", "tertiary", "all", year).number
    assert 99.2 < two < 99.7


@pytest.mark.parametrize("kind", ["share_of_outbound_by_origin", "share_of_local_by_origin"])
@pytest.mark.parametrize("year", [2008, 2011])
def test_shares_by_zone_sum_to_a_hundred(kind, year):
    assert zone_sum(kind, year) == pytest.approx(100)


def test_derived_figures_follow_from_the_arithmetic_in_their_note():
    checked = 0
    for one in f.figures():
        found = re.match(r"(?:=)?(\d+(?:\.\d+)?)([-+])(\d+(?:\.\d+)?)(?:$|;| )", one.reason)
        if one.confidence == "derived" and found and not one.garbled:
            left, sign, right = float(found[1]), found[2], float(found[3])
            assert one.number == pytest.approx(left + right if sign == "+" else left - right), one.id
            checked += 1
    assert checked >= 20


@pytest.mark.parametrize("name", ["annual", "pay"])
def test_a_seen_survey_figure_stands_in_its_quote(name):
    for one in table(name).values():
        if one.confidence == "seen":
            assert f"{one.number:.10g}" in one.as_printed, one.id


def local_weight(pooled: float, local: float, outbound: float) -> float:
    return (pooled - outbound) / (local - outbound)


def triples() -> dict[str, tuple[float, float, float]]:
    """Published (pooled, local, outbound) of every statistic and year that has all three."""
    groups = ("all", "local", "outbound")
    found = {}
    for year in range(2014, 2024):
        rows = {
            "pay": [known("pay", group, year, "China") for group in groups],
            "women": [known("structure", "sex", "female", group, year) for group in groups],
            "age": [known("age", group, "mean_age", year) for group in groups],
        }
        for name, row in rows.items():
            if all(row):
                found[f"{name} {year}"] = tuple(one.number for one in row if one)
    return found


def test_pooled_means_do_not_follow_from_head_counts():
    local, outbound = annual("local", 2023), annual("outbound", 2023)
    share = local / (local + outbound)
    pooled = {name: share * low + (1 - share) * high for name, (_, low, high) in triples().items()}
    assert round(pooled["pay 2023"]) == 4908  # published: 4,780
    assert round(pooled["age 2023"], 1) == 42.0  # published: 43.1
    assert round(pooled["women 2023"], 1) == 35.6  # published: 37.3
    assert "4,908" in CONFLICTS["pooled_means"]["statement"]


def test_published_pooled_means_imply_half_the_weight_on_local_workers_in_every_year():
    weights = {name: local_weight(*values) for name, values in triples().items()}
    assert len(weights) >= 15
    assert all(0.49 < weight < 0.55 for weight in weights.values()), weights
    for year in range(2014, 2024):
        assert annual("local", year) / annual("total", year) < 0.425


@pytest.mark.parametrize(("name", "miss"), [("pay 2023", 0.005), ("age 2023", 0.01), ("women 2023", 0.01)])
def test_the_documented_weights_come_within_one_percent(name, miss):
    pooled, local, outbound = triples()[name]
    assert 0.52 * local + 0.48 * outbound == pytest.approx(pooled, rel=miss)


def test_census_flows_sum_to_what_the_note_says():
    regions = f.province_table()
    total = f.poverty("inter-provincial floating population (census)", "2020").persons
    assert sum(region.inflow for region in regions) == 124_850_000
    assert sum(region.outflow for region in regions) == 124_630_000
    assert abs(sum(region.outflow for region in regions) - total) < 0.002 * total


def test_the_texts_round_the_survey():
    assert f.figure("document/doc002_total_2023").persons == round(f.annual("total", 2023).persons, -6)
    assert f.figure("document/doc002_outbound_2023").persons == round(f.annual("outbound", 2023).persons, -6)
