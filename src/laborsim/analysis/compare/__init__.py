"""Runs side by side.

- `diff`: every value after `extends:` and `--set`, with its unit, its place and its source
- `ranking`: which of several scenarios is best, and how sure the order is
- `comparability`: what makes runs incomparable, said all at once
- `compare`: lays runs side by side
- `files`: the files of a comparison
- `workbook`: one workbook with everything a reader opens in a spreadsheet
"""
