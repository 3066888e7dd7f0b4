"""One's own calendar: the one that is read, and the feed of one's meetings."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible, WrongState
from guildhall.meetings.actions.calendars import (
    connect_calendar,
    disconnect_calendar,
    read_calendar,
)
from guildhall.meetings.actions.feeds import end_feed, make_feed
from guildhall.meetings.models import CalendarFeed, CalendarSource
from guildhall.meetings.queries.feeds import own_calendar, person_of_feed
from guildhall.web.meetings.forms import CalendarForm
from guildhall.web.shared.request import For, HallRequest, page, see_other

ICS = "text/calendar; charset=utf-8"


@never_cache
@page(For.SIGNED_IN)
def calendar(request: HallRequest) -> HttpResponse:
    """What is connected, and what is given out."""
    return _show(request, CalendarForm())


@page(For.SIGNED_IN, "POST")
def calendar_source(request: HallRequest) -> HttpResponse:
    """Connect a calendar by its private address; it is read at once."""
    form = CalendarForm(request.POST)
    if form.is_valid():
        try:
            connect_calendar(
                person=request.person,
                address=form.cleaned_data["address"],
                by=request.actor,
                at=clock.now(),
            )
        except InvalidInput as error:
            form.add_error("address", error.problems.get("address", error.message))
        else:
            messages.success(request, _("Connected. Only when you are busy is kept."))
            return see_other(reverse("calendar"))
    return _show(request, form, status=422)


@page(For.SIGNED_IN, "POST")
def calendar_reading(request: HallRequest) -> HttpResponse:
    """Read it again now."""
    source = CalendarSource.objects.select_related("person").filter(person=request.person).first()
    if source is None:
        raise WrongState(_("No calendar is connected."))
    read = read_calendar(source=source, at=clock.now())
    if read.problem:
        messages.warning(request, read.problem)
    else:
        messages.success(request, _("Your calendar was read."))
    return see_other(reverse("calendar"))


@page(For.SIGNED_IN, "POST")
def calendar_removal(request: HallRequest) -> HttpResponse:
    """Disconnect it."""
    disconnect_calendar(person=request.person, by=request.actor, at=clock.now())
    messages.success(request, _("Disconnected. What was read is gone."))
    return see_other(reverse("calendar"))


@never_cache
@page(For.SIGNED_IN, "POST")
def calendar_feed(request: HallRequest) -> HttpResponse:
    """Make a new secret address; it is shown on this answer and never again."""
    token = make_feed(person=request.person, by=request.actor, at=clock.now())
    path = reverse("calendar_file", args=[token])
    return _show(request, CalendarForm(), address=f"{settings.GUILDHALL_BASE_URL}{path}")


@page(For.SIGNED_IN, "POST")
def calendar_feed_removal(request: HallRequest) -> HttpResponse:
    """Revoke the address."""
    end_feed(person=request.person, by=request.actor, at=clock.now())
    messages.success(request, _("The address does not work any more."))
    return see_other(reverse("calendar"))


# Calendar programs read this without signing in; the secret in the address is the key.
@never_cache
@page(For.ANYONE)
def calendar_file(request: HallRequest, token: str) -> HttpResponse:
    """One person's meetings, for their calendar program."""
    person = person_of_feed(token)
    if person is None:
        raise NotVisible
    return HttpResponse(own_calendar(person, at=clock.now()), content_type=ICS)


def _show(
    request: HallRequest, form: CalendarForm, *, address: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "source": CalendarSource.objects.filter(person=request.person).first(),
        "feed": CalendarFeed.objects.filter(person=request.person).first(),
        "address": address,
        "breadcrumb": [(_("Settings"), reverse("settings")), (_("Calendar"), None)],
    }
    return render(request, "meetings/calendar.html", context, status=status)
