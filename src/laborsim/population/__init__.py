"""Who is there at a base date: people, places, pay, and how the pool ages.

- `founders`: what the published founder counts say about founders in business, under either reading of them
- `maximum_entropy`: the table nearest to what is assumed that agrees with what is published
- `rounding`: whole numbers that keep their sums
- `sex_age_schooling`: sex, age and schooling by status, fitted to what is published of each
- `life_course`: how a pool of people ages, is left and is joined
- `province_figures`: a province's own figures in the base date
- `flows`: how many people of each origin work where
- `traits`: what survey tables do not cross with age or origin
- `quota_assignment`: deals sex
- `population`: the synthetic workers of a base year
- `demography`: who joins and who leaves for good, month by month
- `pay`: monthly pay of each county and urban market at a base date, from national and zonal means
- `margin_report`: how far the synthetic population and its pay are from every published margin, met or missed
"""
