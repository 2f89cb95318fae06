"""People counted by their home are "from" there, wherever they work; all else stands "in" a place."""

import pytest

from laborsim.experiment.indicators.headline import Point
from laborsim.report.text.findings import Claim, Topic, effect_title
from laborsim.report.text.labels import BY_HOME, located, point_words, quantity

MONTH = 2030 * 12 + 11


def title(indicator: str, place: str, language: str) -> str:
    topic = Topic(quantity(indicator), located(indicator, place), language)  # type: ignore[arg-type]
    said = effect_title(topic, MONTH, Claim("raises", "9"))
    assert said is not None
    return said


@pytest.mark.parametrize("indicator", BY_HOME)
def test_titles_and_lists_say_from_whom_they_count(indicator: str) -> None:
    assert "from Guangdong by 9" in title(indicator, "CN-GD", "en")
    assert "户籍地为广东的" in title(indicator, "CN-GD", "zh")
    point = Point(indicator, "CN-GD", MONTH)
    assert ", from Guangdong, " in point_words(point, "en")
    assert "户籍地为广东，" in point_words(point, "zh")
    assert "from the western region" in title(indicator, "West", "en")


@pytest.mark.parametrize(
    ("indicator", "place", "said"),
    [
        ("local_workers", "CN-GD", "in Guangdong by 9"),
        ("unemployment_migrants", "CN-GD", "in Guangdong by 9"),
        ("outbound_workers", "CN", "in China by 9"),
    ],
)
def test_what_is_counted_where_it_is_stands_in_a_place(indicator: str, place: str, said: str) -> None:
    assert said in title(indicator, place, "en")
    assert "户籍地" not in title(indicator, place, "zh")
