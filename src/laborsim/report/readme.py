"""The one generated part of the README: the table of a baseline against the document figures."""

BEGIN, END = "<!-- base table: begin -->", "<!-- base table: end -->"


def around_base_table(text: str) -> tuple[str, str]:
    """Return what stands before and after the table of a page, markers included. Raises ValueError without them."""
    before, found_begin, rest = text.partition(BEGIN)
    _, found_end, after = rest.partition(END)
    if not (found_begin and found_end):
        raise ValueError(f"no place for the table: it needs a line {BEGIN!r} and, below it, a line {END!r}")
    return f"{before}{BEGIN}\n", f"{END}{after}"
