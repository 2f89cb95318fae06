"""Words to functions: the command line. No logic here; heavy imports stand inside the functions."""

import sys

import click

from laborsim import __version__
from laborsim.cli import files, running, studies
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
    files.validate,
    files.new,
    files.levers,
    files.explain,
    running.runs,
    running.verify,
    files.schema,
    studies.figures,
    studies.base,
    studies.fit,
    studies.golden,
    files.docs,
):
    main.add_command(command)
