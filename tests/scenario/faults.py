"""One faulty scenario file for every error code: what follows the three lines of HEAD, and where the fault is."""

from tests.scenario.files import HEAD

PARK = "levers:\n  entrepreneurship_parks:\n    value: 2200\n    source: ASSUMPTION\n"
WORKSHOPS = "levers:\n  workshops:\n    value: 2200\n    regions: [CN-GS]\n    source: ASSUMPTION\n"
LOANS = "levers:\n  guaranteed_loans:\n    value: 1\n"
POSTS = "levers:\n  public_welfare_posts:\n"
TRAINING = "levers:\n  training_places:\n"
PHASES = "".join(
    f"    p{k}: {{value: 9, years: {(k + 1) / 2}, start: {month}, end: {month}}}\n"
    for k, month in enumerate(
        [f"2024-{month:02d}" for month in range(1, 13)] + ["2025-01", "2025-02", "2025-03", "2025-04"]
    )
)
"""Sixteen loans that follow one another, with other terms each."""


def groups(number: int) -> str:
    """Return blocks for groups that share nobody."""
    return "".join(
        f"    g{age}: {{value: 9, who: {{min_age: {age}, max_age: {age}}}}}\n" for age in range(16, 16 + number)
    )


GOAL = "goals:\n  unemployment_surveyed: "

# code, whole text of the file, line, column
FILE_FAULTS = [
    ("E101", HEAD + "title: &a hello\n", 4, 8),
    ("E101", HEAD + "title: *a\n", 4, 8),
    ("E101", HEAD + "run: {<<: {seed: 2}}\n", 4, 7),
    ("E101", "a: &a [*a]\n", 1, 4),
    ("E102", HEAD + "#" * 2**20, 1, 1),
    ("E102", HEAD + "\n" * 60_000, 1, 1),
    ("E102", HEAD + "title: " + "x" * 10_000 + "\n", 4, 1),
    ("E103", HEAD + "title: " + "[" * 5_000, 4, 27),
    ("E103", "{" * 5_000, 1, 21),
    ("E104", HEAD + "id: other\n", 4, 1),
    ("E104", HEAD + "run: {2019: 1, '2019': 2}\n", 4, 16),
    ("E105", HEAD + "title: !!python/object/apply:os.system ['touch marker']\n", 4, 8),
    ("E105", HEAD + "title: !include /etc/passwd\n", 4, 8),
    ("E105", HEAD + "title: !e!x 1\n", 4, 8),
    ("E105", "%YAML 1.1\n---\n" + HEAD, 2, 1),
    ("E106", "", 1, 1),
    ("E106", "# nothing but a comment\n", 1, 1),
    ("E107", HEAD + "---\nid: other\n", 4, 1),
    ("E108", "- 1\n- 2\n", 1, 1),
    ("E108", "hello\n", 1, 1),
    ("E109", HEAD + "run:\n\tseed: 1\n", 5, 1),
    ("E109", HEAD + "levers:\n    a: 1\n   b: 2\n", 6, 4),
    ("E109", HEAD + "title: 'never closed\n", 4, 8),
    ("E109", HEAD + "regions: [CN\n", 4, 10),
    ("E109", HEAD + "title: a: b\n", 4, 9),
    ("E109", HEAD + "no colon here\n", 4, 1),
    ("E110", b"id: \xd6\xd0\xce\xc4\n", 1, 5),
    ("E110", "id: 中文\n".encode("utf-16"), 1, 1),
    ("E111", HEAD + "title: a\x00b\n", 4, 9),
    ("E111", HEAD + "title: a\x1b[31mb\n", 4, 9),
    ("E111", HEAD + 'title: "\\e[31m"\n', 4, 8),
    ("E111", HEAD + 'title: "\\ud800"\n', 4, 8),
    ("E112", HEAD + "title: abc\u202edef\n", 4, 11),
    ("E112", HEAD + "title: a\u200bb\n", 4, 9),
    ("E112", HEAD + "e\u0301cole: 1\n", 4, 1),
    ("E113", HEAD + "run: {seed: " + "9" * 5_000 + "}\n", 4, 13),
    ("E113", HEAD + "context: {gdp_growth: 1e999}\n", 4, 23),
    ("E113", HEAD + "context: {gdp_growth: .nan}\n", 4, 23),
    ("E113", HEAD + "context: {gdp_growth: -.inf}\n", 4, 23),
    ("E115", HEAD + "tags:\n" + "- a\n" * 20_000, 19992, 3),
    ("E116", HEAD + "? [a]\n: 1\n", 4, 3),
    ("E116", HEAD + ": 1\n", 4, 1),
]

FAULTS = [
    ("E314", PARK + "    uncertainty: {dist: uniform, low: 100, high: 200}\n", 8, 5),
    ("E309", PARK + "    uncertainty: {dist: uniform, low: 2200, high: 2200}\n", 8, 51),
    ("E405", "goals:\n  return_moves: {min: 9000000, unit: moves/year, by: 2024-06}\n", 5, 54),
    ("E406", "goals:\n  new_urban_jobs: {min: 12000000, unit: persons/year, by: 2024-12}\n", 5, 3),
    ("E201", "shrae_outbound: 1\n", 4, 1),
    ("E201", PARK + "    valeu: 3\n", 8, 5),
    ("E201", "run: {seeds: 3}\n", 4, 7),
    ("E201", "context: {jobs_growth_by_zone: {south: 3}}\n", 4, 33),
    ("E202", "levers:\n  workshops:\n    unit: workshops\n", 6, 5),
    ("E202", GOAL + "{max: 5, by: 2024-12}\n", 5, 26),
    ("E202", GOAL + '{unit: "%", by: 2024-12}\n', 5, 26),
    ("E203", "run: {replicates: true}\n", 4, 19),
    ("E203", "run: {replicates: 5.5}\n", 4, 19),
    ("E203", "run: {seed: '3'}\n", 4, 13),
    ("E203", "title: 2025\n", 4, 8),
    ("E203", "regions: CN-GS\n", 4, 10),
    ("E203", "founders_inside_total: yes\n", 4, 24),
    ("E203", "levers: [workshops]\n", 4, 9),
    ("E203", "levers:\n  workshops: 2200\n", 5, 14),
    ("E203", "run: 5\n", 4, 6),
    ("E203", "context: {jobs_growth_by_zone: 3}\n", 4, 32),
    ("E203", "context: {jobs_growth_by_zone: {west: much}}\n", 4, 39),
    ("E204", "levers:\n  workshops:\n    value: 2,200\n", 6, 12),
    ("E205", GOAL + '{max: 5, unit: "%", by: 2024-13}\n', 5, 50),
    ("E205", PARK + "    start: 2025\n", 8, 12),
    ("E205", "levers:\n  workshops: {values: {2024-01: 38000, 2025-13: 5}}\n", 5, 40),
    ("E204", "levers:\n  workshops: {values: {2024-01: 3万}}\n", 5, 33),
    ("E206", "closure: curved\n", 4, 10),
    ("E206", WORKSHOPS + "    uncertainty: {dist: gauss}\n", 9, 25),
    ("E207", PARK + "    values: {2025-01: 3}\n", 6, 5),
    ("E207", PARK + "    interpolate: linear\n", 8, 5),
    ("E207", GOAL + '{max: 5, value: 4, unit: "%", by: 2024-12}\n', 5, 35),
    ("E208", PARK + "    ramp: soon\n", 8, 11),
    ("E209", "regions: [" + "CN-GS," * 201 + "]\n", 4, 10),
    ("E209", "tags: [CON]\n", 4, 8),
    ("E209", "tags: [-x]\n", 4, 8),
    ("E209", "tags: [x.]\n", 4, 8),
    ("E209", "tags: [" + "x" * 65 + "]\n", 4, 8),
    ("E209", "regions: []\n", 4, 10),
    ("E211", "title:\n", 4, 1),
    ("E211", "levers: {workshops: null}\n", 4, 10),
    ("E301", "levers:\n  public_welfare_post: {value: 1}\n", 5, 3),
    ("E302", "levers:\n  settlement_access: {value: 0.1, unit: percent}\n", 5, 41),
    ("E303", "levers:\n  settlement_access: {value: -0.1}\n", 5, 30),
    ("E303", "levers:\n  school_places: {value: 967}\n", 5, 26),
    ("E303", "levers:\n  workshops: {values: {2025-01: 1e9}}\n", 5, 33),
    ("E303", PARK + "    uncertainty: {dist: uniform, low: -1, high: 5}\n", 8, 39),
    ("E304", "run: {replicates: 0}\n", 4, 19),
    ("E304", "run: {seed: -1}\n", 4, 13),
    ("E304", "run: {replicates: 9999}\n", 4, 19),
    ("E304", "run: {precision: {most: 9999}}\n", 4, 25),
    ("E304", "run: {draws: 20}\n", 4, 14),
    ("E304", "run: {scale: 0}\n", 4, 14),
    ("E304", "run: {scale: {default: 0}}\n", 4, 24),
    ("E304", PARK + "    cost: {budget: -1}\n", 8, 20),
    ("E304", PARK + "    cost: {budget: {2025: -1}}\n", 8, 27),
    ("E207", PARK + "    cost: {budget: {2025: 1, total: 3}}\n", 8, 30),
    ("E207", PARK + "    cost: {budget: 5, unspent: lapses}\n", 8, 23),
    ("E207", PARK + "    cost: {unspent: lapses}\n", 8, 12),
    ("E603", PARK + "    cost: {budget: {2099: 1}}\n", 8, 21),
    ("E603", PARK + "    cost: {budget: {next: 1}}\n", 8, 21),
    ("E603", PARK + "    cost: {budget: {}}\n", 8, 20),
    ("E304", PARK + "    places_per_park: 5000\n", 8, 22),
    ("E304", "context: {gdp_growth: 99}\n", 4, 23),
    ("E304", "context: {jobs_growth_by_zone: {west: 99}}\n", 4, 39),
    ("E304", "shocks:\n  s: {kind: recall, value: 2}\n", 5, 28),
    ("E305", PARK + "    start: 2025-03\n    end: 2025-02\n", 9, 10),
    ("E306", PARK + "    start: 2026-01\n", 8, 12),
    ("E306", PARK + "    end: 2023-12\n", 8, 10),
    ("E306", "levers:\n  workshops: {values: {2030-01: 5}}\n", 5, 24),
    ("E307", "regions: [CN-GZS]\n", 4, 11),
    ("E307", WORKSHOPS.replace("CN-GS", "CN-GSU"), 7, 15),
    ("E307", "run: {scale: {CN-GSU: 5}}\n", 4, 15),
    ("E308", "levers:\n  workshops:\n    a: {value: 1}\n    b: {value: 2, regions: [CN-GS]}\n", 7, 5),
    ("E309", PARK + "    uncertainty: {dist: triangular, low: 5, mode: 3, high: 7}\n", 8, 51),
    ("E309", PARK + "    uncertainty: {dist: uniform, low: 5}\n", 8, 18),
    ("E309", PARK + "    uncertainty: {dist: normal, mean: 5, sd: 1, low: 3}\n", 8, 49),
    ("E309", LOANS + "    who: {min_age: 50, max_age: 40}\n", 7, 33),
    ("E309", GOAL + '{min: 5, max: 4, unit: "%", by: 2024-12}\n', 5, 40),
    ("E311", PARK + "    who: {returnee: true}\n", 8, 5),
    ("E312", "shocks:\n" + "".join(f"  s{n}: {{kind: pay, value: 1}}\n" for n in range(201)), 5, 3),
    ("E312", POSTS + groups(16), 21, 5),
    ("E312", "levers:\n  guaranteed_loans:\n" + PHASES, 21, 5),
    ("E312", TRAINING + groups(65), 70, 5),
    ("E401", "goals:\n  outbound_worker: {max: 5, unit: persons, by: 2024-12}\n", 5, 3),
    ("E402", GOAL + "{max: 5, unit: persons, by: 2024-12}\n", 5, 41),
    ("E403", GOAL + '{max: 52, unit: "%", by: 2024-12}\n', 5, 32),
    ("E404", GOAL + '{max: 5, unit: "%", by: 2026-01}\n', 5, 50),
    ("E404", GOAL + '{max: 5, unit: "%", by: 2023-12}\n', 5, 50),
]
"""Each of them holds exactly one fault."""

HEAD_FAULTS = [
    ("E202", "id: test\nhorizon: {start: 2023-12, end: 2025-12}\n", 1, 1),
    ("E202", "laborsim: 1\nid: test\n", 1, 1),
    ("E205", "laborsim: 1\nid: test\nhorizon: {start: 2023-12, end: 2025}\n", 3, 32),
    ("E209", "laborsim: 1\nid: ../x\nhorizon: {start: 2023-12, end: 2025-12}\n", 2, 5),
    ("E210", "laborsim: 2\nid: test\nhorizon: {start: 2023-12, end: 2025-12}\n", 1, 11),
    ("E305", "laborsim: 1\nid: test\nhorizon: {start: 2023-12, end: 2020-12}\n", 3, 32),
    ("E310", "laborsim: 1\nid: test\nhorizon: {start: 2023-12, end: 2023-12}\n", 3, 32),
    ("E310", "laborsim: 1\nid: test\nhorizon: {start: 2023-12, end: 2124-01}\n", 3, 32),
    ("E313", "laborsim: 1\nid: test\nhorizon: {start: 2023-06, end: 2025-12}\n", 3, 18),
    ("E313", "laborsim: 1\nid: test\nhorizon: {start: 1999-12, end: 2025-12}\n", 3, 18),
    ("E313", HEAD + "founders_observed_as: stock\nfounders_inside_total: false\n", 3, 18),
    ("E313", "laborsim: 1\nid: test\nhorizon: {start: 2023-12, end: 2110-01}\n", 3, 32),
]

WARNINGS = [
    ("W001", "run: {seed: 012}\n", 4, 13),
    ("W002", "levers:\n  workshops: {value: 38000}\n", 5, 22),
    ("W002", GOAL + '{max: 5, unit: "%", by: 2024-12}\n', 5, 26),
    ("W002", "shocks:\n  s: {kind: pay, value: 1}\n", 5, 25),
    ("W003", "regions: [CN-GS]\n" + PARK, 6, 3),
    ("W004", PARK.replace("2200", "220"), 6, 12),
    ("W004", LOANS.replace("1", "30"), 6, 12),
    ("W006", PARK.replace("2200", "800"), 6, 12),
    ("W008", PARK + "    uncertainty: {dist: normal, mean: 2200, sd: 2000}\n", 8, 18),
    ("W009", "context: {gdp_growth: 0.05}\n", 4, 23),
    ("W010", PARK.replace("2200", "2000"), 6, 12),
    (
        "W011",
        PARK + "    start: 2025-01\ngoals:\n  mean_age: {min: 42, unit: years, by: 2024-12, source: x}\n",
        10,
        3,
    ),
    ("W021", PARK + "    cost: {budget: {2025: 1}}\n", 8, 12),
    ("W020", "shocks:\n  s: {kind: pay, value: 0.9, source: x}\n", 4, 1),
    ("W012", PARK.replace("2200", "2201") + "run: {scale: 20000}\n", 6, 12),
]
