"""All settings that this person has, on one page."""

from django.http import HttpResponse
from django.shortcuts import render

from guildhall.directory.queries.organizations import (
    administered_organizations,
    staffed_organizations,
)
from guildhall.notify.access import looks_after_messages
from guildhall.web.shared.request import For, HallRequest, page


@page(For.SIGNED_IN)
def settings_home(request: HallRequest) -> HttpResponse:
    """Own account, notifications, and the organizations that this person looks after."""
    context = {
        "administered": administered_organizations(request.actor),
        "staffed": staffed_organizations(request.actor),
        "has_outbox": looks_after_messages(request.actor),
    }
    return render(request, "settings/home.html", context)
