"""Draws the figures of a run into its folder."""

from pathlib import Path

from matplotlib.figure import Figure

from laborsim.experiment.opened import Run
from laborsim.report.fan import fan_figure
from laborsim.report.fan_data import fan_table
from laborsim.report.from_run import INSIDE, OUTSIDE, STATUSES, Pictures
from laborsim.report.saving import Table, save
from laborsim.report.stacked import stacked_figure, stacked_table
from laborsim.report.text.phrases import Language
from laborsim.report.tile_data import tile_table
from laborsim.report.tilegrid import tilegrid_figure

FOLDER = "figures"
KINDS = 3  # files of one figure: PNG, SVG, CSV


class Album:
    """Numbers figures as they come and saves them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.pages: list[Path] = []

    def add(self, name: str, figure: Figure, table: Table) -> None:
        """Save a figure as the next page. Raises OSError where it cannot be written."""
        number = len(self.pages) // KINDS + 1
        stem = f"{number:02d}-{name.replace('_', '-')}"
        self.pages += [Path(FOLDER) / path for path in save(figure, self._folder, stem, table)]


def draw_figures(run: Run, language: Language = "en") -> list[Path]:
    """Draw a run's fans, its stacked charts and its map; return the paths below the run's folder, in order.

    Raises OSError where a file cannot be written.
    """
    pictures = Pictures(run)
    pictures.read([*dict.fromkeys(shown.indicator for shown in pictures.shown), *STATUSES, INSIDE, OUTSIDE])
    album = Album(run.path / FOLDER)
    for shown in pictures.shown:
        fan = pictures.fan(shown)
        if fan is not None:
            album.add(f"fan-{shown.indicator}", fan_figure(fan, language), fan_table(fan))
    for world in pictures.worlds:
        stack = pictures.stack(world)
        album.add(f"who-is-where-{world}", stacked_figure(stack, language), stacked_table(stack))
    first = pictures.shown[0]
    tiles = pictures.tiles(first) if len(run.scenario.regions) > 1 else None
    if tiles is not None:
        album.add(f"regions-{first.indicator}", tilegrid_figure(tiles, language), tile_table(tiles))
    return album.pages
