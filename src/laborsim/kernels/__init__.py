"""Numbers only: rules about one worker, random numbers, the columns.

- `applications`: what a worker can apply for, and what happened to him this month, as small codes in two columns
- `codes`: the small whole numbers that stand for statuses, groups and places, everywhere the same
- `compilation`: one decorator for all kernels, and a cache that an edited helper cannot outlive
- `month`: what all workers can see in one month
- `random`: random numbers that are looked up, never consumed
- `state`: the state of all workers
- `traits`: what never or seldom changes about a worker, packed into 16 bits
- `groups`: whether a worker belongs to the group that a lever is aimed at
- `money`: pay, savings and debt
- `choice`: what each way of living is worth, and which one a worker takes
- `life`: birthdays, entrants, the official status
- `counts`: counting everybody once a month, in whole persons and fen, by region
- `markets`: how they end, who queues for them, whom a service could reach
- `passes`: several rules called in order for one row, so that a month goes over memory three times
- `welfare`: what a month is worth to people
"""
