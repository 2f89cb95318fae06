"""One voice: every word, number, date, name and verdict that a person reads, in English and Chinese.

Files, in reading order: phrases, numbers, dates, names, effects, goal, findings, provenance, glossary.
"""
