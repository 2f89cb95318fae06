"""Factors: what two runs of one question were made of differently, and the worlds between the one and the other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Literal

import laborsim
from laborsim.experiment.finished_run import Run
from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.store.run_id import FONTS, data_hashes, simulating_code
from laborsim.identity.data import hashes_in
from laborsim.kernels.codes import month_name
from laborsim.levers import Lever
from laborsim.parameters.parameters import Parameters
from laborsim.published.data_tables import DATA
from laborsim.published.words import Words, english
from laborsim.scenario.load import Scenario
from laborsim.scenario.scenario import persons_per_worker

Factor = Literal["data", "parameters", "rules", "scale", "luck"]

FACTORS: tuple[Factor, ...] = ("data", "parameters", "rules", "scale", "luck")
"""In the order in which they are told.

data: base date, tables and fits, and how figures are read; parameters: given ones, draws, and effect parameters of
levers; rules: the code that simulates; scale: persons a worker; luck: seed and pairs.
"""

Taken = frozenset[Factor]
"""Factors that are as in the later run; the others are as in the earlier one."""

POSTERIORS, RESPONSE = "posteriors", ".response.npz"
"""Folder and ending of the data files that hold draws of the parameters and their constants."""

SHIPPED_TABLES = Path(laborsim.__file__).parent / "data"
"""The tables that come with the package, which LABORSIM_DATA may have put aside."""

MOST_NAMED = 3
"""Data files, or parameters, that a sentence names."""


def factor_of_file(name: str) -> Factor:
    """Return what a data file is part of: draws of the parameters and their constants, or the data."""
    path = PurePosixPath(name)
    return "parameters" if path.parts[0] == POSTERIORS or path.name.endswith(RESPONSE) else "data"


@dataclass(frozen=True)
class Unlike:
    """Something that is not alike in two runs: what, and how it is in each; or the names of it in `before`."""

    what: str  # one of WHAT
    before: str | Words
    after: str | Words = ""

    def __str__(self) -> str:
        """In English, for files."""
        return f"{self.what} {english(self.before)}{f' → {english(self.after)}' if self.after else ''}"


WHAT = (
    "base date", "tables", "reading of", "draw tables", "parameters", "draws", "effect parameters of", "code",
    "persons a worker", "seed", "pairs",
)  # fmt: skip
"""What can be unlike."""

FITTED, GIVEN = "as fitted", "given"
DRAWN, ESTIMATE = "a draw for each pair", "the estimate"


@dataclass(frozen=True)
class Side:
    """One of the two runs, and what of it can be put in the other's place."""

    run: Run

    @property
    def question(self) -> dict[str, Any]:
        """What the answer depends on, as the manifest has it."""
        asked: dict[str, Any] = self.run.manifest["question"]
        return asked

    @property
    def worlds(self) -> tuple[Scenario, ...]:
        """The scenario and its baseline, if it has one."""
        base = self.run.baseline
        return (self.run.scenario,) if base is None else (self.run.scenario, base.scenario)

    @property
    def pairs(self) -> tuple[int, ...]:
        """The replicates that the run is about, in every world of it."""
        compared = self.run.manifest["baseline"]
        mine = self.run.manifest["replicates"]
        return tuple(mine) if compared is None else tuple(k for k in mine if k in compared["replicates"])

    @property
    def parameters(self) -> Parameters | None:
        """The parameters that somebody gave; None = as fitted."""
        given = self.question["parameters"]
        return None if given is None else Parameters.model_validate(given)


@dataclass(frozen=True)
class Two:
    """Two runs of one question. `differing`: what is not alike in both, by factor.

    `tables`: the hashes of the files in other folders of tables that may be read, by folder.
    """

    before: Side
    after: Side
    differing: Mapping[Factor, tuple[Unlike, ...]]
    tables: Mapping[Path, Mapping[str, str]] = field(default_factory=dict)

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The factors in which they differ."""
        return tuple(factor for factor in FACTORS if factor in self.differing)

    def side(self, factor: Factor, taken: Taken) -> Side:
        """Return the run that a factor is taken from."""
        return self.after if factor in taken else self.before

    def worlds(self, taken: Taken) -> tuple[Scenario, ...]:
        """Return the scenario, and the baseline where there is one, with some factors as in the later run."""
        pairs = zip(self.before.worlds, self.after.worlds, strict=True)
        return tuple(_mixed(before, after, taken) for before, after in pairs)

    def pairs(self, taken: Taken) -> tuple[int, ...]:
        """Return the pairs that such worlds are simulated with."""
        return self.side("luck", taken).pairs

    def parameters(self, taken: Taken) -> Parameters | None:
        """Return the parameters that such worlds are simulated with; None = as fitted."""
        return self.side("parameters", taken).parameters

    def can_be_run(self, taken: Taken) -> bool:
        """Return whether the installed rules, and tables that may be read, are the ones that such worlds need."""
        is_installed = _rules(self.side("rules", taken)) == (laborsim.__version__, simulating_code())
        return is_installed and (self._data(taken) == data_hashes() or self.folder_for(taken) is not None)

    def folder_for(self, taken: Taken) -> Path | None:
        """Return the other folder whose tables such worlds need; None where they are the installed ones, or nowhere."""
        needed = self._data(taken)
        if needed == data_hashes():
            return None
        return next((folder for folder, hashes in self.tables.items() if hashes == needed), None)

    def _data(self, taken: Taken) -> dict[str, str]:
        tables = {factor: self.side(factor, taken).question["data"] for factor in ("data", "parameters")}
        names = {name for table in tables.values() for name in table}
        mixed = {name: tables[factor_of_file(name)].get(name) for name in sorted(names)}
        return {name: digest for name, digest in mixed.items() if digest is not None}


def two_runs(before: Run, after: Run, tables: Sequence[Path] = ()) -> Two:
    """Return two runs as two answers to one question; `tables`: folders that may be read, and the shipped one always.

    Raises WrongInput naming how their questions differ, where they are one and the same answer, or for a folder that
    holds the tables of neither.
    """
    sides = Side(before), Side(after)
    if reasons := _other_questions(*sides):
        raise WrongInput(
            Words(
                f"{before.path} and {after.path} answer different questions, so no change is there to be explained: "
                f"{'; '.join(one.en for one in reasons)}; "
                "'laborsim compare' and 'laborsim diff' lay different questions side by side",
                f"{before.path} 与 {after.path} 回答的问题不同，没有可解释的变化："
                f"{'；'.join(one.zh for one in reasons)}；'laborsim compare' 和 'laborsim diff' 可并列不同的问题",
            )
        )
    differing = {factor: found for factor in FACTORS if (found := _TOLD[factor](*sides))}
    if not differing:
        raise WrongInput(
            Words(
                f"{before.path} and {after.path} were made alike: nothing has moved",
                f"{before.path} 与 {after.path} 以相同方式生成：没有变化",
            )
        )
    shipped = () if SHIPPED_TABLES.samefile(DATA) else (SHIPPED_TABLES,)
    folders = {folder: hashes_in(folder, without=(FONTS,)) for folder in (*tables, *shipped)}
    for folder in tables:
        if folders[folder] not in [side.question["data"] for side in sides]:
            raise WrongInput(
                Words(
                    f"{folder} holds the tables of neither {before.path} nor {after.path}: leave out --data",
                    f"{folder} 中的数据表既不属于 {before.path} 也不属于 {after.path}：请去掉 --data",
                )
            )
    return Two(*sides, differing, folders)


def _other_questions(one: Side, other: Side) -> list[Words]:
    if len(one.worlds) != len(other.worlds):
        names = {len(side.worlds): side.run.path for side in (one, other)}
        told = f"{names[2]} has a baseline and {names[1]} has none", f"{names[2]} 有基准情景，而 {names[1]} 没有"
        return [Words(*told)]
    reasons = []
    whose = Words(""), Words("the baseline's ", "基准情景的")
    for world, (mine, theirs) in zip(whose, zip(one.worlds, other.worlds, strict=True), strict=False):
        for what, said in _QUESTION.items():
            left, right = said(mine), said(theirs)
            if left != right and not (world and what.en in _SHARED):
                reasons.append(APART.holding(world=world, what=what, names=_apart(left, right)))
    return reasons


def _levers(world: Scenario) -> dict[str, Any]:
    """Return what a world's levers are asked to do: all but their effect parameters, and which of these are drawn."""
    return {
        lever.key: _undated(lever.model_dump(mode="json", exclude={"drawn", *effect_parameters(lever)}))
        for lever in world.levers
    }


def _shocks(world: Scenario) -> dict[str, Any]:
    return {shock.name: _undated(shock.model_dump(mode="json")) for shock in world.shocks}


def _undated(plain: dict[str, Any]) -> dict[str, Any]:
    """Return a lever or shock whose level since before the base date is not dated by that date."""
    schedule = plain["schedule"]
    while schedule is not None:
        if schedule["start"] is None and len(schedule["points"]) == 1:
            schedule["points"] = [[None, schedule["points"][0][1]]]
        schedule = schedule["before"]
    return plain


def effect_parameters(lever: Lever) -> tuple[str, ...]:
    """Return the names of a lever's effect parameters."""
    extras = ((name, field.json_schema_extra) for name, field in type(lever).model_fields.items())
    return tuple(name for name, extra in extras if isinstance(extra, dict) and "prior" in extra)


_QUESTION: dict[Words, Callable[[Scenario], dict[str, Any]]] = {
    Words("measures", "措施"): _levers,
    Words("shared budgets", "共用预算"): lambda world: {
        budget.name: budget.model_dump(mode="json") for budget in world.budgets
    },
    Words("shocks", "冲击"): _shocks,
    Words("context", "外部条件"): lambda world: world.context.model_dump(mode="json"),
    Words("places", "地区"): lambda world: dict.fromkeys(world.regions, True),
    Words("groups", "人群"): lambda world: {group.name: group.model_dump(mode="json") for group in world.groups},
    Words("last month", "最后月份"): lambda world: {month_name(world.horizon.end): True},
    Words("closure", "市场设定"): lambda world: {world.closure: True},
}
"""What a question is, by name: parts that have to be the same."""

_SHARED = ("shocks", "context", "places", "groups", "last month", "closure")
"""Parts that a baseline has from its scenario: told once."""


APART = Words("{world}{what} ({names})", "{world}{what}（{names}）")


def _apart(left: Mapping[str, Any], right: Mapping[str, Any]) -> str | Words:
    """Return the names in which two parts of a question differ: first against second, "none" for nothing."""
    if all(value is True for value in (*left.values(), *right.values())):
        each = (_few([key for key in mine if key not in theirs]) for mine, theirs in ((left, right), (right, left)))
        left_names, right_names = each
        return Words("{left} against {right}", "{left} 对 {right}").holding(left=left_names, right=right_names)
    return _few(_changed(left, right))


def _few(names: list[str]) -> str | Words:
    if not names:
        return Words("none", "无")
    named, more = ", ".join(names[:MOST_NAMED]), len(names) - MOST_NAMED
    return Words(f"{named} and {more} more", f"{named}等{len(names)}项") if more > 0 else named


def _data_told(one: Side, other: Side) -> tuple[Unlike, ...]:
    left, right = one.run.scenario, other.run.scenario
    starts = (month_name(left.horizon.start), month_name(right.horizon.start))
    found = [Unlike("base date", *starts)] if starts[0] != starts[1] else []
    found += _files(one, other, "data", "tables")
    read = [name for name in _READINGS if getattr(left, name) != getattr(right, name)]
    return (*found, *([Unlike("reading of", _few(read))] if read else []))


_READINGS = ("founders_inside_total", "founders_observed_as", "province")
"""Fields of a scenario that say how published figures are read, or hold figures themselves."""


def _files(one: Side, other: Side, factor: Factor, what: str) -> list[Unlike]:
    changed = _changed(one.question["data"], other.question["data"])
    mine = [name for name in changed if factor_of_file(name) == factor]
    return [Unlike(what, _few(mine))] if mine else []


def _changed(left: Mapping[str, Any], right: Mapping[str, Any]) -> list[str]:
    return sorted(name for name in left.keys() | right.keys() if left.get(name) != right.get(name))


def _parameters_told(one: Side, other: Side) -> tuple[Unlike, ...]:
    found = _files(one, other, "parameters", "draw tables")
    left, right = one.question["parameters"], other.question["parameters"]
    if left is not None and right is not None and left != right:
        found.append(Unlike("parameters", _few(_changed(left, right))))
    elif left != right:
        found.append(Unlike("parameters", *(FITTED if given is None else GIVEN for given in (left, right))))
    believed = [{what_if.name: what_if for what_if in side.run.scenario.parameters} for side in (one, other)]
    if believed[0] != believed[1]:
        found.append(Unlike("what if", _few(_changed(*believed))))
    draws = [side.run.scenario.run.draws for side in (one, other)]
    if draws[0] != draws[1]:
        found.append(Unlike("draws", *(DRAWN if each is None else ESTIMATE for each in draws)))
    worlds = zip(one.worlds, other.worlds, strict=True)
    levers = sorted({key for mine, theirs in worlds for key in _changed(_effects(mine), _effects(theirs))})
    return (*found, *([Unlike("effect parameters of", _few(levers))] if levers else []))


def _effects(world: Scenario) -> dict[str, list[float]]:
    """Return the effect parameters of every lever, by key."""
    return {lever.key: [getattr(lever, name) for name in effect_parameters(lever)] for lever in world.levers}


def _rules_told(one: Side, other: Side) -> tuple[Unlike, ...]:
    made = [f"{side.question['code'][:8]} ({side.question['laborsim']})" for side in (one, other)]
    return () if _rules(one) == _rules(other) else (Unlike("code", *made),)


def _rules(side: Side) -> tuple[str, str]:
    return side.question["laborsim"], side.question["code"]


def _scale_told(one: Side, other: Side) -> tuple[Unlike, ...]:
    left, right = one.run.scenario.run.scale, other.run.scenario.run.scale
    return () if left == right else (Unlike("persons a worker", persons_per_worker(left), persons_per_worker(right)),)


def _luck_told(one: Side, other: Side) -> tuple[Unlike, ...]:
    left, right = one.run.scenario.run.seed, other.run.scenario.run.seed
    found = [Unlike("seed", str(left), str(right))] if left != right else []
    if one.pairs != other.pairs:
        found.append(Unlike("pairs", str(len(one.pairs)), str(len(other.pairs))))
    return tuple(found)


_TOLD: dict[Factor, Callable[[Side, Side], tuple[Unlike, ...]]] = {
    "data": _data_told,
    "parameters": _parameters_told,
    "rules": _rules_told,
    "scale": _scale_told,
    "luck": _luck_told,
}
"""What of each factor differs between two runs; nothing where it is the same."""


def _mixed(before: Scenario, after: Scenario, taken: Taken) -> Scenario:
    """Return the world of the earlier run with some factors as in the later one."""

    def side(factor: Factor) -> Scenario:
        return after if factor in taken else before

    data, horizon = side("data"), before.horizon.model_copy(update={"start": side("data").horizon.start})
    settings = {
        "draws": side("parameters").run.draws,
        "scale": side("scale").run.scale,
        "seed": side("luck").run.seed,
    }
    readings = {name: getattr(data, name) for name in _READINGS}
    run = before.run.model_copy(update=settings)
    taken_from = side("parameters")
    believed = {"levers": taken_from.levers, "parameters": taken_from.parameters}
    return before.model_copy(update={"horizon": horizon, "run": run, **believed, **readings})
