"""Levers that train people.

- `training_places`: seats, months away from searching, a pay gain that fades
"""
