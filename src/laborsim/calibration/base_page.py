"""The page of the baseline: document figures against a run, and the flows that no target pins."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from laborsim.calibration.base_table import MILLION, NATION, SHARE, YEARS_AHEAD, LineResult, rows
from laborsim.experiment.view import View
from laborsim.inputs.figures import literature


@dataclass(frozen=True)
class Flow:
    """A yearly flow of the run that no target pins; shown so that it can be judged."""

    name: str
    value: float
    unit: str
    compare: str


def flows(view: View) -> list[Flow]:
    """Return what happens in the first twelve months."""

    def year(*names: str) -> float:
        return float(view.count(*names)[1:13, NATION].sum())

    def mean(*names: str) -> float:
        return float(view.count(*names)[1:13, NATION].mean())

    jobs, away = mean("local", "outbound"), mean("outbound", "seeking_away")
    ended = year("separations", "job_changes")
    tenure, gap = literature("job_tenure"), literature("job_gap")
    death, back = literature("business_death"), literature("return_cumulative")
    searching = mean("seeking_home", "seeking_away") / (year("found_after_search", "stopped_seeking") / 12)
    return [
        Flow("jobs that end in a year, share of jobs", 100 * ended / jobs, "%", "about 50: a job lasts two years"),
        Flow("a job lasts", jobs / ended, "years", f"{tenure.value} (tsinghua2012a)"),
        Flow("search between two jobs", searching / 12, "years", f"{gap.value} in all, time at home included"),
        Flow("moves out or on to another province", year("moves_out") / MILLION, "million a year", "none published"),
        Flow("moves home", year("moves_home") / MILLION, "million a year", "none published"),
        Flow(
            "moves home, share of those away",
            100 * year("moves_home") / away,
            "%",
            f"{back.value} % in 17 years for good",
        ),
        Flow("businesses started", year("business_starts") / MILLION, "million a year", "0.6 to 1.4 if cumulative"),
        Flow(
            "closures, share of businesses",
            100 * year("business_closures") / mean("founder"),
            "%",
            f"{death.value} {death.mark}",
        ),
        Flow("entrants", year("entrants") / MILLION, "million a year", "from the published ages"),
        Flow("leavers", year("leavers") / MILLION, "million a year", "from the published ages"),
    ]


def markdown(view: View) -> str:
    """Return both tables as a page."""
    lines_ = [
        "| figure | published | base date | miss | +12 months | +24 months |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows(view):
        line = row.line
        number = "{:,.0f}" if line.unit in ("yuan", "parks") else "{:,.2f}"
        miss = f"{100 * row.miss:+.2f} {'points' if line.kind == SHARE else '%'}"
        published = f"{number.format(line.published)} {line.unit} {line.mark}".strip()
        values = [number.format(row.base), miss, *(_with_trend(row, k, number) for k in range(YEARS_AHEAD))]
        lines_.append(f"| {line.name} | {published} | {' | '.join(values)} |")
    lines_ += ["", "| flow of the first year, no document figure | simulated | to compare |", "| --- | ---: | --- |"]
    lines_ += [f"| {flow.name} | {flow.value:,.2f} {flow.unit} | {flow.compare} |" for flow in flows(view)]
    return "\n".join(lines_) + "\n"


def plain(view: View) -> dict[str, Any]:
    """Return both tables as plain data for `--json`; a figure that does not grow with the pool has no trend."""
    figures = [
        {
            "figure": row.line.name,
            "kind": row.line.kind,
            "unit": row.line.unit,
            "published": row.line.published,
            "mark": row.line.mark,
            "source": row.line.source,
            "base_date": row.base,
            "miss": row.miss,
            "after": list(row.after),
            "trend": [None if np.isnan(value) else value for value in row.expected],
        }
        for row in rows(view)
    ]
    return {"schema": "laborsim/base/1", "figures": figures, "flows": [asdict(flow) for flow in flows(view)]}


def _with_trend(row: LineResult, k: int, number: str) -> str:
    value = number.format(row.after[k])
    if np.isnan(row.expected[k]):
        return value
    return f"{value} ({100 * (row.after[k] / row.expected[k] - 1):+.1f} % of trend)"
