"""The answers to what a run, a study or a plan is asked: the lines that a reader sees, and the files of every number.

Files, in reading order: questions, changes, differences, switchers, causes, ledger, groups, goals, sensitivity, sizes;
beside the eight questions: solve, optimize, stories.

- `differences`: compared with what? The levels of every lever in both worlds
- `goals`: does the plan work? Every goal as a probability in both worlds, and when failure becomes likely
- `ledger`: was it additional? Beneficiaries
- `optimize`: which mix? What an optimum tells
- `sensitivity`: which assumption matters? What a study of sensitivity tells
- `answer_sizes`: how coarse and how many the worlds behind each file of answers are
- `effects`: what changes? The effect of the measures on every headline of a run
- `attribution`: what caused it? The share of every lever in every effect
- `solve`: which dose? The dose of a lever that meets a goal, or the best that can be had and what binds
- `stories`: why did this worker do that? A story in lines and as data
- `switchers`: who switched? The same people's status and place in both worlds
- `distribution`: for whom? Winners and losers, welfare and inequality
- `questions`: everything that a run can be asked, in eight parts
"""
