"""Parts of docs/validation.md that speak of one calibration: fit, identification, robustness, recovery, prediction."""

from collections.abc import Sequence

import numpy as np

from laborsim.calibration.estimation.outcome import PRIOR_ONLY, WEAK, verdict
from laborsim.calibration.evidence.identification import PINNED
from laborsim.calibration.evidence.robustness import MOVES
from laborsim.experiment.indicators.predictive import AGREED
from laborsim.experiment.store.keyed_log import Plain
from laborsim.report.text.numbers import digits

Cells = Sequence[str]
Verdict = tuple[str, str, str]
"""A number to reach, whether it is reached, and its value."""

IDENTIFIED = "identified"
RECOVERED = 0.9  # share of trials in which identified parameters are to come back (design: calibration)

SHARES = (
    "The verdict is that of [calibration](calibration.md), of every figure and of the trials below, and rests on the "
    f"posterior's draws, which runs use: identified from {WEAK:.0%} of the prior's spread taken away, weak from "
    f"{PRIOR_ONLY:.0%}, prior only below. The share at the estimate is another measure: the slopes of real runs at one "
    "point, the model taken as linear, the errors of the targets alone. The draws also count the luck of runs, the "
    "error of the emulator, and how slopes change away from that point, so their share is mostly the smaller one. The "
    "standard error from the targets alone leaves every other parameter without a prior: it is wide where parameters "
    "do the same, though their priors tell them apart."
)


def table(columns: Cells, rows: Sequence[Cells]) -> str:
    """Return a Markdown table."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def yes(reached: bool) -> str:
    """Return whether a number was reached; what was missed stands in bold."""
    return "yes" if reached else "**no**"


def number(value: float | None, significant: int = 3) -> str:
    """Return a number with some significant digits and thousands marks; a dash where there is none."""
    if value is None:
        return "–"
    size = 0 if value == 0 else int(np.floor(np.log10(abs(value))))
    return digits(value, max(0, significant - 1 - size))


def held_out_error(found: Plain, solved: bool) -> float | None:
    """Return the median |model − published| ÷ |published| of held-out targets [percent]; None without any.

    `solved`: of those that the inversion solves, or of all others.
    """
    rows = [row for row in found["fit"] if row["use"] == "holdout" and row["low"] == row["high"]]
    errors = [abs(row["model"] / row["published"] - 1) for row in rows if row["solved"] == solved]
    return 100 * float(np.median(errors)) if errors else None


def held_out_verdicts(found: Plain) -> list[Verdict]:
    """Return a row for the held-out targets that the inversion solves, and one for those that nothing comes near to."""
    kinds = {True: "those that the inversion solves anyway", False: "those that no inversion solves"}
    errors = {words: held_out_error(found, solved) for solved, words in kinds.items()}
    return [
        (f"held-out targets within 5 % at the median: {words}", yes(error <= 5), f"{number(error, 2)} %")
        for words, error in errors.items()
        if error is not None
    ]


def agreement_verdict(found: Plain) -> Verdict:
    """Return the row of the J test; in bold where the targets reject the model."""
    agree = found["robustness"]["p_value"] >= AGREED
    row = (f"fitted targets agree with the model: J test, p at least {AGREED:g}", "yes", _j_test(found))
    return row if agree else (f"**{row[0]}**", "**no**", f"**{row[2]}**")


def _j_test(found: Plain) -> str:
    seen = found["robustness"]
    said = "the targets agree with each other" if seen["p_value"] >= AGREED else "the targets reject the model"
    shown = f"J = {number(seen['j_statistic'])} with {seen['degrees_of_freedom']} degrees of freedom"
    return f"{shown}, p = {seen['p_value']:.3g}: {said}"


def called(found: Plain, name: str) -> str:
    """Return what a parameter is called in every table: identified, weak or prior only; a dash without a posterior."""
    return verdict(found["moved"][name]) or IDENTIFIED if name in found["moved"] else "–"


def recovered(found: Plain, names: Cells) -> float:
    """Return the share of trials in which parameters came back [0, 1]; 0 without any."""
    shares = [row["within"] for row in found["recovery"]["parameters"] if row["name"] in names]
    return float(np.mean(shares)) if shares else 0.0


def recovery_verdict(found: Plain) -> Verdict:
    """Return the row of simulate and recover: it rests on the parameters that are called identified."""
    names, pinned = _identified(found), _pinned(found)
    share = recovered(found, names)
    value = f"{100 * share:.0f} %: {_listed(names)}"
    if pinned:
        alone = f"{100 * recovered(found, pinned):.0f} %"
        value += f"; those that the targets pin without any prior ({_listed(pinned)}): {alone}"
    return "recovery of identified parameters in 90 % of trials", yes(share >= RECOVERED), value


def _identified(found: Plain) -> list[str]:
    return [name for name in found["estimated"] if called(found, name) == IDENTIFIED]


def _pinned(found: Plain) -> list[str]:
    return [row["name"] for row in found["identification"]["parameters"] if row["percent_of_range"] <= PINNED]


def _listed(names: Cells) -> str:
    return ", ".join(f"`{name}`" for name in names) or "none"


def fit_part(found: Plain) -> str:
    """Return the table of targets, fitted and held out apart."""
    parts = []
    for use, title in (("fit", "Fitted"), ("holdout", "Held out"), ("monitor", "Watched only")):
        rows = [_target(row) for row in found["fit"] if row["use"] == use]
        if rows:
            columns = ("target", "unit", "published", "model", "miss, in standard errors", "")
            parts.append(f"**{title}**\n\n{table(columns, rows)}")
    return "\n\n".join(parts)


def _target(row: Plain) -> Cells:
    published = number(row["published"])
    if row["low"] != row["high"]:
        published = f"{number(row['low'])} … {number(row['high'])}"
    how = "solved by the inversion" if row["solved"] else ""
    label = f"{row['id']} {row['mark']}".strip()
    return label, row["unit"], published, number(row["model"]), digits(row["miss"], 1), how


def identification_part(found: Plain) -> str:
    """Return standard errors, shrinkage, the weakest directions and what moves each parameter."""
    seen = found["identification"]
    rows = [
        (
            f"`{row['name']}`",
            number(found["estimate"][row["name"]]),
            "over 999" if row["percent_of_range"] >= 999 else f"{row['percent_of_range']:.0f}",
            f"{100 * row['shrinkage']:.0f}",
            digits(100 * found["moved"][row["name"]]) if row["name"] in found["moved"] else "–",
            called(found, row["name"]),
            ", ".join(f"{name} {digits(move, 2, signed=True)}" for name, move in row["movers"]),
        )
        for row in seen["parameters"]
    ]
    columns = (
        "parameter",
        "estimate",
        "standard error from the targets alone, % of the prior's range",
        "prior's spread taken away: at the estimate, %",
        "in the posterior's draws, %",
        "verdict",
        "most moved by (prior standard deviations per standard error of the target)",
    )
    values = ", ".join(number(value) for value in seen["singular_values"])
    prior = sorted(set(found["prior"]) - set(found["estimated"]))
    lines = [
        table(columns, rows),
        f"Singular values of the scaled Jacobian: {values}. Condition number {number(seen['condition_number'])} "
        "(at most 100 is wanted). Least said by the targets: "
        + "; then ".join(f"*{words}*" for words in seen["directions"])
        + ".",
        "Drawn from their priors, no target moves them: " + ", ".join(f"`{name}`" for name in prior) + ".",
    ]
    return "\n\n".join(lines)


def profile_part(found: Plain) -> str:
    """Return each parameter's profile: the sum of squared misses where it is held."""
    rows = [
        (f"`{name}`", *(f"{number(value)}: {number(misfit)}" for value, misfit in points))
        for name, points in found["profiles"].items()
    ]
    return table(("parameter", "10 %", "30 %", "50 %", "70 %", "90 % of the range"), rows)


def below_estimate(found: Plain) -> str:
    """Return why a profile may lie below J, with its lowest point; empty where none does."""
    j, lucks = found["robustness"]["j_statistic"], found["sizes"]["slope_replicates"]
    misfit, value, name = min((point[1], point[0], name) for name, row in found["profiles"].items() for point in row)
    if misfit >= j:
        return ""
    return (
        f"The lowest point (`{name}` = {number(value)}: {number(misfit)}) lies below the estimate's J = {number(j)} "
        f"for two reasons: a profile is run with the first luck alone, J is of the mean of {lucks} lucks; and neither "
        "counts the pull of the priors, which the estimate weighs against the misses."
    )


def robustness_part(found: Plain) -> str:
    """Return the J test, what other weights would change, and the targets on which an estimate hangs."""
    seen = found["robustness"]
    hangs = [
        f"without *{target}*, `{name}` moves by {digits(move, 1, signed=True)} standard errors"
        for target, moved in seen["without"].items()
        for name, move in moved.items()
        if abs(move) > MOVES
    ]
    largest = max(seen["optimal_weights"].items(), key=lambda item: abs(item[1]))
    return "\n\n".join(
        [
            f"{_j_test(found)}.",
            f"With optimal weights the estimate that moves most is `{largest[0]}`, by "
            f"{digits(largest[1], 2, signed=True)} standard errors.",
            f"Leaving out one target at a time, more than {MOVES:g} standard errors: "
            + ("; ".join(hangs) if hangs else "nothing moves so far")
            + ".",
        ]
    )


def recovery_part(found: Plain) -> str:
    """Return the share of trials in which each parameter came back."""
    seen, names = found["recovery"], _identified(found)
    rows = [
        (
            f"`{row['name']}`",
            called(found, row["name"]),
            f"{100 * row['within']:.0f}",
            digits(row["mean_miss"], 2, signed=True),
        )
        for row in seen["parameters"]
    ]
    return (
        table(
            (
                "parameter",
                "verdict (section 7)",
                "within two standard errors, % of trials",
                "mean miss, standard errors",
            ),
            rows,
        )
        + f"\n\n{seen['trials']} trials; identified parameters came back in {100 * recovered(found, names):.0f} % "
        f"(90 % is wanted): {_listed(names)}. A parameter on which the targets say little comes back because its error "
        "is wide."
    )


def predictive_part(found: Plain) -> str:
    """Return the 90 % bands of runs at draws of the posterior against the targets that no inversion solves."""
    seen = found["predictive"]
    rows = [
        (
            row["target"],
            row["use"],
            row["unit"],
            number(row["published"]),
            f"{number(row['low'])} … {number(row['high'])}",
            "yes" if row["inside"] else "**no**",
        )
        for row in seen["targets"]
    ]
    shares = ", ".join(f"{use}: {inside} of {of}" for use, (inside, of) in seen["coverage"].items())
    columns = ("target", "use", "unit", "published", "90 % of runs, the target's own error included", "inside")
    return f"{table(columns, rows)}\n\nInside, of {seen['draws']} draws: {shares}."
