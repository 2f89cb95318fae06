"""docs/facts.md: stylised facts beside the model, a line a fact, from what `laborsim facts` left."""

import json
from collections.abc import Mapping, Sequence
from math import isfinite
from pathlib import Path

from laborsim.calibration.facts.declarations import Fact, facts
from laborsim.calibration.facts.looks import looks, moved
from laborsim.calibration.facts.looks import totals as count_hits
from laborsim.calibration.facts.readings import IDENTITIES, READINGS
from laborsim.calibration.facts.results import numbers
from laborsim.calibration.facts.verdicts import (
    CONSTRUCTED,
    HIT,
    MISS,
    NOT_TESTABLE,
    Judged,
    criteria,
    is_testable,
    judge,
    judge_identity,
)
from laborsim.experiment.store.keyed_log import Plain
from laborsim.report.pages.pages import Pages
from laborsim.report.pages.validation import CHOSEN
from laborsim.report.pages.validation_parts import number, table
from laborsim.report.tables.facts import interval, of_core, plain, value

PAGE = "docs/facts.md"
EVIDENCE = Path("calibration/evidence")
RESULTS, LOOKS = "facts.json", "fact-looks.csv"
NOTICE = "<!-- Written by `laborsim facts` and `laborsim docs`. Do not edit. -->"
ENOUGH = 0.75  # share of the core facts that can be tested
NEVER_MISSED = (
    "dest_income_elasticity", "sd_home_pay_pulls", "sd_labour_demand", "srch_duration_falls", "ret_hazard_falls",
    "ml_lowtech_zero", "cv_quarters",
)  # fmt: skip
SHOWN = 6  # parameters named beside a fact
LEAST_MOVE = 0.1  # of a range's width: ASSUMPTION, as a calibration screens by a tenth of a target's error


def facts_pages(root: Path) -> Pages:
    """Return the generated page below a root that holds results, nothing below any other."""
    folder = root / EVIDENCE
    return {PAGE: lambda: facts_page(folder)} if (folder / RESULTS).is_file() else {}


def judged_facts(declared: Sequence[Fact], found: Plain) -> dict[str, Judged]:
    """Return the verdict on every fact, by id."""
    draws = {name: [numbers(each) for each in one["draws"]] for name, one in found["facts"].items()}
    return {fact.id: judge(fact, draws.get(fact.id, [])) for fact in declared}


def facts_page(folder: Path) -> str:
    """Return the page of a folder of results; verdicts are taken anew from the numbers."""
    declared = facts()
    found: Plain = json.loads((folder / RESULTS).read_text(encoding="utf-8"))
    judged = judged_facts(declared, found)
    testable = [fact.id for fact in declared if is_testable(fact)]
    parts = [
        "# Stylised facts",
        NOTICE,
        "What is known of migrant workers' lives and answers, computed from runs of the model as each fact says, and "
        "judged. Nothing here was fitted: a miss is shown and stays. `make facts` simulates and writes it; "
        "`laborsim docs` writes it again from the stored numbers. The table of facts, with the way to compute each and "
        "the words of its source, is `src/laborsim/data/stylised_facts.csv`.",
        _in_short(declared, judged, testable, looks(folder / LOOKS)),
        "## How to read it\n\n" + HOW,
        _table_of("Core facts", of_core(declared, True), judged, found),
        _table_of("Other facts", of_core(declared, False), judged, found),
        _identities(found),
        _parameters(declared, found),
        _looks(looks(folder / LOOKS)),
        _recipe(found),
    ]
    return "\n\n".join(parts) + "\n"


HOW = (
    "*range*: what the fact allows, never widened. *grade*: A causal or census, B survey or administrative, C from "
    "elsewhere than China, D reasoned or recalled. *model*: mean over draws of the posterior, each with a luck of its "
    "own, in brackets the middle 80 % of draws. *verdict*: of the mean. **hit**: it lies in the range and everything "
    "that the fact says beside holds; **miss**: it does not; **zero by construction**: no mechanism acts, or what "
    "comes out was put in, so it is no evidence; **not testable yet**: the model lacks the state that is named. The "
    "last two never count as hits, and the last is not among the facts that can be tested; what today's model gives "
    "may stand beside it all the same. *beside*: the other numbers that were computed, in bold those that have to "
    "hold and do not; and what had to be posed otherwise. *moved by*: parameters that move a number by which the fact "
    "is judged by more than three standard errors and by a tenth of its range or more, each a prior standard "
    "deviation away, surest first."
)


def _in_short(
    declared: Sequence[Fact], judged: Mapping[str, Judged], testable: Sequence[str], seen: Sequence[Mapping[str, str]]
) -> str:
    sums = count_hits(declared, judged, testable)
    share = sums["core_hit"] / max(sums["core_testable"], 1)
    missed = [name for name in NEVER_MISSED if judged[name].verdict != HIT]
    rows = [
        (
            "core facts that can be tested, hit: at least 75 %",
            "yes" if share >= ENOUGH else "**no**",
            f"{sums['core_hit']} of {sums['core_testable']} ({100 * share:.0f} %)",
        ),
        (
            "none of these missed: " + ", ".join(f"`{name}`" for name in NEVER_MISSED),
            "**no**" if missed else "yes",
            "; ".join(f"`{name}`: {judged[name].verdict}" for name in missed) or "none",
        ),
        ("all facts that can be tested, hit", "", f"{sums['hit']} of {sums['testable']}"),
    ]
    counts = {
        verdict: sum(one.verdict == verdict for one in judged.values())
        for verdict in (HIT, MISS, CONSTRUCTED, NOT_TESTABLE)
    }
    rows.append(("facts by verdict", "", ", ".join(f"{verdict} {count}" for verdict, count in counts.items())))
    rows.append(
        (
            "looks at this page",
            "",
            f"{len(seen)}, all logged; {moved(seen)} of them after parameters or code had moved; "
            f"choices made after a look: {sum(CHOSEN in one['note'] for one in seen)}",
        )
    )
    return "## In short\n\n" + table(("number to reach", "reached", "value"), rows)


def _table_of(title: str, those: Sequence[Fact], judged: Mapping[str, Judged], found: Plain) -> str:
    rows = [_row(fact, judged[fact.id], found["facts"].get(fact.id, {})) for fact in those]
    columns = ("fact", "statement", "range", "grade", "model", "verdict", "beside", "moved by")
    return f"## {title}\n\n{table(columns, rows)}"


def _row(fact: Fact, one: Judged, found: Plain) -> tuple[str, ...]:
    reading = READINGS.get(fact.id)
    shown = value(one)
    if one.band is not None:
        shown += f" ({interval(one.band)})"
    verdict = one.verdict if one.verdict in (HIT, NOT_TESTABLE) else f"**{one.verdict}**"
    if one.verdict == NOT_TESTABLE and fact.needs_state:
        verdict += f": needs {fact.needs_state}"
    if one.verdict == CONSTRUCTED and reading is not None and reading.constructed:
        verdict += f": {reading.constructed}"
    return (
        f"`{fact.id}`",
        fact.statement,
        f"{plain(fact.low)} … {plain(fact.high)} {fact.unit}",
        fact.grade,
        shown,
        verdict,
        _beside(fact, one),
        moved_by(fact, found),
    )


def _beside(fact: Fact, one: Judged) -> str:
    reading = READINGS.get(fact.id)
    if reading is None:
        return ""
    said = []
    for part, amount in one.parts.items():
        if part != (reading.main or reading.shown):
            text = f"{part} {number(amount) if isfinite(amount) else 'no figure'}"
            said.append(f"**{text}**" if part in one.failed else text)
    if one.share is not None and one.verdict in (HIT, MISS):
        said.append(f"hit in {100 * one.share:.0f} % of draws")
    return "; ".join([*said, *([f"posed: {reading.posed}"] if reading.posed else [])])


def _seen_moves(fact: Fact, found: Plain) -> dict[str, float]:
    """Return the parameters that move a part by which a fact is judged, and by how many standard errors.

    Where the part has a range, by a tenth of its width or more: with the same luck in both worlds hardly a move is
    lost in noise.
    """
    surest: dict[str, float] = {}
    widths = {one.part: one.high - one.low for one in criteria(fact)}
    for part, parameter, move, error in found.get("moves") or []:
        if part in widths and (not isfinite(widths[part]) or abs(move) >= LEAST_MOVE * widths[part]):
            surest[parameter] = max(surest.get(parameter, 0.0), abs(move) / max(error, abs(move) * 1e-9))
    return surest


def moved_by(fact: Fact, found: Plain) -> str:
    """Return the parameters that move a fact, surest first; that nobody looked; or nothing where none is computed."""
    if fact.id not in READINGS:
        return ""
    if found.get("moves") is None:
        return "not screened"
    surest = _seen_moves(fact, found)
    order = sorted(surest, key=lambda one: -surest[one])
    named = [f"`{one}`" for one in order[:SHOWN]]
    return ", ".join(named) + (f" and {len(order) - SHOWN} more" if len(order) > SHOWN else "")


def _identities(found: Plain) -> str:
    rows = []
    for one in IDENTITIES:
        draws = [numbers(each) for each in found["facts"][one.id]["draws"]]
        seen = judge_identity(one, draws)
        beside = "; ".join(f"{part} {number(amount)}" for part, amount in seen.parts.items() if part != one.part)
        shown = f"{value(seen)} ({interval(seen.band)})"
        verdict = seen.verdict if seen.verdict == HIT else f"**{seen.verdict}**"
        rows.append((f"`{one.id}`", one.statement, f"at most {number(one.high)} {one.unit}", shown, verdict, beside))
    columns = ("identity", "statement", "allowed", "model", "verdict", "beside")
    why = " ".join(f"`{one.id}`: {one.why}." for one in IDENTITIES)
    return f"## What has to hold in any model\n\n{table(columns, rows)}\n\n{why}"


def _parameters(declared: Sequence[Fact], found: Plain) -> str:
    if not found["screened"]:
        return "## Which facts each parameter moves\n\nNot screened: `make facts` does it."
    rows, per_fact = [], found["facts"]
    whole = all(per_fact[name]["moves"] is not None for name in READINGS)
    looked = ", ".join(found["sizes"]["screened"])
    for name in found["screened"]:
        known = [fact for fact in declared if fact.id in READINGS]
        those = [fact for fact in known if name in _seen_moves(fact, per_fact[fact.id])]
        core = [fact for fact in those if fact.core]
        verdict = ("**none**", "**one fact alone**", "")[min(len(those), 2)] if whole else "not judged yet"
        rows.append((f"`{name}`", str(len(those)), ", ".join(f"`{fact.id}`" for fact in core), verdict))
    return (
        "## Which facts each parameter moves\n\nThe free parameters of the calibration, each a prior standard "
        "deviation away from the estimate, constants of the base date following it. No mechanism should have a "
        "parameter that only one fact moves; that is judged once every study is screened. Looked at so far: "
        f"{looked}. Parameters that are never drawn (founders, levers, costs) are not screened.\n\n"
        + table(("parameter", "facts moved", "core facts among them", ""), rows)
    )


def _looks(seen: Sequence[Mapping[str, str]]) -> str:
    rows = [
        (str(k), one["date"], one["code"], one["parameters"], f"{one['core_hit']} of {one['core_testable']}",
         f"{one['hit']} of {one['testable']}", one["note"])
        for k, one in enumerate(seen, 1)
    ]  # fmt: skip
    columns = ("look", "date", "code", "parameters", "core facts hit", "all facts hit", "note")
    return (
        "## Looks\n\nA line each time the facts were judged with other code, other parameters or other verdicts than "
        "the time before, as [validation](validation.md) counts how often later years were opened. Whoever changes the "
        f"model after a look says so in the note, which then begins with “{CHOSEN}”.\n\n{table(columns, rows)}"
    )


def _recipe(found: Plain) -> str:
    sizes = found["sizes"]
    lines = [
        f"- {name.replace('_', ' ')}: {', '.join(size) if isinstance(size, list) else plain(size)}"
        for name, size in sizes.items()
    ]
    return (
        "## How to repeat it\n\n`make facts`, or `laborsim facts`; what was simulated before, with the same code and "
        "data, is found again. Sizes:\n\n" + "\n".join(lines) + f"\n\nCode of the simulation: {found['code'][:16]}."
    )
