"""A process of its own that answers a question with a stand-in model: `python -m tests.experiment.process`."""

import sys
from pathlib import Path

from tests.experiment import stand_in

from laborsim.experiment.run_errors import Stop, sigterm_is_heard
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import ask
from laborsim.experiment.running.run import Options, run


def main(scenario: str, out: str, jobs: str, simulate: str) -> int:
    engine = Engine(int(jobs), getattr(stand_in, simulate))
    try:
        with sigterm_is_heard():
            run(ask(scenario), Options(out=Path(out), engine=engine, resume="laborsim run --resume"))
    except Stop as stop:
        print(stop, file=sys.stderr)
        return stop.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
