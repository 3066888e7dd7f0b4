"""Taking hold of a course before it changes, and telling its people."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput, NotAllowed, WrongState
from guildhall.directory.models import Person
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.kinds import Kind
from guildhall.notify.outgoing import Outgoing
from guildhall.permissions.actor import Actor
from guildhall.preceptorship.models import Course, CourseTurn
from guildhall.relationships.actions.rows import locked
from guildhall.relationships.models import Relationship
from guildhall.relationships.states import UNDER_WAY

LONGEST = 2000


def held_course(course: Course, *, is_going_on: bool = True) -> Course:
    """The course as it is now, with its pair, both held until the transaction ends; refuses one
    whose pair does not go on at present."""
    row = locked(course.relationship)
    found = Course.objects.select_for_update(of=("self",)).select_related("learner", "program")
    course = found.get(pk=course.pk)
    if course.relationship_id != row.pk:
        raise WrongState(_("It went on with another preceptor meanwhile. Open the page again."))
    course.relationship, course.organization = row, row.organization
    if is_going_on and row.state not in UNDER_WAY:
        raise WrongState(
            _("This can change while a pair is active. This one is: %(state)s.")
            % {"state": row.get_state_display()}
        )
    return course


def side_of(row: Relationship, by: Actor) -> str:
    """The side on which the actor stands in the pair now."""
    party = row.parties.filter(person_id=by.person_id or 0, left_at__isnull=True).first()
    if party is None:
        raise NotAllowed(_("Only the two of them can do this."))
    return str(party.side)


def people_of(row: Relationship, *besides: int | None) -> list[Person]:
    """Everybody in the pair now, besides whoever did it."""
    parties = row.parties.filter(left_at__isnull=True).select_related("person")
    return [party.person for party in parties if party.person_id not in besides]


def record_of_course(kind: str, thing: Model, course: Course, *, by: Actor, at: datetime) -> None:
    """That something happened to a thing of this course, under its house."""
    record(
        kind, by=by, subject=thing, at=at, organization_id=course.organization_id, course=course.pk
    )


def note_turn(
    course: Course, turn: str, kind: str, *, by: Actor, at: datetime, **values: object
) -> CourseTurn:
    """Keep what changed, and record it."""
    row = CourseTurn.objects.create(course=course, turn=turn, by_id=by.person_id, at=at, **values)
    record_of_course(kind, row, course, by=by, at=at)
    return row


def name_of(by: Actor, course: Course) -> str:
    """Who did it, in a message; the house where it was nobody in person."""
    person = Person.objects.filter(pk=by.person_id or 0).first()
    return person.name if person else course.organization.name


def tell(
    kind: Kind,
    course: Course,
    people: Iterable[Person],
    *,
    event: object,
    at: datetime,
    **values: str,
) -> int:
    """Tell each of them once for this event, with the way to the course; returns how many."""
    messages = [
        Outgoing(
            kind=kind.key,
            to=person,
            values={"learner": course.learner.name, **values},
            key=f"{kind.key}:{course.pk}:{event}:{person.pk}",
            organization=course.organization,
            about=f"relationship:{course.relationship_id}",
            path=f"/courses/{course.pk}/",
        )
        for person in people
    ]
    return send_many(messages, at=at).notices


def require_words(values: dict[str, str], *, needed: Iterable[str]) -> dict[str, str]:
    """The lines without blanks around them; refuses one that is missing or too long."""
    clean = {name: text.strip() for name, text in values.items()}
    problems = {name: _("Say it in a few words.") for name in needed if not clean[name]}
    for name, text in clean.items():
        if len(text) > LONGEST:
            problems[name] = _("Keep it to %(most)d characters.") % {"most": LONGEST}
    if problems:
        raise InvalidInput(_("This is not saved yet."), problems)
    return clean
