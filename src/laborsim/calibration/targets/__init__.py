"""What a calibration is held against: its file, targets, moments and free parameters.

- `csv_reader`: a CSV table in which every cell knows where it stands
- `free_parameters`: which are estimated or drawn, with their priors
- `worker_habits`: its counts as every run leaves them, and what single workers do that no count shows
- `moments`: what can be read off a run and held against a published figure
- `targets`: published figures that a calibration fits, holds out or only watches
- `calibration_file`: a small file that names its base year, its targets and its free parameters
"""
