"""A life: birthdays, entrants, the official status.

- `birthday`: growing older, leaving for good, children, a year's savings
- `official_status`: where most of the last twelve months were worked
- `types`: how likely each latent type of attachment is, by who somebody is
- `entrants`: new workers who take free rows, with an identity of their own
"""
