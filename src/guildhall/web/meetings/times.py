"""Finding a time to meet: what suits both, proposals, a rhythm."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.meetings.access import ACT_IN_MEETING
from guildhall.meetings.actions.proposing import (
    MOST_TIMES,
    accept_time,
    propose_times,
    refuse_times,
)
from guildhall.meetings.models import Meeting, OfferedTime
from guildhall.meetings.queries.free import shared_times
from guildhall.meetings.queries.plans import plans_of
from guildhall.meetings.queries.rhythm_words import rhythm_words
from guildhall.meetings.states import MeetingMode, MeetingState
from guildhall.meetings.telling import how_words
from guildhall.permissions.access import get_visible_or_404, require
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.models import Relationship
from guildhall.relationships.plans import agreed_cadence
from guildhall.relationships.queries.page import RelationshipPage, relationship_page
from guildhall.relationships.states import UNDER_WAY, USUAL_MINUTES
from guildhall.web.meetings.forms import LENGTHS, ProposalForm, RhythmForm
from guildhall.web.meetings.shown import by_day, moments
from guildhall.web.relationships.loading import breadcrumb, heading, load
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, is_id, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def times(request: HallRequest, pk: int) -> HttpResponse:
    """Times that suit both, to propose up to five; `?move=` names a booked meeting to move."""
    row = load(request, pk)
    require(ACT_IN_RELATIONSHIP, request.actor, row)
    if request.method == "GET":
        return show_times(request, row)
    form = ProposalForm(request.POST, person=request.person)
    if form.is_valid():
        chosen = form.times()
        try:
            if form.is_valid():
                propose_times(
                    relationship=row,
                    times=chosen,
                    minutes=form.cleaned_data["minutes"],
                    mode=form.cleaned_data["mode"],
                    place=form.cleaned_data["place"],
                    moves=_moved(row, request.POST.get("move", "")),
                    by=request.actor,
                    at=clock.now(),
                )
                messages.success(request, _("Sent. You hear from us once a time is chosen."))
                return see_other(request.path)
        except InvalidInput as error:
            refuse(form, error)
    return show_times(request, row, form=form)


@page(For.SIGNED_IN, "POST")
def choice(request: HallRequest, pk: int) -> HttpResponse:
    """Choose one of the proposed times."""
    row = load(request, pk)
    require(ACT_IN_RELATIONSHIP, request.actor, row)
    wanted = request.POST.get("time", "")
    offered = OfferedTime.objects.select_related("meeting__relationship")
    time = offered.filter(meeting__relationship=row, pk=wanted if is_id(wanted) else 0).first()
    if time is None:
        messages.warning(request, _("Choose one of the times that are proposed now."))
        return see_other(reverse("relationship_times", args=[pk]))
    meeting = accept_time(time=time, by=request.actor, at=clock.now())
    messages.success(request, _("Booked. The invitation is on its way to your calendars."))
    return see_other(reverse("meeting", args=[meeting.pk]))


@page(For.SIGNED_IN, "POST")
def refusal(request: HallRequest, pk: int) -> HttpResponse:
    """None of the proposed times fits, or they are taken back."""
    meeting = get_visible_or_404(ACT_IN_MEETING, request.actor, pk)
    refuse_times(meeting=meeting, by=request.actor, at=clock.now())
    messages.success(request, _("Noted. Propose others when you like."))
    return see_other(reverse("relationship_times", args=[meeting.relationship_id]))


def show_times(
    request: HallRequest,
    row: Relationship,
    *,
    form: ProposalForm | None = None,
    rhythm_form: RhythmForm | None = None,
) -> HttpResponse:
    """The page, with whatever form was refused."""
    at = clock.now()
    found = relationship_page(row, actor=request.actor, at=at)
    is_refused = form is not None or rhythm_form is not None
    cadence = agreed_cadence(row)
    usual = cadence.minutes if cadence else USUAL_MINUTES
    minutes = _minutes(request, usual)
    moving = _moved(row, request.POST.get("move", "") or request.GET.get("move", ""))
    form = form or ProposalForm(
        initial={
            "minutes": minutes,
            "mode": (moving and moving.mode) or MeetingMode.VIDEO,
            "place": moving.place if moving else "",
        },
        person=request.person,
    )
    context: dict[str, Any] = {
        "found": found,
        "form": form,
        "rhythm_form": rhythm_form or RhythmForm(cadence=cadence),
        "minutes": minutes,
        "lengths": sorted({*LENGTHS, usual}),
        "moving": moving,
        "most": MOST_TIMES,
        "is_open": row.state in UNDER_WAY and row.contact_rests_since is None,
        "ticked": set(request.POST.getlist("times")),
        "heading": heading(found),
        "breadcrumb": breadcrumb(found, (_("Times to meet"), None)),
        **_plans(found, at=at),
    }
    if context["is_open"]:
        context |= _free(found, minutes=minutes, at=at, moving=moving)
    return render(request, "meetings/times.html", context, status=422 if is_refused else 200)


def _plans(found: RelationshipPage, *, at: datetime) -> dict[str, Any]:
    assert found.you is not None
    you = found.you.party.person
    others = [member.party.person for member in found.others]
    plans = plans_of(found.relationship, at=at)
    offered = list(plans.proposal.times.all()) if plans.proposal else []
    shown = moments([time.starts_at for time in offered], reader=you, others=others)
    booked = moments([meeting.starts_at for meeting in plans.ahead], reader=you, others=others)
    return {
        "plans": plans,
        "how": how_words(plans.proposal) if plans.proposal else "",
        "offered": [
            (time.pk, moment, moment.at > at) for time, moment in zip(offered, shown, strict=True)
        ],
        "is_own_proposal": bool(plans.proposal) and plans.proposal.proposed_by_id == you.pk,  # type: ignore[union-attr]
        "booked": list(zip(plans.ahead, booked, strict=True)),
        "rhythm_words": rhythm_words(plans.rhythm) if plans.rhythm else "",
        "is_own_rhythm": bool(plans.rhythm) and plans.rhythm.suggested_by_id == you.pk,  # type: ignore[union-attr]
    }


def _free(
    found: RelationshipPage, *, minutes: int, at: datetime, moving: Meeting | None
) -> dict[str, Any]:
    assert found.you is not None
    you = found.you.party.person
    others = [member.party.person for member in found.others]
    free = shared_times(
        [you, *others],
        minutes=minutes,
        at=at,
        moves=moving.pk if moving else None,
    )
    best = moments(free.best, reader=you, others=others)
    more = moments(free.more, reader=you, others=others)
    return {
        "best": best,
        "more": by_day(more),
        "free": free,
        "others": others,
        "own_week_missing": you in free.without_week,
        "own_calendar_missing": you in free.without_calendar,
        "weeks_missing": [person for person in free.without_week if person.pk != you.pk],
    }


def _minutes(request: HallRequest, usual: int) -> int:
    typed = request.POST.get("minutes", "") or request.GET.get("minutes", "")
    return int(typed) if typed in {str(length) for length in (*LENGTHS, usual)} else usual


def _moved(row: Relationship, typed: str) -> Meeting | None:
    if not is_id(typed):
        return None
    return row.meetings.filter(pk=typed, state=MeetingState.BOOKED).first()
