"""An organization's name, time zone, sites and units."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.directory.access import ADMINISTER_ORGANIZATION
from guildhall.directory.actions.organizations import add_site, add_unit, change_organization
from guildhall.directory.models import Organization
from guildhall.permissions.access import get_visible_or_404
from guildhall.web.settings.forms import OrganizationForm, PlaceForm
from guildhall.web.shared.request import For, HallRequest, page, see_other

# Three forms on one page have a field of the same name.
SITE_ID, UNIT_ID = "site_%s", "unit_%s"


@page(For.ADMINISTRATORS, "GET", "POST")
def organization(request: HallRequest, pk: int) -> HttpResponse:
    """Look at and change the organization."""
    row = get_visible_or_404(ADMINISTER_ORGANIZATION, request.actor, pk)
    form = OrganizationForm(
        request.POST or None, initial={"name": row.name, "time_zone": row.time_zone}
    )
    if request.method == "POST" and form.is_valid():
        change_organization(organization=row, by=request.actor, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return see_other(request.path)
    return _show(request, row, form, status=422 if request.method == "POST" else 200)


@page(For.ADMINISTRATORS, "POST")
def sites(request: HallRequest, pk: int) -> HttpResponse:
    """Add a site."""
    row = get_visible_or_404(ADMINISTER_ORGANIZATION, request.actor, pk)
    form = PlaceForm(request.POST, auto_id=SITE_ID)
    if form.is_valid():
        add_site(organization=row, name=form.cleaned_data["name"], by=request.actor)
        return see_other(reverse("organization", args=[pk]))
    return _show(request, row, _filled(row), site_form=form, status=422)


@page(For.ADMINISTRATORS, "POST")
def units(request: HallRequest, pk: int) -> HttpResponse:
    """Add a unit."""
    row = get_visible_or_404(ADMINISTER_ORGANIZATION, request.actor, pk)
    form = PlaceForm(request.POST, auto_id=UNIT_ID)
    if form.is_valid():
        add_unit(organization=row, name=form.cleaned_data["name"], by=request.actor)
        return see_other(reverse("organization", args=[pk]))
    return _show(request, row, _filled(row), unit_form=form, status=422)


def _filled(row: Organization) -> OrganizationForm:
    return OrganizationForm(initial={"name": row.name, "time_zone": row.time_zone})


def _show(
    request: HallRequest,
    row: Organization,
    form: OrganizationForm,
    *,
    site_form: PlaceForm | None = None,
    unit_form: PlaceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "organization": row,
        "form": form,
        "site_form": site_form or PlaceForm(auto_id=SITE_ID),
        "unit_form": unit_form or PlaceForm(auto_id=UNIT_ID),
        "sites": row.sites.all(),
        "units": row.units.all(),
        "breadcrumb": [(_("Settings"), reverse("settings")), (row.name, None)],
    }
    return render(request, "settings/organization.html", context, status=status)
