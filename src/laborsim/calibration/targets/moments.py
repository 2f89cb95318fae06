"""The moments: what can be read off a run and held against a published figure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from laborsim.calibration.targets.worker_habits import Habits, Watched
from laborsim.experiment.indicators.aggregation import Numbers, View, places, ratio
from laborsim.experiment.indicators.readout import path_of
from laborsim.kernels.codes import AGE_BANDS, FEMALE, SCHOOLING, ZONES
from laborsim.published.indicators import indicators
from laborsim.published.margins import SURVEY_WEIGHT_LOCAL
from laborsim.published.regions import NATION, place_names

Selection = Mapping[str, str]

PERCENT = 100
YEAR = 12  # months
STATUS = {"local": slice(1, 2), "outbound": slice(2, 4)}  # official statuses, the second axis of groups
ALL = "all"  # by the survey's own weights of local and outbound
MOST_MONTHS = 24  # how far the run of the baseline goes beyond the base date
CHANGE_MONTHS = 24  # a published trend is held against the first two years: later ones are another demography
SURVIVAL_YEARS = 5


@dataclass(frozen=True)
class Moment:
    """One kind of moment.

    `path`: a value for every month [T+1]. With `months=k` in the selection it is read k months after the base date
    off a run of the baseline, where the inversion and not the search decides it; without, it is the mean over the
    settled months of the steered run, or with `change=yearly` how much it changes in a year over CHANGE_MONTHS.
    `habit`: a single number of the steered run.
    """

    unit: str
    words: str
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # selection key → allowed values; () = any
    path: Callable[[View, Selection], Numbers] | None = None
    habit: Callable[[Watched], float] | None = None


def _groups(view: View, status: str) -> Numbers:
    """Return persons by month, sex, age band and schooling of an official status, nation."""
    counts: Numbers = view.results.groups[:, :, STATUS[status]].sum(axis=(1, 2)).astype(np.float64)
    return counts


def _by_status(part: Callable[[View, str], Numbers]) -> Callable[[View, Selection], Numbers]:
    """Turn a share or mean of one status into one for local, outbound or all, or a difference of two."""

    def one(view: View, status: str) -> Numbers:
        if status == ALL:
            weight = SURVEY_WEIGHT_LOCAL
            return weight * part(view, "local") + (1 - weight) * part(view, "outbound")
        return part(view, status)

    def read(view: View, selection: Selection) -> Numbers:
        value = one(view, selection["status"])
        return value - one(view, selection["minus"]) if "minus" in selection else value

    return read


def _mean_age(view: View, status: str) -> Numbers:
    heads = view.count("official_local") if status == "local" else view.count(*OUTBOUND)
    return (ratio(view.count(f"age_months_{status}"), heads) / YEAR)[:, -1]


OUTBOUND = ("official_outbound_inside", "official_outbound_outside")


def _women(view: View, status: str) -> Numbers:
    groups = _groups(view, status)
    return np.asarray(PERCENT * groups[:, FEMALE].sum(axis=(1, 2)) / groups.sum(axis=(1, 2, 3)))


def _over_50(view: View, status: str) -> Numbers:
    groups = _groups(view, status)
    return np.asarray(PERCENT * groups[:, :, AGE_BANDS.index("50+")].sum(axis=(1, 2)) / groups.sum(axis=(1, 2, 3)))


def _college(view: View, status: str) -> Numbers:
    groups = _groups(view, status)
    high = SCHOOLING.index("college_plus")
    return np.asarray(PERCENT * groups[..., high].sum(axis=(1, 2)) / groups.sum(axis=(1, 2, 3)))


def _indicator(view: View, selection: Selection) -> Numbers:
    read = path_of(selection["of"], selection.get("place", NATION), indicators()[selection["of"]].scale)
    return read(view)


def _works_in(view: View, selection: Selection) -> Numbers:
    local = view.count("official_local") + view.everywhere(view.results.od.sum(axis=1))
    return local[:, places(view.results.regions).index(selection["place"])]


def _pay_ratio(view: View, selection: Selection) -> Numbers:
    return path_of("pay_outbound")(view) / path_of("pay_local")(view)


def _flow_share(flow: str, *stock: str) -> Callable[[Watched], float]:
    """Return a reader of a yearly flow ÷ the mean stock over the settled months [percent]."""

    def read(watched: Watched) -> float:
        settled = slice(watched.settled + 1, None)
        flows = watched.view.count(flow)[settled, -1]
        return float(PERCENT * YEAR * flows.mean() / watched.view.count(*stock)[settled, -1].mean())

    return read


def _survival(watched: Watched) -> float:
    """Return the share of businesses that live SURVIVAL_YEARS, from the closures at each year of age [percent]."""
    spells = watched.view.results.spells
    first, last = watched.view.results.months[watched.settled], watched.view.results.months[-1]
    end = np.where(spells["end"] < 0, last, spells["end"]).astype(np.int64)
    alive = 1.0
    for year in range(SURVIVAL_YEARS):
        begins = spells["start"].astype(np.int64) + YEAR * year
        at_risk = np.maximum(0, np.minimum(begins + YEAR, end) - np.maximum(begins, first)).sum() / YEAR
        inside = (end >= np.maximum(begins, first)) & (end < begins + YEAR)
        closed = (inside & (spells["end"] >= 0)).sum()
        alive *= np.exp(-closed / max(at_risk, 1.0))
    return float(PERCENT * alive)


def _habit(read: Callable[[Habits], float]) -> Callable[[Watched], float]:
    return lambda watched: read(watched.habits)


_STATUS_KEYS = {"status": ("local", "outbound", ALL), "minus": ("local", "outbound"), "change": ("yearly",)}
_CHANGE = {"change": ("yearly",)}

MOMENTS: dict[str, Moment] = {
    "indicator": Moment(
        "", "an indicator of the code list", {"of": tuple(indicators()), "place": place_names()}, _indicator
    ),
    "works_in": Moment("persons", "migrant workers by place of work", {"place": (*ZONES, *place_names())}, _works_in),
    "mean_age": Moment("years", "mean age", _STATUS_KEYS, _by_status(_mean_age)),
    "women_share": Moment("percent", "share of women", _STATUS_KEYS, _by_status(_women)),
    "over_50_share": Moment("percent", "share above 50", _STATUS_KEYS, _by_status(_over_50)),
    "college_share": Moment("percent", "share with college", _STATUS_KEYS, _by_status(_college)),
    "pay_ratio": Moment("ratio", "outbound pay ÷ local pay", _CHANGE, _pay_ratio),
    "job_tenure": Moment("years", "a job lasts", habit=_habit(lambda h: h.job_months / max(h.jobs_ended, 1.0) / YEAR)),
    "time_between_jobs": Moment(
        "years", "time without work before the next job", habit=_habit(lambda h: h.gap_months / max(h.gaps, 1.0) / YEAR)
    ),
    "changed_job_share": Moment(
        "percent", "jobs that began in the last 1.8 years", habit=_habit(lambda h: PERCENT * h.recent_jobs)
    ),
    "back_home_share": Moment(
        "percent", "of those outbound, at home four years later", habit=_habit(lambda h: PERCENT * h.outbound_home)
    ),
    "yearly_returns": Moment(
        "percent", "moves home a year ÷ outbound", habit=_flow_share("moves_home", "outbound", "seeking_away")
    ),
    "business_closure_rate": Moment(
        "percent", "businesses that close in a year", habit=_flow_share("business_closures", "founder")
    ),
    "business_survival": Moment("percent", "businesses that live five years", habit=_survival),
    "business_age": Moment("years", "mean age of businesses", habit=_habit(lambda h: h.business_years)),
    "founder_age": Moment("years", "mean age of founders", habit=_habit(lambda h: h.founder_age)),
    "founder_men_share": Moment("percent", "men among founders", habit=_habit(lambda h: PERCENT * h.founder_men)),
}
"""Every kind of moment by name. A new one is one entry here and, if it needs one, a sum in `watching.Habits`."""


def is_solved(selection: Selection) -> bool:
    """Return whether a moment is read off the run of the baseline, where the constants decide it and not the search."""
    return "months" in selection


def unit_of(name: str, selection: Selection) -> str:
    """Return the unit of a moment."""
    unit = indicators()[selection["of"]].unit if name == "indicator" else MOMENTS[name].unit
    unit = "percent" if unit == "%" else unit
    return f"{unit} a year" if "change" in selection else unit


def read_moment(name: str, selection: Selection, watched: Watched) -> float:
    """Return one moment of a run in the moment's unit: of the baseline with `months`, else of a steered run."""
    moment = MOMENTS[name]
    if moment.habit is not None:
        return moment.habit(watched)
    assert moment.path is not None
    path = moment.path(watched.view, selection)
    if is_solved(selection):
        return float(path[int(selection["months"])])
    if "change" in selection:
        return float((path[CHANGE_MONTHS] - path[0]) * YEAR / CHANGE_MONTHS)
    return float(path[watched.settled :].mean())
