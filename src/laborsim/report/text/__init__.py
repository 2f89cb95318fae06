"""One voice: every word, number, date, name and verdict that a person reads, in English and Chinese.

- `phrases`: every text that a figure, a table or an answer prints, in both languages, and how texts are put together
- `numbers`: numbers and units as people read them
- `dates`: months and years as people read them
- `labels`: one name in both languages for each indicator, place, status, group, parameter and lever
- `heads`: names of sheets and columns of a workbook, in Chinese
- `measures`: what is declared of each lever, in Chinese
- `levels`: the level of a lever over time, in words
- `standing`: what exists of a measure at a place, on whose word, and what it becomes
- `explanation`: what a scenario says, as a page in Chinese
- `verdicts`: the words of every verdict on an effect, one table
- `statistics`: which statistic a number is that stands for an effect
- `effects`: an effect in words: mean with unit, 95 % interval, verdict
- `binding`: what keeps a measure from doing more
- `in_work`: why unemployment rises although more people are in work
- `costs`: what measures cost, with the range of unit costs and what no cost can be stated for
- `when`: when effects are read, and why then
- `worlds`: which two worlds a difference subtracts, and what both of them have
- `what_if`: what is told wherever numbers of other parameters than the shipped ones appear
- `facts`: what is said of stylised facts on a terminal
- `goal`: a goal as a figure draws it
- `findings`: titles that say what the numbers show, by rules that are tested against the numbers
- `chinese_words`: Chinese words that no line break divides
- `failures`: why a command ended without its answer
- `kept_runs`: what lies in the folder of runs, and what would be lost by removing it
- `problems`: what is wrong with a file, with its excerpt
- `provenance`: where a figure's numbers come from, as its footnote says it
"""
