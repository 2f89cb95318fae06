"""ODD, submodels 7.6 to 7.8: utilities, thinking again, the choice."""

from laborsim.report.odd.markdown import table


def text() -> str:
    """Return the sections."""
    return "\n\n".join((_utilities(), _thinking(), _choice()))


def _utilities() -> str:
    return """### 7.6 Utilities (`kernels.tables`, `kernels.valuing`, `kernels.founding`)

α = `income_elasticity` × `nest_away`, so that shares of destinations have the elasticity `income_elasticity`. w̄ is the
national mean of local pay at the base date, T the trend of pay, q the expected share of pay received, o the origin, d a
destination, and c what is solved in the fit (7.19). *own* is α × ln profile.

```text
V(local)      = c_local(o) + pull(o) + α [ln(w_county(o) ÷ (w̄ T_county)) + ln q] + attachment + own
V(inside)     = c_inside(o) + pull(o) + U(o, o) + own
V(outside, d) = c_outside(o) + amenity(d) + pull(d) + U(o, d) + network × ln S(o, d) + own
pull(r)       = zone_pull × ln(1 + growth of jobs in r's zone beyond the nation's)
U(o, d)       = α [ln(w_urban(d) ÷ (w̄ T_urban)) + ln q − housing_share × ln rent(d)] − barrier(d)
                − α δ ln distance(o, d) − left_behind_cost × (1 − school share(d)) [has a child of school age]
V(out)        = c_out(o) + out_age × max(0, age − 50) ÷ 10 + attachment
V(post)       = V(out) + α ln(1 + pay of a post ÷ (home_income_yuan × T_county))
V(workshop)   = V(local) + α ln(pay ratio) + care_bonus [has a child of school age]
V(wait)       = wait
attachment    = type_spread × (−1, 0, +1 by type) + attachment_female [woman] + attachment_children [parent]
                + attachment_college [college] + attachment_age × (age − 40) ÷ 10
```

δ = ln(1 + `distance_pay`) ÷ ln 1.10: a move 10 % longer needs `distance_pay` more pay. rent is 1 but for a shock of
prices. barrier(d) = `registration_barrier` × (relative height: Shanghai and Beijing by the literature, else 1) × (1 −
access at the base date, ASSUMPTION) × (1 − part taken down by the lever); it stands in the own province too. S(o, d) is
the share of o's official outbound workers outside the province who are at d, one worker added to each cell, ÷ the same
at the base date. Attachment holds for everything at home and for nothing away. Own pay does not enter rest and posts.

The constants keep every stock on the trend of the pool. Where a scenario says that jobs of a zone outgrow the nation's
(`jobs_growth_by_zone`, 0 if absent), posts alone would not bring people: few choose their place anew in a year, and
those few have to choose the zone more often. So pull is a step and not a trend: a pull of `zone_pull` ÷ 100 lets the
workers of a zone outgrow the nation's by about one percent a year, as long as they are far from a new rest.

*Staying* is worth the utility of what one has + `stay`; for those who seek, the utility of a job where they are +
`stay_place`."""


def _thinking() -> str:
    return """### 7.7 Thinking again, and the season (`model.opening.reconsider_rate`)

Whoever seeks thinks again every month. People at work (local, outbound, placed) and at rest do so with the chance

```text
reconsider_rate × (1 + (festival_peak − 1) × s) ÷ (1 + (festival_peak − 1) × festival_days ÷ 365.25)
```

where s is the share of the month's days within `festival_days` from the first day of the lunar year. The mean over a
year is `reconsider_rate`; the peak falls into February, March or both and moves with the date. Founders do not think
again: their spell ends when the business closes (ASSUMPTION). People in training do not either."""


ALTERNATIVES = (
    ("stay", "what one has, + `stay` or `stay_place`", "all", "nothing; who seeks applies where he is"),
    (
        "home",
        "λ ln(e^(V(local) ÷ λ) + e^(V(founding) ÷ λ)), λ = `nest_home`; V(local) without a plan",
        "all",
        "local job or founding, by a race at V ÷ λ; who has a local job keeps it, else he applies for one",
    ),
    ("inside", "V(inside)", "all", "applies in the urban market of the own province"),
    (
        "outside",
        "λ ln Σ e^(V(outside, d) ÷ λ) over d, λ = `nest_away`",
        "all",
        "destination by a race of exponentials with rates e^(V ÷ λ); applies there",
    ),
    ("rest", "V(out)", "all", "goes home, or stays there, out, at once"),
    ("wait", "`wait`", "who seeks", "does not apply this month"),
    ("place", "V(post) or V(workshop)", "who could ask for one, 7.14", "applies for it"),
)


def _choice() -> str:
    return f"""### 7.8 The choice (`kernels.choosing`)

Every alternative a of a level races with a draw of its own, u_a: score = V_a − ln(−ln u_a), and the highest wins. So
probabilities are those of a logit, and an alternative that gets better draws people to itself and moves nobody between
two others. Top level:

{table(("alternative", "worth", "open to", "if chosen"), ALTERNATIVES)}

A destination where one already works is no move. Working people keep their job until an application is admitted.
V(founding) is that of 7.9 + attachment. Somebody out compares a placed place with staying every month in which he could
ask for one, even when he does not think again. An application is one of: the county market, an urban market, a post, a
workshop place, founding. There is one a month (ASSUMPTION)."""
