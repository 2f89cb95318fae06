"""The answers to what a run, a study or a plan is asked: the lines a reader sees, and files of every number.

- `questions`: everything that a run can be asked, in eight parts
- `effects`: what changes? The effect of the measures on every headline of a run
- `split`: when? What is asked of a run by a period or a split
- `differences`: compared with what? The levels of every lever in both worlds, and how sure the order of worlds is
- `switchers`: who switched? The same people's status and place in both worlds
- `attribution`: what caused it? The share of every lever in every effect
- `ledger`: was it additional? Deadweight, displacement, spillover, net effect and price of every lever
- `distribution`: for whom? Winners and losers, welfare and inequality
- `goals`: does the plan work? Every goal as a probability in both worlds, and when failure becomes likely
- `sensitivity`: which assumption matters? What a study of sensitivity tells
- `answer_sizes`: how coarse and how many the worlds behind each file of answers are
- `places`: are the places filled? How many a measure has, how many are filled, and what is short
- `shock`: what does the shock do? The shock with and without the measures, and the measures with and without it
- `price`: at what price? Cost by year and nature, discounted, of a unit of anything, and payback
- `equal_cost`: at which doses do rivals cost the same?
- `solve`: which dose meets a goal, or the best that can be had and what binds
- `sweep`: what does each dose do, at what price, and where do returns fall?
- `optimize`: which mix? The mix, what stops it and what it rests on
- `scorecard`: how did it do? A run beside every published figure of its years
- `revision`: why did it move? The change between two runs of one question, and what made how much of it
- `stories`: why did this worker do that? A story in lines and as data
"""
