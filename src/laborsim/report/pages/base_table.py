"""The baseline against the document figures, as the README has it."""

import numpy as np

from laborsim.calibration.base_year.base_table import SHARE, YEARS_AHEAD, LineResult, flows, rows
from laborsim.experiment.indicators.aggregation import View
from laborsim.report.text.numbers import digits


def markdown(view: View) -> str:
    """Return both tables as a page."""
    lines_ = [
        "| figure | published | base date | miss | +12 months | +24 months |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows(view):
        line = row.line
        number = "{:,.0f}" if line.unit in ("yuan", "parks") else "{:,.2f}"
        miss = f"{digits(100 * row.miss, 2, signed=True)} {'points' if line.kind == SHARE else '%'}"
        published = f"{number.format(line.published)} {line.unit} {line.mark}".strip()
        values = [number.format(row.base), miss, *(_with_trend(row, k, number) for k in range(YEARS_AHEAD))]
        lines_.append(f"| {line.name} | {published} | {' | '.join(values)} |")
    lines_ += ["", "| flow of the first year, no document figure | simulated | to compare |", "| --- | ---: | --- |"]
    lines_ += [f"| {flow.name} | {flow.value:,.2f} {flow.unit} | {flow.compare} |" for flow in flows(view)]
    return "\n".join(lines_) + "\n"


def _with_trend(row: LineResult, k: int, number: str) -> str:
    value = number.format(row.after[k])
    if np.isnan(row.expected[k]):
        return value
    change = digits(100 * (row.after[k] / row.expected[k] - 1), 1, signed=True)
    return f"{value} ({change} % of trend)"
