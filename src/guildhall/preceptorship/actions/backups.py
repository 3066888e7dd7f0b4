"""Backups: asked for, answered, ended. Whoever stands in may read and record, and no more."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput, WrongState
from guildhall.directory.models import Person
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.kinds import Kind
from guildhall.notify.outgoing import Outgoing
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.preceptorship.actions.standing_events import (
    BACKUP_ACCEPTED,
    BACKUP_ENDED,
    BACKUP_NAMED,
)
from guildhall.preceptorship.models import Backup
from guildhall.preceptorship.queries.backups import possible_backups
from guildhall.preceptorship.standing_access import ANSWER_BACKUP, END_BACKUP, NAME_BACKUP
from guildhall.preceptorship.standing_messages import BACKUP_ANSWERED, BACKUP_ASKED
from guildhall.preceptorship.standing_messages import BACKUP_ENDED as TOLD_ENDED
from guildhall.programs.states import Side
from guildhall.relationships.actions.rows import locked, record_in_pair
from guildhall.relationships.endings import on_end
from guildhall.relationships.models import Relationship
from guildhall.relationships.queries.names import listed
from guildhall.relationships.states import BEGUN


def name_backup(*, relationship: Relationship, person: Person, by: Actor, at: datetime) -> Backup:
    """Ask somebody to stand in; they are told, and nothing holds before their yes.

    Refuses while another one is named, a pair that has not begun or has ended, and anybody who may
    not precept in this house, is of the pair, or is kept apart from one of it.
    """
    require(NAME_BACKUP, by, relationship)
    with transaction.atomic():
        row = locked(relationship)
        if row.state not in BEGUN:
            raise WrongState(_("A backup is named for a pair that goes on."))
        if row.backups.filter(ended_at__isnull=True).exists():
            raise WrongState(_("There is a backup already. End that first, then name another."))
        if person not in possible_backups(row):
            raise InvalidInput(
                _("Nobody is asked yet."),
                {"person": _("Choose somebody who can precept here and is not of this pair.")},
            )
        made = Backup.objects.create(
            relationship=row, person=person, named_by_id=by.person_id, named_at=at
        )
        record_in_pair(BACKUP_NAMED, made, row, by=by, at=at)
        asks = _name_of(by, row)
        _tell(BACKUP_ASKED, made, [person], path=f"/backups/{made.pk}/", who=asks, at=at)
    return made


def answer_backup(*, backup: Backup, is_yes: bool, by: Actor, at: datetime) -> Backup:
    """Their yes or no; whoever named them is told. Refuses a second answer, and a pair that has
    ended or whose standing does not allow it any more."""
    require(ANSWER_BACKUP, by, backup)
    with transaction.atomic():
        row = locked(backup.relationship)
        made = _held(backup, row)
        if made.accepted_at is not None:
            raise WrongState(_("You have said yes already. You can step back at any time."))
        if is_yes and (row.state not in BEGUN or made.person not in possible_backups(row)):
            raise WrongState(_("This cannot be taken on any more. Say no, or ask who named you."))
        if is_yes:
            made.accepted_at = at
        else:
            made.ended_at, made.ended_by_id = at, by.person_id
        made.save()
        kind = BACKUP_ACCEPTED if is_yes else BACKUP_ENDED
        record_in_pair(kind, made, row, by=by, at=at)
        people = [made.named_by] if made.named_by else []
        path = f"/relationships/{row.pk}/"
        _tell(BACKUP_ANSWERED, made, people, path=path, who=made.person.name, at=at)
    return made


def end_backup(*, backup: Backup, by: Actor, at: datetime) -> Backup:
    """They stand in no longer; the others are told. Twice changes nothing."""
    require(END_BACKUP, by, backup)
    with transaction.atomic():
        row = locked(backup.relationship)
        made = _held(backup, row)
        if made.ended_at is None:
            _end(made, row, by=by, at=at)
            others = [*_guides(row), made.person]
            people = [one for one in others if one.pk != by.person_id]
            path = f"/relationships/{row.pk}/"
            for person in people:
                to = "/" if person.pk == made.person_id else path
                _tell(TOLD_ENDED, made, [person], path=to, who=made.person.name, at=at)
    return made


@on_end
def end_backups(row: Relationship, by: Actor, at: datetime) -> None:
    """The pair has ended, and with it whoever stood in; nobody is told twice."""
    for made in Backup.objects.filter(relationship=row, ended_at__isnull=True):
        _end(made, row, by=by, at=at)


def _end(made: Backup, row: Relationship, *, by: Actor, at: datetime) -> None:
    made.ended_at, made.ended_by_id = at, by.person_id
    made.save(update_fields=["ended_at", "ended_by"])
    record_in_pair(BACKUP_ENDED, made, row, by=by, at=at)


def _held(backup: Backup, row: Relationship) -> Backup:
    found = Backup.objects.select_for_update(of=("self",)).select_related("person", "named_by")
    made = found.get(pk=backup.pk)
    made.relationship = row
    return made


def _guides(row: Relationship) -> list[Person]:
    return _on(row, Side.GUIDE)


def _on(row: Relationship, side: Side) -> list[Person]:
    parties = row.parties.filter(side=side, left_at__isnull=True).select_related("person")
    return [party.person for party in parties]


def _name_of(by: Actor, row: Relationship) -> str:
    person = Person.objects.filter(pk=by.person_id or 0).first()
    return person.name if person else row.organization.name


def _tell(
    kind: Kind, made: Backup, people: list[Person], *, path: str, who: str, at: datetime
) -> None:
    row = made.relationship
    learner = listed([one.name for one in _on(row, Side.LEARNER)])
    messages = [
        Outgoing(
            kind=kind.key,
            to=person,
            values={"who": who, "learner": learner},
            key=f"{kind.key}:{made.pk}:{person.pk}",
            organization=row.organization,
            about=f"relationship:{row.pk}",
            path=path,
        )
        for person in people
    ]
    send_many(messages, at=at)
