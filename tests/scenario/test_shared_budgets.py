"""Budgets under `budgets:` and shares of payers: named by measures, read with their years, refused with a remedy."""

import pytest
from tests.scenario.files import HEAD, load, problems

from laborsim.report.text.explanation import chinese_explanation
from laborsim.scenario.explanation import assumptions, explanation_text

FUND = "budgets:\n  fund: {yuan: {2024: 100, 2025: 200}, unspent: carries over}\n"
LEVERS = (
    "levers:\n"
    "  workshops: {add: 10, start: 2024-02, source: ASSUMPTION, cost: {budget: fund}}\n"
    "  training_places: {value: 9, start: 2024-02, source: ASSUMPTION, cost: {budget: fund, per_unit: 5}}\n"
)


def test_measures_that_name_one_budget_share_it(tmp_path):
    found = load(tmp_path, HEAD + FUND + LEVERS).scenario.levers
    assert [lever.purse for lever in found] == ["fund", "fund"]
    for lever in found:
        assert lever.cost.by_year == {2024: 100.0, 2025: 200.0} and lever.cost.unspent == "carries over"
    alone = load(tmp_path, HEAD + LEVERS.replace("budget: fund", "budget: 300")).scenario.levers
    assert [lever.purse for lever in alone] == ["", ""]


def test_a_child_changes_the_budget_that_its_parent_shares(tmp_path):
    found = load(tmp_path, HEAD + FUND + LEVERS, "budgets.fund.yuan.2025=7").scenario.levers
    assert all(lever.cost.by_year == {2024: 100.0, 2025: 7.0} for lever in found)


def test_the_world_it_is_compared_with_may_share_the_same_budgets(tmp_path):
    block = "compared_with:\n  id: other\n  levers:\n    training_places: {value: 9, cost: {budget: fund}}\n"
    loaded = load(tmp_path, HEAD + FUND + LEVERS + block)
    assert loaded.baseline is not None and loaded.baseline.levers[0].purse == "fund"


def test_the_explanation_says_that_it_is_shared_and_who_claims_first(tmp_path):
    loaded = load(tmp_path, HEAD + FUND + LEVERS)
    english, chinese = explanation_text(loaded), chinese_explanation(loaded)
    assert "with all that share 'fund'" in english and "与共用“fund”的措施合计" in chinese
    found = {one.key: one for one in assumptions(loaded)}
    assert found["budgets.fund.yuan.2024"].value == "100" and "before anybody is handed" in found["budgets.fund"].note
    assert not any(key.endswith("cost.budget") for key in found)


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (FUND + LEVERS.replace("budget: fund,", "budget: fond,"), "E322", "did you mean 'fund'?"),
        (LEVERS.replace("{budget: fund}", "{budget: 1}"), "E322", "declare it under 'budgets:', or write yuan"),
        (FUND, "W025", "write 'cost: {budget: fund}' in each measure that it pays"),
        ("budgets: {fund: {}}\n" + LEVERS.replace("budget: fund", "budget: 1"), "E202", "write yuan: 500000000"),
        ("budgets: {fund: {yuan: {2099: 1}}}\n" + LEVERS, "E603", ""),
        ("budgets: {fund: {yuan: 5, unspent: lapses}}\n" + LEVERS, "E207", "write {2025: 200000000}"),
        (FUND + LEVERS.replace("per_unit: 5", "unspent: lapses"), "E207", "write it in budgets.fund"),
        (LEVERS.replace("budget: fund", "budget: 1").replace("per_unit: 5", "shares: {a: 60, b: 40}"), "E304", ""),
        (LEVERS.replace("budget: fund", "budget: 1").replace("per_unit: 5", "shares: {a: 0.6, b: 0.3}"), "E207", "0.6"),
        (
            LEVERS.replace("budget: fund", "budget: 1").replace("per_unit: 5", "payer: c, shares: {a: 1}"),
            "E207",
            "name all payers in 'shares'",
        ),
    ],
)
def test_what_is_wrong_with_a_shared_budget_is_said_with_its_remedy(tmp_path, text, code, said):
    found = [one for one in problems(tmp_path, HEAD + text) if one.code == code]
    if code.startswith("W"):
        found = [one for one in load(tmp_path, HEAD + text).warnings if one.code == code]
    assert found and said in found[0].hint.en, [
        (one.code, one.key, one.hint.en) for one in problems(tmp_path, HEAD + text)
    ]


def test_shares_of_payers_add_up_and_name_who_pays(tmp_path):
    text = LEVERS.replace("budget: fund", "budget: 1").replace("per_unit: 5", "shares: {county: 0.4, central: 0.6}")
    (training, _) = load(tmp_path, HEAD + text).scenario.levers
    assert training.payers == (("central", 0.6), ("county", 0.4)) and training.payer == "central + county"
