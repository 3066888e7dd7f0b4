"""Naming who may sign off for an organization, beside the preceptor of a pair."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.assessment.actions.sign_off_events import ASSESSOR_ENDED, ASSESSOR_NAMED
from guildhall.assessment.models import Assessor
from guildhall.assessment.sign_off_access import END_ASSESSOR, NAME_ASSESSORS
from guildhall.assessment.sign_off_messages import YOU_ARE_ASSESSOR
from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput
from guildhall.directory.models import Membership, Organization, Person
from guildhall.notify.actions.outbox import send
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor


def name_assessor(*, organization: Organization, email: str, by: Actor, at: datetime) -> Assessor:
    """Name a member of the house, by their address; they are told. Whoever is one already stays so.

    Refuses an address that no member has.
    """
    require(NAME_ASSESSORS, by, organization)
    members = Membership.objects.filter(organization=organization, ended_at__isnull=True)
    found = members.filter(person__email__iexact=email.strip()).select_related("person").first()
    if found is None:
        words = _("Nobody here has this address. Bring them into the house first.")
        raise InvalidInput(words, {"email": words})
    with transaction.atomic():
        row = Assessor.objects.select_for_update().filter(
            organization=organization, person=found.person, ended_at=None
        )
        present = row.first()
        if present is not None:
            return present
        named = Assessor.objects.create(
            organization=organization, person=found.person, named_by_id=by.person_id, named_at=at
        )
        record(
            ASSESSOR_NAMED,
            by=by,
            subject=named,
            at=at,
            organization_id=organization.pk,
            assessor=found.person_id,
        )
        if found.person_id != by.person_id:
            _welcome(named, by=by, at=at)
    return named


def end_assessor(*, assessor: Assessor, by: Actor, at: datetime) -> Assessor:
    """They are asked no more; what they signed stays, and so does the row. Twice is the same."""
    require(END_ASSESSOR, by, assessor)
    with transaction.atomic():
        row = Assessor.objects.select_for_update().get(pk=assessor.pk)
        if row.ended_at is None:
            row.ended_at = at
            row.save(update_fields=["ended_at"])
            house = row.organization_id
            record(
                ASSESSOR_ENDED,
                by=by,
                subject=row,
                at=at,
                organization_id=house,
                assessor=row.person_id,
            )
    return row


def _welcome(row: Assessor, *, by: Actor, at: datetime) -> None:
    namer = Person.objects.filter(pk=by.person_id or 0).first()
    send(
        YOU_ARE_ASSESSOR.key,
        to=row.person,
        values={"who": namer.name if namer else row.organization.name},
        key=f"{YOU_ARE_ASSESSOR.key}:{row.pk}",
        at=at,
        organization=row.organization,
        path="/sign-offs/",
    )
