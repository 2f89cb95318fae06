#!/usr/bin/env bash
# emcee: two samplers of one process that nobody seeded walk the same chain, bit for bit.
#
# Expected: without a seed, two runs differ; that is what a second chain is for (R-hat, "does it come out again?").
# Seen: a new sampler copies the state of numpy's global generator and never moves it on, so the next sampler starts
#   from the same state. Whoever draws the starting points with numpy's newer generators (default_rng), or reads them
#   from a file, never moves the global state either: the same start gives the same chain, another start the same
#   lots. `sampler.random_state = 2`, or a Generator, is taken without a word and changes nothing; only what
#   RandomState.get_state() returns is heard. The docstring warns of the silence, nothing tells of the shared lots
#   (issue 313, pull request 332 of dfm/emcee, open since 2019).
# Versions: emcee 3.1.6, numpy 2.4.6.
# Who is hurt: whoever draws the posterior of a calibration a second time to see whether it has converged: R-hat of a
#   chain and its copy is perfect.
# What laborsim does: it sets the state of a RandomState of its own seed (calibration, posterior), so that draws depend
#   on that seed alone.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet "emcee==3.1.6" "numpy==2.4.6"

"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import emcee
import numpy as np

WALKERS, STEPS = 16, 200
start = np.random.default_rng(20241201).normal(size=(WALKERS, 2))


def log_density(x):
    return -0.5 * (x**2).sum(axis=1)


def chain(state=None):
    sampler = emcee.EnsembleSampler(WALKERS, 2, log_density, vectorize=True)
    if state is not None:
        sampler.random_state = state
    sampler.run_mcmc(start, STEPS)
    return sampler.get_chain()


def state_of(seed):
    return np.random.RandomState(seed).get_state()


unseeded = np.array_equal(chain(), chain())
numbers = np.array_equal(chain(1), chain(2))
generators = np.array_equal(chain(np.random.default_rng(1)), chain(np.random.default_rng(2)))
states = np.array_equal(chain(state_of(1)), chain(state_of(2)))

print("emcee", version("emcee"), "numpy", version("numpy"))
print("two chains, no seed:              equal to the bit:", unseeded)
print("random_state = 1, random_state = 2:              ", numbers)
print("random_state = default_rng(1), default_rng(2):   ", generators)
print("random_state = RandomState(1 and 2).get_state(): ", states)

assert unseeded, "unseeded chains differ now: the finding has changed"
assert numbers and generators, "seeds other than states are heard now: the finding has changed"
assert not states, "states are not heard any more: the finding has changed"
print("as found")
PYTHON
