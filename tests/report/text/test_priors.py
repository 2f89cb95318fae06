"""What is said of where effects come from is true of the parameters that are estimated."""

import csv

from tests.house import ROOT

from laborsim.levers import catalogue
from laborsim.report.text.priors import prior_words


def test_no_parameter_of_a_measure_is_estimated_as_every_table_of_effects_says() -> None:
    with (ROOT / "calibration" / "parameters.csv").open(encoding="utf-8") as file:
        estimated = {row["name"] for row in csv.DictReader(file) if row["role"] == "estimate"}
    own = {name for lever in catalogue().values() for name in lever.effects()}
    assert estimated and own
    assert not estimated & own
    assert "prior predictive" in prior_words("en") and "先验预测" in prior_words("zh")
