"""The shape of a scenario file, block by block. The reader, the JSON Schema and the docs come from here."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, Tag, WithJsonSchema

from laborsim.levers import Cost, Uncertainty, Who, WorkerTraits
from laborsim.published.words import Words
from laborsim.scenario.province_block import ProvinceBlock
from laborsim.scenario.scenario import (
    LARGEST_SCALE,
    LARGEST_SEED,
    MOST_REPLICATES,
    Closure,
    Context,
    Market,
    Observed,
    Precision,
    ShockKind,
)
from laborsim.scenario.value_types import Apart, Duration, Id, Line, Month, Name, PlaceName, Prose, fault


class Block(BaseModel):
    """One map of a scenario file."""

    # Fields are checked one by one, so the models are never needed whole, or late: 'validate' answers sooner.
    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, defer_build=True)


class HorizonBlock(Block):
    """From when to when."""

    start: Month = Field(description="Base date: the population is built as at the end of this month (YYYY-MM).")
    end: Month = Field(description="Last simulated month (YYYY-MM).")


def no_draws(value: int) -> int:
    """Return 0: fewer draws than replicates would let pairs share them, more would not be used."""
    if value != 0:
        fault(
            "E304",
            Words("not 0", "不是0"),
            Words(
                "leave it out for a draw to every replicate; 0 = all at the point estimate",
                "不填则每次模拟各用一组参数抽取值；0表示全部采用点估计值",
            ),
        )
    return value


NoDraws = Annotated[int, AfterValidator(no_draws), WithJsonSchema({"enum": [0]})]


class RunBlock(Block):
    """How the scenario is run, unless the command line says otherwise."""

    replicates: int = Field(20, ge=1, le=MOST_REPLICATES, description="Runs that differ in luck and draw.")
    draws: NoDraws | None = Field(
        None,
        description="0 = all replicates at the point estimate of the parameters; absent = a draw of its own for each.",
    )
    precision: Precision | None = Field(
        None, description="Add replicates until the effects are this sure; {} = the defaults."
    )
    seed: int = Field(1, ge=0, le=LARGEST_SEED, description="Where all luck comes from.")
    scale: Annotated[int, Apart()] = Field(
        1000,
        ge=1,
        le=LARGEST_SCALE,
        description="Persons per worker: a number, or a map of region codes with a `default`.",
    )


BEFORE = "before"
"""The key of a level that goes on until the one of its block begins."""


def _is_counted(level: object) -> str:
    return "counted" if isinstance(level, dict) else "level"


DatedLevel = Annotated[
    Annotated[float, Tag("level")] | Annotated[dict[Literal["add", "times"], float], Tag("counted")],
    Discriminator(_is_counted),
]
"""A level, or what is added to what is there, or what that is multiplied by."""


class LevelBlock(Block):
    """A level over time: a dose with `start`/`ramp`/`end`, or dated `values` with `interpolate`.

    A dose is a level (`value`), or counted from what is there just before it begins (`add`, `times`).
    """

    DOSE: ClassVar = ("value", "add", "times")
    PLAIN: ClassVar = (*DOSE, "start", "ramp", "end")
    DATED: ClassVar = ("values", "interpolate")

    value: float | None = Field(None, description="The level while in force.")
    add: float | None = Field(
        None, description="Instead of `value`: so much more than what is there just before it begins; less if negative."
    )
    times: float | None = Field(
        None, description="Instead of `value`: so many times what is there just before it begins."
    )
    start: Month | None = Field(
        None, description="First month in force (YYYY-MM); absent = since before the base date."
    )
    ramp: Duration | None = Field(None, description="Time from what was before to full strength, such as '4 months'.")
    end: Month | None = Field(None, description="Last month in force (YYYY-MM); absent = for ever.")
    values: dict[Month, DatedLevel] | None = Field(
        None,
        description="Dated levels: {2025-01: 2200, 2028-12: 3000}, or {2025-01: {add: 50}, …}.",
    )
    interpolate: Literal["step", "linear"] | None = Field(None, description="Between dated levels; default step.")
    before: Annotated[Any, Apart()] = Field(
        None,
        description="The level until this one begins; a change that starts later keeps here what it inherits. "
        "null = nothing before.",
    )
    regions: tuple[PlaceName, ...] | None = Field(
        None, min_length=1, description="Where: CN, zones or codes; absent = the whole country."
    )
    source: Line | None = Field(None, description="The text that names the number, or ASSUMPTION.")


class CostBlock(Cost):
    """What a lever costs, as a file says it: a budget is a number or a map of years."""

    budget: Annotated[Any, Apart()] = Field(
        None, description=f"{Cost.model_fields['budget'].description} Or the name of one under `budgets:`."
    )
    shares: Annotated[Any, Apart()] = Field(None, description=Cost.model_fields["shares"].description)


class BudgetBlock(Block):
    """A budget that measures share: each names it in `cost: {budget: NAME}`."""

    yuan: Annotated[Any, Apart()] = Field(description=Cost.model_fields["budget"].description)
    unspent: Literal["lapses", "carries over"] | None = Field(
        None, description=Cost.model_fields["unspent"].description
    )
    source: Line | None = Field(None, description="Whose budget it is, or ASSUMPTION.")


class LeverBlock(LevelBlock):
    """One policy lever. The level is a total over its regions where the unit is a count."""

    unit: str | None = Field(None, description="Unit of the level, checked against the catalogue.")
    who: Who | None = Field(None, description="The group it is aimed at; absent = everyone.")
    uncertainty: Uncertainty | None = Field(None, description="What is not known about the last level.")
    cost: CostBlock | None = Field(None, description="What it costs; what is absent is the catalogue's ASSUMPTION.")


class ShockBlock(LevelBlock):
    """A path that is no policy."""

    kind: ShockKind = Field(
        description="vacancies, demand (posts), pay, productivity, prices: a factor, 1 = normal. recall, returns: the "
        "share that goes home. travel: the part of people at home with a job held who may go back as usual, 1 = normal."
    )
    market: Market | None = Field(None, description="Which market is hit; default both.")


class GoalBlock(Block):
    """What the plan should reach: `min`, `max` or both, or `value` with `tolerance`; or what it `adds`."""

    SIDES: ClassVar = ("min", "max", "value", "adds")
    ALONE: ClassVar = ("value", "adds")
    ASCENDING: ClassVar = ("min", "max")

    min: float | None = Field(None, description="At least this much.")
    max: float | None = Field(None, description="At most this much.")
    value: float | None = Field(None, description="About this much.")
    adds: float | None = Field(
        None,
        description="At least this much more than in the baseline of the same pair, which has the same shocks; below "
        "zero: at least this much less.",
    )
    tolerance: float | None = Field(None, ge=0, description="How far from `value` still counts.")
    unit: Annotated[str, Apart()] = Field(description="Unit of the figures, the unit of the indicator.")
    by: Month = Field(description="Month in which it is due (YYYY-MM).")
    region: PlaceName | None = Field(
        None, description="Where; absent = the region of the scenario if it has one, else the whole country."
    )
    group: Line | None = Field(None, description="Among whom: a group of the scenario's own, instead of a region.")
    background: Literal["accepted"] | None = Field(
        None,
        description="'accepted' where laborsim simulates less than a quarter of the indicator and the goal is meant "
        "all the same: it is then met or missed by what no measure here moves.",
    )
    source: Line | None = Field(None, description="The text that states the goal.")
    source_zh: Line | None = Field(None, description="The same in Chinese, for figures in Chinese.")


class GroupBlock(Block):
    """People that the scenario names: of a place, with traits, or a number of them that the user knows."""

    region: PlaceName | None = Field(None, description="Home of its members: CN, a zone or a code; absent = CN.")
    persons: int | None = Field(
        None,
        ge=1,
        description="How many: drawn at random at the base date among those of the place with the traits, the same "
        "persons in both worlds (who they are is an ASSUMPTION); absent = all of them, at any time.",
    )
    traits: WorkerTraits | None = Field(None, description="What its members are; absent = anybody of the place.")
    source: Line = Field(description="Whose figure or definition it is: the group is the user's, not the model's.")


class ComparedBlock(Block):
    """What a scenario is compared with: the same question with these levers.

    `shocks` and `context` are those of the world without the shock (`laborsim shock`); the baseline has the scenario's.
    """

    id: Id = Field(description="Short name of the baseline.")
    title: Line | None = Field(None, description="Its title in English.")
    title_zh: Line | None = Field(None, description="Its title in Chinese.")
    levers: dict[str, LeverBlock] | None = Field(None, description="Its policy levers by name; absent = none.")
    shocks: dict[str, ShockBlock] | None = Field(
        None, description="Shocks of the unshocked world, which `laborsim shock` subtracts; absent = none."
    )
    context: Context | None = Field(
        None, description="Paths from outside in the unshocked world; absent = those of the scenario."
    )


class ScenarioFile(Block):
    """A scenario file."""

    laborsim: Literal[1] = Field(description="Version of the scenario format.")
    id: Id = Field(description="Short name; the run's folder is called after it.")
    title: Line | None = Field(None, description="Title in English.")
    title_zh: Line | None = Field(None, description="Title in Chinese.")
    description: Prose | None = Field(None, description="What the scenario asks, for a reader in a hurry.")
    extends: Annotated[str | tuple[str, ...] | None, Apart()] = Field(
        None, description="Scenario file(s) that this one changes."
    )
    horizon: HorizonBlock = Field(description="From the base date to the last month.")
    regions: tuple[PlaceName, ...] | None = Field(
        None,
        min_length=1,
        description="What the question is about: CN, zones or codes. All 31 regions are simulated.",
    )
    context: Context | None = Field(None, description="Paths from outside, whatever the policy is.")
    groups: dict[str, GroupBlock] | None = Field(None, description="Groups of people by a name of your own.")
    budgets: dict[str, BudgetBlock] | None = Field(None, description="Budgets that several measures share, by name.")
    levers: dict[str, LeverBlock] | None = Field(None, description="Policy levers by name.")
    shocks: dict[str, ShockBlock] | None = Field(None, description="Shocks by a name of your own.")
    goals: dict[str, GoalBlock] | None = Field(None, description="Goals by indicator.")
    run: RunBlock | None = Field(None, description="How to run it.")
    parameters: Annotated[dict[str, float | Uncertainty] | None, Apart()] = Field(
        None,
        description="What if: parameters of the model by name, each a number or a distribution, that are not the "
        "shipped calibration. Both worlds have them; `laborsim parameters` lists all.",
    )
    province: ProvinceBlock | None = Field(
        None, description="One province with its own stocks and constants; `laborsim calibrate` writes it."
    )
    closure: Closure | None = Field(None, description="How markets react: curve (default), fixed or clearing.")
    founders_inside_total: bool | None = Field(
        None, description="Founders are among the published migrant workers; default true."
    )
    founders_observed_as: Observed | None = Field(
        None,
        description="What the published number of founders counts: cumulative starts (default) or a stock.",
    )
    tags: tuple[Name, ...] | None = Field(None, description="Labels; `baseline` marks what others are compared with.")
    compared_with: Annotated[ComparedBlock | None, Apart()] = Field(
        None,
        description="The baseline, or the word none; absent = the nearest parent tagged `baseline`. A run writes it "
        "into scenario.resolved.yaml.",
    )
