"""Titles of comparisons say no more and no less than the effects beneath them."""

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pytest

from laborsim.experiment.effect import effect_of
from laborsim.experiment.headline import Point
from laborsim.kernels.codes import month_number
from laborsim.report.compare_table import _about
from laborsim.report.compare_text import compare_title
from laborsim.report.numbers import printer_for
from laborsim.report.units import unit

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
        "By December 2026, a likely raises local migrant workers in the West, by 570 thousand persons; "
        "too few pairs to be sure"
    )
    assert title(a=-LIKELY).startswith("By December 2026, a likely lowers local migrant workers")
    assert title("zh", a=LIKELY) == "到 2026 年 12 月，a 可能使西部地区本地农民工增加 57 万人，配对太少，尚不能确定"


def test_several_likely_effects_are_named_together_or_not_ranked():
    assert "a and b likely raise local migrant workers" in title(a=LIKELY, b=OTHER)
    assert "a and b likely lower local migrant workers" in title(a=-LIKELY, b=-OTHER)
    assert "a、b 均可能使" in title("zh", a=LIKELY, b=OTHER)
    assert "not settled which scenario" in title(a=LIKELY, b=-OTHER)


@pytest.mark.parametrize(
    ("differences", "said"),
    [
        ({"a": NONE, "b": np.zeros(20)}, "no scenario has a detectable effect"),
        ({"a": SURE, "b": NONE}, "a raises local migrant workers in the West most, by 570 thousand persons"),
        ({"a": -SURE, "b": NONE}, "a lowers local migrant workers in the West most"),
        ({"a": SURE, "b": SURE + NONE / 10}, "it is not settled which scenario"),
        ({"a": LIKELY[:2]}, "Effects on local migrant workers, the West, December 2026"),
    ],
)
def test_the_title_follows_the_verdicts(differences, said):
    assert said in title(**differences)


def test_a_place_has_no_capital_article_in_the_middle_of_a_line():
    said = _about(POINT, printer_for([5.7e5], unit("persons"), "en"))
    assert said == "Local migrant workers, the West, Dec 2026, thousand persons"
