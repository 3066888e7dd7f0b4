"""Loading a pair for the pages of its learning, and the frame around them."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.dates import full_day
from guildhall.core.errors import NotVisible
from guildhall.instruction.access import LEARN_TOGETHER, TRY_SKILLS
from guildhall.permissions.access import get_visible_or_404, may
from guildhall.programs.states import Side
from guildhall.relationships.access import SEE_RELATIONSHIP
from guildhall.relationships.models import Relationship
from guildhall.relationships.queries.page import Member, RelationshipPage, relationship_page
from guildhall.relationships.states import UNDER_WAY
from guildhall.web.relationships.loading import Breadcrumb, breadcrumb, heading
from guildhall.web.shared.request import HallRequest

RELATED = ("program__framework", "cohort", "organization")


def load(request: HallRequest, pk: int) -> Relationship:
    """The reader's own pair that learns together; the 404 of a missing id for everybody else."""
    rows = Relationship.objects.select_related(*RELATED)
    return get_visible_or_404(LEARN_TOGETHER, request.actor, pk, rows)


def load_skills(request: HallRequest, pk: int) -> Relationship:
    """The pair, for the two of it and for whoever stands in."""
    rows = Relationship.objects.select_related(*RELATED)
    return get_visible_or_404(TRY_SKILLS, request.actor, pk, rows)


def framed(
    request: HallRequest, row: Relationship, *more: tuple[str, str | None]
) -> dict[str, Any]:
    """What a page below that of the pair shows around its own content; `more` ends with its
    title."""
    found = relationship_page(row, actor=request.actor, at=clock.now())
    return {
        "found": found,
        "heading": heading(found),
        "learner": member_on(found, Side.LEARNER),
        "guide": member_on(found, Side.GUIDE),
        "is_learner": found.you is not None and found.you.side == Side.LEARNER,
        "can_write": row.state in UNDER_WAY and row.contact_rests_since is None,
        "breadcrumb": _breadcrumb(request, found, *more),
    }


def _breadcrumb(
    request: HallRequest, found: RelationshipPage, *more: tuple[str, str | None]
) -> Breadcrumb:
    """From the list to this page; whoever stands in has no page of the pair to go back to."""
    if found.you is not None or may(SEE_RELATIONSHIP, request.actor, found.relationship):
        return breadcrumb(found, *more)
    return list(more)


def member_on(found: RelationshipPage, side: str) -> Member | None:
    """The first of the pair on a side."""
    return next((one for one in found.members if one.side == side), None)


def day_of(text: str) -> date:
    """The day in an address; what is no day is not there."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotVisible from None


def week_title(monday: date) -> str:
    """“Week of Nov 16, 2026”."""
    return _("Week of %(day)s") % {"day": full_day(monday)}
