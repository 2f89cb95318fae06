"""The ODD page.

- `markdown`: the little Markdown that generated pages need
- `input_tables`: tables of what the model is given
- `output_tables`: tables of what a month leaves behind
- `prose_numbers`: the numbers of the code that the prose of docs/odd.md names
- `source_tables`: tables read off the source text
- `state_tables`: tables of what a worker is
- `page`: the prose of odd.md beside this file, with the tables and numbers of the code in it
"""
