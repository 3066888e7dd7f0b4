"""One's own shifts: the week, the one before copied, the roster."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.directory.access import SEE_ORGANIZATION
from guildhall.directory.models import Organization
from guildhall.people.actions.rosters import connect_roster, disconnect_roster, read_roster
from guildhall.people.actions.shifts import copy_week, set_week
from guildhall.people.models import Roster
from guildhall.people.queries.shifts import days_of, usual_shapes
from guildhall.permissions.access import get_visible_or_404, visible_to
from guildhall.web.hours_worked.forms import RosterForm, WeekForm, monday_of
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, is_id, page, see_other

WEEK = timedelta(days=7)


@page(For.SIGNED_IN, "GET", "POST")
def shifts(request: HallRequest) -> HttpResponse:
    """The week grid; saving it replaces what was typed for that week."""
    house = _house(request)
    if house is None:
        return render(request, "hours_worked/no_house.html", {"breadcrumb": _breadcrumb()})
    monday = _monday(request, house)
    form = WeekForm(
        request.POST if request.method == "POST" else None,
        organization=house,
        days=days_of(request.person, house, monday),
        shapes=usual_shapes(request.person, house),
    )
    if form.is_valid():
        draft = form.draft()
        try:
            set_week(
                person=request.person,
                organization=house,
                draft=draft,
                by=request.actor,
                at=clock.now(),
            )
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("Your week is saved."))
            return see_other(_address(house, monday))
    return _show(request, house, form, RosterForm())


@page(For.SIGNED_IN, "POST")
def shifts_copy(request: HallRequest) -> HttpResponse:
    """Work as in the week before."""
    house = _needed_house(request)
    monday = _monday(request, house)
    copy_week(
        person=request.person, organization=house, monday=monday, by=request.actor, at=clock.now()
    )
    messages.success(request, _("Copied from the week before. Change what differs."))
    return see_other(_address(house, monday))


@page(For.SIGNED_IN, "POST")
def shifts_roster(request: HallRequest) -> HttpResponse:
    """Connect the roster by its private address; it is read at once."""
    house = _needed_house(request)
    form = RosterForm(request.POST)
    if form.is_valid():
        try:
            connect_roster(
                person=request.person,
                organization=house,
                address=form.cleaned_data["address"],
                by=request.actor,
                at=clock.now(),
            )
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("Connected. Only the times of your shifts are kept."))
            return see_other(reverse("shifts"))
    return _show(request, house, None, form)


@page(For.SIGNED_IN, "POST")
def shifts_roster_reading(request: HallRequest) -> HttpResponse:
    """Read the roster again now."""
    rows = Roster.objects.select_related("person", "organization")
    roster = rows.filter(person=request.person).first()
    if roster is None:
        raise WrongState(_("No roster is connected."))
    read = read_roster(roster=roster, at=clock.now())
    if read.problem:
        messages.warning(request, read.problem)
    else:
        messages.success(request, _("Your roster was read."))
    return see_other(reverse("shifts"))


@page(For.SIGNED_IN, "POST")
def shifts_roster_removal(request: HallRequest) -> HttpResponse:
    """Disconnect it."""
    disconnect_roster(person=request.person, by=request.actor, at=clock.now())
    messages.success(request, _("Disconnected. Shifts that lie behind you stay."))
    return see_other(reverse("shifts"))


def _show(
    request: HallRequest, house: Organization, form: WeekForm | None, roster_form: RosterForm
) -> HttpResponse:
    monday = _monday(request, house)
    form = form or WeekForm(
        organization=house,
        days=days_of(request.person, house, monday),
        shapes=usual_shapes(request.person, house),
    )
    context = {
        "house": house,
        "houses": _houses(request),
        "monday": monday,
        "before": _address(house, monday - WEEK),
        "after": _address(house, monday + WEEK),
        "form": form,
        "rows": form.rows(),
        "has_shifts": any(day.own or day.others for day in form.days),
        "roster": Roster.objects.filter(person=request.person).first(),
        "roster_form": roster_form,
        "breadcrumb": _breadcrumb(),
    }
    has_errors = form.errors or roster_form.errors
    status = 422 if has_errors else 200
    return render(request, "hours_worked/shifts.html", context, status=status)


def _houses(request: HallRequest) -> list[Organization]:
    return list(visible_to(SEE_ORGANIZATION, request.actor).order_by("pk"))


def _house(request: HallRequest) -> Organization | None:
    chosen = request.GET.get("house", "")
    if is_id(chosen):
        return get_visible_or_404(SEE_ORGANIZATION, request.actor, int(chosen))
    return next(iter(_houses(request)), None)


def _needed_house(request: HallRequest) -> Organization:
    house = _house(request)
    if house is None:
        raise WrongState(_("Shifts belong to an organization, and you are in none."))
    return house


def _monday(request: HallRequest, house: Organization) -> date:
    return monday_of(request.GET.get("week"), clock.today(house.time_zone))


def _address(house: Organization, monday: date) -> str:
    return f"{reverse('shifts')}?house={house.pk}&week={monday.isoformat()}"


def _breadcrumb() -> list[tuple[str, str | None]]:
    return [(_("Pairs"), reverse("relationships")), (_("Your shifts"), None)]
