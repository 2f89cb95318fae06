"""Stylised facts: what is known of migrant workers' lives, computed from runs and judged; nothing is fitted.

- `readings`: which of the numbers are held against a fact
- `declarations`: facts as they are declared, a row each in a table, refused where no one could judge them
- `spells`: runs of months in one state, and life tables
- `regressions`: the few regressions that facts are stated as
- `lives`: what every person of a world was, month by month, recorded from outside
- `worlds`: worlds that facts are read off, undisturbed or with one thing changed
- `returning`: facts of return and circular migration
- `destinations`: facts of where people go
- `searching`: facts of search and tenure
- `saving`: facts of money carried home
- `founding`: facts of founders
- `demography`: facts of age and sex
- `pay_and_posts`: facts of supply and demand
- `crises`: facts of the winter of 2008/09, of 2020 and of shocks of trade
- `programs`: facts of training, help, posts, founders' money and registration
- `studies`: the worlds that are lived, each for all facts that can be read off it
- `verdicts`: hit, miss, zero by construction, not testable yet
- `screening`: which parameters move a fact
- `results`: every study at every draw, kept once found, and written as data
- `looks`: how often the page was looked at while parameters moved
"""
