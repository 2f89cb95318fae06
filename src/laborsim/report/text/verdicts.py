"""The words of every verdict on an effect: one table for terminals, pipes, figures, tables and pages."""

from dataclasses import dataclass

from laborsim.experiment.indicators.effect import Verdict
from laborsim.published.words import Language, Words
from laborsim.report.text.numbers import Quantity


@dataclass(frozen=True)
class VerdictWords:
    """A verdict in words: `short` where there is little room and in a pipe, `full` elsewhere, which begins alike.

    `{rise}` and `{fall}` are the verbs of the indicator in Chinese, `{detectable}` the minimum detectable effect.
    """

    short: Words
    full: Words


VERDICTS: dict[Verdict, VerdictWords] = {
    "raises": VerdictWords(
        Words("increases", "{rise}（统计显著）"), Words("increases (statistically significant)", "{rise}（统计显著）")
    ),
    "lowers": VerdictWords(
        Words("decreases", "{fall}（统计显著）"), Words("decreases (statistically significant)", "{fall}（统计显著）")
    ),
    "likely raises": VerdictWords(
        Words("probably increases", "较可能{rise}"), Words("probably increases", "较可能{rise}")
    ),
    "likely lowers": VerdictWords(
        Words("probably decreases", "较可能{fall}"), Words("probably decreases", "较可能{fall}")
    ),
    "no detectable effect": VerdictWords(
        Words("not statistically significant", "统计上不显著"),
        Words(
            "not statistically significant (minimum detectable effect: {detectable})",
            "统计上不显著（最小可检出效应{detectable}）",
        ),
    ),
    "draws disagree": VerdictWords(
        Words("no clear direction", "方向不明"),
        Words("no clear direction (draws go both ways)", "方向不明（抽样方向不一）"),
    ),
    "no effect": VerdictWords(Words("identical", "与基准一致"), Words("identical to the baseline", "与基准一致")),
    "too few pairs": VerdictWords(
        Words("too few runs", "模拟次数不足"), Words("too few runs for a conclusion", "模拟次数不足，不作结论")
    ),
}
"""By the code that files and `--json` have. docs/comparing.md has the same table."""

NEGLIGIBLE = Words("negligible", "变化极小")
"""In place of any of them, where little room is: too small to be written, so that no direction is claimed."""


def short_verdict(verdict: Verdict, quantity: Quantity, language: Language) -> str:
    """Return a verdict without sizes, which stand beside it: "increases", "not statistically significant"."""
    return VERDICTS[verdict].short.filled(language, rise=quantity.rise, fall=quantity.fall)


def full_verdict(verdict: Verdict, quantity: Quantity, detectable: str, language: Language) -> str:
    """Return a verdict with the minimum detectable effect, already written, where it claims nothing."""
    words = VERDICTS[verdict].full
    return words.filled(language, rise=quantity.rise, fall=quantity.fall, detectable=detectable)
