"""Comparability: what makes runs incomparable, said all at once."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.headline import differ
from laborsim.experiment.run_errors import WrongInput, hinted
from laborsim.kernels.codes import month_name
from laborsim.published.regions import region_codes
from laborsim.published.words import UNSAID, Words, in_a_row
from laborsim.scenario.load import Scenario
from laborsim.scenario.scenario import Shock
from laborsim.scenario.what_if import set_words

MOST_FILES = 3
"""Data files that a reason names."""

POINT = Words("the point estimate", "点估计值")


def _horizon(scenario: Scenario) -> Words:
    start, end = month_name(scenario.horizon.start), month_name(scenario.horizon.end)
    return Words(f"{start} to {end}", f"{start} 至 {end}")


def _scale(scenario: Scenario) -> Words:
    scale = scenario.run.scale
    finer = "".join(f", {code} {persons:,}" for code, persons in scale.regions.items())
    return Words(f"{scale.default:,} persons per worker{finer}", f"每个模拟个体代表{scale.default:,}人{finer}")


def _parameters(run: Run) -> Words:
    changed = run.manifest["question"]["parameters"]
    posterior = run.manifest["posterior"]
    drawn = POINT if posterior is None else Words(f"{posterior['name']} {posterior['sha256'][:8]}")
    return drawn if changed is None else Words(f"given: {changed}", f"指定：{changed}")


def _province(scenario: Scenario) -> Words:
    province = scenario.province
    if province is None:
        return Words("none", "无")
    figures = hashlib.sha256(province.model_dump_json().encode()).hexdigest()
    return Words(f"{province.region} with figures {figures[:8]}", f"{province.region}（数据 {figures[:8]}）")


def _founders(scenario: Scenario) -> Words:
    reading = scenario.founders_observed_as
    if scenario.founders_inside_total:
        return Words(reading)
    return Words(f"{reading}, apart from the total", f"{reading}（不计入总量）")


DRAWN = Words("a draw for each pair", "每对模拟各用一组参数抽取值")
SHIPPED = Words("the shipped parameters", "已发布的参数")

OF_SCENARIO: dict[Words, Callable[[Scenario], Words]] = {
    Words("horizon", "模拟期"): _horizon,
    Words("seed", "随机种子"): lambda scenario: Words(str(scenario.run.seed)),
    Words("scale", "模拟规模"): _scale,
    Words("founders", "返乡创业口径"): _founders,
    Words("draws", "参数抽取"): lambda scenario: POINT if scenario.run.draws == 0 else DRAWN,
    Words("province", "省级校准"): _province,
    Words("what if", "假设参数"): lambda scenario: Words(set_words(scenario.parameters)) or SHIPPED,
}
OF_RUN: dict[Words, Callable[[Run], Words]] = {
    Words("version of laborsim", "laborsim版本"): lambda run: Words(str(run.manifest["question"]["laborsim"])),
    Words("model code", "模型代码"): lambda run: Words(str(run.manifest["question"]["code"])[:8]),
    Words("parameters", "参数"): _parameters,
}
"""What has to be the same in all runs: otherwise pairs have not the same people, luck or meaning."""


def refuse_scenarios(scenarios: Sequence[tuple[Scenario, Scenario | None]], names: Sequence[str]) -> None:
    """Raise WrongInput for scenarios with their baselines that could not be compared however they are run."""
    reasons = [
        Words(
            f"{name} has no baseline: what others are compared with stands in every comparison by itself",
            f"{name} 没有基准情景：其他情景的基准情景会自动列入每项比较",
        )
        for (_, baseline), name in zip(scenarios, names, strict=True)
        if baseline is None
    ]
    for what, told in OF_SCENARIO.items():
        reasons += _unequal(what, [told(scenario) for scenario, _ in scenarios], names)
    _refuse(reasons, Words("leave out, or change, what does not go with the others", "请去掉或更改与其他不一致的情景"))


def refuse_runs(runs: Sequence[Run], names: Sequence[str]) -> None:
    """Raise WrongInput with every reason why runs of scenarios that could be compared cannot be."""
    reasons: list[Words] = []
    for what, told in OF_RUN.items():
        reasons += _unequal(what, [told(run) for run in runs], names)
    reasons += _data_reasons([run.manifest["question"]["data"] for run in runs], names)
    shared = set.intersection(*(set(run.manifest["replicates"]) for run in runs))
    if not shared:
        reasons.append(Words("no replicate is finished in all of them", "没有在各情景中都完成的模拟"))
    reasons += _draw_reasons(runs, names, sorted(shared))
    _refuse(reasons, Words("give scenario files, which are run anew", "请给出情景文件，将重新模拟"))


def _unequal(what: Words, found: Sequence[Words], names: Sequence[str]) -> list[Words]:
    if len(set(found)) == 1:
        return []
    each = [HAS.holding(name=name, one=one) for name, one in zip(names, found, strict=True)]
    return [in_a_row((what, in_a_row(each, Words(", ", "，"))), Words(": ", "："))]


HAS = Words("{name} has {one}", "{name} 为{one}")


def _refuse(reasons: Sequence[Words], hint: Words) -> None:
    if reasons:
        told = Words("these runs cannot be compared:\n  {lines}", "这些情景无法比较：\n  {lines}")
        raise WrongInput(hinted(told.holding(lines=in_a_row(reasons, Words("\n  "))), hint))


OTHER_FIGURES = Words(
    "data: {name} was run on other figures ({files}{more})", "数据：{name} 采用了不同的数据（{files}{more}）"
)


def _data_reasons(data: Sequence[dict[str, Any]], names: Sequence[str]) -> list[Words]:
    first = data[0]
    reasons = []
    for name, other in zip(names[1:], data[1:], strict=True):
        changed = sorted(file for file in first.keys() | other.keys() if first.get(file) != other.get(file))
        if changed:
            files, more = ", ".join(changed[:MOST_FILES]), UNSAID
            if len(changed) > MOST_FILES:
                more = Words(f" and {len(changed) - MOST_FILES} more", f"等{len(changed)}个文件")
            reasons.append(OTHER_FIGURES.holding(name=name, files=files, more=more))
    return reasons


def _draw_reasons(runs: Sequence[Run], names: Sequence[str], pairs: Sequence[int]) -> list[Words]:
    """Return how the parameters of a pair differ between runs, for the first pair in which they do."""
    for pair in pairs:
        draws = [run.draws[pair] for run in runs]
        drawn = [POINT if draw is None else Words(f"draw {draw}", f"参数抽取值{draw}") for draw in draws]
        if reasons := _unequal(Words(f"draws of pair {pair}", f"第{pair}对模拟的参数抽取"), drawn, names):
            return reasons
    return []


UNLIKE: dict[str, tuple[str, Callable[[Run], str]]] = {
    "context": ("外部条件", lambda run: _context(run.scenario)),
    "shocks": ("冲击", lambda run: "; ".join(_shock(shock) for shock in run.scenario.shocks) or "–"),
    "closure": ("市场设定", lambda run: run.scenario.closure),
    "measures of the baseline": ("基准情景的措施", lambda run: run.baseline.scenario.id if run.baseline else "–"),
}
"""What may differ between runs that are compared all the same: its name in Chinese, and what a run says of it."""


def remarks(runs: Sequence[Run], names: Sequence[str], names_zh: Sequence[str]) -> list[Words]:
    """Return what a reader of a comparison has to know: runs that differ in more than policy.

    `names_zh`: what the runs are called in Chinese.
    """
    both = list(zip(names, names_zh, strict=True))
    found = []
    for what, (what_zh, say) in UNLIKE.items():
        said = [say(run) for run in runs]
        if len(set(said)) > 1:
            en, zh = (", ".join(f"{name[k]}: {one}" for name, one in zip(both, said, strict=True)) for k in (0, 1))
            found.append(
                Words(
                    f"the runs differ in {what}, so a difference of their levels is more than policy: runs are set "
                    f"against each other by their effects, each taken in its own world ({en})",
                    f"各情景的{what_zh}不同，其水平值之差不只来自政策：情景之间按各自情景下的政策效应比较（{zh}）",
                )
            )
    for run, (name, name_zh) in zip(runs, both, strict=True):
        if run.baseline is not None and not differ(run.scenario, run.baseline.scenario):
            own = run.baseline.scenario
            found.append(
                Words(
                    f"{name} has the measures of its baseline {own.id}: they are one world, without an effect",
                    f"{name_zh}与其基准情景{own.title_zh or own.id}的措施相同：两者为同一情景，没有效应",
                )
            )
    if set_to := set_words(runs[0].scenario.parameters):  # the same in all runs that are compared
        found.append(
            Words(
                f"WHAT IF, not the shipped calibration, in all worlds: {set_to}",
                f"【假设参数】并非已发布的校准结果，各情景均采用：{set_to}",
            )
        )
    drafts = [name for run, name in zip(runs, both, strict=True) if run.manifest["draft"]]
    if drafts:
        en, zh = (separator.join(name[k] for name in drafts) for k, separator in ((0, ", "), (1, "、")))
        found.append(Words(f"DRAFT, not for decisions: {en}", f"【试算】仅供参考，不作为决策依据：{zh}"))
    return found


def _context(scenario: Scenario) -> str:
    stated = scenario.context.model_dump(exclude_none=True)
    return "; ".join(f"{name} {_number(value)}" for name, value in stated.items())


def _number(value: object) -> str:
    if isinstance(value, float | int):
        return f"{value:g} %"
    return ", ".join(f"{zone} {percent:g} %" for zone, percent in value)  # type: ignore[attr-defined]  # zone by zone


def _shock(shock: Shock) -> str:
    """Return a shock as its file says it: kind, market, levels by month, places if not all."""
    path = shock.schedule
    if len(path.points) > 1:
        levels = ", ".join(f"{month_name(month)} {level:g}" for month, level in path.points)
    else:
        ends = [month_name(month) for month in (path.start, path.end) if month is not None]
        levels = " ".join([f"{path.final:g}", *([" – ".join(ends)] if ends else [])])
    where = "" if len(shock.regions) == len(region_codes()) else f" {'+'.join(shock.regions)}"
    return f"{shock.name} ({shock.kind}, {shock.market}{where}: {levels})"
