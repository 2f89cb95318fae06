"""Generated pages of docs/ and of the README.

- `pages`: the list of all generated pages
- `figures`: the list of all published figures
- `levers`: the lever catalogue: a table of all, a page of one
- `parameters`: the parameters of the model: a table of all, a page of one
- `base_table`: the baseline against the document figures
- `first_answer`: two sentences and a picture of a run, as the README begins
- `population`: the synthetic population: method, assumptions, misses, ageing
- `calibration`: the generated parts of docs/calibration.md
- `validation_parts`: parts of docs/validation.md that speak of one calibration
- `province_counts`: the part of docs/validation.md on provinces: counts of survey offices against the model
- `facts`: docs/facts.md: stylised facts beside the model
- `validation`: docs/validation.md: all evidence on one page under TRACE headings
- `new_year`: what a new survey report moved
- `glossary`: one word per idea, in both languages, and what not to say instead
- `odd`: docs/odd.md: the model by the ODD protocol
"""
