"""A worker belongs to a lever's group exactly when every condition that the scenario states is true of him."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernels.crowd import plain_month, seekers

from laborsim.kernels.codes import OUTBOUND, SCHOOLING, SEEKING
from laborsim.kernels.services.groups import RETURNEE_MONTHS, belongs
from laborsim.kernels.traits import LIFTED_BIT, pack_traits
from laborsim.levers import Who
from laborsim.model.own_groups import who_codes

# Most conditions are not stated, so that each of them decides now and then.
asked = st.sampled_from([None, None, None, None, True, False])
ages = st.integers(30, 33)  # few of them, so that people stand at the edges of the groups
groups = st.builds(
    Who,
    returnee=asked,
    lifted_out=asked,
    trained=asked,
    children=asked,
    sex=st.sampled_from([None, None, None, "male", "female"]),
    min_age=st.none() | ages,
    max_age=st.none() | ages,
    schooling=st.none()
    | st.none()
    | st.none()
    | st.lists(st.sampled_from(SCHOOLING), min_size=1, unique=True).map(tuple),
)
people = st.fixed_dictionaries(
    {
        "months_away": st.integers(0, 20),
        "away": st.booleans(),
        "lifted_out": st.booleans(),
        "trained_months_ago": st.sampled_from([None, -2, 0, 30]),
        "children": st.integers(0, 2),
        "sex": st.integers(0, 1),
        "age": ages,
        "schooling": st.integers(0, 4),
    }
)


def agrees(condition, fact):
    return condition is None or condition == fact


def plainly(who, person):
    trained = person["trained_months_ago"] is not None and person["trained_months_ago"] >= 0
    return (
        agrees(who.returnee, person["months_away"] >= RETURNEE_MONTHS)
        and agrees(who.lifted_out, person["lifted_out"])
        and agrees(who.trained, trained)
        and agrees(who.children, person["children"] > 0)
        and agrees(None if who.sex is None else who.sex == "female", person["sex"] == 1)
        and (who.min_age is None or person["age"] >= who.min_age)
        and (who.max_age is None or person["age"] <= who.max_age)
        and (who.schooling is None or SCHOOLING[person["schooling"]] in who.schooling)
    )


MONTH = []


@settings(max_examples=300)
@given(who=groups, person=people)
def test_a_group_is_everybody_who_meets_every_condition(who, person):
    if not MONTH:
        MONTH.append(plain_month())
    month = MONTH[0]
    row = seekers(1, month)
    row.status[:] = OUTBOUND if person["away"] else SEEKING
    row.experience[:] = 2 if person["away"] else person["months_away"]
    row.spell_start[:] = month.step - (person["months_away"] - 2 if person["away"] else 3)
    codes = (np.array([person[name]], np.uint8) for name in ("sex", "schooling", "children"))
    row.traits[:] = pack_traits(*codes, np.zeros(1, np.uint8))
    row.traits[:] |= LIFTED_BIT if person["lifted_out"] else np.uint16(0)
    ago = person["trained_months_ago"]
    row.training_end[:] = 0 if ago is None else month.step - ago
    row.birth_month[:] = month.step - 12 * person["age"] - 7
    nobody = who_codes(Who(min_age=99, max_age=16))
    asked = np.array([nobody, who_codes(who), nobody])  # each row is a group of its own
    assert belongs(row[0], month, asked, 1) == plainly(who, person)
    assert not belongs(row[0], month, asked, 0)
