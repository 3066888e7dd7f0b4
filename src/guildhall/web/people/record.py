"""One person: what they show of themselves, what they take part in, and their record."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.directory.access import CHANGE_PERSON, ORGANIZATION, SEE_PERSON
from guildhall.directory.models import Person
from guildhall.directory.states import READERS, STAFF
from guildhall.permissions.access import get_visible_or_404, may
from guildhall.permissions.actor import Actor
from guildhall.programs.states import Side
from guildhall.web.people.part_in import Place, pairs_of, places_of, program_roles_of
from guildhall.web.people.profile_shown import profile_shown
from guildhall.web.people.reach import lists_people
from guildhall.web.people.record_shown import MembershipShown, memberships_shown, time_there
from guildhall.web.shared.request import For, HallRequest, page


@page(For.SIGNED_IN)
def person(request: HallRequest, pk: int) -> HttpResponse:
    """Staff and a manager see their people; everybody sees their own page as others do."""
    rows = Person.objects.select_related("account")
    row = get_visible_or_404(SEE_PERSON, request.actor, pk, rows)
    at = clock.now()
    memberships = memberships_shown(request.actor, row)
    is_self = row.pk == request.person.pk
    sees_wishes = is_self or _reads_any(request.actor, memberships)
    places = places_of(request.actor, row)
    context = {
        "person": row,
        "kind": arch_kind(memberships, places),
        "is_self": is_self,
        "memberships": memberships,
        "main": memberships[0] if memberships else None,
        "profile": profile_shown(row, with_wishes=sees_wishes, at=at),
        "sees_wishes": sees_wishes,
        "time_there": time_there(row, request.person, at=at),
        "places": places,
        "pairs": pairs_of(request.actor, row),
        "program_roles": program_roles_of(request.actor, row),
        "may_change": any(shown.is_staffed for shown in memberships)
        and may(CHANGE_PERSON, request.actor, row),
        "breadcrumb": [(_("People"), reverse("people")), (row.name, None)]
        if lists_people(request)
        else [(row.name, None)],
    }
    request.section = "people"  # type: ignore[attr-defined]
    return render(request, "people/person.html", context)


def _reads_any(actor: Actor, memberships: list[MembershipShown]) -> bool:
    """Whether it is more than a manager who looks."""
    houses = {shown.membership.organization_id for shown in memberships}
    return bool(houses & actor.scopes(ORGANIZATION, *READERS, *STAFF))


def arch_kind(memberships: list[MembershipShown], places: list[Place]) -> str:
    """The color of the arch: by what they do here."""
    if any(shown.grants for shown in memberships):
        return "staff"
    sides = {place.enrollment.side for place in places}
    if Side.GUIDE in sides:
        return "guide"
    return "learner" if Side.LEARNER in sides else "slate"
