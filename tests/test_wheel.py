"""What a wheel ships beside the package: every scenario and plan, in the folders in which files look for each other."""

import tomllib

from tests.house import ROOT

from laborsim.scenario.extends import SHIPPED

DATA_FILES = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["data-files"]
FOLDER = "share/laborsim/scenarios"


def test_a_wheel_ships_every_scenario_and_plan_where_a_checkout_has_it():
    shipped = {
        f"{folder}/{path.name}": path.relative_to(ROOT)
        for folder, patterns in DATA_FILES.items()
        for pattern in patterns
        for path in ROOT.glob(pattern)
    }
    wanted = {path.relative_to(ROOT) for path in SHIPPED.rglob("*.yaml")}
    assert SHIPPED == ROOT / "scenarios" and {"gansu-200", "plans"} <= {path.parent.name for path in wanted}
    assert set(shipped.values()) == wanted
    assert all(place == f"{FOLDER}/{path.relative_to('scenarios')}" for place, path in shipped.items())
