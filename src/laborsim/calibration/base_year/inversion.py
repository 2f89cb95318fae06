"""The inversion of a base year: steer, and write down the constants and the past of the people at the end."""

from collections.abc import Callable

from laborsim.kernels.codes import AGE_BANDS, STATUSES
from laborsim.model.past_year import EVERYBODY_ALIKE
from laborsim.model.wheel import Wheel
from laborsim.parameters.fit import QUANTILES, Fit, InitialState, Reading, SteeredRun
from laborsim.parameters.parameters import Parameters
from laborsim.published.figures import province_table

PERSONS_PER_WORKER = (6000, 6000, 6000, 4000, 2500)  # persons; of the steered runs, one after the other
MONTHS = 120  # months; of each of them
UNSETTLED_MONTHS = 12  # months; before the constants count
SETTLED_TO = 72  # months; the last that counts, as in a calibration: later on the pool is much older

# Where the search starts. All ASSUMPTION: round numbers of the right size, which the first steered run replaces.
EVEN_TYPES = (0.3, 0.4, 0.3)  # shares of the latent types of attachment
FIRST_SPELL = 60.0  # months; the longest spell, spells spread evenly below it
FIRST_EXPERIENCE = 120.0  # months; the longest outbound experience, likewise
FIRST_SAVINGS = (40.0, 120.0)  # grid of kernels.money.savings: least and most, evenly between; 4,000 and 110,000 yuan
FIRST_UNEMPLOYMENT = 0.04  # share: seeking ÷ (jobs + seeking), in every region and market
FIRST_FINDING = 0.25  # share: hires ÷ applications; matching efficiency [1/month] begins there too
FIRST_FOUNDING = -4.0  # utility; the taste for founding

Progress = Callable[[int, int], None]


def first_guess(base_year: int, reading: Reading, inside_total: bool) -> Fit:
    """Return constants of no information, where the search starts."""
    codes = tuple(region.code for region in province_table())
    nought = (0.0,) * len(codes)
    least, most = FIRST_SAVINGS
    state = InitialState(
        types=EVEN_TYPES,
        spell_months=tuple(FIRST_SPELL * q for q in QUANTILES),
        experience_months=tuple(FIRST_EXPERIENCE * q for q in QUANTILES),
        savings_grid=tuple(least + (most - least) * q for q in QUANTILES),
        debt_grid=(0.0,) * len(QUANTILES),
    )
    return Fit(
        base_year=base_year,
        reading=reading,
        founders_inside_total=inside_total,
        region_codes=codes,
        local=nought,
        inside=nought,
        outside=nought,
        amenity=nought,
        out=nought,
        founding=FIRST_FOUNDING,
        matching_county=FIRST_FINDING,
        matching_urban=FIRST_FINDING,
        unemployment_county=(FIRST_UNEMPLOYMENT,) * len(codes),
        unemployment_urban=(FIRST_UNEMPLOYMENT,) * len(codes),
        finding_county=(FIRST_FINDING,) * len(codes),
        finding_urban=(FIRST_FINDING,) * len(codes),
        park_chance=nought,
        founder_jobs=(1.0, 1.0),
        initial={name: (state,) * len(AGE_BANDS) for name in STATUSES},
        past_year=EVERYBODY_ALIKE,
        made_by={},
    )


def solve(start: Fit, parameters: Parameters, seed: int, progress: Progress = lambda done, of: None) -> Fit:
    """Return the fit of a base year: steered runs one after the other, each from the published quotas.

    The first begins with constants of no information; each later one with the constants and the people's past
    (types, spells, experience, savings) that the one before it left.
    """
    months = MONTHS
    fit = start
    for turn, persons_per_worker in enumerate(PERSONS_PER_WORKER):

        def tell(done: int, turn: int = turn) -> None:
            progress(turn * months + done, len(PERSONS_PER_WORKER) * months)

        plan = SteeredRun(persons_per_worker, months, UNSETTLED_MONTHS, seed + turn, SETTLED_TO)
        fit = _steer(fit, parameters, plan, tell)
    apart = "" if start.founders_inside_total else " --founders-apart"
    made_by = {
        "command": f"laborsim fit {start.base_year} --founders {start.reading}{apart}",
        "persons_per_worker": list(PERSONS_PER_WORKER),
        "seed": seed,
        "months": months,
    }
    return fit.model_copy(update={"made_by": made_by})


def _steer(start: Fit, parameters: Parameters, plan: SteeredRun, tell: Callable[[int], None]) -> Fit:
    wheel = Wheel(start, parameters, plan)
    for month in range(1, plan.months + 1):
        wheel.model.step()
        wheel.turn(month)
        tell(month)
    return wheel.fit()
