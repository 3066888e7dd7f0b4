"""Which other record is the same person?"""

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.directory.access import CHANGE_PERSON, READ_MEMBERS, SEE_PERSON
from guildhall.directory.models import Membership
from guildhall.flows.queries.merging import possible_doubles
from guildhall.permissions.access import get_visible_or_404, require, visible_to
from guildhall.web.shared.request import For, HallRequest, page

MOST = 30


@page(For.STAFF)
def person_merge(request: HallRequest, pk: int) -> HttpResponse:
    """Records that look alike, or those that a search finds."""
    person = get_visible_or_404(SEE_PERSON, request.actor, pk)
    require(CHANGE_PERSON, request.actor, person)
    q = request.GET.get("q", "").strip()[:100]
    found = possible_doubles(request.actor, person, q).prefetch_related(
        Prefetch("memberships", _known_memberships(request))
    )
    context = {
        "person": person,
        "q": q,
        "found": found[:MOST],
        "breadcrumb": [
            (_("People"), reverse("people")),
            (person.name, reverse("person", args=[pk])),
            (_("Merge"), None),
        ],
    }
    return render(request, "merging/choose.html", context)


def _known_memberships(request: HallRequest) -> QuerySet[Membership]:
    """Those in organizations that the reader reads: nobody learns of a person's other places."""
    houses = visible_to(READ_MEMBERS, request.actor)
    return Membership.objects.filter(organization__in=houses).select_related("unit")
