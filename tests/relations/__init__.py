"""Relations: random valid scenarios, and what has to hold between the worlds of any of them.

A number moves with every calibration; a relation between two worlds does not. `python -m tests.relations` goes through
thousands of scenarios and can be interrupted; `test_relations` goes through hundreds.

    draft        a random valid scenario, as plain data: all levers, regions, groups, paths, shocks, closures
    files        a draft as files that `validate` reads: in one, or divided over a chain with two parents
    worlds       worlds on base dates that are built once a process
    relations    what has to hold between a scenario's world and another
    study        scenario after scenario: what was drawn, what held, what did not; shares and counts
"""
