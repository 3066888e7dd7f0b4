"""Safety officers of an organization, named by its administrators."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.directory.access import ADMINISTER_ORGANIZATION
from guildhall.directory.actions.members import grant_role
from guildhall.directory.models import Membership
from guildhall.directory.states import Role
from guildhall.permissions.access import get_visible_or_404
from guildhall.safety.access import held_roles
from guildhall.safety.queries.worries import FEWEST, shown_count
from guildhall.web.safety.forms import OfficerForm
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.ADMINISTRATORS, "GET", "POST")
def officers(request: HallRequest, pk: int) -> HttpResponse:
    """Who reads reports, and a new one. Taking the role away is done as with any other role."""
    row = get_visible_or_404(ADMINISTER_ORGANIZATION, request.actor, pk)
    form = OfficerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        membership = Membership.objects.filter(
            organization=row,
            ended_at__isnull=True,
            person__email__iexact=form.cleaned_data["email"],
        ).first()
        if membership is not None:
            grant_role(membership=membership, role=Role.SAFETY, by=request.actor, at=clock.now())
            messages.success(request, _("Named. Tell them what this asks of them."))
            return see_other(request.path)
        form.add_error("email", _("Nobody here has this address. Invite them under Roles first."))
    held = held_roles(Role.SAFETY).filter(membership__organization=row)
    context = {
        "organization": row,
        "form": form,
        "grants": held.select_related("membership__person").order_by("granted_at", "pk"),
        "count": shown_count(row, at=clock.now()),
        "fewest": FEWEST,
        "breadcrumb": [(_("Settings"), reverse("settings")), (row.name, None)],
    }
    return render(request, "safety/officers.html", context, status=422 if form.errors else 200)
