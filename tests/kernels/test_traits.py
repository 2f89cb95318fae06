"""What is packed into a worker's bits comes out again, and nothing else changes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from laborsim.kernels import traits as t
from laborsim.kernels.codes import ACCOMPANYING, SCHOOLING

BITS = {name: getattr(t, name) for name in dir(t) if name.endswith("_BIT") and name != "FEMALE_BIT"}
people = st.tuples(
    st.integers(0, 1), st.integers(0, len(SCHOOLING) - 1), st.integers(0, ACCOMPANYING), st.integers(0, 2)
)


def read(packed: int) -> tuple[int, int, int, int]:
    word = np.uint16(packed)
    return t.sex(word), t.schooling(word), t.children(word), t.attachment_type(word)


@given(crowd=st.lists(people, min_size=1, max_size=20))
def test_traits_come_out_as_they_were_put_in(crowd):
    packed = t.pack_traits(*np.array(crowd, np.uint8).T)
    assert [read(word) for word in packed] == crowd
    assert not any(t.has(word, bit) for word in packed for bit in BITS.values())


@given(person=people, on=st.dictionaries(st.sampled_from(sorted(BITS)), st.booleans()), code=st.integers(0, 2))
def test_one_trait_is_changed_without_touching_another(person, on, code):
    word = t.pack_traits(*np.array([person], np.uint8).T)[0]
    for name, value in on.items():
        word = np.uint16(t.with_bit(word, BITS[name], value))
    assert {name: t.has(word, BITS[name]) for name in on} == on
    changed = np.uint16(t.with_children(word, code))
    assert read(changed) == (person[0], person[1], code, person[3])
    assert {name: t.has(changed, BITS[name]) for name in on} == on


@pytest.mark.parametrize("name", sorted(BITS))
def test_every_bit_has_a_place_of_its_own(name):
    fields = [
        int(t.FEMALE_BIT),
        int(t.SCHOOLING_MASK) << int(t.SCHOOLING_SHIFT),
        int(t.CHILDREN_MASK) << int(t.CHILDREN_SHIFT),
        int(t.TYPE_MASK) << int(t.TYPE_SHIFT),
        *(int(bit) for other, bit in BITS.items() if other != name),
    ]
    assert not any(int(BITS[name]) & field for field in fields)
