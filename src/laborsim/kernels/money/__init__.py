"""Money of one worker: pay, savings and debt.

- `pay`: regional pay × a profile in sex, schooling and age × what training adds
- `savings`: savings and debt on a logarithmic grid of one byte
"""
