# Two commands do everything: `make run` and `make test`. Both make the environment first.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PIP := $(BIN)/pip --disable-pip-version-check --quiet

# Which versions of what laborsim needs: the tested ones of requirements.lock, or the lowest or newest that pyproject.toml allows.
VERSIONS ?= locked
INSTALL_locked = $(PIP) install -r requirements.lock && $(PIP) install --no-deps -e .
INSTALL_lowest = $(PIP) install uv && $(BIN)/uv pip install --quiet --python $(BIN)/python --resolution lowest-direct -e ".[test]"
INSTALL_newest = $(PIP) install --upgrade -e ".[test]"

.PHONY: run test test-slow relations mutations check house coverage dead-code bench docs golden life fit calibrate facts lock font clean

# A step of `make run`: what it is, the command, and how long it took.
step = @echo "$(1)" && began=$$(date +%s) && $(2) && echo "  took $$(($$(date +%s) - began)) s"

run: $(STAMP)
	$(call step,1 of 3: a first answer (a DRAFT; not to be quoted) in less than two minutes; the first time it compiles,\
		$(BIN)/laborsim run scenarios/parks-3000.yaml --quick)
	$(call step,2 of 3: the baseline against the document figures; seconds,\
		$(BIN)/laborsim base scenarios/national-baseline.yaml)
	$(call step,3 of 3: baseline and scenario in full; several minutes (Ctrl-C keeps what is finished and make run goes on),\
		$(BIN)/laborsim run scenarios/national-baseline.yaml scenarios/parks-3000.yaml $(RUN_OPTIONS))

test: $(STAMP)
	$(BIN)/pytest -n 2 --dist loadfile -m "not slow" $(TEST_OPTIONS)

test-slow: $(STAMP)
	$(BIN)/pytest -m slow $(TEST_OPTIONS)

relations: $(STAMP)
	$(BIN)/python -m tests.relations $(RELATIONS_OPTIONS)

mutations: $(STAMP)
	$(BIN)/python -m tests.scenario.mutations $(MUTATIONS_OPTIONS)

check: $(STAMP)
	$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy && $(BIN)/lint-imports

house: $(STAMP)
	$(BIN)/python -m tests.house

coverage: $(STAMP)
	$(PIP) install -e ".[inspect]"
	$(BIN)/pytest -n 2 --dist loadfile -m "not slow" --cov=laborsim --cov-report=term-missing:skip-covered $(TEST_OPTIONS)

dead-code: $(STAMP)
	$(PIP) install -e ".[inspect]"
	$(BIN)/vulture

bench: $(STAMP)
	$(BIN)/python -m benchmarks

docs: $(STAMP)
	$(BIN)/laborsim docs

golden: $(STAMP)
	$(BIN)/laborsim golden --update

life: $(STAMP)
	$(BIN)/python -m laborsim.population.life_course

fit: $(STAMP)
	$(BIN)/laborsim fit 2017 2018 2019 2022 2023
	$(BIN)/laborsim fit 2023 --founders stock
	$(BIN)/laborsim fit 2023 --founders-apart

calibrate: $(STAMP)
	$(BIN)/laborsim calibrate calibration/national-2023.yaml --ship
	$(BIN)/laborsim response 2017 2018 2019 2022 --parameters calibration/parameters.csv
	$(BIN)/laborsim response 2023 --founders stock --parameters calibration/parameters.csv
	$(BIN)/laborsim response 2023 --founders-apart --parameters calibration/parameters.csv
	$(BIN)/laborsim calibrate calibration/national-2023.yaml --evidence --ship

facts: $(STAMP)
	$(BIN)/laborsim facts $(FACTS_OPTIONS)

$(STAMP): pyproject.toml requirements.lock
	$(call step,making the environment in $(VENV) (once; minutes by the network),\
		$(PYTHON) -m venv $(VENV) && $(INSTALL_$(VERSIONS)) && touch $(STAMP))

lock: $(STAMP)
	$(PIP) install uv
	$(BIN)/uv pip compile pyproject.toml --quiet --extra test --universal --python-version 3.11 --upgrade --generate-hashes \
		--no-header --output-file requirements.lock

font: $(STAMP)
	$(BIN)/python src/laborsim/data/fonts/subset.py $(FONTS)

clean:
	rm -rf $(VENV) runs build dist src/*.egg-info
