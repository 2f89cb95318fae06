"""The numbers of the code that the prose of docs/odd.md names."""

from laborsim.calibration.base_year import inversion
from laborsim.kernels.choice.founding import MOST_UNUSUAL
from laborsim.kernels.codes import SCHOOL_YEARS, SCHOOLING, STATUSES
from laborsim.kernels.life.official_status import MONTHS, SIX_MONTHS
from laborsim.kernels.life.types import LATE
from laborsim.kernels.markets import separations
from laborsim.kernels.markets.queue import BINS
from laborsim.kernels.money import savings
from laborsim.kernels.services.eligibility import FIRST_MONTHS, RETRAIN_MONTHS
from laborsim.kernels.services.groups import RETURNEE_MONTHS
from laborsim.kernels.state import ROW
from laborsim.model import base_markets, base_workers, market, steering
from laborsim.model.month_ahead import WORKSHOP_STAY_MONTHS
from laborsim.parameters.parameters import Parameters
from laborsim.population.founders import FIRST_YEAR, NEARLY
from laborsim.population.life_course import HIGHEST_HAZARD
from laborsim.published.margins import SURVEY_WEIGHT_LOCAL
from laborsim.report.pages.odd.input_tables import BASE_YEAR

MILLION = 1e6


def numbers() -> dict[str, float | str]:
    """Return the numbers by the name of their place in odd.md, in the order of the page."""
    return {
        "bytes_of_a_worker": ROW.itemsize,
        "n_statuses": len(STATUSES),
        "school_years": ", ".join(f"{years:g}" for years in SCHOOL_YEARS),
        "smoothing": market.SMOOTHING,
        "returnee_months": RETURNEE_MONTHS,
        "n_schooling": len(SCHOOLING),
        "reserve_millions": Parameters().reserve_persons / MILLION,
        "founder_male_weight": base_workers.FOUNDER_MALE_WEIGHT,
        "founder_youngest": base_workers.FOUNDER_AGES[0],
        "founder_oldest": base_workers.FOUNDER_AGES[1],
        "founder_age_weight": base_workers.FOUNDER_AGE_WEIGHT,
        "founder_months_outbound": base_workers.RETURNEE_MONTHS,
        "first_working_age": base_workers.FIRST_WORKING_AGE,
        "trained_years": base_workers.TRAINED_YEARS,
        "smallest_background": base_markets.SMALLEST_BACKGROUND,
        "carried": round(base_markets.CARRIED, 2),
        "least_pay_response": market.LEAST,
        "most_pay_response": market.MOST,
        "reference_growth": market.REFERENCE_GROWTH,
        "clearing_speed": market.CLEARING_SPEED,
        "highest_leaving_hazard": HIGHEST_HAZARD,
        "grid_unit_yuan": savings.GRID_UNIT_YUAN,
        "grid_step": savings.GRID_STEP,
        "grid_top_millions": savings.GRID_YUAN[-1] / MILLION,
        "highest_closure": separations.HIGHEST_CLOSURE,
        "last_hazard_from_year": separations.LAST_HAZARD_YEAR + 1,
        "most_unusual": MOST_UNUSUAL,
        "most_crowded": market.MOST_CROWDED,
        "first_founder_year": FIRST_YEAR,
        "founder_count_share": NEARLY,
        "queue_bins": BINS,
        "first_months": FIRST_MONTHS,
        "workshop_stay_months": WORKSHOP_STAY_MONTHS,
        "retrain_months": RETRAIN_MONTHS,
        "late_entry_age": LATE,
        "history_months": MONTHS,
        "official_months": SIX_MONTHS,
        "survey_weight_local": SURVEY_WEIGHT_LOCAL,
        "survey_weight_outbound": 1 - SURVEY_WEIGHT_LOCAL,
        "n_fit_runs": len(inversion.PERSONS_PER_WORKER),
        "fit_scales": ", ".join(f"{scale:,}" for scale in inversion.PERSONS_PER_WORKER),
        "fit_months": inversion.MONTHS,
        "steering_gap": steering.GAP,
        "steering_integral": steering.INTEGRAL,
        "steering_proportional": steering.PROPORTIONAL,
        "matching_gain": steering.MATCHING_GAIN,
        "matching_least": steering.MATCHING[0],
        "matching_most": steering.MATCHING[1],
        "founding_gain": steering.FOUNDING_GAIN,
        "unsettled_months": inversion.UNSETTLED_MONTHS,
        "settled_to": inversion.SETTLED_TO,
        "table_year": BASE_YEAR,
    }
