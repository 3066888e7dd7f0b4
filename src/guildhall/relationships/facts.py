"""What pairs know about people for the matcher."""

from guildhall.core import clock
from guildhall.programs.facts import Enrollments, Values, fact
from guildhall.relationships.queries.places import free_places


@fact("capacity_left")
def capacity_left(enrollments: Enrollments) -> Values:
    """Free places now: what an enrollment has left, and the person over all programs."""
    return free_places(enrollments, at=clock.now())
