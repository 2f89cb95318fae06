"""All evidence of a calibration, study by study: what `laborsim calibrate FILE --evidence` runs, and goes on with."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from laborsim.calibration.estimation.evaluator import Evaluator
from laborsim.calibration.evidence.backtest import KNOWN_TO, OPENED, Origin, Score, fan, forecast, scores
from laborsim.calibration.evidence.holdout_log import note_opening
from laborsim.calibration.evidence.identification import identification
from laborsim.calibration.evidence.macro_news import News, read_news
from laborsim.calibration.evidence.natural_experiments import read_findings, reenact
from laborsim.calibration.evidence.neighborhood import Floats, neighborhood
from laborsim.calibration.evidence.parameter_recovery import recover
from laborsim.calibration.evidence.posterior_predictive import predictive
from laborsim.calibration.evidence.robustness import profiles, robustness
from laborsim.calibration.evidence.study_log import StudyLog
from laborsim.calibration.evidence.treated_worlds import WorldSize
from laborsim.calibration.evidence.zone_shift import published_shift
from laborsim.calibration.scores.predictive import bands_of, coverage
from laborsim.calibration.targets.free_parameters import parameters_at
from laborsim.experiment.indicators.predictive import excess_of
from laborsim.experiment.indicators.published_series import series
from laborsim.experiment.store.atomic_files import make_folder, write_whole
from laborsim.experiment.store.keyed_log import Plain
from laborsim.experiment.store.run_id import simulating_code
from laborsim.identity.canonical_json import result_bytes
from laborsim.parameters.posterior import load_posterior
from laborsim.parameters.priors import drawn_ahead

NEWS, EXPERIMENTS = "backtest-news.csv", "natural-experiments.csv"
BACKTEST, REENACTED, LOOKS = "backtest.json", "natural-experiments.json", "looks.csv"
ROLLING = ((2017, 2019), (2018, 2019))  # base year and last year of the origins inside 2013 to 2019
STARTS = (2017, 2019)  # base years from which 2020 to 2023 are forecast; the first is that of the protocol

Say = Callable[[str], None]


@dataclass(frozen=True)
class EvidenceSizes:
    """How much evidence: runs of every study."""

    slope_replicates: int = 2
    trials: int = 20
    predictive_draws: int = 20
    backtest_draws: int = 30
    backtest_persons: int = 5_000  # persons a worker stands for
    coverage_persons: int = 20_000  # the same, of the runs that say how bands hold
    experiment_replicates: int = 8
    experiment_persons: int = 2_500


USUAL = EvidenceSizes()


@dataclass(frozen=True)
class Estimated:
    """What a calibration found: its point estimate and posterior, in the parameters' units."""

    theta: Floats  # [free]
    draws: Floats  # [draw, free]
    fit: tuple[Plain, ...]  # the rows of the table of targets


def run_evidence(
    evaluator: Evaluator, found: Estimated, folder: Path, sizes: EvidenceSizes = USUAL, say: Say = lambda line: None
) -> list[Path]:
    """Run every study of a calibration and write what it found into `folder`; return the files written.

    Runs stand in the log of `evaluator`, studies in a log beside it: one that was cut off goes on where it stopped.
    A calibration that knows nothing after 2019 is backtested; any other is set against natural experiments.
    """
    calibration = evaluator.calibration
    study_log = StudyLog(evaluator.folder / "notebook.jsonl", say)
    written = [_write(folder / f"{calibration.name}.json", _own(evaluator, found, sizes, say))]
    if calibration.until <= KNOWN_TO:
        written.append(_write(folder / BACKTEST, backtest(evaluator, found, folder, study_log, sizes)))
    else:
        written.append(_write(folder / REENACTED, experiments(evaluator, study_log, sizes)))
    return written


def _write(path: Path, found: Plain) -> Path:
    make_folder(path.parent)
    write_whole(path, result_bytes(found))
    return path


def _own(evaluator: Evaluator, found: Estimated, sizes: EvidenceSizes, say: Say) -> Plain:
    """Return identification, profiles, robustness, and of a planning baseline recovery and the predictive check."""
    calibration = evaluator.calibration
    say("identification: real runs around the estimate")
    near = neighborhood(evaluator, found.theta, sizes.slope_replicates)
    say("profiles")
    made: Plain = {
        "calibration": calibration.name,
        "base_year": calibration.base_year,
        "until": calibration.until,
        "sizes": asdict(sizes),
        "code": simulating_code(),
        "seed": calibration.run.seed,
        "estimate": {one.name: float(value) for one, value in zip(calibration.free, found.theta, strict=True)},
        "prior": {one.name: [one.low, one.center, one.high] for one in calibration.free},
        "estimated": [calibration.free[k].name for k in calibration.estimated],
        "fit": list(found.fit),
        "identification": identification(calibration, near),
        "profiles": profiles(evaluator, near),
        "robustness": robustness(calibration, near),
    }
    if calibration.until > KNOWN_TO:
        say(f"recovery: {sizes.trials} trials")
        made["recovery"] = recover(evaluator, near, sizes.trials)
        say("posterior-predictive check")
        made["predictive"] = predictive(evaluator, found.draws[: sizes.predictive_draws])
    return made


def backtest(evaluator: Evaluator, found: Estimated, folder: Path, study_log: StudyLog, sizes: EvidenceSizes) -> Plain:
    """Return the rolling origins inside 2013 to 2019, and then the years after it, opened and the look logged."""
    calibration = evaluator.calibration
    news = read_news(calibration.path.parent / NEWS)
    names = [one.name for one in calibration.free]
    draws = [
        drawn_ahead(parameters_at(calibration.free, row), names, k)
        for k, row in enumerate(found.draws[: sizes.backtest_draws])
    ]
    rolling = []
    for base_year, last in ROLLING:
        origin = Origin(base_year, last, base_year, sizes.backtest_persons)
        paths = forecast(origin, news, draws, study_log)
        ahead = tuple(range(base_year + 1, last + 1))
        rolling.append(_as_data(origin, scores(origin, news, paths, ahead)))
    opened = []
    for base_year in STARTS:
        origin = Origin(base_year, OPENED[-1], KNOWN_TO, sizes.backtest_persons)
        paths = forecast(origin, news, draws, study_log)
        marked = scores(origin, news, paths, OPENED)
        opened.append({**_as_data(origin, marked), "fans": _fans(origin, paths)})
        if base_year == calibration.base_year:
            carried = "" if published_shift(KNOWN_TO) is None else f"; the shift of work up to {KNOWN_TO} carried on"
            note_opening(folder / LOOKS, marked, f"{len(draws)} draws of {calibration.name}{carried}")
    return {
        "sizes": asdict(sizes),
        "code": simulating_code(),
        "rolling": rolling,
        "coverage": rolling_coverage(news, study_log, sizes),
        "opened": opened,
    }


def rolling_coverage(news: News, study_log: StudyLog, sizes: EvidenceSizes = USUAL) -> Plain:
    """Return how bands of eight in ten hold what was published after the rolling origins, all series pooled.

    The pairs are those of any run from these base years: draws of the shipped posterior, whose constants are solved at
    every base year. Draws of another calibration would begin with constants that are not theirs, and drift. The shipped
    draws were estimated on later figures, so that this is no test out of sample.
    """
    posterior = load_posterior()
    draws = [drawn_ahead(posterior.parameters(k), posterior.names, k) for k in range(sizes.backtest_draws)]
    excess, judged = excess_of(posterior.name), []
    for base_year, last in ROLLING:
        paths = forecast(Origin(base_year, last, base_year, sizes.coverage_persons), news, draws, study_log)
        judged += bands_of(series(), paths, base_year, range(base_year + 1, last + 1), excess)
    return {**asdict(coverage(judged)), "excess": excess, "posterior": posterior.name}


def _as_data(origin: Origin, marked: list[Score]) -> Plain:
    rows = [
        {**asdict(score), "inside": score.inside, "ahead": score.ahead, "ahead_of_naive": score.ahead_of_naive}
        for score in marked
    ]
    shift = published_shift(origin.known_to)
    return {
        "base_year": origin.base_year,
        "last": origin.last,
        "known_to": origin.known_to,
        "shift": None if shift is None else {**asdict(shift), "growth": shift.percent},
        "series": rows,
    }


def _fans(origin: Origin, paths: dict[str, Floats]) -> Plain:
    return {
        one.name: {
            "unit": one.unit,
            "years": list(range(origin.base_year, origin.last + 1)),
            "fan": fan(one, paths[one.name], origin).tolist(),
        }
        for one in series()
    }


def experiments(evaluator: Evaluator, study_log: StudyLog, sizes: EvidenceSizes) -> Plain:
    """Return the re-enacted natural experiments."""
    findings = read_findings(evaluator.calibration.path.parent / EXPERIMENTS)
    size = WorldSize(sizes.experiment_persons, evaluator.calibration.base_year)
    rows = []
    for each in reenact(findings, size, sizes.experiment_replicates, study_log):
        one = each.finding
        rows.append(
            {
                "id": one.id,
                "finding": one.figure.series,
                "published": one.figure.value,
                "confidence": one.figure.confidence,
                "source": one.figure.source_id,
                "unit": one.unit,
                "low": one.low,
                "high": one.high,
                "basis": one.basis,
                "place": one.place,
                "foreign": one.foreign,
                "design": one.design,
                "effects": list(each.effects),
                "mean": each.mean,
                "band": list(each.band),
                "verdict": each.verdict,
            }
        )
    return {"sizes": asdict(sizes), "code": simulating_code(), "rows": rows}
