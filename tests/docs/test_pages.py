"""Pages hold together: links resolve, no traces of a machine, the words of the house."""

import re
from pathlib import Path

import pytest
from tests.docs.pages import (
    PAGES,
    ROOT,
    WRITTEN_BY_HAND,
    anchor,
    headings,
    name_of,
    table_rows,
    text_of,
    without_blocks,
)

from laborsim.report.pages.odd.page import odd_page
from laborsim.scenario.scenario import Context, ZoneGrowth

FORMAT = ROOT / "docs" / "scenario-format.md"
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home|tmp|usr)/\w|[A-Z]:\\\\|localhost|127\.0\.0\.1")
REGISTRY = re.compile(r"pypi|pythonhosted|npmjs|anaconda|conda-forge|docker\.io", flags=re.IGNORECASE)
NOT_OURS = re.compile(
    r"\b(labour|behaviou?rs?|neighbour|centre|programme|modelling|organis\w+|summaris\w+|analys(?:e|ing)\b|"
    r"job ?seekers?|out-migrants?|counterfactual)\b",
    flags=re.IGNORECASE,
)
HAND_TEXTS = {**{name_of(page): text_of(page) for page in WRITTEN_BY_HAND}, "docs/odd.md": odd_page()}


def broken_links(page: Path, text: str) -> list[str]:
    """Return the links of a page that lead to no file or heading."""
    broken = []
    for target in LINK.findall(without_blocks(text)):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        name, _, section = target.partition("#")
        file = (page.parent / name) if name else page
        is_page = file.is_file() and file.suffix == ".md"
        sections = {anchor(heading) for heading in headings(text_of(file))} if is_page else set()
        if not file.is_file() or (section and section not in sections):
            broken.append(target)
    return broken


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_between_pages_leads_somewhere(page):
    assert broken_links(page, text_of(page)) == []


def test_a_broken_link_is_noticed():
    text = "[a](docs/odd.md) [b](no.md) [c](#start) [d](#b) [e](docs/odd.md#6-input-data) [f](https://doi.org/10.1)"
    assert broken_links(PAGES[0], text) == ["no.md", "#b"]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_page_knows_a_machine_or_a_registry(page):
    text = text_of(page)
    assert MACHINE.findall(text) == [] and REGISTRY.findall(text) == []


@pytest.mark.parametrize("name", HAND_TEXTS)
def test_prose_uses_the_words_of_the_house_and_no_dashes(name):
    prose = without_blocks(HAND_TEXTS[name])
    assert NOT_OURS.findall(prose) == []
    assert "—" not in prose and " – " not in prose


@pytest.mark.parametrize(
    "wrong", ["the labour market", "see /home/me/x", "from pypi", "counterfactual worlds", "10.1 at localhost"]
)
def test_a_wrong_word_is_noticed(wrong):
    assert any(rule.search(wrong) for rule in (MACHINE, REGISTRY, NOT_OURS))


def test_the_page_of_the_format_has_the_context_and_its_defaults():
    (row,) = [row for row in table_rows(text_of(FORMAT), "key") if row[0].startswith("`context")]
    assert re.findall(r"\w+", row[0].partition("{")[2]) == list(Context.model_fields)
    absent = {"wage_growth_county": "as urban", "jobs_growth_by_zone": "as the nation"}
    assert absent.keys() == {name for name, field in Context.model_fields.items() if field.default is None}
    defaults = [absent.get(name, str(field.default)) for name, field in Context.model_fields.items()]
    assert row[2] == ", ".join(defaults) + " (ASSUMPTION)"
    assert f"{{{', '.join(ZoneGrowth.model_fields)}}}" in row[1]


def test_every_page_of_the_folder_is_reached_from_the_readme():
    linked = {target.partition("#")[0] for target in LINK.findall(text_of(PAGES[0]))}
    assert {name_of(page) for page in PAGES[1:]} <= linked
