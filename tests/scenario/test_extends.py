"""`extends:` composes files as JSON Merge Patch does, inside one folder, and every value keeps its origin."""

import pytest
from tests.scenario.files import HEAD, only, problems_of, where, write

from laborsim.scenario.load import load_scenario

PARENT = (
    HEAD.replace("id: test", "id: parent")
    + "title: The parent\ntags: [baseline]\n"
    + """levers:
  entrepreneurship_parks:
    value: 2200
    start: 2024-01
    ramp: 3 months
    end: 2025-06
    source: text
  workshops:
    values: {2024-01: 38000, 2025-01: 39000}
    interpolate: linear
    source: text
run: {seed: 7, replicates: 3}
"""
)


def child(folder, text, parent=PARENT, extends="parent.yaml"):
    write(folder, parent, "parent.yaml")
    return write(folder, f"laborsim: 1\nid: child\nextends: {extends}\n{text}", "child.yaml")


def resolved(folder, text, **names):
    return load_scenario(child(folder, text, **names)).resolved


def test_maps_merge_and_single_values_replace(tmp_path):
    found = resolved(tmp_path, "run: {seed: 8}\n")
    assert found["run"] == {"seed": 8, "replicates": 3}
    assert found["levers"]["entrepreneurship_parks"]["value"] == 2200


def test_lists_replace(tmp_path):
    parent = PARENT + "regions: [CN-GS, CN-HA]\n"
    assert resolved(tmp_path, "regions: [CN-SC]\n", parent=parent)["regions"] == ["CN-SC"]


def test_null_removes_what_is_inherited(tmp_path):
    assert list(resolved(tmp_path, "levers: {workshops: null}\n")["levers"]) == ["entrepreneurship_parks"]
    assert (
        "ramp"
        not in resolved(tmp_path, "levers: {entrepreneurship_parks: {ramp: ~}}\n")["levers"]["entrepreneurship_parks"]
    )


def test_null_that_removes_nothing_is_an_error(tmp_path):
    problem = only(problems_of(child(tmp_path, "levers: {school_places: null}\n")))
    assert (problem.code, *where(problem)) == ("E211", 4, 10)


@pytest.mark.parametrize("patch", ["values: {2024-06: 2500}", "interpolate: step, values: {2024-06: 2500}"])
def test_dated_values_displace_a_value_with_its_start_ramp_and_end(tmp_path, patch):
    parks = resolved(tmp_path, f"levers: {{entrepreneurship_parks: {{{patch}}}}}\n")["levers"]["entrepreneurship_parks"]
    assert {"value", "start", "ramp", "end"}.isdisjoint(parks)
    assert parks["source"] == "text"


@pytest.mark.parametrize("patch", ["value: 40000", "value: 40000, start: 2024-05", "value: 40000, end: 2025-05"])
def test_a_value_displaces_dated_values(tmp_path, patch):
    workshops = resolved(tmp_path, f"levers: {{workshops: {{{patch}}}}}\n")["levers"]["workshops"]
    assert {"values", "interpolate"}.isdisjoint(workshops)


def test_a_child_cannot_have_both_ways_of_writing_a_level(tmp_path):
    found = problems_of(child(tmp_path, "levers: {workshops: {value: 1, values: {2024-05: 3}}}\n"))
    assert [problem.code for problem in found] == ["E207"]


def test_named_blocks_merge_by_name(tmp_path):
    parent = HEAD + "levers:\n  workshops:\n    a: {value: 1, regions: [CN-GS], source: x}\n"
    found = resolved(tmp_path, "levers: {workshops: {b: {value: 2, regions: [CN-HA]}, a: {value: 3}}}\n", parent=parent)
    assert found["levers"]["workshops"]["a"] == {"value": 3, "regions": ["CN-GS"], "source": "x"}
    assert found["levers"]["workshops"]["b"]["value"] == 2


def test_a_block_and_named_blocks_do_not_mix(tmp_path):
    problem = only(problems_of(child(tmp_path, "levers: {workshops: {gansu: {value: 3}}}\n")))
    assert problem.code == "E201"
    assert "not both" in problem.hint.en


def test_what_a_file_says_about_itself_is_not_inherited(tmp_path):
    loaded = load_scenario(child(tmp_path, ""))
    assert (loaded.scenario.id, loaded.scenario.title, loaded.scenario.tags) == ("child", "", ())


def test_an_error_is_reported_in_the_file_that_holds_the_value(tmp_path):
    path = child(tmp_path, "run: {seed: -5}\n", parent=PARENT.replace("value: 2200", "value: -1"))
    found = problems_of(path)
    assert [(p.code, p.place.file, p.place.line) for p in found] == [
        ("E304", str(path), 4),
        ("E303", str(tmp_path / "parent.yaml"), 8),
    ]


def test_values_keep_their_origin_through_a_chain(tmp_path):
    write(tmp_path, PARENT, "grand.yaml")
    write(tmp_path, "laborsim: 1\nid: p\nextends: grand.yaml\nrun: {seed: 8}\n", "parent.yaml")
    path = write(tmp_path, "laborsim: 1\nid: c\nextends: parent.yaml\ncontext: {gdp_growth: 4}\n")
    origins = load_scenario(path).origins
    assert origins["context.gdp_growth"] == f"{path}:4"
    assert origins["run.seed"] == f"{tmp_path / 'parent.yaml'}:4"
    assert origins["run.replicates"] == f"{tmp_path / 'grand.yaml'}:17"
    assert origins["levers.workshops.values.2025-01"] == f"{tmp_path / 'grand.yaml'}:14"


def test_of_two_parents_the_later_wins(tmp_path):
    write(tmp_path, HEAD + "run: {seed: 1, replicates: 9}\n", "one.yaml")
    write(tmp_path, HEAD + "run: {seed: 2}\n", "two.yaml")
    path = write(tmp_path, "laborsim: 1\nid: c\nextends: [one.yaml, two.yaml]\n")
    assert load_scenario(path).resolved["run"] == {"seed": 2, "replicates": 9}


def test_every_file_of_a_chain_is_listed_with_its_hash(tmp_path):
    files = load_scenario(child(tmp_path, "")).files
    assert [name for name, _ in files] == [str(tmp_path / "child.yaml"), str(tmp_path / "parent.yaml")]
    assert all(len(sha256) == 64 for _, sha256 in files)


def test_the_baseline_has_the_levers_of_the_nearest_tagged_ancestor_and_all_else_of_the_child(tmp_path):
    write(tmp_path, PARENT, "parent.yaml")
    write(tmp_path, "laborsim: 1\nid: between\nextends: parent.yaml\nlevers: {workshops: null}\n", "between.yaml")
    text = "laborsim: 1\nid: c\nextends: between.yaml\nhorizon: {end: 2025-06}\n"
    text += "levers: {workshops: {value: 1, source: x}}\n"
    loaded = load_scenario(write(tmp_path, text))
    assert loaded.baseline is not None
    assert loaded.baseline.id == "parent"
    assert loaded.baseline.horizon == loaded.scenario.horizon
    assert loaded.baseline.run == loaded.scenario.run
    assert [lever.schedule.final for lever in loaded.baseline.levers] == [2200, 39000]


def test_without_a_tagged_ancestor_the_baseline_is_nothing_new(tmp_path):
    loaded = load_scenario(child(tmp_path, "", parent=PARENT.replace("tags: [baseline]", "tags: []")))
    assert loaded.baseline is not None
    assert loaded.baseline.levers == ()


def test_a_baseline_is_compared_with_nothing(tmp_path):
    assert load_scenario(write(tmp_path, PARENT)).baseline is None


def test_a_level_of_the_baseline_outside_the_childs_horizon_is_reported_there(tmp_path):
    found = problems_of(child(tmp_path, "horizon: {start: 2025-06}\nlevers: {entrepreneurship_parks: {end: null}}\n"))
    assert {(p.code, p.place.file) for p in found} == {("E306", str(tmp_path / "parent.yaml"))}


def test_a_warning_about_a_value_that_the_baseline_shares_is_given_once(tmp_path):
    loaded = load_scenario(child(tmp_path, "", parent=PARENT.replace("    source: text\n", "")))
    assert [(found.code, found.place.line) for found in loaded.warnings] == [("W002", 8), ("W002", 13), ("W002", 13)]


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../../etc/passwd", "../outside.yaml", "http://x/y.yaml", "~/x.yaml", "C:\\x", "a\\b"]
)
def test_a_parent_outside_the_folder_is_refused_and_never_opened(tmp_path, name, monkeypatch):
    write(tmp_path, HEAD, "outside.yaml")
    path = write(tmp_path / "inside", f"laborsim: 1\nid: c\nextends: '{name}'\n")
    opened = []
    monkeypatch.setattr("laborsim.scenario.extends.read_bytes", lambda p, *_: opened.append(p) or path.read_bytes())
    monkeypatch.setattr("laborsim.scenario.extends.read_text", _text)
    assert [(p.code, *where(p)) for p in problems_of(path)] == [("E150", 3, 10)]
    assert opened == [path]


def _text(content, shown, notes):
    notes.sources[shown] = content.decode().split("\n")
    return content.decode()


def test_a_link_that_leaves_the_folder_is_refused(tmp_path):
    outside = write(tmp_path, HEAD, "outside.yaml")
    path = write(tmp_path / "inside", "laborsim: 1\nid: c\nextends: link.yaml\n")
    (tmp_path / "inside" / "link.yaml").symlink_to(outside)
    assert only(problems_of(path)).code == "E150"


def test_a_parent_that_is_no_regular_file_is_refused(tmp_path):
    (tmp_path / "folder.yaml").mkdir()
    assert only(problems_of(write(tmp_path, "laborsim: 1\nid: c\nextends: folder.yaml\n"))).code == "E150"


def test_a_parent_below_the_folder_may_extend_one_above_it(tmp_path):
    write(tmp_path, PARENT, "parent.yaml")
    write(tmp_path, "laborsim: 1\nid: b\nextends: ../parent.yaml\n", "below/b.yaml")
    path = write(tmp_path, "laborsim: 1\nid: c\nextends: below/b.yaml\n")
    assert load_scenario(path).scenario.run.seed == 7


def test_a_shipped_scenario_can_be_extended_from_anywhere(tmp_path):
    path = write(tmp_path, "laborsim: 1\nid: c\nextends: national-baseline.yaml\n")
    loaded = load_scenario(path)
    assert loaded.baseline is not None
    assert loaded.baseline.id == "national-baseline"


def test_a_missing_parent_is_reported_with_the_nearest_name(tmp_path):
    path = child(tmp_path, "", extends="parnet.yaml")
    problem = only(problems_of(path))
    assert (problem.code, problem.hint.en) == ("E152", "did you mean 'parent.yaml'?")


def test_a_circle_is_reported_with_its_chain(tmp_path):
    for name, parent in (("a", "b"), ("b", "c"), ("c", "a")):
        write(tmp_path, f"laborsim: 1\nid: {name}\nextends: {parent}.yaml\n", f"{name}.yaml")
    problem = only(problems_of(tmp_path / "a.yaml"))
    assert problem.code == "E151"
    assert "a.yaml → b.yaml → c.yaml → a.yaml" in problem.message.en
    assert problem.place.file == str(tmp_path / "c.yaml")


def test_a_file_that_extends_itself_is_a_circle_of_one(tmp_path):
    problem = only(problems_of(write(tmp_path, "laborsim: 1\nid: c\nextends: test.yaml\n")))
    assert problem.message.en == "a circle: test.yaml → test.yaml"


def test_of_two_baselines_the_one_that_wins_is_the_nearer(tmp_path):
    for name in ("one", "two"):
        write(tmp_path, HEAD.replace("id: test", f"id: {name}") + "tags: [baseline]\n", f"{name}.yaml")
    baseline = load_scenario(write(tmp_path, "laborsim: 1\nid: c\nextends: [one.yaml, two.yaml]\n")).baseline
    assert baseline is not None
    assert baseline.id == "two"


def chain_of(folder, length):
    write(folder, HEAD, "s0.yaml")
    for number in range(1, length):
        write(folder, f"laborsim: 1\nid: s\nextends: s{number - 1}.yaml\n", f"s{number}.yaml")
    return folder / f"s{length - 1}.yaml"


def test_a_chain_of_eight_files_is_read_and_one_of_nine_refused(tmp_path):
    assert load_scenario(chain_of(tmp_path / "eight", 8)).scenario.id == "s"
    problem = only(problems_of(chain_of(tmp_path / "nine", 9)))
    assert problem.code == "E151"
    assert "more than 8 files deep" in problem.message.en


def test_a_chain_is_measured_by_its_longest_branch_though_each_file_is_read_once(tmp_path):
    top = chain_of(tmp_path, 8)
    path = write(tmp_path, f"laborsim: 1\nid: c\nextends: [s0.yaml, {top.name}]\n")
    assert [p.code for p in problems_of(path)] == ["E151"]


def test_files_that_extend_each_other_many_times_are_read_once(tmp_path):
    write(tmp_path, HEAD, "s0.yaml")
    for number in range(1, 8):
        parents = ", ".join([f"s{number - 1}.yaml"] * 50)
        write(tmp_path, f"laborsim: 1\nid: s\nextends: [{parents}]\n", f"s{number}.yaml")
    assert len(load_scenario(tmp_path / "s7.yaml").files) == 8


def test_extends_must_be_a_path_or_a_list_of_paths(tmp_path):
    for text in ("5", "{a: b}", "[1]", "''"):
        assert problems_of(write(tmp_path, f"laborsim: 1\nid: c\nextends: {text}\n"))[0].code == "E203"
