"""What every action here asks first, and how it tells people."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput, WrongState
from guildhall.directory.models import Person
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.kinds import Kind
from guildhall.notify.outgoing import ActButton, Outgoing
from guildhall.permissions.actor import Actor
from guildhall.relationships.actions.rows import locked, require_contact
from guildhall.relationships.models import Relationship
from guildhall.relationships.states import UNDER_WAY

LONGEST = 500


def held(relationship: Relationship) -> Relationship:
    """The pair, held until the transaction ends; refuses where it does not go on, or contact
    rests."""
    row = locked(relationship)
    require_contact(row)
    if row.state not in UNDER_WAY:
        raise WrongState(
            _("This pair stands at “%(state)s”, so nothing new is written now.")
            % {"state": row.get_state_display()}
        )
    return row


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
    event: object,
    path: str,
    at: datetime,
    acts: tuple[ActButton, ...] = (),
    **values: str,
) -> None:
    """Tell each of them once for this event."""
    messages = [
        Outgoing(
            kind=kind.key,
            to=person,
            values=values,
            key=f"{kind.key}:{event}:{person.pk}",
            organization=row.organization,
            about=f"relationship:{row.pk}",
            path=path,
            acts=acts,
        )
        for person in people
    ]
    send_many(messages, at=at)
