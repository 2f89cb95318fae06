"""Luck: the number that fate assigned to this worker, month and named decision. Looked up, never consumed."""

from functools import cache

from laborsim.kernels.random import decision, four_words

ALWAYS = 0
"""The month of draws that never change."""

number_of = cache(decision)

TOGETHER = {
    "job.ends": ("worker.month", 0),
    "worker.job_to_job": ("worker.month", 1),
    "worker.reconsider": ("worker.month", 2),
    "worker.exit": ("worker.birthday", 0),
    "worker.children": ("worker.birthday", 1),
    "worker.save": ("worker.birthday", 2),
    "worker.repay": ("worker.birthday", 3),
}
"""Decisions of one moment that share a draw: which draw, and which of its four numbers."""


class Luck:
    """All the luck of one replicate."""

    def __init__(self, stream):
        self.stream = stream

    def words(self, who, month, name, part=0):
        """Return four 32-bit numbers."""
        return four_words(self.stream, who, month, number_of(name), part)

    def four(self, who, month, name, part=0):
        """Return four numbers inside (0, 1)."""
        return [(word + 0.5) * 2.0**-32 for word in self.words(who, month, name, part)]

    def one(self, who, month, name):
        """Return one number inside (0, 1); some decisions are drawn together."""
        name, place = TOGETHER.get(name, (name, 0))
        return self.four(who, month, name)[place]

    def ticket(self, who, month, name):
        """Return a lottery ticket; the lower goes first."""
        return self.words(who, month, name)[0]


OF_THE_PERSON = Luck(0x6C61626F7273696D)
"""Luck that is the same in every replicate ("laborsim")."""
