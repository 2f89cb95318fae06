"""Hundreds of random valid scenarios break no relation; and every relation is broken by a fault that is planted."""

import json
import random
from dataclasses import replace

import numpy as np
import pytest
from tests.relations import study
from tests.relations.doses import COUNTED
from tests.relations.draft import BASES, draft
from tests.relations.files import loaded
from tests.relations.relations import ALWAYS, DRAWN, Case
from tests.relations.study import CHAIN, FEATURES, MOST_REJECTED, THIRD, look_at, read, shares, shrunk, table

from laborsim.experiment.indicators.aggregation import View
from laborsim.levers import Lever, Schedule, catalogue
from laborsim.levers.dials import Dials
from laborsim.model import labor_model, month_ahead
from laborsim.model.ledger import SERVED, Ledger
from laborsim.model.policy import Policy
from laborsim.scenario import doses, extends

COUNT = 200


def test_hundreds_of_random_valid_scenarios_break_no_relation():
    seen = [look_at(seed) for seed in range(COUNT)]
    assert not [one for one in seen if one.broken], table(seen)
    found = shares(seen)
    assert all(found[name] >= THIRD for name in FEATURES) and found["refused"] <= MOST_REJECTED, table(seen)
    tried = {name for one in seen for name in one.drawn}
    assert tried == set(DRAWN)


def test_what_is_drawn_names_every_lever_and_every_field_of_its_own():
    said = {name: set() for name in catalogue()}
    for seed in range(300):
        for name, lever in draft(seed, BASES[0]).data["levers"].items():
            blocks = [lever] if set(lever) & {"value", "values"} else lever.values()
            said[name] |= {key for block in blocks for key in block}
    for name, kind in catalogue().items():
        aims = {"regions", "who"} if "groups" in kind.DECLARATION.aimed_at else {"regions"}
        own = {field for field in kind.model_fields if field not in Lever.model_fields}
        assert said[name] >= {"value", "values", "start", "ramp", "end", "before", "cost", "uncertainty", *aims, *own}


# ------------------------------------------------------------------------------------------ planted faults


def tampered(name, change):
    """Return a fault in the counts of a scenario's own life."""

    def plant(patch, case):
        array = getattr(case.results, name).copy()
        change(array)
        case.__dict__["results"] = replace(case.results, **{name: array})

    return plant


def lose_one(array):
    array[3, 2, 0] = -1


def serve_everybody_again(array):
    array[5, 0, :, SERVED] += 10**9


def patched(where, name, fault):
    """Return a fault in place of a function of the package."""
    return lambda patch, case: patch.setattr(where, name, fault)


def a_nation_without_its_first_region(view, regional):
    values = np.asarray(regional, np.float64)
    zones = [values[:, members].sum(axis=1) for members in view._zones]
    return np.column_stack([values, *zones, values[:, 1:].sum(axis=1)])


def units_are_all_resized(dials, units, total, regions, size, shares):
    dials.add(size[0], size[1] / 10, regions)


def the_first_name_pays(ledger, lever, fen):
    ledger.month[0, :, 5] += fen
    return fen


def charged_in_every_month(policy):
    for lever in policy.levers:
        more = policy._more(lever, lever.schedule.final) if lever.DECLARATION.units else np.zeros(31)
        policy.ledger.spend(lever.key, (more * 1e6).astype(np.int64))


def spread_as_if_everywhere(dials, dial, total, regions):
    weight = dials._weights[dial]
    dials._added[dial][regions] += max(0.0, total) * weight[regions] / weight.sum() / 9


def only_the_first_is_offered(kind, offers, n_regions, usual=month_ahead.offers_of):
    return usual(kind, [offer for offer in offers if offer.kind == kind][:1], n_regions)


def a_page_too_much(policy, past, usual_school_share, usual=labor_model.booked):
    pages = usual(policy, past, usual_school_share)
    return None if pages is None else [page + 1 for page in pages]


def cheaper_by_the_dozen(lever):
    usual = lever.DECLARATION.unit_cost_yuan if lever.cost.per_unit is None else lever.cost.per_unit
    return min(usual, 1.0)


PLANTED = {
    "nothing_is_negative": tampered("series", lose_one),
    "a_funnel_narrows": tampered("services", serve_everybody_again),
    "sums_are_equal_wherever_they_stand": patched(View, "everywhere", a_nation_without_its_first_region),
    "neutral_levels_are_the_baseline": patched(Dials, "equip", units_are_all_resized),
    "order_and_names_of_blocks_mean_nothing": patched(Ledger, "spend", the_first_name_pays),
    "a_block_split_by_time_is_the_whole": patched(Policy, "charge_units", charged_in_every_month),
    "a_block_split_by_region_is_the_whole": patched(Dials, "raise_total", spread_as_if_everywhere),
    "a_block_split_by_group_is_the_whole": patched(month_ahead, "offers_of", only_the_first_is_offered),
    "twice_the_prices_are_twice_the_cost": patched(Lever, "unit_cost_yuan", property(cheaper_by_the_dozen)),
    "before_a_start_nothing_has_begun": patched(
        Schedule, "_is_before", lambda path, month: path.begins is not None and month < path.begins - 1
    ),
    "a_shared_past_is_its_own": patched(labor_model, "booked", a_page_too_much),
    "a_dose_of_nobody_is_nothing": patched(Policy, "_begins", lambda policy, lever, month: True),
    "the_accounts_of_people_are_those_of_the_ledger": patched(Ledger, "note_served", lambda ledger, lever, rows: None),
    CHAIN: patched(extends, "_earlier", lambda inherited, patch: None),
    COUNTED: patched(doses, "_ground", lambda block, there, horizon: there),
}
"""A fault for each relation, of the kind that it is there to find."""


def test_every_relation_has_a_fault_planted():
    assert set(PLANTED) == {*ALWAYS, *DRAWN, CHAIN, COUNTED}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_breaks_the_relation(name, tmp_path):
    for seed in range(60):
        chosen = draft(seed, BASES[0])
        case = Case(loaded(tmp_path, chosen.data).scenario, random.Random(seed))
        with pytest.MonkeyPatch.context() as patch:
            PLANTED[name](patch, case)
            if name in (CHAIN, COUNTED):
                _, broken = read(tmp_path, chosen)
                found = {name: broken[name]} if name in broken else {}
            else:
                found = study.tried(name, {**ALWAYS, **DRAWN}[name], case)
        if found:
            return
    raise AssertionError(f"no scenario shows the fault planted for {name}")


# ------------------------------------------------------------------------------------------ the study


def test_a_study_goes_on_where_it_was_interrupted_and_its_table_has_every_line(tmp_path, monkeypatch):
    looked_at = []
    monkeypatch.setattr(study, "look_at", lambda seed: looked_at.append(seed) or a_look(seed))
    log = tmp_path / "runs" / "log.jsonl"
    whole = study.study(range(6), log, processes=1)
    assert [next(whole).seed for _ in range(3)] == [0, 1, 2]
    whole.close()
    assert [seen.seed for seen in study.study(range(6), log, processes=1)] == [3, 4, 5]
    assert looked_at == [0, 1, 2, 3, 4, 5] and [seen.seed for seen in study.logged(log)] == looked_at
    shown = table(study.logged(log))
    assert "5 valid scenarios of 6 drafts" in shown and "seed 4: a_funnel_narrows: more" in shown
    assert "16.7%  refused" in shown and "refused: E308" in shown
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    log.write_text("".join(json.dumps({**line, "code": "another"}) + "\n" for line in lines), encoding="utf-8")
    assert study.logged(log) == []


def a_look(seed):
    broken = {"a_funnel_narrows": "more"} if seed == 4 else {}
    return study.Seen(seed, "2023", FEATURES, ("a_dose_of_nobody_is_nothing",), broken, ("E308",) * (seed == 5), 0.5)


def test_a_scenario_that_breaks_a_relation_is_shrunk_to_what_matters(monkeypatch):
    monkeypatch.setattr(extends, "_earlier", lambda inherited, patch: None)
    seed = next(k for k in range(0, 40, 2) if study.is_broken(draft(k, study.base_of(k)), CHAIN))
    small = shrunk(seed, CHAIN)
    assert set(small) <= {*draft(seed, BASES[0]).data} and "context" not in small and "shocks" not in small
    (lever,) = small["levers"].values()
    blocks = [lever] if "value" in lever else list(lever.values())
    assert len(blocks) == 1 and set(blocks[0]) == {"value", "start", "before"}
