"""Services: who may be trained, placed or funded, and who belongs to the group that a lever is for.

- `groups`: whether a worker belongs to the group that a lever is aimed at
- `eligibility`: who could be served: founders, park applicants, trainees (and how long after the last training)
"""
