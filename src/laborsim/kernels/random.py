"""Random numbers that are looked up, never consumed.

`uniform` is a pure function of (stream, worker, month, decision): whoever asks, in whatever order,
on however many threads, gets the same number. The generator is Philox4x32-10
(Salmon et al. 2011, doi:10.1145/2063384.2063405).
"""

from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.compilation import compiled, inlined

_LOW_32 = np.uint64(0xFFFFFFFF)
_SHIFT_32 = np.uint64(32)
_MULTIPLIER_0 = np.uint64(0xD2511F53)
_MULTIPLIER_1 = np.uint64(0xCD9E8D57)
_BUMP_0 = np.uint64(0x9E3779B9)
_BUMP_1 = np.uint64(0xBB67AE85)
_UNIT = 2.0**-32

BASE_STREAM = np.uint64(0x6C61626F7273696D)
"""The stream of what is a worker's own in every replicate ("laborsim"): the base date, and traits that stay."""

BLOCK = 256
"""Rows whose luck is drawn at a time: few enough that the words stay in the nearest cache."""

BIN_SHIFT = 24
LARGEST_WORDS = ((np.arange(256, dtype=np.int64) + 1) << BIN_SHIFT) - 1
"""The largest word of each bin, the bins being the eight highest bits: what bounds a luck without a logarithm."""

Word = Any  # numpy.uint64 when compiled; any integer when called from Python
Words = tuple[Word, Word, Word, Word]
Identities = NDArray[np.uint32]
Drawn = NDArray[np.uint32]
State = tuple[Word, Word, Word, Word, Word, Word]  # counter and key


def decision(name: str) -> int:
    """Return the stable number of a named decision point, e.g. "worker.month"."""
    return crc32(name.encode())


MONTH = decision("worker.month")
ENDS, NEXT, AGAIN = range(3)
"""Words of a month: whether the job, post or business ends; whether another job follows at once; thinking again."""


@compiled
def _round(state: State) -> State:
    c0, c1, c2, c3, k0, k1 = state
    product_0 = _MULTIPLIER_0 * c0
    product_1 = _MULTIPLIER_1 * c2
    return (
        (product_1 >> _SHIFT_32) ^ c1 ^ k0,
        product_1 & _LOW_32,
        (product_0 >> _SHIFT_32) ^ c3 ^ k1,
        product_0 & _LOW_32,
        (k0 + _BUMP_0) & _LOW_32,
        (k1 + _BUMP_1) & _LOW_32,
    )


@inlined
def philox(c0: Word, c1: Word, c2: Word, c3: Word, k0: Word, k1: Word) -> Words:  # noqa: PLR0913 - the published form
    """Return four 32-bit words for one 128-bit counter and one 64-bit key."""
    # Ten rounds without a loop, which would keep the compiler from drawing for several workers at once.
    state = _round(_round(_round(_round(_round((c0, c1, c2, c3, k0, k1))))))
    state = _round(_round(_round(_round(_round(state)))))
    return state[0], state[1], state[2], state[3]


@compiled
def halves(stream: Word) -> tuple[Word, Word]:
    """Return the two 32-bit halves of a stream: the key of its draws."""
    return np.uint64(stream) & _LOW_32, np.uint64(stream) >> _SHIFT_32


@compiled
def four_words(stream: Word, worker: Word, step: Word, decision: Word, part: int) -> Words:
    """Return the four 32-bit words of (stream, worker, month, decision, part)."""
    low, high = halves(stream)
    return philox(np.uint64(worker), np.uint64(step), np.uint64(decision), np.uint64(part), low, high)


@compiled
def month_words(stream: Word, worker: Word, step: Word) -> Words:
    """Return the words that decide what every month asks of everybody, drawn together because drawing costs."""
    return four_words(stream, worker, step, MONTH, 0)


@compiled
def many_month_words(stream: Word, workers: Identities, step: Word, words: Drawn) -> None:
    """Fill in `month_words` of many workers [word, worker], several at a time: a fifth of the cost."""
    low, high = halves(stream)
    month, point, part = np.uint64(step), np.uint64(MONTH), np.uint64(0)
    for k in range(len(workers)):
        drawn = philox(np.uint64(workers[k]), month, point, part, low, high)
        words[0, k], words[1, k], words[2, k], words[3, k] = drawn


@compiled
def many_first_words(stream: Word, workers: Identities, step: Word, decision: Word, words: Drawn) -> None:
    """Fill in the first of `four_words` of many workers, several at a time."""
    low, high = halves(stream)
    month, point, part = np.uint64(step), np.uint64(decision), np.uint64(0)
    for k in range(len(workers)):
        words[k] = philox(np.uint64(workers[k]), month, point, part, low, high)[0]


@compiled
def to_uniform(word: Word) -> float:
    """Return a 32-bit word as a number inside (0, 1): never 0, so its logarithm exists."""
    return (np.float64(word) + 0.5) * _UNIT


@compiled
def bin_of(word: Word) -> int:
    """Return the bin of a word in `LARGEST_WORDS`."""
    return np.int64(word) >> BIN_SHIFT


@compiled
def uniform(stream: Word, worker: Word, step: Word, decision: Word) -> float:
    """Return the number in (0, 1) that fate assigned to this worker, month and decision."""
    return to_uniform(four_words(stream, worker, step, decision, 0)[0])


@compiled
def ticket(stream: Word, worker: Word, step: Word, decision: Word) -> Word:
    """Return a 32-bit lottery ticket; the lower goes first."""
    return np.uint32(four_words(stream, worker, step, decision, 0)[0])


def stream_key(seed: int, replicate: int) -> np.uint64:
    """Return the 64-bit stream of one replicate; a scenario and its baseline share it on purpose."""
    return np.uint64(np.random.SeedSequence([seed, replicate]).generate_state(1, np.uint64)[0])


@compiled
def draws(stream: np.uint64, workers: NDArray[np.uint32], step: int, decision: int) -> NDArray[np.float64]:
    """Return `uniform` for many workers [worker]."""
    out = np.empty(len(workers))
    low, high = halves(stream)
    month, point, part = np.uint64(step), np.uint64(decision), np.uint64(0)
    for k in range(len(workers)):
        out[k] = to_uniform(philox(np.uint64(workers[k]), month, point, part, low, high)[0])
    return out
