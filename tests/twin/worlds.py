"""Worlds in which every rule has something to do."""

from laborsim.kernels.codes import month_number
from laborsim.levers import Cost, Schedule, Uncertainty, Who, WorkerTraits, catalogue
from laborsim.model.base_date import make_setting
from laborsim.parameters.fit import load_fit
from laborsim.parameters.parameters import Parameters
from laborsim.published.regions import expand_all
from laborsim.scenario.scenario import Context, Group, Horizon, RunSettings, Scale, Scenario, Shock, ZoneGrowth

START = month_number(2023, 12)
EVERYWHERE = expand_all(["CN"])
WEST = expand_all(["West"])
EAST = expand_all(["East"])


def scenario(months, levers=(), shocks=(), closure="curve", scale=None, **rest):
    return Scenario(
        id="twin",
        horizon=Horizon(start=START, end=START + months),
        regions=EVERYWHERE,
        levers=levers,
        shocks=shocks,
        closure=closure,
        run=RunSettings(seed=7, scale=scale or Scale(default=75_000)),
        **rest,
    )


def lever(name, value, regions=EVERYWHERE, since=1, until=None, ramp=0, **fields):
    """Return a lever in force from the `since`-th to the `until`-th month."""
    end = None if until is None else START + until
    schedule = Schedule(points=((START + since, float(value)),), start=START + since, end=end, ramp=ramp)
    return catalogue()[name](schedule=schedule, regions=regions, **fields)


def path(name, points, regions=EVERYWHERE, **fields):
    """Return a lever with dated levels; months are counted from the base date."""
    schedule = Schedule(points=tuple((START + month, float(level)) for month, level in points), interpolate="linear")
    return catalogue()[name](schedule=schedule, regions=regions, **fields)


def shock(name, kind, level, since, until, regions=EVERYWHERE, market="both"):
    schedule = Schedule(points=((START + since, level),), start=START + since, end=START + until, ramp=1)
    return Shock(name=name, kind=kind, market=market, regions=regions, schedule=schedule)


def with_groups(months):
    """Return a world with groups drawn and by traits, and levers for them alone and for them with a trait more."""
    groups = (
        Group(name="listed", place="West", regions=WEST, persons=9_000_000, source="a list"),
        Group(
            name="old", place="CN", regions=EVERYWHERE, persons=20_000_000, traits=WorkerTraits(min_age=45), source="x"
        ),
        Group(
            name="back",
            place="Central",
            regions=expand_all(["Central"]),
            traits=WorkerTraits(returnee=True),
            source="x",
        ),
    )
    levers = (
        lever("public_welfare_posts", 6e6, WEST, instance="listed", who=Who(group="listed")),
        lever("public_welfare_posts", 6e6, EAST, instance="old", who=Who(group="old", sex="female")),
        lever("training_places", 9e6, who=Who(group="back", max_age=40)),
    )
    return scenario(months, levers, groups=groups)


def all_levers():
    """Return levers of every mechanism with groups, budgets, regions, ramps, uncertainty, several blocks and an end."""
    return (
        path("entrepreneurship_parks", ((1, 8000), (12, 9000), (13, 200), (24, 200)), EAST, instance="east"),
        lever(
            "entrepreneurship_parks",
            4000,
            WEST,
            instance="west",
            places_per_park=2000.0,
            admission="score",
            cost=Cost(per_unit=1e6, one_off=3e6, budget=2.5e9),
        ),
        lever(
            "startup_subsidy",
            60_000,
            instance="returnees",
            who=Who(returnee=True),
            aware_share=1.0,
            apply_share=1.0,
            screening=True,
            clawback_months=24,
            ramp=3,
            uncertainty=Uncertainty(dist="triangular", low=40_000.0, mode=60_000.0, high=90_000.0),
        ),
        lever(
            "startup_subsidy",
            90_000,
            instance="others",
            who=Who(returnee=False),
            aware_share=1.0,
            apply_share=1.0,
            approve_share=0.9,
            clawback_months=120,
            until=20,
            cost=Cost(budget=2e10),
        ),
        lever(
            "guaranteed_loans",
            200_000,
            WEST,
            instance="west",
            loans_per_year=6_000_000.0,
            aware_share=1.0,
            apply_share=1.0,
            refusal_share=0.1,
            interest_subsidy_share=1.0,
        ),
        lever(
            "guaranteed_loans",
            150_000,
            EAST,
            instance="east",
            who=Who(max_age=50),
            apply_share=0.9,
            interest_subsidy_share=0.0,
            interest_rate=0.15,
            cost=Cost(budget=6e10),
        ),
        lever(
            "training_places",
            20_000_000,
            instance="women",
            who=Who(sex="female", trained=False),
            months=2,
            apply_share=0.2,
            cost=Cost(per_unit=2000.0, budget=((2024, 8e9), (2025, 3e9))),
        ),
        lever(
            "training_places",
            8_000_000,
            WEST,
            instance="young_men",
            who=Who(sex="male", min_age=18, max_age=35, schooling=("primary", "junior_secondary", "senior_secondary")),
            months=0,
        ),
        lever(
            "public_welfare_posts",
            4_000_000,
            instance="lifted",
            who=Who(lifted_out=True),
            crowding_out=0.05,
            months=6,
            cost=Cost(per_unit=24_000.0, budget=((2024, 4e9), (2025, 5e9)), unspent="carries over"),
        ),
        lever(
            "public_welfare_posts",
            2_000_000,
            WEST,
            instance="parents",
            who=Who(lifted_out=False, children=True),
            crowding_out=0.2,
            months=12,
            since=3,
            until=15,
            cost=Cost(per_unit=30_000.0),
        ),
        path("workshops", ((1, 60_000), (8, 300_000), (16, 20_000)), pay_ratio=0.9, idle_share=0.3),
        lever("settlement_access", 0.5, EAST, since=4, ramp=4, cost=Cost(budget=5e9)),
        path("school_places", ((2, 60), (7, 60), (8, 99), (24, 99)), cost=Cost(one_off=1e6, budget=9e8)),
    )


def all_shocks():
    """Return one shock of every kind."""
    return (
        shock("lockdown", "vacancies", 0.3, 5, 8),
        shock("slump", "vacancies", 0.6, 7, 12, WEST, "county"),
        shock("called_home", "recall", 0.2, 5, 6, EAST, "urban"),
        shock("countryside", "returns", 0.1, 6, 9, WEST),
        shock("dearer", "prices", 1.3, 6, 20, EAST),
        shock("pay_cut", "pay", 0.85, 9, 14, WEST, "county"),
        shock("better_machines", "productivity", 1.2, 8, 16, EAST, "urban"),
        shock("fewer_orders", "demand", 0.9, 10, 15, EAST),
        shock("no_trains", "travel", 0.3, 2, 5, EAST, "urban"),
    )


def with_everything(months, closure="curve", **rest):
    """Return a world with all levers and all shocks, some provinces finer than others."""
    scale = Scale(default=90_000, regions={"CN-GS": 20_000, "CN-SC": 50_000, "CN-GD": 130_000})
    inland = ZoneGrowth(east=-1.5, central=1.5, west=3.0)
    context = Context(gdp_growth=4.0, wage_growth_urban=6.0, wage_growth_county=4.5, jobs_growth_by_zone=inland)
    return scenario(months, all_levers(), all_shocks(), closure, scale, context=context, **rest)


def restless(scenario):
    """Return the setting of a world in which what is rare happens often: people who think again, found and fail."""
    parameters = Parameters(
        reconsider_rate=0.15,
        stay=1.0,
        employer_ideas=0.8,
        setup_cost_employer_yuan=200_000.0,
        credit_multiple=1.0,
        closure_own_account=3.0,
        closure_employer=2.0,
        closure_skill=1.0,
        job_to_job=0.5,
        workshop_ask=0.5,
        accompany_share=0.9,
        separation_young=1.5,
        separation_middle=1.3,
        slow_finders=0.4,
        slow_finding=0.3,
        young_finding=0.7,
        search_fade=0.05,
        entrants_seek=0.6,
        settled_share=0.35,
        circular_share=0.25,
        circular_women=0.5,
        close_by_cohort=0.6,
        close_by_late_entry=2.0,
        settled_thinking=0.7,
        circular_thinking=1.6,
        circular_stay=0.5,
        application_months=3.0,
        festival_visits=0.6,
        job_kept=0.7,
        back_to_job=0.8,
        held_job_lost=0.1,
        layoff_speed=0.4,
        layoff_search=0.8,
        vacancy_floor=0.3,
        founding_men=0.5,
        founding_age=0.4,
        founding_experience=-0.2,
    )
    fit = load_fit(2023, "cumulative", True)
    fit = fit.model_copy(update={"founding": fit.founding + 3.0, "out": tuple(value + 1.0 for value in fit.out)})
    return make_setting(scenario, parameters, fit)
