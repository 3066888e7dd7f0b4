"""Taking hold of a relationship before it changes, and recording that it did."""

from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import NotAllowed, WrongState
from guildhall.permissions.actor import Actor
from guildhall.relationships.models import Party, Relationship


def locked(relationship: Relationship) -> Relationship:
    """The row as it is now, held until the transaction ends. Call inside one."""
    return (
        Relationship.objects.select_for_update(of=("self",))
        .select_related("organization", "program", "cohort")
        .get(pk=relationship.pk)
    )


def present_parties(relationship: Relationship) -> list[Party]:
    """Everybody who has not left, guides first."""
    rows = relationship.parties.filter(left_at__isnull=True)
    return list(rows.select_related("person", "enrollment"))


def require_contact(row: Relationship) -> None:
    """Nothing reaches the other while contact rests; the refusal blames nobody."""
    if row.contact_rests_since is not None:
        raise WrongState(_("Contact rests for now. What you wrote before is still here."))


def own_party(parties: list[Party], by: Actor) -> Party:
    """The actor's own place in it."""
    for party in parties:
        if party.person_id == by.person_id:
            return party
    raise NotAllowed(_("Only the two of them can do this."))


def record_in_pair(
    kind: str, thing: Model, row: Relationship, *, by: Actor, at: datetime, **more: str | int | None
) -> None:
    """That something happened to a thing of this pair, under the pair's organization."""
    house = row.organization_id
    record(kind, by=by, subject=thing, at=at, organization_id=house, relationship=row.pk, **more)
