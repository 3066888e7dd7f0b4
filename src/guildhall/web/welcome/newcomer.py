"""A signed-in account that belongs to no organization yet."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from guildhall.accounts.models import Account
from guildhall.flows.queries.claiming import known_as
from guildhall.web.shared.request import For, HallRequest, page


@page(For.ANYONE)
def newcomer(request: HallRequest) -> HttpResponse:
    """Says what to do next; whoever has a record goes on to Today."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    if request.signed_in_person is not None:
        return redirect("today")
    account = Account.objects.get(pk=int(request.user.pk or 0))
    return render(request, "welcome/newcomer.html", {"known_as": known_as(account)})
