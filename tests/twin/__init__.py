"""The twin: the same model in ordinary Mesa and ordinary Python, slow and obvious.

Read it to learn the rules; run it against `LaborModel` to prove that the fast code obeys them. Begin with
`TwinModel.step`. The twin shares with the fast model only what goes in (people, parameters, fit, the dials that levers
turn) and the random numbers. Every rule is written a second time, for one worker or one region at a time.

    words        statuses, months, events          person     who a worker is, what he earns
    luck         random numbers, looked up         founder    plans, skill, starting and closing a business
    money        the grid of savings and debt      chooser    the choice: stay, work at home, found, go out, rest
    prospects    what every place is worth         worker     a month in a worker's life
    region       posts, pay, vacancies, hires      entrant    who begins to work
    queue        lotteries for places              services   what levers give to people
    ledger       what levers reach and cost        counting   the month's counts
    reading      the columns in the twin's words   model      the schedule
    worlds       worlds in which every rule has something to do
"""

from tests.twin.model import TwinModel

__all__ = ["TwinModel"]
