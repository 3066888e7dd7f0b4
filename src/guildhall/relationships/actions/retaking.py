"""A pair takes its places again: awake after a sleep, or open again after it closed by itself."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import NoRoomLeft, WrongState
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.actions.enrollments import mark_matched
from guildhall.programs.states import MATCHABLE, EnrollmentState, Side
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.actions.capacity import lock_and_require_room
from guildhall.relationships.actions.events import RELATIONSHIP_REOPENED
from guildhall.relationships.actions.opening import Seat
from guildhall.relationships.actions.rows import locked, present_parties, require_contact
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.queries.closing import reopens_until
from guildhall.relationships.queries.names import listed
from guildhall.relationships.queries.resting import kept_apart
from guildhall.relationships.states import RelationshipState

# Whoever had finished with this pair, or can be matched again, is matched in it again.
BACK = (*MATCHABLE, EnrollmentState.FINISHED)


def reopen_relationship(
    *, relationship: Relationship, ends_on: date, by: Actor, at: datetime
) -> Relationship:
    """Open a pair again that had closed by itself, until a later day; the caller tells the others.

    Either of them may, for 30 days. Refuses every other end, a pair whose contact rests or who are
    kept apart, and one for which no place is free.
    """
    require(ACT_IN_RELATIONSHIP, by, relationship)
    with transaction.atomic():
        row = locked(relationship)
        require_contact(row)
        if row.state != RelationshipState.CLOSED:
            raise WrongState(_("This pair goes on, so there is nothing to open again."))
        until = reopens_until(row)
        if until is None or until < at.date():
            raise WrongState(_("This pair has ended. You can ask each other to begin anew."))
        take_places_again(row, present_parties(row), at=at)
        row.closure.delete()
        row.state, row.closed_at, row.ends_on = RelationshipState.ACTIVE, None, ends_on
        row.save(update_fields=["state", "closed_at", "ends_on"])
        organization_id = row.organization_id
        record(RELATIONSHIP_REOPENED, by=by, subject=row, at=at, organization_id=organization_id)
    return row


def take_places_again(row: Relationship, parties: Sequence[Party], *, at: datetime) -> None:
    """Lock everybody as for a new pair, and take the places; the row is locked, and holds none.

    Refuses with NoRoomLeft, in words for the two, where somebody has no free place; and, as every
    opening does, to bring two together who are kept apart, without telling why.
    """
    seats = [Seat(party.person_id, party.side, _enrollment_of(party)) for party in parties]
    try:
        lock_and_require_room([seats], at=at, takes=row.takes, are_circles=row.is_circle)
    except NoRoomLeft:
        guides = [party.person.given_name for party in parties if party.side == Side.GUIDE]
        raise NoRoomLeft(
            _(
                "No place is free for this pair just now, so it stays as it is. Try again once"
                " %(names)s has a free place."
            )
            % {"names": listed(guides)}
        ) from None
    # Asked after the locks: whoever said never, or whose contact rests meanwhile, is heard.
    if kept_apart(party.person_id for party in parties):
        names = listed([party.person.name for party in parties])
        raise WrongState(_("%(names)s cannot be paired any more.") % {"names": names})
    back = [
        party.enrollment
        for party in parties
        if party.enrollment is not None and party.enrollment.state in BACK
    ]
    mark_matched(enrollments=[one for one in back if one.state != EnrollmentState.MATCHED], at=at)


def _enrollment_of(party: Party) -> int | None:
    """The enrollment whose places are counted; one that has finished takes part no more."""
    enrollment = party.enrollment
    return enrollment.pk if enrollment is not None and enrollment.state in MATCHABLE else None
