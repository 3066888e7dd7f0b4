"""A rhythm: suggested, accepted, ended."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.meetings.actions.rhythms import accept_rhythm, end_rhythm, suggest_rhythm
from guildhall.meetings.models import MeetingRhythm
from guildhall.relationships.plans import agreed_cadence
from guildhall.web.meetings.forms import RhythmForm
from guildhall.web.meetings.times import show_times
from guildhall.web.relationships.loading import load_own
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "POST")
def rhythm(request: HallRequest, pk: int) -> HttpResponse:
    """Suggest a rhythm."""
    row = load_own(request, pk)
    form = RhythmForm(request.POST, cadence=agreed_cadence(row))
    if form.is_valid():
        try:
            suggest_rhythm(relationship=row, by=request.actor, at=clock.now(), **form.values())
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("Suggested. Meetings are booked once you both want it."))
            return see_other(reverse("relationship_times", args=[pk]))
    return show_times(request, row, rhythm_form=form)


@page(For.SIGNED_IN, "POST")
def rhythm_acceptance(request: HallRequest, pk: int) -> HttpResponse:
    """Say yes to the rhythm that is suggested."""
    row = load_own(request, pk)
    held = MeetingRhythm.objects.select_related("relationship").filter(relationship=row).first()
    if held is None:
        raise WrongState(_("No rhythm is suggested at present."))
    accept_rhythm(rhythm=held, by=request.actor, at=clock.now())
    messages.success(request, _("Booked. The invitations are on their way."))
    return see_other(reverse("relationship_times", args=[pk]))


@page(For.SIGNED_IN, "POST")
def rhythm_end(request: HallRequest, pk: int) -> HttpResponse:
    """Book no more by the rhythm."""
    row = load_own(request, pk)
    end_rhythm(relationship=row, by=request.actor, at=clock.now())
    messages.success(request, _("Ended. Meetings that are booked stay as they are."))
    return see_other(reverse("relationship_times", args=[pk]))
