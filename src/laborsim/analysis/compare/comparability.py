"""Comparability: what makes runs incomparable, said all at once."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.headline import differ
from laborsim.experiment.run_errors import WrongInput
from laborsim.kernels.codes import month_name
from laborsim.published.regions import region_codes
from laborsim.published.words import Words
from laborsim.scenario.load import Scenario
from laborsim.scenario.scenario import Shock
from laborsim.scenario.what_if import set_words

MOST_FILES = 3
"""Data files that a reason names."""

POINT = "the point estimate"


def _horizon(scenario: Scenario) -> str:
    horizon = scenario.horizon
    return f"{month_name(horizon.start)} to {month_name(horizon.end)}"


def _scale(scenario: Scenario) -> str:
    scale = scenario.run.scale
    finer = "".join(f", {code} {persons:,}" for code, persons in scale.regions.items())
    return f"{scale.default:,} persons per worker{finer}"


def _parameters(run: Run) -> str:
    changed = run.manifest["question"]["parameters"]
    posterior = run.manifest["posterior"]
    drawn = POINT if posterior is None else f"{posterior['name']} {posterior['sha256'][:8]}"
    return drawn if changed is None else f"given: {changed}"


def _province(scenario: Scenario) -> str:
    province = scenario.province
    if province is None:
        return "none"
    figures = hashlib.sha256(province.model_dump_json().encode()).hexdigest()
    return f"{province.region} with figures {figures[:8]}"


def _founders(scenario: Scenario) -> str:
    return f"{scenario.founders_observed_as}{'' if scenario.founders_inside_total else ', apart from the total'}"


OF_SCENARIO: dict[str, Callable[[Scenario], str]] = {
    "horizon": _horizon,
    "seed": lambda scenario: str(scenario.run.seed),
    "scale": _scale,
    "founders": _founders,
    "draws": lambda scenario: POINT if scenario.run.draws == 0 else "a draw for each pair",
    "province": _province,
    "what if": lambda scenario: set_words(scenario.parameters) or "the shipped parameters",
}
OF_RUN: dict[str, Callable[[Run], str]] = {
    "version of laborsim": lambda run: str(run.manifest["question"]["laborsim"]),
    "model code": lambda run: str(run.manifest["question"]["code"])[:8],
    "parameters": _parameters,
}
"""What has to be the same in all runs: otherwise pairs have not the same people, luck or meaning."""


def refuse_scenarios(scenarios: Sequence[tuple[Scenario, Scenario | None]], names: Sequence[str]) -> None:
    """Raise WrongInput for scenarios with their baselines that could not be compared however they are run."""
    reasons = [
        f"{name} has no baseline: what others are compared with stands in every comparison by itself"
        for (_, baseline), name in zip(scenarios, names, strict=True)
        if baseline is None
    ]
    for what, told in OF_SCENARIO.items():
        reasons += _unequal(what, [told(scenario) for scenario, _ in scenarios], names)
    _refuse(reasons, "leave out, or change, what does not go with the others")


def refuse_runs(runs: Sequence[Run], names: Sequence[str]) -> None:
    """Raise WrongInput with every reason why runs of scenarios that could be compared cannot be."""
    reasons = []
    for what, told in OF_RUN.items():
        reasons += _unequal(what, [told(run) for run in runs], names)
    reasons += _data_reasons([run.manifest["question"]["data"] for run in runs], names)
    shared = set.intersection(*(set(run.manifest["replicates"]) for run in runs))
    if not shared:
        reasons.append("no replicate is finished in all of them")
    reasons += _draw_reasons(runs, names, sorted(shared))
    _refuse(reasons, "give scenario files, which are run anew")


def _unequal(what: str, found: Sequence[str], names: Sequence[str]) -> list[str]:
    if len(set(found)) == 1:
        return []
    return [f"{what}: {', '.join(f'{name} has {one}' for name, one in zip(names, found, strict=True))}"]


def _refuse(reasons: Sequence[str], hint: str) -> None:
    if reasons:
        lines = "\n  ".join(reasons)
        raise WrongInput(Words(f"these runs cannot be compared:\n  {lines}\n    hint: {hint}"))


def _data_reasons(data: Sequence[dict[str, Any]], names: Sequence[str]) -> list[str]:
    first = data[0]
    reasons = []
    for name, other in zip(names[1:], data[1:], strict=True):
        changed = sorted(file for file in first.keys() | other.keys() if first.get(file) != other.get(file))
        if changed:
            more = f" and {len(changed) - MOST_FILES} more" if len(changed) > MOST_FILES else ""
            reasons.append(f"data: {name} was run on other figures ({', '.join(changed[:MOST_FILES])}{more})")
    return reasons


def _draw_reasons(runs: Sequence[Run], names: Sequence[str], pairs: Sequence[int]) -> list[str]:
    """Return how the parameters of a pair differ between runs, for the first pair in which they do."""
    for pair in pairs:
        drawn = [POINT if (draw := run.draws[pair]) is None else f"draw {draw}" for run in runs]
        if reasons := _unequal(f"draws of pair {pair}", drawn, names):
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
