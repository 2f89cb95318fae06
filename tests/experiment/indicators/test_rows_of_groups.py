"""A group of a scenario's own has rows of its own in the summary, by age too; its goal is judged among its members."""

import csv
import io
from dataclasses import replace

import numpy as np
import pytest
from tests.twin.worlds import EVERYWHERE, START, lever, scenario

from laborsim.experiment.indicators.indicator_table import Gathered, World
from laborsim.experiment.indicators.indicators import BY_FIVE_YEARS, of_group
from laborsim.experiment.indicators.readout import Readout
from laborsim.experiment.indicators.summary import summarize, to_csv
from laborsim.experiment.running.replicate import Task, simulate
from laborsim.kernels.codes import FIVE_YEAR_BANDS
from laborsim.levers import Who, WorkerTraits
from laborsim.published.indicators import OF_GROUPS, indicators
from laborsim.scenario.scenario import Goal, Group, Scale

GROUPS = (
    Group(name="everyone here", regions=EVERYWHERE, source="x"),
    Group(name="mine", place="CN-GS", regions=("CN-GS",), persons=600_000, source="x"),
    Group(name="old", regions=EVERYWHERE, traits=WorkerTraits(min_age=46), source="x"),
)
ADD_UP = tuple(name for name in OF_GROUPS if indicators()[name].adds_up)


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    goals = (Goal(indicator="migrant_workers", minimum=1.0, unit="persons", by=START + 13, region="mine"),)
    policy = (lever("public_welfare_posts", 3e5, ("CN-GS",), who=Who(group="mine")),)
    world = scenario(13, policy, groups=GROUPS, goals=goals, scale=Scale(default=20_000))
    return world, simulate(Task(world, 0, tmp_path_factory.mktemp("run")))


def test_the_bands_of_every_number_of_people_add_up_to_the_group_and_everybody_is_the_nation(seen):
    readout = Readout(seen[1], seen[0])
    for group in GROUPS:
        for name in ADD_UP:
            parts = np.sum([readout.path(name, f"{group.name}/{band}") for band in FIVE_YEAR_BANDS], axis=0)
            assert np.array_equal(parts, readout.path(name, group.name), equal_nan=True), (group.name, name)
    for name in OF_GROUPS:
        assert np.allclose(readout.path(name, "everyone here"), readout.path(name), equal_nan=True), name
    for name in BY_FIVE_YEARS:
        for band in FIVE_YEAR_BANDS:
            counted = of_group(readout.view, name, band)[:, readout.place("CN")]
            assert np.allclose(counted, readout.path(name, f"everyone here/{band}"), equal_nan=True), (name, band)
    assert readout.path("pay_all", "old")[-1] > 0 and readout.path("migrant_workers", "old/16-19").sum() == 0
    assert np.isnan(readout.path("cost", "mine")).all()


def test_every_summary_has_everybody_by_five_year_bands_in_the_nation_and_in_the_place_of_the_question(seen):
    world, results = seen
    asked = world.model_copy(update={"regions": ("CN-GS",), "groups": (), "goals": ()})
    plain = replace(results, group_names=(), own=None)
    gathered = Gathered(asked)
    for name in ("scenario", "baseline"):
        gathered.add(World(name, asked, {}), 0, plain)
    rows = summarize(gathered.table(), asked)
    last = {(r["indicator"], r["region"]): r for r in rows if r["date"] == "2025-01"}
    assert len({(r["indicator"], r["region"], r["date"]) for r in rows}) == len(rows)
    for name in set(BY_FIVE_YEARS) & set(ADD_UP):
        for place in ("CN", "CN-GS"):
            parts = [last[name, f"{place}/{band}"]["scenario"]["mean"] for band in FIVE_YEAR_BANDS]
            assert sum(parts) == last[name, place]["scenario"]["mean"], (name, place)
    assert ("unemployment_migrants", "CN/60+") in last and ("unemployment_migrants", "CN-GS/60+") not in last
    assert ("pay_all", "CN/60+") not in last and not any(r["group"] == "60+" and r["home"] == "West" for r in rows)
    read = list(csv.DictReader(io.StringIO(to_csv({"scenario": "a", "baseline": "b"}, rows).decode("utf-8-sig"))))
    assert {row["group"] for row in read} == {"all", *FIVE_YEAR_BANDS}
    assert {row["region"] for row in read if row["group"] == "45-49"} == {"CN", "CN-GS"}
    assert last["migrant_workers", "CN/45-49"]["effect"]["mean"] == 0


@pytest.mark.parametrize("place", ["CN", "CN-GS", "West", "old", "old/50-54"])
def test_everybody_is_in_work_or_seeks_or_is_out_of_the_labor_market(seen, place):
    readout = Readout(seen[1], seen[0])
    at = readout.place(place)
    everybody = readout.view.count("local", "outbound", "founder", "placed", "seeking_home", "seeking_away", "out")
    out = readout.view.count("out")[:, at]
    both = readout.path("employed_workers", place) + readout.path("seeking_workers", place)
    assert np.array_equal(both + out, everybody[:, at]) and out.sum() > 0
    parts = [readout.path(name, place) for name in ("placed_workers", "founders_in_business")]
    assert (readout.path("employed_workers", place) > np.sum(parts, axis=0)).all()


def test_a_group_has_rows_with_its_home_and_its_goal(seen):
    world, results = seen
    gathered = Gathered(world)
    gathered.add(World("scenario", world, {}), 0, results)
    rows = summarize(gathered.table(), world)
    mine = [row for row in rows if row["group"] == "mine" and row["date"] == "2025-01"]
    assert {row["indicator"] for row in mine} == set(OF_GROUPS)
    (goal,) = [row["goal"] for row in rows if row["goal"]]
    assert goal["is_met"]
    read = csv.DictReader(io.StringIO(to_csv({"scenario": "a"}, rows).decode("utf-8-sig")))
    written = {(row["indicator"], row["group"]): row["region"] for row in read}
    assert written["pay_all", "mine"] == "CN-GS" and written["mean_age", "old"] == "CN"
    assert written["mean_age", "old/60+"] == "CN" and written["cost", "all"] == "CN"
    assert ("cost", "mine") not in written and ("migrant_workers", "mine/45-49") in written
