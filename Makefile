# Two commands do everything: `make run` and `make test`. Both make the environment first.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: run test test-slow check bench docs golden life fit calibrate font clean

run: $(STAMP)
	$(BIN)/laborsim base scenarios/national-baseline.yaml
	$(BIN)/laborsim run scenarios/national-baseline.yaml scenarios/parks-3000.yaml $(RUN_OPTIONS)

test: $(STAMP)
	$(BIN)/pytest -n 2 -m "not slow" $(TEST_OPTIONS)

test-slow: $(STAMP)
	$(BIN)/pytest -m slow $(TEST_OPTIONS)

check: $(STAMP)
	$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy && $(BIN)/lint-imports

bench: $(STAMP)
	$(BIN)/python -m benchmarks

docs: $(STAMP)
	$(BIN)/laborsim docs

golden: $(STAMP)
	$(BIN)/laborsim golden --update

life: $(STAMP)
	$(BIN)/python -m laborsim.inputs.life_fit

fit: $(STAMP)
	$(BIN)/laborsim fit 2017 2018 2019 2022 2023
	$(BIN)/laborsim fit 2023 --founders stock
	$(BIN)/laborsim fit 2023 --founders-apart

calibrate: $(STAMP)
	$(BIN)/laborsim calibrate calibration/national-2023.yaml --ship
	$(BIN)/laborsim response 2017 2018 2019 2022 --parameters calibration/parameters.csv
	$(BIN)/laborsim response 2023 --founders stock --parameters calibration/parameters.csv
	$(BIN)/laborsim response 2023 --founders-apart --parameters calibration/parameters.csv

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -e ".[test]"
	touch $(STAMP)

font: $(STAMP)
	$(BIN)/python src/laborsim/data/fonts/subset.py $(FONTS)

clean:
	rm -rf $(VENV) runs build dist src/*.egg-info
