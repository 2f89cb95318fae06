"""What effects rest on: of what is a measure's own, no published outcome identifies any parameter."""

from laborsim.published.words import Language, Words

PRIOR = Words(
    "No parameter that is a measure's own is identified by data: effects are prior predictive",
    "没有数据可识别各项措施的专属参数：政策效应为先验预测",
)


def prior_words(language: Language) -> str:
    """Return what stands beside every table of effects; a test fails once a measure's own parameter is estimated."""
    return PRIOR.said(language)
