"""Which statistic a number is that stands for an effect: the mean over pairs, with draws of the parameters or not."""

from laborsim.parameters.posterior import draw_of
from laborsim.published.words import Language, Words
from laborsim.scenario.load import Scenario

DRAWN = Words(
    "Effects are means over the pairs of runs, each with its own draw of the parameters, as in laborsim run: with as "
    "many pairs at the same scale they are the same numbers",
    "效应为各对模拟的均值，每对模拟各用一组参数抽样，与laborsim run一致：模拟对数和规模相同时数值相同",
)
ESTIMATED = Words(
    "Effects are means over the pairs of runs, all at the point estimate of the parameters, as in laborsim run: with "
    "as many pairs at the same scale they are the same numbers",
    "效应为各对模拟的均值，参数均取点估计，与laborsim run一致：模拟对数和规模相同时数值相同",
)


def has_draws(scenario: Scenario) -> bool:
    """Return whether the runs of a scenario have draws of the parameters, and not all the point estimate."""
    return draw_of(scenario, 0) is not None


def statistic_words(scenario: Scenario, language: Language) -> str:
    """Return which statistic the effects of a study are."""
    return (DRAWN if has_draws(scenario) else ESTIMATED).said(language)
