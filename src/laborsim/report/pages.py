"""The generated pages of the documentation that look at the model itself."""

from laborsim.inputs.docs_pages import Pages
from laborsim.report.odd.page import odd_page

MODEL_PAGES: Pages = {"docs/odd.md": odd_page}
"""Written by `laborsim docs` after those of `inputs.docs_pages`."""
