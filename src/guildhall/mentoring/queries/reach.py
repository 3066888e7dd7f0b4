"""Where an offer may be shown beyond its own organization, once its owner agrees."""

from dataclasses import dataclass

from django.db.models import Q

from guildhall.directory.models import Organization
from guildhall.programs.models import Program


@dataclass(frozen=True)
class Reach:
    """Partner organizations, and programs in which several organizations take part."""

    organizations: tuple[Organization, ...]
    programs: tuple[Program, ...]


def possible_reach(organization: Organization) -> Reach:
    """Those with which this organization runs a program now; two queries."""
    shared = Program.objects.filter(archived_at__isnull=True, partners__isnull=False).filter(
        Q(organization=organization) | Q(partners=organization)
    )
    programs = shared.distinct().select_related("organization").order_by("name", "pk")
    ids = shared.order_by().values("pk")
    partners = Organization.objects.filter(
        Q(programs__in=ids) | Q(partner_programs__in=ids)
    ).exclude(pk=organization.pk)
    return Reach(tuple(partners.distinct().order_by("name")), tuple(programs))
