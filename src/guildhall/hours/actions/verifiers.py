"""Who verifies hours in a house."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput
from guildhall.directory.models import Organization, Person, Site, Unit
from guildhall.hours.access import CHANGE_VERIFIER, NAME_VERIFIERS
from guildhall.hours.actions.events import VERIFIER_ENDED, VERIFIER_NAMED
from guildhall.hours.actions.rows import told
from guildhall.hours.kinds import VERIFIER_NAMED as TOLD_NAMED
from guildhall.hours.models import Verifier
from guildhall.notify.actions.outbox import send_many
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor


def name_verifier(
    *,
    organization: Organization,
    person: Person,
    site: Site | None,
    unit: Unit | None,
    by: Actor,
    at: datetime,
) -> Verifier:
    """Let a member verify hours worked here, at one site or in one unit where that is said.

    They are told. Refuses people and places of other houses, and somebody who does already.
    """
    require(NAME_VERIFIERS, by, organization)
    problems: dict[str, str] = {}
    with transaction.atomic():
        Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
        if not person.memberships.filter(organization=organization, ended_at=None).exists():
            problems["person"] = _("Choose somebody of %(house)s.") % {"house": organization.name}
        for name, place in (("site", site), ("unit", unit)):
            if place is not None and place.organization_id != organization.pk:
                problems[name] = _("Choose a place of %(house)s.") % {"house": organization.name}
        if Verifier.objects.filter(organization=organization, person=person, ended_at=None):
            problems["person"] = _("%(name)s verifies hours already. End that first.") % {
                "name": person.name
            }
        if problems:
            raise InvalidInput(_("Nobody is named yet."), problems)
        verifier = Verifier.objects.create(
            organization=organization,
            person=person,
            site=site,
            unit=unit,
            named_by_id=by.person_id,
            named_at=at,
        )
        record(VERIFIER_NAMED, by=by, subject=verifier, at=at, organization_id=organization.pk)
        if person.pk != by.person_id:
            _tell(verifier, by=by, at=at)
    return verifier


def end_verifier(*, verifier: Verifier, by: Actor, at: datetime) -> Verifier:
    """They verify no longer; what they verified stays. Twice changes nothing."""
    require(CHANGE_VERIFIER, by, verifier)
    with transaction.atomic():
        row = Verifier.objects.select_for_update(of=("self",)).get(pk=verifier.pk)
        if row.ended_at is None:
            row.ended_at = at
            row.save(update_fields=["ended_at"])
            house = row.organization_id
            record(VERIFIER_ENDED, by=by, subject=row, at=at, organization_id=house)
    return row


def _tell(verifier: Verifier, *, by: Actor, at: datetime) -> None:
    namer = Person.objects.get(pk=by.person_id or 0)
    message = told(
        TOLD_NAMED,
        verifier.organization,
        verifier.person,
        event=str(verifier.pk),
        path="/hours-worked/",
        who=namer.name,
        house=verifier.organization.name,
    )
    send_many([message], at=at)
