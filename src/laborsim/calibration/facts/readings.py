"""Readings: which numbers of a study are held against a fact, and what is known of today's model beside them."""

from dataclasses import dataclass

ANY = float("inf")
LEAST = 1e-9  # more, or less, than nothing


@dataclass(frozen=True)
class Criterion:
    """A range in which a part of what was computed has to lie, both ends included."""

    part: str
    low: float
    high: float


def more(part: str) -> Criterion:
    """Return that a part is positive."""
    return Criterion(part, LEAST, ANY)


def less(part: str) -> Criterion:
    """Return that a part is negative."""
    return Criterion(part, -ANY, -LEAST)


@dataclass(frozen=True)
class FactReading:
    """How a fact is judged.

    `main`: the part that has to lie in the fact's range; "" where the signs of `beside` are counted, or all must hold.
    `pooled`: parts whose means, one ÷ the other, make `main`: a mean of ratios is none where denominators are small.
    `needed`: what has to hold whatever is counted. `shown`: the part that is shown where none is `main` and nothing is
    counted. `beside`: criteria from the fact's computation or note. `nothing`: what `main` is where no mechanism acts;
    a model that gives it in every draw has the fact by construction. `constructed`: why what comes out is no evidence.
    """

    main: str = ""
    shown: str = ""
    beside: tuple[Criterion, ...] = ()
    pooled: tuple[str, str] | None = None
    counted: bool = False
    needed: tuple[Criterion, ...] = ()
    nothing: float | None = None
    constructed: str = ""
    posed: str = ""  # what of the computation had to be posed otherwise, and why


READINGS: dict[str, FactReading] = {
    "ret_cumulative": FactReading("returned"),
    "ret_hazard_falls": FactReading(
        "ratio", pooled=("sixth year", "first year"), posed="hazards are endings ÷ months lived in a year away"
    ),
    "ret_post_stay_signs": FactReading(
        beside=(less("age"), less("schooling"), less("child")),
        counted=True,
        posed="the clock starts in the December in which somebody counts as returned",
    ),
    "ret_gross_half_year": FactReading("back", posed="central provinces, April to October, nine years"),
    "ret_income_U": FactReading(
        beside=(more("lowest less the next highest"), more("highest less third")), counted=True
    ),
    "circ_men_less": FactReading(beside=(more("women"), more("ten years older")), counted=True),
    "circ_less_over_time": FactReading("ratio", pooled=("late", "early")),
    "circ_permanent_intra": FactReading("difference", posed="December of the tenth year"),
    "circ_stay_intention": FactReading("stayed"),
    "dest_income_elasticity": FactReading(
        "month 60", nothing=0.0, posed="pay in Guangdong; the own province is one origin"
    ),
    "dest_distance_tradeoff": FactReading("ratio"),
    "dest_distance_women": FactReading(
        "women to men",
        beside=(Criterion("largest difference", 0, 15),),
        constructed="one distance coefficient for everybody: what differs from 1 is luck",
    ),
    "dest_border": FactReading("odds ratio"),
    "sd_outbound_wage_1y": FactReading(
        "month 60", beside=(Criterion("month 12", 0.1, ANY), more("month 60 less month 12")), nothing=0.0
    ),
    "sd_home_pay_pulls": FactReading(
        "month 60",
        beside=(less("month 24"), less("by growth, month 24")),
        nothing=0.0,
        posed="as a lasting shock; and by faster growth of county pay, whose sign counts too",
    ),
    "sd_inflow_lowers_labour_cost": FactReading(
        beside=(less("pay"), more("jobs")),
        counted=True,
        nothing=0.0,
        posed="county pay a third lower in half of the other provinces; the inflow is smaller than 10 percent",
    ),
    "sd_labour_demand": FactReading(
        "county",
        beside=(Criterion("urban", -0.75, -0.15),),
        nothing=0.0,
        posed="posts of all counties, and of the towns of Guangdong; hiring per application held",
    ),
    "sd_wage_curve": FactReading(
        "elasticity", nothing=0.0, posed="pay answers to unemployment by the parameter wage_curve, smoothed over a year"
    ),
    "srch_unemp_age": FactReading("16-24", beside=(Criterion("25-29", 1.2, 1.9),)),
    "srch_duration_falls": FactReading("ratio"),
    "srch_duration_tight": FactReading("tight less slack", beside=(less("tight less slack"),)),
    "srch_gap": FactReading(
        "mean", beside=(Criterion("at most two months", 40, 100), Criterion("90th percentile", 12, ANY))
    ),
    "srch_unemp_school": FactReading("college", beside=(Criterion("junior", 1 + LEAST, ANY),)),
    "ten_mean": FactReading("months"),
    "trn_employment": FactReading(
        "points", nothing=0.0, posed="places for one in a hundred migrant workers a year; who had no work is compared"
    ),
    "trn_at_scale": FactReading("points", nothing=0.0, posed="places for one in ten migrant workers a year"),
    "jsa_displacement": FactReading("lost per job gained", pooled=("jobs of the others", "jobs of the helped")),
    "pw_wage_private": FactReading("pay", nothing=0.0, posed="posts for 1.3 percent of local work, at mean local pay"),
    "pw_private_falls": FactReading(
        "private work", nothing=0.0, posed="farm work is rest in the model, so not counted"
    ),
    "pw_better_run": FactReading(
        "pay", beside=(Criterion("private work", -LEAST, ANY), less("without work")), nothing=0.0
    ),
    "su_survival_subsidised": FactReading("open"),
    "su_deadweight": FactReading("percent"),
    "su_mode_one": FactReading("no worker", beside=(Criterion("ten or more", 0, 3),)),
    "su_founder_profile": FactReading(
        "years away", beside=(Criterion("men", 65, 85), Criterion("age", 30, 42), Criterion("secondary", 60, 100))
    ),
    "su_grant_big": FactReading(
        "points", nothing=0.0, posed="four years of own-account profit, more than the lever pays at most"
    ),
    "su_savings_jobs": FactReading(
        beside=(more("savings"), more("jobs")), counted=True, posed="returns of the years 6 to 15"
    ),
    "su_returnee_odds": FactReading(
        "odds ratio", posed="December of the fifth year; founders of the base date are returnees, as they are published"
    ),
    "cr_additional": FactReading("debt to loans", constructed="the model has no other loans that could be crowded out"),
    "ml_multiplier": FactReading(
        "months 60 to 120", posed="jobs for customers elsewhere: 3 percent of Henan's local jobs instead of 10,000"
    ),
    "ml_lowtech_zero": FactReading("other local jobs", posed="100,000 workshops more"),
    "ml_inland": FactReading("difference", beside=(more("difference"),), nothing=0.0),
    "ml_okun_migrants": FactReading(
        "ratio", beside=(less("outbound"), Criterion("rise of unemployment to fall", -ANY, 0.5))
    ),
    "rs_remit_share": FactReading(
        "percent", constructed="the parameter saving_share, which nothing else decides, is put in"
    ),
    "hk_young_lowskill": FactReading(
        beside=(more("young less old"), more("low less college"), Criterion("year 8 to year 3", 0.5, ANY)),
        counted=True,
    ),
    "c08_job_loss": FactReading("lost", nothing=0.0, posed="posts in towns of six coastal provinces −22.5 percent"),
    "c08_rebound": FactReading("official"),
    "c08_early_return": FactReading(
        "Hubei",
        beside=(
            *(Criterion(name, 3, 18) for name in ("Henan", "Hubei", "Anhui", "Jiangxi")),
            more("Hubei less Anhui"),
            more("Hubei less Jiangxi"),
        ),
    ),
    "cv_quarters": FactReading(
        shown="month 9",
        beside=(
            Criterion("month 3", -30.6 * 4 / 3, -30.6 * 2 / 3),
            Criterion("month 6", -4.7, -0.7),
            Criterion("month 9", -4.1, -0.1),
            Criterion("year", -4.7, -0.7),
        ),
        posed="from the end of 2018; people at home with a job held are not away; where none visit home for the "
        "festival, they are sent home",
    ),
    "se_home_at_festival": FactReading(
        "percent", constructed="the parameter festival_visits is put in", posed="in the festival month of 2020"
    ),
    "cv_radius": FactReading(
        "outside", beside=(Criterion("inside", -1.5, 1),), posed="the run of cv_quarters, official status"
    ),
    "tr_tpu_inflow": FactReading(
        shown="percent",
        beside=(Criterion("elasticity", 1.5, 3),),
        posed="judged by the elasticity, as the note says: the shock is assumed",
    ),
    "tr_vacancies": FactReading(
        beside=(less("vacancies"), less("pay")), counted=True, needed=(more("least vacancies"),)
    ),
    "dm_mean_age": FactReading(
        "run", beside=(Criterion("base dates", 0.45, 0.7),), posed="base dates 2017, 2018, 2019, 2022, 2023"
    ),
    "dm_women": FactReading("local, run", beside=(Criterion("outbound, run", -0.3, 0.2),)),
    "dm_older_local": FactReading("difference"),
}
"""How each fact is judged that can be computed."""

STATES: frozenset[str] = frozenset({"job held while at home", "Spring Festival months"})
"""What facts need and the model has, in the words of the table (`needs_state`): such a fact is judged from then on."""


@dataclass(frozen=True)
class Identity:
    """What has to hold in any model of money, beside the facts of the table."""

    id: str
    statement: str
    part: str
    high: float
    unit: str
    why: str


IDENTITIES = (
    Identity(
        "money_is_real",
        "Stocks are the same whether all pay grows by 0, 5.5 or 9 percent a year, every yuan amount indexed",
        "largest difference",
        0.01,
        "percent",
        "units of money decide nothing; seven years, no lever, so that the scenario holds no yuan amount",
    ),
)
