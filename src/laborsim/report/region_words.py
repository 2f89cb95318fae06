"""The names of places in figures and summaries, in both languages."""

from laborsim.inputs.provinces import province_table
from laborsim.inputs.regions import NATION, place_names
from laborsim.report.phrases import Words

_WIDE = {
    NATION: Words("China", "全国"),
    "East": Words("the East", "东部地区"),
    "Central": Words("the Center", "中部地区"),
    "West": Words("the West", "西部地区"),
    "Northeast": Words("the Northeast", "东北地区"),
}


def region_words(place: str) -> Words:
    """Return the name of CN, a zone or a region's code; raise ValueError for another place."""
    if place in _WIDE:
        return _WIDE[place]
    for province in province_table():
        if province.code == place:
            return Words(province.name, province.name_zh)
    raise ValueError(f"unknown place {place!r}; known places: {', '.join(place_names())}")
