"""What a comparison says in words: who is where in the order, how sure that is, and a title that the numbers carry."""

from laborsim.comparison.compare import NOTHING, Comparison
from laborsim.comparison.ranking import Ranking
from laborsim.experiment.effect import Effect, effect_of
from laborsim.experiment.headline import Point
from laborsim.report.from_run import assumptions_of
from laborsim.report.text.dates import full_month
from laborsim.report.text.names import quantity, region_words
from laborsim.report.text.numbers import percent, unit, with_unit
from laborsim.report.text.phrases import Language, capitalized, inside_sentence, listed, phrases
from laborsim.report.text.provenance import Provenance


def shown_name(name: str, language: Language) -> str:
    """Return the name of a candidate: a scenario's own, or that of doing nothing new."""
    return inside_sentence(phrases(language).baseline) if name == NOTHING else name


def order_text(ranking: Ranking, language: Language) -> str:
    """Return whether an order is settled, which neighbors cannot be told apart, and what it would take."""
    words = phrases(language)
    if ranking.p_order is None:
        return words.order_one_pair
    order = " > ".join(shown_name(ranked.name, language) for ranked in ranking.ranked)
    template = words.order_settled if ranking.is_settled else words.order_unsettled
    parts = [template.format(order=order, probability=percent(ranking.p_order, language))]
    if ranking.unsettled:
        pairs = [listed([shown_name(name, language) for name in pair], language) for pair in ranking.unsettled]
        parts.append(words.order_apart.format(close=words.list_comma.join(pairs)))
        if ranking.pairs_needed is not None:
            parts.append(words.order_more.format(pairs=ranking.pairs_needed))
    return words.clause.join(parts)


def best_text(p_best: float | None, language: Language) -> str:
    """Return the probability of being best: "86 %"."""
    if p_best is None:
        return phrases(language).unknown
    return percent(p_best, language)


def compare_title(comparison: Comparison, point: Point, language: Language) -> str:
    """Return which scenario moves an indicator most, which likely do, that none does, or that this is not settled."""
    words = phrases(language)
    effects = {one.scenario: one.effect for one in comparison.effects([point])}
    seen = {name: effect for name, effect in effects.items() if effect.verdict in ("raises", "lowers")}
    about = quantity(point.indicator)
    said = {
        "month": full_month(point.month, language),
        "indicator": inside_sentence(about.name.said(language)),
        "region": region_words(point.region).said(language),
        "rise": about.rise,
        "fall": about.fall,
    }
    if any(effect.verdict == "too few pairs" for effect in effects.values()):
        return capitalized(words.compare_neutral.format(**said))
    if not seen:
        return capitalized(_likely_title(effects, point, said, language))
    strongest = max(seen, key=lambda name: abs(seen[name].mean))
    if not _is_ahead(comparison, point, strongest):
        return capitalized(words.compare_unsettled.format(**said))
    template = words.compare_raises if seen[strongest].mean > 0 else words.compare_lowers
    amount = _amount(seen[strongest], point, language)
    return capitalized(template.format(**said, winner=strongest, amount=amount))


def _likely_title(effects: dict[str, Effect], point: Point, said: dict[str, str], language: Language) -> str:
    """Return a title where no effect is sure: which scenarios likely move the indicator, if any and all one way."""
    words = phrases(language)
    likely = {name: effect for name, effect in effects.items() if effect.verdict.startswith("likely")}
    ways = {effect.verdict for effect in likely.values()}
    if not likely:
        return words.compare_none.format(**said)
    if len(ways) > 1:
        return words.compare_unsettled.format(**said)
    is_up = ways == {"likely raises"}
    if len(likely) > 1:
        template = words.compare_all_likely_raise if is_up else words.compare_all_likely_lower
        return template.format(**said, winner=listed(list(likely), language))
    template = words.compare_likely_raises if is_up else words.compare_likely_lowers
    ((name, effect),) = likely.items()
    return template.format(**said, winner=name, amount=_amount(effect, point, language))


def _is_ahead(comparison: Comparison, point: Point, strongest: str) -> bool:
    """Return whether a scenario's effect exceeds every other one's by a difference that is itself clear."""
    effects = comparison.at(comparison.scenario, point) - comparison.at(comparison.baseline, point)
    at = comparison.names.index(strongest)
    sign = 1.0 if effects[at].mean() > 0 else -1.0
    ahead = [effect_of(sign * (effects[at] - other)) for k, other in enumerate(effects) if k != at]
    return all(found is not None and found.verdict == "raises" for found in ahead)


def _amount(effect: Effect, point: Point, language: Language) -> str:
    return with_unit(abs(effect.mean), unit(quantity(point.indicator, is_share=True).unit), language, change=True)


def provenance_of(comparison: Comparison) -> Provenance:
    """Return where the numbers of a comparison come from: all runs, and what they are compared with."""
    first = comparison.runs[0].manifest
    rests_on = [
        assumptions_of(run.scenario, None if run.baseline is None else run.baseline.scenario) for run in comparison.runs
    ]
    baselines = dict.fromkeys(str(run.manifest["baseline"]["scenario"]) for run in comparison.runs)
    return Provenance(
        scenario=", ".join(comparison.names),
        seed=int(first["seed"]),
        version=str(first["question"]["laborsim"]),
        run_id=", ".join(run.run_id for run in comparison.runs),
        baseline=", ".join(baselines),
        assumptions=tuple(dict.fromkeys(text for texts in rests_on for text in texts)),
        is_draft=any(run.manifest["draft"] for run in comparison.runs),
        varies=comparison.runs[0].varies,
    )
