"""The constants of a base year, and the baseline held against what is published.

- `inversion`: constants of a base year, and the past of its people, from a steered run
- `base_table`: the baseline against the document figures
- `checks`: baselines that are not steered: the document figures at the estimate, and how far draws miss stocks
- `new_year_report`: the numbers of one annual survey report as a planner types them, checked before anything runs
- `new_year`: next year's base year: the report as rows in a copy of the tables, the fit solved anew
"""
