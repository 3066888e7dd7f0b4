"""Open times, and those that one offers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.directory.access import MEMBER, ORGANIZATION
from guildhall.directory.models import Organization
from guildhall.mentoring.actions.hours import end_hours, offer_hours, withdraw_slot
from guildhall.mentoring.hours_access import KEEP_HOURS, SEE_SLOT
from guildhall.mentoring.models import OfficeHours, Slot
from guildhall.mentoring.queries.hours import (
    SHOWN,
    by_day,
    open_slots,
    own_bookings,
    own_hours,
    slots_of,
)
from guildhall.people.languages import language_name
from guildhall.people.models import Profile
from guildhall.permissions.access import get_visible_or_404
from guildhall.web.hours.forms import HoursForm, NarrowForm
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN)
def hours(request: HallRequest) -> HttpResponse:
    """Times to book, as the reader's clock shows them; `?q=`, `?language=` and `?day=` narrow."""
    now = clock.now()
    form = NarrowForm(request.GET)
    form.full_clean()
    language = form.cleaned_data.get("language") or ""
    found = open_slots(
        request.person,
        request.actor,
        at=now,
        topic=form.cleaned_data.get("q") or "",
        language=language,
        day=form.cleaned_data.get("day"),
    )
    slots = list(found[: SHOWN + 1])
    codes = _languages_of(request)
    context = {
        "days": by_day(slots[:SHOWN], request.person),
        "has_more": len(slots) > SHOWN,
        "is_narrowed": any(request.GET.get(name) for name in ("q", "language", "day")),
        "form": form,
        "languages": codes,
        "language": language,
        "bookings": own_bookings(request.actor, at=now),
        "own": own_hours(request.actor),
        "now": now,
        "breadcrumb": [(_("Pairs"), reverse("relationships")), (_("Office hours"), None)],
    }
    return render(request, "hours/hours.html", context)


@page(For.SIGNED_IN, "GET", "POST")
def new(request: HallRequest) -> HttpResponse:
    """Offer times."""
    houses = Organization.objects.filter(pk__in=request.actor.scopes(ORGANIZATION, MEMBER))
    form = HoursForm(
        request.POST if request.method == "POST" else None,
        houses=[(str(house.pk), house.name) for house in houses.order_by("name")],
    )
    if form.is_valid():
        profile = Profile.objects.filter(person=request.person).first()
        try:
            made = offer_hours(
                guide=request.person,
                organization=houses.get(pk=form.cleaned_data["organization"]),
                draft=form.draft(profile.languages if profile else ()),
                by=request.actor,
                at=clock.now(),
            )
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("Your office hours are open. You hear when one is booked."))
            return see_other(reverse("hours_kept", args=[made.pk]))
    context = {"form": form, "breadcrumb": _breadcrumb((_("Offer times"), None))}
    return render(request, "hours/new.html", context, status=422 if form.errors else 200)


@page(For.SIGNED_IN)
def keep(request: HallRequest, pk: int) -> HttpResponse:
    """What one offers: who booked, and what is free."""
    row = _load(request, pk)
    codes = [code for code in row.languages.split(",") if code]
    context = {
        "hours": row,
        "slots": slots_of(row, at=clock.now()),
        "languages": ", ".join(language_name(code) for code in codes),
        "breadcrumb": _breadcrumb((row.topics, None)),
    }
    return render(request, "hours/kept.html", context)


@page(For.SIGNED_IN, "POST")
def end(request: HallRequest, pk: int) -> HttpResponse:
    """Offer no more of these."""
    end_hours(hours=_load(request, pk), by=request.actor, at=clock.now())
    messages.success(request, _("Ended. What is booked stays booked."))
    return see_other(reverse("hours"))


@page(For.SIGNED_IN, "POST")
def slot_withdrawal(request: HallRequest, pk: int) -> HttpResponse:
    """Take one time back."""
    slot = get_visible_or_404(
        SEE_SLOT, request.actor, pk, Slot.objects.select_related("hours__guide")
    )
    withdraw_slot(slot=slot, by=request.actor, at=clock.now())
    messages.success(request, _("Taken back. Whoever had booked it is told."))
    return see_other(reverse("hours_kept", args=[slot.hours_id]))


def _load(request: HallRequest, pk: int) -> OfficeHours:
    return get_visible_or_404(KEEP_HOURS, request.actor, pk)


def _breadcrumb(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [
        (_("Pairs"), reverse("relationships")),
        (_("Office hours"), reverse("hours")),
        *more,
    ]


def _languages_of(request: HallRequest) -> list[tuple[str, str]]:
    """The reader's own languages, to choose from."""
    profile = Profile.objects.filter(person=request.person).first()
    codes = profile.languages if profile else []
    return [(code, language_name(code)) for code in codes]
