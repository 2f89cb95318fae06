"""The constants of a base year, and the baseline held against what is published.

- `base_table`: the baseline against the document figures
- `checks`: runs of the baseline that are not steered
- `new_year_report`: the numbers of one annual survey report as a planner types them, checked before anything runs
- `steering`: the model with no new policy, its constants moved until every stock stays on its trend
- `inversion`: the inversion of a base year
- `new_year`: the report as rows in a copy of the tables, gaps carried over, the fit solved anew
"""
