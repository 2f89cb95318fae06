"""What a worker can apply for, and what happened to him this month, as small codes in two columns."""

import numpy as np

COUNTY, POST, WORKSHOP, FOUND, NOTHING = 250, 251, 252, 253, 255
"""Values of `applied`; any lower value is the urban market of that region, so markets are all up to COUNTY."""

POST_OF = 256
"""Placed work that one could ask for: `WORKSHOP`, or a post of program p as `POST_OF` + p."""

SUBSIDY = np.uint8(0x0F)
LOAN = np.uint8(0xF0)
LOAN_SHIFT = np.uint8(4)
"""Halves of `served`: the number of the program that subsidized the present business and of the one that guaranteed
its loan, 0 for none. Who holds a public-welfare post has the number of its program in the lower half."""

ENTERED = np.uint16(1 << 0)
LEFT = np.uint16(1 << 1)
SEPARATED = np.uint16(1 << 2)
CHANGED_JOB = np.uint16(1 << 3)
HIRED = np.uint16(1 << 4)
MOVED_OUT = np.uint16(1 << 5)
RETURNED = np.uint16(1 << 6)
STARTED = np.uint16(1 << 7)
CLOSED = np.uint16(1 << 8)
FOUND_AFTER_SEARCH = np.uint16(1 << 9)
STOPPED_SEEKING = np.uint16(1 << 10)
RETURNEE_CLOSED = np.uint16(1 << 11)
QUIT = np.uint16(1 << 12)
"""Bits of `events`: what happened to the worker this month."""

CAME_FROM = np.uint16(13)
"""Shift of the three highest bits of `events`: the status at the beginning of the month."""

HAPPENED = np.uint16(0x1FFF)
"""The other bits of `events`: 0 if nothing happened."""
