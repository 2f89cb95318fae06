"""Figures, tables and pages made from finished runs.

- `text`: every word, number, date, name and verdict that a person reads, in English and Chinese
- `canvas`: what every figure stands on: sheet, axes, labels, style, fonts
- `figures`: one figure a file
- `albums`: which figures a run, a comparison, an answer or a calibration has
- `tables`: tables on the terminal
- `answers`: the answers to what a run, a study or a plan is asked, in lines and as files
- `pages`: generated pages of docs/ and of the README
"""
