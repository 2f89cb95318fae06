"""What caused it: the share of every lever in the effect, pair by pair, split into direct and market response."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from laborsim.comparison.closures import MarketResponse, frozen, response
from laborsim.comparison.game import Game, Played, play
from laborsim.comparison.levers_apart import players
from laborsim.comparison.sizes import Sizes, sized
from laborsim.experiment.effect import Effect, effect_of
from laborsim.experiment.headline import Point, headline
from laborsim.experiment.opened import Run
from laborsim.experiment.stops import WrongInput
from laborsim.experiment.store.worlds import Bench, bench_of


@dataclass(frozen=True)
class Cause:
    """One number of the headlines: the effect of the whole plan and the share of every lever, by key.

    `baseline`, `scenario`: means over the pairs. Means of the shares sum to the mean of the effect, and so do
    those of their direct and of their market responses. `interactions`: by two keys; empty beyond eight levers.
    """

    point: Point
    pairs: int
    baseline: float
    scenario: float
    plan: MarketResponse
    shares: Mapping[str, MarketResponse]
    interactions: Mapping[tuple[str, str], Effect]


@dataclass(frozen=True)
class Causes:
    """The causes of all headlines of a run. `worlds`: how many were looked at; `coarser`: see `Sizes`."""

    levers: tuple[str, ...]
    is_exact: bool
    pairs: int
    worlds: int
    coarser: int
    found: tuple[Cause, ...]


def attribute(run: Run, bench: Bench | None = None, sizes: Sizes | None = None) -> Causes:
    """Return the causes of a run's headlines; worlds that are not on disk are simulated.

    `bench`: None = one process, beside the run. Raises WrongInput where there is nothing to explain, and what
    `worlds.simulated_each` raises.
    """
    bench, sizes = bench or bench_of(run), sizes or Sizes()
    game = game_of(run, sizes)
    points = headline(run.scenario, None if run.baseline is None else run.baseline.scenario)
    total = play(game, points, bench, [run])
    split = sizes.split_for(len(game.levers))
    still = None
    if split != "none":
        icy = Game(frozen(game.scenario), frozen(game.baseline), game.levers, game.pairs, split == "plan")
        still = play(icy, points, bench, [run])
    found = (
        _cause(game.levers, point, total.at(k), None if still is None else still.at(k))
        for k, point in enumerate(points)
    )
    return Causes(
        levers=game.levers,
        is_exact=game.is_exact,
        pairs=len(game.pairs),
        worlds=total.worlds + (0 if still is None else still.worlds),
        coarser=sizes.coarser,
        found=tuple(cause for cause in found if cause is not None),
    )


def game_of(run: Run, sizes: Sizes) -> Game:
    """Return the levers of a run as players. Raises WrongInput where it does not differ from its baseline."""
    if run.baseline is None:
        raise WrongInput(f"{run.path} was run without a baseline: there is no effect to be explained")
    scenario, baseline = (sized(world, sizes.coarser) for world in (run.scenario, run.baseline.scenario))
    levers = players(scenario, baseline)
    if not levers:
        raise WrongInput(f"{run.path} has the same levers as its baseline: there is no effect to be explained")
    return Game(scenario, baseline, levers, range(sizes.pairs))


def _cause(levers: Sequence[str], point: Point, total: Played, still: Played | None) -> Cause | None:
    """Return the cause of one number; None where no pair defines it in every world that was looked at."""
    known = total.is_known if still is None else total.is_known & still.is_known
    if not known.any():
        return None
    plan = response(total.effect[known], None if still is None else still.effect[known])
    shares = {
        lever: response(share[known], None if still is None or not still.shares else still.shares[k][known])
        for k, (lever, share) in enumerate(zip(levers, total.shares, strict=True))
    }
    both = {
        (levers[one], levers[other]): effect_of(total.interactions[one, other][known])
        for one, other in combinations(range(len(levers)), 2)
        if total.interactions
    }
    assert plan is not None  # every pair that is left is defined
    return Cause(
        point=point,
        pairs=int(known.sum()),
        baseline=float(total.none[known].mean()),
        scenario=float(total.all[known].mean()),
        plan=plan,
        shares={lever: share for lever, share in shares.items() if share is not None},
        interactions={keys: effect for keys, effect in both.items() if effect is not None},
    )
