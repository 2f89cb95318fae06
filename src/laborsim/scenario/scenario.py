"""What is asked: the frozen objects that a scenario file becomes."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SerializeAsAny, field_validator, model_validator

from laborsim.levers import Lever, Schedule, WorkerTraits
from laborsim.scenario.province_block import ProvinceBlock
from laborsim.scenario.what_if import WhatIf

Closure = Literal["curve", "fixed", "clearing"]
Observed = Literal["cumulative", "stock"]
ShockKind = Literal["vacancies", "recall", "pay", "prices", "returns", "demand", "travel", "productivity"]
Market = Literal["county", "urban", "both"]

NORMAL = {
    "vacancies": 1.0, "pay": 1.0, "prices": 1.0, "recall": 0.0, "returns": 0.0, "demand": 1.0, "travel": 1.0,
    "productivity": 1.0,
}  # fmt: skip
"""The level of each kind of shock at which nothing happens."""

LARGEST_SEED = 2**63 - 1
LARGEST_SCALE = 1_000_000  # persons per worker; above it the country is fewer than 300 workers
MOST_REPLICATES = 100_000


class Frozen(BaseModel):
    """Every input is frozen, strict and closed: a misspelt field is an error, not a default."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class Horizon(Frozen):
    """From the base date (the state at the end of that month) to the last simulated month."""

    start: int = Field(description="Base date [running month].")
    end: int = Field(description="Last simulated month [running month].")

    @model_validator(mode="after")
    def _at_least_one_month(self) -> "Horizon":
        if self.end <= self.start:
            raise ValueError(f"horizon ends ({self.end}) before its first month ({self.start + 1})")
        return self

    @property
    def months(self) -> int:
        """Return the number of simulated months."""
        return self.end - self.start


class ZoneGrowth(Frozen):
    """What the jobs of migrant workers in each zone grow by beyond the nation's; the nation's own growth is apart."""

    east: float = Field(0.0, ge=-20, le=20, description="In the East [percent a year].")
    central: float = Field(0.0, ge=-20, le=20, description="In the Central zone [percent a year].")
    west: float = Field(0.0, ge=-20, le=20, description="In the West [percent a year].")
    northeast: float = Field(0.0, ge=-20, le=20, description="In the Northeast [percent a year].")

    def of(self, zone: str) -> float:
        """Return the growth of a zone [share a year]. Raises AttributeError for a name that is none."""
        percent: float = getattr(self, zone.lower())
        return percent / 100


class Context(Frozen):
    """Paths from outside: what happens whatever the policy is. Every default is an ASSUMPTION."""

    gdp_growth: float = Field(5.0, ge=-30, le=30, description="Growth of real GDP [percent a year].")
    wage_growth_urban: float = Field(
        5.5, ge=-30, le=50, description="Growth of pay in the urban market [percent a year]."
    )
    wage_growth_county: float | None = Field(
        None,
        ge=-30,
        le=50,
        description="Growth of pay in the county market [percent a year]; absent = as urban.",
    )
    jobs_growth_by_zone: ZoneGrowth | None = Field(
        None,
        description="Growth of migrant workers' jobs by zone of work beyond the nation's [percent a year]; "
        "absent = as the nation's.",
    )


class Shock(Frozen):
    """A path that is no policy.

    `vacancies`, `pay` and `prices` are factors (1 = normal); `recall` and `returns` are the share of those
    working there (recall) or away from there (returns) who go home in a month (0 = normal); `demand` is a factor of
    posts (1 = normal), `travel` the part of people at home with a job held who may go back as usual (1 = normal);
    `productivity` a factor of what a head puts out, and of pay with it (1 = normal): unlike `pay` it costs no post.
    """

    name: str
    kind: ShockKind
    market: Market = "both"
    regions: tuple[str, ...]
    schedule: Schedule
    source: str = ""


class SharedBudget(Frozen):
    """A budget that several measures share by its name; which they are, their `purse` says."""

    name: str
    yuan: float | tuple[tuple[int, float], ...] = Field(description="Over the whole run, or by calendar year.")
    unspent: Literal["lapses", "carries over"] = "lapses"
    source: str = ""


class Group(Frozen):
    """A group of the scenario's own: people of a place who have some traits, or a number of them.

    A number is drawn at random among them at the base date, the same persons in both worlds of a pair; that they are
    these persons is an ASSUMPTION. Without a number it is whoever has the traits at the time.
    """

    name: str
    place: str = "CN"
    regions: tuple[str, ...] = Field(description="Region codes of the place.")
    persons: int | None = None
    traits: WorkerTraits = WorkerTraits()
    source: str


class Goal(Frozen):
    """What the plan should reach, in the indicator's unit as the user types it. Never fitted.

    Of the level (`minimum`, `maximum`, `value`), or of the effect (`adds`): what the measures add to the indicator
    against the baseline of the same pair; less than zero = what they take away from it.
    """

    indicator: str
    minimum: float | None = None
    maximum: float | None = None
    value: float | None = None
    adds: float | None = None
    tolerance: float = Field(0.0, ge=0)
    unit: str
    by: int = Field(description="Month in which the goal is due [running month].")
    region: str = Field("CN", description="Region code, zone, CN, or the name of a group of the scenario's own.")
    source: str = ""
    source_zh: str = ""


class Scale(Frozen):
    """Persons that one worker stands for, by region of origin."""

    default: int = Field(1000, ge=1, le=LARGEST_SCALE)
    regions: dict[str, int] = Field(default_factory=dict)

    def of(self, region: str) -> int:
        """Return the persons per worker in a region."""
        return self.regions.get(region, self.default)


def persons_per_worker(scale: Scale) -> str:
    """Return the persons per worker, and those of regions with a scale of their own: "20,000 (CN-GS 400)"."""
    finer = "; ".join(f"{code} {persons:,}" for code, persons in sorted(scale.regions.items()))
    return f"{scale.default:,}" + (f" ({finer})" if finer else "")


class Precision(Frozen):
    """How sure the effects that a question is about have to be; replicates are added until they are.

    Wanted: half of the 95 % interval of the mean effect ≤ the greater of `relative` percent of the effect and
    `absolute`: percentage points of an indicator in %, percent of the baseline's level for all others.
    """

    relative: float = Field(10.0, ge=0, le=1000, description="Half-width allowed [percent of the effect].")
    absolute: float = Field(
        0.05, ge=0, le=1000, description="Half-width allowed [percentage points; percent of the level of a count]."
    )
    first: int = Field(20, ge=2, le=MOST_REPLICATES, description="Replicates at the first look; then twice as many.")
    most: int = Field(200, ge=2, le=MOST_REPLICATES, description="Replicates at which to stop all the same.")

    @property
    def looks(self) -> tuple[int, ...]:
        """Return the numbers of replicates at which a run may stop."""
        looks = [min(self.first, self.most)]
        while looks[-1] < self.most:
            looks.append(min(2 * looks[-1], self.most))
        return tuple(looks)


class RunSettings(Frozen):
    """How a scenario is run, unless the command line says otherwise."""

    replicates: int = Field(20, ge=1, le=MOST_REPLICATES, description="Runs that differ in luck and draw.")
    draws: Literal[0] | None = Field(
        None,
        description="None = every replicate has a draw of the parameters of its own, 0 = all the point estimate.",
    )
    precision: Precision | None = Field(
        None, description="Add replicates until the effects are this sure; absent = as many as `replicates` says."
    )
    seed: int = Field(1, ge=0, le=LARGEST_SEED, description="Where all luck comes from.")
    scale: Scale = Scale()

    @property
    def n_looks(self) -> int:
        """Return how often the replicates may be looked at before they are enough."""
        return 1 if self.precision is None else len(self.precision.looks)


class Scenario(Frozen):
    """One policy question, validated and immutable."""

    id: str
    title: str = ""
    title_zh: str = ""
    description: str = ""
    horizon: Horizon
    regions: tuple[str, ...] = Field(description="Region codes the question is about, in table order.")
    context: Context = Context()
    groups: tuple[Group, ...] = ()
    budgets: tuple[SharedBudget, ...] = ()
    levers: tuple[SerializeAsAny[Lever], ...] = ()
    shocks: tuple[Shock, ...] = ()
    goals: tuple[Goal, ...] = ()
    run: RunSettings = RunSettings()
    parameters: tuple[WhatIf, ...] = Field((), description="What if: not the shipped calibration.")
    province: ProvinceBlock | None = None
    closure: Closure = "curve"
    founders_inside_total: bool = True
    founders_observed_as: Observed = "cumulative"
    tags: tuple[str, ...] = ()

    @field_validator("levers")
    @classmethod
    def _in_canonical_order(cls, levers: tuple[Lever, ...]) -> tuple[Lever, ...]:
        # Sums of floats depend on their order in the last bit; the order of a file must not.
        return tuple(sorted(levers, key=lambda lever: lever.key))

    @field_validator("parameters")
    @classmethod
    def _parameters_in_canonical_order(cls, parameters: tuple[WhatIf, ...]) -> tuple[WhatIf, ...]:
        return tuple(sorted(parameters, key=lambda one: one.name))

    @field_validator("groups")
    @classmethod
    def _groups_in_canonical_order(cls, groups: tuple[Group, ...]) -> tuple[Group, ...]:
        return tuple(sorted(groups, key=lambda group: group.name))

    @field_validator("shocks")
    @classmethod
    def _shocks_in_canonical_order(cls, shocks: tuple[Shock, ...]) -> tuple[Shock, ...]:
        return tuple(sorted(shocks, key=lambda shock: shock.name))

    @property
    def quiet_months(self) -> int:
        """Return how many months after the base date bring no shock and leave every lever at its level; at most all."""
        quiet = self._quiet_in(self.horizon.start)
        if quiet is None:
            return 0
        for month in range(self.horizon.start + 1, self.horizon.end + 1):
            if self._quiet_in(month) != quiet:
                return month - self.horizon.start - 1
        return self.horizon.months

    def _quiet_in(self, month: int) -> list[tuple[float, float] | None] | None:
        """Return level and strength of every lever in a month, None = not in force; None while a shock lasts."""
        if any(shock.schedule.at(month) is not None for shock in self.shocks):
            return None
        levels = [(lever.schedule.at(month), lever.schedule.strength(month)) for lever in self.levers]
        return [None if level is None else (level, strength) for level, strength in levels]
