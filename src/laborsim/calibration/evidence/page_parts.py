"""Parts of docs/validation.md that speak of one calibration: fit, identification, robustness, recovery, prediction."""

from collections.abc import Sequence

import numpy as np

from laborsim.calibration.evidence.notebook import Plain
from laborsim.calibration.evidence.robustness import MOVES

Cells = Sequence[str]


def table(columns: Cells, rows: Sequence[Cells]) -> str:
    """Return a Markdown table."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def number(value: float | None, digits: int = 3) -> str:
    """Return a number with some significant digits and thousands marks; a dash where there is none."""
    if value is None:
        return "–"
    size = 0 if value == 0 else int(np.floor(np.log10(abs(value))))
    return f"{value:,.{max(0, digits - 1 - size)}f}".replace("-", "−")


def held_out_error(found: Plain, steered_only: bool = False) -> float | None:
    """Return the median |model − published| ÷ |published| of the held-out targets [percent]; None without any.

    `steered_only`: of those that no inversion solves.
    """
    rows = [row for row in found["fit"] if row["use"] == "holdout" and row["low"] == row["high"]]
    rows = [row for row in rows if not (steered_only and row["solved"])]
    errors = [abs(row["model"] / row["published"] - 1) for row in rows]
    return 100 * float(np.median(errors)) if errors else None


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
    return label, row["unit"], published, number(row["model"]), f"{row['miss']:.1f}".replace("-", "−"), how


def identification_part(found: Plain) -> str:
    """Return standard errors, shrinkage, the weakest directions and what moves each parameter."""
    seen = found["identification"]
    rows = [
        (
            f"`{row['name']}`",
            number(found["estimate"][row["name"]]),
            "over 999" if row["percent_of_range"] >= 999 else f"{row['percent_of_range']:.0f}",
            f"{100 * row['shrinkage']:.0f}",
            row["verdict"],
            ", ".join(f"{name} {move:+.2f}" for name, move in row["movers"]).replace("-", "−"),
        )
        for row in seen["parameters"]
    ]
    columns = (
        "parameter",
        "estimate",
        "standard error from the targets alone, % of the prior's range",
        "prior's spread taken away, %",
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


def robustness_part(found: Plain) -> str:
    """Return the J test, what other weights would change, and the targets on which an estimate hangs."""
    seen = found["robustness"]
    hangs = [
        f"without *{target}*, `{name}` moves by {move:+.1f} standard errors".replace("-", "−")
        for target, moved in seen["without"].items()
        for name, move in moved.items()
        if abs(move) > MOVES
    ]
    largest = max(seen["optimal_weights"].items(), key=lambda item: abs(item[1]))
    agree = "the targets agree with each other" if seen["p_value"] >= 0.05 else "the targets reject the model"
    return "\n\n".join(
        [
            f"J = {number(seen['j_statistic'])} with {seen['degrees_of_freedom']} degrees of freedom, "
            f"p = {seen['p_value']:.3g}: {agree}.",
            f"With optimal weights the estimate that moves most is `{largest[0]}`, by {largest[1]:+.2f} standard "
            "errors.".replace("-", "−"),
            f"Leaving out one target at a time, more than {MOVES:g} standard errors: "
            + ("; ".join(hangs) if hangs else "nothing moves so far")
            + ".",
        ]
    )


def recovery_part(found: Plain) -> str:
    """Return the share of trials in which each parameter came back."""
    seen = found["recovery"]
    rows = [
        (
            f"`{row['name']}`",
            "yes" if row["identified"] else "no",
            f"{100 * row['within']:.0f}",
            f"{row['mean_miss']:+.2f}".replace("-", "−"),
        )
        for row in seen["parameters"]
    ]
    return (
        table(
            ("parameter", "identified", "within two standard errors, % of trials", "mean miss, standard errors"), rows
        )
        + f"\n\n{seen['trials']} trials; identified parameters came back in {100 * seen['within_identified']:.0f} % "
        "(90 % is wanted)."
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
