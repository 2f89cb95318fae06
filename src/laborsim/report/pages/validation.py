"""docs/validation.md: all evidence on one page under TRACE headings, from the files in calibration/evidence."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from laborsim.calibration.evidence.holdout_log import openings
from laborsim.calibration.evidence.studies import BACKTEST, LOOKS, REENACTED
from laborsim.calibration.scores.naive_forecasts import RIVALS
from laborsim.experiment.store.atomic_files import make_folder, write_whole
from laborsim.experiment.store.keyed_log import Plain
from laborsim.kernels.codes import ZONES
from laborsim.published.later_inputs import is_later, later_than
from laborsim.report.pages import validation_parts as parts
from laborsim.report.pages.pages import Pages
from laborsim.report.pages.province_counts import provinces_part
from laborsim.report.pages.validation_parts import number, table, yes
from laborsim.report.text.numbers import digits

ZONE_OF_WORK = "work in the "  # begins the names of the series of zones of work
CHOSEN = "Changed after it"  # in the note of a look after which something was changed because of what was seen
SIGNS = {"inside": "right sign", "overlaps": "sign not clear", "misses": "wrong sign"}
OWN_OF_THE_BACKTEST = ("posteriors/", "fits/")
"""Inputs that it has of its own, from targets up to the last year that it may know."""


def verdicts(opened: Plain) -> list[tuple[str, str, str]]:
    """Return (number to reach, reached, value) of the opened years."""
    four = [row for row in opened["series"] if row["scored"]]
    worst = max(four, key=lambda row: row["error"])
    ahead = [row["series"] for row in four if row["ahead_of_naive"]]
    ahead_of_all = [row["series"] for row in four if row["ahead"]]
    inside, points = sum(row["inside"] for row in four), sum(len(row["years"]) for row in four)
    narrow = sum(row["narrow_inside"] for row in four)
    return [
        (
            "backtest: at most 2.5 % mean error on each of the four",
            yes(worst["error"] <= 2.5),
            f"worst: {worst['series']}, {worst['error']:.2f} %",
        ),
        (
            "backtest: ahead of the best naive forecast on at least two of four",
            yes(len(ahead) >= 2),
            f"ahead on: {', '.join(ahead) or 'none'}; of those that hear the news too: "
            f"{', '.join(ahead_of_all) or 'none'}",
        ),
        (
            "backtest: 90 % fans cover at least 13 of 16 points",
            yes(inside >= 13),
            f"{inside} of {points}; draws × luck alone: {narrow}",
        ),
    ]


def score_part(origin: Plain) -> str:
    """Return the table of errors of one origin."""
    rows = [
        (
            f"**{row['series']}**" if row["scored"] else row["series"],
            f"{row['error']:.2f}",
            *(f"{row['rivals'][name]:.2f}" for name in RIVALS),
            f"{row['theil_u']:.2f}",
            f"{row['inside']} of {len(row['years'])}",
            "ahead" if row["ahead"] else "ahead of naive" if row["ahead_of_naive"] else "**loses**",
        )
        for row in origin["series"]
    ]
    return table(("series", "model", *RIVALS, "Theil's U", "in 90 % fan", ""), rows)


def path_part(origin: Plain) -> str:
    """Return the four series year by year: published, model, fan."""
    rows = [
        (
            row["series"],
            str(year),
            number(seen, 4),
            number(middle, 4),
            digits(100 * (middle / seen - 1), 1, signed=True),
            f"{number(low, 4)} … {number(high, 4)}",
        )
        for row in origin["series"]
        if row["scored"]
        for year, seen, middle, low, high in zip(
            row["years"], row["seen"], row["middle"], row["low"], row["high"], strict=True
        )
    ]
    return table(("series", "year", "published", "model", "miss, %", "90 % fan"), rows)


def shift_part(origins: Sequence[Plain]) -> str:
    """Return the shift of work that forecasts carry on, by what was known; forecasts without one say so."""
    known = {one["known_to"]: one["shift"] for one in origins if one.get("shift")}
    if not known:
        return (
            "What pulls people to a place stays as it was at the start, so the shift of work inland and into the home "
            "province, which went on all these years, is not in the forecast: the zones of work and the split of "
            "outbound workers lose to every trend."
        )
    rows = [
        (
            f"up to {year}",
            f"{one['first']} to {one['last']}{_in_brackets(one['marks'])}",
            *(digits(one["growth"][zone], 1, signed=True) for zone in ZONES),
        )
        for year, one in sorted(known.items())
    ]
    return (
        "The shift of work inland is carried on as it was published before the start "
        "(`context: {jobs_growth_by_zone}`): the growth of workers by zone of work beyond the nation's, mean of the "
        "logs over all years with figures of four zones that the forecaster knew. Jobs and the pull of a zone follow "
        "it ([odd](odd.md), 7.2 and 7.6); what turns growth into pull is a property of the model "
        "(`zone_pull`, the same in all draws, so fans of zones are too narrow). Percent a year:\n\n"
        + table(("known", "read off", *ZONES), rows)
    )


def zones_part(origin: Plain) -> str:
    """Return which zones of work lose to a naive forecast although the shift is carried on; empty if none does."""
    zones = [row for row in origin["series"] if row["series"].startswith(ZONE_OF_WORK)]
    lost = [row["series"].removeprefix(ZONE_OF_WORK) for row in zones if not row["ahead_of_naive"]]
    if not lost or not origin.get("shift"):
        return ""
    years = f"{zones[0]['years'][0]} to {zones[0]['years'][-1]}"
    which = "All four series" if len(lost) == len(ZONES) else f"{len(lost)} of {len(zones)} series"
    return (
        f"**{which} *work in the …* still lose in {years} ({', '.join(lost)}), although "
        "the shift is carried on**: a forecast that knows nothing but past figures misses by less."
    )


def _in_brackets(marks: Sequence[str]) -> str:
    return f" ({', '.join(marks)})" if marks else ""


def later_part(base_year: int, known_to: int) -> str:
    """Return what the start of the backtest holds of years after the last one that it may know, or of none."""
    found = [
        f"{one.what}: `{one.input}` ({one.reference}); {one.reason}"
        for one in later_than(base_year)
        if is_later(one.reference, known_to) and not one.input.startswith(OWN_OF_THE_BACKTEST)
    ]
    return "\n".join(f"- {line}" for line in found)


def openings_verdict(openings: Sequence[Mapping[str, str]]) -> tuple[str, str, str]:
    """Return (number to reach, reached, value) of how often the years were opened."""
    chosen = sum(CHOSEN in one["note"] for one in openings)
    return (
        "backtest: 2020 to 2023 opened once, every look logged",
        yes(len(openings) <= 1),
        f"times opened: {len(openings)}, all logged; choices made after a look: {chosen}",
    )


def openings_part(openings: Sequence[Mapping[str, str]]) -> str:
    """Return the log of looks."""
    rows = [
        (str(k), one["date"], one["total"], one["outbound"], one["local"], one["pay"], one["inside_16"], one["note"])
        for k, one in enumerate(openings, 1)
    ]
    return table(("look", "date", "total", "outbound", "local", "pay", "in fan, of 16", "note"), rows)


def experiments_part(found: Plain) -> str:
    """Return the natural experiments, failures in bold."""
    rows = [_experiment(row) for row in found["rows"]]
    columns = ("finding", "where", "published", "model", "90 % of runs", "unit", "verdict", "how it is re-enacted")
    return table(columns, rows)


def _experiment(row: Plain) -> Sequence[str]:
    shown = row["published"] if isinstance(row["published"], str) else number(row["published"])
    interval = "" if row["basis"].startswith("sign") else _interval(row)
    mark = "" if row["confidence"] == "seen" else f" ({row['confidence']})"
    verdict = _sign(row) if row["basis"].startswith("sign") else row["verdict"]
    if "by construction" in row["design"]:
        verdict = "no evidence"
    where = f"{row['place']} (mechanism only)" if row["foreign"] else row["place"]
    low, high = row["band"]
    strong = verdict in ("misses", "wrong sign")
    return (
        f"{row['finding']}{mark}, `{row['source']}`",
        where,
        f"{shown}{interval}",
        number(row["mean"]),
        f"{number(low)} … {number(high)}",
        row["unit"],
        f"**{verdict}**" if strong else verdict,
        f"{row['design']} ({row['basis']})",
    )


def _sign(row: Plain) -> str:
    """Return whether all of the middle runs, and not only their mean, have the published sign."""
    low, high = row["band"]
    clear = row["verdict"] == "misses" or (row["low"] <= low and high <= row["high"])
    return SIGNS[row["verdict"]] if clear else "sign not clear"


def _interval(row: Plain) -> str:
    return f", {number(row['low'])} … {number(row['high'])}"


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
        provinces_part(),
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
    make_folder(page.parent)
    write_whole(page, validation_page(folder).encode())


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
        rows += [*verdicts(tested["opened"][0]), openings_verdict(openings(folder / LOOKS))]
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
        "population is made of them, with every miss: [population](population.md). Targets and counts of provinces are "
        "entered twice and compared (`tests/calibration/`, `tests/published/`).",
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
        + score_part(one)
        for one in tested["rolling"]
    ]
    return "\n\n".join(
        [
            head,
            f"Start: end {protocol['base_year']}, parameters estimated from targets up to {protocol['known_to']} "
            f"(`calibration/{PAST}.yaml`), entrants by a life course fitted up to 2019. News, the same for "
            "everybody: GDP growth by year and the lockdown of 2020 as vacancies and recall "
            "(`calibration/backtest-news.csv`; its figures are recalled). Pay answers to GDP as it did from 2015 to "
            "2019. Mean absolute error in percent, 2020 to 2023. The rivals are fitted on 2015 to 2019; *drift with "
            "the news* lets each year count by its GDP growth.",
            score_part(protocol),
            path_part(protocol),
            *_pictures(folder, PAST, f"backtest-{protocol['base_year']}"),
            shift_part([*tested["rolling"], *tested["opened"]]),
            zones_part(protocol),
            "A fan is draws of the parameters × luck × a random walk of the size by which yearly changes departed "
            "from their mean in 2013 to 2019, Student's t as these are few. 2023's reversal (local down, outbound up) "
            "may be reopening or the survey's new sample; nothing in the news speaks of it.",
            f"**From end {same['base_year']}**, where the rivals start too\n\n" + score_part(same),
            "**Inside 2013 to 2019**, where improving was allowed. Entrants and life course of these starts are fitted "
            "up to 2019.",
            *rolling,
            *([coverage_part(tested["coverage"])] if "coverage" in tested else []),
            "**Later information that the start still holds** (of every base year: "
            "[population](population.md#inputs-later-than-the-base-date))\n\n"
            + later_part(protocol["base_year"], protocol["known_to"]),
            "**Log of looks** (`calibration/evidence/looks.csv`): every time the years were opened. Errors in percent.",
            openings_part(openings(folder / LOOKS)),
            *([] if past is None else ["**What the targets up to 2019 identify**", parts.identification_part(past)]),
        ]
    )


def coverage_part(found: Plain) -> str:
    """Return how the bands of eight in ten hold what was published, all series of the rolling origins together."""
    share = found["inside"] / found["points"]
    return (
        f"**Bands of eight in ten**, all published series pooled, {found['points']} points: {found['inside']} inside "
        f"({share:.0%}; wanted 70 to 90 %). Interval score {number(found['score'])} % of the figure, of a drift of "
        f"the same yearly departures {number(found['drift'])} %: less is better. Pairs have draws of "
        f"`{found['posterior']}`, whose constants are solved at every base year; in series that are targets they "
        f"count {number(found['excess'])} times as far from their mean as they lie, by the J test of the fit. The "
        "draws were estimated on figures up to 2023, later than what they are held against: no test out of sample."
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
            experiments_part(found),
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
