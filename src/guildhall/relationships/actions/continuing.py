"""A pair goes on otherwise than planned: longer, without its program, or elsewhere.

The room that asked everybody calls these with the row locked; they tell nobody.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from guildhall.audit.actions import record
from guildhall.directory.models import Organization
from guildhall.permissions.actor import Actor
from guildhall.relationships.actions.events import (
    RELATIONSHIP_CONTINUED,
    RELATIONSHIP_EXTENDED,
    RELATIONSHIP_MOVED,
)
from guildhall.relationships.actions.freeing import free_enrollments
from guildhall.relationships.endings import tell_new_end
from guildhall.relationships.models import Party, Relationship


def extend(row: Relationship, *, ends_on: date, by: Actor, at: datetime) -> None:
    """Go on as before until a later day."""
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    tell_new_end(row, by=by, at=at)
    _record(RELATIONSHIP_EXTENDED, row, by=by, at=at)


def plan_ends(days: Mapping[Relationship, date]) -> None:
    """The last days as the room that plans the course has them: longer for part-time, later after
    a rest, that of the course for a new guide. Records nothing: that room does."""
    for row, day in days.items():
        row.ends_on = day
    Relationship.objects.bulk_update(days, ["ends_on"], batch_size=1000)


def continue_informally(
    row: Relationship, parties: Sequence[Party], *, by: Actor, at: datetime
) -> None:
    """The same pair without its program and without a last day; its history stays where it is.

    Learners have finished the program; guides can be matched in it again.
    """
    _leave_program(row, parties, by=by, at=at)
    row.save(update_fields=["program", "cohort", "ends_on"])
    _record(RELATIONSHIP_CONTINUED, row, by=by, at=at)


def move_home(
    row: Relationship,
    parties: Sequence[Party],
    organization: Organization,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """From now on it belongs to this organization; the program stays with the one before."""
    before = row.organization_id
    if row.program_id is not None:
        _leave_program(row, parties, by=by, at=at)
    row.organization = organization
    row.save(update_fields=["organization", "program", "cohort", "ends_on"])
    _record(RELATIONSHIP_MOVED, row, by=by, at=at, before=before)


def _leave_program(row: Relationship, parties: Sequence[Party], *, by: Actor, at: datetime) -> None:
    # The parties given still know their enrollments; the rows let go of them, so they are free.
    Party.objects.filter(relationship=row).update(enrollment=None)
    free_enrollments(parties, by=by, at=at, learners_wait=False)
    row.program, row.cohort, row.ends_on = None, None, None


def _record(kind: str, row: Relationship, *, by: Actor, at: datetime, **ids: int) -> None:
    record(kind, by=by, subject=row, at=at, organization_id=row.organization_id, **ids)
