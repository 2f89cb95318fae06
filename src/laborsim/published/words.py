"""Words: a name or a sentence in English and Chinese, wherever it is said, and errors that say one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True)
class Words:
    """One name or sentence in both languages; where the Chinese is missing the English is used."""

    en: str
    zh: str = ""

    def said(self, language: Language) -> str:
        """Return the text in `language`."""
        return self.zh if language == "zh" and self.zh else self.en

    def filled(self, language: Language, **parts: object) -> str:
        """Return the text in `language` with its braces filled; parts that are words are said in it too."""
        said = {name: part.said(language) if isinstance(part, Words) else part for name, part in parts.items()}
        return self.said(language).format(**said)

    def holding(self, **parts: object) -> "Words":
        """Return both texts with their braces filled, words with words in the same language."""
        return Words(*(self.filled(language, **parts) for language in LANGUAGES))

    def __bool__(self) -> bool:
        """Return whether anything is said."""
        return bool(self.en)


class ErrorInWords(Exception):  # noqa: N818 - the words are what it is about
    """An error that says in both languages what is wrong; as text it is English."""

    def __init__(self, words: Words) -> None:
        super().__init__(words)
        self.words = words

    def __str__(self) -> str:
        return self.words.en


class UnknownName(ErrorInWords, LookupError):  # noqa: N818 - as the sentence says it
    """A name that somebody typed is none of those that are known."""


def english(said: str | Words) -> str:
    """Return words in English; a plain text is as somebody else wrote it."""
    return said.en if isinstance(said, Words) else said


UNSAID = Words("")
"""Where there is nothing to say."""


def in_a_row(said: Iterable[Words], between: Words) -> Words:
    """Return several sentences as one, with something between them in either language."""
    parts = tuple(said)
    return Words(*(between.said(language).join(part.said(language) for part in parts) for language in LANGUAGES))
