"""Loading a pair for its pages, and the words around it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.permissions.access import get_visible_or_404
from guildhall.relationships.access import SEE_RELATIONSHIP
from guildhall.relationships.models import Relationship
from guildhall.relationships.queries.names import listed
from guildhall.relationships.queries.page import RelationshipPage
from guildhall.web.shared.request import HallRequest

Breadcrumb = list[tuple[str, str | None]]


def load(request: HallRequest, pk: int) -> Relationship:
    """The pair, with all that its page names; the 404 of a missing id for whoever may not see
    it."""
    rows = Relationship.objects.select_related("program", "cohort", "organization")
    return get_visible_or_404(SEE_RELATIONSHIP, request.actor, pk, rows)


def heading(found: RelationshipPage) -> str:
    """“You and Gwen” for the pair, both names for everybody else; a circle by its name."""
    if found.relationship.title:
        return found.relationship.title
    others = [member.given_name for member in found.others]
    if found.you is None:
        return listed([member.name for member in found.members])
    return listed([_("You"), *others])


def breadcrumb(found: RelationshipPage, *more: tuple[str, str | None]) -> Breadcrumb:
    """From the list to this page."""
    first: Breadcrumb = [(_("Pairs"), reverse("relationships"))]
    here = reverse("relationship", args=[found.relationship.pk]) if more else None
    return [*first, (_short(found), here), *more]


def _short(found: RelationshipPage) -> str:
    return found.relationship.title or listed([m.given_name for m in found.members])
