"""Demanded meetings: a time, a record, a signature."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.meetings.access import ACT_IN_MEETING
from guildhall.meetings.models import Meeting
from guildhall.meetings.queries.free import HORIZON, shared_times
from guildhall.permissions.access import get_visible_or_404, require
from guildhall.preceptorship.actions.schedule_meetings import (
    book_demanded,
    choose_meeting,
    sign_record,
    write_record,
)
from guildhall.preceptorship.course_access import MEET_DEMAND
from guildhall.preceptorship.models import DemandedMeeting
from guildhall.preceptorship.queries.schedule import (
    demand_line,
    record_of_meeting,
    untied_meetings,
)
from guildhall.relationships.models import Party
from guildhall.web.courses.forms import BookingForm, RecordForm
from guildhall.web.courses.loading import framed, load_demanded
from guildhall.web.courses.words import looked_at_help, meeting_lead
from guildhall.web.meetings.shown import moments
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, is_id, page, see_other

LENGTH = 60


@page(For.SIGNED_IN, "GET", "POST")
def demanded_booking(request: HallRequest, pk: int) -> HttpResponse:
    """A time for it: one that suits both, another, or a meeting that is there already."""
    row = load_demanded(request, pk)
    require(MEET_DEMAND, request.actor, row)
    if request.method == "POST" and request.POST.get("meeting"):
        return _choose(request, row)
    form = BookingForm(
        request.POST if request.method == "POST" else None,
        person=request.person,
        suits=_suits(request, row),
    )
    if form.is_valid():
        try:
            book_demanded(demanded=row, booking=form.booking(), by=request.actor, at=clock.now())
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("Booked. Both of you have an invitation."))
            return see_other(reverse("course", args=[row.course_id]))
    context = {**_framed(request, row), "form": form, "untied": untied_meetings(row.course)}
    return render(request, "courses/booking.html", context, status=422 if form.errors else 200)


@page(For.SIGNED_IN, "GET", "POST")
def demanded_record(request: HallRequest, pk: int) -> HttpResponse:
    """What came of it: read it and sign, or write it."""
    row = load_demanded(request, pk)
    require(MEET_DEMAND, request.actor, row)
    record = record_of_meeting(row)
    form = RecordForm(
        request.POST if request.method == "POST" else None,
        record=record,
        help_text=looked_at_help(row.kind),
    )
    if form.is_valid():
        try:
            write_record(demanded=row, draft=form.draft(), by=request.actor, at=clock.now())
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("Signed by you. The other one is asked to sign."))
            return see_other(reverse("course", args=[row.course_id]))
    line = demand_line(row)
    context = {
        **_framed(request, row),
        "form": form,
        "record": record,
        "signatures": list(record.signatures.select_related("person")) if record else [],
        "has_signed": _side(request, row) in line.signed,
        "is_complete": len(line.signed) > 1,
        "written": record.written_at.isoformat() if record else "",
    }
    return render(request, "courses/record.html", context, status=422 if form.errors else 200)


@page(For.SIGNED_IN, "POST")
def demanded_signature(request: HallRequest, pk: int) -> HttpResponse:
    """Sign what was read; `written` says which words these were."""
    row = load_demanded(request, pk)
    require(MEET_DEMAND, request.actor, row)
    try:
        written_at = datetime.fromisoformat(request.POST.get("written", ""))
    except ValueError:
        raise WrongState(_("Open the record again, then sign it.")) from None
    sign_record(demanded=row, written_at=written_at, by=request.actor, at=clock.now())
    messages.success(request, _("Signed. It stays with both of you."))
    return see_other(reverse("course", args=[row.course_id]))


def _choose(request: HallRequest, row: DemandedMeeting) -> HttpResponse:
    chosen = request.POST["meeting"]
    meeting = get_visible_or_404(
        ACT_IN_MEETING, request.actor, int(chosen) if is_id(chosen) else 0, Meeting.objects.all()
    )
    choose_meeting(demanded=row, meeting=meeting, by=request.actor, at=clock.now())
    messages.success(request, _("It stands for this meeting now."))
    return see_other(reverse("course", args=[row.course_id]))


def _suits(request: HallRequest, row: DemandedMeeting) -> list[tuple[str, str]]:
    """Times of the next four weeks that suit both, where the meeting is due about then."""
    at = clock.now()
    if row.due_on > (at + HORIZON).date():
        return []
    parties = Party.objects.filter(
        relationship=row.course.relationship_id, left_at__isnull=True
    ).select_related("person")
    people = [party.person for party in parties]
    found = shared_times(people, minutes=LENGTH, at=at)
    others = [person for person in people if person.pk != request.person.pk]
    shown = moments(sorted(found.best), reader=request.person, others=others)
    return [(one.value, f"{one.day}, {one.time}") for one in shown]


def _side(request: HallRequest, row: DemandedMeeting) -> str:
    parties = row.course.relationship.parties.filter(person=request.person, left_at__isnull=True)
    return str(parties.values_list("side", flat=True).first() or "")


def _framed(request: HallRequest, row: DemandedMeeting) -> dict[str, Any]:
    return {
        **framed(request, row.course, row.get_kind_display()),
        "demanded": row,
        "line": demand_line(row),
        "lead": meeting_lead(row.kind),
    }
