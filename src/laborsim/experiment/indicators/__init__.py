"""What a run shows: indicators by place and month, effects, summaries, tables.

- `effect`: what pairs of runs say about a difference
- `headline`: what a question is about
- `aggregation`: a run as seen from every place
- `indicators`: every indicator of the code list, computed from the counts of a run
- `readout`: an indicator in a place at the end of a month
- `indicator_table`: reads the replicates of a run one by one
- `summary`: the summary of a run
- `parquet_tables`: the tidy tables of a run, as Parquet
"""
