"""What an optimum tells: the mix in a sentence, what stops it, what it rests on, and files with every number."""

from os.path import normpath

import numpy as np

from laborsim.comparison.amounts import amount, figure, rounded
from laborsim.comparison.answers import Leaf, csv_leaf, json_leaf
from laborsim.comparison.doses import dosed
from laborsim.comparison.optimize import Optimum
from laborsim.comparison.optimize_limits import limits_of
from laborsim.comparison.optimize_measures import Marginal
from laborsim.comparison.optimize_runs import Candidate
from laborsim.comparison.optimize_space import space_of
from laborsim.experiment.effect import Effect
from laborsim.inputs.csv_table import Cell
from laborsim.inputs.plan import Plan
from laborsim.kernels.codes import month_name

MOST_BINDINGS = 4
"""Limits that the lines name."""


def told(found: Optimum) -> list[str]:
    """Return what was found in a few lines."""
    best, name = found.best, found.aim.indicator
    lines = [
        f"{found.plan.id}: {name} in {found.aim.region}, {month_name(found.aim.month)}, as "
        f"{'high' if found.plan.objective.is_highest else 'low'} as the limits allow",
        f"{'best mix' if not best.broken else 'no mix keeps every limit; the nearest'}: {mix_words(found, best)}",
        f"its effect: {_effect(best.effect, name)}; its cost: {rounded(float(best.cost.mean())):,.0f} yuan in all",
        *_warning(best.effect),
        *(f"stops it: {_binding(found, k)}" for k in range(min(MOST_BINDINGS, len(found.bindings)))),
    ]
    if not found.bindings:
        lines.append("nothing stops it: the best lies inside all ranges and limits")
    lines += _runner_up(found)
    lines += [_marginal(found, marginal) for marginal in found.marginals]
    lines += _regrets(found)
    share = max(0.0, found.surface.predicted_share)
    lines.append(
        f"searched on a surface that predicts {share:.0%} of what differs between mixes it has not seen; "
        f"the mixes above were simulated again ({found.size.pairs} pairs, {found.pairs} pairs in all)"
    )
    return lines


def plan_lines(plan: Plan) -> list[str]:
    """Return what a plan lets be chosen and what must hold, without a run."""
    space, aim = space_of(plan), plan.objective
    most = "highest" if aim.is_highest else "lowest"
    lines = [f"objective: {most} effect on {aim.indicator} in {aim.region}, {month_name(aim.month)}"]
    for k, dose in enumerate(plan.doses):
        why = ", cut by its ramp limit" if space.by_ramp[k] else ""
        lines.append(f"{dose.key}: {space.low[k]:,.10g} to {rounded(float(space.high[k])):,.10g} {dose.unit}{why}")
    return lines + [f"must hold: {limit.says}" for limit in limits_of(plan)]


def mix_words(found: Optimum, candidate: Candidate) -> str:
    """Return a mix in words: every lever with its level and unit."""
    units = {dose.key: dose.unit for dose in found.plan.doses}
    return ", ".join(f"{key} {level:,.10g} {units[key]}" for key, level in candidate.doses.items())


def _warning(effect: Effect) -> list[str]:
    if effect.verdict not in ("no detectable effect", "too few pairs"):
        return []
    return ["that effect is not told from luck: more --pairs or a finer --scale before anybody decides on it"]


def _effect(effect: Effect, name: str) -> str:
    text = amount(effect.mean, name, signed=True)
    if effect.low_95 is None or effect.high_95 is None:
        return text
    low, high = (amount(end, name, signed=True) for end in (effect.low_95, effect.high_95))
    return f"{text} (95 % of the mean: {low} to {high})"


def _binding(found: Optimum, k: int) -> str:
    binding = found.bindings[k]
    if binding.gain is None:
        return binding.says
    gain = amount(binding.gain * (1.0 if found.plan.objective.is_highest else -1.0), found.aim.indicator, signed=True)
    return f"{binding.says}; 1 % more room: {gain} by the surface"


def _runner_up(found: Optimum) -> list[str]:
    advantage = found.advantage
    if advantage is None:
        return ["no other mix that keeps the limits lies far from it"]
    name = found.aim.indicator
    lines = [f"runner-up: {mix_words(found, found.candidates[1])}: {_effect(found.candidates[1].effect, name)}"]
    if advantage.verdict in ("no detectable effect", "no effect", "too few pairs"):
        lines.append("which of the two is better is not settled by so many pairs")
    else:
        lines.append(f"the best is ahead by {_effect(advantage, name)}")
    return lines


def _marginal(found: Optimum, marginal: Marginal) -> str:
    step = f"{marginal.key} {figure(rounded(marginal.step), signed=True)}"
    gain, cost = amount(marginal.gain.mean, found.aim.indicator, signed=True), rounded(marginal.cost.mean)
    yuan = marginal.yuan
    if yuan.estimate is None or yuan.low_95 is None or yuan.high_95 is None:
        price = "what one more costs is not told from luck"
    else:
        low, high = rounded(yuan.low_95), rounded(yuan.high_95)
        price = f"{figure(rounded(yuan.estimate))} yuan for one more ({figure(low)} to {figure(high)})"
    return f"the next yuan: {step}: {gain}, {figure(cost, signed=True)} yuan; {price}"


def _regrets(found: Optimum) -> list[str]:
    if not found.regrets:
        return []
    name = found.aim.indicator
    mine = next((regret for regret in found.regrets if regret.name == found.best.name), None)
    least = found.regrets[0]
    lines = []
    if mine is not None:
        worst = amount(mine.worst, name)
        lines.append(
            f"regret of the best mix: {amount(mine.mean, name)} on average, {worst} at worst ({mine.worst_future})"
        )
    if mine is None or least.name != mine.name:
        lines.append(f"smallest regret at worst: {least.name}, {amount(least.worst, name)} ({least.worst_future})")
    return lines


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
        json_leaf("optimum.json", {**summary(found), "limits": [limit.says for limit in limits]}),
    ]


EFFECT = ("effect", "low_80", "high_80", "low_95", "high_95", "pairs")
MARGINAL = (
    "lever", "step", "gain", "gain_low_95", "gain_high_95", "cost_yuan", "yuan_for_one_more", "low_95", "high_95",
    "undefined",
)  # fmt: skip


def table_rows(found: Optimum) -> list[list[Cell]]:
    """Return a header and a row a mix, the best first, as `mixes.csv` has them."""
    rows: list[list[Cell]] = [["mix", *found.space.keys, *EFFECT, "cost_yuan", "breaks"]]
    for candidate in found.candidates:
        effect = candidate.effect
        numbers: list[Cell] = [effect.mean, effect.low_80, effect.high_80, effect.low_95, effect.high_95, effect.pairs]
        broken = "; ".join(limit.name for limit in candidate.broken)
        rows.append([candidate.name, *candidate.doses.values(), *numbers, float(candidate.cost.mean()), broken])
    return rows


def _limit_rows(found: Optimum) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for limit, numbers in zip(found.surface.limits, found.best.numbers, strict=True):
        slack = float(np.mean(limit.slack(numbers)))
        rows.append([limit.name, limit.says, limit.bound, float(numbers.mean()), slack, limit not in found.best.broken])
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
        ]
        for one in found.marginals
    ]


def summary(found: Optimum) -> dict[str, object]:
    """Return what was asked and the answer, as plain data."""
    best, advantage = found.best, found.advantage
    return {
        "plan": found.plan.id,
        "scenario": found.plan.scenario.id,
        "baseline": found.plan.baseline.id,
        "indicator": found.aim.indicator,
        "region": found.aim.region,
        "month": month_name(found.aim.month),
        "mix": best.doses,
        "keeps_every_limit": not best.broken,
        "effect": {"mean": best.effect.mean, "low_95": best.effect.low_95, "high_95": best.effect.high_95},
        "cost_yuan": float(best.cost.mean()),
        "runner_up": None if advantage is None else found.candidates[1].doses,
        "advantage": None if advantage is None else {"mean": advantage.mean, "p_sign": advantage.p_sign},
        "bindings": [binding.says for binding in found.bindings],
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
    return f"laborsim run {normpath(found.plan.files[1][0])} {' '.join(words)}"
