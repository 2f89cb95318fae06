"""What never or seldom changes about a worker, packed into 16 bits."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.compilation import compiled

Traits = Any  # numpy.uint16 when compiled

FEMALE_BIT = np.uint16(1)
SCHOOLING_SHIFT, SCHOOLING_MASK = np.uint16(1), np.uint16(7)
LIFTED_BIT = np.uint16(1 << 4)
INSURED_BIT = np.uint16(1 << 5)
CHILDREN_SHIFT, CHILDREN_MASK = np.uint16(6), np.uint16(3)
TYPE_SHIFT, TYPE_MASK = np.uint16(8), np.uint16(3)
PARK_BIT = np.uint16(1 << 10)
EMPLOYER_BIT = np.uint16(1 << 11)
WORKSHOP_BIT = np.uint16(1 << 12)
FOUNDED_BEFORE_BIT = np.uint16(1 << 13)
RETURNEE_FOUNDER_BIT = np.uint16(1 << 14)
AT_HOME_BIT = np.uint16(1 << 15)  # of somebody with a job away: he is at home, and the job is held


@compiled
def sex(traits: Traits) -> int:
    """Return MALE or FEMALE."""
    return np.int64(traits & FEMALE_BIT)


@compiled
def schooling(traits: Traits) -> int:
    """Return the code of the level of schooling."""
    return np.int64((traits >> SCHOOLING_SHIFT) & SCHOOLING_MASK)


@compiled
def children(traits: Traits) -> int:
    """Return NO_CHILDREN, LEFT_BEHIND or ACCOMPANYING."""
    return np.int64((traits >> CHILDREN_SHIFT) & CHILDREN_MASK)


@compiled
def attachment_type(traits: Traits) -> int:
    """Return the latent class of attachment to home, 0 (loose) to 2 (close)."""
    return np.int64((traits >> TYPE_SHIFT) & TYPE_MASK)


@compiled
def has(traits: Traits, bit: Traits) -> bool:
    """Say whether a bit is set."""
    return (traits & bit) != np.uint16(0)


@compiled
def with_bit(traits: Traits, bit: Traits, on: bool) -> Traits:
    """Return the traits with a bit set or cleared."""
    return np.uint16(traits | bit) if on else np.uint16(traits & ~bit)


@compiled
def with_children(traits: Traits, code: int) -> Traits:
    """Return the traits with another code for children."""
    cleared = traits & ~np.uint16(CHILDREN_MASK << CHILDREN_SHIFT)
    return np.uint16(cleared | np.uint16(np.uint16(code) << CHILDREN_SHIFT))


def pack_traits(
    sex_code: NDArray[np.uint8],
    schooling_code: NDArray[np.uint8],
    children_code: NDArray[np.uint8],
    type_code: NDArray[np.uint8],
) -> NDArray[np.uint16]:
    """Return the packed traits of many workers; the bits not named here are clear."""
    packed = sex_code.astype(np.uint16)
    packed |= schooling_code.astype(np.uint16) << SCHOOLING_SHIFT
    packed |= children_code.astype(np.uint16) << CHILDREN_SHIFT
    packed |= type_code.astype(np.uint16) << TYPE_SHIFT
    return packed
