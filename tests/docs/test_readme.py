"""The README says what the program says: commands, exit codes, and the baseline against the document figures."""

import re

import pytest
from click.testing import CliRunner
from tests.docs.pages import README, ROOT, command_names, table_rows, text_of

from laborsim.calibration.base_year.base_table import lines, run_base
from laborsim.cli import common, main, maintenance, run
from laborsim.experiment import run_errors
from laborsim.population.province_scores import all_scores, gansu_readings, summary
from laborsim.published.figures import founders, level, poverty
from laborsim.published.margins import LAST_YEAR
from laborsim.report.pages.base_table import markdown
from laborsim.report.pages.pages import BASE_TABLE, around, markers
from laborsim.scenario.load import load_scenario

BEGIN, END = markers(BASE_TABLE)
COMMAND = "laborsim base --write README.md"


def base_table_of(text: str) -> str:
    """Return the table of a page. Raises ValueError where the page has no markers."""
    before, after = around(BASE_TABLE, text)
    return text[len(before) : len(text) - len(after)]


def test_the_table_of_commands_lists_every_command():
    rows = table_rows(text_of(README), "command")
    assert {row[0].strip("`").split()[0] for row in rows} == command_names()


def test_the_table_of_exit_codes_lists_every_code():
    listed = {int(code) for row in table_rows(text_of(README), "code") for code in row[0].split(", ")}
    kinds = [kind for kind in vars(run_errors).values() if isinstance(kind, type) and issubclass(kind, run_errors.Stop)]
    of_stops = {kind.exit_code for kind in kinds}
    others = {0, common.DEFECT, 2, common.WRONG_INPUT, common.CANNOT_READ, common.INTERRUPTED}
    assert listed == of_stops | others | {run.GOAL_MISSED, maintenance.NOT_GOLDEN}


def published_in_readme() -> dict[str, float]:
    rows = table_rows(base_table_of(text_of(README)), "figure")
    return {row[0]: float(row[1].split()[0].replace(",", "")) for row in rows}


def test_the_published_column_holds_the_published_figures():
    figures = {line.name: line.published for line in lines(2023)}
    figures["parks"] = level("entrepreneurship_parks", 2023).number
    lifted = poverty("lifted-out-of-poverty people in work (务工)", "2023-12")
    figures["lifted-out people in work"] = lifted.persons / 1e6
    nearly = founders("returnee founders (MOHRSS)", "2024-11").persons / 1e6
    shown = published_in_readme()
    assert shown.pop("founders, November 2024 (nearly 13; not the base date: interpolated to that month)") == nearly
    assert shown == pytest.approx(figures, abs=0.005)


def test_the_table_is_what_the_command_writes():
    table = markdown(run_base(load_scenario(ROOT / "scenarios" / "national-baseline.yaml").scenario))
    assert base_table_of(text_of(README)) == table, f"the README is old: {COMMAND}"


def test_the_readme_names_the_command_that_writes_its_table():
    assert f"`{COMMAND}`" in text_of(README)


def test_the_table_is_put_between_the_markers_and_nowhere_else():
    page = f"above\n{BEGIN}\nold\n{END}\nbelow\n"
    assert "new\n".join(around(BASE_TABLE, page)) == f"above\n{BEGIN}\nnew\n{END}\nbelow\n"
    assert base_table_of(page) == "old\n"


@pytest.mark.parametrize("page", ["", BEGIN, END, f"{END}\n{BEGIN}\n"])
def test_a_page_without_markers_is_refused_before_anything_is_simulated(page, tmp_path, monkeypatch):
    monkeypatch.setattr("laborsim.calibration.base_year.base_table.run_base", None)
    (tmp_path / "page.md").write_text(page, encoding="utf-8")
    words = ["base", str(ROOT / "scenarios" / "national-baseline.yaml"), "--write", str(tmp_path / "page.md")]
    refused = CliRunner().invoke(main, words)
    assert refused.exit_code == 2 and "no place for the base table" in refused.output
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == page


def test_the_honest_list_stands_in_the_readme():
    text = re.sub(r"\s+", " ", text_of(README).partition("## What is assumed")[2])
    for known in (
        "data identify little", "prior only", "backtest with losses", "by four zones only",
        "cumulative starts", "0.52 local and 0.48 outbound", "Urban background", "30 million", "recalled",
    ):  # fmt: skip
        assert known in text


def test_how_far_provinces_are_off_is_what_their_counts_say():
    readme = re.sub(r"\s+", " ", text_of(README))
    found = [summary(measure, LAST_YEAR) for measure in ("workers", "local", "outbound", "outside_share")]
    workers, local, outbound, outside = found
    assert f"{workers.error:.2f} of all workers and {local.error:.2f} of local ones" in readme
    assert f"({workers.provinces} provinces each)" in readme and local.provinces == workers.provinces
    assert f"{outbound.error:.2f} of outbound workers ({outbound.provinces})" in readme
    assert f"{outside.error:.2f} of their share outside the province ({outside.provinces})" in readme
    keys = {(one.count.code, one.count.as_of, one.count.what): one.model / one.carried for one in all_scores()}
    assert f"Sichuan had {100 - 100 * keys['CN-SC', '2018', 'workers']:.0f} % fewer workers here" in readme
    everybody, away = (one.model / one.published for one in gansu_readings() if one.base_year == 2020)
    assert f"{100 * everybody - 100:.0f} % more here if they are all workers, {100 - 100 * away:.0f} % fewer" in readme
