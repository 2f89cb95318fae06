"""Synthetic data of many shapes for the figures' tests. No number here is a result."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from matplotlib.figure import Figure
from matplotlib.text import Text

from laborsim.kernels.codes import month_number
from laborsim.published.words import Words
from laborsim.report.figures.fan_data import FanData
from laborsim.report.figures.stacked import Layer, StackedData
from laborsim.report.figures.tile_map import TileData, tile_grid
from laborsim.report.text.goal import GoalLine
from laborsim.report.text.labels import quantity, region_words
from laborsim.report.text.numbers import Quantity
from laborsim.report.text.provenance import Provenance, Quoted

LANGUAGES = ("en", "zh")
BASE = month_number(2019, 12)
CODES = tuple(tile.code for tile in tile_grid())

PROVENANCE = Provenance(
    scenario="gansu-2020",
    seed=20200324,
    version="0.1.0",
    run_id="7f3a9c12",
    sources=(
        Quoted(
            Words(
                "Gansu provincial human-resources work conference, 24 March 2020 (Lanzhou Daily)",
                "甘肃省人力资源社会保障工作会议，2020 年 3 月 24 日（兰州日报）",
            ),
            Words("ensure 340,000 new jobs in cities and towns", "确保城镇新增就业34万人"),
        ),
    ),
    is_synthetic=True,
)

HEAVY = replace(
    PROVENANCE,
    scenario="a-scenario-name-as-long-as-names-may-be-which-is-sixty-four-chars",
    baseline="another-scenario-name-of-sixty-four-characters-without-any-spaces",
    assumptions=(
        Words("subsidy of 5,000 yuan (no source)", "补贴 5000 元（无来源）"),
        Words("half of the places are taken up in the first year", "第一年名额使用一半"),
    ),
    sources=(
        *PROVENANCE.sources,
        Quoted(Words("Fourteen measures, 3 December 2024", "十四条措施"), recalled=True),
    ),
    is_draft=True,
)


def luck() -> np.random.Generator:
    return np.random.default_rng(20200324)


def fan(runs: int = 400, size: float = 347e3, gain: float = 56e3, months: int = 12) -> FanData:
    draws = luck()
    time = np.linspace(0.0, 1.0, months + 1)
    noise = draws.normal(0.0, 0.04, (runs, 1)) * time + draws.normal(0.0, 0.004, (runs, months + 1)) * time
    baseline = (size - gain) * (time + noise)
    start = min(2, months)
    scenario = baseline + gain * np.maximum(time - time[start], 0.0) / (1.0 - time[start] or 1.0)
    stamps = np.arange(BASE, BASE + months + 1)
    return FanData(
        quantity=quantity("new_urban_jobs", Words("cumulative since 1 January 2020", "2020 年 1 月 1 日起累计")),
        region=region_words("CN-GS"),
        months=stamps,
        scenario=scenario,
        baseline=baseline,
        provenance=PROVENANCE,
        goal=GoalLine(int(stamps[-1]), minimum=0.98 * size),
        in_force=((int(stamps[start]), int(stamps[-1])),),
    )


def fan_without_goal(runs: int = 40, gain: float = 56e3) -> FanData:
    return replace(fan(runs, gain=gain), goal=None)


def share_fan() -> FanData:
    """A percentage far from zero, a goal with tolerance, mostly background."""
    data = fan(200)
    rates = 0.055 - 0.004 * np.asarray(data.scenario) / 347e3
    return replace(
        data,
        quantity=quantity("unemployment_surveyed", is_share=True),
        scenario=rates,
        baseline=rates + 0.0005,
        goal=GoalLine(BASE + 6, value=0.053, tolerance=0.0005),
        background_share=0.73,
    )


LONG_NAME = Quantity(
    Words(
        "Persons of rural registration in off-farm work of any kind in the counties of their registration",
        "在户籍所在县从事各类非农工作的农村户籍劳动者，包括自主创业、公益性岗位和帮扶车间就业人员",
    ),
    "persons",
)

FANS: dict[str, Callable[[], FanData]] = {
    "plain": fan,
    "twenty runs": lambda: fan(20),
    "five runs": lambda: fan(5),
    "one run": lambda: fan(1),
    "no goal": fan_without_goal,
    "no effect": lambda: fan_without_goal(gain=0.0),
    "negative effect": lambda: fan_without_goal(gain=-90e3),
    "negative values": lambda: replace(fan_without_goal(), scenario=-np.asarray(fan().scenario)[:40], in_force=()),
    "all zero": lambda: replace(fan_without_goal(), scenario=np.zeros((40, 13)), baseline=np.zeros((40, 13))),
    "tiny": lambda: replace(fan(40, 3e-8, 1e-8), goal=None),
    "huge": lambda: fan(40, 4.4e16, 1e15),
    "share": share_fan,
    "long texts": lambda: replace(fan(), quantity=LONG_NAME, provenance=HEAVY),
    "baseline alone": lambda: replace(fan(20), scenario=None, in_force=()),
    "scenario alone": lambda: replace(fan(20), baseline=None),
    "goal range": lambda: replace(fan(), goal=GoalLine(BASE + 12, minimum=300e3, maximum=360e3)),
    "goal far away": lambda: replace(fan(), goal=GoalLine(BASE + 12, minimum=5e6)),
    "two months": lambda: fan(20, months=1),
    "seven years": lambda: fan(20, months=84),
    "hundred years": lambda: fan(20, months=1200),
}

STOCKS = {
    "local": (121e6, 1.6e6),
    "outbound_intra": (108e6, 0.9e6),
    "outbound_inter": (68e6, -1.1e6),
    "founder": (12.6e6, 0.5e6),
    "placed": (2e6, 0.1e6),
    "seeking": (9e6, -0.2e6),
}


def stack(runs: int = 20, months: int = 84, scale: float = 1.0, drift: float = 1.0) -> StackedData:
    draws = luck()
    years = np.arange(months + 1) / 12
    layers = []
    for status, (start, growth) in STOCKS.items():
        mean = scale * (start + drift * growth * years)
        noise = draws.normal(1.0, 0.0005, (runs, months + 1))
        layers.append(Layer(status, np.maximum(mean * noise, 0.0) if drift else np.tile(mean, (runs, 1))))
    start_month = month_number(2023, 12)
    return StackedData(
        region=region_words("CN"),
        months=np.arange(start_month, start_month + months + 1),
        layers=tuple(layers),
        provenance=PROVENANCE,
        shown=Words("return-home-2025"),
    )


STACKS: dict[str, Callable[[], StackedData]] = {
    "plain": stack,
    "observed": lambda: replace(stack(), observed_until=month_number(2025, 6)),
    "observed one month": lambda: replace(stack(), observed_until=month_number(2024, 1)),
    "one run": lambda: stack(1),
    "tiny": lambda: stack(scale=1e-8),
    "huge": lambda: stack(scale=1e8),
    "nothing moves": lambda: stack(drift=0.0),
    "all zero": lambda: stack(scale=0.0),
    "two months": lambda: stack(months=1),
    "long texts": lambda: replace(stack(), provenance=HEAVY, shown=LONG_NAME.name),
    "one group": lambda: replace(stack(), layers=stack().layers[:1]),
}


def tiles(runs: int = 200, size: float = 1e4, spread: float = 0.3) -> TileData:
    draws = luck()
    effect = draws.normal(0.4, 1.2, len(CODES)) * size
    baseline = draws.normal(60.0, 2.0, (runs, len(CODES))) * size
    return TileData(
        quantity=quantity("local_workers"),
        month=month_number(2025, 12),
        codes=CODES,
        scenario=baseline + effect + draws.normal(0.0, spread * size, baseline.shape),
        baseline=baseline,
        provenance=replace(PROVENANCE, scenario="return-home-2025", baseline="national-baseline"),
        aimed_at=("CN-GS",),
    )


def unchanged_tiles() -> TileData:
    return replace(tiles(), scenario=tiles().baseline)


TILES: dict[str, Callable[[], TileData]] = {
    "plain": tiles,
    "one run": lambda: tiles(1),
    "all unclear": lambda: tiles(spread=20.0),
    "no effect": unchanged_tiles,
    "all lower": lambda: replace(tiles(), scenario=np.asarray(tiles().baseline) - 3e4),
    "tiny": lambda: tiles(size=1e-9),
    "huge": lambda: tiles(size=1e11),
    "thousands": lambda: replace(tiles(size=1.7e3), quantity=quantity("pay_local")),
    "level": lambda: replace(tiles(20), scenario=None),
    "equal level": lambda: replace(tiles(), scenario=None, baseline=np.full((20, 31), 5e5)),
    "some regions": lambda: replace(
        tiles(), codes=CODES[:9], scenario=np.ones((20, 9)), baseline=np.zeros((20, 9)), aimed_at=CODES
    ),
    "long texts": lambda: replace(tiles(), quantity=LONG_NAME, provenance=HEAVY),
}


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def all_text(figure: Figure) -> str:
    return " ".join(texts(figure)).replace("\u00a0", " ")
