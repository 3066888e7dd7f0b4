"""“We met.”"""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.meetings.actions.logging import log_meeting
from guildhall.relationships.plans import agreed_cadence
from guildhall.relationships.queries.page import relationship_page
from guildhall.web.meetings.forms import MeetingForm
from guildhall.web.relationships.loading import load_own
from guildhall.web.relationships.relationship import show
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "POST")
def meetings(request: HallRequest, pk: int) -> HttpResponse:
    """Log a meeting."""
    row = load_own(request, pk)
    found = relationship_page(row, actor=request.actor, at=clock.now())
    form = MeetingForm(request.POST, today=found.today, cadence=agreed_cadence(row))
    if form.is_valid():
        try:
            log_meeting(relationship=row, by=request.actor, at=clock.now(), **form.cleaned_data)
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("Noted that you met."))
            return see_other(reverse("relationship", args=[pk]))
    return show(request, found, refused={"we_met": form})
