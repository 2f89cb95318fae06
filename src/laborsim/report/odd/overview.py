"""ODD, first half: purpose and patterns, entities and scales, the process of a month."""

from laborsim.kernels.codes import SCHOOL_YEARS, STATUSES
from laborsim.kernels.state import ROW
from laborsim.report.odd import input_tables, output_tables, state_tables


def purpose() -> str:
    """Return section 1."""
    return """## 1. Purpose and patterns

**Purpose.** laborsim answers, for a planner: how many of China's rural migrant workers work locally, work outbound or
run a business at home, where and at what pay, month by month and province by province; and what a policy lever
changes, for whom, at what cost, with what certainty. It is a model for comparing worlds that differ in policy and
share everything else. It is not made to forecast the labor market of one county, and it says nothing about people
with urban registration beyond the aggregate that competes with migrants for jobs.

**Patterns met by construction.** The stocks of the base date are quotas: migrant workers, local, outbound inside and
outside the province, zones of origin and of work, sex, age, schooling, pay of local and outbound workers, lifted-out
people in work, founders, parks ([population](population.md) has every margin and miss). Meeting them is no evidence.

**Patterns by which the model is to be judged.**

1. *Stocks stay.* Without new policy every stock of the survey stays on the trend of the pool after 12 and 24 months,
   nationally and by zone: the constants are solved for this (7.19).
2. *Flows are of the right size.* A job lasts about two years, a search between jobs less than half a year, 4.9 % of
   migrants in towns seek, businesses start and close at the published order of size. Part of this is put in
   (`separation_rate`, the target of those who seek, the starts), part is not (moves home, moves on).
3. *Composition ages as published.* The pool is projected with one life course, fitted to the published ages.
4. *Pay.* Means of local and outbound pay at the base date; afterwards they follow the assumed growth and the market.

`laborsim base` sets 1 to 4 against the run of a baseline; the [README](../README.md) holds its table. How
parameters are estimated stands in [calibration](calibration.md). The backtest against naive forecasts and the
re-enacted natural experiments, with what they miss, stand in [validation](validation.md). The shift of work from the
coast inland does not come out of the model by itself: a scenario that wants it to go on puts it in
(`context: {jobs_growth_by_zone}`, 7.2 and 7.6), as the backtest does."""


def entities() -> str:
    """Return section 2."""
    return f"""## 2. Entities, state variables, and scales

**Worker** (`model.worker.Worker`, a Mesa agent; a view of one row of a record array, {ROW.itemsize} bytes): a person of
working age with a rural registration who is, or could become, a migrant worker. One worker stands for `scale` persons
of his origin. Identity, origin, sex, schooling, month of birth and latent type never change.

{state_tables.worker_columns()}

Status, one at a time (a row whose worker has left for good is free and has code {len(STATUSES)}):

{state_tables.statuses()}

`traits`:

{state_tables.trait_bits()}

`events`, cleared at the beginning of each month:

{state_tables.event_bits()}

`history` holds one of four codes for each of the last twelve months (0 at home, 1 local, 2 outbound inside the
province, 3 outbound outside it); the annual *official status* of the survey follows from it (7.17). Schooling is
counted as {", ".join(f"{years:g}" for years in SCHOOL_YEARS)} years. Savings and debt stand on a
logarithmic grid of one byte (7.3).

**Region** (`model.region.Region`, a Mesa agent, 31 provinces, each in one of four zones). A region has two labor
markets: the *county market* (local jobs of its own people) and the *urban market* (outbound jobs there, of people of
this and every other province, and jobs of people with urban registration). It holds no state of its own; its
attributes are the month's levels:

{output_tables.levels()}

**Urban background** (`model.market.Markets`): people with urban registration are no agents. Each region has two
numbers, those at work and those who seek; both compete for the vacancies of its urban market.

**Policy** (`model.policy.Policy`): the levers of the scenario, the dials they turn this month, and a ledger of their
funnels, costs and budgets. The catalogue stands in [levers](levers.md).

{input_tables.levers()}

Dials, one number a region, rebuilt every month:

{input_tables.dials()}

**Scales.** One step is a calendar month. The base date is the end of a December; the first simulated month is the
January after. A horizon ends at most 100 years on, and before the table of Spring Festivals does. Space is the set of
31 provinces with the distances between capitals; inside a province the distance is 0.66 × the radius of a disk of its
area. Nothing is smaller than a province: a county market is all local jobs of a province.
Markets, parks and budgets count persons, whatever a worker stands for."""


def process() -> str:
    """Return section 3."""
    return """## 3. Process overview and scheduling

`LaborModel.step` is the schedule; the order below is its order.

1. **Levers turn the dials** of the month, built afresh from the base date's values (7.1).
2. **The month is opened**: from last month's counts the markets post pay, posts and vacancies (7.2); the tables of the
   choice, the terms of founding and the places with orders or money are made (7.6, 7.9, 7.14). After this nothing that
   all workers see changes until the next month.
3. **`decide`**, one pass over all workers, each in turn: forget last month's events; on a birthday leave for good, or
   age with children and savings (7.3); a business may close, a post or workshop place may end, a job may end, a shock
   may send home (7.4); think again and decide what to apply for (7.7, 7.8).
4. **Books are closed**: businesses that closed are written down, then their spells end.
5. **Founders are helped**: subsidies and loans are rationed, and would-be founders start (7.9, 7.10).
6. **Applications meet vacancies and free places** in one lottery for each queue (7.11).
7. **`move`**, a second pass: whoever was admitted moves; everybody else keeps what he had (7.12).
8. **Places and seats**: parks are filled, trainees seated, posts paid, units charged (7.13 to 7.15).
9. **Entrants** join with a first job (7.16).
10. **`take_stock`**, a third pass: the month enters each worker's history, and everybody is counted (7.17). The
    funnels of parks, workshops, settlement access and school places are read off the counts. Every identity of 7.18 is
    checked; a breach ends the run with exit code 5.

Inside a pass a rule reads its own row and the month, and writes its own row; no worker sees another. So the order of
workers, the number of threads and the size of blocks change nothing, to the bit. Workers interact only through steps
2, 5, 6 and 8, which work on counts and on tickets, never on row order. Updating is synchronous: what others do this
month is felt next month, but for the queues."""
