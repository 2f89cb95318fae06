"""Tables on the terminal.

- `calibration`: the two tables of a calibration
- `compare`: for a terminal one about what is asked and one about everything else
- `province`: a province's calibration for people
- `run`: the summary of a run
"""
