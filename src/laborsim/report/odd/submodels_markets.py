"""ODD, submodels 7.1 to 7.5: levers and dials, markets, birthdays, how jobs and businesses end, pay."""

from laborsim.inputs.cohorts import HIGHEST_HAZARD
from laborsim.kernels import working
from laborsim.kernels.money import GRID_STEP, GRID_UNIT_YUAN, GRID_YUAN
from laborsim.model import market


def text() -> str:
    """Return the sections."""
    return "\n\n".join((_levers(), _markets(), _closures(), _birthdays(), _ends(), _pay()))


def _levers() -> str:
    return """### 7.1 Levers and dials (`model.policy`, `levers.dials`)

Once a replicate, a lever with an `uncertainty` draws its last level, held within floor and ceiling; a dated path keeps
its first level and is stretched to the drawn last one (`Schedule.ending_at`).
In a month in which it is in force and its budget is not spent, a lever has

```text
level    = neutral + (scheduled − neutral) × strength
strength = min(1, (months since start + 1) ÷ (ramp + 1))
```

and turns its dials or makes an offer. A dial is (base value, or what replaces it, + everything added) × everything
scaled; it is rebuilt every month, so nothing has to be undone and the order of levers does not matter. A level in
units (parks, workshops) is a total over the regions of the lever: what is more than their base total is spread by
workers (parks) or lifted-out workers (workshops), a cut takes the same share everywhere. At the base total the
difference is an exact zero. An *offer* is a service for a group in some regions: amount, places, shares who are aware,
apply and are approved, and the lever's own terms. A lever whose budget is spent is no longer in force.

Costs are booked in whole fen: subsidies as paid; loans by subsidized interest and expected loss; a seat taken; posts
held, a twelfth of a year each month; parks and workshops above the base value, a twelfth a month; school places by the
children along who have an added place, one a parent (ASSUMPTION); a one-off cost in the first month. Settlement access
costs nothing here. A budget is never exceeded: whom it cannot pay for is not served."""


def _markets() -> str:
    return f"""### 7.2 Posting pay, posts and vacancies (`model.market.Markets.post`)

For market m (county or urban) of region r, t months after the base date, from the counts at the end of last month:

```text
trend        T = (1 + growth of pay ÷ 100)^(t ÷ 12)
rate           = seeking ÷ (jobs + seeking)
felt         u = u + {market.SMOOTHING:.4f} × (rate − u)
pay relative p = clip(u ÷ usual u, {market.LEAST:g}, {market.MOST:g})^wage_curve
pay          w = base pay × p × T × pay shock
```

County: jobs are `local`, seeking is `seeking`, by province. Urban: `working_away` and `seeking_there`, by place of
work; the urban background is not in this rate. The usual u is the fit's (7.19); the clip is an ASSUMPTION. w is the
pay of a worker whose profile is 1.

```text
people       n = people in the model ÷ at the base date
growth       G = n × (1 + growth_jobs × (GDP growth − {market.REFERENCE_GROWTH:g}) ÷ 100)^(t ÷ 12)
shift        Z = (1 + growth of jobs in r's zone beyond the nation's ÷ 100)^(t ÷ 12)
county posts P = max(0, local at base × Z × (1 + vacancy_share) × G × p^labor_demand
                 + ΔF + local_multiplier × (ΔF + ΔW) − crowded out)
urban posts  P = (outbound there at base × Z + background at base) × (1 + vacancy_share) × G × p^labor_demand
vacancies    V = max(0, P − jobs held) × vacancies shock
```

ΔF is what founders' businesses offer beyond the trend that the base year's founder count implies: jobs offered last
month − jobs at base × f(t), where f is the path of founders' jobs in the steered run of the fit, year by year, straight
between and beyond. The published trend of local jobs contains those jobs already; only what a world has beyond them is
new (ASSUMPTION). ΔW is workshop workers − those at base: tradable work like a founder's jobs. Each new tradable job
brings `local_multiplier` more. A filled public-welfare post crowds out `crowding_out` local jobs. Jobs held in the
urban market include the background's.

Where jobs held exceed posts, people are laid off: the chance that a job ends rises by

```text
layoffs = {market.LAYOFF_SPEED:g} × max(0, jobs held − P) ÷ jobs held          [1/month, ASSUMPTION]
```

The background grows with n: newcomers seek. In matching some are hired; of those at work, usual finding × (seeking ÷
employed at the base date) lose their job each month and seek."""


def _closures() -> str:
    return f"""**The closure switch** (`closure`). `curve`, the default, is as above. `fixed`: p stays 1, and hires are
the usual share of applications, whatever the vacancies (they are raised to fit): what a lever does before markets
answer, and no job ends for want of a post. `clearing`: no wage curve; instead

```text
found = hires by the matching law ÷ applicants last month; as usual where nobody applied
p     = p × clip(found ÷ usual finding, {market.LEAST:g}, {market.MOST:g})^{market.CLEARING_SPEED:g}    [ASSUMPTION]
```

so that pay falls where applicants find less than usual. The difference between two runs of one scenario under `fixed`
and `curve` is the response of markets."""


def _birthdays() -> str:
    return f"""### 7.3 Birthdays: leaving, children, savings (`kernels.life`)

In the month of his birthday a worker leaves for good with the hazard of sex and age: a constant that age adds nothing
to, rising along a logistic curve to {HIGHEST_HAZARD:g} a year, fitted to the published ages (see
[population](population.md)). A founder's business closes with him. Else a first child reaches school age, or the last
one leaves it, with hazards that keep the assumed share of parents by age. Then the year is settled:

```text
income  = 12 × this month's pay, profit or pay of the place; 0 without work
change  = saving_share × income, or −home_spending_yuan without income
debt    = debt − min(change, debt)            if change is positive
savings = (1 − savings_spent) × savings + what is left of change, never below 0
```

Savings and debt stand on a grid, {GRID_UNIT_YUAN:,.0f} × ({GRID_STEP:g}^k − 1) yuan, k = 0 to 255 (up to
{GRID_YUAN[-1] / 1e6:.0f} million), rounded by chance so that means are kept. Debt other than a guaranteed loan bears no
interest (ASSUMPTION)."""


def _ends() -> str:
    return f"""### 7.4 Ends of jobs, places and businesses (`kernels.working`)

*Jobs.* A local or outbound job ends with the chance 1 − exp(−`separation_rate` ÷ 12) + layoffs of its market. With
chance `job_to_job` another in the same place follows at once; the rest seek: at home after a local job, at the
destination after an outbound one. Both begin a new spell.

*Shocks.* People away, at work or seeking, go home and seek there with the chance recall (by destination) + returns (by
origin), see 7.20.

*Posts and workshop places* end with the chance of 7.14; who held one seeks at home.

*Businesses* close in a month with

```text
h = (1 − (1 − H(kind, year))^(1 ÷ 12)) × exp(−closure_skill × skill) × (1 − closure cut [in a park])
h = min(h, {working.HIGHEST_CLOSURE:g})
```

H is the yearly hazard of registered firms in year 1, 2, 3 and from year {working.LAST_HAZARD_YEAR + 1} on, ×
`closure_own_account` or `closure_employer`. The founder seeks at home, keeps savings and debt, has founded
before (skill, 7.9), and cannot
found again in the same month. A subsidy is owed back if the business was younger than the claw-back months and the
offer is still in force for him."""


def _pay() -> str:
    return """### 7.5 Pay of a worker (`model.profile`, `kernels.paying`)

```text
profile = exp(return_to_schooling × years of schooling + pay_gap_female [woman]
              − pay_age_curve × (age − pay_peak_age)²) × exp(training_gain × (1 − training_fade)^years since training)
pay     = market pay of the province (local) or destination (outbound) × profile
```

Years since training are completed years; during a training the factor of an earlier one is lost. A workshop pays local
pay × the workshop's pay ratio, a public-welfare post its yearly cost ÷ 12. Expected pay is pay ×
(1 − `arrears_share` × `arrears_loss`), the same everywhere; arrears lower what work is worth, not what is counted."""
