"""Files hold the numbers drawn, the same bytes for the same figure, and nothing that runs."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.report.figure_data import fan
from tests.scenario.files import ROOT

from laborsim.report.canvas.figure_files import save
from laborsim.report.figures.fan import fan_figure
from laborsim.report.figures.fan_data import fan_table


def test_saving_returns_relative_paths_of_the_three_files(tmp_path):
    data = fan(20)
    paths = save(fan_figure(data), tmp_path / "figures", "01-fan", fan_table(data))
    assert paths == (Path("01-fan.png"), Path("01-fan.svg"), Path("01-fan.csv"))
    assert all((tmp_path / "figures" / path).stat().st_size > 0 for path in paths)


def test_the_png_has_300_dots_per_inch_and_is_160_mm_wide(tmp_path):
    from PIL import Image

    data = fan(20)
    png, _, _ = save(fan_figure(data), tmp_path, "fan", fan_table(data))
    with Image.open(tmp_path / png) as image:
        assert image.width == pytest.approx(160 / 25.4 * 300, abs=1)
        assert image.info["dpi"][0] == pytest.approx(300, abs=0.1)
        assert not {"Software", "Creation Time"} & set(image.info)


@pytest.mark.parametrize("stem", ["", "../x", "a/b", "A", "x.png", "-x", "a" * 64, "x\n"])
def test_a_figure_name_that_is_not_plain_is_refused(tmp_path, stem):
    data = fan(20)
    with pytest.raises(ValueError, match="use small letters"):
        save(fan_figure(data), tmp_path, stem, fan_table(data))
    assert list(tmp_path.iterdir()) == []


SCRIPT = """
import sys
from pathlib import Path
import matplotlib
def settings():  # asking for "backend" would load pyplot
    return {name: matplotlib.rcParams[name] for name in matplotlib.rcParams if name != "backend"}
before = settings()
from tests.report.figure_check import check
from laborsim.report.figures.fan import fan_figure
from laborsim.report.figures.fan_data import fan_table
from laborsim.report.canvas.figure_files import save
import laborsim.report.figures.stacked, laborsim.report.figures.tile_map
assert settings() == before, "importing changed matplotlib's settings"
from tests.report.figure_data import fan
matplotlib.rcParams["xtick.direction"] = sys.argv[2]  # a user's own settings must not reach the figure
changed = settings()
figure = fan_figure(fan(20))
assert check(figure) == []
folder = Path(sys.argv[1])
save(figure, folder, "fan", fan_table(fan(20)))
assert settings() == changed, "drawing changed matplotlib's settings"
assert "matplotlib.pyplot" not in sys.modules
"""


def test_the_same_run_gives_the_same_bytes_in_any_process_and_no_setting_changes(tmp_path):
    digests = []
    for hash_seed, ticks in (("0", "in"), ("1", "out")):
        folder = tmp_path / hash_seed
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": f"UTC+{hash_seed}"}
        # The script imports tests, which are found from the root only.
        subprocess.run([sys.executable, "-c", SCRIPT, str(folder), ticks], check=True, env=environment, cwd=ROOT)
        digests.append([hashlib.sha256((folder / f"fan.{s}").read_bytes()).hexdigest() for s in ("png", "svg", "csv")])
    assert digests[0] == digests[1]


def test_a_svg_holds_no_date_and_no_script(tmp_path):
    data = fan(20)
    _, svg, _ = save(fan_figure(data), tmp_path, "fan", fan_table(data))
    text = (tmp_path / svg).read_text(encoding="utf-8")
    assert "<dc:date>" not in text and "<script" not in text
