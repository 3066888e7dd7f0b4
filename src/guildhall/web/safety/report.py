"""Reporting a worry: about a pair, or about a program or organization."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.directory.models import Organization, Person
from guildhall.permissions.access import require
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.queries.page import relationship_page
from guildhall.safety.actions.reporting import Report, report_worry
from guildhall.safety.queries.readers import would_read
from guildhall.safety.queries.support import support_page
from guildhall.safety.queries.worries import places_for
from guildhall.web.relationships.loading import breadcrumb, load
from guildhall.web.safety.forms import WorryForm
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def pair_worry(request: HallRequest, pk: int) -> HttpResponse:
    """About a pair, by one of it."""
    row = load(request, pk)
    require(ACT_IN_RELATIONSHIP, request.actor, row)
    found = relationship_page(row, actor=request.actor, at=clock.now())
    everybody = set(row.parties.values_list("person_id", flat=True))
    readers = would_read(row.organization, besides=everybody)
    form = WorryForm(request.POST if request.method == "POST" else None, readers=readers)
    if form.is_valid():
        return _reported(request, form, relationship=row)
    context = {
        "found": found,
        "breadcrumb": breadcrumb(found, (_("Report a worry"), None)),
        "back": reverse("relationship", args=[pk]),
        "support": support_page(row.organization),
        "has_pair": True,
    }
    return _show(request, form, readers, context)


@page(For.SIGNED_IN, "GET", "POST")
def worry_new(request: HallRequest) -> HttpResponse:
    """About a program or an organization, by anybody who belongs to it."""
    places = places_for(request.actor)
    readers = _all_readers([*places.organizations], besides={request.person.pk})
    form = WorryForm(
        request.POST if request.method == "POST" else None, readers=readers, places=places
    )
    if form.is_valid():
        noun, _dash, pk = form.cleaned_data["about"].partition("-")
        if noun == "program":
            program = next(row for row in places.programs if row.pk == int(pk))
            return _reported(request, form, program=program)
        organization = next(row for row in places.organizations if row.pk == int(pk))
        return _reported(request, form, organization=organization)
    context = {
        "breadcrumb": [(_("Support"), reverse("support")), (_("Report a worry"), None)],
        "back": reverse("support"),
        "has_pair": False,
        "has_place": bool(places.organizations),
    }
    return _show(request, form, readers, context)


def _reported(request: HallRequest, form: WorryForm, **about: object) -> HttpResponse:
    given = form.cleaned_data
    report = Report(
        kind=given["kind"],
        wish=given["wish"],
        text=given["text"],
        reach=given["reach"],
        without=frozenset(given.get("without") or ()),
    )
    worry = report_worry(report=report, by=request.actor, at=clock.now(), **about)  # type: ignore[arg-type]
    return see_other(reverse("worry", args=[worry.code]))


def _all_readers(houses: Iterable[Organization], *, besides: set[int]) -> list[Person]:
    readers = {
        person.pk: person for house in houses for person in would_read(house, besides=besides)
    }
    return list(readers.values())


def _show(
    request: HallRequest, form: WorryForm, readers: list[Person], context: dict[str, object]
) -> HttpResponse:
    context |= {"form": form, "readers": readers}
    return render(request, "safety/report.html", context, status=422 if form.errors else 200)
