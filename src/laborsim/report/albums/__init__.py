"""Which figures a run, a comparison, an answer or a calibration has.

- `run`: the figures of a run
- `split`: effects by month, quarter, year, province or age group
- `compare`: the figures of a comparison
- `attribution`: waterfalls of the causes of a run
- `ledger`: who gains work where, value for money, what is worth its cost
- `sensitivity`: tornado of a study of sensitivity
- `sweep`: dose and response of one lever, a grid of two
- `calibration`: the figures of a calibration
"""
