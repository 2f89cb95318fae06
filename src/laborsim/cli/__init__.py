"""Words to functions: the command line. No logic here; heavy imports stand inside the functions."""

import sys

import click

from laborsim import __version__
from laborsim.cli import answering, calibrating, comparing, files, regions, running, studies, studying, years
from laborsim.cli.common import Words, common_options


@click.group(cls=Words, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="laborsim")
@common_options
def main() -> None:
    """Simulate employment policy for China's rural migrant workers, region by region and month by month."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal that cannot show Chinese still gets the message.
            stream.reconfigure(errors="backslashreplace")


for command in (
    running.run,
    comparing.compare,
    comparing.diff,
    files.validate,
    files.new,
    files.levers,
    files.explain,
    running.runs,
    running.verify,
    files.schema,
    answering.answer,
    answering.attribute,
    answering.solve,
    studying.sensitivity,
    studying.optimize,
    studies.figures,
    studies.base,
    studies.fit,
    calibrating.calibrate,
    calibrating.response,
    regions.region,
    years.new_year,
    studies.golden,
    files.docs,
):
    main.add_command(command)
