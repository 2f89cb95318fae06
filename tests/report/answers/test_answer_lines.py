"""Lines of answers cannot be misread: which decision, which net, at what price, how surely, where, which goal."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import SimpleNamespace

import numpy as np
import pytest
from tests.analysis import known_model
from tests.analysis.known_model import BASELINE, SCENARIO
from tests.model.small_worlds import lever

from laborsim.analysis.ledger.ledger import Account
from laborsim.analysis.ledger.pairs import WHOLE_PLAN
from laborsim.analysis.ledger.value_for_money import Option, options_of
from laborsim.analysis.ratio import ratio_of
from laborsim.analysis.sensitivity.study import Sensitivity, Size, study
from laborsim.analysis.stories.story import Story
from laborsim.analysis.stories.utility_terms import Reason
from laborsim.experiment.indicators.effect import effect_of
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.running.extra_worlds import Bench
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import ask
from laborsim.kernels.applications import COUNTY, NOTHING
from laborsim.kernels.codes import LOCAL, NOWHERE, OUTBOUND, SEEKING, month_number
from laborsim.published.figures import province_table
from laborsim.published.regions import region_codes
from laborsim.report.answers.ledger import account_lines, dominated_line, not_bought
from laborsim.report.answers.optimize import _price
from laborsim.report.answers.sensitivity import told
from laborsim.report.answers.stories import decision_words, story_lines
from laborsim.report.answers.switchers import places_line
from laborsim.report.text.dates import short_month
from laborsim.report.text.numbers import unit, with_unit
from laborsim.scenario.scenario import Goal

BEIJING = region_codes().index("CN-BJ")
R = len(region_codes())


# a worker's decision


def test_who_has_work_near_home_and_applies_for_work_in_town_has_not_taken_a_job_near_home() -> None:
    assert decision_words((LOCAL, BEIJING)) == "in local work, applies for work in Beijing"
    assert decision_words((OUTBOUND, BEIJING)) == "in outbound work, applies for work in Beijing"
    assert decision_words((SEEKING, BEIJING)) == "applies for work in Beijing"
    assert decision_words((SEEKING, COUNTY)) == "applies for local work"
    assert decision_words((LOCAL, NOTHING)) == "applies for nothing, in local work"


def test_an_entrant_takes_his_first_job_where_it_is() -> None:
    assert decision_words((LOCAL, NOWHERE), is_first=True) == "takes local work"
    assert decision_words((OUTBOUND, BEIJING), is_first=True) == "takes a job in Beijing"


def story(ours: tuple[int, int], theirs: tuple[int, int]) -> Story:
    values = np.zeros(12)
    reason = Reason((ours, theirs), (values, values), {"pay in town": -0.001}, (), (), 0.5)
    groups = {"sex": 0, "age": 0, "schooling": 0, "lifted_out": 0}
    return Story(7, 0, 1000, 0, month_number(1990, 1), groups, (), month_number(2027, 2), reason)


def test_the_same_decision_owes_nothing_to_the_differences_between_the_worlds() -> None:
    same = "\n".join(story_lines(story((LOCAL, BEIJING), (LOCAL, BEIJING))))
    assert "pay in town" not in same
    assert "The same decision in both worlds" in same
    assert "pay in town" in "\n".join(story_lines(story((LOCAL, NOTHING), (LOCAL, BEIJING))))


# the ledger


@dataclass(frozen=True)
class Known(Account):
    """An account whose numbers are given: served, gross and cost alike in every pair."""

    net: tuple[float, ...] = ()
    yuan: float = 4e6

    def part(self, state: str, part: str, year: int | None = None) -> np.ndarray:
        values = {"gross": 1000.0, "net": np.array(self.net)}.get(part, 0.0)
        return np.broadcast_to(values, (len(self.net),)).astype(np.float64)

    def source(self, name: str) -> np.ndarray:
        return {"later work": self.part("in work", "net")}.get(name, np.zeros(len(self.net)))

    def persons(self, name: str) -> np.ndarray:
        return np.full(len(self.net), 2000.0)

    def cost(self, year: int | None = None) -> np.ndarray:
        return np.full(len(self.net), self.yuan)

    def cost_of(self, lever: int, year: int | None = None) -> np.ndarray:
        return self.cost(year)


def account(*net: float, key: str = "public_welfare_posts", yuan: float = 4e6) -> Known:
    return Known(key, (lever("public_welfare_posts", 1.0),), (), (), net, yuan)


def test_a_net_effect_that_may_be_zero_has_no_price() -> None:
    last = account_lines(account(900.0, -700.0, 1800.0, 200.0))[-2]
    assert "4,000 yuan per gross job-year in supported posts; no cost per net job-year" in last
    assert last.endswith("as the net effect is not statistically significant.")


def test_what_no_lever_buys_significantly_is_priced_nowhere():
    unclear, clear = account(900.0, -700.0, 1800.0, 200.0), account(900.0, 950.0, 1000.0, 1050.0)
    assert not_bought([unclear]) == {"placed_workers"} and not_bought([clear]) == frozenset()
    assert not_bought([unclear, clear]) == frozenset(), "another lever buys it"
    assert not_bought([account(-900.0, -950.0, -1000.0, -1050.0)]) == {"placed_workers"}, "less of it is no purchase"


def test_what_a_lever_buys_says_that_it_is_of_all_months_and_not_of_the_one_that_is_told_before() -> None:
    unclear = "\n".join(account_lines(account(900.0, -700.0, 1800.0, 200.0)))
    assert "as that sum of all months, whatever one month shows, is not statistically significant" in unclear


def test_a_clear_net_effect_has_a_price_and_says_of_which_work() -> None:
    last = account_lines(account(900.0, 950.0, 1000.0, 1050.0, 1100.0, 1000.0))[-2]
    assert (
        "4,000 yuan per gross job-year in supported posts; 4,000 yuan per net job-year of any kind (simulation error"
        in last
    )


@dataclass(frozen=True)
class Split(Known):
    """An account whose parts are given, and add up."""

    def part(self, state: str, part: str, year: int | None = None) -> np.ndarray:
        whole = {"gross": 1_234_567, "deadweight": 985_432, "displacement": 12_345, "spillover": 4_567, "net": 241_357}
        return np.array([whole[part] - 10.0, whole[part] + 10.0] * 3)


def test_the_parts_of_an_account_add_up_to_its_net_effect_on_the_page() -> None:
    own = Split("public_welfare_posts", (lever("public_welfare_posts", 1.0),), (), (), tuple([1.0] * 6))
    (line,) = (line for line in account_lines(own) if "gross effect" in line)
    names = "gross effect|deadweight|displacement|spillover to other regions|net effect"
    said = dict(re.findall(rf"({names}) ([−+]?\d[\d.]*)", line))
    gross, dead, moved, spill, net = (float(number.replace("−", "-")) for number in said.values())
    assert list(said) == ["gross effect", "deadweight", "displacement", "spillover to other regions", "net effect"]
    assert gross - dead - moved + spill == pytest.approx(net)
    assert round(1.234567, 2) - round(0.985432, 2) - round(0.012345, 2) != pytest.approx(net), "each alone would not"


@dataclass(frozen=True)
class Gaining(Known):
    """An account whose others gain work, and whose net effect is small beside its parts."""

    def part(self, state: str, part: str, year: int | None = None) -> np.ndarray:
        whole = {"gross": 440_000, "deadweight": 441_108, "displacement": -908, "spillover": -200, "net": -400}
        return np.array([whole[part] - 10.0, whole[part] + 10.0] * 3)


def test_a_displacement_below_zero_is_explained_and_a_net_effect_is_one_number_on_both_lines() -> None:
    own = Gaining("public_welfare_posts", (lever("public_welfare_posts", 1.0),), (), (), tuple([1.0] * 6))
    *_, parts, net, _ = account_lines(own)
    assert "displacement −908 job-years" in parts
    assert "; displacement below zero: others gain work)" in parts
    assert "net effect −400 job-years" in parts and "−400 job-years" in net
    assert "挤出为负" in account_lines(own, "zh")[-3] and "净效应−400人年" in account_lines(own, "zh")[-3]


def test_two_nets_side_by_side_say_which_is_which() -> None:
    *_, aim, work, _ = account_lines(account(900.0, 950.0, 1000.0, 1050.0))
    assert "Job-years in supported posts: gross effect 1,000 job-years" in aim
    rule = "gross effect − deadweight − displacement + spillover"
    assert aim.endswith(f"net effect +975 job-years ({rule}).")
    assert work.startswith("  Net effect on work of any kind: +975 job-years (80\u00a0% PI ")


def test_where_the_net_effect_comes_from_adds_up_to_it() -> None:
    last = account_lines(account(900.0, 950.0, 1000.0, 1050.0))[-1]
    assert "+975 job-years in later work of its beneficiaries" in last and last.endswith("less 0 job-years displaced.")


@pytest.mark.parametrize(("pairs", "share"), [(4, None), (5, None), (6, 1.0)])
def test_how_surely_an_option_is_dominated_is_said_from_six_pairs_that_differ_on(
    pairs: int, share: float | None
) -> None:
    idle = account(*[-1.0] * pairs)
    [option] = options_of([account(*[1.0] * pairs, key=WHOLE_PLAN), idle])
    assert option.dominated
    assert option.dominated_share == share
    assert ("too few pairs differ" in dominated_line(option)) == (share is None)


def test_pairs_that_do_not_differ_do_not_count() -> None:
    [option] = options_of([account(-1.0, -1.0, -1.0, -1.0, 0.0, 0.0, 0.0)])
    assert option.dominated_share is None
    assert dominated_line(replace(option, dominated_share=0.97)).endswith("(in 97\u00a0% of resampled pairs).")
    assert isinstance(option, Option)


# where


def moved(*gains: tuple[float, ...]) -> SimpleNamespace:
    """Return switchers whose first provinces gain work of their own people, pair by pair."""
    change = np.zeros((len(gains), R, R))
    for pair, of_pair in enumerate(gains):
        for place, gain in enumerate(of_pair):
            change[pair, place, place] = gain
    return SimpleNamespace(od_effect=lambda date: change)


def test_every_change_by_place_has_its_interval_beside_it() -> None:
    clear, lucky = (100.0, 90.0, 110.0, 100.0), (-400.0, 300.0, -200.0, 100.0)
    line = places_line(moved(*zip(clear, lucky, strict=True)), 0)
    names = [province.name for province in province_table()]
    interval = "80\u00a0% PI +85 to +115 from few pairs; simulation error ±13"
    assert f"most in {names[0]}, +100 persons ({interval}); least in {names[1]}, −50 persons (" in line


def test_a_place_that_gains_nothing_is_not_the_one_that_gains_most() -> None:
    assert places_line(moved((0.0,), (0.0,)), 0) == "Work gained by place: none, the same in every pair."
    names = [province.name for province in province_table()]
    lost = places_line(moved((-100.0,), (-90.0,), (-110.0,), (-100.0,)), 0)
    assert "most in" not in lost and f"place: least in {names[0]}, −100 persons (" in lost
    gained = places_line(moved((100.0,), (90.0,), (110.0,), (100.0,)), 0)
    assert "least in" not in gained and f"place: most in {names[0]}, +100 persons (" in gained


def test_work_by_place_says_why_it_is_not_the_number_of_local_migrant_workers() -> None:
    line = places_line(moved((100.0,), (90.0,)), 0)
    assert "counted by home and by what they were in most of the last twelve months" in line
    assert "户籍地" in places_line(moved((100.0,), (90.0,)), 0, "zh")


# the next yuan


def test_a_gain_that_is_not_told_says_what_would_have_gone_unseen() -> None:
    gain, price = np.array([900.0, -700.0, 1800.0, -1200.0]), np.full(4, 1e6)
    effect, persons = effect_of(gain), unit("persons")
    assert effect is not None and effect.detectable is not None
    said = _price(effect, ratio_of(price, gain), persons)
    least = with_unit(effect.detectable, persons, "en", change=True)
    assert said.endswith(f"not statistically significant (one of less than {least} may go unseen)")


def test_a_gain_that_is_told_is_not_called_insignificant_where_its_price_has_no_interval() -> None:
    gain, price = np.array([900.0, 1000.0, 1100.0, 950.0]), np.array([1e6, 2e6, 1.5e6, 1.2e6])
    effect = effect_of(gain)
    assert effect is not None and effect.is_clear
    said = _price(effect, ratio_of(price, gain), unit("persons"))
    assert "不显著" not in _price(effect, ratio_of(price, gain), unit("persons"), "zh")
    assert said == "what one more costs has no interval: too few different pairs of runs"


# when the plan fails


@pytest.fixture
def failing(tmp_path) -> Iterator[Sensitivity]:
    (tmp_path / "plain.yaml").write_text(BASELINE, encoding="utf-8")
    path = tmp_path / "subsidy.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    asked = ask(path)
    end = asked.scenario.horizon.end
    goal = Goal(indicator="founders_in_business", minimum=1e9, unit="persons", by=end)
    world = asked.scenario.model_copy(update={"goals": (goal,)})
    bench = Bench(tmp_path, Engine(simulate=known_model.simulate_known))
    size = Size(coarser=1, trajectories=2, bars=1, samples=8, pairs=2)
    yield study(world, asked.baseline, size, bench, Point("founders_in_business", "CN", end))


def test_a_plan_that_fails_names_the_goal_and_says_that_the_base_date_moves(failing) -> None:
    lines = told(failing)
    due = short_month(failing.aim.month, "en")
    goal = f"returnee entrepreneurs in business, China, goal: at least 1 billion persons by {due}"
    named = f"the goal {goal}, is missed"
    [at] = [k for k, line in enumerate(lines) if line.startswith(f"The plan fails ({named}) in 8 of 8 sets")]
    assert lines[at + 1].startswith("The sets of assumptions move the base date too")
