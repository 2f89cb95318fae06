"""The little Markdown that generated pages need."""

from collections.abc import Iterable, Sequence


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; a bar in a cell does not end it."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def described(names: Iterable[str], meanings: dict[str, str], what: str) -> list[tuple[str, str]]:
    """Return (name, meaning) for every name. Raises LookupError where names and meanings are not the same."""
    listed = list(names)
    missing, unknown = set(listed) - set(meanings), set(meanings) - set(listed)
    if missing or unknown:
        raise LookupError(
            f"docs/odd.md, {what}: without a meaning: {sorted(missing)}; no longer in the code: {sorted(unknown)}; "
            "describe them in src/laborsim/report/pages/odd/"
        )
    return [(name, meanings[name]) for name in listed]
