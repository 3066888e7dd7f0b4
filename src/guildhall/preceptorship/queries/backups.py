"""Backups of a pair, who can be one, and what waits for somebody's answer."""

from guildhall.directory.models import Person
from guildhall.permissions.access import get_visible_or_404
from guildhall.permissions.actor import Actor
from guildhall.preceptorship.models import Backup, Standing
from guildhall.preceptorship.standing_access import READ_BACKUP
from guildhall.preceptorship.standing_rules import asks_for_standing
from guildhall.preceptorship.standing_states import ABLE
from guildhall.relationships.models import Relationship
from guildhall.relationships.queries.resting import kept_apart

RELATED = ("person", "named_by", "relationship__program", "relationship__organization")


def backup_of(row: Relationship) -> Backup | None:
    """Whoever is named now; one query."""
    rows = row.backups.filter(ended_at__isnull=True)
    return rows.select_related("person").first()


def possible_backups(row: Relationship) -> list[Person]:
    """Who may precept in the house of the pair, is not of it, and is kept apart from nobody of it;
    by name, in a fixed number of queries."""
    if not asks_for_standing(row.program):
        return []
    inside = set(row.parties.filter(left_at__isnull=True).values_list("person_id", flat=True))
    able = Standing.objects.filter(organization=row.organization_id, state__in=ABLE)
    people = Person.objects.filter(
        pk__in=able.values("person_id"), merged_into__isnull=True
    ).exclude(pk__in=inside)
    found = list(people.order_by("family_name", "given_name", "pk"))
    apart = kept_apart([*inside, *(one.pk for one in found)])
    return [one for one in found if not any({one.pk, pk} in apart for pk in inside)]


def backup_for(actor: Actor, pk: int) -> Backup:
    """The naming, or the answer of a missing id."""
    return get_visible_or_404(READ_BACKUP, actor, pk, Backup.objects.select_related(*RELATED))


def backups_asked_of(person_id: int) -> list[Backup]:
    """What waits for the person's yes or no; one query."""
    rows = Backup.objects.filter(person=person_id, accepted_at__isnull=True, ended_at__isnull=True)
    return list(rows.select_related(*RELATED))


def standing_in(person_id: int) -> list[Backup]:
    """The pairs in which the person stands in now; one query."""
    rows = Backup.objects.filter(person=person_id, accepted_at__isnull=False, ended_at__isnull=True)
    return list(rows.select_related(*RELATED))
