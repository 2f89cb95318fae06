"""Titles of comparisons say no more and no less than the effects beneath them."""

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pytest

from laborsim.experiment.indicators.effect import effect_of
from laborsim.experiment.indicators.headline import Point
from laborsim.kernels.codes import month_number
from laborsim.report.albums.compare import compare_title
from laborsim.report.tables.compare import _about
from laborsim.report.text.numbers import printer_for, unit

POINT = Point("local_workers", "West", month_number(2026, 12))
SURE, NONE = np.linspace(5e5, 6.4e5, 20), np.linspace(-1e5, 1.1e5, 20)
LIKELY = np.array([4.5e5, 6.7e5, 5.4e5, 6.2e5])  # four pairs are never more than likely
OTHER = np.array([0.9e5, 1.4e5, 1.1e5, 1.2e5])


@dataclass
class Compared:
    """A comparison of which only the effects are known: paired differences by scenario."""

    differences: dict[str, np.ndarray]
    scenario, baseline = "scenario", "baseline"

    @property
    def names(self):
        return tuple(self.differences)

    def effects(self, points):
        return [SimpleNamespace(scenario=name, effect=effect_of(own)) for name, own in self.differences.items()]

    def at(self, worlds, point):
        return np.array(list(self.differences.values())) * (worlds == "scenario")


def title(language="en", **differences):
    return compare_title(Compared(differences), POINT, language)


def test_an_effect_that_is_only_likely_is_said_to_be_likely_and_not_to_be_absent():
    assert title(a=LIKELY, b=np.zeros(4)) == (
        "By December 2026, a probably increases local migrant workers in the western region by 570,000 persons; "
        "too few runs for a conclusion"
    )
    assert title(a=-LIKELY).startswith("By December 2026, a probably decreases local migrant workers")
    assert title("zh", a=LIKELY) == "到2026年12月，a较可能使西部地区本地农民工增加57万人；模拟次数不足，有待验证"


def test_several_likely_effects_are_named_together_or_not_ranked():
    assert "a and b probably increase local migrant workers" in title(a=LIKELY, b=OTHER)
    assert "a and b probably decrease local migrant workers" in title(a=-LIKELY, b=-OTHER)
    assert "a、b均较可能使" in title("zh", a=LIKELY, b=OTHER)
    assert "do not differ significantly" in title(a=LIKELY, b=-OTHER)


@pytest.mark.parametrize(
    ("differences", "said"),
    [
        ({"a": NONE, "b": np.zeros(20)}, "no scenario has a statistically significant effect"),
        ({"a": SURE, "b": NONE}, "a increases local migrant workers in the western region most, by 570,000 persons"),
        ({"a": -SURE, "b": NONE}, "a decreases local migrant workers in the western region most"),
        ({"a": SURE, "b": SURE + NONE / 10}, "the effects of the scenarios on"),
        ({"a": LIKELY[:2]}, "Effects on local migrant workers, the western region, December 2026"),
    ],
)
def test_the_title_follows_the_verdicts(differences, said):
    assert said in title(**differences)


def test_a_place_has_no_capital_article_in_the_middle_of_a_line():
    said = _about(POINT, printer_for([5.7e5], unit("persons"), "en"))
    assert said == "Local migrant workers, the western region, Dec 2026, thousand persons"
