"""The one queue of the model: lottery tickets, places by queue, the lowest tickets admitted."""


def own_region(worker):
    """Return the queue in which people stand unless it is said otherwise: that of their home region."""
    return worker.origin


def admit(waiting, places, ticket, queue=own_region):
    """Return those who get one of the `places` [queue: persons]; `ticket` and `queue` are asked of each worker.

    A worker heavier than the places left gets one with probability places ÷ persons, and is the last. Equal tickets
    fall back on identity.
    """
    left, admitted = dict(places), set()
    for worker in sorted(waiting, key=lambda worker: (ticket(worker), worker.worker_id)):
        room = left[queue(worker)]
        if room >= worker.persons:
            admitted.add(worker)
            left[queue(worker)] -= worker.persons
        elif room > 0:
            if worker.luck("queue.marginal_place") * worker.persons < room:
                admitted.add(worker)
            left[queue(worker)] = 0
    return admitted


def paid_for(admitted, left, cost, ticket):
    """Return those of the admitted whose `cost` [fen] the budget that is left pays, in the order of their tickets.

    A worker may cost more than what is left; a budget may not be exceeded, so he goes without. None = no budget.
    """
    paid, spent = set(), 0
    for worker in sorted(admitted, key=lambda worker: (ticket(worker), worker.worker_id)):
        spent += cost(worker)
        if left is None or spent <= left:
            paid.add(worker)
    return paid
