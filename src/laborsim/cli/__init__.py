"""Words to functions: the command line. No logic here; heavy imports stand inside the functions.

- `common`: options that every command has, exit codes, and how problems are shown
- `progress_line`: one line of progress on a terminal, gone at the end
- `scenario_files`: validate, new, levers, parameters, schema, explain, docs
- `run`: run scenarios
- `runs`: list, verify and remove what was run
- `compare`: compare, diff
- `answer`: answer, attribute, price, solve, shock
- `sweep`: one question at several doses
- `looking_back`: scorecard, why
- `stories`: why a worker of a run did what he did; part of explain
- `sensitivity_and_optimize`: sensitivity, optimize
- `calibrate`: calibrate, response
- `facts`: hold stylised facts against the model
- `region`: a new province to fit, and the fit of one that has figures of its own
- `new_year`: next year's survey report as a base year
- `maintenance`: for whoever keeps the model: figures, base, fit, golden
"""

import sys

import click

from laborsim import __version__
from laborsim.cli import (
    answer,
    calibrate,
    compare,
    facts,
    looking_back,
    maintenance,
    new_year,
    region,
    run,
    runs,
    scenario_files,
    sensitivity_and_optimize,
    sweep,
)
from laborsim.cli.common import CommandGroup, common_options


@click.group(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="laborsim")
@common_options
def main() -> None:
    """Simulate employment policy for China's rural migrant workers, region by region and month by month."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal that cannot show Chinese still gets the message.
            stream.reconfigure(errors="backslashreplace")


for command in (
    run.run,
    compare.compare,
    compare.diff,
    scenario_files.validate,
    scenario_files.new,
    scenario_files.levers,
    scenario_files.parameters,
    scenario_files.explain,
    runs.runs,
    runs.verify,
    scenario_files.schema,
    answer.answer,
    answer.attribute,
    answer.price,
    answer.solve,
    sweep.sweep,
    answer.shock,
    looking_back.scorecard,
    looking_back.why,
    sensitivity_and_optimize.sensitivity,
    sensitivity_and_optimize.optimize,
    maintenance.figures,
    maintenance.base,
    maintenance.fit,
    calibrate.calibrate,
    calibrate.response,
    facts.facts,
    region.region,
    new_year.new_year,
    maintenance.golden,
    scenario_files.docs,
):
    main.add_command(command)
