"""Why it moved: planted differences come back as what they are, shares add up, and no order of the factors matters."""

import math
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise, permutations
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.known_model import BASELINE, SCENARIO, simulate_known

from laborsim.analysis.attribution.shapley import coalitions
from laborsim.analysis.revision.factors import FACTORS, Two, Unlike, factor_of_file, two_runs
from laborsim.analysis.revision.revision import Moved, Revision, adding_up, separable, shapley_weights, why
from laborsim.analysis.revision.tables import revision_rows
from laborsim.cli import main
from laborsim.experiment.finished_run import Run, open_run
from laborsim.experiment.indicators.effect import effect_of, student
from laborsim.experiment.indicators.readout import Readout
from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.running.other_tables import with_tables
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import Changes, ask
from laborsim.experiment.running.run import Options, run
from laborsim.experiment.store.run_id import WORDS
from laborsim.identity.data import hashes_in
from laborsim.parameters.parameters import Parameters
from laborsim.published.data_tables import DATA
from laborsim.report.answers.revision import WHAT, revision_part
from laborsim.scenario.scenario import Horizon, RunSettings, Scenario

KNOWN = Engine(1, simulate_known)
OTHER_CODE = "0" * 64


class Desk:
    """Makes runs of one question, each with some things changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "plain.yaml").write_text(BASELINE, encoding="utf-8")
        (folder / "subsidy.yaml").write_text(SCENARIO, encoding="utf-8")

    def made(self, *changes: str, parameters: Parameters | None = None) -> Run:
        asked = ask(self.folder / "subsidy.yaml", Changes(overrides=changes))
        return run(replace(asked, parameters=parameters), Options(out=self.folder / "runs", engine=KNOWN))


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Desk:
    return Desk(tmp_path_factory.mktemp("revision"))


@pytest.fixture(scope="module")
def by_other_code(desk) -> Iterator[Run]:
    """Return a run, of seed 9, that code made which is not installed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("laborsim.experiment.store.run_id.simulating_code", lambda: OTHER_CODE)
        made = desk.made("run.seed=9")
    assert made.manifest["question"]["code"] == OTHER_CODE
    yield made


MORE = Parameters(returnee_odds=2.0)


def number(found: Revision, indicator: str, of: str = "level") -> Moved:
    return next(one for one in found.moved if (one.point.indicator, one.of) == (indicator, of))


def amounts(moved: Moved) -> dict[tuple[str, ...], float]:
    return {share.block: share.amount for share in moved.shares}


def test_two_seeds_are_all_luck(desk):
    found = why(desk.made(), desk.made("run.seed=6"), KNOWN)
    assert found.blocks == (("luck",),) and found.between == 0
    local = number(found, "local_workers")
    assert local.change != 0.0
    assert all(amounts(one) == {("luck",): one.change} for one in found.moved)


def test_another_parameter_is_all_parameters(desk):
    found = why(desk.made(parameters=Parameters()), desk.made(parameters=MORE), KNOWN)
    assert found.blocks == (("parameters",),)
    assert found.differing["parameters"] == (Unlike("parameters", "returnee_odds"),)
    founders = number(found, "founders_in_business", "effect")
    assert amounts(founders) == {("parameters",): founders.change} and founders.change > 0.0
    assert number(found, "local_workers").change == 0.0


def test_both_add_up_and_each_gets_what_it_alone_moves(desk):
    before, after = desk.made(parameters=Parameters()), desk.made("run.seed=6", parameters=MORE)
    found = why(before, after, KNOWN)
    assert found.blocks == (("parameters",), ("luck",)) and found.between == 2
    founders, local = number(found, "founders_in_business", "effect"), number(found, "local_workers")
    assert amounts(founders) == {("parameters",): founders.change, ("luck",): 0.0} and founders.change > 0.0
    assert amounts(local) == {("parameters",): 0.0, ("luck",): local.change} and local.change != 0.0
    assert amounts(number(found, "local_workers", "effect")) == {("parameters",): 0.0, ("luck",): 0.0}
    assert all(math.fsum(share.amount for share in one.shares) == one.change for one in found.moved)


def test_the_way_back_is_the_way_there_with_the_other_sign(desk):
    one, other = desk.made(parameters=Parameters()), desk.made("run.seed=6", "run.scale=30000", parameters=MORE)
    there, back = why(one, other, KNOWN), why(other, one, KNOWN)
    assert there.blocks == (("parameters",), ("scale",), ("luck",))
    for mine, theirs in zip(there.moved, back.moved, strict=True):
        for share, opposite in zip(mine.shares, theirs.shares, strict=True):
            assert share.amount == pytest.approx(-opposite.amount, rel=1e-9, abs=1e-6)


def test_another_base_date_is_data(desk):
    found = why(desk.made("horizon.start=2022-12"), desk.made(), KNOWN)
    assert found.blocks == (("data",),)
    assert found.differing["data"] == (Unlike("base date", "2022-12", "2023-12"),)


@pytest.mark.parametrize(
    ("changes", "factor"),
    [
        ("run.draws=0", "parameters"),
        ("levers.startup_subsidy.aware_share=0.5", "parameters"),
        ("run.scale=30000", "scale"),
        ("founders_observed_as=stock", "data"),
    ],
)
def test_each_thing_that_can_be_unlike_belongs_to_a_factor(desk, changes, factor):
    differing = two_runs(desk.made(), desk.made(changes)).differing
    assert set(differing) == {factor}
    assert {one.what for one in differing[factor]} <= WHAT.keys()


def test_a_region_with_another_scale_is_named_where_the_rest_is_alike(desk):
    differing = two_runs(desk.made(), desk.made("run.scale={CN-GS: 30000, default: 20000}")).differing["scale"]
    assert [one.after for one in differing] == ["20,000 (CN-GS 30,000)"]


def test_more_pairs_are_luck_and_the_pairs_of_both_runs_are_no_news(desk, tmp_path):
    more = run(ask(desk.folder / "subsidy.yaml", Changes(replicates=5)), Options(out=tmp_path, engine=KNOWN))
    found = why(desk.made(), more, KNOWN)
    assert found.differing == {"luck": (Unlike("pairs", "3", "5"),)}
    (luck,) = number(found, "local_workers").shares
    values = more.series("local_workers")[:, -1]
    assert luck.amount == pytest.approx(values.mean() - values[:3].mean())


def test_files_of_draws_are_parameters_and_the_rest_is_data():
    files = {"posteriors/national-2023.csv", "fits/2023-cumulative.response.npz", "fits/2023-cumulative.json", "x.csv"}
    assert {name: factor_of_file(name) for name in files} == {
        "posteriors/national-2023.csv": "parameters",
        "fits/2023-cumulative.response.npz": "parameters",
        "fits/2023-cumulative.json": "data",
        "x.csv": "data",
    }


def test_other_rules_alone_have_all_of_it_though_they_are_not_installed(desk, by_other_code):
    found = why(by_other_code, desk.made("run.seed=9"), KNOWN)
    assert found.blocks == (("rules",),) and found.between == 0


def test_what_cannot_be_told_apart_has_one_share_and_is_said_to(desk, by_other_code):
    found = why(by_other_code, desk.made("run.seed=6", parameters=MORE), KNOWN)
    assert found.blocks == (("parameters", "rules", "luck"),) == found.joint
    assert all(amounts(one) == {found.blocks[0]: one.change} for one in found.moved)
    said = "\n".join(revision_part(found).lines)
    assert "Cannot be told apart: parameters and rules and random variation." in said
    assert "无法区分：参数与模型规则与随机波动" in "\n".join(revision_part(found, "zh").lines)
    assert {row[8] for row in revision_rows(found)} == {"parameters and rules and luck"}


@pytest.fixture(scope="module")
def other_tables(tmp_path_factory) -> Path:
    """Return a folder of tables in which one figure is missing."""
    folder = tmp_path_factory.mktemp("tables") / "data"
    shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("__pycache__", "fonts"))
    births = folder / "births.csv"
    header, _, *rows = births.read_text(encoding="utf-8").splitlines()
    births.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def by_other_tables(desk, other_tables) -> Run:
    """Return a run, of seed 9, that was made with them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("laborsim.experiment.store.run_id.data_hashes", lambda: hashes_in(other_tables))
        return desk.made("run.seed=9")


def test_tables_that_are_not_there_cannot_be_told_from_luck_until_they_are_given(desk, by_other_tables, other_tables):
    without = why(desk.made(), by_other_tables, KNOWN)
    assert without.blocks == (("data", "luck"),)
    assert without.differing["data"] == (Unlike("tables", "births.csv"),)
    found = why(desk.made(), by_other_tables, KNOWN, [other_tables])
    assert found.blocks == (("data",), ("luck",)) and found.between == 2
    local = number(found, "local_workers")
    assert amounts(local) == {("data",): 0.0, ("luck",): local.change} and local.change != 0.0


def test_the_shipped_tables_are_found_where_others_are_put_in_their_place(desk, by_other_tables, other_tables):
    paths = desk.made().path, by_other_tables.path
    assert with_tables(other_tables, blocks_there, *paths) == (("data",), ("luck",))


def blocks_there(one: Path, other: Path) -> tuple[tuple[str, ...], ...]:
    """Return the blocks of two runs, in a process that reads other tables."""
    return separable(two_runs(open_run(one), open_run(other)))


def test_a_folder_of_neither_run_is_refused(desk, tmp_path):
    with pytest.raises(WrongInput, match=r"holds the tables of neither .*: leave out --data"):
        two_runs(desk.made(), desk.made("run.seed=6"), [tmp_path])


def test_a_run_that_cannot_be_read_here_has_the_means_that_it_told_and_no_interval(desk, by_other_tables, monkeypatch):
    def read(self, point):
        if self.world.run.seed == 9:
            raise LookupError("no figure of 2024")
        return usual(self, point)

    usual = Readout.at
    monkeypatch.setattr(Readout, "at", read)
    found = why(desk.made(), by_other_tables, KNOWN)
    local = number(found, "local_workers")
    (share,) = local.shares
    assert (share.low_95, share.high_95) == (None, None) and share.amount == local.change != 0.0
    with pytest.raises(LookupError, match="no figure of 2024"):
        why(desk.made(), desk.made("run.seed=9"), KNOWN)  # its own tables: that is a fault


def test_luck_has_the_interval_of_two_samples_and_a_parameter_that_of_pairs(desk):
    before, after = desk.made(parameters=Parameters()), desk.made("run.seed=6", parameters=Parameters())
    (luck,) = number(why(before, after, KNOWN), "local_workers").shares
    samples = [one.series("local_workers")[:, -1] for one in (before, after)]
    error = math.sqrt(sum(float(np.var(sample, ddof=1)) / len(sample) for sample in samples))
    assert luck.high_95 - luck.amount == pytest.approx(error * student(3, 0.975))
    paired = desk.made(parameters=MORE)
    (share,) = number(why(before, paired, KNOWN), "founders_in_business").shares
    effect = effect_of(paired.series("founders_in_business")[:, -1] - before.series("founders_in_business")[:, -1])
    assert (share.low_95, share.high_95) == pytest.approx((effect.low_95, effect.high_95))
    (still,) = number(why(before, paired, KNOWN), "local_workers").shares
    assert (still.low_95, still.amount, still.high_95) == (0.0, 0.0, 0.0), "its luck is the same in both runs"


@given(st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=5), st.floats(-1e3, 1e3))
def test_shares_with_dust_add_up_to_the_last_bit(parts, dust):
    whole = math.fsum(parts) * (1 + 1e-15) + dust * 1e-12
    found = adding_up(parts, whole)
    assert math.fsum(found) == whole
    assert found == pytest.approx(parts, rel=1e-9, abs=1e-3)


@given(
    st.integers(1, 4).flatmap(lambda n: st.tuples(st.just(n), st.lists(st.floats(-9, 9), min_size=2**n, max_size=2**n)))
)
def test_no_order_of_the_factors_matters(case):
    causes, reached = case
    worths = dict(zip(coalitions(causes), reached, strict=True))

    def share(of, weights, name=lambda cause: cause):
        return math.fsum(weight * worths[frozenset(map(name, group))] for group, weight in weights[of].items())

    weights = shapley_weights(causes)
    for order in permutations(range(causes)):
        renamed = [share(place, weights, lambda cause, order=order: order[cause]) for place in range(causes)]
        assert renamed == pytest.approx([share(cause, weights) for cause in order])
    whole = worths[frozenset(range(causes))] - worths[frozenset()]
    assert math.fsum(share(cause, weights) for cause in range(causes)) == pytest.approx(whole)


@given(st.sets(st.frozensets(st.sampled_from(FACTORS[:4]))))
def test_blocks_are_as_fine_as_what_can_be_run_allows(runnable):
    factors = FACTORS[:4]
    known = runnable | {frozenset(), frozenset(factors)}

    class Some(Two):
        def can_be_run(self, taken):
            return taken in runnable

    blocks = separable(Some(None, None, dict.fromkeys(factors, ("unlike",))))
    assert sorted(factor for block in blocks for factor in block) == sorted(factors)
    unions = [frozenset().union(*chosen) for size in range(len(blocks) + 1) for chosen in combinations(blocks, size)]
    assert set(unions) <= known
    halves = {(one, frozenset(factors) - one) for one in known if 0 < len(one) < len(factors)}
    assert len(blocks) > 1 or not any(rest in known for _, rest in halves)


@pytest.mark.parametrize(
    ("changes", "how"),
    [
        ("levers.startup_subsidy.value=9000", "measures (startup_subsidy)"),
        ("horizon.end=2025-11", "last month (2025-12 against 2025-11)"),
        ("context.gdp_growth=3", "context (gdp_growth)"),
        ("closure=fixed", "closure (curve against fixed)"),
        ("levers.entrepreneurship_parks.value=2300", "measures (entrepreneurship_parks)"),
    ],
)
def test_runs_of_different_questions_are_refused_by_how_they_differ(desk, changes, how):
    before, after = desk.made(), desk.made(changes)
    with pytest.raises(WrongInput) as refused:
        two_runs(before, after)
    said = str(refused.value)
    assert f"answer different questions, so no change is there to be explained: {how}; 'laborsim compare'" in said
    assert "\n" not in said


def test_a_run_is_not_set_against_itself_or_one_without_a_baseline(desk):
    made = desk.made()
    with pytest.raises(WrongInput, match="were made alike: nothing has moved"):
        two_runs(made, made)
    alone = run(
        ask(desk.folder / "subsidy.yaml", Changes(baseline="none")), Options(out=desk.folder / "alone", engine=KNOWN)
    )
    with pytest.raises(WrongInput, match=r"has a baseline and .* has none"):
        two_runs(made, alone)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_command_prints_amounts_that_add_up_and_keeps_them(desk, language):
    before, after = desk.made(), desk.made("run.seed=6")
    done = CliRunner().invoke(main, ["why", str(before.path), str(after.path), "--lang", language])
    assert done.exit_code == 0, done.output
    assert {"en": "seed 5 → 6", "zh": "随机种子 5 → 6"}[language] in done.output
    assert (after.path / "answers" / f"why-{before.run_id}.csv").exists()
    assert after.verify() == []


def test_written_amounts_add_up_as_they_are_written(desk):
    found = why(desk.made(parameters=Parameters()), desk.made("run.seed=6", "run.scale=30000", parameters=MORE), KNOWN)
    lines = revision_part(found).lines
    for told, shares in pairwise(lines):
        if ", change " in told:
            whole = _numbers(told.partition(", change ")[2])[0]
            each = [_numbers(part)[0] for part in shares.split(", ") if _numbers(part)]
            in_same_unit = (
                whole / 1e6 if "million" in shares and "million" not in told.partition(", change ")[2] else whole
            )
            assert sum(each) == pytest.approx(in_same_unit, abs=1e-6), (told, shares)


def _numbers(text: str) -> list[float]:

    return [float(found.replace(",", "").replace("−", "-")) for found in re.findall(r"[+−]?\d[\d,]*\.?\d*", text)]


def test_every_field_of_a_scenario_is_a_word_or_part_of_the_question_or_of_a_factor():
    question = {"levers", "budgets", "shocks", "context", "regions", "groups", "closure"}
    told_by_the_question_of_each_run = {"goals"}  # headlines that both runs have are compared, whoever wishes for them
    split = {"horizon", "run", "parameters", "province", "founders_inside_total", "founders_observed_as"}
    assert set(Scenario.model_fields) == {*WORDS, *question, *told_by_the_question_of_each_run, *split}
    assert set(Horizon.model_fields) == {"start", "end"}
    assert set(RunSettings.model_fields) == {"replicates", "precision", "draws", "seed", "scale"}
