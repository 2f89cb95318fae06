"""What if: what a person is told wherever numbers of parameters appear that are not the shipped calibration."""

from laborsim.levers import Uncertainty
from laborsim.published.words import Language, Words
from laborsim.report.text.labels import parameter_words, unit_words
from laborsim.report.text.phrases import inside_sentence, phrases
from laborsim.scenario.horizons import shipped_value
from laborsim.scenario.scenario import Scenario
from laborsim.scenario.what_if import WhatIf, unit_of_parameter

WHAT_IF = Words(
    "WHAT IF, not the shipped calibration: {set_to}; both worlds have it, the base date is steered anew",
    "【假设参数】非模型校准值：{set_to}；两种情景参数相同，基期已重新求解",
)
STAMP = Words("WHAT IF", "假设参数")
ONE = Words("{name} {value} (shipped: {shipped})", "{name}{value}（校准值{shipped}）")
SPREADS = {
    "uniform": Words("between {low} and {high}", "取值{low}至{high}，均匀分布"),
    "triangular": Words("between {low} and {high}, most likely {mode}", "取值{low}至{high}，最可能为{mode}"),
    "normal": Words("{mean} ± {sd} (normal)", "均值{mean}、标准差{sd}，正态分布"),
}


def what_if_words(scenario: Scenario, language: Language) -> str:
    """Return which parameters a scenario sets, and what they are in the shipped calibration; "" for none."""
    if not scenario.parameters:
        return ""
    each = (set_to(one, scenario, language) for one in scenario.parameters)
    return WHAT_IF.filled(language, set_to=phrases(language).list_comma.join(each))


def what_if_lines(scenario: Scenario, language: Language) -> list[str]:
    """Return the same as lines above or below numbers; nothing for the shipped calibration."""
    return [said] if (said := what_if_words(scenario, language)) else []


def what_if_both(scenario: Scenario) -> Words:
    """Return the same in both languages, for a footnote."""
    return Words(what_if_words(scenario, "en"), what_if_words(scenario, "zh"))


def set_to(one: WhatIf, scenario: Scenario, language: Language) -> str:
    """Return one parameter as it is set: "income elasticity 2.25 (shipped: 1.5)"."""
    name = parameter_words(one.name).said(language)
    shipped = _number(shipped_value(one.name, scenario), one.name, language)
    name = inside_sentence(name) if language == "en" else name
    return ONE.filled(language, name=name, value=value_words(one, language), shipped=shipped)


def value_words(one: WhatIf, language: Language) -> str:
    """Return what a parameter is set to, with its unit: a number, or how it is spread."""
    if one.uncertainty is None:
        return _number(one.value or 0.0, one.name, language)
    parts = Uncertainty.PARTS[one.uncertainty.dist]
    said = {name: _number(getattr(one.uncertainty, name), one.name, language) for name in parts}
    return SPREADS[one.uncertainty.dist].filled(language, **said)


def _number(value: float, name: str, language: Language) -> str:
    number = (f"{value:,.4g}" if abs(value) < 10_000 else f"{value:,.0f}").replace("-", "−")
    unit = unit_words(unit_of_parameter(name), name).said(language)
    space = " " if unit and language == "en" and unit != "%" else ""
    return f"{number}{space}{unit}"
