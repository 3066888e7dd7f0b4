"""Accepting an invitation."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.accounts.models import Account
from guildhall.core import clock
from guildhall.directory.actions.invitations import open_invitation
from guildhall.flows.actions.claiming import join_by_invitation
from guildhall.web.account.arrival import JOINING
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.ANYONE, "GET", "POST")
def invitation(request: HallRequest, token: str) -> HttpResponse:
    """GET shows who invites and to what; POST accepts, once signed in with that address."""
    at = clock.now()
    row = open_invitation(token=token, at=at)
    is_signed_in = request.user.is_authenticated
    if request.method == "POST" and is_signed_in:
        account = Account.objects.get(pk=int(request.user.pk or 0))
        join_by_invitation(token=token, account=account, at=at)
        request.session.pop(JOINING, None)
        messages.success(request, _("Welcome to %(name)s.") % {"name": row.organization.name})
        return see_other(reverse("today"))
    request.session[JOINING] = request.path
    has_account = Account.objects.filter(email=row.email).exists()
    context = {"invitation": row, "has_account": has_account, "is_signed_in": is_signed_in}
    return render(request, "welcome/invitation.html", context)
