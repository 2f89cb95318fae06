"""ODD, submodels 7.9 and 7.10: founding a business, subsidies and loans."""

from laborsim.inputs.founders import FIRST_YEAR, NEARLY


def text() -> str:
    """Return the sections."""
    return "\n\n".join((_founding(), _history(), _money()))


def _founding() -> str:
    return """### 7.9 Founding a business (`kernels.founding`)

Open to local, outbound and seeking people. Founding skill, in standard deviations of what one is born with:

```text
skill = logit(born with) ÷ (π ÷ √3) + skill_experience × ln(1 + years outbound) + skill_training [trained]
        + skill_founded [founded before]
```

*The plan of this month.* With chance `employer_ideas` the idea needs employees. Own money is
max(0, savings − debt) + subsidy. The set-up cost of the kind (`setup_cost_own_yuan`, `setup_cost_employer_yuan`) grows
with the trend of county pay and is lower by the park's cut × the chance of a place (last month's applicants; so every
founder saves the expected cut and nobody the whole, ASSUMPTION).

```text
employer     possible if  cost − credit_multiple × own money ≤ guaranteed loan;  borrows min(loan, cost − own money)
own-account  otherwise, possible if  cost ≤ credit_multiple × own money
profit     = local pay of the worker × exp(profit_skill × skill) × profit_ratio_own or profit_ratio_employer
hazard     = mean of the yearly hazards of the first three years × exp(−closure_skill × skill)
             × (1 − closure cut × chance of a place)
V(founding) = taste + α [ln(max(1, profit + subsidy ÷ subsidy_months − interest)) − ln(w̄ T_county)]
              − risk_aversion × hazard + ln(returnee_odds) [six months outbound or more]
```

taste is solved (7.19). A guaranteed loan bears its rate less the state's part; the interest weighs in the choice, and
while the loan runs it lowers what the founder puts by on a birthday. The loan is taken to be paid back last
(ASSUMPTION). Money that was not granted in the end may turn an employer's plan into own-account
work, or end it.

*The start.* Set-up cost is paid from savings and subsidy; what is missing becomes debt. An employer offers floor(
`jobs_per_founder` ÷ `employer_ideas` + luck) jobs, own-account work none; jobs do not change while the business lasts
(ASSUMPTION). They are posts of the county market (7.2) that anybody may take. The founder comes home if he was away."""


def _history() -> str:
    return f"""*How the published count is read* (`inputs.founders`). The count is taken as linear between publications
from {FIRST_YEAR:.0f}, and from the end of 2019 straight to {NEARLY:.1%} of 13 million in November 2024 (ASSUMPTION).
Under `cumulative` it counts starts: founders in business are the starts that survived, and starts a year are its slope.
Under `stock` it counts those in business: starts a year are its slope + what closes. `founders_inside_total` says
whether founders are among the official local workers. `founders_ever` adds each month's starts of returnees to the
count."""


def _money() -> str:
    return """### 7.10 Subsidies and loans (`model.services.help_founders`)

For a would-be founder the offer is the first that holds in his home province and for his group. He is *eligible*;
*aware* with a number of his own that never changes; *applies* with the lever's share; is *approved* with its share, or
refused (loans); a screened subsidy refuses who has less skill than the median beginner. All this he knows when he
chooses; he is counted at each stage, for a loan also if his plan needs none. Then places and money are rationed: loans
a month by province (rounded by chance), in a lottery; a budget in the order of the tickets. Who would found without a
loan takes none from others. *Served* is who starts with it. An unscreened subsidy draws in founders of less skill,
who fail sooner: that is left to happen."""
