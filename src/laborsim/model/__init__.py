"""The Mesa model: the schedule, the markets, workers as agents.

- `labor_model`: the schedule: what happens in a month, in order
- `base_date`: everything about a base date that no scenario can change
- `base_workers`: the state of every worker at the base date
- `base_markets`: the markets at the base date
- `base_dials`: what dials show when nothing new is done
- `held_levels`: what each region holds at each base date, as a small table
- `simulated_shares`: how much of the urban unemployment rates is simulated there, as another
- `worker`: one row of the columns, seen as a Mesa agent
- `workers`: everyone, stored in columns, answering like a Mesa AgentSet
- `region`: a province as a Mesa agent, with its two markets
- `policy`: the levers of one world: drawn once, turned every month, charged to the ledger
- `ledger`: how far each lever's funnel reached this month, and what it cost, in whole fen
- `programs`: the numbers under which people are served, so that what was promised follows the person
- `market`: the two labor markets of every region: posts, pay, vacancies, hires
- `age_profiles`: relative pay, attachment to home and the value of rest, over sex, schooling and age
- `month_parts`: offers, seasons and tables of the choice, from parameters, markets and dials
- `month_ahead`: what last month's counts, the dials and the shocks make visible to all workers
- `regional_random`: random numbers of whole regions, looked up by decision and month
- `services`: what levers give to people: money, park places, training seats, posts; all by queue
- `funnels`: whom parks, workshops, settlement access and school places reach in a month
- `snapshot`: what a world shows at the end of a month, to whoever looks at single people or at the books
- `histories`: business spells, and the months of followed workers
- `steering`: the model with no new policy, its constants moved until every stock stays on its trend
- `wheel`: one steered run, and the constants and the past of the people that it leaves
- `what_if`: a base date steered anew for parameters that are not the shipped ones
- `shared_past`: one past for several worlds
- `invariants`: laws of accounting, checked every month in every run
"""
