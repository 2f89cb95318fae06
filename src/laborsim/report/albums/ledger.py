"""From the people of a run to its figures: who gains work where, value for money, what is worth its cost."""

from collections.abc import Sequence
from dataclasses import replace

from laborsim.analysis.ledger.ledger import ledger_of
from laborsim.analysis.ledger.pairs import Persons
from laborsim.analysis.ledger.switchers import Switchers
from laborsim.analysis.ledger.value_for_money import (
    WORK,
    Option,
    acceptability,
    buying_work,
    cheapest_shares,
    options_of,
)
from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.effect import effect_of
from laborsim.kernels.codes import year_and_month
from laborsim.published.regions import region_codes
from laborsim.published.words import Language, Words
from laborsim.report.albums.attribution import Picture
from laborsim.report.albums.run import Pictures
from laborsim.report.figures.acceptability import CurveData, acceptability_figure, acceptability_table
from laborsim.report.figures.cost_effectiveness import SETTLED, PlaneData, PlaneOption, ceplane_figure, ceplane_table
from laborsim.report.figures.od_matrix import OdData, od_figure, od_table
from laborsim.report.text.costs import unstated_words
from laborsim.report.text.labels import levers_of
from laborsim.report.text.phrases import capitalized, inside_sentence, phrases
from laborsim.report.text.provenance import Provenance

NOT_DRAWN = Words("Not drawn, as they are not meant to bring work: {levers}", "未绘出（不以增加就业为目标）：{levers}")


def persons_figures(found: Persons, run: Run, language: Language = "en") -> list[Picture]:
    """Return the origin-destination matrix, the cost-effectiveness plane and the acceptability curves of a run."""
    pictures_of, names = Pictures(run), levers_of(run)
    provenance = replace(pictures_of.provenance(None), apart=pictures_of.apart(found.coarser, len(found.pairs)))
    month = found.dates[-1]
    od = OdData(month, region_codes(), Switchers(found).od_effect(month), provenance)
    pictures = [("od-effect", od_figure(od, language), od_table(od))]
    everything = options_of(ledger_of(found))
    options = buying_work(everything)
    if options:
        curve = acceptability(options)
        others = [names[option.key] for option in everything if option.goal not in WORK]
        plane = replace(plane_data(options, (found, provenance), names), notes=_notes(found, others))
        curves = CurveData(
            curve.worth_yuan, curve.options, tuple(names[key] for key in curve.options), curve.worth_it,
            tuple(option.is_clear for option in plane.options), len(found.pairs), provenance,
        )  # fmt: skip
        pictures.append(("cost-effectiveness", ceplane_figure(plane, language), ceplane_table(plane)))
        pictures.append(("acceptability", acceptability_figure(curves, language), acceptability_table(curves)))
    return pictures


def _notes(found: Persons, others: Sequence[Words]) -> tuple[Words, ...]:
    """Return what a reader has to know beside the plane: costs that no amount is known for, measures not drawn."""
    levers = [lever for lever in found.scenario.levers if lever.key in found.accounts]
    on_top = Words(*(capitalized(unstated_words(levers, language)) for language in ("en", "zh")))
    english, chinese = (
        phrases(language).list_comma.join(inside_sentence(name.said(language)) for name in others)
        for language in ("en", "zh")
    )
    not_drawn = Words(NOT_DRAWN.en.format(levers=english), NOT_DRAWN.zh.format(levers=chinese))
    return (*((on_top,) if on_top.en else ()), *((not_drawn,) if others else ()))


def plane_data(options: tuple[Option, ...], made: tuple[Persons, Provenance], names: dict[str, Words]) -> PlaneData:
    """Return what the plane shows; `made`: the people and where the numbers come from."""
    found, provenance = made
    shown = []
    for option, cheapest in zip(options, cheapest_shares(options), strict=True):
        effect = effect_of(option.job_years)
        is_clear = effect is not None and effect.is_clear and effect.mean > 0
        shown.append(
            PlaneOption(
                key=option.key,
                name=names[option.key],
                cost=option.cost,
                job_years=option.job_years,
                is_dominated=option.dominated_share is not None and option.dominated_share >= SETTLED,
                is_clear=is_clear,
                cheapest_share=float(cheapest),
                cost_ends=option.cost_ends,
            )
        )
    years = (year_and_month(found.months[0])[0], year_and_month(found.months[-1])[0])
    return PlaneData(tuple(shown), years, provenance)
