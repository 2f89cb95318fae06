"""Numbers only: rules about one worker, random numbers, the columns.

- `codes`: the small whole numbers that stand for statuses, groups and places
- `state`: the columns of a worker: type, unit and meaning of each
- `traits`: what never or seldom changes about a worker, packed into 16 bits
- `applications`: what a worker can apply for, and what happened to him this month
- `month`: what all workers can see in one month
- `random`: random numbers that are looked up, never consumed
- `compilation`: one decorator for all kernels, and a cache that an edited helper cannot outlive
- `passes`: several rules called in order for one row, so that a month goes over memory three times
- `choice`: what each way of living is worth, and which one a worker takes
- `services`: who may be trained, placed or funded, and who belongs to a lever's group
- `markets`: how jobs, posts and places end, who queues for them
- `life`: birthdays, entrants, the official status
- `money`: pay, savings and debt
- `counts`: everybody counted once a month, in whole persons and fen, by region
- `welfare`: what a month is worth to people
"""
