"""What safety puts on Today."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.directory.access import ORGANIZATION
from guildhall.directory.queries.organizations import administered_organizations
from guildhall.directory.states import STAFF, Role
from guildhall.programs.access import PROGRAM
from guildhall.programs.states import ProgramRole
from guildhall.relationships.models import Relationship
from guildhall.safety.queries.readers import has_officer
from guildhall.safety.queries.support import open_asks
from guildhall.safety.queries.worries import worries_to_handle
from guildhall.safety.states import WorryState
from guildhall.web.shared.request import HallRequest
from guildhall.web.today.task import NOW, SOME_DAY, SOON, Task

MOST = 3


def safety_tasks(request: HallRequest) -> Iterator[Task]:
    """Reports to see, people who asked for somebody, officers to be named.

    Whoever has no such role is asked nothing, also of the database.
    """
    actor = request.actor
    is_administrator = actor.holds_any(ORGANIZATION, Role.ADMINISTRATOR)
    if is_administrator or actor.holds_any(ORGANIZATION, Role.SAFETY):
        yield from _reports(request)
    if actor.holds_any(ORGANIZATION, *STAFF) or actor.holds_any(PROGRAM, ProgramRole.COORDINATOR):
        yield from _asks(request)
    if is_administrator:
        yield from _officers(request)


def _reports(request: HallRequest) -> Iterator[Task]:
    """In words that tell a passer-by nothing."""
    found = worries_to_handle(request.actor)
    unseen = [row for row in found if row.state == WorryState.REPORTED]
    if unseen:
        n = len(unseen)
        yield Task(
            urgency=NOW,
            title=ngettext(
                "One thing waits for your eyes alone",
                "%(n)s things wait for your eyes alone",
                n,
            )
            % {"n": n},
            reason=_("Whoever wrote it is told once you have seen it."),
            url=reverse("worry", args=[unseen[0].code]) if n == 1 else reverse("worries"),
            action=_("Look today"),
            icon="shield",
            state="person",
            state_words=_("today"),
        )


def _asks(request: HallRequest) -> Iterator[Task]:
    for ask in open_asks(request.actor, limit=MOST):
        yield Task(
            urgency=SOON,
            title=_("%(name)s asked for contact") % {"name": ask.asked_by.name},
            reason=_("%(category)s. The others of the pair do not know that they asked.")
            % {"category": ask.get_category_display()},
            url=f"{reverse('relationship', args=[ask.relationship_id])}#asked",
            action=_("Open the pair"),
            icon="hand-helping",
            state="nudge",
            state_words=_("asked"),
        )


def _officers(request: HallRequest) -> Iterator[Task]:
    """Houses that have pairs and nobody named who reads reports."""
    houses = {row.pk: row for row in administered_organizations(request.actor)}
    pairs = Relationship.objects.filter(organization__in=houses).order_by()
    running = set(pairs.values_list("organization_id", flat=True).distinct())
    for pk in sorted(running - has_officer(running)):
        yield Task(
            urgency=SOME_DAY,
            title=_("Name a safety officer"),
            reason=_("Until then, reports of a worry at %(name)s go to its administrators.")
            % {"name": houses[pk].name},
            url=reverse("safety_officers", args=[pk]),
            action=_("Name one"),
            icon="shield",
        )
