"""The Mesa model: the schedule, the markets, workers as agents.

- `base_dials`: what dials show when nothing new is done
- `base_workers`: the state of every worker at the base date
- `histories`: structured records of a month for the spells and the sample of a run
- `ledger`: how far each lever's funnel reached this month, and what it cost, in whole fen
- `regional_random`: looked up by decision and month, as that of a worker is
- `snapshot`: what a world shows at the end of a month, to whoever looks at single people or at the books
- `age_profiles`: tables over sex, schooling and age
- `base_markets`: the markets at the base date
- `base_date`: everything about a base date that no scenario can change
- `market`: the two labor markets of every region
- `invariants`: checked every month, in every run
- `month_parts`: from parameters, markets, dials and offers to what all workers can see
- `policy`: drawn once, turned every month, charged to the ledger
- `funnels`: whom parks, workshops, settlement access and school places reach in a month
- `shared_past`: one past for several worlds
- `region`: a province as a Mesa agent, with its two markets, as the last month left them
- `services`: what levers give to people
- `month_ahead`: what last month's counts, the dials and the shocks make visible to all workers
- `worker`: one row of the columns, seen as a Mesa agent
- `workers`: everyone, stored in columns, answering like a Mesa AgentSet
- `labor_model`: the schedule
"""
