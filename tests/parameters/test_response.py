"""The response: constants that runs have shown, of the draws that are shipped, each of them looked at."""

from collections.abc import Callable
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from tests.scenario.files import ROOT

from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.running.replicate import check_can_be_simulated
from laborsim.kernels.codes import month_number
from laborsim.parameters import posterior as shipped
from laborsim.parameters import response as responding
from laborsim.parameters.constants import constants_of
from laborsim.parameters.fit import Reading, load_fit
from laborsim.parameters.parameters import Parameters
from laborsim.parameters.posterior import load_posterior, parameters_of
from laborsim.parameters.response import GATE, Response, fitted_for, load_response, moved, response_bytes, response_of
from laborsim.scenario.scenario import Horizon, RunSettings, Scale, Scenario

Base = tuple[int, Reading, bool]

NATIONAL: Base = (2023, "cumulative", True)


def shipped_bases() -> list[Base]:
    """Return the base dates that are shipped with a response."""
    found: list[Base] = []
    for path in sorted((ROOT / "src/laborsim/data/fits").glob("*.response.npz")):
        year, reading, *apart = path.name.partition(".")[0].split("-", 2)
        found.append((int(year), "stock" if reading == "stock" else "cumulative", not apart))
    return found


BASES = shipped_bases()


def world(base: Base = NATIONAL, draws: int | None = None) -> Scenario:
    year, reading, inside = base
    first = month_number(year, 12)
    return Scenario(
        id="world",
        horizon=Horizon(start=first, end=first + 12),
        regions=load_fit(*base).region_codes,
        run=RunSettings(replicates=2, draws=draws, scale=Scale(default=20_000)),
        founders_inside_total=inside,
        founders_observed_as=reading,
    )


def measured(base: Base = NATIONAL) -> Response:
    found = response_of(*base)
    assert found is not None
    return found


def test_the_national_base_date_is_shipped_with_a_response() -> None:
    assert NATIONAL in BASES


@pytest.mark.parametrize("base", BASES)
def test_every_shipped_draw_has_passed_the_gate_and_belongs_to_the_shipped_posterior(base: Base) -> None:
    response, posterior = measured(base), load_posterior()
    assert response.posterior == posterior.identity
    assert response.gate.shape == (len(posterior), len(GATE))
    assert (response.gate[:, GATE.index("passed")] == 1).all()
    assert (response.gate[:, GATE.index("matching")] > 0).all()
    assert (response.gate[:, GATE.index("hires")] > 0).all()
    assert np.abs(response.gate[:, GATE.index("unemployment")] / 0.049 - 1).max() <= 0.25
    check_can_be_simulated(world(base))


@pytest.mark.parametrize("base", BASES)
def test_the_constants_of_every_shipped_draw_are_those_that_were_judged(base: Base) -> None:
    response, posterior, fit = measured(base), load_posterior(), load_fit(*base)
    for draw in range(len(posterior)):
        there = fitted_for(fit, posterior.parameters(draw))
        least = min(there.matching_county, there.matching_urban)
        assert least == pytest.approx(response.gate[draw, GATE.index("matching")], rel=1e-5)
        assert 0.01 <= least <= max(there.matching_county, there.matching_urban) <= 2.0


def test_no_corner_of_the_priors_leads_beyond_what_runs_have_shown() -> None:
    response, fit = measured(), load_fit(*NATIONAL)
    row = constants_of(fit)
    before = np.array([getattr(Parameters(), name) for name in response.names])
    for signs in (*product((-1.0, 1.0), repeat=3), (0.0, 0.0, 1.0)):
        steps = 3.0 * np.resize(np.array(signs), len(before))
        there = np.array([_value(response, k, step) for k, step in enumerate(steps)])
        found = moved(response, row, before, there)
        assert (found >= response.least).all()
        assert (found <= response.most).all()


def _value(response: Response, parameter: int, step: float) -> float:
    """Return the value of a parameter some steps from the center."""
    center, away = response.center[parameter], step * response.scale[parameter]
    if response.transforms[parameter] == "log":
        return float(center * np.exp(away))
    if response.transforms[parameter] == "logit":
        return float(1 / (1 + np.exp(-np.log(center / (1 - center)) - away)))
    return float(center + away)


def test_a_response_survives_its_file_and_one_of_other_forms_is_refused(tmp_path: Path) -> None:
    response = measured()
    (tmp_path / "response.npz").write_bytes(response_bytes(response))
    again = load_response(tmp_path / "response.npz")
    assert again.names == response.names
    assert again.posterior == response.posterior
    for name in ("points", "offsets", "slope", "least", "gate"):
        assert np.array_equal(getattr(again, name), getattr(response, name)), name
    with np.load(tmp_path / "response.npz") as archive:
        old = {name: archive[name] for name in archive.files}
    for other in ({"layout": np.array("matching_county:plain")}, {"format": np.array(1)}):
        np.savez(tmp_path / "other.npz", **{**old, **other})
        with pytest.raises(ValueError, match="another laborsim; make it again: laborsim response"):
            load_response(tmp_path / "other.npz")


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[: len(content) // 2],
        lambda content: b"[" * 1000,
        lambda content: content[:300] + bytes(byte ^ 255 for byte in content[300:340]) + content[340:],
    ],
    ids=["emptied", "cut short", "something else", "some bytes changed"],
)
def test_a_damaged_response_is_named_with_what_makes_it_again(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "response.npz"
    path.write_bytes(damage(response_bytes(measured())))
    with pytest.raises(ValueError, match=rf"{path} (is damaged|was made by another laborsim).*; make it again"):
        load_response(path)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"posterior": "other"}, "belong to other draws than those of national-2023; make it again"),
        ({"gate": "failed"}, r"did not pass the gate: 19; make it again"),
        ({"gate": "short"}, r"did not pass the gate: from 100 on"),
    ],
)
def test_draws_that_nobody_has_looked_at_are_refused_before_a_run_and_in_it(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, str], words: str
) -> None:
    response = measured()
    if "posterior" in change:
        broken = response._replace(posterior=change["posterior"])
    else:
        gate = response.gate[:100].copy() if change["gate"] == "short" else response.gate.copy()
        gate[19, 0] = float(change["gate"] == "short")
        broken = response._replace(gate=gate)
    monkeypatch.setattr(shipped, "response_of", lambda *base: broken)
    with pytest.raises(WrongInput, match=words):
        check_can_be_simulated(world())
    with pytest.raises(ValueError, match=words):
        parameters_of(world(), 0)
    check_can_be_simulated(world(draws=0))


def test_a_response_of_other_forms_is_refused_before_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    np.savez(tmp_path / "fit.response.npz", names=np.array(["network"]))
    response_of.cache_clear()
    monkeypatch.setattr(responding, "fit_path", lambda *base: tmp_path / "fit.json")
    with pytest.raises(WrongInput, match="another laborsim"):
        check_can_be_simulated(world())
    response_of.cache_clear()
