"""Booking a time in two taps, giving it back, and the question afterward."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.mentoring.actions.booking import (
    book_slot,
    cancel_booking,
    last_moment,
    starts_of,
)
from guildhall.mentoring.actions.talks import answer_talk
from guildhall.mentoring.hours_access import ACT_IN_BOOKING, BOOK_SLOT, SEE_SLOT
from guildhall.mentoring.hours_states import Use
from guildhall.mentoring.models import Slot, SlotBooking, TalkAnswer
from guildhall.permissions.access import get_visible_or_404, require
from guildhall.web.hours.forms import BookingForm, TalkForm
from guildhall.web.meetings.shown import moments
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def slot_booking(request: HallRequest, pk: int) -> HttpResponse:
    """One line, and it is booked."""
    rows = Slot.objects.select_related("hours__guide", "hours__organization")
    slot = get_visible_or_404(SEE_SLOT, request.actor, pk, rows)
    require(BOOK_SLOT, request.actor, slot)
    form = BookingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = book_slot(
                slot=slot, about=form.cleaned_data["about"], by=request.actor, at=clock.now()
            )
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("Booked. The invitation is on its way to your calendar."))
            return see_other(reverse("booking", args=[made.pk]))
    guide = slot.hours.guide
    context = {
        "form": form,
        "slot": slot,
        "moment": moments([slot.starts_at], reader=request.person, others=[guide])[0],
        "is_open": slot.starts_at > clock.now()
        and slot.withdrawn_at is None
        and not slot.bookings.filter(cancelled_at__isnull=True).exists(),
        "breadcrumb": _breadcrumb(guide.name),
    }
    return render(request, "hours/booking_new.html", context, status=422 if form.errors else 200)


@page(For.SIGNED_IN, "GET", "POST")
def booking(request: HallRequest, pk: int) -> HttpResponse:
    """When, where and what about; afterward, the one question."""
    row = _load(request, pk)
    me = request.actor.person_id
    answers = list(TalkAnswer.objects.filter(booking=row).select_related("person"))
    own = next((one for one in answers if one.person_id == me), None)
    form = TalkForm(request.POST if request.method == "POST" else None, initial=_initial(own))
    if form.is_valid():
        try:
            done = answer_talk(
                booking=row,
                use=Use(form.cleaned_data["use"]),
                thanks=form.cleaned_data["thanks"],
                goes_on=form.cleaned_data["goes_on"],
                by=request.actor,
                at=clock.now(),
            )
        except InvalidInput as error:
            refuse(form, error)
        else:
            return _after(request, done)
    guide = row.slot.hours.guide
    other = row.learner if guide.pk == me else guide
    starts = starts_of(row)
    now = clock.now()
    context = {
        "form": form,
        "booking": row,
        "other": other,
        "is_guide": guide.pk == me,
        "moment": moments([starts], reader=request.person, others=[other])[0],
        "is_ahead": starts > now and row.cancelled_at is None,
        "can_cancel": starts > now and (guide.pk == me or now <= last_moment(row)),
        "last_moment": last_moment(row),
        "can_answer": starts <= now and row.cancelled_at is None and row.finished_at is None,
        "own": own,
        "thanks": [one for one in answers if one.person_id != me and one.thanks],
        "breadcrumb": _breadcrumb(other.name),
    }
    return render(request, "hours/booking.html", context, status=422 if form.errors else 200)


@page(For.SIGNED_IN, "POST")
def cancellation(request: HallRequest, pk: int) -> HttpResponse:
    """Give the time back."""
    cancel_booking(booking=_load(request, pk), by=request.actor, at=clock.now())
    messages.success(request, _("Given back. It leaves both of your calendars."))
    return see_other(reverse("hours"))


def _after(request: HallRequest, row: SlotBooking) -> HttpResponse:
    if row.went_on_id is not None:
        messages.success(request, _("Both of you would like to go on. This is your page."))
        return see_other(reverse("relationship", args=[row.went_on_id]))
    messages.success(request, _("Thank you. Nothing else is asked of you."))
    return see_other(reverse("booking", args=[row.pk]))


def _initial(own: TalkAnswer | None) -> dict[str, object]:
    return {"use": own.use, "thanks": own.thanks, "goes_on": own.goes_on} if own else {}


def _load(request: HallRequest, pk: int) -> SlotBooking:
    rows = SlotBooking.objects.select_related(
        "slot__hours__guide", "learner", "meeting", "relationship__organization"
    )
    return get_visible_or_404(ACT_IN_BOOKING, request.actor, pk, rows)


def _breadcrumb(name: str) -> list[tuple[str, str | None]]:
    return [
        (_("Pairs"), reverse("relationships")),
        (_("Office hours"), reverse("hours")),
        (name, None),
    ]
