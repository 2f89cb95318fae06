"""At the base date the model is what was published, and it neither freezes nor drifts away from it afterwards."""

from functools import cache

import numpy as np
import pytest
from tests.model.small_worlds import BASE, FINE, SHIPPED, Run, finished, scenario, setting, world

from laborsim.kernels.codes import FOUNDER, GONE, OFFICIAL_LOCAL, ZONES, month_number
from laborsim.kernels.counts import AT
from laborsim.kernels.life.official_status import official_statuses
from laborsim.parameters.parameters import Parameters
from laborsim.population.demography import ageing_table, build_demography, pool_trend
from laborsim.published.figures import aggregate, annual, by_zone, level, pay, structure
from laborsim.published.margins import SURVEY_WEIGHT_LOCAL

SCALE = 3_000
TO_2030 = 84
NOVEMBER_2024 = month_number(2024, 11) - BASE
readings = pytest.mark.parametrize(("reading", "inside"), SHIPPED)


@cache
def long_run() -> Run:
    """Return the baseline to the end of 2030; the only long run of these tests."""
    return finished(world(scenario(TO_2030, scale=SCALE)))


@cache
def two_years(reading: str, inside: bool) -> Run:
    if (reading, inside) == ("cumulative", True):
        return long_run()
    asked = scenario(24, scale=SCALE, founders_observed_as=reading, founders_inside_total=inside)
    return finished(world(asked))


def outbound(run: Run) -> np.ndarray:
    return run.nation("official_outbound_inside") + run.nation("official_outbound_outside")


def total(run: Run) -> np.ndarray:
    return outbound(run) + run.nation("official_local")


def by_place(run: Run, zone: str) -> np.ndarray:
    """Return the mask of a zone's regions."""
    return np.array([region.zone == zone for region in run.model.setting.regions])


def mean_pay(run: Run, status: str) -> np.ndarray:
    return run.nation(f"pay_{status}_fen") / run.nation(f"paid_{status}") / 100


FIRST_YEARS = 0.0125
"""How far stocks and pay may leave their trend in two years."""

OUTBOUND_YEARS = 0.0075
"""The same of the outbound stock, which a base date without a past would let jump."""

UNEMPLOYMENT_POINTS = 0.3
"""How far migrants' unemployment may leave its base level [percentage points]."""


@readings
def test_stocks_at_the_base_date_are_the_published_ones(reading, inside):
    run = two_years(reading, inside)
    series = run.series[0].sum(axis=0)
    local, inner, outer = (
        int(series[AT[f"official_{name}"]]) for name in ("local", "outbound_inside", "outbound_outside")
    )
    for count, figure in (
        (local + inner + outer, annual("total", 2023)),
        (local, annual("local", 2023)),
        (inner + outer, annual("outbound", 2023)),
        (outer, annual("outbound_interprovince", 2023)),
    ):
        assert count == pytest.approx(figure.persons, rel=1e-3), figure.id
    assert series[AT["not_migrant"]] == pytest.approx(Parameters().reserve_persons, rel=1e-3)


def test_zones_at_the_base_date_are_the_published_ones():
    run = long_run()
    columns = [AT[f"official_{name}"] for name in ("local", "outbound_inside", "outbound_outside")]
    here = run.series[0][:, columns].sum(axis=1)
    for zone in ZONES:
        published = by_zone("origin_total", zone, 2023).persons
        assert here[by_place(run, zone)].sum() == pytest.approx(published, rel=2e-3), zone


def test_sex_and_schooling_at_the_base_date_are_the_published_ones():
    groups = world(scenario(1, scale=SCALE)).counts.groups.sum(axis=0).astype(float)  # [status, sex, age, schooling]
    local, outbound_people = groups[1], groups[2] + groups[3]
    for status, group in (("local", local), ("outbound", outbound_people)):
        women = structure("sex", "female", status, 2023).number
        assert 100 * group[1].sum() / group.sum() == pytest.approx(women, abs=0.2), status

    college = [100 * group[:, :, 4].sum() / group.sum() for group in (local, outbound_people)]
    pooled = SURVEY_WEIGHT_LOCAL * college[0] + (1 - SURVEY_WEIGHT_LOCAL) * college[1]
    assert pooled == pytest.approx(structure("education", "college_plus", "all", 2023).number, abs=0.2)


def test_pay_at_the_base_date_is_the_published_one():
    run = long_run()
    for status in ("local", "outbound"):
        assert mean_pay(run, status)[0] == pytest.approx(pay(status, 2023).number, rel=2e-3)


def test_unemployment_at_the_base_date_is_the_surveyed_one():
    run = long_run()
    assert unemployment(run)[0] == pytest.approx(4.9, abs=0.1)


def unemployment(run: Run) -> np.ndarray:
    """Return those who seek in the urban markets ÷ (outbound living in towns + they) [percent]."""
    seeking = run.nation("seeking_there")
    return 100 * seeking / (outbound(run) * run.model.setting.share_in_towns + seeking)


def test_places_in_parks_and_workshops_at_the_base_date():
    base = setting(SCALE)
    assert base.dials["parks"].sum() == 2_200
    assert base.dials["workshops"].sum() == level("workshops", 2023).number
    run = long_run()
    assert run.nation("in_park")[0] == pytest.approx(2_200 * 300, rel=0.08)


@readings
def test_founders_ever_count_up_to_nearly_thirteen_million(reading, inside):
    run = two_years(reading, inside)
    ever = run.level("founders_ever").sum(axis=1)
    assert (np.diff(ever) >= 0).all() and 12.0e6 <= ever[0] <= 13.0e6
    published = run.nation("founder") if reading == "stock" else ever
    assert 12.5e6 <= published[NOVEMBER_2024] <= 13.4e6


@readings
def test_founders_in_business_are_what_the_reading_says(reading, inside):
    run = two_years(reading, inside)
    founders = run.nation("founder")
    ever = run.level("founders_ever").sum(axis=1)
    assert founders[0] == pytest.approx(run.model.setting.history.in_business, rel=2e-3)
    if reading == "stock":
        assert founders[0] == pytest.approx(ever[0], rel=2e-3)
    else:
        assert founders[0] < 0.75 * ever[0]


@readings
def test_founders_stand_inside_or_outside_the_local_workers(reading, inside):
    run = two_years(reading, inside)
    columns = run.model.setting.columns
    official = official_statuses(columns.history[columns.status == FOUNDER])
    inside_local = (official == OFFICIAL_LOCAL).mean()
    assert inside_local > 0.9 if inside else inside_local < 0.15, "but for who began within the year"


@readings
@pytest.mark.parametrize("month", [12, 24])
def test_stocks_stay_on_the_trend_of_the_pool(reading, inside, month):
    run = two_years(reading, inside)
    grown = pool_trend(2023, 2)[month // 12]
    for name, path, near in (
        ("total", total(run), FIRST_YEARS),
        ("local", run.nation("official_local"), FIRST_YEARS),
        ("outbound", outbound(run), OUTBOUND_YEARS),
        ("outside the province", run.nation("official_outbound_outside"), 2 * FIRST_YEARS),
    ):
        assert path[month] == pytest.approx(path[0] * grown, rel=near), name


@readings
def test_unemployment_stays_where_the_survey_has_it(reading, inside):
    rates = unemployment(two_years(reading, inside))
    for first in (1, 13):
        assert rates[first : first + 12].mean() == pytest.approx(rates[0], abs=UNEMPLOYMENT_POINTS)


@readings
@pytest.mark.parametrize("month", [12, 24])
def test_pay_stays_on_its_trend(reading, inside, month):
    run = two_years(reading, inside)
    for status in ("local", "outbound"):
        path = mean_pay(run, status)
        assert path[month] == pytest.approx(path[0] * 1.055 ** (month / 12), rel=FIRST_YEARS), status


@pytest.mark.parametrize("years", [1, 2])
def test_people_age_as_projected(years):
    run = long_run()
    rows = {row.year: row for row in ageing_table(2023, 2026)}
    months = run.nation("age_months_local") + run.nation("age_months_outbound")
    age = months / total(run) / 12
    projected = rows[2023 + years].mean_age - rows[2023].mean_age
    assert age[12 * years] == pytest.approx(age[0] + projected, rel=0.01)
    over = 100 * run.nation("over_50") / total(run)
    more = 100 * (rows[2023 + years].over_50 - rows[2023].over_50)
    assert over[12 * years] == pytest.approx(over[0] + more, abs=0.6)


def test_the_pool_is_the_projected_pool():
    run = long_run()
    people = total(run) + run.nation("not_migrant")
    for years in range(1, 8):
        assert people[12 * years] == pytest.approx(people[0] * pool_trend(2023, 7)[years], rel=0.005)
    entrants = [run.nation("entrants")[12 * y + 1 : 12 * y + 13].sum() for y in range(7)]
    assert entrants == pytest.approx(build_demography(2023).entrants_by_age[:7].sum(axis=1), rel=0.02)


def test_nothing_drifts_away_by_2030():
    run = long_run()
    grown = pool_trend(2023, 7)[7]
    for name, path, most in (
        ("local", run.nation("official_local"), 0.03),
        ("outbound", outbound(run), 0.03),
        ("outside", run.nation("official_outbound_outside"), 0.05),
        ("not migrant", run.nation("not_migrant"), 0.10),
    ):
        assert path[-12:].mean() == pytest.approx(path[0] * grown, rel=most), name
    assert unemployment(run)[-12:].mean() == pytest.approx(4.9, abs=0.5)
    seeking_home = run.nation("seeking_home") / (run.nation("local") + run.nation("seeking_home"))
    assert 0.03 < seeking_home[-12:].mean() < 0.055
    for status in ("local", "outbound"):
        path = mean_pay(run, status)
        assert path[-12:].mean() == pytest.approx(path[0] * 1.055**6.5, rel=0.03), status


def test_no_province_dies_out_and_none_swallows_the_others():
    run = long_run()
    for name in ("official_local", "official_outbound_inside", "official_outbound_outside", "working_away"):
        start, end = (run.series[month][:, AT[name]].astype(float) for month in (0, -1))
        big = start > 150 * SCALE  # of fewer workers it is luck
        ratio = end[big] / start[big]
        assert ratio.min() > 0.75 and ratio.max() < 1.4, name


def test_nothing_is_frozen():
    run = long_run()
    for name in (
        "separations", "job_changes", "hired_local", "hired_outbound", "moves_out", "moves_home", "quits",
        "business_starts", "returnee_starts", "business_closures", "entrants", "leavers", "found_after_search",
        "stopped_seeking",
    ):  # fmt: skip
        path = run.nation(name)[1:]
        assert (path > 0).all() and len(set(path.tolist())) > 10, name
    columns = run.model.workers.columns
    for name in ("savings", "debt", "experience", "training_end", "destination"):
        assert len(np.unique(getattr(columns, name)[columns.status != GONE])) > 3, name


def test_jobs_last_about_two_years_and_a_spell_without_one_some_months():
    run = long_run()
    ended = run.nation("separations")[1:].sum() + run.nation("job_changes")[1:].sum()
    held = (run.nation("local") + run.nation("working_away"))[:-1].sum()
    assert 12 * ended / held == pytest.approx(Parameters().separation_rate, rel=0.12)


def test_businesses_close_at_the_published_pace():
    run = long_run()
    yearly = 12 * run.nation("business_closures")[1:].sum() / run.nation("founder")[:-1].sum()
    assert 0.06 < yearly < 0.14
    columns = run.model.workers.columns
    ages = run.model.months - columns.spell_start[columns.status == FOUNDER].astype(int)
    assert 0.05 < (ages < 12).mean() < 0.25, "young businesses are neither all nor nothing"


def test_the_surveyed_rate_of_the_nation_contains_the_urban_background():
    base = setting(FINE)
    migrants = base.employed_urban * base.share_in_towns
    seeking = 0.049 / 0.951 * migrants.sum() + base.background_seeking.sum()
    surveyed = 100 * seeking / (seeking + migrants.sum() + base.background_employed.sum())
    printed = aggregate("surveyed urban unemployment, annual mean", 2023).number
    assert surveyed == pytest.approx(printed, abs=0.05)


def test_all_three_fits_are_shipped():
    assert len(SHIPPED) == 3
