"""docs/validation.md: all evidence on one page under TRACE headings, from the files in calibration/evidence."""

import json
from pathlib import Path

from laborsim.calibration.evidence import page_backtest as backtest
from laborsim.calibration.evidence import page_parts as parts
from laborsim.calibration.evidence.looks import looks
from laborsim.calibration.evidence.studies import BACKTEST, LOOKS, REENACTED
from laborsim.experiment.store.log import Plain
from laborsim.inputs.docs_pages import Pages

NOTICE = "<!-- Written by `laborsim calibrate … --evidence` and `laborsim docs`. Do not edit. -->"
EVIDENCE = Path("calibration/evidence")
PAGE = "docs/validation.md"
PLANNING, PAST = "national-2023", "backtest-2017"


def validation_page(folder: Path) -> str:
    """Return the page of a folder of evidence; a study that was not run yet says so."""
    planning, past = _study(folder, PLANNING), _study(folder, PAST)
    tested, reenacted = _read(folder / BACKTEST), _read(folder / REENACTED)
    sections = [
        "# Validation",
        NOTICE,
        "What supports the numbers of laborsim, and what does not. The headings are those of a TRACE document "
        "(Augusiak, Van den Brink & Grimm 2014); each part names the command, test or file behind it. What is missed "
        "stands in bold and stays here.",
        _numbers(folder, planning, tested, reenacted),
        *_first_headings(),
        _output(planning),
        _analysis(planning, folder),
        _corroboration(planning),
        _backtest(tested, past, folder),
        _experiments(reenacted),
        _recipe(planning, past, tested, reenacted),
    ]
    return "\n\n".join(sections) + "\n"


def evidence_pages(root: Path) -> Pages:
    """Return the generated page below a root that holds evidence, nothing below any other."""
    folder = root / EVIDENCE
    return {PAGE: lambda: validation_page(folder)} if folder.is_dir() else {}


def write_validation(folder: Path, page: Path) -> None:
    """Write the page."""
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(validation_page(folder), encoding="utf-8")


def _read(path: Path) -> Plain | None:
    if not path.exists():
        return None
    found: Plain = json.loads(path.read_text(encoding="utf-8"))
    return found


def _study(folder: Path, name: str) -> Plain | None:
    """Return the evidence of a calibration, and what its posterior took away of each prior's spread (`moved`)."""
    found, estimate = _read(folder / f"{name}.json"), _read(folder.parent / "results" / name / "estimate.json")
    if found is None:
        return None
    rows = [] if estimate is None else estimate["parameters"]
    return {**found, "moved": {row["name"]: row["moved"] for row in rows}}


def _pictures(folder: Path, name: str, what: str) -> list[str]:
    """Return the figures of a calibration's evidence whose file names hold a word."""
    found = sorted((folder / "figures" / name).glob(f"*{what}*.png"))
    return [f"![{path.stem[3:]}](../{(EVIDENCE / path.relative_to(folder)).as_posix()})" for path in found]


def _missing(what: str, command: str) -> str:
    return f"Not run yet: {what}. `{command}` writes it."


def _numbers(folder: Path, planning: Plain | None, tested: Plain | None, reenacted: Plain | None) -> str:
    rows: list[tuple[str, str, str]] = []
    if tested is not None:
        rows += [*backtest.verdicts(tested["opened"][0]), backtest.looks_verdict(looks(folder / LOOKS))]
    if planning is not None:
        rows += _planning_numbers(planning)
    if reenacted is not None:
        missed = [row["id"] for row in reenacted["rows"] if row["verdict"] == "misses"]
        shown = f"{len(missed)} of {len(reenacted['rows'])} missed: {', '.join(missed) or 'none'}"
        rows.append(("natural experiments: at least four re-enacted, failures shown", "yes", shown))
    return "## In short\n\n" + parts.table(("number to reach", "reached", "value"), rows)


def _planning_numbers(found: Plain) -> list[tuple[str, str, str]]:
    condition = found["identification"]["condition_number"]
    stocks = [row for row in found["fit"] if row["solved"] and row["unit"] == "persons" and row["low"] == row["high"]]
    worst = max((abs(row["model"] / row["published"] - 1) for row in stocks), default=0.0)
    rows = [
        ("fitted stocks within 0.5 %", "yes" if worst <= 0.005 else "**no**", f"worst {100 * worst:.2f} %"),
        ("condition number at most 100", "yes" if condition <= 100 else "**no**", parts.number(condition)),
        parts.agreement_verdict(found),
        parts.recovery_verdict(found),
    ]
    return [*rows, *parts.held_out_verdicts(found)]


def _first_headings() -> list[str]:
    return [
        "## 1. Problem formulation\n\nThe question and for whom it is asked: [odd](odd.md), part 1.",
        "## 2. Model description\n\n[odd](odd.md), with tables read off the code.",
        "## 3. Data evaluation\n\nEvery figure with its quote, source and confidence: [figures](figures.md). How the "
        "population is made of them, with every miss: [population](population.md). Targets are entered twice and "
        "compared (`tests/calibration/`).",
        "## 4. Conceptual model evaluation\n\nMechanisms, their direction and their literature: [odd](odd.md), "
        "parts 4 and 7. What rests on an ASSUMPTION is marked there.",
        "## 5. Implementation verification\n\nThe same rules in plain Python agree to the bit (`tests/twin/`); every "
        "identity of [odd](odd.md), 7.18, is checked in every month of every run; no lever, no effect, to the bit "
        "(`tests/levers/`).",
    ]


def _output(found: Plain | None) -> str:
    head = "## 6. Model output verification: the fit"
    if found is None:
        return f"{head}\n\n" + _missing("the calibration", f"laborsim calibrate calibration/{PLANNING}.yaml --evidence")
    return f"{head}\n\nThe planning baseline `{PLANNING}`. How it is estimated: [calibration](calibration.md).\n\n" + (
        parts.fit_part(found)
    )


def _analysis(found: Plain | None, folder: Path) -> str:
    head = "## 7. Model analysis: identification"
    if found is None:
        return f"{head}\n\n" + _missing("identification", f"laborsim calibrate calibration/{PLANNING}.yaml --evidence")
    return "\n\n".join(
        [
            head,
            parts.identification_part(found),
            parts.SHARES,
            "### Profiles\n\nThe parameter is held at a share of its range, the others take one step towards their "
            "best, and a real run says how large the sum of squared misses is.",
            parts.profile_part(found),
            parts.below_estimate(found),
            *_pictures(folder, PLANNING, "profiles"),
            "### Robustness",
            parts.robustness_part(found),
            "### Simulate and recover",
            parts.recovery_part(found),
        ]
    )


def _corroboration(found: Plain | None) -> str:
    head = "## 8. Model output corroboration\n\n### Posterior-predictive coverage"
    if found is None:
        return f"{head}\n\n" + _missing("the check", f"laborsim calibrate calibration/{PLANNING}.yaml --evidence")
    return f"{head}\n\n{parts.predictive_part(found)}"


def _backtest(tested: Plain | None, past: Plain | None, folder: Path) -> str:
    head = "### Backtest"
    if tested is None:
        return f"{head}\n\n" + _missing("the backtest", f"laborsim calibrate calibration/{PAST}.yaml --evidence")
    protocol, same = tested["opened"][0], tested["opened"][1]
    rolling = [
        f"**From end {one['base_year']} to {one['last']}**, knowing figures up to {one['known_to']}\n\n"
        + backtest.score_part(one)
        for one in tested["rolling"]
    ]
    return "\n\n".join(
        [
            head,
            f"Start: end {protocol['base_year']}, parameters estimated from targets up to {protocol['known_to']} "
            f"(`calibration/{PAST}.yaml`), entrants by births and a life course fitted up to 2019. News, the same for "
            "everybody: GDP growth by year and the lockdown of 2020 as vacancies and recall "
            "(`calibration/backtest-news.csv`; its figures are recalled). Pay answers to GDP as it did from 2015 to "
            "2019. Mean absolute error in percent, 2020 to 2023. The rivals are fitted on 2015 to 2019; *drift with "
            "the news* lets each year count by its GDP growth.",
            backtest.score_part(protocol),
            backtest.path_part(protocol),
            *_pictures(folder, PAST, f"backtest-{protocol['base_year']}"),
            backtest.shift_part([*tested["rolling"], *tested["opened"]]),
            backtest.zones_part(protocol),
            "A fan is draws of the parameters × luck × a random walk of the size by which yearly changes departed "
            "from their mean in 2013 to 2019. 2023's reversal (local down, outbound up) may be reopening or the "
            "survey's new sample; nothing in the news speaks of it.",
            f"**From end {same['base_year']}**, where the rivals start too\n\n" + backtest.score_part(same),
            "**Inside 2013 to 2019**, where improving was allowed. Entrants and life course of these starts are fitted "
            "up to 2019.",
            *rolling,
            "**Later information that the start still holds**\n\n" + backtest.later_part(protocol["base_year"]),
            "**Log of looks** (`calibration/evidence/looks.csv`): every time the years were opened. Errors in percent.",
            backtest.looks_part(looks(folder / LOOKS)),
            *([] if past is None else ["**What the targets up to 2019 identify**", parts.identification_part(past)]),
        ]
    )


def _experiments(found: Plain | None) -> str:
    head = "### Natural experiments"
    if found is None:
        return f"{head}\n\n" + _missing("the experiments", f"laborsim calibrate calibration/{PLANNING}.yaml --evidence")
    return "\n\n".join(
        [
            head,
            "Levels do not validate effects. Each published finding is re-enacted as a small pair of worlds with "
            "common luck; foreign rows test a mechanism, not China. Figures marked *recalled* are second-hand.",
            backtest.experiments_part(found),
        ]
    )


def _recipe(*found: Plain | None) -> str:
    shown = [one for one in found if one is not None]
    sizes = [f"{name.replace('_', ' ')}: {size:,}" for one in shown for name, size in one["sizes"].items()]
    return (
        "## How to repeat it\n\n"
        f"`laborsim calibrate calibration/{PLANNING}.yaml --evidence` and "
        f"`laborsim calibrate calibration/{PAST}.yaml --evidence`; an interrupted one goes on where it stopped. "
        "Sizes of the shipped evidence:\n\n" + "\n".join(f"- {line}" for line in dict.fromkeys(sizes))
    )
