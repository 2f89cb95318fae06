"""Numbers only: rules about one worker, random numbers, the columns."""
