"""Which mix? What an optimum tells: the mix, what stops it, what it rests on, and files with every number."""

from dataclasses import replace
from os.path import normpath
from shlex import quote

import numpy as np

from laborsim.analysis.answer_files import Leaf, csv_leaf, json_leaf
from laborsim.analysis.counterfactuals import dosed
from laborsim.analysis.optimize.candidates import Candidate
from laborsim.analysis.optimize.dose_space import space_of
from laborsim.analysis.optimize.limits import Limit, limits_of
from laborsim.analysis.optimize.optimize import Binding, Marginal, Optimum
from laborsim.analysis.ratio import Ratio
from laborsim.experiment.indicators.effect import Effect
from laborsim.experiment.indicators.headline import Point, new_levers
from laborsim.kernels.codes import month_name
from laborsim.levers import Lever
from laborsim.published.csv_writer import Cell
from laborsim.report.text.costs import cost_words, unstated_words, yuan_words
from laborsim.report.text.effects import effect_told, effect_words, mean_words
from laborsim.report.text.labels import dose_words, key_words, point_unit, point_words, quantity
from laborsim.report.text.numbers import Unit, percent, rounded_to, threshold_words, unit, with_unit
from laborsim.report.text.phrases import capitalized, inside_sentence, listed, phrases
from laborsim.scenario.plan import ALL, Plan

MOST_BINDINGS = 4
"""Limits that the lines name."""

YUAN = unit("CNY")


def told(found: Optimum) -> list[str]:
    """Return what was found in a few lines."""
    best, aim = found.best, found.aim
    lines = [
        *([phrases("en").draft] if found.plan.is_draft else []),
        f"{found.plan.id}: {point_words(aim, 'en')}, as {'high' if found.plan.objective.is_highest else 'low'} as the "
        "limits allow",
        *_unsettled(found),
        f"{_called(found)}: {mix_words(found, best)}",
        f"Its effect: {effect_told(best.effect, quantity(aim.indicator), point_unit(aim), 'en')}",
        f"Its public cost: {cost_words(float(best.cost.mean()), best.cost_ends, 'en')} in all",
        *_on_top(found.plan),
        *_stops(found),
    ]
    lines += _runner_up(found)
    lines += [_marginal(found, marginal) + _bought(found, marginal) for marginal in found.marginals]
    lines += _regrets(found)
    share = percent(max(0.0, found.surface.predicted_share), "en")
    lines.append(
        f"Searched on an emulator that predicts {share} of what differs between mixes it has not seen; "
        f"the mixes above were simulated again ({found.size.pairs} pairs of runs, {found.pairs} in all)"
    )
    return lines


def plan_lines(plan: Plan) -> list[str]:
    """Return what a plan lets be chosen and what must hold, without a run."""
    space, aim = space_of(plan), plan.objective
    point = Point(aim.indicator, aim.region, aim.month)
    lines = [f"Objective: {'highest' if aim.is_highest else 'lowest'} effect on {_inside(point)}"]
    lines += _on_top(plan)
    for k, dose in enumerate(plan.doses):
        why = ", cut by its ramp limit" if space.by_ramp[k] else ""
        low, high = (dose_words(rounded_to(float(end)), dose.unit, "en") for end in (space.low[k], space.high[k]))
        lines.append(f"{key_words(dose.key).en}: {low} to {high}{why}")
    return lines + [f"Must hold: {limit_words(limit)}" for limit in limits_of(plan)]


def mix_words(found: Optimum, candidate: Candidate) -> str:
    """Return a mix in words: every lever with its level and unit."""
    units = {dose.key: dose.unit for dose in found.plan.doses}
    return ", ".join(f"{_lever(key)} {dose_words(level, units[key], 'en')}" for key, level in candidate.doses.items())


def limit_words(limit: Limit) -> str:
    """Return what must hold: "the budget of the province in 2024 (12 million yuan)"."""
    if limit.is_budget:
        return f"{_payer(limit)} in {_when(limit)} ({_yuan(limit.bound)})"
    assert limit.point is not None  # what is no budget is about a number of a pair
    shown = point_unit(limit.point)
    if limit.is_effect:
        return f"effect on {_inside(limit.point)} of at least {threshold_words(limit.bound, shown, 'en', signed=True)}"
    side = "at most" if limit.is_ceiling else "at least"
    return f"{_inside(limit.point)}: {side} {with_unit(limit.bound, shown, 'en')}"


def _inside(point: Point) -> str:
    return inside_sentence(point_words(point, "en"))


def _lever(key: str) -> str:
    return inside_sentence(key_words(key).en)


def _yuan(amount: float) -> str:
    return yuan_words(amount, "en")


def _when(budget: Limit) -> str:
    return str(budget.year) if budget.year else "all years together"


def _payer(limit: Limit) -> str:
    return f"the budget of {'all payers' if limit.payer == ALL else f'the {limit.payer}'}"


def _unsettled(found: Optimum) -> list[str]:
    """Return, before anything else, that nothing is settled, where the best is not told from the next or from none."""
    if found.is_settled:
        return []
    why = []
    if not found.best.effect.is_clear:
        why.append("the effect of the best mix is not statistically significant")
    if found.tied:
        why.append(f"{found.tied} of {len(found.rivals)} other mixes that keep every limit are not told from the best")
    return [
        f"Nothing is settled by {found.size.pairs} pairs of runs: {listed(why, 'en')}; more --pairs or a finer --scale "
        "before anybody decides"
    ]


def _called(found: Optimum) -> str:
    if found.best.broken:
        return "No mix keeps every limit; the nearest"
    return "Best mix" if found.is_settled else "Best by its mean"


def _stops(found: Optimum) -> list[str]:
    """Return what stops the best mix; of one that is not told from others nothing is said to."""
    said = [_binding(found, one) for one in found.bindings[:MOST_BINDINGS]]
    if found.best.broken or found.is_settled:
        if not said:
            return ["What stops it: diminishing returns; no limit and no end of a range does"]
        return [f"What stops it: {one}" for one in said]
    by_means = f"; by the means: {'; '.join(said)}" if said else ""
    return [f"What stops it cannot be told, as the best is not told from others{by_means}"]


def binding_words(binding: Binding, unit_of_lever: str = "") -> str:
    """Return what stops the best mix; years of one budget are told together."""
    if binding.lever:
        ends = {"highest": "the end of its range", "lowest": "the lower end of its range", "ramp": "its ramp limit"}
        return (
            f"{_lever(binding.lever)} stands at {ends[binding.end]} ({dose_words(binding.level, unit_of_lever, 'en')})"
        )
    if binding.gain is None:
        return f"{limit_words(binding.limits[0])} is broken"
    if not binding.limits[0].is_budget:
        return f"{limit_words(binding.limits[0])} binds"
    years = ", ".join(f"{_when(limit)} ({_yuan(limit.bound)})" for limit in binding.limits)
    how = "binds" if binding.gain > 0 else "is used up, but more of it would bring nothing"
    return f"{_payer(binding.limits[0])} in {years} {how}"


def _binding(found: Optimum, binding: Binding) -> str:
    units = {dose.key: dose.unit for dose in found.plan.doses}
    said = binding_words(binding, units.get(binding.lever, ""))
    if binding.gain is None or binding.gain <= 0 or binding.lever:
        return said
    gain = binding.gain * (1.0 if found.plan.objective.is_highest else -1.0)
    return f"{said}; 1\u00a0% more room: {mean_words(gain, point_unit(found.aim), 'en')} by the emulator"


def _runner_up(found: Optimum) -> list[str]:
    if not found.rivals:
        return ["No other mix that keeps the limits lies far from it"]
    shown, second, advantage = point_unit(found.aim), found.rivals[0], found.advantages[0]
    said = f"Runner-up: {mix_words(found, second)}: {effect_words(second.effect, shown, 'en')}"
    ahead = "ahead by" if advantage.is_clear else "not told from it:"
    return [said, f"The best is {ahead} {effect_words(advantage, shown, 'en')}"]


def _marginal(found: Optimum, marginal: Marginal) -> str:
    units = {dose.key: dose.unit for dose in found.plan.doses}
    sign = "+" if marginal.step > 0 else "−"
    step = f"{sign}{dose_words(rounded_to(abs(marginal.step)), units[marginal.key], 'en')}"
    shown = point_unit(found.aim)
    gain = effect_words(marginal.gain, shown, "en")
    cost = mean_words(marginal.cost.mean, YUAN, "en")
    return (
        f"The next yuan: {_lever(marginal.key)} {step}: {gain}, {cost}; {_price(marginal.gain, marginal.yuan, shown)}"
    )


def _bought(found: Optimum, marginal: Marginal) -> str:
    """Return what the step brings of what the lever itself buys, where that is not the objective."""
    if marginal.indicator == found.aim.indicator or marginal.bought is None or marginal.yuan_per_bought is None:
        return ""
    goal = replace(found.aim, indicator=marginal.indicator)
    name = inside_sentence(quantity(marginal.indicator).name.en)
    price = _price(marginal.bought, marginal.yuan_per_bought, point_unit(goal))
    return f"; of what it buys, {name}: {effect_words(marginal.bought, point_unit(goal), 'en')}, {price}"


def _price(gain: Effect, yuan: Ratio, shown: Unit) -> str:
    if yuan.estimate is None or yuan.low_95 is None or yuan.high_95 is None:
        size = gain.detectable
        least = f" (one of less than {threshold_words(size, shown, 'en')} may go unseen)" if size else ""
        return f"no cost for one more, as the gain is not statistically significant{least}"
    if yuan.estimate <= 0 and gain.mean <= 0:
        return "no cost for one more, as there is no gain"
    return f"{_yuan(yuan.estimate)} for one more (95\u00a0% CI {_yuan(yuan.low_95)} to {_yuan(yuan.high_95)})"


def _measures(plan: Plan) -> tuple[Lever, ...]:
    """Return the levers of the scenario that are turned, or that the baseline does not have in the same way."""
    turned, new = {dose.key for dose in plan.doses}, new_levers(plan.scenario, plan.baseline)
    return tuple(lever for lever in plan.scenario.levers if lever.key in turned or lever in new)


def _on_top(plan: Plan) -> list[str]:
    """Return as a line, if there are any, the costs of the measures that no amount can be stated for."""
    said = unstated_words(_measures(plan), "en")
    return [capitalized(said)] if said else []


def _regrets(found: Optimum) -> list[str]:
    if not found.regrets:
        return []
    shown = point_unit(found.aim)
    mine = next((regret for regret in found.regrets if regret.name == found.best.name), None)
    least = found.regrets[0]
    lines = []
    if mine is not None:
        mean, worst = (with_unit(size, shown, "en", change=True) for size in (mine.mean, mine.worst))
        lines.append(f"Regret of the best mix: {mean} on average, {worst} at worst ({_plain(mine.worst_future)})")
    if mine is None or least.name != mine.name:
        worst = with_unit(least.worst, shown, "en", change=True)
        lines.append(f"Smallest regret at worst: {_plain(least.name)}, {worst} ({_plain(least.worst_future)})")
    return lines


def _plain(name: str) -> str:
    """Return the name of a mix or of a future without underscores: "entrepreneurship parks alone"."""
    return name.replace("_", " ")


def leaves(found: Optimum) -> list[Leaf]:
    """Return every number of an optimum as files."""
    header, *rows = table_rows(found)
    limits = found.surface.limits
    return [
        csv_leaf("mixes.csv", [str(name) for name in header], rows),
        csv_leaf("limits.csv", ("limit", "says", "bound", "best_mix", "slack", "holds"), _limit_rows(found)),
        csv_leaf("marginal.csv", MARGINAL, _marginal_rows(found)),
        csv_leaf(
            "regret.csv", ("mix", "mean", "worst", "worst_future"), [list(vars(one).values()) for one in found.regrets]
        ),
        json_leaf("optimum.json", {**summary(found), "limits": [limit_words(limit) for limit in limits]}),
    ]


EFFECT = ("effect", "low_80", "high_80", "low_95", "high_95", "pairs")
MARGINAL = (
    "lever", "step", "gain", "gain_low_95", "gain_high_95", "cost_yuan", "yuan_for_one_more", "low_95", "high_95",
    "undefined", "buys", "bought", "yuan_for_one_more_bought",
)  # fmt: skip


def table_rows(found: Optimum) -> list[list[Cell]]:
    """Return a header and a row a mix, the best first, as `mixes.csv` has them."""
    cost = ("cost_yuan", "lowest_cost_yuan", "highest_cost_yuan")
    rows: list[list[Cell]] = [["mix", *found.space.keys, *EFFECT, *cost, "breaks"]]
    for candidate in found.candidates:
        effect = candidate.effect
        numbers: list[Cell] = [effect.mean, effect.low_80, effect.high_80, effect.low_95, effect.high_95, effect.pairs]
        broken = "; ".join(limit.name for limit in candidate.broken)
        money = (float(candidate.cost.mean()), *candidate.cost_ends)
        rows.append([candidate.name, *candidate.doses.values(), *numbers, *money, broken])
    return rows


def _limit_rows(found: Optimum) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for limit, numbers in zip(found.surface.limits, found.best.numbers, strict=True):
        slack = float(np.mean(limit.slack(numbers)))
        rows.append(
            [limit.name, limit_words(limit), limit.bound, float(numbers.mean()), slack, limit not in found.best.broken]
        )
    return rows


def _marginal_rows(found: Optimum) -> list[list[Cell]]:
    return [
        [
            one.key,
            one.step,
            one.gain.mean,
            one.gain.low_95,
            one.gain.high_95,
            one.cost.mean,
            one.yuan.estimate,
            one.yuan.low_95,
            one.yuan.high_95,
            one.yuan.undefined,
            one.indicator,
            None if one.bought is None else one.bought.mean,
            None if one.yuan_per_bought is None else one.yuan_per_bought.estimate,
        ]
        for one in found.marginals
    ]


def summary(found: Optimum) -> dict[str, object]:
    """Return what was asked and the answer, as plain data."""
    best, advantage = found.best, next(iter(found.advantages), None)
    return {
        "plan": found.plan.id,
        "draft": found.plan.is_draft,
        "scenario": found.plan.scenario.id,
        "baseline": found.plan.baseline.id,
        "indicator": found.aim.indicator,
        "region": found.aim.region,
        "month": month_name(found.aim.month),
        "is_settled": found.is_settled,
        "rivals": len(found.rivals),
        "rivals_not_told_from_it": found.tied,
        "mix": best.doses,
        "keeps_every_limit": not best.broken,
        "effect": {"mean": best.effect.mean, "low_95": best.effect.low_95, "high_95": best.effect.high_95},
        "cost_yuan": float(best.cost.mean()),
        "cost_range_yuan": list(best.cost_ends),
        "no_cost_can_be_stated_for": {
            lever.key: list(lever.unstated) for lever in _measures(found.plan) if lever.unstated
        },
        "runner_up": found.rivals[0].doses if found.rivals else None,
        "advantage": None if advantage is None else {"mean": advantage.mean, "p_sign": advantage.p_sign},
        "bindings": [_binding(found, binding) for binding in found.bindings],
        "surface_predicts": found.surface.predicted_share,
        "pairs": found.pairs,
        "run_it": run_line(found),
        "lines": told(found),
    }


def run_line(found: Optimum) -> str:
    """Return the command that runs the best mix as a scenario of its own."""
    levers = {lever.key: lever for lever in found.plan.scenario.levers}
    words = []
    for key, level in found.best.doses.items():
        path = f"levers.{key.replace('/', '.')}"
        points = dosed(levers[key], level).schedule.points
        if len(points) == 1:
            words.append(f"--set {path}.value={level:.10g}")
        else:
            words += [f"--set {path}.values.{month_name(month)}={at:.10g}" for month, at in points]
    typed = [f"--set {quote(text)}" for text in found.plan.overrides]
    return f"laborsim run {normpath(found.plan.files[1][0])} {' '.join([*typed, *words])}"
