"""Pages of support, and people who asked for a person."""

from guildhall.directory.models import Organization
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.relationships.models import Relationship
from guildhall.safety.access import READ_ASK, TAKE_UP_ASK, TURN_TO_ORGANIZATION
from guildhall.safety.models import ContactAsk, SupportPage


def support_page(organization: Organization) -> SupportPage | None:
    """What the organization wrote; None where it has not."""
    return SupportPage.objects.filter(organization=organization).first()


def support_around(actor: Actor) -> list[tuple[Organization, SupportPage | None]]:
    """The organizations that the actor may turn to, with their pages; two queries."""
    houses = list(visible_to(TURN_TO_ORGANIZATION, actor).order_by("name"))
    pages = SupportPage.objects.filter(organization__in=houses)
    written = {page.organization_id: page for page in pages}
    return [(house, written.get(house.pk)) for house in houses]


def asks_of(relationship: Relationship, *, actor: Actor) -> list[ContactAsk]:
    """Who of the pair asked for a person, as far as the actor reads it; the newest first."""
    rows = ContactAsk.objects.filter(relationship=relationship)
    return list(visible_to(READ_ASK, actor, rows).select_related("asked_by", "taken_up_by"))


def open_asks(actor: Actor, *, limit: int) -> list[ContactAsk]:
    """What waits for the actor, the oldest first."""
    rows = ContactAsk.objects.filter(taken_up_at__isnull=True).select_related("asked_by")
    return list(visible_to(TAKE_UP_ASK, actor, rows).order_by("asked_at", "pk")[:limit])
