"""What a run shows: indicators by place and month, effects, summaries, tables.

- `aggregation`: counts of a run summed to zones and the nation, and over a year
- `indicators`: every indicator of the code list, computed from the counts of a run
- `readout`: an indicator in a place at the end of a month
- `beside_pairs`: the only sign that a difference can have, and what one worker makes of it
- `effect`: what pairs of runs say about a difference: mean, intervals, verdict by rule
- `published_series`: series that the model counts too: what was published, its error, how a run is read
- `predictive`: the band of what is published, in which a year departs by itself and a rejected fit is wider
- `possible`: which way an effect can go by the measures in which two worlds differ
- `period`: a month, a quarter or a year
- `headline`: which indicators a question is about, and when its effects are read
- `when`: `--on` and `--by`: what is asked instead
- `indicator_table`: every indicator at the summary's dates, read from the replicates of a run one by one
- `cost_sheet`: year × payer × province × lever, in whole fen
- `summary`: every indicator, place and date with its spread, its effect and its goal
- `parquet_tables`: monthly series, flows by year, business spells and a sample of workers, as Parquet
"""
