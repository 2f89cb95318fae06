"""Which two worlds a difference subtracts, what both of them have, and where they are one and the same."""

from collections.abc import Sequence

from laborsim.experiment.indicators.headline import differ
from laborsim.published.words import Language, Words
from laborsim.report.text.phrases import phrases
from laborsim.scenario.load import Scenario

MINUS = Words("{one} − {other}", "{one}减{other}")
SUBTRACTED = Words("Effect: {worlds}{both}", "效应：{worlds}{both}")
BOTH = Words(
    "; both have {shocks} (its own effect: laborsim shock)", "；两者均含{shocks}（其自身效应见 laborsim shock）"
)
SAME = Words(
    "{scenario} has the same measures as {baseline}{both}: they are one world, and no effect is shown",
    "{scenario}与{baseline}的措施相同{both}：两者为同一情景，不显示效应",
)
EACH = Words("each scenario − {other}", "各情景减{other}")
SHOCK = Words("the shock {names}", "冲击{names}")


def minus(one: str, other: str, language: Language) -> str:
    """Return a difference of two worlds: "parks-3000 − national-baseline"."""
    return MINUS.filled(language, one=one, other=other)


def subtracted(scenario: Scenario, baseline: Scenario, language: Language) -> str:
    """Return which two worlds the effects of a run subtract, and which shocks both have."""
    both = _both(scenario, language)
    if not differ(scenario, baseline):
        return SAME.filled(language, scenario=scenario.id, baseline=baseline.id, both=both)
    return SUBTRACTED.filled(language, worlds=minus(scenario.id, baseline.id, language), both=both)


def subtracted_by_all(worlds: Sequence[tuple[Scenario, Scenario]], language: Language) -> list[str]:
    """Return the same of several runs, scenario and baseline each: one line where only the scenario differs."""
    alike = {(baseline.id, shock_words(scenario, language)) for scenario, baseline in worlds}
    if len(worlds) > 1 and len(alike) == 1 and all(differ(*pair) for pair in worlds):
        scenario, baseline = worlds[0]
        each = EACH.filled(language, other=baseline.id)
        return [SUBTRACTED.filled(language, worlds=each, both=_both(scenario, language))]
    return [subtracted(scenario, baseline, language) for scenario, baseline in worlds]


def _both(scenario: Scenario, language: Language) -> str:
    return BOTH.filled(language, shocks=shock_words(scenario, language)) if scenario.shocks else ""


def shock_words(scenario: Scenario, language: Language) -> str:
    """Return the shocks of a scenario by name: "the shock exports"."""
    names = phrases(language).list_comma.join(shock.name for shock in scenario.shocks)
    return SHOCK.filled(language, names=names)
