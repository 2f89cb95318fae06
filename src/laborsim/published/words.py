"""Words: a name or a sentence in English and Chinese, wherever it is said."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "zh"]


@dataclass(frozen=True)
class Words:
    """One name or sentence in both languages; where the Chinese is missing the English is used."""

    en: str
    zh: str = ""

    def said(self, language: Language) -> str:
        """Return the text in `language`."""
        return self.zh if language == "zh" and self.zh else self.en

    def filled(self, language: Language, **parts: object) -> str:
        """Return the text in `language` with its braces filled."""
        return self.said(language).format(**parts)
