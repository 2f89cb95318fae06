"""The first answer of a run for the top of a page: two sentences and a picture, as the README begins."""

import hashlib
import io
from dataclasses import dataclass

from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.headline import Point
from laborsim.published.csv_writer import SPREADSHEET, csv_table
from laborsim.published.words import Language, Words
from laborsim.report.albums.run import Pictures
from laborsim.report.canvas.style import styled
from laborsim.report.figures.fan import fan_figure, fan_title
from laborsim.report.figures.fan_data import fan_of, fan_table
from laborsim.report.tables.run import is_draft
from laborsim.report.text.costs import yuan_words
from laborsim.report.text.effects import AROUND, interval_words
from laborsim.report.text.numbers import digits, unit
from laborsim.report.text.phrases import sentences

STEM = "docs/first-answer"
"""How the files of the picture begin, from the page; both languages share the numbers drawn."""

DPI = 140
"""Of the picture of a page [dots an inch]: as wide as a page is read, a quarter of the bytes of one to be printed."""

OF_NUMBERS = "Numbers"
"""Text chunk in the picture's file: the SHA-256 of the file of the numbers drawn."""

COST = {
    True: Words(
        "They cost {cost}; from {pairs} pairs of runs at {persons} persons a worker, all of it is a DRAFT and not for "
        "decisions",
        "财政支出增加{cost}；以上为试算结果（{pairs}对模拟，每个模拟个体代表{persons}人），仅供参考，不作为决策依据",
    ),
    False: Words(
        "They cost {cost} ({pairs} pairs of runs at {persons} persons a worker)",
        "财政支出增加{cost}（{pairs}对模拟，每个模拟个体代表{persons}人）",
    ),
}
"""The second sentence, of a draft and of another run."""


@dataclass(frozen=True)
class FirstAnswer:
    """What stands between the markers of a page, and the files of its picture by their path from the page."""

    text: str
    files: dict[str, bytes]


def first_answer(run: Run, language: Language = "en") -> FirstAnswer:
    """Return the first thing that a run shows: its effect with the interval, its cost, and its first picture.

    Raises ValueError for a run that shows no effect.
    """
    pictures = Pictures(run)
    pictures.read([pictures.shown[0].indicator])
    data = pictures.fan(pictures.shown[0])
    effect = None if data is None else fan_of(data).effect
    cost = run.effect(Point("cost", pictures.home, run.months[-1]))
    if data is None or effect is None or cost is None:
        raise ValueError("it shows no effect: it is compared with nothing, or with a world of the same measures")
    title = fan_title(data, fan_of(data), language)
    size = {
        "cost": yuan_words(cost.mean, language),
        "pairs": len(run.manifest["replicates"]),
        "persons": digits(run.scenario.run.scale.default, grouped=language == "en"),
    }
    said = sentences(
        [
            AROUND.filled(language, mean=title, interval=interval_words(effect, unit(data.quantity.unit), language)),
            COST[is_draft(run)].filled(language, **size),
        ],
        language,
    )
    drawn = fan_table(data)
    numbers = csv_table(drawn.columns, drawn.rows, SPREADSHEET)
    png, about = io.BytesIO(), {"Software": None, OF_NUMBERS: hashlib.sha256(numbers).hexdigest()}
    figure = fan_figure(data, language)
    with styled(language):
        figure.savefig(png, format="png", dpi=DPI, metadata=about, pil_kwargs={"optimize": True})
    picture = f"{STEM}-{language}.png"
    text = f"> {said}\n\n![{title}]({picture})\n"
    return FirstAnswer(text, {picture: png.getvalue(), f"{STEM}.csv": numbers})
