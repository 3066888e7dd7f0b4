"""Loading a pair for its pages, and the words around it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.permissions.access import get_visible_or_404, require
from guildhall.relationships.access import ACT_IN_RELATIONSHIP, SEE_RELATIONSHIP
from guildhall.relationships.models import Relationship
from guildhall.relationships.queries.names import listed
from guildhall.relationships.queries.page import RelationshipPage
from guildhall.web.shared.request import HallRequest

Breadcrumb = list[tuple[str, str | None]]
# What the page of a pair names, from a row that hangs on one.
OF_PAIR = ("relationship__program", "relationship__cohort", "relationship__organization")


def load(request: HallRequest, pk: int) -> Relationship:
    """The pair, with all that its page names; the 404 of a missing id for whoever may not see
    it."""
    rows = Relationship.objects.select_related("program", "cohort", "organization")
    return get_visible_or_404(SEE_RELATIONSHIP, request.actor, pk, rows)


def load_own(request: HallRequest, pk: int) -> Relationship:
    """The reader's own pair, for what only the pair do; staff who see it are refused in words."""
    row = load(request, pk)
    require(ACT_IN_RELATIONSHIP, request.actor, row)
    return row


def framed(found: RelationshipPage, title: str) -> dict[str, Any]:
    """What a page below that of the pair shows around its own content, under this title."""
    return {
        "found": found,
        "heading": heading(found),
        "breadcrumb": breadcrumb(found, (title, None)),
    }


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
