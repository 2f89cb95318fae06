"""One voice: every word, number, date, name and verdict that a person reads, in English and Chinese.

- `phrases`: every text that a figure, a table or an answer prints, in both languages, and how texts are put together
- `numbers`: numbers and units as people read them
- `dates`: months and years as people read them
- `labels`: one name in both languages for each indicator, place, status, group, parameter and lever
- `effects`: an effect in words: mean with unit, 95 % interval, verdict
- `costs`: what measures cost, with the range of unit costs and what no cost can be stated for
- `worlds`: which two worlds a difference subtracts, and what both of them have
- `goal`: a goal as a figure draws it
- `findings`: titles that say what the numbers show, by rules that are tested against the numbers
- `provenance`: where a figure's numbers come from, as its footnote says it
"""
