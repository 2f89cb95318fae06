"""Whether a line that should be Chinese holds an English sentence."""

import re

QUOTED = re.compile(r"'[^']*'|`[^`]*`|“[^”]*”|\"[^\"]*\"|\{.*\}|\[[^\]]*\]|填写值：.*")
"""What is quoted as it stands in a file, or as it is to be written."""

SENTENCE = re.compile(r"[A-Za-z]{2,}(?: [A-Za-z]{2,}){2,}")
"""Three English words in a row."""


def is_english(line: str) -> bool:
    """Return whether three English words follow each other outside of what is quoted."""
    return SENTENCE.search(QUOTED.sub("", line)) is not None
