"""What an end means for the enrollments that met in the pair."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from guildhall.permissions.actor import Actor
from guildhall.programs.actions.enrollments import mark_approved, mark_finished, mark_waiting
from guildhall.programs.models import Enrollment
from guildhall.programs.states import EnrollmentState, Side
from guildhall.relationships.models import Party
from guildhall.relationships.queries.places import held_by_enrollment


def free_enrollments(
    parties: Sequence[Party], *, by: Actor, at: datetime, learners_wait: bool
) -> None:
    """Give the places back where no other pair holds the enrollment.

    Learners who look for somebody else wait, and come first next time; otherwise they have
    finished. Guides can be matched again. Nobody is told here. Call after the pair let go.
    """
    enrollments = [party.enrollment for party in parties if party.enrollment is not None]
    held = held_by_enrollment(row.pk for row in enrollments)
    free = [
        row for row in enrollments if not held.get(row.pk) and row.state == EnrollmentState.MATCHED
    ]
    mark_approved(enrollments=_of(free, Side.GUIDE), at=at, by=by)
    learners = _of(free, Side.LEARNER)
    if learners_wait:
        mark_waiting(enrollments=learners, at=at, by=by, tells=False)
    else:
        mark_finished(enrollments=learners, at=at, by=by)


def _of(rows: Iterable[Enrollment], side: str) -> list[Enrollment]:
    return [row for row in rows if row.side == side]
