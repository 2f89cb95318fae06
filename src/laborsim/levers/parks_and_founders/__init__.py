"""Levers that help people found businesses.

- `entrepreneurship_parks`: places with a lower set-up cost, easier credit and fewer failures, behind a queue
- `guaranteed_loans`: credit up to a ceiling, a chance of refusal, and a separate interest subsidy
- `startup_subsidy`: cash for a new founder, once
"""
