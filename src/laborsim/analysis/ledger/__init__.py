"""Who switched, what of it is additional, for whom, at what price.

- `people`: what everybody is at the end of a month: state, place, group
- `counts`: served and other people by place and state, month by month, with and without a lever
- `pairs`: the people of a run in both worlds, pair by pair, simulated once and counted
- `switchers`: the same people's status and place in the two worlds, and how much of it the effect needs
- `ledger`: gross effect, deadweight, displacement, spillover and net effect of every lever, and what they cost
- `distribution`: winners and losers, any two groups at once, welfare in yuan, inequality
- `value_for_money`: levers on the cost-effectiveness plane, the dominated ones, and how likely each pays
- `tables`: the ledger as tidy tables
"""
