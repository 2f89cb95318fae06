"""Which known word a mistyped one may mean: the fewest slips of the hand, and every word that is as near."""

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

MOST_SLIPS = 0.5  # share of the letters of the longer word that slips may change. ASSUMPTION
LETTERS_A_SLIP = 5  # letters of a word within a name that allow for one slip. ASSUMPTION
MOST_CANDIDATES = 6  # words that are compared slip by slip; the others share too few letters


def slips(typed: str, meant: str) -> int:
    """Return how many letters were lost, doubled, mistyped or exchanged with the next (optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(meant) + 1))
    for i, letter in enumerate(typed, 1):
        row = [i]
        for j, other in enumerate(meant, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == meant[j - 2] and typed[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def nearest_words(typed: str, known: Iterable[str], cutoff: float) -> list[str]:
    """Return the known words that are fewest slips away, likeliest first; capitals, spaces and hyphens do not count.

    `cutoff`: least share of common letters [0, 1]. Among equals the first letter decides the order: it is the one that
    people get right.
    """
    plain = _plain(typed)
    by_plain = {_plain(word): word for word in known}
    alike = get_close_matches(plain, list(by_plain), n=MOST_CANDIDATES, cutoff=cutoff)
    close = [word for word in alike if _is_meant(plain, word)]
    if not close:
        return []
    fewest = min(slips(plain, word) for word in close)
    tied = [word for word in close if slips(plain, word) == fewest]
    return [by_plain[word] for word in sorted(tied, key=lambda word: _rank(plain, word))]


def _is_meant(typed: str, word: str) -> bool:
    """Return whether a word can be a slip of another, or one of the two has a word of the other: else both only sound
    alike, as "employment_services" and "settlement_access"."""
    parts = ((one, other) for one in typed.split("_") for other in word.split("_"))
    is_shared = any(slips(one, other) <= len(other) // LETTERS_A_SLIP for one, other in parts)
    return is_shared or slips(typed, word) <= MOST_SLIPS * max(len(typed), len(word))


def _rank(plain: str, word: str) -> tuple[bool, float, int]:
    """A letter is mistyped more often than lost, so of equally like words the one of the same length comes first."""
    return word[:1] != plain[:1], -SequenceMatcher(None, plain, word).ratio(), abs(len(word) - len(plain))


def _plain(word: str) -> str:
    return word.lower().replace("-", "_").replace(" ", "_")
