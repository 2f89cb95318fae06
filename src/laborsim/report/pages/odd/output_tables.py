"""Tables of what a month leaves behind: counted variables and market levels."""

from laborsim.kernels.counts import VARIABLES
from laborsim.model.ledger import STAGES
from laborsim.model.market import LEVELS
from laborsim.report.pages.odd.markdown import described, table

STOCK, ANNUAL, PART, SUM, WORKPLACE, FLOW, FLOW_THERE = (
    "persons, by origin, at the end of the month",
    "persons, by origin, annual official status",
    "by origin, part of the stocks",
    "by origin, sum over an official status",
    "by place of work",
    "persons a month, by origin",
    "persons a month, by place of work",
)

VARIABLE_MEANINGS = {
    "local": f"{STOCK}: status local",
    "outbound": f"{STOCK}: status outbound",
    "founder": f"{STOCK}: status founder, one business each",
    "placed": f"{STOCK}: status placed",
    "seeking_home": f"{STOCK}: status seeking",
    "seeking_away": f"{STOCK}: status seeking_away",
    "out": f"{STOCK}: status out, the reserve",
    "not_migrant": f"{ANNUAL}: fewer than six months off the farm",
    "official_local": f"{ANNUAL}: local",
    "official_outbound_inside": f"{ANNUAL}: outbound inside the province",
    "official_outbound_outside": f"{ANNUAL}: outbound outside the province",
    "in_park": f"persons, {PART}: founders who hold a park place",
    "employer_founders": f"persons, {PART}: founders with employees",
    "jobs_offered": f"jobs, {PART}: jobs that founders' businesses offer",
    "in_workshop": f"persons, {PART}: placed in a workshop",
    "in_training": f"persons, {PART}: in class this month",
    "lifted_working": f"persons, {PART}: from lifted-out households, with an official status",
    "age_months_local": f"person-months, {SUM}: ages of local workers",
    "age_months_outbound": f"person-months, {SUM}: ages of outbound workers",
    "over_50": f"persons, {SUM}: migrant workers above 50",
    "working_away": f"persons, {WORKPLACE}: status outbound",
    "seeking_there": f"persons, {WORKPLACE}: status seeking_away",
    "paid_local": f"persons, {WORKPLACE}: paid in local jobs",
    "paid_outbound": f"persons, {WORKPLACE}: paid in outbound jobs",
    "pay_local_fen": f"fen a month, {WORKPLACE}: pay of local jobs",
    "pay_outbound_fen": f"fen a month, {WORKPLACE}: pay of outbound jobs",
    "profit_fen": f"fen a month, {WORKPLACE}: profit of founders",
    "entrants": f"{FLOW}: joined",
    "leavers": f"{FLOW}: left for good",
    "separations": f"{FLOW}: lost work and seek",
    "job_changes": f"{FLOW}: from job to job at once",
    "hired_local": f"{FLOW}: hired in the county market",
    "quits": f"{FLOW}: gave up work and are out",
    "moves_out": f"{FLOW}: went out or on",
    "moves_home": f"{FLOW}: came home",
    "business_starts": f"{FLOW}: founded a business",
    "returnee_starts": f"{FLOW}: of these, returnees",
    "business_closures": f"{FLOW}: businesses that closed",
    "returnee_closures": f"{FLOW}: of these, returnees'",
    "found_after_search": f"{FLOW}: found work after seeking",
    "stopped_seeking": f"{FLOW}: stopped seeking",
    "hired_outbound": f"{FLOW_THERE}: hired in the urban market",
    "newly_employed": f"{FLOW_THERE}: began to work in a town, without a job in one or a place at home before",
}

LEVEL_MEANINGS = {
    "pay_county": "yuan a month in the county market, of a worker whose profile is 1",
    "pay_urban": "yuan a month in the urban market, of a worker whose profile is 1",
    "posts_county": "jobs that the county market wants filled",
    "posts_urban": "jobs that the urban market wants filled, urban background included",
    "vacancies_county": "posts not filled, × shocks",
    "vacancies_urban": "posts not filled, × shocks",
    "applicants_county": "persons who applied this month",
    "applicants_urban": "persons who applied this month, without the urban background",
    "unemployment_county": "felt unemployment, mean of about a year [share]",
    "unemployment_urban": "felt unemployment of migrants, mean of about a year [share]",
    "background_employed": "people with urban registration at work [persons]",
    "background_seeking": "people with urban registration who seek [persons]",
    "trend_pay_county": "pay on the trend of the context ÷ base date",
    "trend_pay_urban": "pay on the trend of the context ÷ base date",
    "parks": "parks in force",
    "park_places": "parks × places per park, whole",
    "park_chance": "share of this month's park applicants who got a place; 1 if nobody applied",
    "workshops": "workshops in force",
    "workshop_places": "workshop places with orders this month",
    "post_places": "public-welfare posts open this month",
    "school_share": "children of school age who get a place at the destination [share]",
    "founders_ever": "founders on the cumulative definition [persons]",
}

STAGE_MEANINGS = {
    "eligible": "persons in the group and region of the lever who could be served this month, or are",
    "aware": "of these, who know of it",
    "applied": "of these, who asked this month",
    "approved": "of these, whose application was approved",
    "served": "persons who were given it, or hold it",
    "spent_fen": "fen booked this month",
    "returned_fen": "fen that came back this month: subsidies claimed back",
    "unmet": "persons, posts, units or school places that money, or loans, did not reach this month",
}


def variables() -> str:
    """Return the table of counted variables, in the order of `kernels.counts.VARIABLES`."""
    rows = described(VARIABLES, VARIABLE_MEANINGS, "counted variables")
    return table(("variable", "meaning"), [(f"`{name}`", meaning) for name, meaning in rows])


def levels() -> str:
    """Return the table of market levels, in the order of `model.market.LEVELS`."""
    rows = described(LEVELS, LEVEL_MEANINGS, "market levels")
    return table(("level", "meaning, by region"), [(f"`{name}`", meaning) for name, meaning in rows])


def stages() -> str:
    """Return the table of the ledger's columns."""
    rows = described(STAGES, STAGE_MEANINGS, "stages of the ledger")
    return table(("stage", "meaning, by lever and region"), [(f"`{name}`", meaning) for name, meaning in rows])
