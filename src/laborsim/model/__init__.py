"""The Mesa model: the schedule, the markets, workers as agents."""
