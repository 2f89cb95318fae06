"""Parameters: the structure of the model, each with unit, prior range, evidence grade and source."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from laborsim.levers.base import effect
from laborsim.levers.costs import ASSUMPTION


def _assumed(default: float, low: float, high: float, description: str, unit: str) -> Any:
    return effect(default, low, high, description, unit=unit, grade="E", source=ASSUMPTION)


class Parameters(BaseModel):
    """Structural parameters; constants that are solved for stand in the fit (`parameters.fit`)."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    # the choice
    income_elasticity: float = effect(
        3.0, 0.8, 5.0, "Weight of log real income in the choice; shares answer by less, as few think again.", unit="1",
        grade="D",
        source="ASSUMPTION: held against the elasticity of shares of Tombe & Zhu (2019) and Bryan & Morten (2019)",
    )  # fmt: skip
    nest_home: float = effect(
        0.6, 0.3, 1, "Dissimilarity of local work and founding.", unit="1", grade="B",
        source="nested-logit studies; Kennan & Walker (2011)",
    )  # fmt: skip
    nest_away: float = effect(
        0.6, 0.3, 1, "Dissimilarity of destinations outside the province.", unit="1", grade="B",
        source="nested-logit studies; Kennan & Walker (2011)",
    )  # fmt: skip
    distance_pay: float = effect(
        0.138, 0.08, 0.20, "More pay that a 10 % longer move needs.", unit="share", grade="B",
        source="Zhang & Zhao (2013), IZA DP 7160",
    )  # fmt: skip
    housing_share: float = effect(
        0.13, 0.10, 0.25, "Weight of rent in the cost of living.", unit="share", grade="B", source="Tombe & Zhu (2019)"
    )
    network: float = effect(
        0.2, 0, 0.5, "Utility of the log share of one's province already at a destination.", unit="1", grade="B",
        source="sign: Zhao (2003); size: ASSUMPTION",
    )  # fmt: skip
    registration_barrier: float = effect(
        0.62, 0.2, 1.2, "Utility lost where registration is closed: −ln(1 − 0.46).", unit="1", grade="B",
        source="huang_utility_loss: 46 % of utility of an inter-provincial mover",
    )  # fmt: skip
    left_behind_cost: float = _assumed(1.5, 0, 4, "Utility lost by leaving a school-age child without a place.", "1")
    accompany_share: float = _assumed(0.5, 0, 1, "Parents who take children along if there is a place.", "share")
    reconsider_rate: float = _assumed(0.15, 0.01, 0.4, "Employed people who think again in a month.", "1/month")
    festival_peak: float = _assumed(3.0, 1, 8, "Reconsidering in the weeks after the Spring Festival ÷ else.", "ratio")
    festival_days: float = _assumed(45.0, 15, 90, "Length of that season.", "days")
    stay: float = _assumed(2.4, 1, 6, "Utility of staying put in a job or at home.", "1")
    stay_place: float = _assumed(2.51, 0, 5, "Utility of seeking where one is.", "1")
    wait: float = _assumed(-4.0, -5, 2, "Utility of waiting a month; unit of everything else.", "1")
    type_spread: float = _assumed(
        2.2, 0, 4.0, "Attachment to home of the close type; the loose type has minus this.", "1"
    )
    settled_share: float = _assumed(
        0.331, 0.1, 0.6, "People of the loose type, by whom odds of types are measured.", "share"
    )
    circular_share: float = _assumed(0.358, 0.1, 0.5, "People of the type between; the others are close.", "share")
    circular_women: float = _assumed(0.0, -1, 1.5, "Log odds of women to be of the type between.", "1")
    close_by_cohort: float = _assumed(
        0.6,
        0,
        1.5,
        "Log odds of the close type per ten years of birth before 1980; 0 = all cohorts alike.",
        "1/10 years",
    )
    close_by_late_entry: float = _assumed(
        2.4, 0, 4, "Log odds of the close type of people who entered after 29; 0 = all alike.", "1"
    )
    settled_thinking: float = _assumed(
        1.0, 0.1, 1.5, "Rate at which the loose type thinks again ÷ the close one's.", "ratio"
    )
    circular_thinking: float = _assumed(
        1.0, 0.5, 6, "Rate at which the type between thinks again ÷ the close one's.", "ratio"
    )
    circular_stay: float = _assumed(0.0, 0, 4, "Utility of staying put that the type between lacks.", "1")
    application_months: float = _assumed(
        3.0, 1, 6, "Months that an application made without seeking stands; 1 = it is made anew.", "months"
    )
    attachment_age: float = _assumed(0.387, 0, 1, "Attachment per ten years of age over 40.", "1/10 years")
    attachment_female: float = _assumed(0.677, -1, 1, "Attachment of women.", "1")
    attachment_children: float = _assumed(0.194, -1, 1, "Attachment of parents of school-age children.", "1")
    attachment_college: float = _assumed(-0.4, -2, 1, "Attachment of those with college.", "1")
    out_age: float = _assumed(0.6, 0, 3, "Value of being at rest per ten years of age over 50.", "1/10 years")
    home_income_yuan: float = _assumed(1000.0, 300, 3000, "What home gives somebody without a job.", "yuan/month")
    care_bonus: float = _assumed(0.3, 0, 2, "Value of work that goes with caring for children.", "1")
    zone_pull: float = effect(
        5.7, 4, 9.5, "Utility of work in a zone per log point a year by which its jobs outgrow the nation's.",
        unit="years", grade="E",
        source="ASSUMPTION: the zones grow about as asked at the estimate of 2023; 16 draws of backtest-2017 gave 21 "
        "(15 to 35) where people thought again seldom, and places answer 3.7 times as fast",
    )  # fmt: skip

    # pay
    return_to_schooling: float = effect(
        0.06, 0.053, 0.068, "Log pay per year of schooling.", unit="1/year", grade="B", source="Wang, Cai & Zhang"
    )
    pay_gap_female: float = _assumed(-0.2, -0.4, 0, "Log pay of women less that of men.", "1")
    pay_peak_age: float = _assumed(40.0, 30, 50, "Age of highest pay.", "years")
    pay_age_curve: float = _assumed(0.0004, 0, 0.001, "Log pay lost per squared year from the peak.", "1/years²")
    training_gain: float = effect(
        0.04, 0, 0.10, "Log pay after training.", unit="1", grade="B", source="train_qu: +8.24 %, halved for selection"
    )
    training_fade: float = effect(
        0.10, 0, 0.5, "Part of the gain lost each year.", unit="1/year", grade="E", source=ASSUMPTION
    )
    training_search: float = effect(
        0.45, 0, 1, "By how many a trained applicant counts for more than one, fading as the pay gain does.",
        unit="applicants", grade="C",
        source="carranza2024: trials raise employment by 4 (2-6) points, large programs by 2.2 at most; 0.45 gives the "
        "2 points where the two ranges meet, 1 gives 4 (2 draws, end 2023)",
    )  # fmt: skip
    arrears_share: float = effect(
        0.01, 0.005, 0.03, "Workers owed wages in a year.", unit="share", grade="B", source="NBS 2015–16"
    )
    arrears_loss: float = effect(
        0.27, 0.1, 0.5, "Part of a year's pay they are owed.", unit="share", grade="B", source="NBS 2015–16"
    )
    saving_share: float = _assumed(0.25, 0, 0.6, "Saved part of pay.", "share")
    savings_spent: float = _assumed(0.15, 0, 0.5, "Savings spent on houses, weddings, schooling.", "1/year")
    home_spending_yuan: float = _assumed(3000.0, 0, 20000, "Savings used in a year without pay.", "yuan/year")

    # markets
    separation_rate: float = effect(
        0.25,
        0.15,
        0.8,
        "Jobs that end in a year.",
        unit="1/year",
        grade="B",
        source="tsinghua2012a: a job lasts two years",
    )
    job_to_job: float = _assumed(0.689, 0.5, 0.95, "Ended jobs that are followed by another at once.", "share")
    separation_young: float = effect(
        1.45, 1, 2.5, "Jobs of people under 25 that end ÷ those of people of 30 and older; 1 = all alike.",
        unit="ratio", grade="B", source="sign: nbs2023annual, unemployment by age; size: ASSUMPTION",
    )  # fmt: skip
    separation_middle: float = effect(
        1.8, 1, 2, "Jobs of people of 25 to 29 that end ÷ those of older people; 1 = all alike.",
        unit="ratio", grade="B", source="sign: nbs2023annual, unemployment by age; size: ASSUMPTION",
    )  # fmt: skip
    slow_finders: float = _assumed(0.355, 0, 0.8, "People to whom few posts are suited; 0 = all alike.", "share")
    slow_finding: float = _assumed(
        0.167, 0.05, 1, "Suited posts of slow finders ÷ those of other people; 1 = all alike.", "ratio"
    )
    young_finding: float = effect(
        0.7, 0.4, 1, "Suited posts of people under 25 ÷ those of older people; 1 = all alike.",
        unit="ratio", grade="B", source="sign: nbs2023annual, unemployment by age; size: ASSUMPTION",
    )  # fmt: skip
    search_fade: float = effect(
        0.0214, 0, 0.12, "Fewer log suited posts per month without work, up to eight; 0 = time does not count.",
        unit="1/month", grade="C",
        source="sign and the eight months: Kroft, Lange & Notowidigdo (2013); size: ASSUMPTION",
    )  # fmt: skip
    entrants_seek: float = _assumed(
        1.0, 0, 1, "Entrants who seek work where they choose to, rather than begin in a job.", "share"
    )
    festival_visits: float = effect(
        0.68, 0, 0.8, "People with a job away who are at home in the month of the Spring Festival.",
        unit="share", grade="B",
        source="hrss202003: three quarters in 2020; about a half in an NBS survey; 0 = nobody's month is split",
    )  # fmt: skip
    job_kept: float = _assumed(
        0.8, 0, 1, "People sent home from work by a shock whose job is held; the others seek anew.", "share"
    )
    back_to_job: float = _assumed(
        0.93, 0.5, 1, "People at home with a job held who go back to it in a month.", "1/month"
    )
    held_job_lost: float = _assumed(0.028, 0, 0.3, "Held jobs lost in a month by people who do not go back.", "1/month")
    layoff_speed: float = _assumed(0.55, 0.1, 0.6, "Part of the jobs without a post that ends in a month.", "1/month")
    layoff_search: float = _assumed(
        1.0, 0, 1, "People laid off who have to seek; the others have another job as often as who leaves one.", "share"
    )
    vacancy_floor: float = _assumed(
        0.15, 0, 0.6, "Usual vacancies that are there in any month, because people leave posts.", "share"
    )
    matching_elasticity: float = effect(
        0.6,
        0.5,
        0.7,
        "Elasticity of hires to applicants.",
        unit="1",
        grade="C",
        source="Petrongolo & Pissarides (2001)",
    )
    vacancy_share: float = _assumed(0.05, 0.01, 0.15, "Vacancies ÷ jobs at the base date.", "share")
    wage_curve: float = effect(
        -0.10, -0.20, 0, "Elasticity of pay to unemployment.", unit="1", grade="C", source="Blanchflower & Oswald"
    )
    labor_demand: float = effect(
        -0.4, -0.75, -0.15, "Elasticity of jobs to pay.", unit="1", grade="C", source="ld2015 (Li & Wu 2015)"
    )
    local_multiplier: float = effect(
        0.34, 0, 1.6, "Local jobs per new tradable job.", unit="jobs", grade="B", source="Wang & Chanda (2018); Moretti"
    )
    unemployment_county: float = _assumed(
        0.05, 0.01, 0.1, "Seeking at home ÷ (local jobs + seeking) at the start.", "share"
    )
    growth_jobs: float = effect(
        0.5, 0.2, 1.1, "Percent more jobs per point of GDP growth above 5 %.", unit="1", grade="C",
        source="IMF WP/15/151 (Lam, Liu & Schipke 2015), as the South China Morning Post of 2015-11-11 has it: two "
        "points of growth, one of migrant flows; high: slope of migrant workers' growth, 2009 to 2019, on that of GDP",
    )  # fmt: skip
    urban_employed_share: float = _assumed(0.5, 0.4, 0.6, "Urban residents who have a job.", "share")

    # founders
    employer_ideas: float = effect(
        0.4, 0.1, 0.8, "Business ideas that need employees.", unit="share", grade="D",
        source="rf_sichuan: 0.40 firms per founder",
    )  # fmt: skip
    jobs_per_founder: float = effect(
        2.0, 0.5, 9, "Hired jobs per founder, own-account included.", unit="jobs", grade="D",
        source="NDRC 3.5–3.75, MARA 6.5, Hubei 8.75 are gross claims",
    )  # fmt: skip
    setup_cost_own_yuan: float = _assumed(20_000.0, 2_000, 100_000, "Set-up cost of own-account work.", "yuan")
    setup_cost_employer_yuan: float = _assumed(150_000.0, 30_000, 600_000, "Set-up cost of an employer.", "yuan")
    setup_cost_spread: float = _assumed(
        0.8, 0, 1.5, "Standard deviation of the log of set-up costs between people; the median is as stated.", "1"
    )
    credit_multiple: float = effect(
        1.5, 1, 3, "What one's own money can carry.", unit="1", grade="C", source="Evans & Jovanovic (1989)"
    )
    profit_ratio_own: float = _assumed(1.1, 0.7, 2, "Own-account profit ÷ local pay, average skill.", "ratio")
    profit_ratio_employer: float = _assumed(1.8, 1, 5, "Employer profit ÷ local pay, average skill.", "ratio")
    profit_skill: float = _assumed(0.3, 0, 1, "Log profit per unit of skill.", "1")
    closure_skill: float = _assumed(0.3, 0, 1, "Fewer log closures per unit of skill.", "1")
    profit_luck: float = _assumed(0.4, 0, 1, "Log profit per standard deviation of a business's luck.", "1")
    closure_luck: float = _assumed(0.6, 0, 1.2, "Fewer log closures per standard deviation of the same luck.", "1")
    business_stealing: float = effect(
        0.6, 0.2, 1, "Part of the custom of added businesses that others of the county lose.", unit="share", grade="B",
        source="caiszeidl: revenue +9 % of a firm with a loan, −7 % of one whose competitors have it; a trial, China",
    )  # fmt: skip
    closure_own_account: float = _assumed(
        1.5, 1, 3, "Closures of own-account work ÷ those of registered firms.", "ratio"
    )
    closure_employer: float = _assumed(1.0, 0.8, 2, "Closures of employers ÷ those of registered firms.", "ratio")
    skill_experience: float = _assumed(0.2, 0, 1, "Skill per log year of outbound work.", "1")
    skill_training: float = _assumed(0.2, 0, 1, "Skill from training.", "1")
    skill_founded: float = _assumed(0.2, 0, 1, "Skill from an earlier business.", "1")
    returnee_odds: float = effect(
        1.6, 1.0, 2.5, "Returnees' odds of founding ÷ others'.", unit="ratio", grade="B",
        source="Démurger & Xu (2011); against: Zhao (2002)",
    )  # fmt: skip
    founding_men: float = effect(
        0.566, 0, 1.5, "Taste of men for founding.",
        unit="1", grade="D", source="rf_58: three of four founders are men; size: ASSUMPTION",
    )  # fmt: skip
    founding_age: float = effect(
        0.424, 0, 1.5, "Taste for founding lost eight years from the age of 35, by the square of years.",
        unit="1", grade="D", source="rf_58: 34 years in the mean; size and form: ASSUMPTION",
    )  # fmt: skip
    founding_experience: float = _assumed(
        -0.45, -0.5, 0.5, "Taste for founding per log year of outbound work, skill apart.", "1"
    )
    risk_aversion: float = effect(
        2.0, 1, 4, "Utility per unit of yearly closure.", unit="1", grade="D", source="convention"
    )
    subsidy_months: float = _assumed(36.0, 12, 120, "Months over which a founder spreads a subsidy.", "months")
    park_queue_months: float = _assumed(36.0, 0, 120, "Age up to which a business may apply for a park.", "months")
    workshop_ask: float = _assumed(0.1, 0, 1, "People at home who think of a free workshop place.", "1/month")

    # the pool
    reserve_persons: float = effect(
        30e6, 10e6, 60e6, "People at home who could become migrant workers.", unit="persons", grade="E",
        source="ASSUMPTION, bounded by the fall of 2020 (5.2 million) and the rebound of 2021 (6.9 million)",
    )  # fmt: skip
    joining_growth: float = effect(
        0.0, -0.05, 0.05, "Yearly change of the part of a birth cohort that joins, from the base date on.",
        unit="1/year", grade="E",
        source="ASSUMPTION: as likely up as down; as wide as nbs_age.csv and births.csv show: from 2017 to 2023 the "
        "part of births in the pool fell by 4.5 % a year at 16 to 30, from 2010 to 2023 it rose by 3.7 % at 41 to 50",
    )  # fmt: skip
    leaving_later: float = effect(
        0.0, -2, 2, "Years by which people leave for good later than the fitted life course has it.",
        unit="years", grade="E",
        source="ASSUMPTION: as likely later as earlier; the standard error of the age in the fit is 4 years before it "
        "sees the ages, and half of that is taken to be left after it",
    )  # fmt: skip
