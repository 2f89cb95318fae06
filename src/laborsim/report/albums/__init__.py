"""Which figures a run, a comparison, an answer or a calibration has.

- `run`: draws the figures of a run into its folder
- `attribution`: from the causes of a run to its waterfalls
- `calibration`: draws the figures of a calibration from the files in its result folder
- `compare`: draws the figures of a comparison
- `ledger`: from the people of a run to its figures
- `sensitivity`: from a study of sensitivity to its figures
"""
