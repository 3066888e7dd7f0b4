"""A new address that staff asked for: yes from there, or no from anywhere."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from guildhall.accounts.models import Account
from guildhall.core import clock
from guildhall.directory.access import CONFIRM_ADDRESS_REQUEST, WITHDRAW_ADDRESS_REQUEST
from guildhall.directory.actions.addresses import (
    confirm_address,
    open_address_request,
    withdraw_address_request,
)
from guildhall.directory.models import AddressRequest
from guildhall.permissions.access import get_visible_or_404
from guildhall.web.shared.request import For, HallRequest, page, see_other


@never_cache
@page(For.SIGNED_IN, "GET", "POST")
def address_confirmation(request: HallRequest, token: str) -> HttpResponse:
    """Behind the link that went to the new address: what would change, and the yes."""
    at = clock.now()
    account = Account.objects.get(pk=request.actor.account_id or 0)
    row = open_address_request(token=token, account=account, at=at)
    if request.method == "POST":
        confirm_address(token=token, account=account, at=at)
        words = {"email": row.email}
        messages.success(request, _("From now on you are reached at %(email)s.") % words)
        return see_other(reverse("account_email"))
    return render(request, "account/address.html", {"row": row, "is_from_there": True})


@page(For.SIGNED_IN)
def address_request(request: HallRequest, pk: int) -> HttpResponse:
    """Behind the notice to the old address: what was asked, and the no."""
    rows = AddressRequest.objects.select_related("person", "asked_by")
    row = get_visible_or_404(CONFIRM_ADDRESS_REQUEST, request.actor, pk, rows)
    is_open = row.confirmed_at is None and row.withdrawn_at is None
    context = {"row": row, "is_over": not is_open or row.expires_at <= clock.now()}
    return render(request, "account/address.html", context)


@page(For.SIGNED_IN, "POST")
def address_withdrawal(request: HallRequest, pk: int) -> HttpResponse:
    """No: by its person, or by staff who take it back."""
    row = get_visible_or_404(WITHDRAW_ADDRESS_REQUEST, request.actor, pk)
    withdraw_address_request(row=row, by=request.actor, at=clock.now())
    messages.success(request, _("The address stays as it was."))
    if row.person_id == request.person.pk:
        return see_other(reverse("today"))
    return see_other(reverse("person_record", args=[row.person_id]))
