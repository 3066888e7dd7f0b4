"""Reporting a worry: about a pair, or about a program or organization."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.directory.models import RoleGrant
from guildhall.permissions.access import require
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.queries.page import relationship_page
from guildhall.safety.actions.reporting import Report, report_worry
from guildhall.safety.queries.readers import could_read
from guildhall.safety.queries.support import support_page
from guildhall.safety.queries.worries import Places, places_for
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
    grants = could_read(row.organization, besides=everybody)
    form = WorryForm(request.POST if request.method == "POST" else None, grants=grants)
    answer = _reported(request, form, relationship=row) if form.is_valid() else None
    if answer is not None:
        return answer
    context = {
        "found": found,
        "breadcrumb": breadcrumb(found, (_("Report a worry"), None)),
        "back": reverse("relationship", args=[pk]),
        "support": support_page(row.organization),
        "has_pair": True,
    }
    return _show(request, form, grants, context)


@page(For.SIGNED_IN, "GET", "POST")
def worry_new(request: HallRequest) -> HttpResponse:
    """About a program or an organization, by anybody who belongs to it."""
    places = places_for(request.actor)
    grants = _grants_around(places, besides={request.person.pk})
    form = WorryForm(
        request.POST if request.method == "POST" else None, grants=grants, places=places
    )
    answer = _reported(request, form, **_about(form, places)) if form.is_valid() else None
    if answer is not None:
        return answer
    context = {
        "breadcrumb": [(_("Support"), reverse("support")), (_("Report a worry"), None)],
        "back": reverse("support"),
        "has_pair": False,
        "has_place": bool(places.organizations),
    }
    return _show(request, form, grants, context)


def _about(form: WorryForm, places: Places) -> dict[str, object]:
    noun, _dash, pk = form.cleaned_data["about"].partition("-")
    if noun == "program":
        return {"program": next(row for row in places.programs if row.pk == int(pk))}
    return {"organization": next(row for row in places.organizations if row.pk == int(pk))}


def _reported(request: HallRequest, form: WorryForm, **about: object) -> HttpResponse | None:
    """Report it; None where it is refused, with the reason in the form."""
    given = form.cleaned_data
    report = Report(
        kind=given["kind"],
        wish=given["wish"],
        text=given["text"],
        reach=given["reach"],
        people=frozenset(given["people"]) if "people" in given else None,
    )
    try:
        worry = report_worry(report=report, by=request.actor, at=clock.now(), **about)  # type: ignore[arg-type]
    except InvalidInput as error:
        for name, problem in error.problems.items():
            form.add_error(name, problem)
        return None
    return see_other(reverse("worry", args=[worry.code]))


def _grants_around(places: Places, *, besides: set[int]) -> list[RoleGrant]:
    houses = {row.pk: row for row in places.organizations}
    houses |= {row.organization_id: row.organization for row in places.programs}
    return [grant for house in houses.values() for grant in could_read(house, besides=besides)]


def _show(
    request: HallRequest, form: WorryForm, grants: list[RoleGrant], context: dict[str, object]
) -> HttpResponse:
    people = form["people"] if "people" in form.fields else None
    context |= {
        "form": form,
        "has_readers": bool(grants),
        "nobody": bool(people is not None and people.errors),
    }
    return render(request, "safety/report.html", context, status=422 if form.errors else 200)
