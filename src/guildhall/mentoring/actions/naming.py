"""Being named where it is shown who learned from whom."""

from datetime import datetime

from django.db import transaction

from guildhall.audit.actions import record
from guildhall.core.errors import NotVisible
from guildhall.directory.models import Person
from guildhall.mentoring.actions.ending_events import NAMING_CHANGED
from guildhall.mentoring.models import NamingConsent
from guildhall.permissions.actor import Actor


def set_naming(*, person: Person, is_named: bool, by: Actor, at: datetime) -> None:
    """A person's own yes or no to being named; twice changes nothing. Nobody is told."""
    if by.person_id != person.pk:
        raise NotVisible
    with transaction.atomic():
        held = NamingConsent.objects.filter(person=person)
        if held.exists() == is_named:
            return
        if is_named:
            NamingConsent.objects.create(person=person, given_at=at)
        else:
            held.delete()
        record(NAMING_CHANGED, by=by, subject=person, at=at)
