"""What a path is that is given as the folder of a run and is none: said in one sentence, with what to give instead."""

import json
from pathlib import Path

from laborsim.experiment.run_errors import Stop
from laborsim.published.words import UNSAID, Words, in_a_row

MANIFEST = "manifest.json"
ANSWERS = "answers"
COMPARISON = "comparison.json"
SIMULATED = "simulated"
UNFINISHED = ".partial"

LISTED = Words("`laborsim runs` lists the runs there are", "`laborsim runs` 列出已有的模拟")
ONE_OF_THEM = Words("one of the runs that it compares", "所比较的模拟之一")
STUDIES = {
    "sensitivity": Words("of a study of sensitivity", "敏感性分析"),
    "optimize": Words("of the best mix of a plan", "最优组合分析"),
    "sweep": Words("of a sweep", "力度扫描"),
}
"""Folders with a manifest that are no run, by what their question has besides the worlds."""


class NoRun(Stop, FileNotFoundError):  # noqa: N818 - as the sentence says it
    """What was given as the folder of a run is something else. The message says what, and what to give."""

    exit_code = 3


def refuse_no_run(path: Path) -> None:
    """Raise NoRun for a path that is no folder of a finished run, whole or not."""
    if why := why_no_run(path):
        raise NoRun(of_path(path, why))


def of_path(path: Path, what: Words) -> Words:
    """Return what a path is, as a sentence that begins with it."""
    return Words("{path} {what}").holding(path=path, what=what)


def why_no_run(path: Path) -> Words:
    """Return what a path is instead of the folder of a finished run, UNSAID where it is one, whole or not."""
    if (path / MANIFEST).exists():
        return _study(path)
    return _no_manifest(path)


def _study(path: Path) -> Words:
    """Return whose folder a study is; a manifest that cannot be read is a damaged run's."""
    try:
        question = json.loads((path / MANIFEST).read_bytes())["question"]
        kind = next((kind for kind in STUDIES if kind in question), None)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return UNSAID
    if kind is None:
        return UNSAID
    return Words(
        f"is the folder {STUDIES[kind].en}, which has no runs of its own: give the folder of a run, or the scenario",
        f"是{STUDIES[kind].zh}的文件夹，其中没有模拟：请给出模拟的文件夹或情景文件",
    )


def _no_manifest(path: Path) -> Words:
    """Return what a path without a manifest is."""
    inside = next((folder for folder in path.absolute().parents if (folder / MANIFEST).is_file()), None)
    if not path.exists():
        return _with_list(Words("is not there", "不存在"))
    if path.is_file():
        return _with_list(Words("is a file and not the folder of a run", "是文件，不是模拟的文件夹"))
    if (path / COMPARISON).is_file():
        runs = _compared(path)
        return Words(
            f"is the folder of a comparison, which has no runs of its own: give {runs.en}",
            f"是比较结果的文件夹，其中没有模拟：请给出{runs.said('zh')}",
        )
    if path.name == ANSWERS and inside is not None:
        return Words(
            f"holds the answers about a run: give the run itself, {path.parent}",
            f"是某次模拟的回答：请给出该模拟 {path.parent}",
        )
    if inside is not None:
        return Words(f"lies inside the folder of a run: give that, {inside}", f"在模拟的文件夹之内：请给出 {inside}")
    if path.suffix == UNFINISHED:
        return Words(
            "is a run that is not finished: run its scenario again, which goes on with it",
            "是未完成的模拟：请重新运行其情景，即可继续",
        )
    if path.name == SIMULATED:
        return Words(
            "holds worlds that were simulated beside runs, each checked when it is read: give the folder of a run",
            "存放各项分析附带的模拟，读取时逐一检查：请给出模拟的文件夹",
        )
    found = sorted(path.glob(f"*/{MANIFEST}")) or sorted(path.glob(f"*/*/{MANIFEST}"))
    if found:
        return Words(
            f"holds {len(found)} runs and is none itself: give one of them, {found[0].parent} for example",
            f"含{len(found)}次模拟，本身不是模拟：请给出其中之一，例如 {found[0].parent}",
        )
    if not any(path.iterdir()):
        return _with_list(Words("is empty", "为空"))
    return _with_list(Words(f"is no run, it has no {MANIFEST}", f"不是模拟，没有 {MANIFEST}"))


def _with_list(what: Words) -> Words:
    """Return what a path is, and where those are that could be meant."""
    return in_a_row((what, LISTED), Words(": ", "："))


def _compared(path: Path) -> Words:
    """Return the folders of the runs that a comparison has laid side by side."""
    try:
        runs = json.loads((path / COMPARISON).read_bytes())["runs"]
        known = sorted(str(one) for run in runs for one in path.parent.parent.glob(f"*/{run['run']}"))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ONE_OF_THEM
    return in_a_row(map(Words, known), Words(" or ", " 或 ")) if known else ONE_OF_THEM
