"""What every action here asks first, and how it tells people."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from guildhall.concerns.models import Concern, ConcernMove
from guildhall.concerns.states import CONCERN_TRANSITIONS, ConcernState
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.core.transitions import require_transition
from guildhall.directory.models import Person
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.kinds import Kind
from guildhall.notify.outgoing import Outgoing
from guildhall.permissions.actor import Actor
from guildhall.relationships.actions.rows import locked
from guildhall.relationships.models import Relationship
from guildhall.relationships.states import BEGUN, UNDER_WAY

LONGEST = 2000
LONGEST_STEP = 300


def held(concern: Concern, *, by: Actor) -> Concern:
    """The concern as it is now, with its pair, both held until the transaction ends."""
    row = locked(concern.relationship)
    require_going_on(row, by=by)
    found = Concern.objects.select_for_update(of=("self",)).select_related("learner")
    concern = found.get(pk=concern.pk)
    concern.relationship = row
    return concern


def require_assesses(row: Relationship) -> None:
    """Concerns and decisions belong to programs that assess; mentoring knows neither."""
    if row.program is None or not row.program.is_evaluative:
        raise WrongState(
            _("Nobody is assessed here, so there are no concerns. Talk about it, or ask a person.")
        )


def require_going_on(row: Relationship, *, by: Actor) -> None:
    """A concern is worked on while the pair is there. While it rests, only those who are not of
    the pair go on with it."""
    of_pair = row.parties.filter(person_id=by.person_id or 0, left_at__isnull=True).exists()
    if row.state in UNDER_WAY or (row.state in BEGUN and not of_pair):
        return
    raise WrongState(
        _("This pair stands at “%(state)s”, so that does not fit now. A coordinator can help.")
        % {"state": row.get_state_display()}
    )


def move(
    concern: Concern, state: ConcernState, *, by: Actor, at: datetime, words: str = ""
) -> None:
    """One step of a concern, from one state to the next, kept for good."""
    refusal = _("This concern stands at “%(state)s”, so that does not fit now.") % {
        "state": concern.get_state_display()
    }
    require_transition(CONCERN_TRANSITIONS, concern.state, state, refusal)
    if state != concern.state:
        concern.state = state
        ConcernMove.objects.create(
            concern=concern, state=state, by_id=by.person_id, at=at, words=words
        )
    concern.save()


def go_on(
    concern: Concern, state: ConcernState, due_at: datetime | None, *, by: Actor, at: datetime
) -> None:
    """One step on, with the next day on the clock. What waits for whoever leads keeps waiting."""
    if concern.state == ConcernState.ESCALATED:
        return
    concern.due_at = due_at
    move(concern, state, by=by, at=at)


def require_words(
    values: dict[str, str], *, needed: tuple[str, ...] = (), most: int = LONGEST
) -> dict[str, str]:
    """The words without blanks around them; refuses what is missing or too long, by name."""
    words = {name: value.strip() for name, value in values.items()}
    problems = {name: _("Write a few words.") for name in needed if not words[name]}
    for name, text in words.items():
        if len(text) > most:
            problems[name] = _("Keep it to %(most)d characters.") % {"most": most}
    if problems:
        raise InvalidInput(_("This is not saved yet."), problems)
    return words


def name_of(by: Actor, row: Relationship) -> str:
    """Who did it, in a message; the house where it was nobody in person."""
    person = Person.objects.filter(pk=by.person_id or 0).first()
    return person.name if person else row.organization.name


def tell(
    kind: Kind,
    row: Relationship,
    people: Iterable[Person],
    *,
    event: str,
    path: str,
    at: datetime,
    **values: str,
) -> int:
    """Tell each of them once for this event; returns how many were told now."""
    messages = [
        Outgoing(
            kind=kind.key,
            to=person,
            values=values,
            key=f"{kind.key}:{event}:{person.pk}",
            organization=row.organization,
            about=f"relationship:{row.pk}",
            path=path,
        )
        for person in people
    ]
    return send_many(messages, at=at).notices


def tell_of(
    kind: Kind,
    concern: Concern,
    people: Iterable[Person],
    *,
    at: datetime,
    event: object = "",
    **values: str,
) -> int:
    """Tell people of a concern, with the way to its page."""
    return tell(
        kind,
        concern.relationship,
        people,
        event=f"{concern.pk}:{event}",
        path=f"/concerns/{concern.pk}/",
        at=at,
        learner=concern.learner.name,
        **values,
    )
