"""The page of one meeting: when, where, what to talk about, and whether it took place."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.engine.calendar import feed
from guildhall.meetings.access import ACT_IN_MEETING, CHANGE_AGENDA_LINE
from guildhall.meetings.actions.agendas import add_agenda_line, remove_agenda_line
from guildhall.meetings.actions.booking import cancel_meeting
from guildhall.meetings.actions.confirming import confirm_meeting
from guildhall.meetings.guides import guide_for
from guildhall.meetings.models import AgendaLine, Meeting
from guildhall.meetings.states import MeetingState
from guildhall.meetings.telling import appointment_of, length_words
from guildhall.permissions.access import get_visible_or_404
from guildhall.relationships.actions.rows import present_parties
from guildhall.relationships.queries.page import RelationshipPage, relationship_page
from guildhall.relationships.states import UNDER_WAY, RelationshipState
from guildhall.web.meetings.forms import AgendaForm
from guildhall.web.meetings.shown import moments
from guildhall.web.relationships.loading import breadcrumb, heading, load
from guildhall.web.shared.request import For, HallRequest, page, see_other

ICS = "text/calendar; charset=utf-8"


def _load(request: HallRequest, pk: int) -> Meeting:
    rows = Meeting.objects.select_related("relationship__organization", "proposed_by")
    return get_visible_or_404(ACT_IN_MEETING, request.actor, pk, rows)


@page(For.SIGNED_IN)
def meeting(request: HallRequest, pk: int) -> HttpResponse:
    """Everything about a meeting; only the pair opens it."""
    return _show(request, _load(request, pk), AgendaForm())


@page(For.SIGNED_IN)
def meeting_file(request: HallRequest, pk: int) -> HttpResponse:
    """The meeting as a file for a calendar."""
    row = _load(request, pk)
    everybody = present_parties(row.relationship)
    text = feed([appointment_of(row, everybody, at=clock.now())], name="")
    return HttpResponse(
        text,
        content_type=ICS,
        headers={"Content-Disposition": 'attachment; filename="meeting.ics"'},
    )


@page(For.SIGNED_IN, "POST")
def cancellation(request: HallRequest, pk: int) -> HttpResponse:
    """Cancel a booked meeting."""
    row = cancel_meeting(meeting=_load(request, pk), by=request.actor, at=clock.now())
    messages.success(request, _("Cancelled. It leaves both of your calendars."))
    return see_other(reverse("relationship", args=[row.relationship_id]))


@page(For.SIGNED_IN, "POST")
def confirmation(request: HallRequest, pk: int) -> HttpResponse:
    """Say whether they met: `met` is yes or no."""
    row = _load(request, pk)
    answer = request.POST.get("met", "")
    if answer not in ("yes", "no"):
        messages.warning(request, _("Choose whether you met."))
        return see_other(reverse("meeting", args=[pk]))
    confirm_meeting(meeting=row, did_meet=answer == "yes", by=request.actor, at=clock.now())
    messages.success(request, _("Noted that you met.") if answer == "yes" else _("Noted."))
    return see_other(reverse("relationship", args=[row.relationship_id]))


@page(For.SIGNED_IN, "POST")
def agenda(request: HallRequest, pk: int) -> HttpResponse:
    """Put a line on the agenda."""
    row = _load(request, pk)
    form = AgendaForm(request.POST)
    if form.is_valid():
        try:
            add_agenda_line(
                meeting=row, text=form.cleaned_data["text"], by=request.actor, at=clock.now()
            )
        except InvalidInput as error:
            form.add_error("text", error.problems["text"])
        else:
            return see_other(reverse("meeting", args=[pk]))
    return _show(request, row, form)


@page(For.SIGNED_IN, "POST")
def agenda_removal(request: HallRequest, pk: int) -> HttpResponse:
    """Take a line off the agenda."""
    line = get_visible_or_404(CHANGE_AGENDA_LINE, request.actor, pk)
    remove_agenda_line(line=line, by=request.actor, at=clock.now())
    return see_other(reverse("meeting", args=[line.meeting_id]))


def _agenda(row: Meeting, found: RelationshipPage) -> QuerySet[AgendaLine]:
    """The lines that the reader was there for."""
    lines = row.agenda.select_related("written_by")
    return lines.filter(written_at__gte=found.came_at) if found.came_at else lines


def _show(request: HallRequest, row: Meeting, form: AgendaForm) -> HttpResponse:
    at = clock.now()
    found = relationship_page(load(request, row.relationship_id), actor=request.actor, at=at)
    others = [member.party.person for member in found.others]
    answers = {each.person_id: each.did_meet for each in row.confirmations.all()}
    is_open = found.relationship.state in UNDER_WAY
    context = {
        "found": found,
        "meeting": row,
        "moment": moments([row.starts_at], reader=request.person, others=others)[0],
        "length": length_words(row),
        "is_ahead": row.state == MeetingState.BOOKED and row.starts_at > at,
        "is_soon": row.starts_at - timedelta(minutes=30) <= at <= row.ends_at,
        "can_confirm": row.starts_at <= at
        and row.state in (MeetingState.BOOKED, MeetingState.HELD, MeetingState.MISSED),
        "own_answer": answers.get(request.person.pk),
        "both_met": sum(answers.values()) > 1,
        "agenda": _agenda(row, found),
        "can_write": is_open and row.state == MeetingState.BOOKED,
        "form": form,
        "guide": _guide(found),
        "heading": heading(found),
        "breadcrumb": breadcrumb(found, (_("Meeting"), None)),
    }
    status = 422 if form.is_bound else 200
    return render(request, "meetings/meeting.html", context, status=status)


def _guide(found: RelationshipPage) -> object:
    share = found.week / found.weeks if found.week and found.weeks else None
    return guide_for(
        held=found.relationship.meetings_held,
        share=share,
        is_closing=found.relationship.state == RelationshipState.CLOSING,
    )
