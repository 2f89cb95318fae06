"""A province that has figures of its own: weighed, put into the base date, checked, refused where they are wrong."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from tests.scenario.files import ROOT

from laborsim.calibration.province import province
from laborsim.calibration.province.estimate import from_the_nation, weigh
from laborsim.calibration.province.file import load_province, write_region
from laborsim.cli import main
from laborsim.kernels.codes import OUT
from laborsim.parameters.fit import load_fit
from laborsim.parameters.parameters import Parameters
from laborsim.parameters.posterior import load_posterior, parameters_of
from laborsim.population.population import Assumptions, build_margins, build_population
from laborsim.population.province_figures import with_province
from laborsim.published.regions import province_table
from laborsim.scenario.input_errors import ScenarioProblems
from laborsim.scenario.load import load_scenario
from laborsim.scenario.province_block import ProvinceBlock

HEADER = "id,figure,value,se,unit,year,source,note"
INTERVAL = "id,figure,value,low,high,se,unit,year,source,note"
QUESTION = ROOT / "calibration" / "gansu-2023.yaml"
RESULT = ROOT / "calibration" / "results" / "gansu-2023" / "gansu-2023.yaml"
CODES = [region.code for region in province_table()]
GANSU = CODES.index("CN-GS")
BLOCK = ProvinceBlock(
    region="CN-GS", base_year=2023, local=1_500_000, outbound=5_000_000, interprovince=3_000_000, mean_age=45.0,
    over_50_share=0.36, pay_local=3000.0, constant_local=-0.1, constant_inside=0.2, constant_outside=0.3,
    constant_out=0.0, spread=2.0,
)  # fmt: skip

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a province's question with a table of these rows, and changes to the question."""

    def written(*rows: str, change: tuple[str, str] = ("", ""), header: str = HEADER) -> Path:
        question = tmp_path / "gansu-2023.yaml"
        question.write_text(QUESTION.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
        table = "\n".join((header, *rows))
        (tmp_path / "gansu-2023-targets.csv").write_text(table + "\n", encoding="utf-8")
        return question

    return written


def refused(path: Path) -> dict[str, tuple[int, int]]:
    """Return the place of every fault by its code and key."""
    with pytest.raises(ScenarioProblems) as caught:
        load_province(path)
    return {f"{one.code} {one.key}": (one.place.line, one.place.column) for one in caught.value.problems}


def test_a_figure_counts_by_its_error(write: Write) -> None:
    sure = weigh(load_province(write("outbound,,5000000,10,persons,2023,somebody,")))["outbound"]
    unsure = weigh(load_province(write("outbound,,5000000,99000000,persons,2023,somebody,")))["outbound"]
    assert sure.estimate == pytest.approx(5_000_000, rel=1e-6)
    assert unsure.estimate == pytest.approx(unsure.nation, rel=1e-3)


def test_more_than_moves_a_nation_that_says_less_and_leaves_one_that_says_more(write: Write) -> None:
    rows = ("outbound,,5000000,100%,,10,persons,2023,somebody,", "outbound,,3000000,100%,,10,persons,2023,somebody,")
    high, low = (weigh(load_province(write(row, header=INTERVAL)))["outbound"] for row in rows)
    assert high.estimate == pytest.approx(5_000_000, rel=1e-6)
    assert low.estimate == pytest.approx(low.nation)


def test_a_figure_makes_the_estimate_surer_than_the_nation(write: Write) -> None:
    found = weigh(load_province(write("mean_age,,44,1,years,2023,somebody,")))["mean_age"]
    assert found.se < min(found.nation_se, found.published_se)


def test_what_has_no_figure_is_borrowed_and_says_so(write: Write) -> None:
    values = weigh(load_province(write("mean_age,,44,1,years,2023,somebody,")))
    assert {one.moment for one in values.values() if one.use == "borrowed"} == {
        "local", "outbound", "interprovince_share", "over_50_share", "pay_local",
    }  # fmt: skip
    assert values["local"].estimate == values["local"].nation


def test_workers_and_outbound_give_local_workers(write: Write) -> None:
    rows = ("workers,,7000000,1,persons,2023,somebody,", "outbound,,5000000,1,persons,2023,somebody,")
    assert weigh(load_province(write(*rows)))["local"].estimate == pytest.approx(2_000_000, rel=1e-6)


def test_outbound_pay_is_only_watched(write: Write) -> None:
    found = weigh(load_province(write("pay_outbound,,9000,1,yuan a month,2023,somebody,")))["pay_outbound"]
    assert found.estimate == found.nation
    assert found.use == "watched"


def test_the_base_date_has_the_stocks_of_the_province_and_the_totals_of_the_nation() -> None:
    table = build_margins(2023, province_table(), Assumptions(known=BLOCK)).workers
    plain = build_margins(2023, province_table()).workers
    outside = table[GANSU, : len(CODES)].sum() - table[GANSU, GANSU]
    assert (table[GANSU, len(CODES)], outside) == pytest.approx((BLOCK.local, BLOCK.interprovince), abs=50)
    zones = np.array([region.zone for region in province_table()])
    west = zones == "West"
    assert table[west, :-1].sum() == plain[west, :-1].sum()
    assert table[~west, :-1].sum() == plain[~west, :-1].sum()


def test_its_people_have_its_age_and_those_of_other_provinces_theirs() -> None:
    own, plain = (build_population(2023, 2000, assumptions=Assumptions(known=known)) for known in (BLOCK, None))
    ages = own.age_months / 12
    rows = (own.origin == GANSU) & (own.status != OUT)
    assert ages[rows].mean() == pytest.approx(45.0, abs=0.15)
    assert (np.floor(ages[rows]) > 50).mean() == pytest.approx(0.36, abs=0.01)
    henan = CODES.index("CN-HA")
    means = [(one.age_months[(one.origin == henan) & (one.status != OUT)] / 12).mean() for one in (own, plain)]
    assert means[0] == pytest.approx(means[1], abs=0.1)


def test_local_pay_is_its_own() -> None:
    found = from_the_nation(load_province(QUESTION), Assumptions(known=BLOCK))
    assert found["pay_local"] == pytest.approx(3000.0)


def test_only_its_own_constants_move() -> None:
    fit = load_fit(2023, "cumulative", inside_total=True)
    moved = with_province(fit, BLOCK).vector("outside") - fit.vector("outside")
    assert moved[GANSU] == pytest.approx(0.3)
    assert np.delete(moved, GANSU) == pytest.approx(0.0)


def test_draws_lie_further_from_the_estimate_and_inside_their_bounds() -> None:
    posterior = load_posterior()
    at = np.array([[getattr(posterior.spread_out(k, 2.0), name) for name in posterior.names] for k in range(60)])
    nation = posterior.draws[:60]
    inside = [np.array(Parameters.model_fields[name].json_schema_extra["prior"]) for name in posterior.names]  # type: ignore[index]
    assert np.all(at.std(axis=0) > 1.05 * nation.std(axis=0))
    assert all(
        bounds[0] <= column.min() and column.max() <= bounds[1] for bounds, column in zip(inside, at.T, strict=True)
    )


def test_a_run_of_the_province_draws_wider() -> None:
    scenario = load_scenario(RESULT).scenario
    nation = scenario.model_copy(update={"province": None})
    estimate = load_posterior().estimate.separation_rate
    near, far = (abs(parameters_of(one, 3).separation_rate - estimate) for one in (nation, scenario))
    assert far == pytest.approx(1.5 * near)


def test_the_shipped_province_is_what_its_files_say() -> None:
    question = load_province(QUESTION)
    values = weigh(question)
    block = load_scenario(RESULT).scenario.province
    assert block is not None
    assert block.outbound == round(values["outbound"].estimate)
    assert block.local == round(values["local"].estimate)
    assert block.spread == question.file.spread


def test_every_fault_of_both_files_is_shown_at_its_place(write: Write) -> None:
    rows = (
        "outbond,,5000000,1,persons,2023,somebody,",
        "local,,190,1,persons,2023,somebody,",
        "mean_age,,44,,years,2023,somebody,",
        "pay_local,,3000,5%,yuan,2023,,",
        "over_50_share,poverty/no/such/figure,,1,percent,2023,,",
    )
    found = refused(write(*rows, change=("region: CN-GS", "region: CN-GX1\nspred: 2")))
    assert found == {
        "E307 region": (5, 9),
        "E201 spred": (6, 1),
        "E502 moment": (2, 1),
        "E304 local": (3, 8),
        "E501 mean_age": (4, 14),
        "E302 pay_local": (5, 20),
        "E501 pay_local": (5, 30),
        "E508 over_50_share": (6, 15),
    }


def test_parts_that_do_not_add_up_are_refused(write: Write) -> None:
    rows = [f"{name},,{value},1,persons,2023,somebody," for name, value in
            (("workers", 7_000_000), ("local", 1_000_000), ("outbound", 5_000_000))]  # fmt: skip
    assert "E504 workers" in refused(write(*rows))


def test_stocks_that_no_table_of_the_zone_can_hold_are_refused_before_anything_runs(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(province, "_steer", lambda *_: pytest.fail("a run"))
    path = write("outbound,,58000000,1,persons,2023,somebody,")
    with pytest.raises(ScenarioProblems, match="E504"):
        province.fit_province(load_province(path), lambda *_: None)


def test_a_block_of_another_year_or_with_more_movers_than_outbound_is_refused(tmp_path: Path) -> None:
    text = RESULT.read_text(encoding="utf-8").replace("base_year: 2023", "base_year: 2019")
    path = tmp_path / "wrong.yaml"
    path.write_text(text.replace("interprovince: ", "interprovince: 9"), encoding="utf-8")
    with pytest.raises(ScenarioProblems) as caught:
        load_scenario(path)
    assert {one.key for one in caught.value.problems} == {"province.base_year", "province.interprovince"}


def test_a_new_region_is_two_files_that_load_and_are_never_overwritten(tmp_path: Path) -> None:
    question, _ = write_region("CN-SC", 2023, tmp_path)
    assert load_province(question).published == {}
    with pytest.raises(FileExistsError):
        write_region("CN-SC", 2023, tmp_path)


def test_a_region_that_is_no_province_gets_a_suggestion() -> None:
    answer = CliRunner().invoke(main, ["region", "new", "Gansu"])
    assert answer.exit_code == 2
    assert "CN-GS" in answer.output


def test_options_of_a_long_calibration_are_refused_for_a_province() -> None:
    answer = CliRunner().invoke(main, ["calibrate", str(QUESTION), "--ship"])
    assert answer.exit_code == 2
    assert "province" in answer.output


def test_calibrate_writes_a_baseline_that_loads(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(province, "LUCKS", 2)
    monkeypatch.setattr(province, "MONTHS", 30)
    path = write("outbound,,5500000,1,persons,2023,somebody,", change=("worker: 200 ", "worker: 5000 "))
    answer = CliRunner().invoke(main, ["calibrate", str(path), "--json", "-o", str(tmp_path / "out")])
    assert answer.exit_code == 0, answer.output
    data = json.loads(answer.output)
    assert load_scenario(data["scenario"]).scenario.province is not None
    assert data["province"]["constant_outside"] > data["province"]["constant_local"]
