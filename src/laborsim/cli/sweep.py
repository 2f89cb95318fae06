"""The command that asks one question at several doses: a table for one lever, a grid for two."""

from pathlib import Path

import click

from laborsim.cli.answer import COARSER, show, under_cautions
from laborsim.cli.common import (
    BASELINE,
    BY,
    JOBS,
    ON,
    OUT,
    OVERRIDES,
    QUICK,
    SCALE,
    OutputStyle,
    WrongUse,
    asked_aloud,
    common_options,
    pairs_option,
)
from laborsim.cli.sensitivity_and_optimize import INDICATOR, REGION, aims_typed, at_work, desk, draft_mark, save_figures
from laborsim.published.words import Words


@click.command()
@click.argument("scenario", type=click.Path(path_type=Path))
@click.argument("doses", nargs=-1, required=True, metavar="LEVER=DOSE,DOSE,… [LEVER=…]")
@INDICATOR
@REGION
@ON
@BY
@pairs_option("of each dose", "10")
@COARSER
@SCALE
@OVERRIDES
@BASELINE
@QUICK
@JOBS
@OUT
@common_options
@click.pass_obj
def sweep(
    output: OutputStyle,
    *,
    scenario: Path,
    doses: tuple[str, ...],
    indicator: str | None,
    region: str | None,
    on: str | None,
    by: str | None,
    pairs: int | None,
    coarser: int | None,
    scale: int | None,
    overrides: tuple[str, ...],
    baseline: str | None,
    quick: bool,
    jobs: int | None,
    out: Path,
) -> None:
    """Set doses of one lever or two side by side: effect, cost and price of each, and where returns fall."""
    from laborsim.analysis.answer_files import StudyFolder
    from laborsim.analysis.counterfactuals import PAIRS, Sizes
    from laborsim.analysis.sweep.doses import axes_of, wanted
    from laborsim.analysis.sweep.sweep import SweepWish
    from laborsim.analysis.sweep.sweep import sweep as swept
    from laborsim.analysis.sweep.tables import cell_columns, cell_rows
    from laborsim.experiment.indicators.when import When
    from laborsim.experiment.running.question import Changes
    from laborsim.experiment.running.replicate import check_can_be_simulated
    from laborsim.report.albums.sweep import sweep_figures
    from laborsim.report.answers.sweep import sweep_part

    changes = Changes(scale=scale, overrides=overrides, baseline=baseline, quick=quick)
    asked, sizes = asked_aloud(output, scenario, changes), Sizes(changes.pairs(pairs, PAIRS), coarser or 1)
    if asked.baseline is None:
        raise WrongUse(
            Words(
                f"{scenario} is compared with nothing: there is no effect; give --baseline FILE",
                f"{scenario} 没有对比的基准情景，没有效应；请给出 --baseline FILE",
            )
        )
    axes = axes_of(asked.scenario, asked.baseline, [wanted(typed) for typed in doses])
    when, worlds = When.of(on, by), (asked.scenario, asked.baseline)
    points = aims_typed(output, worlds, (indicator, region, when), every=True)
    check_can_be_simulated(asked.scenario)
    here = desk(output, out, jobs)
    with at_work(here, asked.scenario.id) as bench:
        found = swept(asked.scenario, asked.baseline, SweepWish(axes, points, when), bench, sizes)
    part = sweep_part(found, output.language)
    about = {
        "doses": [[axis.lever.key, list(axis.doses)] for axis in found.axes],
        "points": [list(vars(table.point).values()) for table in found.tables],
        "size": [sizes.pairs, sizes.coarser],
        **draft_mark(quick),
    }
    folder = StudyFolder(out, "sweep", asked.scenario, asked.baseline, about)
    drawn = sweep_figures(found, folder.id, output.language, is_draft=quick)
    path = folder.write(part.leaves, here.made(), asked.files, lambda into: save_figures(drawn, into))
    told = under_cautions(part, asked.scenario, quick, output.language)
    show(output, None, told, (cell_columns(found), *cell_rows(found)), path)
