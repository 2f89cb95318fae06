"""Tables on the terminal.

- `run`: the summary of a run
- `compare`: a comparison: what is asked, and everything else
- `calibration`: the two tables of a calibration: parameters and targets
- `facts`: facts beside the model
- `province`: a province's calibration: what it has, what is borrowed, what moved
"""
