"""ODD, the eleven design concepts."""

from laborsim.kernels.groups import RETURNEE_MONTHS
from laborsim.model.market import SMOOTHING
from laborsim.report.odd import output_tables, source_tables


def concepts() -> str:
    """Return section 4."""
    return f"""## 4. Design concepts

### Basic principles
Random utility with a nested logit for where to work (destinations: income, distance, network, registration barrier;
Tombe & Zhu 2019, Zhang & Zhao 2013, Zhao 2003); occupational choice under a credit limit for founding (Evans &
Jovanovic 1989); a matching function (Petrongolo & Pissarides 2001), a wage curve (Blanchflower & Oswald) and labor
demand of constant elasticity; a local multiplier (Wang & Chanda 2018). Constants that nobody can measure are solved,
not guessed: stocks of the base year pin the constants, the literature or an ASSUMPTION the slopes.

### Emergence
Stocks after the base date, flows, pay relative to its trend, unemployment, queues, survival of businesses, who gets a
place, and with them displacement and deadweight, emerge from choices, queues and markets. Imposed are: the base date,
who enters and leaves for good, the trend of pay and of the pool, the hazards of separation and closure.

### Adaptation
A worker adapts by his monthly choice among staying, local work, founding, outbound work inside or outside the
province, rest, waiting (if he seeks) and placed work (if it is open to him). Employers adapt pay to unemployment and
posts to pay. Levers do not adapt; a budget ends them.

### Objectives
Utility: α × log of pay, profit or what home gives, relative to the trend, plus constants, attachment, cost of moving
and of leaving children behind, and a random part of his own for every alternative (7.6). A founder weighs profit
against the hazard of closing. There is no objective of the government: goals of a scenario are compared, never sought.

### Learning
None in the sense of changed rules. Experience accumulates: outbound months raise founding skill, training raises pay
and skill, a founded business raises skill.

### Prediction
Workers expect this month's pay and places to go on; a would-be founder expects the mean hazard of the first three
years and the chance of a park place that applicants had last month. Nobody foresees policy. ASSUMPTION

### Sensing
Everybody knows pay, rent, barriers and school places of every destination this month, and where people of his province
work. He knows of a service only if he is among the aware, a share that a lever declares; who is aware never changes.
Nobody knows the number of applicants before he applies.

### Interaction
Indirect only: applicants compete by lottery for vacancies and places; those who work or seek move unemployment, pay
and posts; founders offer jobs that are posts of the county market and bring others (multiplier); people of a province
at a destination draw others (network). There are no households and no firms other than founders' businesses.

### Stochasticity
Random: every decision in the table below. Each number is Philox4x32-10 of (seed, replicate, worker or region, month,
name of the decision): looked up, never consumed from a stream. A scenario and its baseline share seed and replicate,
so the same person meets the same luck in both worlds, and an effect is a difference between the same
people. Alternatives of a choice race with one draw each, so that a change in one alternative moves people to or from
it and between no others.
The people of the base date are the same in every replicate. Uncertain levels of levers are drawn once a replicate,
each from a number of its own.

{source_tables.decisions()}

### Collectives
None. Zones and the nation are sums. People of one origin matter to each other through the network term only.

### Observation
Counted every month, in whole persons and whole fen, by province:

{output_tables.variables()}

besides all official migrants by origin × official status × sex × age band × schooling, outbound workers by origin ×
destination, all changes of status, business spells, and the histories of a few followed workers. The ledger keeps for
each lever and region:

{output_tables.stages()}

Indicators ([indicators](indicators.md)) are computed from these counts and never stored in the model. *Felt*
unemployment moves {SMOOTHING:.3f} of the way to the month's rate each month. A *returnee* is who has worked outbound
for {RETURNEE_MONTHS} months or more."""
