"""The parameters of the model as people read them: a table of all, a page of one."""

import numpy as np

from laborsim.parameters.parameters import Parameters
from laborsim.parameters.posterior import load_posterior
from laborsim.parameters.priors import AHEAD, HELD
from laborsim.parameters.response import response_of
from laborsim.published.words import Language, UnknownName, Words
from laborsim.report.pages.levers import GRADES
from laborsim.report.text.labels import parameter_words
from laborsim.report.text.measures import GRADES as CHINESE_GRADES
from laborsim.report.text.phrases import aligned
from laborsim.scenario.block_reader import nearest_to
from laborsim.scenario.value_types import did_you_mean
from laborsim.scenario.what_if import range_of, unit_of_parameter

BASE = (2023, "cumulative", True)
"""The base date whose shipped calibration is shown: year, reading of founders, founders inside the total."""

COLUMNS = ("parameter", "shipped", "low", "high", "unit", "grade", "source", "meaning")

SHOWN = {
    "en": ("parameter", "shipped", "range", "unit", "meaning"),
    "zh": ("参数", "校准值", "取值范围", "单位", "含义"),
}
SPREAD = Words("{low} … {high}", "{low}至{high}")
ESTIMATED = Words(
    "{value}; its draws, 5 to 95 %: {low} … {high}; in runs every pair has its own draw",
    "{value}；参数抽样的5%至95%分位数：{low}至{high}；每对模拟各抽取一组",
)
AHEAD_OF_RUNS = Words(
    "{value}; in runs every pair draws it from its range, half below and half above",
    "{value}；每对模拟从取值范围中各抽取一个值，低于和高于该值的各占一半",
)
FIXED = Words("{value} in every run. {reason}", "{value}（各次模拟相同）。{reason}")
BY_RESPONSE = Words(
    "steered anew for a what-if; sensitivity studies know how they answer",
    "设为假设参数时重新求解；敏感性分析已知常数如何随之变化",
)
STEERED = Words(
    "steered anew for a what-if; sensitivity studies leave them where they are",
    "设为假设参数时重新求解；敏感性分析中保持不变",
)
EVIDENCE = Words("{grade}: {meaning}", "{grade}级：{meaning}")
HEADS = {
    "en": ("parameter", "meaning", "unit", "range", "shipped", "constants of the base date", "evidence", "source",
           "in a scenario"),
    "zh": ("参数", "含义", "单位", "取值范围", "校准值", "基期常数", "证据等级", "来源", "情景写法"),
}  # fmt: skip


def shipped() -> Parameters:
    """Return the parameters of the shipped calibration: the point estimate."""
    return load_posterior().estimate


def parameter_rows() -> list[tuple[str, ...]]:
    """Return a row of COLUMNS for every parameter, in the order of the model."""
    estimate = shipped()
    return [
        (
            name,
            f"{getattr(estimate, name):g}",
            *(f"{bound:g}" for bound in range_of(name)),
            unit_of_parameter(name),
            *(_declared(name, key) for key in ("grade", "source")),
            Parameters.model_fields[name].description or "",
        )
        for name in Parameters.model_fields
    ]


def print_parameters(language: Language, color: bool) -> None:
    """Print all parameters as a table that fits the terminal; in Chinese with their Chinese names."""
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it; pipes answer faster without
    from rich.table import Table  # noqa: PLC0415 - as above

    table = Table(box=None, header_style="bold")
    for column in SHOWN[language]:
        table.add_column(column, overflow="fold")
    for name, value, low, high, unit, _, _, meaning in parameter_rows():
        said = meaning if language == "en" else parameter_words(name).said("zh")
        table.add_row(name, value, SPREAD.filled(language, low=low, high=high), unit, said)
    Console(no_color=not color, highlight=False).print(table)


def find_parameter(name: str) -> str:
    """Return a parameter's name. Raises UnknownName that names the nearest."""
    if name in Parameters.model_fields:
        return name
    close = nearest_to(name, Parameters.model_fields)
    everything = Words("'laborsim parameters' lists all", "'laborsim parameters' 列出全部参数")
    hint = did_you_mean(close) if close else everything
    raise UnknownName(
        Words("unknown parameter '{name}'; {hint}", "未识别的参数 '{name}'；{hint}").holding(name=name, hint=hint)
    )


def parameter_page(name: str, language: Language) -> str:
    """Return one parameter: name, meaning, unit, range, shipped value with its draws, evidence, source, how to set."""
    low, high = (f"{bound:g}" for bound in range_of(name))
    own, grade = parameter_words(name).said(language), _declared(name, "grade")
    meaning = Parameters.model_fields[name].description or ""
    response = response_of(*BASE)
    answers = BY_RESPONSE if response is not None and name in response.names else STEERED
    cells = (
        name,
        f"{own}: {meaning}" if language == "en" else own,
        unit_of_parameter(name),
        SPREAD.filled(language, low=low, high=high),
        _shipped_words(name, language),
        answers.said(language),
        EVIDENCE.filled(language, grade=grade, meaning=(GRADES if language == "en" else CHINESE_GRADES)[grade]),
        _declared(name, "source"),
        f"parameters: {{{name}: {getattr(shipped(), name):g}}}",
    )
    return "\n".join(aligned(list(zip(HEADS[language], cells, strict=True))))


def parameter_data(name: str) -> dict[str, str]:
    """Return a parameter as plain data for `--json`."""
    return next(dict(zip(COLUMNS, row, strict=True)) for row in parameter_rows() if row[0] == name)


def _shipped_words(name: str, language: Language) -> str:
    posterior, value = load_posterior(), f"{getattr(shipped(), name):g}"
    if name in posterior.names:
        low, high = np.quantile(posterior.draws[:, posterior.names.index(name)], (0.05, 0.95))
        return ESTIMATED.filled(language, value=value, low=f"{low:.3g}", high=f"{high:.3g}")
    if name in AHEAD:
        return AHEAD_OF_RUNS.filled(language, value=value)
    return FIXED.filled(language, value=value, reason=HELD[name].said(language))


def _declared(name: str, key: str) -> str:
    extra = Parameters.model_fields[name].json_schema_extra
    assert isinstance(extra, dict)
    return str(extra[key])
