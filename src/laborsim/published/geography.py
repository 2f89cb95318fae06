"""How far apart regions are, and which zone each lies in."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import ZONES
from laborsim.published.regions import Province

EARTH_RADIUS_KM = 6371.0  # mean radius, International Union of Geodesy and Geophysics

DISK_MEAN_DISTANCE = (
    0.66  # of the radius: mean distance from the center of a disk; convention of the gravity literature
)


def zone_codes(regions: Sequence[Province]) -> NDArray[np.int64]:
    """Return the zone of each region as its place in ZONES [R]. Raises ValueError where a zone has none."""
    zones = np.array([ZONES.index(region.zone) for region in regions], dtype=np.int64)
    empty = [name for code, name in enumerate(ZONES) if code not in zones]
    if empty:
        raise ValueError(
            f"region table: no region lies in {', '.join(empty)}; the survey's margins are printed by zone, "
            "so every zone needs at least one region (the rest of a zone may be a single row)"
        )
    return zones


def distances_km(regions: Sequence[Province]) -> NDArray[np.float64]:
    """Return great-circle distances between capitals [R, R]; inside a region, to its mean point from the center.

    Unit: km. The diagonal is 0.66 × √(area / π): the region taken as a disk.
    """
    lat = np.radians([region.lat for region in regions])
    lon = np.radians([region.lon for region in regions])
    half_chord = (
        np.sin((lat[:, None] - lat) / 2) ** 2
        + np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    )
    between: NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half_chord))
    area = np.array([region.area_km2 for region in regions])
    np.fill_diagonal(between, DISK_MEAN_DISTANCE * np.sqrt(area / np.pi))
    return between
