"""ODD: initialization and input data."""

from laborsim.inputs.parameters import Parameters
from laborsim.kernels.codes import SCHOOLING
from laborsim.model import base_markets, initial
from laborsim.report.odd import input_tables, source_tables

MILLION = 1e6


def initialization() -> str:
    """Return section 5."""
    young, old = initial.FOUNDER_AGES
    reserve = Parameters().reserve_persons / MILLION
    return f"""## 5. Initialization

The base date is the end of December of a year with figures and a shipped fit (7.19). The same people stand at the
start in every scenario and replicate; nothing about them depends on a lever.

1. **People.** Workers by origin × (local, inside the province, each other province, out) × sex × age ×
   {len(SCHOOLING)} levels of schooling, dealt from tables that meet the published margins: [population](population.md).
   How a zone splits among its provinces is an ASSUMPTION; so are the {reserve:.0f} million people of the reserve
   (`reserve_persons`, status out).
2. **Founders**, as many as the published count implies under the reading of the scenario (7.9), by province as the
   workers there (ASSUMPTION), are drawn from local workers, or from the reserve where `founders_inside_total: false`;
   men weigh {initial.FOUNDER_MALE_WEIGHT:g} in the draw, people aged {young} to {old} weigh
   {initial.FOUNDER_AGE_WEIGHT:g}, others 1 (ASSUMPTION). All are returnees with at least {initial.RETURNEE_MONTHS}
   months of outbound work; ages of businesses follow from the path of the count and the hazards of closing. The
   youngest businesses hold the park places.
3. **Workshop places** with orders are held by local workers, lifted-out households first. Public-welfare posts of the
   base year are not told apart from other local work.
4. **Who seeks**: `unemployment_county` of local workers at home, and at the destination as many as make the surveyed
   rate of migrants in towns. Those who seek keep their official status.
5. **The past**: latent type, months in the spell, outbound experience, savings and debt are drawn from the quantiles
   by status and age band that the steered run of the fit left behind (7.19); nobody has a past before the age of
   {initial.FIRST_WORKING_AGE}. Trainings of the past spread over {initial.TRAINED_YEARS:g} years (ASSUMPTION).
   The last twelve months were like the last one.
6. **Markets**: pay by region from published means by status and zone; inside a zone it rises with income per head
   (ASSUMPTION), scaled so that the means over the workers of the model are those published. Felt unemployment starts
   at the usual rate of the fit. The urban background has `urban_employed_share` of urban residents at work, less the
   migrants in towns, and at least {base_markets.SMALLEST_BACKGROUND:.0%} of urban jobs; those who seek make the
   surveyed urban rate of the nation come out.
7. **Dials** are those of the table in section 2; parks and workshops of the nation are spread by workers and by
   workers of lifted-out households, except where a province's own figure is known.

The past of people aged 31 to 40 in the fit of end 2023, cumulative reading (medians):

{input_tables.pasts()}"""


def input_data() -> str:
    """Return section 6."""
    return f"""## 6. Input data

**During a run** the model reads paths that are not its own: growth of GDP, of pay in the two markets and, if asked
for, of jobs by zone (`context`, ASSUMPTION unless the scenario has a source), the dates of the Spring Festival, the
number, ages and schooling of entrants (a projection of the pool, fixed at the base date), the schedules of levers, and
shocks (7.20). Pay is money of the day; choices depend on pay relative to its trend, so general inflation plays no part.

**At the base date**: the published figures ([figures](figures.md), each with quote, source and confidence), the region
table, the fit, and these structural parameters. They can be changed from Python only, not from a scenario file. Grades
of evidence: {input_tables.grades()}.

{input_tables.parameters()}

**Numbers in the code.** Every constant that is marked ASSUMPTION in the modules of the model and its inputs:

{source_tables.assumptions()}"""
