"""Who sees a circle with open seats, who comes in, and who leads it."""

from django.db.models import Q

from guildhall.directory.access import MEMBER, ORGANIZATION
from guildhall.mentoring.circle_states import OPEN_SEATS
from guildhall.mentoring.models import Circle, SeatRequest
from guildhall.mentoring.offer_access import agreed_to_be_shown
from guildhall.permissions.access import NOTHING, Access, declare
from guildhall.permissions.actor import Actor
from guildhall.programs.models import Enrollment
from guildhall.programs.states import MATCHABLE, Kind, Side
from guildhall.relationships.access import SEE_RELATIONSHIP
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.states import RelationshipState


def _inside(actor: Actor) -> Q:
    if actor.person_id is None:
        return NOTHING
    parties = Party.objects.filter(person_id=actor.person_id, left_at__isnull=True)
    return Q(relationship__in=parties.values("relationship_id"))


def _invited(actor: Actor) -> Q:
    """Circles that go on: of a program in which they take part; without one, of their organization
    or led by somebody who agreed to be shown to them."""
    if actor.person_id is None:
        return NOTHING
    taking_part = Enrollment.objects.filter(person_id=actor.person_id, state__in=MATCHABLE)
    of_program = Q(relationship__program__in=taking_part.values("cohort__program_id"))
    houses = actor.scopes(ORGANIZATION, MEMBER)
    agreed = Q(facilitator_id__in=agreed_to_be_shown(actor).values("offer__person_id"))
    of_house = Q(relationship__organization_id__in=houses) | agreed
    without_program = Q(relationship__program__isnull=True) & of_house
    return Q(relationship__state=RelationshipState.ACTIVE) & (of_program | without_program)


def _overseen(actor: Actor) -> Q:
    pairs = Relationship.objects.filter(SEE_RELATIONSHIP.reach(actor), is_circle=True)
    return Q(relationship__in=pairs.order_by().values("pk"))


def _asked(actor: Actor) -> Q:
    """Whoever asked for a seat keeps the page, to take it back or to see the answer."""
    if actor.person_id is None:
        return NOTHING
    asked = SeatRequest.objects.filter(person_id=actor.person_id, state__in=OPEN_SEATS)
    return Q(pk__in=asked.values("circle_id"))


def _led(actor: Actor) -> Q:
    return Q(facilitator_id=actor.person_id or 0)


def _led_pairs(actor: Actor) -> Q:
    if actor.person_id is None:
        return NOTHING
    leads = Party.objects.filter(person_id=actor.person_id, left_at__isnull=True, side=Side.GUIDE)
    return Q(is_circle=True, pk__in=leads.values("relationship_id"))


def _own_circles(actor: Actor) -> Q:
    if actor.person_id is None:
        return NOTHING
    inside = Party.objects.filter(person_id=actor.person_id, left_at__isnull=True)
    return Q(is_circle=True, pk__in=inside.values("relationship_id"))


SEE_CIRCLE = declare(
    Access(
        "circle.see",
        "Whoever takes part in its program sees what a circle is about, who leads it and how many"
        " seats are free; where it has none, its organization and those to whom its leader agreed"
        " to be shown; whoever may see its page sees that as well.",
        Circle,
        lambda actor: _inside(actor) | _invited(actor) | _asked(actor) | _overseen(actor),
    )
)
TAKE_SEAT = declare(
    Access(
        "circle.take_seat",
        "People who see a circle that goes on, and are not in it, take a seat or ask for one.",
        Circle,
        lambda actor: _invited(actor) & ~_inside(actor),
        read=SEE_CIRCLE,
    )
)
LEAD_CIRCLE = declare(
    Access(
        "circle.lead",
        "Who leads a circle changes its seats, answers who asks for one, and hands over.",
        Circle,
        _led,
        read=SEE_CIRCLE,
    )
)
OPEN_SEATS_IN = declare(
    Access(
        "relationship.open_seats",
        "Who leads a circle that was matched opens seats in it.",
        Relationship,
        _led_pairs,
        read=SEE_RELATIONSHIP,
    )
)
LEAVE_CIRCLE = declare(
    Access(
        "relationship.leave_circle",
        "Whoever sits in a circle leaves it, without a reason.",
        Relationship,
        _own_circles,
        read=SEE_RELATIONSHIP,
    )
)
START_CIRCLE = declare(
    Access(
        "enrollment.start_circle",
        "Whoever takes part in a program of circles to lead one starts it.",
        Enrollment,
        lambda actor: Q(
            person_id=actor.person_id or 0,
            side=Side.GUIDE,
            state__in=MATCHABLE,
            cohort__program__kind=Kind.CIRCLE,
            cohort__archived_at__isnull=True,
        ),
    )
)
SEE_SEAT_REQUEST = declare(
    Access(
        "seat_request.see",
        "Who asked for a seat and who leads the circle see it; nobody else does.",
        SeatRequest,
        lambda actor: (
            Q(person_id=actor.person_id or 0) | Q(circle__facilitator_id=actor.person_id or 0)
        ),
    )
)
ANSWER_SEAT_REQUEST = declare(
    Access(
        "seat_request.answer",
        "Who leads the circle gives a seat, or says not this time.",
        SeatRequest,
        lambda actor: Q(circle__facilitator_id=actor.person_id or 0),
        read=SEE_SEAT_REQUEST,
    )
)
WITHDRAW_SEAT_REQUEST = declare(
    Access(
        "seat_request.withdraw",
        "Whoever asked for a seat takes it back.",
        SeatRequest,
        lambda actor: Q(person_id=actor.person_id or 0),
        read=SEE_SEAT_REQUEST,
    )
)
READ_ON = declare(
    Access(
        "party.read_on",
        "Whoever left a circle reads on what was there while they were in it, and nothing after.",
        Party,
        lambda actor: Q(
            person_id=actor.person_id or 0,
            left_at__isnull=False,
            accepted_at__isnull=False,
            relationship__is_circle=True,
        ),
    )
)
