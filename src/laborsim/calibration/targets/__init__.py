"""What a calibration is held against: its file, targets, moments and free parameters.

- `csv_reader`: a CSV table in which every cell knows where it stands
- `worker_habits`: what single workers do in a run that no count shows
- `moments`: what can be read off a run and held against a published figure
- `targets`: published figures that a calibration fits, holds out or only watches: rows of targets.csv
- `free_parameters`: which parameters are estimated or drawn, with their priors
- `calibration_file`: a small file that names its base year, its targets and its free parameters
"""
