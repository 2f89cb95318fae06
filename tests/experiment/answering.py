"""A process of its own that answers a question with a stand-in model: `python -m tests.experiment.answering`."""

import sys
from pathlib import Path

from tests.experiment import fake

from laborsim.experiment.asking import ask
from laborsim.experiment.ensemble import Engine
from laborsim.experiment.run import Options, run
from laborsim.experiment.stops import Stop, sigterm_is_heard


def main(scenario: str, out: str, jobs: str, simulate: str) -> int:
    engine = Engine(int(jobs), getattr(fake, simulate))
    try:
        with sigterm_is_heard():
            run(ask(scenario), Options(out=Path(out), engine=engine, resume="laborsim run --resume"))
    except Stop as stop:
        print(stop, file=sys.stderr)
        return stop.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
