"""Runs side by side.

- `comparability`: what makes runs incomparable, said all at once
- `diff`: what scenarios say differently, every value with its unit, its place and its source
- `ranking`: which of several scenarios is best, and how sure the order is
- `compare`: effects and differences of runs, pair for pair
- `year_doses`: a measure as a path of levels by calendar year, and why it cannot be one
- `equal_cost`: rivals whose doses are scaled until they cost what the first scenario costs, year by year where they can
- `bought`: what the measures of each scenario buy, and what one more of it for a year costs
- `four_worlds`: what a shock does with and without the measures, and the measures with and without it
- `files`: a comparison as CSV and JSON, and its means for pyam
- `workbook`: a comparison as one Excel workbook
"""
