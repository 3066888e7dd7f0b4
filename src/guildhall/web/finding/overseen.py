"""How requests stand, for coordinators: counts and states."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core.errors import NotVisible
from guildhall.directory.access import ORGANIZATION
from guildhall.directory.states import READERS
from guildhall.mentoring.queries.overseen import (
    offer_counts,
    overseen_lines,
    request_counts,
    requests_overseen,
)
from guildhall.web.shared.request import For, HallRequest, page

ON_A_PAGE = 50


@page(For.STAFF)
def overseen(request: HallRequest) -> HttpResponse:
    """Who asked whom, and how it stands; what they wrote is theirs."""
    if not request.actor.scopes(ORGANIZATION, *READERS):
        raise NotVisible
    request.section = "relationships"  # type: ignore[attr-defined]
    shown = Paginator(requests_overseen(request.actor), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "requests": request_counts(request.actor),
        "offers": offer_counts(request.actor),
        "page": shown,
        "lines": overseen_lines(list(shown.object_list), request.actor),
        "breadcrumb": [(_("Pairs"), reverse("relationships")), (_("Requests"), None)],
    }
    return render(request, "finding/overseen.html", context)
