"""Levers on what bars migrants at the destination.

- `school_places`: the share of accompanying children with a public place
- `settlement_access`: how much of what still bars migrants from registering at the destination is removed
"""
