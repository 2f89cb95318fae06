"""ODD, submodels 7.17 to 7.20: counting, what is always true, solved constants, shocks."""

from laborsim.calibration import first_fit, steering
from laborsim.inputs.margins import SURVEY_WEIGHT_LOCAL as LOCAL
from laborsim.kernels.history import MONTHS, SIX_MONTHS
from laborsim.report.odd import input_tables


def text() -> str:
    """Return the sections."""
    return "\n\n".join((_counting(), _laws(), _constants(), _shocks()))


def _counting() -> str:
    return f"""### 7.17 Counting and official status (`kernels.tally`, `kernels.history`)

The month enters the history: local, placed and (with `founders_inside_total`) founder count as local; outbound as
inside or outside; who seeks repeats his last code; out counts as at home. Of the last {MONTHS} months,
{SIX_MONTHS} or more away make an official *outbound* worker, outside the province if more than half of those months
were; else {SIX_MONTHS} or more off the farm make a *local* one; else he is no migrant worker. Pooled pay, ages and
shares weigh local workers {LOCAL:g} and outbound ones {1 - LOCAL:g}, as the published pooled figures imply
(ASSUMPTION), not by head count."""


def _laws() -> str:
    return """### 7.18 What is always true (`model.invariants`)

Checked every month in every run: people are last month's + entrants − leavers; every status is where people came from
and went; businesses are last month's + starts − closures; monthly status, official status, groups and destinations
count the same people; hires do not exceed vacancies nor holders park places, but for less than one worker; no budget is
overspent; no count is negative, no level is not a number."""


def _constants() -> str:
    scales = ", ".join(f"{scale:,}" for scale in first_fit.PERSONS_PER_WORKER)
    return f"""### 7.19 Solved constants (`calibration.steering`, `calibration.first_fit`, `laborsim fit`)

A fit belongs to a base year and a reading of founders. It is made by {len(first_fit.PERSONS_PER_WORKER)} steered
runs, one after the other, at {scales} persons per worker, of {first_fit.MONTHS} months each,
without levers, shocks and growth of pay, without the wage curve and with the background on the trend of the pool. Every
month each constant answers to the gap between the stock it governs and the base year's stock × the growth of the pool:

```text
gap      = ln(target × trend ÷ stock), within ±{steering.GAP:g}
base     = base + {steering.INTEGRAL:g} × gap
constant = base + {steering.PROPORTIONAL:g} × gap
```

local jobs by province, outbound inside by province, outbound outside by origin and by destination (amenity), people
out by province. The matching efficiencies answer to how many seek (log efficiency + {steering.MATCHING_GAIN:g} ×
gap), the taste for founding to the wanted starts a year (+ {steering.FOUNDING_GAIN:g} × gap). Means from month
{first_fit.UNSETTLED_MONTHS} on are the constants; usual unemployment and usual finding are taken from the same months,
the path of founders' jobs from each December, the past of the people (section 5) from the last month. This is an
inversion, not an estimation: slopes keep their starting values, and there are no standard errors. Constants of
provinces with few workers are weakly determined.

Constants of end {input_tables.BASE_YEAR}, cumulative reading, over the 31 provinces:

{input_tables.constants()}

All shipped fits:

{input_tables.fits()}"""


def _shocks() -> str:
    return """### 7.20 Shocks

Paths that are no policy, by region and month: `vacancies` (factor on V, county, urban or both), `pay` (factor on pay),
`prices` (factor on rent of a destination), `recall` (share of those away at a destination who go home in a month),
`returns` (share of those away from an origin). Several shocks multiply or add up. None sets a stock."""
