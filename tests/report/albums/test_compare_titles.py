"""Titles of comparisons say no more and no less than the effects beneath them."""

from dataclasses import dataclass, replace
from types import SimpleNamespace

import numpy as np
import pytest

from laborsim.analysis.compare.compare import NOTHING
from laborsim.analysis.compare.ranking import Beside, rank
from laborsim.experiment.indicators.effect import effect_of
from laborsim.experiment.indicators.headline import Point
from laborsim.kernels.codes import month_number
from laborsim.report.albums.compare import compare_title, order_text
from laborsim.report.tables.compare import _about
from laborsim.report.text.numbers import printer_for, unit

POINT = Point("local_workers", "West", month_number(2026, 12))
SURE, NONE = np.linspace(5e5, 6.4e5, 20), np.linspace(-1e5, 1.1e5, 20)
LIKELY = np.r_[np.full(4, -2e5), np.full(16, 7.625e5)]
OTHER = np.r_[np.full(4, -0.5e5), np.full(16, 1.5e5)]


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

    best = "highest"

    def ranking(self, point):
        values = np.column_stack([*self.differences.values(), np.zeros(len(next(iter(self.differences.values()))))])
        return rank([*self.differences, NOTHING], values, self.best, target=1e6)


def title(language="en", **differences):
    return compare_title(Compared(differences), POINT, language)


def test_an_effect_that_is_only_likely_is_said_to_be_likely_and_not_to_be_absent():
    assert title(a=LIKELY) == (
        "By December 2026, a probably increases local migrant workers in the western region by 570,000 persons; "
        "not all draws agree"
    )
    assert title(a=LIKELY, b=np.zeros(20)) == (
        "By December 2026, local migrant workers in the western region: probably increased by a; not all draws agree"
    )
    assert title(a=-LIKELY).startswith("By December 2026, a probably decreases local migrant workers")
    assert title("zh", a=LIKELY) == "到2026年12月，a较可能使西部地区本地农民工增加57万人；并非所有抽样方向一致"


def test_several_likely_effects_are_named_together_or_not_ranked():
    assert "probably increased by a and b" in title(a=LIKELY, b=OTHER)
    assert "probably decreased by a and b" in title(a=-LIKELY, b=-OTHER)
    assert "：a、b较可能使其增加；" in title("zh", a=LIKELY, b=OTHER)
    assert "probably increased by a; probably decreased by b" in title(a=LIKELY, b=-OTHER)


@pytest.mark.parametrize(
    ("differences", "said"),
    [
        ({"a": NONE, "b": np.zeros(20)}, "no scenario has a statistically significant effect"),
        ({"a": SURE, "b": NONE}, "a increases local migrant workers in the western region most, by 570,000 persons"),
        ({"a": -SURE, "b": NONE}, "local migrant workers in the western region: decreased by a"),
        ({"a": SURE}, "a increases local migrant workers in the western region by 570,000 persons"),
        ({"a": -SURE}, "a decreases local migrant workers in the western region by 570,000 persons"),
        ({"a": SURE, "b": SURE + NONE / 10}, "increased by a and b; the ranking is not established"),
        ({"a": SURE, "b": -SURE}, "a increases local migrant workers in the western region most"),
        ({"a": -SURE, "b": -2 * SURE}, "decreased by a and b"),
        ({"a": LIKELY[3:5]}, "Effects on local migrant workers, the western region, December 2026"),
    ],
)
def test_the_title_follows_the_verdicts(differences, said):
    assert said in title(**differences)


@pytest.mark.parametrize("best", ["highest", "lowest", "nearest"])
@pytest.mark.parametrize("seed", range(15))
def test_a_title_names_no_winner_that_the_ranking_gives_a_small_chance(best, seed, monkeypatch):
    monkeypatch.setattr(Compared, "best", best)
    luck = np.random.default_rng(seed)
    differences = {name: luck.normal(luck.normal(0, 3e5), 3e5, 12) for name in ("aaa", "bbb", "ccc")}
    said = compare_title(Compared(differences), POINT, "en")
    ranked = Compared(differences).ranking(POINT).ranked
    if "most, by" in said or "nearest to the goal" in said:
        assert said.removeprefix("By December 2026, ").startswith(ranked[0].name) and ranked[0].p_best >= 0.95
    else:
        assert "increased by" in said or "decreased by" in said or "no scenario has" in said


def test_of_what_nobody_wants_the_title_says_who_raises_it_and_calls_nobody_the_winner(monkeypatch):
    monkeypatch.setattr(Compared, "best", "lowest")
    assert "increased by a and b" in title(a=SURE, b=2 * SURE)
    assert "a decreases local migrant workers in the western region most" in title(a=-2 * SURE, b=-SURE)


def test_a_place_has_no_capital_article_in_the_middle_of_a_line():
    said = _about(POINT, printer_for([5.7e5], unit("persons"), "en"))
    assert said == "Local migrant workers, the western region, Dec 2026, thousand persons"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_more_pairs_than_a_run_can_have_are_said_to_be_more(language):
    values = np.column_stack([OTHER, OTHER + np.tile([3e3, -2e3, 1e3, -1e3], 5), np.zeros(20)])
    found = rank(["a", "b", NOTHING], values, "highest", beside=Beside(most_pairs=240))
    assert found.pairs_needed > 240
    said = order_text(found, language)
    assert str(found.pairs_needed) not in said
    assert {"en": "more than the 240 pairs that a run can have", "zh": "超过一次运行可有的240对"}[language] in said
    enough = order_text(replace(found, most_pairs=100_000), language)
    assert str(found.pairs_needed) in enough
