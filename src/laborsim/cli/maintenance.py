"""Commands for whoever keeps the model: figures, the base-date table, fits, golden results."""

import json as json_module
from pathlib import Path
from typing import Literal

import click

from laborsim.cli.common import OutputStyle, around_on, common_options

GOLDEN = Path("tests/golden")
NOT_GOLDEN = 4
"""Exit code where golden numbers moved."""


@click.command()
@click.option("--search", metavar="TEXT", help="Only figures that mention TEXT.")
@common_options
@click.pass_obj
def figures(output: OutputStyle, search: str | None) -> None:
    """Print every published figure the product uses, with its quote and source."""
    from laborsim.report.pages.figures import print_figures

    click.echo(print_figures(search, output.json, output.language), nl=False)


@click.command()
@click.argument("scenario", required=False, type=click.Path(path_type=Path))
@click.option("--write", "page", type=click.Path(path_type=Path), help="Put it between the markers of a page.")
@common_options
@click.pass_obj
def base(output: OutputStyle, scenario: Path | None, page: Path | None) -> None:
    """Set a baseline (the national one) against the document figures: at its base date, 12 and 24 months on."""
    from laborsim.calibration.base_year.base_table import plain, run_base
    from laborsim.experiment.store.atomic_files import write_whole
    from laborsim.report.pages.base_table import markdown
    from laborsim.report.pages.pages import BASE_TABLE
    from laborsim.scenario.extends import SHIPPED
    from laborsim.scenario.load import load_scenario

    page_around = ("", "") if page is None else around_on(page, BASE_TABLE)  # before minutes of simulation
    shown = run_base(load_scenario(scenario or SHIPPED / "national-baseline.yaml").scenario)
    if page is not None:
        write_whole(page, markdown(shown, output.language).join(page_around).encode())
    if output.json:
        click.echo(json_module.dumps(plain(shown), ensure_ascii=False, indent=1))
    elif page is None:
        click.echo(markdown(shown, output.language), nl=False)
    else:
        click.echo(str(page))


@click.command()
@click.argument("years", nargs=-1, required=True, type=int, metavar="YEAR...")
@click.option(
    "--founders", "reading", type=click.Choice(["cumulative", "stock"]), default="cumulative", help="Reading."
)
@click.option("--founders-apart", "apart", is_flag=True, help="Founders are not among the local workers.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Where the luck comes from.")
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), help="File, instead of the shipped one.")
@common_options
@click.pass_obj
def fit(
    output: OutputStyle,
    *,
    years: tuple[int, ...],
    reading: Literal["cumulative", "stock"],
    apart: bool,
    seed: int,
    out: Path | None,
) -> None:
    """Solve the constants of base years, so that the baseline keeps the published stocks."""
    from laborsim.calibration.base_year.inversion import first_guess, solve
    from laborsim.experiment.store.atomic_files import make_folder, write_whole
    from laborsim.parameters.fit import fit_bytes
    from laborsim.parameters.parameters import Parameters
    from laborsim.scenario.horizons import fit_path

    written = []
    for year in years:
        with click.progressbar(length=1, label=f"base year {year}", hidden=output.quiet or output.json) as bar:

            def tell(done: int, of: int) -> None:
                bar.length = of
                bar.update(1)

            solved = solve(first_guess(year, reading, not apart), Parameters(), seed, tell)
        path = out or fit_path(year, reading, not apart)
        make_folder(path.parent)
        write_whole(path, fit_bytes(solved))
        written.append(str(path))
    click.echo(json_module.dumps({"written": written}) if output.json else "\n".join(written))


@click.command()
@click.option("--update", is_flag=True, help="Write the golden files anew.")
@click.option("--folder", type=click.Path(path_type=Path), default=GOLDEN, help="Where the golden files are.")
@common_options
@click.pass_context
def golden(ctx: click.Context, update: bool, folder: Path) -> None:
    """Compare a few exact numbers of the shipped scenarios with the golden files."""
    from laborsim.experiment.golden import differences

    moved = differences(folder, sorted(Path("scenarios").glob("*.yaml")), update)
    if ctx.obj.json:
        click.echo(json_module.dumps({"moved": moved}, ensure_ascii=False))
    for line in () if ctx.obj.json else moved:
        click.echo(line)
    if moved and not update:
        click.echo("hint: if this is meant, run 'laborsim golden --update' and say why in CHANGELOG.md", err=True)
        ctx.exit(NOT_GOLDEN)
