"""Evidence: what an economist can show a referee about a calibration, study by study, each one resumable."""
