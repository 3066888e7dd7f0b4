"""Protected time: one's own ledger, and for coordinators those of all guides."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.directory.access import SEE_ORGANIZATION
from guildhall.directory.models import Organization
from guildhall.hours.actions.logging import enter_protected_time
from guildhall.hours.states import EntryKind
from guildhall.permissions.access import get_visible_or_404, visible_to
from guildhall.preceptorship.access import OVERSEE_PROTECTED_TIME
from guildhall.preceptorship.queries.protected_time import overseen_guides, protected_time
from guildhall.web.hours_worked.forms import EntryForm
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other

PER_PAGE = 25


@page(For.SIGNED_IN, "GET", "POST")
def own_protected_time(request: HallRequest) -> HttpResponse:
    """“My time”: the ledger, and entering training or planning a protected hour."""
    house = _house(request)
    form = _form(request, house) if house else None
    if form is not None and house is not None and form.is_valid():
        try:
            enter_protected_time(
                person=request.person,
                organization=house,
                draft=form.draft(),
                by=request.actor,
                at=clock.now(),
            )
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("It stands in your ledger."))
            return see_other(reverse("own_protected_time"))
    at = clock.now()
    ledger = protected_time([request.person], actor=request.actor, at=at)[request.person.pk]
    context: dict[str, Any] = {
        "ledger": ledger,
        "form": form,
        "is_own": True,
        "oversees": visible_to(OVERSEE_PROTECTED_TIME, request.actor).exists(),
        "breadcrumb": [(_("Pairs"), reverse("relationships")), (_("My time"), None)],
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "hours_worked/ledger.html", context, status=status)


@page(For.SIGNED_IN)
def protected_time_people(request: HallRequest) -> HttpResponse:
    """All guides of the reader's preceptorships, with their year."""
    guides = overseen_guides(request.actor)
    if not guides:
        raise NotVisible
    shown = Paginator(guides, PER_PAGE).get_page(request.GET.get("page"))
    people = list(shown.object_list)
    ledgers = protected_time(people, actor=request.actor, at=clock.now())
    context = {
        "page": shown,
        "ledgers": [ledgers[person.pk] for person in people],
        "breadcrumb": [(_("Hours"), reverse("hours_worked")), (_("Protected time"), None)],
    }
    return render(request, "hours_worked/ledgers.html", context)


@page(For.SIGNED_IN)
def protected_time_person(request: HallRequest, pk: int) -> HttpResponse:
    """One guide's ledger, as the reader's programs see it."""
    person = get_visible_or_404(OVERSEE_PROTECTED_TIME, request.actor, pk)
    ledger = protected_time([person], actor=request.actor, at=clock.now())[person.pk]
    context = {
        "ledger": ledger,
        "is_own": False,
        "breadcrumb": [
            (_("Hours"), reverse("hours_worked")),
            (_("Protected time"), reverse("protected_time_people")),
            (person.name, None),
        ],
    }
    return render(request, "hours_worked/ledger.html", context)


def _house(request: HallRequest) -> Organization | None:
    """Where one's own protected time lies: the house of one's first membership."""
    return visible_to(SEE_ORGANIZATION, request.actor).order_by("pk").first()


def _form(request: HallRequest, house: Organization) -> EntryForm:
    return EntryForm(
        request.POST if request.method == "POST" else None,
        kinds=(EntryKind.PROTECTED,),
        organization=house,
        today=clock.today(house.time_zone),
    )
