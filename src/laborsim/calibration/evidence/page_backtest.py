"""Parts of docs/validation.md on the backtest and the natural experiments."""

from collections.abc import Mapping, Sequence

from laborsim.calibration.evidence.page_parts import number, table, yes
from laborsim.calibration.evidence.rivals import RIVALS
from laborsim.experiment.store.log import Plain
from laborsim.inputs.margins import published
from laborsim.kernels.codes import ZONES

ZONE_OF_WORK = "work in the "  # begins the names of the series of zones of work
LATER = "later information"
CHOSEN = "Changed after it"  # in the note of a look after which something was changed because of what was seen
SIGNS = {"inside": "right sign", "overlaps": "sign not clear", "misses": "wrong sign"}
FIXED_LATER = (
    "shares of local and outbound in published pooled means, 0.52 and 0.48 (estimated 2014–2023)",
    "unemployment of migrants in towns (2023, the only annual mean)",
    "rent, income and registration by province (2020 and 2023), destinations of a province's movers (census 2020)",
    "the reserve at home, 30 million (an ASSUMPTION bounded by the fall of 2020)",
    "priors of the parameters, written when all figures were known",
)


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
            f"{100 * (middle / seen - 1):+.1f}".replace("-", "−"),
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
            *(f"{one['growth'][zone]:+.1f}".replace("-", "−") for zone in ZONES),
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


def later_part(base_year: int) -> str:
    """Return what the start of the backtest holds of later years."""
    found = [note for note in published(base_year).notes() if LATER in note]
    late = [note for note in found if any(str(year) in note for year in range(2020, 2024))]
    return "\n".join(f"- {line}" for line in (*late, *FIXED_LATER))


def looks_verdict(looks: Sequence[Mapping[str, str]]) -> tuple[str, str, str]:
    """Return (number to reach, reached, value) of how often the years were opened."""
    chosen = sum(CHOSEN in one["note"] for one in looks)
    return (
        "backtest: 2020 to 2023 opened once, every look logged",
        yes(len(looks) <= 1),
        f"times opened: {len(looks)}, all logged; choices made after a look: {chosen}",
    )


def looks_part(looks: Sequence[Mapping[str, str]]) -> str:
    """Return the log of looks."""
    rows = [
        (str(k), one["date"], one["total"], one["outbound"], one["local"], one["pay"], one["inside_16"], one["note"])
        for k, one in enumerate(looks, 1)
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
