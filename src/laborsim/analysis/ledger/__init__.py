"""Who switched, what of it is additional, for whom, at what price.

- `people`: what everybody is at the end of a month
- `counts`: what a ledger is made of
- `pairs`: the people of a run in both worlds, pair by pair
- `distribution`: any two groups at once, winners and losers as persons, welfare in yuan, inequality
- `ledger`: was it additional? Served
- `switchers`: the same people's status and place in the two worlds, and how much of it the effect needs
- `value_for_money`: levers on the cost-effectiveness plane, the dominated ones, and how likely each pays
- `tables`: the ledger as tidy tables
"""
