"""What a person gets by mail."""

from collections.abc import Iterable
from dataclasses import dataclass

from guildhall.core.errors import NotVisible
from guildhall.directory.models import Person
from guildhall.notify.kinds import KINDS, Kind
from guildhall.notify.models import Preference
from guildhall.notify.unsubscribing import subscription_of


@dataclass(frozen=True)
class Choice:
    """One kind, and whether it comes by mail."""

    kind: Kind
    by_mail: bool


@dataclass(frozen=True)
class Subscription:
    """What an unsubscribe link is about."""

    person: Person
    kind: Kind
    by_mail: bool


def choices_of(person: Person, *, is_staff: bool) -> list[Choice]:
    """Every kind that this person may meet, by room and label; those for staff only to staff."""
    refused = set(
        Preference.objects.filter(person=person, by_mail=False).values_list("kind", flat=True)
    )
    return [
        Choice(kind, by_mail=not kind.can_unsubscribe or kind.key not in refused)
        for kind in sorted_kinds(KINDS.values())
        if is_staff or not kind.is_for_staff
    ]


def sorted_kinds(kinds: Iterable[Kind]) -> list[Kind]:
    """By the heading of their room, then by label."""
    return sorted(kinds, key=lambda kind: (str(kind.heading), str(kind.label)))


def subscription(token: str) -> Subscription:
    """Person, kind and present choice behind an unsubscribe link. A forged one is not there."""
    person_id, key = subscription_of(token)
    person = Person.objects.filter(pk=person_id).first()
    if person is None or key not in KINDS:
        raise NotVisible
    choice = Preference.objects.filter(person=person, kind=key).first()
    return Subscription(person, KINDS[key], by_mail=choice is None or choice.by_mail)
