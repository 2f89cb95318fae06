"""Finding the constants that make the baseline match the published figures."""
