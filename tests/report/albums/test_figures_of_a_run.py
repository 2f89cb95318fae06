"""What a run hands to its figures and to its summary table."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.conftest import BASELINE, SCENARIO
from tests.experiment.stand_in import fake_simulate

from laborsim.experiment.finished_run import Run
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import Changes, ask
from laborsim.experiment.running.replicate import OnMonth, Simulate, Task
from laborsim.experiment.running.run import Options, run
from laborsim.experiment.store.results import Results
from laborsim.levers.base import FEN_PER_YUAN
from laborsim.model.ledger import STAGES
from laborsim.published.regions import region_codes
from laborsim.report.albums.run import Pictures, Shown, draw_figures, quoted
from laborsim.report.figures.tile_map import tile_table
from laborsim.report.tables.run import summary_rows
from laborsim.report.text.goal import goal_line, goal_said
from laborsim.report.text.provenance import footnote
from laborsim.scenario.load import Goal


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("pictures")
    (folder / "plain.yaml").write_text(BASELINE, encoding="utf-8")
    (folder / "subsidy.yaml").write_text(SCENARIO, encoding="utf-8")
    options = Options(out=folder / "runs", engine=Engine(simulate=fake_simulate))
    return run(ask(folder / "subsidy.yaml", Changes(quick=True)), options)


def test_a_run_with_goals_shows_its_goals(made: Run) -> None:
    (shown,) = Pictures(made).shown
    assert (shown.indicator, shown.region) == ("founders_in_business", "CN")


def test_a_run_without_goals_shows_what_its_new_measures_aim_at(made: Run) -> None:
    pictures = Pictures(made)
    assert [lever.NAME for lever in pictures.new_levers] == ["startup_subsidy"]
    pictures.__dict__["shown"] = None
    without = made.scenario.model_copy(update={"goals": ()})
    pictures.run.__dict__["scenario"] = without
    assert [(shown.indicator, shown.goal) for shown in Pictures(made).shown] == [("founders_in_business", None)]
    del pictures.run.__dict__["scenario"]


def test_the_fan_has_both_worlds_the_goal_and_the_months_in_force(made: Run) -> None:
    pictures = Pictures(made)
    pictures.read(["founders_in_business"])
    fan = pictures.fan(pictures.shown[0])
    assert fan is not None
    assert fan.scenario is not None
    assert np.array_equal(fan.scenario, made.series("founders_in_business"))
    assert fan.goal is not None
    assert (fan.goal.by, fan.goal.minimum) == (1499, 2_000_000)
    assert fan.in_force == ((1493, 1501),)
    assert fan.provenance.is_draft
    assert [text.en for text in fan.provenance.assumptions] == [
        "level of one-off start-up subsidy",
        "growth of GDP and pay is exogenous",
    ]


@pytest.mark.parametrize(
    ("said", "quotes"), [("ASSUMPTION", 0), ("ASSUMPTION: half of now", 1), ("a plan", 1), ("", 0)]
)
def test_a_goal_of_nobodys_is_an_assumption_and_no_document(made: Run, said: str, quotes: int) -> None:
    [goal] = made.scenario.goals
    told = Pictures(made).provenance(goal.model_copy(update={"source": said}))
    assumed = [text.said("en") for text in told.assumptions if "goal" in text.en]
    assert len(told.sources) == quotes
    assert assumed == (["goal for returnee entrepreneurs in business"] if said == "ASSUMPTION" else [])
    assert "ASSUMPTION. " not in footnote(told, "en")


def test_months_in_which_a_quantity_is_not_defined_are_not_drawn(made: Run) -> None:
    pictures = Pictures(made)
    pictures.read(["return_moves"])
    fan = pictures.fan(Shown("return_moves", "CN"))
    assert fan is not None
    assert list(fan.months) == list(made.months[12:])


def test_the_layers_of_a_stack_are_everybody(made: Run) -> None:
    pictures = Pictures(made)
    names = ["local", "founder", "placed", "outbound", "seeking_home", "seeking_away", "out"]
    pictures.read([*names, "official_outbound_inside", "official_outbound_outside"])
    stack = pictures.stack("scenario")
    everybody = sum(made.series(name) for name in names)
    assert np.allclose(sum(layer.persons for layer in stack.layers), everybody)


def test_every_figure_is_drawn_and_numbered(made: Run, tmp_path: Path) -> None:
    pages = draw_figures(made)
    assert [page.name for page in pages if page.suffix == ".png"] == [
        "01-fan-founders-in-business.png",
        "02-who-is-where-scenario.png",
        "03-who-is-where-baseline.png",
        "04-regions-founders-in-business.png",
    ]
    assert all((made.path / page).stat().st_size > 0 for page in pages)


@pytest.mark.parametrize(
    ("places", "aimed"),
    [
        ("[CN]", set(region_codes())),
        ("[CN-GS, CN-HA]", {"CN-GS", "CN-HA"}),
        ("[Northeast]", {"CN-LN", "CN-JL", "CN-HL"}),
    ],
)
def test_the_numbers_of_the_map_say_where_a_measure_applies(tmp_path: Path, places: str, aimed: set[str]) -> None:
    (tmp_path / "plain.yaml").write_text(BASELINE, encoding="utf-8")
    text = SCENARIO.replace("startup_subsidy: {", f"startup_subsidy: {{regions: {places}, ")
    (tmp_path / "subsidy.yaml").write_text(text, encoding="utf-8")
    options = Options(out=tmp_path / "runs", engine=Engine(simulate=fake_simulate))
    made = run(ask(tmp_path / "subsidy.yaml", Changes(quick=True)), options)
    pictures = Pictures(made)
    pictures.read(["founders_in_business"])
    tiles = pictures.tiles(pictures.shown[0])
    assert tiles is not None
    rows = [dict(zip(tile_table(tiles).columns, row, strict=True)) for row in tile_table(tiles).rows]
    assert {row["region"] for row in rows if row["aimed_at"] == "yes"} == aimed


def spending_until(last: dict[int, int]) -> Simulate:
    """Return a model whose subsidy spends 100 yuan a month until a month of its own in each replicate."""

    def simulate(task: Task, on_month: OnMonth) -> Results:
        results = fake_simulate(task, on_month)
        services = np.zeros_like(results.services)
        spends = (results.months >= 1493) & (results.months <= last[task.replicate])
        services[spends, :, 0, STAGES.index("spent_fen")] = 100 * FEN_PER_YUAN
        return replace(results, services=services)

    return simulate


@pytest.mark.parametrize(
    ("budget", "last", "until", "is_spent"),
    [
        (300, (1495, 1495, 1495, 1495), 1495, True),  # after three months nothing is left
        (300, (1495, 1495, 1501, 1501), 1495, True),  # of the runs that end at two months the lower median
        (300, (1495, 1501, 1501, 1501), 1501, False),
        (10_000, (1495, 1495, 1495, 1495), 1501, False),  # nobody came, but there was money
        (None, (1495, 1495, 1495, 1495), 1501, False),
    ],
)
def test_a_measure_is_drawn_in_force_as_long_as_its_money_lasts(
    tmp_path: Path, budget: int | None, last: tuple[int, ...], until: int, is_spent: bool
) -> None:
    (tmp_path / "plain.yaml").write_text(BASELINE, encoding="utf-8")
    cost = "" if budget is None else f"cost: {{budget: {budget}}}, "
    text = SCENARIO.replace("startup_subsidy: {", f"startup_subsidy: {{{cost}")
    (tmp_path / "subsidy.yaml").write_text(text, encoding="utf-8")
    engine = Engine(simulate=spending_until(dict(enumerate(last))))
    made = run(ask(tmp_path / "subsidy.yaml", Changes(quick=True)), Options(out=tmp_path / "runs", engine=engine))
    pictures = Pictures(made)
    pictures.read(["founders_in_business"])
    fan = pictures.fan(pictures.shown[0])
    assert fan is not None
    assert (fan.in_force, fan.is_spent) == (((1493, until),), is_spent)


def test_goals_come_first_in_the_summary_with_their_verdict(made: Run) -> None:
    first, second, *_ = summary_rows(made)
    assert (first.indicator, first.is_met) == ("founders_in_business", False)
    assert first.met is not None
    assert (first.met.count, first.met.runs) == (0, 4)
    assert first.goal.en == "Goal: at least 2 million persons by Dec 2024"
    assert second.is_met is None
    assert first.low is None  # four runs support no interval


def test_a_goal_in_percent_is_a_share_in_the_numbers_and_percent_in_words() -> None:
    goal = Goal(indicator="unemployment_registered", maximum=4.5, unit="%", by=1451)
    assert goal_line(goal).maximum == pytest.approx(0.045)
    assert "4.5" in goal_said(goal, "en")
    assert "%" in goal_said(goal, "zh")


def test_a_source_is_a_document_and_its_words() -> None:
    found = quoted("Gansu work conference, 2020-03-24: within 4.5 percent")
    assert (found.document.en, found.quote.en) == ("Gansu work conference, 2020-03-24", "within 4.5 percent")
