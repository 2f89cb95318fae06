"""Which mix? What an optimum tells: the mix, what stops it, what it rests on, and files with every number."""

from dataclasses import replace
from os.path import normpath
from shlex import quote

import numpy as np

from laborsim.analysis.answer_files import Leaf, csv_leaf, json_leaf
from laborsim.analysis.counterfactuals import dosed, lever_of
from laborsim.analysis.optimize.candidates import Candidate
from laborsim.analysis.optimize.dose_space import space_of
from laborsim.analysis.optimize.limits import Limit, aim_of, limits_of
from laborsim.analysis.optimize.optimize import Binding, End, Marginal, Optimum
from laborsim.analysis.ratio import Ratio
from laborsim.experiment.indicators.effect import Effect
from laborsim.experiment.indicators.headline import Point, new_levers
from laborsim.kernels.codes import month_name, year_and_month
from laborsim.levers import Lever
from laborsim.published.csv_writer import Cell
from laborsim.published.words import Language, Words
from laborsim.report.answers.places import places_lines
from laborsim.report.answers.split import COLUMNS, readings_lines, readings_rows
from laborsim.report.text.costs import cost_words, unstated_words, yuan_words
from laborsim.report.text.effects import effect_fields, effect_told, effect_words, mean_words
from laborsim.report.text.labels import dose_words, key_words, point_quantity, point_unit, point_words, quantity
from laborsim.report.text.measures import PAYERS
from laborsim.report.text.numbers import MINUS, Unit, percent, rounded_to, threshold_words, typed_words, unit, with_unit
from laborsim.report.text.phrases import capitalized, inside_sentence, listed, phrases
from laborsim.report.text.ratios import price_interval
from laborsim.report.text.standing import dose_counted
from laborsim.report.text.statistics import statistic_words
from laborsim.scenario.held import stands
from laborsim.scenario.plan import ALL, Plan

MOST_BINDINGS = 4
"""Limits that the lines name."""

YUAN = unit("CNY")

QUESTION = {
    True: Words("{plan}: {point}, as high as the limits allow", "{plan}：在各项约束下使“{point}”尽可能高"),
    False: Words("{plan}: {point}, as low as the limits allow", "{plan}：在各项约束下使“{point}”尽可能低"),
}
BEST = Words("Best mix: {mix}", "最优组合：{mix}")
BEST_BY_MEAN = Words("Best by its mean: {mix}", "均值最优的组合：{mix}")
NEAREST = Words("No mix keeps every limit; the nearest: {mix}", "没有组合满足全部约束，最接近的是：{mix}")
DOSED = Words("{lever} {dose}", "{lever}{dose}")
EFFECT_OF_IT = Words("Its effect: {effect}", "政策效应：{effect}")
COST_OF_IT = Words("Its public cost: {cost} in all", "财政支出共{cost}")
EMULATOR = Words(
    "Searched on an emulator that predicts {share} of what differs between mixes it has not seen; the mixes above were "
    "simulated again ({pairs} pairs of runs, {all} in all)",
    "搜索基于代理模型，其对未用于拟合的组合间差异的预测程度为{share}；以上组合均已重新模拟（各{pairs}对模拟，共{all}对）",
)

OBJECTIVE = {
    True: Words("Objective: highest effect on {point}", "优化目标：对“{point}”的效应最高"),
    False: Words("Objective: lowest effect on {point}", "优化目标：对“{point}”的效应最低"),
}
RANGE_OF_DOSE = Words("{lever}: {low} to {high}{why}", "{lever}：{low}至{high}{why}")
BY_RAMP = Words(", cut by its ramp limit", "（受每年增幅上限限制）")
MUST_HOLD = Words("Must hold: {limit}", "约束：{limit}")

PAYER = Words("the budget of the {payer}", "{payer}预算")
ALL_PAYERS = Words("the budget of all payers", "全部出资方预算")
IN_YEAR, IN_ALL = Words("{year}", "{year}年"), Words("all years together", "各年合计")
BOUND = Words("{year} ({yuan})", "{year}（{yuan}）")
BUDGET = Words("{payer} in {bounds}", "{payer}{bounds}")
LEAST_EFFECT = Words("effect on {point} of at least {bound}", "对“{point}”的效应不低于{bound}")
AT_MOST = Words("{point}: at most {bound}", "{point}：{bound}以内")
AT_LEAST = Words("{point}: at least {bound}", "{point}：{bound}以上")

UNSETTLED = Words(
    "Nothing is settled by {pairs} pairs of runs: {why}; more --pairs or a finer --scale before anybody decides",
    "{pairs}对模拟尚不足以定论：{why}；决策前请增加--pairs或减小--scale",
)
NOT_CLEAR = Words("the effect of the best mix is not statistically significant", "均值最优组合的效应在统计上不显著")
TIED = Words(
    "{tied} of {rivals} other mixes that keep every limit are not told from the best",
    "满足全部约束的其他{rivals}个组合中，{tied}个与其差异在统计上不显著",
)
STOPS = Words("What stops it: {what}", "制约因素：{what}")
STOPS_UNTOLD = Words(
    "What stops it cannot be told, as the best is not told from others{by_means}",
    "最优组合与其他组合差异在统计上不显著，无法判断制约因素{by_means}",
)
BY_MEANS = Words("; by the means: {what}", "；按均值：{what}")
DIMINISHING = Words(
    "diminishing returns; no limit and no end of a range does", "效应递减（没有约束或取值范围上下限起作用）"
)
END_OF_RANGE: dict[End, Words] = {
    "highest": Words("{lever} stands at the end of its range ({dose})", "{lever}已达取值上限（{dose}）"),
    "lowest": Words("{lever} stands at the lower end of its range ({dose})", "{lever}已达取值下限（{dose}）"),
    "ramp": Words("{lever} stands at its ramp limit ({dose})", "{lever}已达每年增幅上限（{dose}）"),
}
IS_BROKEN = Words("{limit} is broken", "未满足约束：{limit}")
BINDS = Words("{limit} binds", "{limit}已用足")
LIMIT_BINDS = Words("{limit} binds", "约束起作用：{limit}")
USED_UP = Words("{limit} is used up, but more of it would bring nothing", "{limit}已用完，但增加预算不会提高效应")
MORE_ROOM = Words("{said}; 1\u00a0% more room: {gain} by the emulator", "{said}；放宽1%，按代理模型{gain}")

ALONE = Words("No other mix that keeps the limits lies far from it", "满足约束的其他组合均与其相近")
RUNNER_UP = Words("Runner-up: {mix}: {effect}", "次优组合：{mix}：{effect}")
AHEAD = Words("The best is ahead by {advantage}", "最优组合优于次优组合：{advantage}")
NOT_AHEAD = Words("The best is not told from it: {advantage}", "最优组合与次优组合的差异在统计上不显著：{advantage}")

NEXT_YUAN = Words(
    "The next yuan: {lever} {step}: {gain}, {cost}; {price}",
    "边际效果：{lever}{step}：效应{gain}，财政支出{cost}；{price}",
)
OF_BOUGHT = Words("; of what it buys, {name}: {gain}, {price}", "；其目标“{name}”：{gain}，{price}")
NO_PRICE = Words(
    "no cost for one more, as the gain is not statistically significant{least}",
    "效应变化在统计上不显著，不计算每多1单位的支出{least}",
)
UNSEEN = Words(" (one of less than {size} may go unseen)", "（不足{size}的变化可能无法识别）")
NO_PRICE_INTERVAL = Words(
    "what one more costs has no interval: too few different pairs of runs", "有差异的配对模拟不足，单位成本不给出区间"
)
NO_GAIN = Words("no cost for one more, as there is no gain", "效应没有提高，不计算每多1单位的支出")
ONE_MORE = Words("{yuan} for one more ({interval})", "每多1单位需{yuan}（{interval}）")

REGRET = Words(
    "Regret of the best mix: {mean} on average, {worst} at worst ({future})",
    "最优组合的后悔值：平均{mean}，最大{worst}（{future}）",
)
LEAST_REGRET = Words(
    "Smallest regret at worst: {mix}, {worst} ({future})", "最大后悔值最小的组合：{mix}，{worst}（{future}）"
)
RUN_IT = Words("to run it: {line}", "运行该组合：{line}")

MIXES = {
    "found by the emulator": Words("found by the emulator", "代理模型求得的组合"),
    "another mix": Words("another mix", "另一组合"),
    "as the scenario states it": Words("as the scenario states it", "情景原定组合"),
}
STEPPED = {
    " alone": Words("{lever} alone", "仅实施{lever}"),
    " a step more": Words("{lever} a step more", "{lever}增加一档"),
    " a step less": Words("{lever} a step less", "{lever}减少一档"),
}
"""Mixes by how their names in files end, after the lever's key."""

FUTURE = {
    "as stated": Words("as stated", "各项假设不变"),
    "growth 2 points lower": Words("growth 2 points lower", "增速低2个百分点"),
    "growth 2 points higher": Words("growth 2 points higher", "增速高2个百分点"),
    "half a year's slump": Words("half a year's slump", "岗位需求下滑半年"),
}
"""By the names of `analysis.sensitivity.factors.FUTURES`."""


COURSE = Words("The best mix, as its effect is split:", "最优组合的政策效应分解：")


def told(found: Optimum, language: Language = "en") -> list[str]:
    """Return what was found in a few lines."""
    best, aim = found.best, found.aim
    effect = effect_told(best.effect, point_quantity(aim), point_unit(aim), language)
    lines = [
        *([phrases(language).draft] if found.plan.is_draft else []),
        QUESTION[found.plan.objective.is_highest].filled(
            language, plan=found.plan.id, point=point_words(aim, language)
        ),
        *_unsettled(found, language),
        _called(found).filled(language, mix=mix_words(found, best, language)),
        EFFECT_OF_IT.filled(language, effect=effect),
        COST_OF_IT.filled(language, cost=cost_words(float(best.cost.mean()), best.cost_ends, language)),
        *_on_top(found.plan, language),
        *places_lines(found.filled, language),
        *_stops(found, language),
        *_runner_up(found, language),
    ]
    lines += [_marginal(found, one, language) + _bought(found, one, language) for one in found.marginals]
    lines += _regrets(found, language)
    share = percent(max(0.0, found.surface.predicted_share), language)
    lines.append(EMULATOR.filled(language, share=share, pairs=found.size.pairs, all=found.pairs))
    lines.append(statistic_words(found.plan.scenario, language))
    if found.course is not None and found.by is not None:
        points = list(found.course.scenario)
        lines += [COURSE.said(language), *readings_lines(found.course, points, found.by, language)]
    return lines


def plan_lines(plan: Plan, language: Language = "en") -> list[str]:
    """Return what a plan lets be chosen and what must hold, without a run."""
    space, point = space_of(plan), aim_of(plan)
    lines = [OBJECTIVE[plan.objective.is_highest].filled(language, point=_inside(point, language))]
    lines += _on_top(plan, language)
    for k, dose in enumerate(plan.doses):
        why = BY_RAMP.said(language) if space.by_ramp[k] else ""
        most = rounded_to(float(space.high[k])) if space.by_ramp[k] else float(space.high[k])
        low, high = (_counted(plan, dose.key, end, language) for end in (float(space.low[k]), most))
        lever = key_words(dose.key).said(language)
        lines.append(RANGE_OF_DOSE.filled(language, lever=lever, low=low, high=high, why=why))
    return lines + [MUST_HOLD.filled(language, limit=limit_words(limit, language)) for limit in limits_of(plan)]


def mix_words(found: Optimum, candidate: Candidate, language: Language = "en") -> str:
    """Return a mix in words: every lever with its level and unit."""
    return phrases(language).list_comma.join(
        DOSED.filled(language, lever=_lever(key, language), dose=_counted(found.plan, key, level, language))
        for key, level in candidate.doses.items()
    )


def _counted(plan: Plan, key: str, level: float, language: Language) -> str:
    """Return a dose with what it is more than what stands: "3,770 parks (1,570 more, × 1.71)"."""
    lever = lever_of(plan.scenario, key)
    there = stands(lever, plan.baseline.levers, year_and_month(plan.scenario.horizon.start)[0])
    return dose_counted(level, lever.DECLARATION.unit, there, language)


def limit_words(limit: Limit, language: Language = "en") -> str:
    """Return what must hold: "the budget of the province in 2024 (12 million yuan)"."""
    if limit.is_budget:
        return BUDGET.filled(language, payer=_payer(limit, language), bounds=_bound(limit, language))
    assert limit.point is not None  # what is no budget is about a number of a pair
    shown, point = point_unit(limit.point), _inside(limit.point, language)
    if limit.is_effect:
        bound = typed_words(limit.bound, shown, language)
        return LEAST_EFFECT.filled(language, point=point, bound=bound)
    side = AT_MOST if limit.is_ceiling else AT_LEAST
    return side.filled(language, point=point, bound=with_unit(limit.bound, shown, language))


def run_it(found: Optimum, language: Language) -> str:
    """Return how to run the best mix as a scenario of its own, as a line."""
    return RUN_IT.filled(language, line=run_line(found))


def _inside(point: Point, language: Language) -> str:
    return inside_sentence(point_words(point, language))


def _lever(key: str, language: Language) -> str:
    return inside_sentence(key_words(key).said(language))


def _bound(budget: Limit, language: Language) -> str:
    year = IN_YEAR.filled(language, year=budget.year) if budget.year else IN_ALL.said(language)
    return BOUND.filled(language, year=year, yuan=yuan_words(budget.bound, language))


def _payer(limit: Limit, language: Language) -> str:
    if limit.payer == ALL:
        return ALL_PAYERS.said(language)
    return PAYER.filled(language, payer=Words(limit.payer, PAYERS.get(limit.payer, "")).said(language))


def _unsettled(found: Optimum, language: Language) -> list[str]:
    """Return, before anything else, that nothing is settled, where the best is not told from the next or from none."""
    if found.is_settled:
        return []
    why = []
    if not found.best.effect.is_clear:
        why.append(NOT_CLEAR.said(language))
    if found.tied:
        why.append(TIED.filled(language, tied=found.tied, rivals=len(found.rivals)))
    said = listed(why, "en") if language == "en" else phrases(language).clause.join(why)
    return [UNSETTLED.filled(language, pairs=found.size.pairs, why=said)]


def _called(found: Optimum) -> Words:
    if found.best.broken:
        return NEAREST
    return BEST if found.is_settled else BEST_BY_MEAN


def _stops(found: Optimum, language: Language) -> list[str]:
    """Return what stops the best mix; of one that is not told from others nothing is said to."""
    said = [_binding(found, one, language) for one in found.bindings[:MOST_BINDINGS]]
    if found.best.broken or found.is_settled:
        return [STOPS.filled(language, what=one) for one in said or [DIMINISHING.said(language)]]
    by_means = BY_MEANS.filled(language, what=phrases(language).clause.join(said)) if said else ""
    return [STOPS_UNTOLD.filled(language, by_means=by_means)]


def binding_words(binding: Binding, unit_of_lever: str = "", language: Language = "en") -> str:
    """Return what stops the best mix; years of one budget are told together."""
    if binding.lever:
        dose = dose_words(binding.level, unit_of_lever, language)
        return END_OF_RANGE[binding.end].filled(language, lever=_lever(binding.lever, language), dose=dose)
    first = binding.limits[0]
    if binding.gain is None:
        return IS_BROKEN.filled(language, limit=limit_words(first, language))
    if not first.is_budget:
        return LIMIT_BINDS.filled(language, limit=limit_words(first, language))
    bounds = phrases(language).list_comma.join(_bound(limit, language) for limit in binding.limits)
    budget = BUDGET.filled(language, payer=_payer(first, language), bounds=bounds)
    return (BINDS if binding.gain > 0 else USED_UP).filled(language, limit=budget)


def _binding(found: Optimum, binding: Binding, language: Language) -> str:
    units = {dose.key: dose.unit for dose in found.plan.doses}
    said = binding_words(binding, units.get(binding.lever, ""), language)
    if binding.gain is None or binding.gain <= 0 or binding.lever:
        return said
    gain = binding.gain * (1.0 if found.plan.objective.is_highest else -1.0)
    return MORE_ROOM.filled(language, said=said, gain=mean_words(gain, point_unit(found.aim), language))


def _runner_up(found: Optimum, language: Language) -> list[str]:
    if not found.rivals:
        return [ALONE.said(language)]
    shown, second, advantage = point_unit(found.aim), found.rivals[0], found.advantages[0]
    mix, effect = mix_words(found, second, language), effect_words(second.effect, shown, language)
    ahead = AHEAD if advantage.is_clear else NOT_AHEAD
    return [
        RUNNER_UP.filled(language, mix=mix, effect=effect),
        ahead.filled(language, advantage=effect_words(advantage, shown, language)),
    ]


def _marginal(found: Optimum, marginal: Marginal, language: Language) -> str:
    units = {dose.key: dose.unit for dose in found.plan.doses}
    sign = "+" if marginal.step > 0 else MINUS
    shown = point_unit(found.aim)
    return NEXT_YUAN.filled(
        language,
        lever=_lever(marginal.key, language),
        step=f"{sign}{dose_words(rounded_to(abs(marginal.step)), units[marginal.key], language)}",
        gain=effect_words(marginal.gain, shown, language),
        cost=mean_words(marginal.cost.mean, YUAN, language),
        price=_price(marginal.gain, marginal.yuan, shown, language),
    )


def _bought(found: Optimum, marginal: Marginal, language: Language) -> str:
    """Return what the step brings of what the lever itself buys, where that is not the objective."""
    if marginal.indicator == found.aim.indicator or marginal.bought is None or marginal.yuan_per_bought is None:
        return ""
    shown = point_unit(replace(found.aim, indicator=marginal.indicator))
    return OF_BOUGHT.filled(
        language,
        name=inside_sentence(quantity(marginal.indicator).name.said(language)),
        gain=effect_words(marginal.bought, shown, language),
        price=_price(marginal.bought, marginal.yuan_per_bought, shown, language),
    )


def _price(gain: Effect, yuan: Ratio, shown: Unit, language: Language = "en") -> str:
    if yuan.estimate is None or yuan.low_95 is None:
        if gain.is_clear:
            return NO_PRICE_INTERVAL.said(language)
        size = gain.detectable
        least = UNSEEN.filled(language, size=threshold_words(size, shown, language)) if size else ""
        return NO_PRICE.filled(language, least=least)
    if yuan.estimate <= 0 and gain.mean <= 0:
        return NO_GAIN.said(language)
    one = yuan_words(yuan.estimate, language)
    return ONE_MORE.filled(language, yuan=one, interval=price_interval(yuan, language))


def _measures(plan: Plan) -> tuple[Lever, ...]:
    """Return the levers of the scenario that are turned, or that the baseline does not have in the same way."""
    turned, new = {dose.key for dose in plan.doses}, new_levers(plan.scenario, plan.baseline)
    return tuple(lever for lever in plan.scenario.levers if lever.key in turned or lever in new)


def _on_top(plan: Plan, language: Language) -> list[str]:
    """Return as a line, if there are any, the costs of the measures that no amount can be stated for."""
    said = unstated_words(_measures(plan), language)
    return [capitalized(said)] if said else []


def _regrets(found: Optimum, language: Language) -> list[str]:
    if not found.regrets:
        return []
    shown = point_unit(found.aim)
    mine = next((regret for regret in found.regrets if regret.name == found.best.name), None)
    least = found.regrets[0]
    lines = []
    if mine is not None:
        mean, worst = (with_unit(size, shown, language, change=True) for size in (mine.mean, mine.worst))
        future = FUTURE[mine.worst_future].said(language)
        lines.append(REGRET.filled(language, mean=mean, worst=worst, future=future))
    if mine is None or least.name != mine.name:
        worst = with_unit(least.worst, shown, language, change=True)
        mix, future = called_mix(least.name, language), FUTURE[least.worst_future].said(language)
        lines.append(LEAST_REGRET.filled(language, mix=mix, worst=worst, future=future))
    return lines


def called_mix(name: str, language: Language) -> str:
    """Return a mix by its name in files: "entrepreneurship parks and bases alone". Raises KeyError for an unknown."""
    for end, words in STEPPED.items():
        if name.endswith(end):
            return words.filled(language, lever=_lever(name.removesuffix(end), language))
    return MIXES[name].said(language)


def leaves(found: Optimum, language: Language = "en") -> list[Leaf]:
    """Return every number of an optimum as files; sentences in them are in `language`."""
    header, *rows = table_rows(found)
    limits = found.surface.limits
    return [
        csv_leaf("mixes.csv", [str(name) for name in header], rows),
        csv_leaf("limits.csv", ("limit", "says", "bound", "best_mix", "slack", "holds"), _limit_rows(found, language)),
        csv_leaf("marginal.csv", MARGINAL, _marginal_rows(found)),
        csv_leaf(
            "regret.csv", ("mix", "mean", "worst", "worst_future"), [list(vars(one).values()) for one in found.regrets]
        ),
        json_leaf(
            "optimum.json", {**summary(found, language), "limits": [limit_words(limit, language) for limit in limits]}
        ),
        *_course_leaf(found),
    ]


def _course_leaf(found: Optimum) -> list[Leaf]:
    """Return what the best mix does as its effect is split, as a table; none where it is not."""
    if found.course is None:
        return []
    return [csv_leaf("effects.csv", COLUMNS, readings_rows(found.course, list(found.course.scenario)))]


EFFECT = ("effect", "p10", "p90", "low_95", "high_95", "pairs")
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
        numbers: list[Cell] = [effect.mean, effect.p10, effect.p90, effect.low_95, effect.high_95, effect.pairs]
        broken = "; ".join(limit.name for limit in candidate.broken)
        money = (float(candidate.cost.mean()), *candidate.cost_ends)
        rows.append([candidate.name, *candidate.doses.values(), *numbers, *money, broken])
    return rows


def _limit_rows(found: Optimum, language: Language) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for limit, numbers in zip(found.surface.limits, found.best.numbers, strict=True):
        slack = float(np.mean(limit.slack(numbers)))
        rows.append(
            [
                limit.name,
                limit_words(limit, language),
                limit.bound,
                float(numbers.mean()),
                slack,
                limit not in found.best.broken,
            ]
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


def summary(found: Optimum, language: Language = "en") -> dict[str, object]:
    """Return what was asked and the answer, as plain data; its lines are in `language`."""
    best, advantage = found.best, next(iter(found.advantages), None)
    return {
        "plan": found.plan.id,
        "draft": found.plan.is_draft,
        "scenario": found.plan.scenario.id,
        "baseline": found.plan.baseline.id,
        "indicator": found.aim.indicator,
        "region": found.aim.region,
        "month": found.aim.date,
        "is_settled": found.is_settled,
        "rivals": len(found.rivals),
        "rivals_not_told_from_it": found.tied,
        "mix": best.doses,
        "keeps_every_limit": not best.broken,
        "effect": effect_fields(best.effect),
        "cost_yuan": float(best.cost.mean()),
        "cost_range_yuan": list(best.cost_ends),
        "no_cost_can_be_stated_for": {
            lever.key: list(lever.unstated) for lever in _measures(found.plan) if lever.unstated
        },
        "filled": {
            one.lever.key: {"places": one.places, "filled": one.filled, "short": one.short} for one in found.filled
        },
        "runner_up": found.rivals[0].doses if found.rivals else None,
        "advantage": None if advantage is None else {"mean": advantage.mean, "p_sign": advantage.p_sign},
        "bindings": [_binding(found, binding, language) for binding in found.bindings],
        "surface_predicts": found.surface.predicted_share,
        "pairs": found.pairs,
        "run_it": run_line(found),
        "lines": told(found, language),
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
