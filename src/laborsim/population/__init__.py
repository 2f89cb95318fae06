"""Who is there at a base date: people, places, pay, and how the pool ages.

- `rounding`: whole numbers that keep their sums
- `maximum_entropy`: the table nearest to what is assumed that agrees with what is published
- `carried_counts`: counts of single provinces at a base year, and as soft margins
- `pair_ties`: what observed flows teach about pairs of provinces
- `flows`: how many people of each origin work where
- `sex_age_schooling`: who the workers are by status, fitted to what is published of each
- `traits`: what survey tables do not cross with age or origin: children, training, insurance, lifted-out households
- `quota_assignment`: sex, age, schooling and traits dealt to workers evenly among neighbors
- `population`: the synthetic workers of a base year
- `group_sizes`: how many people could be in a group that a scenario names
- `province_figures`: a province's own figures in the base date
- `life_course`: how a pool of people ages, is left and is joined
- `demography`: who joins and who leaves for good, month by month
- `founders`: what the published founder counts say about founders in business, under either reading of them
- `pay`: monthly pay of each county and urban market at a base date, from national and zonal means
- `margin_report`: how far the synthetic population and its pay are from every published margin
- `province_scores`: how far provinces are from counts of survey offices, with and without soft margins
"""
