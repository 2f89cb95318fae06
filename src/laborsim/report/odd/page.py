"""Puts docs/odd.md together."""

from laborsim.report.odd import (
    beginnings,
    concepts,
    overview,
    submodels_books,
    submodels_choice,
    submodels_founders,
    submodels_markets,
    submodels_places,
)

HEAD = """<!-- Written by `laborsim docs`. Do not edit; the prose stands in src/laborsim/report/odd/. -->
# The model, by the ODD protocol

This description follows the ODD (Overview, Design concepts, Details) protocol for describing individual- and
agent-based models (Grimm et al. 2006), as updated by Grimm et al. (2020), doi:10.18564/jasss.4259. Tables are read off
the code. **ASSUMPTION** marks what nobody has published. How the code is built: [architecture](architecture.md)."""


def odd_page() -> str:
    """Return docs/odd.md."""
    parts = (
        HEAD,
        overview.purpose(),
        overview.entities(),
        overview.process(),
        concepts.concepts(),
        beginnings.initialization(),
        beginnings.input_data(),
        "## 7. Submodels",
        submodels_markets.text(),
        submodels_choice.text(),
        submodels_founders.text(),
        submodels_places.text(),
        submodels_books.text(),
    )
    return "\n\n".join(parts) + "\n"
