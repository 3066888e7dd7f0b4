"""Ends as those who run programs see them: who waits, and figures that tell of nobody."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.mentoring.actions.after_end import note_call
from guildhall.mentoring.actions.departures import hold_talk
from guildhall.mentoring.ending_access import (
    ANSWER_CALL_WISH,
    HOLD_GUIDE_TALK,
    SEE_CALL_WISH,
    SEE_GUIDE_TALK,
)
from guildhall.mentoring.models import AfterEnd, GuideTalk
from guildhall.mentoring.queries.overseen_endings import (
    LEAST,
    calls_waiting,
    program_ends,
    rematches_due,
    talks_advised,
)
from guildhall.permissions.access import get_visible_or_404, visible_to
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.STAFF)
def endings(request: HallRequest) -> HttpResponse:
    """Calls, talks, promised matches, and what ends were about, grouped."""
    actor = request.actor
    calls, talks = calls_waiting(actor), talks_advised(actor)
    answerable = visible_to(ANSWER_CALL_WISH, actor).filter(called_at__isnull=True)
    holdable = visible_to(HOLD_GUIDE_TALK, actor).filter(held_at__isnull=True)
    context = {
        "calls": calls,
        "talks": talks,
        "may_call": set(answerable.values_list("pk", flat=True)) if calls else set(),
        "may_talk": set(holdable.values_list("pk", flat=True)) if talks else set(),
        "rematches": rematches_due(actor),
        "programs": program_ends(actor),
        "least": LEAST,
        "today": clock.today(request.person.time_zone),
        "breadcrumb": [(_("Pairs"), reverse("relationships")), (_("Endings"), None)],
    }
    return render(request, "endings/overseen.html", context)


@page(For.STAFF, "POST")
def call_wish(request: HallRequest, pk: int) -> HttpResponse:
    """Note that somebody was called."""
    rows = AfterEnd.objects.select_related("relationship")
    wish = get_visible_or_404(SEE_CALL_WISH, request.actor, pk, rows)
    note_call(after_end=wish, by=request.actor, at=clock.now())
    messages.success(request, _("Noted that you called."))
    return see_other(reverse("endings"))


@page(For.STAFF, "POST")
def guide_talk(request: HallRequest, pk: int) -> HttpResponse:
    """Note that you talked."""
    talk = get_visible_or_404(SEE_GUIDE_TALK, request.actor, pk, GuideTalk.objects.all())
    hold_talk(talk=talk, by=request.actor, at=clock.now())
    messages.success(request, _("Noted that you talked. It is counted anew from here."))
    return see_other(reverse("endings"))
