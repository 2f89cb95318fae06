"""Finding the constants that make the baseline match the published figures.

- `targets`: what a calibration is held against
- `scores`: a forecast beside what was published: the series, their errors, the rivals
- `base_year`: the constants of a base year, and the baseline held against what is published
- `estimation`: the search for the free parameters, and what it leaves uncertain
- `evidence`: what an economist can show a referee about a calibration, study by study, each one resumable
- `facts`: stylised facts, computed from runs and judged; nothing is fitted to them
- `province`: a province fitted to its own figures
"""
