"""Generated pages of docs/ and of the README.

- `figures`: the list of all figures, for people
- `levers`: the lever catalogue as people read it
- `new_year`: what a new survey report moved
- `odd`: the ODD page
- `population`: the page of the documentation on the synthetic population
- `pages`: the pages of docs/ that are written by the program, so that they cannot disagree with it
- `calibration`: the generated parts of docs/calibration.md
- `validation_parts`: parts of docs/validation.md that speak of one calibration
- `validation`: all evidence on one page under TRACE headings, from the files in calibration/evidence
"""
