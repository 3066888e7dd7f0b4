"""A circle begins, changes, and goes from hand to hand."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput, WrongState
from guildhall.directory.access import SEE_ORGANIZATION
from guildhall.directory.models import Organization
from guildhall.mentoring.actions import circle_events as events
from guildhall.mentoring.actions.seats import move_up, tell
from guildhall.mentoring.circle_access import LEAD_CIRCLE, OPEN_SEATS_IN, START_CIRCLE
from guildhall.mentoring.circle_messages import CIRCLE_HANDED
from guildhall.mentoring.circle_states import Joining
from guildhall.mentoring.models import Circle
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.actions.enrollments import mark_matched
from guildhall.programs.models import Enrollment
from guildhall.programs.plan import circle_of
from guildhall.programs.states import Side
from guildhall.relationships.actions.opening import NewPair, Seat, open_agreed
from guildhall.relationships.actions.rows import locked, present_parties, record_in_pair
from guildhall.relationships.actions.seating import let_lead, name_circle, require_going_on
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.plans import Terms, plan_of, template_plan
from guildhall.relationships.states import Takes

LONGEST_TITLE, LONGEST_TOPIC = 120, 200
MOST_SEATS = 30
OWN_PLAN = "mentoring-circle"


@dataclass(frozen=True)
class CircleDraft:
    """A circle as it is handed in. In a program, its plan says how one comes in."""

    title: str
    topic: str
    seats: int
    joining: str = Joining.ASKED


def start_circle_in_program(
    *, enrollment: Enrollment, draft: CircleDraft, by: Actor, at: datetime
) -> Circle:
    """Start a circle of the program in which one takes part to lead; its seats are open."""
    require(START_CIRCLE, by, enrollment)
    program = enrollment.cohort.program
    draft = _checked(replace(draft, joining=circle_of(program.plan).joining))
    _refuse_too_many(draft, int(program.plan["capacity"]["most_learners_per_guide"]))
    terms = replace(
        Terms.of_cohort(enrollment.cohort), opens_at_once=True, is_circle=True, title=draft.title
    )
    seat = Seat(enrollment.person_id, Side.GUIDE, enrollment.pk)
    with transaction.atomic():
        circle = _start(terms, seat, draft, by=by, at=at)
        mark_matched(enrollments=[enrollment], at=at, by=by)
    return circle


def start_own_circle(
    *, organization: Organization, draft: CircleDraft, by: Actor, at: datetime
) -> Circle:
    """Start a circle without a program, open to one's organization. It counts as one place."""
    require(SEE_ORGANIZATION, by, organization)
    draft = _checked(draft)
    terms = Terms(
        organization,
        plan=template_plan(OWN_PLAN),
        is_circle=True,
        title=draft.title,
        plan_key=OWN_PLAN,
        takes=Takes.ONCE,
    )
    assert by.person_id is not None
    with transaction.atomic():
        return _start(terms, Seat(by.person_id, Side.GUIDE), draft, by=by, at=at)


def open_seats(
    *, relationship: Relationship, draft: CircleDraft, by: Actor, at: datetime
) -> Circle:
    """Open seats in a circle that was matched. Refuses fewer seats than are taken."""
    require(OPEN_SEATS_IN, by, relationship)
    with transaction.atomic():
        row = locked(relationship)
        require_going_on(row)
        if Circle.objects.filter(relationship=row).exists():
            raise WrongState(_("The seats of this circle are open already."))
        draft = _checked(replace(draft, joining=circle_of(plan_of(row)).joining))
        _refuse_too_few(draft, row)
        name_circle(row, draft.title, by=by, at=at)
        return _describe(row, draft, by=by, at=at)


def change_circle(*, circle: Circle, draft: CircleDraft, by: Actor, at: datetime) -> Circle:
    """Change name, topic or seats. More seats let those who wait move up."""
    require(LEAD_CIRCLE, by, circle)
    with transaction.atomic():
        row = locked(circle.relationship)
        require_going_on(row)
        circle = Circle.objects.get(pk=circle.pk)
        joining = circle.joining if row.program_id else draft.joining
        draft = _checked(replace(draft, joining=joining))
        if row.program is not None and draft.seats > circle.seats:
            most = int(plan_of(row)["capacity"]["most_learners_per_guide"])
            _refuse_too_many(draft, most)
        _refuse_too_few(draft, row)
        if row.title != draft.title:
            name_circle(row, draft.title, by=by, at=at)
        circle.topic, circle.seats, circle.joining = draft.topic, draft.seats, draft.joining
        circle.save(update_fields=["topic", "seats", "joining"])
        record_in_pair(events.CIRCLE_CHANGED, circle, row, by=by, at=at)
        move_up(circle, row, by=by, at=at)
    return circle


def hand_over(*, circle: Circle, to: Party, by: Actor, at: datetime) -> Circle:
    """Let somebody else of the circle lead it; they are told, and can hand it back.

    In a program only somebody who takes part to lead can; otherwise a member does it from now on.
    """
    require(LEAD_CIRCLE, by, circle)
    with transaction.atomic():
        row = locked(circle.relationship)
        require_going_on(row)
        circle = Circle.objects.get(pk=circle.pk)
        party = next((one for one in present_parties(row) if one.pk == to.pk), None)
        if party is None or party.person_id == by.person_id:
            raise InvalidInput(
                _("It is still yours."), {"to": _("Choose somebody else of the circle.")}
            )
        if row.program_id is not None and party.side != Side.GUIDE:
            raise WrongState(
                _(
                    "In this program circles are led by those who joined it for that. Ask your"
                    " coordinator to bring %(name)s in as one."
                )
                % {"name": party.person.given_name}
            )
        let_lead(row, party, by=by, at=at)
        handed_by = circle.facilitator
        circle.facilitator = party.person
        circle.save(update_fields=["facilitator"])
        record_in_pair(events.CIRCLE_HANDED_OVER, circle, row, by=by, at=at)
        who = handed_by.name if handed_by else ""
        tell(CIRCLE_HANDED, circle, row, party.person, at=at, who=who)
    return circle


def _start(terms: Terms, seat: Seat, draft: CircleDraft, *, by: Actor, at: datetime) -> Circle:
    row = open_agreed(terms=terms, pair=NewPair((seat,)), by=by, at=at)
    return _describe(row, draft, by=by, at=at)


def _describe(row: Relationship, draft: CircleDraft, *, by: Actor, at: datetime) -> Circle:
    values: dict[str, Any] = {"topic": draft.topic, "seats": draft.seats, "joining": draft.joining}
    circle = Circle.objects.create(
        relationship=row, facilitator_id=by.person_id, opened_at=at, **values
    )
    record_in_pair(events.CIRCLE_STARTED, circle, row, by=by, at=at)
    return circle


def _checked(draft: CircleDraft) -> CircleDraft:
    """The draft without blanks around its words; refuses what is missing or too long, by name."""
    title, topic = " ".join(draft.title.split()), " ".join(draft.topic.split())
    problems = {}
    for name, words, most in (("title", title, LONGEST_TITLE), ("topic", topic, LONGEST_TOPIC)):
        if not words:
            problems[name] = _("Write a few words.")
        elif len(words) > most:
            problems[name] = _("Keep it to %(most)d characters.") % {"most": most}
    if not 1 <= draft.seats <= MOST_SEATS:
        problems["seats"] = _("Choose between 1 and %(most)d seats.") % {"most": MOST_SEATS}
    if draft.joining not in Joining.values:
        problems["joining"] = _("Choose one of the two ways.")
    if problems:
        raise InvalidInput(_("The circle is not saved yet."), problems)
    return replace(draft, title=title, topic=topic)


def _refuse_too_many(draft: CircleDraft, most: int) -> None:
    if draft.seats > most:
        problem = _("In this program a circle has at most %(most)d seats.") % {"most": most}
        raise InvalidInput(_("The circle is not saved yet."), {"seats": problem})


def _refuse_too_few(draft: CircleDraft, row: Relationship) -> None:
    taken = sum(1 for party in present_parties(row) if party.side == Side.LEARNER)
    if draft.seats < taken:
        problem = _("%(taken)d seats are taken; it cannot have fewer.") % {"taken": taken}
        raise InvalidInput(_("The circle is not saved yet."), {"seats": problem})
