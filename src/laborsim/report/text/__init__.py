"""One voice: every word, number, date, name and verdict that a person reads, in English and Chinese.

Files, in reading order: phrases, numbers, dates, names, effects, goal, findings, provenance, glossary.

- `glossary`: one word per idea, in both languages, and what not to say instead
- `phrases`: every text that a figure
- `dates`: months and years as people read them, in both languages
- `numbers`: numbers and units as people read them
- `effects`: its mean with the unit, the 95 % interval of that mean, and the verdict
- `names`: what things are called, in both languages
- `findings`: titles that say what the numbers show, by rules that are tested against the numbers
- `goal`: a goal as a figure draws it
- `provenance`: where a figure's numbers come from, as its footnote says it
"""
