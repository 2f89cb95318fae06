"""When and by what effects are shown: `--on` a period, `--by` months, quarters, years, regions or ages."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal, get_args

from laborsim.experiment.indicators.headline import Point, aims, begins, headline
from laborsim.experiment.indicators.indicators import BY_AGE, BY_FIVE_YEARS
from laborsim.experiment.indicators.period import (
    MONTH,
    QUARTER,
    WRITTEN,
    YEAR,
    Period,
    PeriodError,
    parse_period,
    periods,
)
from laborsim.kernels.codes import AGE_BANDS, FIVE_YEAR_BANDS, month_name
from laborsim.published.indicators import indicators
from laborsim.published.regions import region_codes
from laborsim.published.words import Words
from laborsim.scenario.input_errors import Place, Problem, ScenarioProblems, echo
from laborsim.scenario.load import Scenario

By = Literal["month", "quarter", "year", "region", "group", "age"]
AGES: dict[By, tuple[tuple[str, ...], Collection[str]]] = {
    "group": (AGE_BANDS, BY_AGE),
    "age": (FIVE_YEAR_BANDS, BY_FIVE_YEARS),
}
"""What splits by age, into the groups of the survey or into bands of five years, and the indicators counted so."""
BYS: tuple[By, ...] = get_args(By)
LENGTHS: dict[By, int] = {"month": MONTH, "quarter": QUARTER, "year": YEAR}
"""Months of what splits time."""

ON, BY = Place("--on", 1, 1), Place("--by", 1, 1)


@dataclass(frozen=True)
class When:
    """What is asked of effects: over which period they are read, and by what they are split.

    `on`: None = when the measures are in force, see `headline.read_at`. `by`: None = not split; what splits time does
    so within `on`, else over the whole run.
    """

    on: Period | None = None
    by: By | None = None

    @classmethod
    def of(cls, on: str | None = None, by: str | None = None) -> "When":
        """Return what is typed: `When.of("2025Q2", "region")`. Raises ScenarioProblems."""
        problems = []
        period = None
        try:
            period = parse_period(on) if on else None
        except PeriodError:
            problems.append(
                Problem(
                    "E701",
                    "--on",
                    ON,
                    Words("not a month, a quarter or a year", "不是月份、季度或年份"),
                    echo(str(on)),
                    WRITTEN,
                )
            )
        if by and by not in BYS:
            problems.append(
                Problem(
                    "E701",
                    "--by",
                    BY,
                    Words("splits nothing", "此切分方式无效"),
                    echo(by),
                    Words(f"one of {', '.join(BYS)}", f"可用：{'、'.join(BYS)}"),
                )
            )
        if problems:
            raise ScenarioProblems(problems, {})
        return cls(period, next((one for one in BYS if one == by), None))

    @property
    def is_default(self) -> bool:
        """Whether nothing is asked."""
        return self.on is None and self.by is None

    @property
    def name(self) -> str:
        """Of the files that hold the answer: 2025q2, by-quarter, 2025-by-month."""
        parts = ([self.on.name.lower()] if self.on else []) + ([f"by-{self.by}"] if self.by else [])
        return "-".join(parts)

    def named(self, file: str) -> str:
        """Return the name of a file with what is asked in it, so that no other answer is lost: causes-2025q2.csv."""
        if self.is_default:
            return file
        stem, dot, suffix = file.rpartition(".")
        return f"{stem}-{self.name}{dot}{suffix}"

    @property
    def length(self) -> int:
        """Months of each period that is read: of what splits time, else of `on`; 0 = as summaries have it."""
        if self.by in LENGTHS:
            return LENGTHS[self.by]
        return 0 if self.on is None else self.on.months


IN_CHINESE: dict[By | None, str] = {"month": "月份", "quarter": "季度", "year": "年份"}
NOT_BY_AGE = Words("{names} is not counted by age group", "{names} 不按年龄组统计")
HAVE_AGES = Words("counted so are {names}", "按年龄组统计的有 {names}")

AS_USUAL = When()
"""Nothing is asked: headlines, when measures are in force."""


def asked(scenario: Scenario, baseline: Scenario | None, when: When) -> tuple[Point, ...]:
    """Return the numbers that are told: goals when they are due, then what is asked, see `split_points`."""
    return tuple(dict.fromkeys([*goals_due(scenario, when), *split_points(scenario, baseline, when)]))


def split_points(scenario: Scenario, baseline: Scenario | None, when: When) -> tuple[Point, ...]:
    """Return the numbers that are asked: the headlines, over a period, or what the question is about, split.

    What has no number over so short a time, or none by group, is left out (see `left_out`). Raises ScenarioProblems
    where nothing is left, and what `check` raises.
    """
    check(scenario, baseline, when)
    if when.is_default:
        return headline(scenario, baseline)
    return points_of(_wanted(scenario, baseline, when), scenario, when)


def _wanted(scenario: Scenario, baseline: Scenario | None, when: When) -> tuple[Point, ...]:
    return headline(scenario, baseline) if when.by in (None, *AGES) else aims(scenario, baseline)


def goals_due(scenario: Scenario, when: When) -> tuple[Point, ...]:
    """Return the goals when they are due, which no question of a period or a split hides; nothing where none is asked.

    Without such a question the headlines have them.
    """
    due = () if when.is_default else scenario.goals
    return tuple(dict.fromkeys(Point(goal.indicator, goal.region, goal.by) for goal in due))


def left_out(scenario: Scenario, baseline: Scenario | None, when: When) -> tuple[str, ...]:
    """Return the indicators that have no number as it is asked: those that are known of whole years, over less."""
    if when.is_default:
        return ()
    names = dict.fromkeys(point.indicator for point in _wanted(scenario, baseline, when))
    is_short = when.length not in (0, YEAR)
    return tuple(name for name in names if is_short and indicators()[name].over == "year")


def points_of(found: tuple[Point, ...], scenario: Scenario, when: When) -> tuple[Point, ...]:
    """Return some numbers as they are asked. Raises ScenarioProblems where none can be read so."""
    left = [point for point in found if when.length in (0, YEAR) or indicators()[point.indicator].over != "year"]
    if not left:
        names = ", ".join(dict.fromkeys(point.indicator for point in found))
        told = Words(
            f"{names} is known of a whole year only, not of a {'month' if when.length == MONTH else 'quarter'}",
            f"{names} 只有全年数，没有{'月度数' if when.length == MONTH else '季度数'}",
        )
        raise ScenarioProblems(
            [
                Problem(
                    "E704",
                    *_asks(when),
                    told,
                    hint=Words("write a year: --on 2025, --by year", "请写年份：--on 2025，--by year"),
                )
            ],
            {},
        )
    known = AGES[when.by][1] if when.by in AGES else ()
    if known and not any(point.indicator in known for point in left):
        names, hint = (
            ", ".join(dict.fromkeys(point.indicator for point in left)),
            HAVE_AGES.holding(names=", ".join(known)),
        )
        raise ScenarioProblems([Problem("E705", "--by", BY, NOT_BY_AGE.holding(names=names), hint=hint)], {})
    if when.on is not None and when.by not in LENGTHS:
        left = [point.over(when.on) for point in left]
    return tuple(dict.fromkeys(split for point in left for split in _split(point, scenario, when)))


def _split(point: Point, scenario: Scenario, when: When) -> tuple[Point, ...]:
    if when.by in LENGTHS:
        return tuple(point.over(period) for period in spans(scenario, when))
    if when.by == "region":
        return tuple(replace(point, region=code) for code in region_codes())
    if when.by in AGES:
        bands, known = AGES[when.by]
        return tuple(replace(point, group=band) for band in bands if point.indicator in known)
    return (point,)


def spans(scenario: Scenario, when: When) -> tuple[Period, ...]:
    """Return the periods into which `by` splits what is asked, or the whole run."""
    assert when.by in LENGTHS  # `by` splits time
    first, last = scenario.horizon.start + 1, scenario.horizon.end
    if when.on is not None:
        first, last = when.on.first, when.on.last
    return periods(first, last, LENGTHS[when.by])


def _asks(when: When) -> tuple[str, Place]:
    return ("--by", BY) if when.by in LENGTHS else ("--on", ON)


def check(scenario: Scenario, baseline: Scenario | None, when: When) -> list[Problem]:
    """Return what is to be known about when effects are read. Raises ScenarioProblems where a run has nothing then."""
    horizon, problems = scenario.horizon, []
    first_month, last_month = month_name(horizon.start + 1), month_name(horizon.end)
    simulated, in_chinese = f"{first_month} to {last_month}", f"{first_month} 至 {last_month}"
    if when.on is not None:
        is_outside = when.on.last <= horizon.start or when.on.first > horizon.end
        if is_outside:
            told = Words(
                f"{scenario.id} simulates {simulated}: it has no {when.on.name}",
                f"{scenario.id} 的模拟期为 {in_chinese}：不含 {when.on.name}",
            )
            problems.append(
                Problem(
                    "E702",
                    "--on",
                    ON,
                    told,
                    hint=Words("name a period of the run, or a longer horizon", "请写模拟期以内的时间，或延长模拟期"),
                )
            )
        elif when.on.first <= horizon.start or when.on.last > horizon.end:
            told = Words(
                f"{scenario.id} simulates {simulated}: {when.on.name} is not wholly inside",
                f"{scenario.id} 的模拟期为 {in_chinese}：{when.on.name} 不完全在内",
            )
            problems.append(
                Problem(
                    "E703",
                    "--on",
                    ON,
                    told,
                    hint=Words("name a period that is, or a month of it", "请写完全在内的时间，或其中一个月"),
                )
            )
    if when.by in LENGTHS and not problems and not spans(scenario, when):
        told = Words(
            f"there is no whole {when.by} in {when.on.name if when.on else simulated}",
            f"{when.on.name if when.on else in_chinese} 之内没有完整的{IN_CHINESE[when.by]}",
        )
        problems.append(
            Problem("E703", "--by", BY, told, hint=Words("split by something shorter", "请按更短的时段切分"))
        )
    if problems:
        raise ScenarioProblems(problems, {})
    first = begins(scenario, baseline)
    if when.on is None or first is None or when.on.last >= first:
        return []
    told = Words(
        f"{when.on.name} is before {month_name(first)}, when the first new measure begins: there is no effect yet",
        f"{when.on.name} 早于首项新措施开始的 {month_name(first)}：尚无效应",
    )
    return [Problem("W022", "--on", ON, told)]
