"""What is published: figures with quotes and sources, tables, regions, indicators, margins of a base year.

- `csv_writer`: tables as CSV, written in one place
- `suggestions`: which known word a mistyped one may mean
- `data_tables`: one published number with its provenance, and how the tables in data/ are read
- `indicators`: the code list of indicators
- `margins`: what is published about one base year, and how each figure that the year lacks was filled in
- `regions`: the region table as names and codes
- `figures`: every published number the product uses, found by name
- `spring_festival`: the day of the Spring Festival, on which the annual return home and the job changes hang
- `migrants_in_towns`: how many of the outbound live there, and how many of those in towns seek work
"""
