"""docs/odd.md: the model described by the ODD protocol, prose beside tables that are read off the code."""
