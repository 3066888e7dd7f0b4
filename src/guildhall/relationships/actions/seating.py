"""Circles while they go on: a name, one seat more, one fewer, somebody else who leads.

Each asks that the relationship is locked; the room that keeps the seats asks who may.
"""

from collections import Counter
from datetime import datetime

from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import WrongState
from guildhall.permissions.actor import Actor
from guildhall.programs.actions.enrollments import mark_matched
from guildhall.programs.states import Side
from guildhall.relationships.actions.capacity import (
    Wanted,
    lock_and_require_places,
    places_taken,
)
from guildhall.relationships.actions.events import (
    CIRCLE_NAMED,
    SEAT_LEFT,
    SEAT_TAKEN,
    SIDE_CHANGED,
)
from guildhall.relationships.actions.freeing import free_enrollments
from guildhall.relationships.actions.opening import Seat
from guildhall.relationships.actions.rows import own_party, present_parties
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.states import RelationshipState


def seat_one(row: Relationship, seat: Seat, *, by: Actor, at: datetime) -> Party:
    """One more sits down in a circle that goes on; whoever left before may come back.

    Everybody whose places it takes is locked by id, and refused by name where there is no room.
    """
    require_going_on(row)
    parties = present_parties(row)
    if seat.person_id in {party.person_id for party in parties}:
        raise WrongState(_("You have a seat in this circle already."))
    lock_and_require_places(_places_of(row, seat, parties), at=at)
    party, _is_new = Party.objects.update_or_create(
        relationship=row,
        person_id=seat.person_id,
        defaults={
            "side": seat.side,
            "enrollment_id": seat.enrollment_id,
            "accepted_at": at,
            "left_at": None,
        },
    )
    if party.enrollment is not None:
        mark_matched(enrollments=[party.enrollment], at=at)
    _record(SEAT_TAKEN, row, by=by, at=at)
    return party


def leave_seat(row: Relationship, *, by: Actor, at: datetime) -> Party:
    """Get up without a reason: the place is free, and the circle goes on.

    Refuses whoever is the last to lead it while others are there: they hand over first.
    """
    parties = present_parties(row)
    party = own_party(parties, by)
    rest = [other for other in parties if other.pk != party.pk]
    if not any(other.side == Side.GUIDE for other in rest):
        raise WrongState(
            _("You are the only one who leads this circle. Hand over first, or end it.")
        )
    party.left_at = at
    party.save(update_fields=["left_at"])
    free_enrollments([party], by=by, at=at, learners_wait=True)
    _record(SEAT_LEFT, row, by=by, at=at)
    return party


def name_circle(row: Relationship, title: str, *, by: Actor, at: datetime) -> None:
    """Give the circle its name."""
    row.title = title
    row.save(update_fields=["title"])
    _record(CIRCLE_NAMED, row, by=by, at=at)


def let_lead(row: Relationship, party: Party, *, by: Actor, at: datetime) -> None:
    """A member of a circle leads it from now on, if they have a place for that."""
    if party.side == Side.GUIDE:
        return
    others = [one for one in present_parties(row) if one.pk != party.pk]
    seat = Seat(party.person_id, Side.GUIDE)
    lock_and_require_places(_places_of(row, seat, others), at=at)
    party.side = Side.GUIDE
    party.save(update_fields=["side"])
    _record(SIDE_CHANGED, row, by=by, at=at)


def require_going_on(row: Relationship) -> None:
    """Refuses what has not begun, rests, or is over."""
    if row.state != RelationshipState.ACTIVE or row.contact_rests_since is not None:
        raise WrongState(
            _("Seats change while a circle goes on. This one is: %(state)s.")
            % {"state": row.get_state_display()}
        )


def _places_of(row: Relationship, seat: Seat, parties: list[Party]) -> Wanted:
    """What one more seat takes: of a new member one place, of everybody who leads one more;
    of somebody new who leads as many as there are members."""
    sides = Counter(party.side for party in parties)
    members = sides[Side.LEARNER]
    wanted: Wanted = Counter()
    if seat.side == Side.GUIDE:
        taken = places_taken(members, row.takes)
        wanted[seat.person_id, seat.side, seat.enrollment_id] = taken
        return wanted
    wanted[seat.person_id, seat.side, seat.enrollment_id] = places_taken(1, row.takes)
    more = places_taken(members + 1, row.takes) - places_taken(members, row.takes)
    for party in parties:
        if party.side == Side.GUIDE:
            wanted[party.person_id, party.side, party.enrollment_id] = more
    return wanted


def _record(kind: str, row: Relationship, *, by: Actor, at: datetime) -> None:
    record(kind, by=by, subject=row, at=at, organization_id=row.organization_id)
