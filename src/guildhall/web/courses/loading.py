"""Loading a course for its pages, and the frame around them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.permissions.access import get_visible_or_404
from guildhall.preceptorship.course_access import READ_COURSE, READ_DEMANDED
from guildhall.preceptorship.models import Course, DemandedMeeting
from guildhall.web.shared.request import HallRequest

RELATED = (
    "learner",
    "organization",
    "program",
    "site",
    "unit",
    "relationship__program",
    "relationship__cohort",
    "relationship__organization",
)


def load(request: HallRequest, pk: int) -> Course:
    """The course; the 404 of a missing id for whoever may not read it."""
    rows = Course.objects.select_related(*RELATED)
    return get_visible_or_404(READ_COURSE, request.actor, pk, rows)


def load_demanded(request: HallRequest, pk: int) -> DemandedMeeting:
    """A demanded meeting with its course; the 404 of a missing id likewise."""
    rows = DemandedMeeting.objects.select_related(
        "meeting", "record", *(f"course__{name}" for name in RELATED)
    )
    return get_visible_or_404(READ_DEMANDED, request.actor, pk, rows)


def framed(request: HallRequest, course: Course, title: str = "") -> dict[str, Any]:
    """What a page of or below a course shows around its own content."""
    is_own = course.learner_id == request.person.pk
    name = _("Your course") if is_own else course.learner.name
    here = (name, reverse("course", args=[course.pk]) if title else None)
    trail: list[tuple[str, str | None]] = [
        (_("Pairs"), reverse("relationships")),
        (course.program.name, reverse("relationship", args=[course.relationship_id])),
        here,
    ]
    if title:
        trail.append((title, None))
    return {"course": course, "is_own": is_own, "breadcrumb": trail}
