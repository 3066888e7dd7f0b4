"""Circles as they are listed, and the seat that somebody would take."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from guildhall.core.errors import WrongState
from guildhall.mentoring.circle_access import SEE_CIRCLE, START_CIRCLE, TAKE_SEAT
from guildhall.mentoring.circle_states import OPEN_SEATS, SeatState
from guildhall.mentoring.models import Circle, SeatRequest
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.programs.models import Enrollment
from guildhall.programs.states import MATCHABLE, Side
from guildhall.relationships.actions.opening import Seat
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.plans import plan_of
from guildhall.relationships.states import RelationshipState


@dataclass(frozen=True)
class CircleRow:
    """A circle in a list. `asked` is the reader's own open request; words are the circle's own."""

    circle: Circle
    taken: int
    waiting: int
    asked: SeatRequest | None
    member: str
    members: str
    leader: str

    @property
    def free(self) -> int:
        """Seats that nobody has."""
        return max(0, self.circle.seats - self.taken)


def open_circles(actor: Actor) -> list[CircleRow]:
    """Circles that the actor may join, newest first."""
    return circle_rows(_listed(visible_to(TAKE_SEAT, actor))[:100], actor=actor)


def own_circles(actor: Actor) -> list[CircleRow]:
    """Circles in which the actor sits, as long as they go on."""
    rows = _listed(visible_to(SEE_CIRCLE, actor)).filter(
        relationship__parties__in=_own_parties(actor)
    )
    going_on = rows.exclude(relationship__state=RelationshipState.CLOSED)
    return circle_rows(going_on[:100], actor=actor)


def circle_rows(page: Iterable[Circle], *, actor: Actor) -> list[CircleRow]:
    """These circles with their figures; two queries more, however many they are."""
    circles = list(page)
    asked = SeatRequest.objects.filter(
        circle__in=circles, person_id=actor.person_id or 0, state__in=OPEN_SEATS
    )
    own = {request.circle_id: request for request in asked}
    counts = Circle.objects.filter(pk__in=[circle.pk for circle in circles]).order_by()
    seated = Q(
        relationship__parties__left_at__isnull=True, relationship__parties__side=Side.LEARNER
    )
    waits = Q(seat_requests__state=SeatState.WAITING)
    figures = {
        pk: (taken, waiting)
        for pk, taken, waiting in counts.annotate(
            taken=Count("relationship__parties", filter=seated, distinct=True),
            waiting=Count("seat_requests", filter=waits, distinct=True),
        ).values_list("pk", "taken", "waiting")
    }
    return [_row(circle, *figures[circle.pk], own.get(circle.pk)) for circle in circles]


def seat_of(row: Relationship, person_id: int) -> Seat:
    """The seat that somebody takes in a circle: by their enrollment, as a member where they can
    be one; in a circle without a program, always as a member."""
    if row.program_id is None:
        return Seat(person_id, Side.LEARNER)
    enrollments = Enrollment.objects.filter(
        cohort__program_id=row.program_id, person_id=person_id, state__in=MATCHABLE
    ).order_by("pk")
    # As a learner before as a guide; of its own cohort before of another one.
    best = min(
        enrollments,
        key=lambda one: (one.side != Side.LEARNER, one.cohort_id != row.cohort_id),
        default=None,
    )
    if best is None:
        raise WrongState(_("Join the program first; then its circles are open to you."))
    return Seat(person_id, best.side, best.pk)


def seats_asked(circle: Circle) -> QuerySet[SeatRequest]:
    """Who waits for an answer, or for a seat; first come, first."""
    return circle.seat_requests.filter(state__in=OPEN_SEATS).select_related("person")


def seats_to_answer(person_id: int) -> list[SeatRequest]:
    """Who asks for a seat in the circles that this person leads, first come first; one query."""
    rows = SeatRequest.objects.filter(
        state=SeatState.ASKED,
        circle__facilitator_id=person_id,
        circle__relationship__state=RelationshipState.ACTIVE,
        circle__relationship__contact_rests_since__isnull=True,
    )
    return list(rows.select_related("person", "circle__relationship"))


def startable(actor: Actor) -> QuerySet[Enrollment]:
    """The enrollments by which the actor may start a circle in a program."""
    rows = visible_to(START_CIRCLE, actor).filter(cohort__program__archived_at__isnull=True)
    return rows.select_related("cohort__program__organization").order_by("cohort__program__name")


def _own_parties(actor: Actor) -> QuerySet[Party]:
    return Party.objects.filter(person_id=actor.person_id or 0, left_at__isnull=True)


def _listed(rows: QuerySet[Circle]) -> QuerySet[Circle]:
    return rows.select_related("relationship__program", "facilitator")


def _row(circle: Circle, taken: int, waiting: int, asked: SeatRequest | None) -> CircleRow:
    words = plan_of(circle.relationship)["words"]
    return CircleRow(
        circle=circle,
        taken=taken,
        waiting=waiting,
        asked=asked,
        member=words["learner"],
        members=words["learners"],
        leader=words["guide"],
    )
