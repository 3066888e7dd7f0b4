"""The course of somebody's preceptorship in days: which meetings are demanded, and by when.

Owns: the days of demanded meetings, the length for part-time, the longest extension.
Does not own: whether a meeting was held, or who is reminded.
"""

from .demanding import (
    FINAL,
    INITIAL,
    INTERIM,
    REVIEW,
    Demand,
    Demanded,
    demands,
    last_day_for,
    longest_day,
)

__all__ = [
    "FINAL",
    "INITIAL",
    "INTERIM",
    "REVIEW",
    "Demand",
    "Demanded",
    "demands",
    "last_day_for",
    "longest_day",
]
