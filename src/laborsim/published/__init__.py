"""What is published: figures with quotes and sources, tables, regions, indicators, margins of a base year.

- `data_tables`: one published number with its provenance, and how the tables in data/ are read
- `figures`: every published number the product uses, found by name
- `margins`: what is published about one base year, and how each figure that the year lacks was filled in
- `province_counts`: counts of migrant workers by single provinces, checked, and which of them no margin may hold
- `observed_flows`: flows between provinces in 2010, with missing rows declared, and links of pairs
- `later_inputs`: inputs of a base year that are later than it, of what date and why
- `regions`: the region table as names and codes: what a scenario may call a place
- `geography`: how far apart regions are, and which zone each lies in
- `indicators`: the code list of indicators: what a goal may name and a summary may hold
- `simulated_share`: how much of an indicator is simulated and not background, in every place
- `migrants_in_towns`: how many of the outbound live in towns, and how many of those there seek work
- `spring_festival`: the day of the Spring Festival, on which the annual return home and the job changes hang
- `words`: a name or a sentence in English and Chinese, and errors that say one
- `system_errors`: what the system says of a file that it does not read or write, in both languages
- `suggestions`: which known word a mistyped one may mean
- `csv_writer`: tables as CSV, with a guard against formulas
"""
