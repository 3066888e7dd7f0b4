"""Seats of circles: taken, asked for, given, waited for, left.

Every action holds the circle's relationship, so two who want the last seat come one after the
other.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.errors import NoRoomLeft, WrongState
from guildhall.core.transitions import require_transition
from guildhall.directory.models import Person
from guildhall.mentoring.actions import circle_events as events
from guildhall.mentoring.circle_access import (
    ANSWER_SEAT_REQUEST,
    LEAVE_CIRCLE,
    TAKE_SEAT,
    WITHDRAW_SEAT_REQUEST,
)
from guildhall.mentoring.circle_messages import SEAT_ASKED, SEAT_DECLINED, SEAT_GIVEN
from guildhall.mentoring.circle_states import OPEN_SEATS, SEAT_TRANSITIONS, Joining, SeatState
from guildhall.mentoring.models import Circle, SeatRequest
from guildhall.mentoring.queries.apart import never_with
from guildhall.mentoring.queries.seats import seat_of
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.kinds import Kind
from guildhall.notify.outgoing import Outgoing
from guildhall.permissions.access import require
from guildhall.permissions.actor import SYSTEM, Actor
from guildhall.programs.states import Side
from guildhall.relationships.actions.opening import Seat
from guildhall.relationships.actions.rows import locked, present_parties, record_in_pair
from guildhall.relationships.actions.seating import leave_seat, require_going_on, seat_one
from guildhall.relationships.endings import on_end
from guildhall.relationships.models import Relationship


def take_seat(*, circle: Circle, by: Actor, at: datetime) -> SeatRequest:
    """Take a free seat, ask for one, or stand in line: whichever the circle has.

    Whoever leads it is told where they are to answer. Asking twice changes nothing. Refuses a
    circle that does not go on, and a person without room.
    """
    require(TAKE_SEAT, by, circle)
    assert by.person_id is not None
    with transaction.atomic():
        row = locked(circle.relationship)
        require_going_on(row)
        circle = Circle.objects.select_related("facilitator").get(pk=circle.pk)
        asked = circle.seat_requests.filter(person_id=by.person_id, state__in=OPEN_SEATS).first()
        if asked is not None:
            return asked
        if never_with(by.person_id, [party.person_id for party in present_parties(row)]):
            raise WrongState(_("There is no seat for you here. Another circle may suit you."))
        seat = seat_of(row, by.person_id)
        request = SeatRequest(
            circle=circle,
            person_id=seat.person_id,
            enrollment_id=seat.enrollment_id,
            side=seat.side,
            asked_at=at,
        )
        _place(request, circle, row, by=by, at=at)
    return request


def answer_seat(*, request: SeatRequest, is_given: bool, by: Actor, at: datetime) -> SeatRequest:
    """Give the seat, or say not this time; the person is told kindly.

    Refuses a yes where no seat is free, or where somebody has no room.
    """
    require(ANSWER_SEAT_REQUEST, by, request)
    with transaction.atomic():
        request, row = _held(request)
        if is_given:
            require_going_on(row)
            if request.side == Side.LEARNER and free_seats(request.circle, row) < 1:
                raise NoRoomLeft(_("No seat is free. Add one, or let them wait."))
            _give(request, row, by=by, at=at)
        else:
            _settle(request, SeatState.DECLINED, row, by=by, at=at)
            tell(SEAT_DECLINED, request.circle, row, request.person, at=at, path="/circles/")
    return request


def withdraw_seat_request(*, request: SeatRequest, by: Actor, at: datetime) -> SeatRequest:
    """Take back that one asked; nobody is told."""
    require(WITHDRAW_SEAT_REQUEST, by, request)
    with transaction.atomic():
        request, row = _held(request)
        _settle(request, SeatState.WITHDRAWN, row, by=by, at=at)
    return request


def leave_circle(*, relationship: Relationship, by: Actor, at: datetime) -> None:
    """Leave without a reason; the circle goes on, and the first in line moves up.

    Nobody is written to. Refuses whoever is the only one to lead it: they hand over first.
    """
    require(LEAVE_CIRCLE, by, relationship)
    with transaction.atomic():
        row = locked(relationship)
        require_going_on(row)
        circle = Circle.objects.filter(relationship=row).first()
        if circle is not None and circle.facilitator_id == by.person_id:
            raise WrongState(_("You lead this circle. Hand it over first, or end it."))
        leave_seat(row, by=by, at=at)
        if circle is not None:
            move_up(circle, row, by=by, at=at)


def move_up(circle: Circle, row: Relationship, *, by: Actor, at: datetime) -> None:
    """Seats are free: the first in line get them, or are put to whoever leads the circle.

    Whoever has no room meanwhile keeps their place in the line.
    """
    asked = circle.seat_requests.filter(state=SeatState.ASKED, side=Side.LEARNER)
    left = free_seats(circle, row) - asked.count()
    for request in circle.seat_requests.filter(state=SeatState.WAITING).select_related("person"):
        if left < 1:
            return
        request.circle = circle
        if circle.joining == Joining.FREE:
            left -= _could_give(request, row, at=at)
        else:
            _settle(request, SeatState.ASKED, row, by=by, at=at)
            _tell_who_leads(request, row, at=at)
            left -= 1


def free_seats(circle: Circle, row: Relationship) -> int:
    """Seats that nobody has."""
    taken = sum(1 for party in present_parties(row) if party.side == Side.LEARNER)
    return max(0, circle.seats - taken)


def tell(
    kind: Kind,
    circle: Circle,
    row: Relationship,
    to: Person,
    *,
    at: datetime,
    path: str = "",
    **values: str,
) -> None:
    """One message about a circle."""
    message = Outgoing(
        kind=kind.key,
        to=to,
        values={"circle": row.title, **values},
        key=f"{kind.key}:{circle.pk}:{to.pk}:{at.isoformat()}",
        organization=row.organization,
        about=f"relationship:{row.pk}",
        path=path or f"/circles/{circle.pk}/",
    )
    send_many([message], at=at)


@on_end
def settle_at_end(relationship: Relationship, by: Actor, at: datetime) -> None:
    """A circle ends: whoever still waits for a seat is told kindly."""
    circle = Circle.objects.filter(relationship=relationship).first()
    if circle is None:
        return
    for request in circle.seat_requests.filter(state__in=OPEN_SEATS).select_related("person"):
        _settle(request, SeatState.DECLINED, relationship, by=by, at=at)
        tell(SEAT_DECLINED, circle, relationship, request.person, at=at, path="/circles/")


def _place(
    request: SeatRequest, circle: Circle, row: Relationship, *, by: Actor, at: datetime
) -> None:
    """Where somebody new goes: to a seat, to whoever answers, or in line."""
    waits = circle.seat_requests.filter(state=SeatState.WAITING).exists()
    is_full = request.side == Side.LEARNER and (free_seats(circle, row) < 1 or waits)
    if is_full:
        request.state = SeatState.WAITING
    else:
        request.state = SeatState.ASKED
    request.save()
    record_in_pair(events.SEAT_ASKED, request, row, by=by, at=at)
    if is_full:
        return
    if circle.joining == Joining.FREE and request.side == Side.LEARNER:
        _give(request, row, by=by, at=at)
    else:
        _tell_who_leads(request, row, at=at)


def _could_give(request: SeatRequest, row: Relationship, *, at: datetime) -> bool:
    try:
        with transaction.atomic():
            _give(request, row, by=SYSTEM, at=at)
    except WrongState:
        return False
    return True


def _give(request: SeatRequest, row: Relationship, *, by: Actor, at: datetime) -> None:
    if never_with(request.person_id, [party.person_id for party in present_parties(row)]):
        raise WrongState(_("This seat cannot be given. Say not this time; no reason is needed."))
    seat = Seat(request.person_id, request.side, request.enrollment_id)
    seat_one(row, seat, by=by, at=at)
    _settle(request, SeatState.TAKEN, row, by=by, at=at)
    path = f"/relationships/{row.pk}/"
    tell(SEAT_GIVEN, request.circle, row, request.person, at=at, path=path)


def _held(request: SeatRequest) -> tuple[SeatRequest, Relationship]:
    row = locked(request.circle.relationship)
    held = SeatRequest.objects.select_related("person", "circle").get(pk=request.pk)
    return held, row


def _settle(
    request: SeatRequest, state: SeatState, row: Relationship, *, by: Actor, at: datetime
) -> None:
    refusal = _("This stands at “%(state)s” already.") % {"state": request.get_state_display()}
    require_transition(SEAT_TRANSITIONS, request.state, state, refusal)
    request.state = state
    request.answered_at = None if state in OPEN_SEATS else at
    request.save(update_fields=["state", "answered_at"])
    record_in_pair(events.SEAT_ANSWERED, request, row, by=by, at=at)


def _tell_who_leads(request: SeatRequest, row: Relationship, *, at: datetime) -> None:
    circle = request.circle
    if circle.facilitator is not None:
        tell(SEAT_ASKED, circle, row, circle.facilitator, at=at, who=request.person.name)
