"""Guaranteed loans: offered to those whose business needs employees, and the borrower pays his part of the interest."""

import numpy as np
import pytest
from tests.model.small_worlds import FINE, finished, lever, nothing_new, scenario, setting, with_parameters, world

from laborsim.kernels import passes
from laborsim.kernels.applications import LOAN_SHIFT, STARTED
from laborsim.kernels.codes import FOUNDER
from laborsim.kernels.money.savings import GRID_YUAN
from laborsim.kernels.traits import EMPLOYER_BIT

ELIGIBLE, APPROVED, SERVED = 0, 3, 4
MONTHS = 4
BOUNDLESS = 1e9  # credit multiple at which everybody with any money can pay for the business he has in mind


@pytest.mark.parametrize("employer_ideas", [0.3, 1.0])
def test_those_whose_business_needs_employees_are_eligible_and_nobody_else(employer_ideas):
    base = with_parameters(setting(FINE), employer_ideas=employer_ideas, credit_multiple=BOUNDLESS)
    both = (lever("guaranteed_loans", 200_000, apply_share=0.0), lever("startup_subsidy", 1, apply_share=0.0))
    model = world(scenario(MONTHS, scale=FINE, levers=both), base=base)
    founders = employers = 0
    while model.running:
        model.step()
        columns = model.workers.columns
        started = (columns.events & STARTED) > 0
        founders += int(started.sum())
        employers += int((started & ((columns.traits & EMPLOYER_BIT) > 0)).sum())
        loan, subsidy = model.services.sum(axis=1)[:, ELIGIBLE] // FINE
        assert loan == np.count_nonzero(started & ((columns.traits & EMPLOYER_BIT) > 0))
        assert subsidy == np.count_nonzero(started)
    assert employers > 10 and (employers < founders or employer_ideas == 1.0)


def test_whoever_is_approved_was_eligible_and_only_borrowers_are_served():
    every = {"aware_share": 1.0, "apply_share": 1.0, "refusal_share": 0.0}
    run = finished(world(scenario(MONTHS, scale=FINE, levers=(lever("guaranteed_loans", 200_000, **every),))))
    reached = run.services[1:, 0].sum(axis=(0, 1))
    assert reached[ELIGIBLE] == reached[APPROVED] >= reached[SERVED] > 0


def test_counting_the_eligible_moves_nobody():
    run = finished(world(scenario(MONTHS, scale=FINE, levers=(lever("guaranteed_loans", 200_000, apply_share=0.0),))))
    assert run.people == nothing_new(MONTHS, FINE).people


def debt_after_a_birthday(spell_months: int, **fields: float) -> float:
    """Return the mean debt of borrowers a year of saving on [yuan]: their business goes on, their debt was 200,000."""
    model = world(scenario(2, levers=(lever("guaranteed_loans", 300_000, start=None, **fields),)))
    model.step()
    month = model.month
    month.work.closure[:], month.choice.reconsider, month.life.exit_hazard[:] = 0.0, 0.0, 0.0
    rows = np.flatnonzero(model.workers.columns.status == FOUNDER)[:500]
    founders = model.workers.columns[rows].copy()
    founders.served[:], founders.savings[:] = 1 << LOAN_SHIFT, 0
    founders.debt[:] = np.searchsorted(GRID_YUAN, 200_000)
    founders.spell_start[:] = month.step - spell_months
    founders.birth_month[:] = month.step - 12 * 40
    passes.decide(founders, month, 0, len(founders))
    assert (founders.status == FOUNDER).all()
    return float(GRID_YUAN[founders.debt].mean())


def test_a_borrower_pays_the_interest_that_the_state_does_not():
    free = debt_after_a_birthday(12, interest_rate=0.0)
    half = debt_after_a_birthday(12, interest_rate=0.1, interest_subsidy_share=0.5)
    whole = debt_after_a_birthday(12, interest_rate=0.1, interest_subsidy_share=0.0)
    saving = setting().parameters.saving_share
    assert half - free == pytest.approx(saving * 200_000 * 0.05, rel=0.25)
    assert whole - free == pytest.approx(saving * 200_000 * 0.1, rel=0.25)


def test_no_interest_is_due_beyond_the_term_of_the_loan():
    term = {"interest_rate": 0.1, "interest_subsidy_share": 0.0, "years": 3.0}
    assert debt_after_a_birthday(48, **term) == debt_after_a_birthday(48, interest_rate=0.0)
    assert debt_after_a_birthday(24, **term) > debt_after_a_birthday(24, interest_rate=0.0)
