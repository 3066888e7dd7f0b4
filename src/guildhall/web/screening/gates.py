"""Noting the gates of an application."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.programs.actions.screening_gates import note_gates
from guildhall.web.screening.application import visible_application
from guildhall.web.screening.forms import gates_from
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "POST")
def save(request: HallRequest, pk: int) -> HttpResponse:
    """Keep yes, no or not known for each gate."""
    enrollment = visible_application(request, pk)
    note_gates(
        enrollment=enrollment, holds=gates_from(request.POST), by=request.actor, at=clock.now()
    )
    messages.success(request, _("The gates are noted."))
    return see_other(reverse("screening_application", args=[pk]) + "#gates")
