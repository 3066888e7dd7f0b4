"""Who holds which role, and invitations."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import NotVisible
from guildhall.directory.access import ADMINISTER_ORGANIZATION
from guildhall.directory.actions.invitations import revoke_invitation
from guildhall.directory.actions.members import end_role
from guildhall.directory.models import Invitation, Organization, RoleGrant
from guildhall.directory.queries.organizations import staff_of
from guildhall.flows.actions.inviting import invite_by_mail
from guildhall.permissions.access import get_visible_or_404
from guildhall.web.settings.forms import InvitationForm
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.ADMINISTRATORS)
def staff(request: HallRequest, pk: int) -> HttpResponse:
    """Present roles and open invitations."""
    row = get_visible_or_404(ADMINISTER_ORGANIZATION, request.actor, pk)
    return _show(request, row, InvitationForm())


@page(For.ADMINISTRATORS, "POST")
def invitations(request: HallRequest, pk: int) -> HttpResponse:
    """Invite somebody; the mail goes out at once."""
    row = get_visible_or_404(ADMINISTER_ORGANIZATION, request.actor, pk)
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _show(request, row, form, status=422)
    invite_by_mail(organization=row, by=request.actor, at=clock.now(), **form.cleaned_data)
    messages.success(request, _("An invitation is on its way to %(email)s.") % form.cleaned_data)
    return see_other(reverse("staff", args=[pk]))


@page(For.ADMINISTRATORS, "POST")
def revocation(request: HallRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    row = Invitation.objects.filter(pk=pk).select_related("organization").first()
    if row is None:
        raise NotVisible
    get_visible_or_404(ADMINISTER_ORGANIZATION, request.actor, row.organization_id)
    revoke_invitation(invitation=row, by=request.actor, at=clock.now())
    messages.success(request, _("The invitation was taken back."))
    return see_other(reverse("staff", args=[row.organization_id]))


@page(For.ADMINISTRATORS, "POST")
def role_end(request: HallRequest, pk: int) -> HttpResponse:
    """Take a role away."""
    row = RoleGrant.objects.filter(pk=pk).select_related("membership__organization").first()
    if row is None:
        raise NotVisible
    organization_id = row.membership.organization_id
    get_visible_or_404(ADMINISTER_ORGANIZATION, request.actor, organization_id)
    end_role(grant=row, by=request.actor, at=clock.now())
    messages.success(request, _("The role was taken away."))
    return see_other(reverse("staff", args=[organization_id]))


def _show(
    request: HallRequest, row: Organization, form: InvitationForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "organization": row,
        "form": form,
        "staff": staff_of(row),
        "breadcrumb": [(_("Settings"), reverse("settings")), (row.name, None)],
    }
    return render(request, "settings/staff.html", context, status=status)
