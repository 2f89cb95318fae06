"""From what the user typed to the question that is run: file, overrides, baseline."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from laborsim.experiment.run_errors import WrongInput
from laborsim.parameters.parameters import Parameters
from laborsim.population.group_sizes import size_problems
from laborsim.published.regions import expand
from laborsim.published.words import UNSAID, Words
from laborsim.scenario.baseline import NOTHING, Compared, said
from laborsim.scenario.extends import SET, SHIPPED
from laborsim.scenario.input_errors import ScenarioProblems
from laborsim.scenario.load import Loaded, Scenario, load_scenario
from laborsim.scenario.plan import Plan, load_plan
from laborsim.scenario.what_if import set_words

QUICK_REPLICATES = 4
QUICK_SCALE = 20_000  # persons per worker: the whole country in 15,000 workers
QUICK_FINER = 20  # how many times coarser a region with a scale of its own becomes

NONE: Literal["none"] = "none"

SHIPPED_AS = "laborsim/scenarios"
"""Folder of the shipped scenarios in what a run keeps: where they are differs from machine to machine."""


@dataclass(frozen=True)
class Changes:
    """What the command line changes in a scenario file; None = as the file says.

    `baseline`: a file, or "none" for no comparison. `quick`: small, and stamped DRAFT on every figure; what is typed
    beside it stays as typed.
    """

    replicates: int | None = None
    seed: int | None = None
    scale: int | None = None
    overrides: Sequence[str] = ()
    baseline: Path | str | None = None
    quick: bool = False

    def pairs(self, typed: int | None, otherwise: int) -> int:
        """Return how many pairs a study looks at: those typed, else a quick run's, else what it looks at by itself."""
        return typed or (QUICK_REPLICATES if self.quick else otherwise)

    def coarser(self, typed: int | None, otherwise: int) -> int:
        """Return how many times more persons a worker of a study stands for; by itself none where a scale is typed."""
        keys = [text.partition("=")[0].strip() for text in self.overrides if "scale" in text]
        is_typed = self.scale is not None or any(key == "run" or key.startswith("run.scale") for key in keys)
        return typed or (1 if is_typed or self.quick else otherwise)


@dataclass(frozen=True)
class Asked:
    """A question ready to run: the scenario, what it is compared with, and the file as it was given."""

    scenario: Scenario
    baseline: Scenario | None
    loaded: Loaded
    given: bytes
    is_draft: bool = False
    parameters: Parameters | None = None  # None = as fitted
    compared: Compared | None = None  # None = with what the file says
    unheeded: Words = UNSAID  # what the file wants and the command line rules out, for whoever asks

    @property
    def files(self) -> tuple[tuple[str, str], ...]:
        """Scenario files that were read with their hashes, named as seen from the first one."""
        return tuple((self.seen_from_here(name), digest) for name, digest in self.loaded.files)

    def seen_from_here(self, name: str) -> str:
        """Return a file's name relative to the scenario's folder, so that no machine's paths are kept.

        What is shipped with laborsim is named as such, unless the scenario itself is.
        """
        first = Path(self.loaded.files[0][0])
        if Path(name).resolve().parent == SHIPPED and first.resolve().parent != SHIPPED:
            return f"{SHIPPED_AS}/{Path(name).name}"
        return Path(os.path.relpath(name, first.parent)).as_posix()


def ask(path: Path | str, changes: Changes = Changes()) -> Asked:
    """Read a scenario and apply what the command line changes.

    Raises ScenarioProblems with everything that is wrong, CannotRead where a file cannot be opened, WrongInput where
    the command line contradicts itself.
    """
    loaded, more = _read(path, changes)
    unheeded = UNHEEDED.holding(count=loaded.scenario.run.replicates) if NO_PRECISION in more else UNSAID
    compared = _compared(loaded, changes)
    baseline = compared.world
    wanted = next((goal for goal in loaded.scenario.goals if goal.adds is not None), None)
    if wanted is not None and (baseline is None or loaded.scenario.levers == baseline.levers):
        raise WrongInput(NO_EFFECT.holding(scenario=loaded.scenario.id, indicator=wanted.indicator))
    if baseline is not None:
        # What is hoped for, and how sure one wants to be, change nothing in that world.
        exact = baseline.run.model_copy(update={"precision": None})
        baseline = baseline.model_copy(update={"goals": (), "run": exact})
    given = Path(path).read_bytes()
    return Asked(loaded.scenario, baseline, loaded, given, changes.quick, compared=compared, unheeded=unheeded)


NO_EFFECT = Words(
    "the goal of {scenario} on {indicator} is what the measures add, and with this baseline there is no effect\n"
    "    hint: give another --baseline, or a goal on the level (min:, max:)",
    "{scenario} 的目标针对 {indicator} 的政策效应，而与此基准情景相比没有效应\n"
    "    建议：请换一个 --baseline，或针对水平设定目标（min:、max:）",
)


def ask_plan(path: Path | str, changes: Changes = Changes()) -> Plan:
    """Read a plan and apply what the command line changes to its scenario. Raises what `load_plan` and `ask` raise."""
    plan = load_plan(path, lambda scenario: _read(scenario, changes)[0])
    return replace(plan, overrides=tuple(changes.overrides), is_draft=changes.quick)


def _read(path: Path | str, changes: Changes) -> tuple[Loaded, list[str]]:
    """Return a scenario as the command line changes it, and what laborsim changes beside what is typed."""
    overrides = [*changes.overrides, *_numbers(changes)]
    loaded = load_scenario(path, overrides)
    more = [*(_quick(loaded) if changes.quick else ()), *_as_many_as_typed(loaded, is_quick=changes.quick)]
    if problems := size_problems(loaded):
        raise ScenarioProblems(problems, loaded.sources)
    return (load_scenario(path, [*overrides, *more]) if more else loaded), more


OTHER_PARAMETERS = Words(
    "{baseline} sets parameters that {scenario} does not: {there}, here {here}; an effect is that of the "
    "levers, so both "
    "worlds have the same: set the same in both files, or in neither",
    "{baseline} 与 {scenario} 设定的参数不同：前者为{there}，后者为{here}；效应是措施的效应，"
    "两种情景须采用相同参数：请在两个文件中作相同设定，或都不设定",
)


def _compared(loaded: Loaded, changes: Changes) -> Compared:
    if changes.baseline is None:
        return loaded.compared
    if changes.baseline == NONE:
        return Compared(None, block=NOTHING)
    other = load_scenario(changes.baseline)
    if other.scenario.parameters not in ((), loaded.scenario.parameters):
        here, there = (Words(set_words(one.scenario.parameters)) or Words("none", "无") for one in (loaded, other))
        told = OTHER_PARAMETERS.holding(baseline=changes.baseline, scenario=loaded.scenario.id, there=there, here=here)
        raise WrongInput(told)
    world = compared_with(loaded.scenario, other.scenario)
    own = {"shocks": other.scenario.shocks, "context": other.scenario.context}
    stated = {"context": {}} | other.resolved  # what it does not state is the default, not that of the scenario
    return said((world, world.model_copy(update=own)), stated, other.origins, other.remarks)


def compared_with(scenario: Scenario, other: Scenario) -> Scenario:
    """Return the world of `scenario` with the levers of `other`."""
    names = ("id", "title", "title_zh", "tags", "levers")
    return scenario.model_copy(update={"description": "", **{name: getattr(other, name) for name in names}})


def _numbers(changes: Changes) -> list[str]:
    typed = {"replicates": changes.replicates, "seed": changes.seed, "scale": changes.scale}
    return [f"run.{name}={value}" for name, value in typed.items() if value is not None]


NO_PRECISION = "run.precision=null"
UNHEEDED = Words(
    "{count} replicates, as the command line says: the file's `precision:` is not looked at",
    "按命令行指定模拟{count}次：不采用文件中的 `precision:`",
)


def _quick(loaded: Loaded) -> list[str]:
    """Return what makes a run small, but for what is typed."""
    typed, fine = _typed(loaded), loaded.scenario.run.scale.regions
    sizes = {code: min(QUICK_SCALE, QUICK_FINER * own) for code, own in fine.items()}
    scales = [f"run.scale.{code}={size}" for code, size in {"default": QUICK_SCALE, **sizes}.items()]
    small = scales if fine or "scale.default" in typed else [f"run.scale={QUICK_SCALE}"]
    if not typed & {"replicates", "precision"}:
        small.append(f"run.replicates={QUICK_REPLICATES}")
    return [text for text in small if text.partition("=")[0].removeprefix("run.") not in typed]


def _as_many_as_typed(loaded: Loaded, *, is_quick: bool) -> list[str]:
    """Return what keeps a file's precision from asking for more replicates than the command line does.

    Raises WrongInput where both are typed.
    """
    typed = _typed(loaded)
    if {"replicates", "precision"} <= typed:
        raise WrongInput(
            Words(
                "a number of replicates and a precision are typed, and each says how many: give one of them",
                "同时指定了模拟次数和精度，两者都决定模拟多少次：请只指定一项",
            )
        )
    is_counted = is_quick or "replicates" in typed
    wants_more = is_counted and "precision" not in typed and loaded.scenario.run.precision is not None
    return [NO_PRECISION] if wants_more else []


def _typed(loaded: Loaded) -> set[str]:
    """Return which settings of `run:` are typed, with their parts: precision, scale.CN-GS; a zone is its regions."""
    keys = [key.split(".")[1:] for key, origin in loaded.origins.items() if origin == SET and key.startswith("run.")]
    typed = {".".join(key[: k + 1]) for key in keys for k in range(len(key))}
    in_file = {key.rpartition(".")[2] for key, origin in loaded.origins.items() if origin != SET and "scale." in key}
    typed_places = [key[1] for key in keys if key[0] == "scale" and len(key) > 1]
    places = {code for place in typed_places for code in expand(place) if code == place or code not in in_file}
    return (typed - ({"scale"} if typed_places else set())) | {f"scale.{code}" for code in places}
