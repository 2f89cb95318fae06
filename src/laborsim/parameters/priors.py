"""Priors of what no calibration draws: a number between its bounds, its median the value in use; and what is held."""

from collections.abc import Callable, Collection
from hashlib import sha256
from typing import cast

from laborsim.parameters.parameters import Parameters
from laborsim.published.words import Words

Quantile = Callable[[float], float]

AHEAD = (
    "joining_growth",
    "leaving_later",
    "growth_jobs",
    "zone_pull",
    "job_kept",
    "business_stealing",
    "subsidy_months",
    "park_queue_months",
    "training_gain",
    "training_fade",
    "training_search",
    "skill_training",
    "workshop_ask",
)
"""Parameters that every draw has from their priors, for which no constant of a base date is solved anew.

They act on the years ahead, or through a measure or a context. Those of founders, parks, training and workshops also
act through what there is of these without new policy; from one end of a prior to the other that moved work away by
0.6 % and migrants' seeking in towns by 6 % at most after three years (one worker 20,000 persons, one luck).
The gate judges every draw's baseline with them (`calibration.estimation.gate`)."""

HALVINGS = 16
"""How often a prior is halved: draws are told apart up to 2^16 of them."""

_SOLVED = Words(
    "Constants of the base date are solved at it, and how they answer to it has not been measured.",
    "基期常数在该参数值下求解，尚未测得常数如何随其变化。",
)
_MOBILITY = Words(
    "Facts of mobility set it together with others; drawn by itself it would leave the facts that they meet together.",
    "该参数与其他参数由人口流动事实共同确定，单独抽取将偏离这些参数共同符合的事实。",
)
_FINDING = Words(
    "Job finding by age and by months without work sets it together with others, at constants of the base date.",
    "该参数与其他参数由分年龄和分失业时长的求职成功率共同确定，并以基期常数为前提。",
)
_LAYOFFS = Words(
    "The job losses of the winter of 2008/09 set it together with two others; drawn by itself it would leave them.",
    "该参数与另外两个参数由2008年冬至2009年初的岗位减少情况共同确定，单独抽取将与之不符。",
)
_RETURN = Words(
    "The path of return in 2020 sets it together with another; each Spring Festival visit of the baseline hangs on it.",
    "该参数与另一参数由2020年返岗过程共同确定，基准情景每年春节返乡都取决于它。",
)
_FOUNDERS = Words(
    "The taste for founding is solved at it for the published number of founders, and how that answers has not been "
    "measured.",
    "创业偏好常数按公布的创业人数在该参数值下求解，尚未测得其如何随之变化。",
)
_WHO_FOUNDS = Words(
    "Sex, age and years away of published founders set it, at a taste for founding that is solved with it.",
    "该参数由已公布创业者的性别、年龄和外出年限确定，创业偏好常数随之求解。",
)
_SAVINGS = Words(
    "Savings and debts of the base date come from a steered run at it; another value would begin from other savings.",
    "基期储蓄和债务来自该参数值下的校准运行，取值不同则起点储蓄不同。",
)

HELD: dict[str, Words] = {
    **dict.fromkeys(
        [
            "nest_home",
            "nest_away",
            "housing_share",
            "left_behind_cost",
            "accompany_share",
            "stay_place",
            "wait",
            "home_income_yuan",
            "care_bonus",
            "return_to_schooling",
            "pay_gap_female",
            "pay_peak_age",
            "pay_age_curve",
            "arrears_share",
            "arrears_loss",
            "vacancy_share",
            "unemployment_county",
            "urban_employed_share",
            "reserve_persons",
        ],
        _SOLVED,
    ),
    **dict.fromkeys(
        [
            "festival_peak",
            "festival_days",
            "settled_share",
            "circular_share",
            "circular_women",
            "close_by_cohort",
            "close_by_late_entry",
            "settled_thinking",
            "circular_thinking",
            "circular_stay",
            "application_months",
            "attachment_children",
            "festival_visits",
        ],
        _MOBILITY,
    ),
    **dict.fromkeys(
        [
            "separation_young",
            "separation_middle",
            "slow_finders",
            "slow_finding",
            "young_finding",
            "search_fade",
            "entrants_seek",
        ],
        _FINDING,
    ),
    **dict.fromkeys(("layoff_speed", "layoff_search", "vacancy_floor"), _LAYOFFS),
    **dict.fromkeys(("back_to_job", "held_job_lost"), _RETURN),
    **dict.fromkeys(
        [
            "setup_cost_own_yuan",
            "setup_cost_spread",
            "profit_ratio_own",
            "profit_skill",
            "closure_skill",
            "profit_luck",
            "closure_luck",
            "closure_employer",
            "skill_experience",
            "skill_founded",
            "risk_aversion",
        ],
        _FOUNDERS,
    ),
    **dict.fromkeys(("returnee_odds", "founding_men", "founding_age", "founding_experience"), _WHO_FOUNDS),
    **dict.fromkeys(("saving_share", "savings_spent", "home_spending_yuan"), _SAVINGS),
}
"""Parameters that are a point in every draw, each with the reason: no calibration draws them, nor AHEAD."""


def around(low: float, center: float, high: float) -> Quantile:
    """Return the quantiles of a prior on [low, high] whose median is the value in use, flat on either side of it.

    A center at a bound has no other side: the prior is flat then.
    """
    middle = center if low < center < high else (low + high) / 2

    def at(share: float) -> float:
        below = low + (middle - low) * 2 * share
        return below if share <= 0.5 else middle + (high - middle) * (2 * share - 1)

    return at


def share_of(draw: int, name: str) -> float:
    """Return where in its range a draw has what is named so (0, 1): a parameter of AHEAD, a unit cost.

    The first 2^m draws lie one in each of as many equal parts, for every m: a van der Corput sequence, whose order the
    name shuffles inside each of its blocks (Owen 1995; Burley 2020). So no two parameters hang together, and adding
    another moves none.
    """
    share, block = 2.0 ** -(HALVINGS + 1), 1
    for level in reversed(range(HALVINGS)):
        half = draw >> level & 1
        is_swapped = sha256(f"{name} {block}".encode()).digest()[0] & 1
        share += (half ^ is_swapped) * 2.0 ** -(level + 1)
        block = 2 * block + half
    return share


def drawn_ahead(parameters: Parameters, estimated: Collection[str], draw: int) -> Parameters:
    """Return the parameters of a draw with those of AHEAD from their priors, but for those that are `estimated`."""
    found = {}
    for name in AHEAD:
        if name not in estimated:
            extra = cast(dict[str, tuple[float, float]], Parameters.model_fields[name].json_schema_extra)
            low, high = extra["prior"]
            found[name] = around(low, getattr(parameters, name), high)(share_of(draw, name))
    return parameters.model_copy(update=found)
