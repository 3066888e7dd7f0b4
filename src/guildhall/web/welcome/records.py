"""Somebody says they know you: yes or no, before anything joins."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from guildhall.accounts.models import Account
from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.flows.actions.claiming import claim_record, refuse_record
from guildhall.flows.queries.claiming import KnownAs, known_as, open_questions
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.ANYONE)
def own_records(request: HallRequest) -> HttpResponse:
    """Who keeps a record with the reader's address: those that wait, and those set apart."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    rows = known_as(_account(request))
    context = {
        "waiting": [row for row in rows if not row.is_set_apart],
        "apart": [row for row in rows if row.is_set_apart],
        "is_newcomer": request.signed_in_person is None,
        "next": _next(request.GET.get("next", ""), request),
    }
    return render(request, "welcome/records.html", context)


@page(For.ANYONE, "POST")
def record_answer(request: HallRequest, pk: int) -> HttpResponse:
    """Yes joins the record to the account; no sets it apart."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    account = _account(request)
    asked = next((row for row in known_as(account) if row.record.pk == pk), None)
    if asked is None:
        raise NotVisible
    _answer(request, account, asked)
    onward = _next(request.POST.get("next", ""), request)
    if open_questions(account):
        return see_other(f"{reverse('own_records')}?{urlencode({'next': onward})}")
    return see_other(onward)


def _answer(request: HallRequest, account: Account, asked: KnownAs) -> None:
    answer = request.POST.get("answer")
    words = {"name": asked.keepers}
    if answer == "yes":
        claim_record(account=account, record=asked.record, at=clock.now())
        messages.success(request, _("You now belong to %(name)s.") % words)
    elif answer == "no":
        refuse_record(account=account, record=asked.record, at=clock.now())
        messages.success(request, _("The record at %(name)s stays apart.") % words)
    else:
        raise InvalidInput(_("Say whether it is you: choose yes or no."))


def _account(request: HallRequest) -> Account:
    return Account.objects.get(pk=int(request.user.pk or 0))


def _next(url: str, request: HallRequest) -> str:
    """Where somebody was going, as long as it is a page of this house."""
    is_ours = url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()})
    return url if is_ours else reverse("today")
