"""Tables of what the model is given: parameters, dials, levers, solved constants."""

from collections.abc import Iterator

import numpy as np

from laborsim.kernels.codes import AGE_BANDS, STATUSES
from laborsim.levers import catalogue
from laborsim.model.base_dials import base_dials
from laborsim.parameters.fit import Fit, load_fit
from laborsim.parameters.parameters import Parameters
from laborsim.parameters.posterior import load_posterior
from laborsim.parameters.priors import AHEAD, HELD
from laborsim.published.figures import province_table
from laborsim.report.pages.levers import GRADES
from laborsim.report.pages.odd.markdown import described, table
from laborsim.scenario.horizons import fit_path

BASE_YEAR = 2023
MIDDLE_BAND = AGE_BANDS.index("31-40")

DIAL_MEANINGS = {
    "parks": "parks in force",
    "places_per_park": "places in one park",
    "park_closure_cut": "closures avoided in a park [share]",
    "park_setup_cost_cut": "set-up cost that a place saves [share]",
    "park_by_score": "places that go to the more able first, the others by lottery [share]",
    "workshops": "workshops in force",
    "places_per_workshop": "places in one workshop",
    "workshop_idle_share": "places without orders, on average [share]",
    "workshop_pay_ratio": "piece pay ÷ local pay",
    "school_share": "children who get a school place at the destination [share]",
    "settlement_gap_closed": "part of the registration barrier still up that is taken down [share]",
}
SUMMED = ("parks", "workshops")

VECTORS = {
    "local": "local work, by origin [utility]",
    "inside": "outbound work inside the province, by origin [utility]",
    "outside": "outbound work outside it, by origin [utility]",
    "amenity": "amenity of a destination outside the province [utility]",
    "out": "being out, by origin [utility]",
    "unemployment_county": "usual unemployment at home, by origin [share]",
    "unemployment_urban": "usual unemployment at the destination [share]",
    "finding_county": "usual hires ÷ applications at home [1/month]",
    "finding_urban": "usual hires ÷ applications at the destination [1/month]",
    "park_chance": "park applicants admitted, first month only [share]",
}


def parameters() -> str:
    """Return the table of structural parameters, in the order of `parameters.parameters`."""
    rows = []
    for name, field in Parameters.model_fields.items():
        known = field.json_schema_extra
        assert isinstance(known, dict) and isinstance(known["prior"], list)
        low, high = (_number(bound) for bound in known["prior"])
        said = (str(known[key]) for key in ("unit", "grade", "source"))
        between = f"{low} … {high}"
        rows.append((f"`{name}`", _number(field.default), between, *said, _in_runs(name), field.description or ""))
    return table(("parameter", "value", "prior", "unit", "grade", "source", "in runs", "meaning"), rows)


def _in_runs(name: str) -> str:
    """Return whether a parameter is estimated, drawn ahead of the runs, or held and why."""
    if name in load_posterior().names:
        return "drawn from the posterior"
    return "drawn from the prior" if name in AHEAD else f"held: {HELD[name].en}"


def grades() -> str:
    """Return the grades of evidence in words."""
    return "; ".join(f"{grade}: {meaning}" for grade, meaning in GRADES.items())


def dials() -> str:
    """Return the table of dials with their values at the end of 2023."""
    regions = province_table()
    even = np.ones(len(regions))
    values = base_dials(BASE_YEAR, regions, {"parks": even, "workshops": even})
    rows = []
    for name, meaning in described(values, DIAL_MEANINGS, "dials"):
        value = values[name].sum() if name in SUMMED else values[name][0]
        where = "nation" if name in SUMMED else "every region"
        rows.append((f"`{name}`", f"{value:,.5g} ({where})" if value < 10_000 else f"{value:,.0f} ({where})", meaning))
    return table(("dial", f"end {BASE_YEAR}", "meaning"), rows)


def levers() -> str:
    """Return the summary of the lever catalogue."""
    rows = []
    for name, lever in catalogue().items():
        said = lever.DECLARATION
        neutral = "level of the base year" if said.neutral is None else f"{said.neutral:g}"
        cells = (said.unit, neutral, ", ".join(said.dials), said.capacity, said.grade)
        rows.append((f"[`{name}`](levers.md#{name})", *cells))
    return table(("lever", "unit", "neutral value", "dial", "capacity", "grade"), rows)


def constants() -> str:
    """Return the solved constants of the fit of end 2023: spread over regions."""
    fit = load_fit(BASE_YEAR, "cumulative", True)
    rows = []
    for name, meaning in VECTORS.items():
        values = fit.vector(name)
        numbers = (values.min(), float(np.median(values)), values.max())
        rows.append((f"`{name}`", meaning, *(f"{value:.3f}" for value in numbers)))
    return table(("constant", "meaning [unit]", "least", "median region", "greatest"), rows)


def fits() -> str:
    """Return one row for each shipped fit: the constants of the nation."""
    columns = ("base year", "founders read as", "inside total", "`founding`", "`matching_county`", "`matching_urban`",
               "founders' jobs after 1, 5, 10 years ÷ base")  # fmt: skip
    rows = [
        (
            str(fit.base_year),
            fit.reading,
            "yes" if fit.founders_inside_total else "no",
            *(f"{value:.3f}" for value in (fit.founding, fit.matching_county, fit.matching_urban)),
            ", ".join(f"{fit.founder_jobs_after(years):.2f}" for years in (1, 5, 10)),
        )
        for fit in shipped_fits()
    ]
    return table(columns, rows)


def pasts() -> str:
    """Return what the fit of end 2023 says about people's past: one row a status, age 31 to 40, medians."""
    fit = load_fit(BASE_YEAR, "cumulative", True)
    rows = []
    for name in STATUSES:
        state = fit.initial[name][MIDDLE_BAND]
        middle = len(state.spell_months) // 2
        types = " / ".join(f"{share:.2f}" for share in state.types)
        months = (f"{path[middle]:.0f}" for path in (state.spell_months, state.experience_months))
        rows.append((f"`{name}`", types, *months))
    columns = ("status, age 31-40", "types loose / middle / close", "months in the spell", "months outbound before")
    return table(columns, rows)


def shipped_fits() -> Iterator[Fit]:
    """Yield the shipped fits, by year and reading."""
    for path in sorted(fit_path(BASE_YEAR, "cumulative", True).parent.glob("*.json")):
        yield Fit.model_validate_json(path.read_text(encoding="utf-8"))


def _number(value: object) -> str:
    return f"{value:,.10g}" if isinstance(value, int | float) else str(value)
