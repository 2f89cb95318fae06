"""The ODD page: the prose of `odd.md`, with tables and numbers that are read off the code.

- `page`: the prose of odd.md with the tables and numbers of the code in it
- `markdown`: the little Markdown that generated pages need
- `state_tables`: tables of what a worker is: columns, statuses, bits
- `input_tables`: tables of what the model is given: parameters, dials, levers, solved constants
- `output_tables`: tables of what a month leaves behind: counted variables and market levels
- `source_tables`: every named decision, and every number in the code that is an ASSUMPTION
- `prose_numbers`: the numbers of the code that the prose names
"""
