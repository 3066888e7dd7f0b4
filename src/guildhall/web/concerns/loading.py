"""Loading a concern for its pages, and the frame around them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.concerns.models import Concern
from guildhall.concerns.queries.page import concern_for
from guildhall.web.concerns.words import heading, readers_words
from guildhall.web.shared.request import HallRequest

Breadcrumb = list[tuple[str, str | None]]


def load(request: HallRequest, pk: int) -> Concern:
    """The concern; the 404 of a missing id for whoever may not read it."""
    return concern_for(request.actor, pk)


def framed(request: HallRequest, concern: Concern, title: str = "") -> dict[str, Any]:
    """What a page of or below a concern shows around its own content."""
    is_own = concern.learner_id == request.person.pk
    return {
        "concern": concern,
        "heading": heading(concern, is_own=is_own),
        "readers": readers_words(concern, is_own=is_own),
        "breadcrumb": breadcrumb(request, concern, title),
    }


def breadcrumb(request: HallRequest, concern: Concern, title: str = "") -> Breadcrumb:
    """From the list to this page."""
    is_own = concern.learner_id == request.person.pk
    name = _("Yours") if is_own else concern.learner.name
    first: Breadcrumb = [(_("Concerns"), reverse("concerns"))]
    if not title:
        return [*first, (name, None)]
    return [*first, (name, reverse("concern", args=[concern.pk])), (title, None)]
