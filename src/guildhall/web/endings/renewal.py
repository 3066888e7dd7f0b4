"""The yearly question."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import NotVisible
from guildhall.mentoring.actions.renewals import end_kindly, renew
from guildhall.mentoring.ending_states import RenewalOutcome
from guildhall.mentoring.queries.renewals import renewal_of
from guildhall.relationships.queries.page import relationship_page
from guildhall.web.endings.forms import RenewalForm
from guildhall.web.relationships.loading import framed, load_own
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def renewal(request: HallRequest, pk: int) -> HttpResponse:
    """`do=end` ends it kindly; anything else posted is a yes."""
    row = load_own(request, pk)
    found = relationship_page(row, actor=request.actor, at=clock.now())
    assert found.you is not None
    shown = renewal_of(row, you=found.you.party)
    if shown is None:
        raise NotVisible
    if request.POST.get("do") == "end":
        end_kindly(renewal=shown.renewal, by=request.actor, at=clock.now())
        messages.success(request, _("It has ended. Everybody is told the same kind words."))
        return see_other(reverse("relationship_next", args=[pk]))
    form = RenewalForm(
        request.POST if request.method == "POST" else None, rhythm=found.rhythm_words
    )
    if form.is_valid():
        every = form.cleaned_data["every_days"]
        settled = renew(renewal=shown.renewal, every_days=every, by=request.actor, at=clock.now())
        is_done = settled.outcome == RenewalOutcome.RENEWED
        messages.success(
            request,
            _("You go on for another year.")
            if is_done
            else _("Thank you. You hear from us once everybody has said yes."),
        )
        return see_other(reverse("relationship", args=[pk]))
    context = {
        **framed(found, _("Another year")),
        "form": form,
        "shown": shown,
    }
    return render(request, "endings/renewal.html", context, status=422 if form.errors else 200)
