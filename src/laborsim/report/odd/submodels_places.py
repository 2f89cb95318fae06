"""ODD, submodels 7.11 to 7.16: matching and queues, moves, parks, posts and workshops, training, entrants."""

from laborsim.kernels.queueing import BINS
from laborsim.kernels.serving import RETRAIN_MONTHS
from laborsim.model.month_ahead import ENTRANT_TYPES, WORKSHOP_STAY_MONTHS


def text() -> str:
    """Return the sections."""
    return "\n\n".join((_matching(), _moves(), _parks(), _posts(), _training(), _entrants()))


def _matching() -> str:
    return f"""### 7.11 Matching and the queue (`model.market.Markets.match`, `kernels.queueing`)

Applicants to a market are the persons who applied, and in the urban market all of the background who seek:

```text
H = min(everyone, V, A × everyone^matching_elasticity × V^(1 − matching_elasticity))
hires of migrants = min(floor(H × applicants ÷ everyone + luck), floor(V))
```

A is solved, one for each kind of market (7.19). Whom a market hires is a lottery: a 32-bit ticket of the worker, the
month and the queue's decision; the lowest are admitted (a histogram of {BINS:,} bins, only the bin of the cut is
sorted; equal tickets fall back on identity). A worker heavier than the places left is admitted with the chance
places left ÷ weight, so a queue may be overfilled by less than one worker. In queues for posts and workshop places
people of lifted-out households come before all others. Everything scarce goes through this queue."""


def _moves() -> str:
    return """### 7.12 Moves (`kernels.settling`, `kernels.moving`)

The admitted begin a new spell; outbound months of the spell before are added to experience. *Going out*, or on to
another destination: a parent takes the children along with the chance `accompany_share` × school share(d), else leaves
them behind. *Coming home* ends this. Moving costs nothing but what the choice contains: `stay`, attachment,
distance."""


def _parks() -> str:
    return """### 7.13 Entrepreneurship parks (`model.services.fill_parks`)

Places are floor(parks × places per park), rounded to whole workers by a luck of the province that never changes. A
holder keeps his place until the business closes; if places were cut, holders draw. Free places go to founders without
one whose business is at most `park_queue_months` old, by lottery or, with `admission: score`, the more able first
(ticket 2³² ÷ (1 + e^skill)). In a park a business closes less often (7.4). The chance of a place next month is what
applicants had this month. All founders of that age apply (ASSUMPTION)."""


def _posts() -> str:
    return f"""### 7.14 Public-welfare posts and workshops (`kernels.choosing.place_on_offer`, `model.month_ahead`)

*Posts* open to a local, seeking or out worker whose group and province they are for, while there are free ones: he must
be aware (a number of his own) and, with the lever's share a month, think of asking; he asks if the post wins his choice
(7.8). Places of a lever are spread over its provinces by lifted-out workers, and cut where its budget pays fewer. A
post ends with the chance 1 ÷ mean stay, + the part by which held posts exceed posts; without a lever in force, at once.

*Workshops* are open to seeking and out people, who think of one with `workshop_ask` a month (a post, if on offer, comes
first). Places = floor(workshops × places × max(0, 1 − 2 × idle share × luck of the province)): orders come and go.
They end with the chance 1 ÷ {WORKSHOP_STAY_MONTHS:g} months (ASSUMPTION) + the part held beyond the places with
orders."""


def _training() -> str:
    return f"""### 7.15 Training (`model.services.train`)

Open to everybody of the group but founders, not in class and not trained in the last {RETRAIN_MONTHS} months
(ASSUMPTION). Seats a month are a twelfth of the level, spread by workers, rounded by chance; a lottery gives them, a
budget ends them. Who takes a seat costs; who completes (the lever's share) is in class for its months, keeps his job
and pay, and neither thinks again nor applies; the others drop out at once (ASSUMPTION). From the end on pay and skill
are those of 7.5 and 7.9. Trained workers fill the vacancies there are: training adds no job."""


def _entrants() -> str:
    shares = ", ".join(f"{share:g}" for share in ENTRANT_TYPES)
    return f"""### 7.16 Entrants (`kernels.entering`, `inputs.demography`)

Each month and province floor(expected ÷ scale + luck) workers join: a twelfth of the year's entrants, who fill the pool
up to its trend, spread as the pool of the base year (ASSUMPTION). Age, birthday, sex, schooling, lifted-out household,
child of school age, training and latent type (cumulative shares {shares}, ASSUMPTION) are drawn from numbers of their
identity, which is month of entry and place in the cohort: the same people come in every scenario. An entrant has his
first job at once, without a queue: local, inside or outside the province by the race of 7.8 without own pay, rest or
founding (ASSUMPTION: the survey counts people from their first job on, and he takes the place of somebody who left).
His last twelve months count as that job's; savings, debt and experience are 0."""
