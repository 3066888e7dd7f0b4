"""Hours: what a program asks for, what counts of it, what is missing, and when it will be there.

Owns: sums by kind and place, the cap of simulation, part-time share, the forecast.
Does not own: who verified an entry, or whether a guide had too many learners.
"""

from .standing import Asked, Line, PlaceAsked, Standing, Worked, standing

__all__ = ["Asked", "Line", "PlaceAsked", "Standing", "Worked", "standing"]
