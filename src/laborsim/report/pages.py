"""The generated pages of the documentation that look at the model itself, and the glossary."""

from laborsim.inputs.docs_pages import Pages
from laborsim.report.odd.page import odd_page
from laborsim.report.text.glossary import glossary_page

MODEL_PAGES: Pages = {"docs/odd.md": odd_page, "docs/glossary.md": glossary_page}
"""Written by `laborsim docs` after those of `inputs.docs_pages`."""
