"""The words of the twin, where the columns have codes and bits."""

from laborsim.kernels.codes import STATUSES

LOCAL, OUTBOUND, FOUNDER, PLACED, SEEKING, SEEKING_AWAY, OUT = STATUSES
GONE = "gone"

SEEKERS = (SEEKING, SEEKING_AWAY)
AWAY = (OUTBOUND, SEEKING_AWAY)
AT_HOME_WITHOUT_BUSINESS = (LOCAL, SEEKING, OUT)

NO_CHILDREN, LEFT_BEHIND, ACCOMPANYING = "no children", "left behind", "accompanying"

# A month of the history
HOME_MONTH, LOCAL_MONTH, INSIDE_MONTH, OUTSIDE_MONTH = "at home", "local", "away inside", "away outside"

# Annual status; also the names of its counts
NOT_MIGRANT, OFFICIAL_LOCAL = "not_migrant", "official_local"
OFFICIAL_INSIDE, OFFICIAL_OUTSIDE = "official_outbound_inside", "official_outbound_outside"

# What one can apply for besides an urban market, which is named by the number of its region
COUNTY, POST, WORKSHOP, FOUND = "county", "post", "workshop", "found"

# Levers
SUBSIDY, LOAN, TRAINING, POSTS = "startup_subsidy", "guaranteed_loans", "training_places", "public_welfare_posts"

# What can happen to a worker in a month
ENTERED, LEFT, SEPARATED, CHANGED_JOB = "entered", "left", "separated", "changed job"
HIRED, MOVED_OUT, RETURNED, STARTED, CLOSED = "hired", "moved out", "returned", "started", "closed"
FOUND_AFTER_SEARCH, STOPPED_SEEKING, QUIT = "found after search", "stopped seeking", "quit"
RETURNEE_CLOSED = "returnee closed"
