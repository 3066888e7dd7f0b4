"""Organizations, their places and teams."""

from datetime import datetime

from django.db import transaction

from guildhall.audit.actions import record
from guildhall.directory.access import ADMINISTER_ORGANIZATION
from guildhall.directory.actions.events import ORGANIZATION_CHANGED
from guildhall.directory.models import Organization, Site, Unit
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor


def add_organization(
    *, name: str, slug: str, kind: str, time_zone: str, at: datetime
) -> Organization:
    """A new organization. The command line, the first start and inviting a partner do this."""
    return Organization.objects.create(
        name=name, slug=slug, kind=kind, time_zone=time_zone, created_at=at
    )


def change_organization(
    *, organization: Organization, name: str, time_zone: str, by: Actor, at: datetime
) -> Organization:
    """Change name and time zone. Refuses anybody but administrators."""
    require(ADMINISTER_ORGANIZATION, by, organization)
    with transaction.atomic():
        organization.name, organization.time_zone = name, time_zone
        organization.save(update_fields=["name", "time_zone"])
        record(
            ORGANIZATION_CHANGED,
            by=by,
            subject=organization,
            at=at,
            organization_id=organization.pk,
        )
    return organization


def add_site(*, organization: Organization, name: str, by: Actor) -> Site:
    """A place of the organization; an existing name gives the existing place."""
    require(ADMINISTER_ORGANIZATION, by, organization)
    return Site.objects.get_or_create(organization=organization, name=name)[0]


def add_unit(*, organization: Organization, name: str, by: Actor, site: Site | None = None) -> Unit:
    """A team of the organization; an existing name gives the existing team."""
    require(ADMINISTER_ORGANIZATION, by, organization)
    return Unit.objects.get_or_create(
        organization=organization, name=name, defaults={"site": site}
    )[0]
