"""The phrases of a language, and how its lists and sentences are put together."""

from collections.abc import Sequence

from laborsim.report.phrases import Language, Phrases
from laborsim.report.phrases_en import ENGLISH
from laborsim.report.phrases_zh import CHINESE


def phrases(language: Language) -> Phrases:
    """Return all phrases of `language`."""
    return CHINESE if language == "zh" else ENGLISH


def listed(items: Sequence[str], language: Language) -> str:
    """Return "a", "a and b", "a, b and c"."""
    words = phrases(language)
    if len(items) < 2:
        return "".join(items)
    return words.list_comma.join(items[:-1]) + words.list_and + items[-1]


def sentences(parts: Sequence[str], language: Language) -> str:
    """Join texts into sentences, each closed once; empty texts are left out."""
    words = phrases(language)
    closed = [part if part[-1] in ".。!?！？" else part + words.sentence_end for part in parts if part.strip()]
    return words.sentence_gap.join(closed)


def capitalized(text: str) -> str:
    """Return the text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def inside_sentence(name: str) -> str:
    """Return a name for the middle of a sentence: "New urban jobs" → "new urban jobs", "GDP" stays."""
    is_acronym = len(name) > 1 and not name[1].islower()
    return name if is_acronym else name[:1].lower() + name[1:]
