"""A price in words: between what prices single pairs of runs lie, and in how many of them nothing is bought."""

from laborsim.analysis.ratio import Ratio
from laborsim.published.words import Language, Words
from laborsim.report.text.costs import yuan_words

BETWEEN = Words("80\u00a0% PI {low} to {high}{none}", "80%预测区间：{low}至{high}{none}")
FROM = Words("80\u00a0% PI {low} and more{none}", "80%预测区间：{low}以上{none}")
MEAN = Words("simulation error {low} to {high}{none}", "模拟误差：{low}至{high}{none}")
NONE = Words("; none bought in {count} of {pairs} pairs", "；{pairs}对模拟中有{count}对没有购得")
UNKNOWN = Words("too few runs for an interval{none}", "模拟次数不足，不给出区间{none}")


def price_interval(yuan: Ratio, language: Language) -> str:
    """Return the prediction interval of a price in yuan: "80 % PI 21,000 to 64,000 yuan; none bought in 1 of 20 pairs".

    Where pairs are too few for one, the simulation error of the ratio of means.
    """
    none = NONE.filled(language, count=yuan.none_in_pairs, pairs=yuan.pairs) if yuan.none_in_pairs else ""
    if yuan.p10 is not None:
        template, ends = (FROM, (yuan.p10,)) if yuan.p90 is None else (BETWEEN, (yuan.p10, yuan.p90))
    elif yuan.low_95 is not None and yuan.high_95 is not None:
        template, ends = MEAN, (yuan.low_95, yuan.high_95)
    else:
        return UNKNOWN.filled(language, none=none)
    said = [yuan_words(end, language) for end in ends]
    return template.filled(language, low=said[0], high=said[-1], none=none)
