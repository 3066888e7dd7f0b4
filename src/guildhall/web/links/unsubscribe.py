"""Stopping a kind of mail from the mail itself."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from guildhall.core import clock
from guildhall.notify.actions.preferences import choose_by_token
from guildhall.notify.queries.preferences import subscription
from guildhall.web.shared.request import For, HallRequest, page, see_other


# Mail programs post here by themselves, without a cookie (RFC 8058). The secret in the address
# allows this one kind for this one person to be stopped, and nothing else.
@csrf_exempt
@never_cache
@page(For.ANYONE, "GET", "POST")
def unsubscribe(request: HallRequest, token: str) -> HttpResponse:
    """Show which mails would stop; stop them on POST."""
    if request.method == "POST":
        choose_by_token(token=token, wants_mail=False, at=clock.now())
        if request.POST.get("List-Unsubscribe") != "One-Click":
            return see_other(request.path)
    context = {"subscription": subscription(token), "token": token}
    return render(request, "links/unsubscribe.html", context)


@never_cache
@page(For.ANYONE, "POST")
def subscription_again(request: HallRequest, token: str) -> HttpResponse:
    """Let these mails come again."""
    choose_by_token(token=token, wants_mail=True, at=clock.now())
    return see_other(reverse("unsubscribe", args=[token]))
