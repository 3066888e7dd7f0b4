"""The page of support, read and written."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.directory.access import SEE_ORGANIZATION
from guildhall.permissions.access import get_visible_or_404, require
from guildhall.safety.access import CHANGE_SUPPORT_PAGE
from guildhall.safety.actions.support import change_support_page
from guildhall.safety.queries.readers import would_read
from guildhall.safety.queries.support import support_around, support_page
from guildhall.web.safety.forms import SupportForm
from guildhall.web.shared.prose import prose
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN)
def support(request: HallRequest) -> HttpResponse:
    """What each organization around the reader says about support."""
    found = [
        {
            "organization": house,
            "emergency": page.emergency if page else "",
            "text": prose(page.text) if page and page.text else "",
            "readers": would_read(house, besides=()),
        }
        for house, page in support_around(request.actor)
    ]
    return render(request, "safety/support.html", {"houses": found})


@page(For.STAFF, "GET", "POST")
def support_edit(request: HallRequest, pk: int) -> HttpResponse:
    """Write the page of an organization."""
    row = get_visible_or_404(SEE_ORGANIZATION, request.actor, pk)
    require(CHANGE_SUPPORT_PAGE, request.actor, row)
    page = support_page(row)
    initial = {"emergency": page.emergency, "text": page.text} if page else {}
    form = SupportForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        change_support_page(organization=row, by=request.actor, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Saved. Your people read it from now on."))
        return see_other(reverse("support"))
    context = {
        "organization": row,
        "form": form,
        "breadcrumb": [(_("Settings"), reverse("settings")), (row.name, None)],
    }
    return render(request, "safety/support_edit.html", context, status=422 if form.errors else 200)
