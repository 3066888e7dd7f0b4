"""One-click sign-in. It exists only in a database that was created as a demo, on this machine."""

from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from guildhall.accounts.demo_mark import is_demo
from guildhall.accounts.models import Account, DemoMark
from guildhall.core.errors import NotVisible
from guildhall.web.shared.request import For, HallRequest, page, see_other

# What a proxy adds: whoever it speaks for is not on this machine.
PASSED_ON = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")


def is_demo_here(request: HallRequest) -> bool:
    """A demo database, reached over loopback, under a name of this machine, by nobody's proxy."""
    host = request.get_host().rsplit(":", 1)[0]
    try:
        is_near = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        is_near = False
    is_local_name = host in ("localhost", "127.0.0.1", "[::1]", "testserver")
    is_passed_on = any(name in request.META for name in PASSED_ON)
    is_here = is_near and is_local_name and not is_passed_on
    return is_here and not settings.IS_HTTPS and is_demo()


@page(For.DEMO, when=is_demo_here)
def demo_doors(request: HallRequest) -> HttpResponse:
    """Every role of the demo as one button."""
    mark = DemoMark.objects.get()
    return render(request, "welcome/demo_doors.html", {"doors": mark.doors})


@page(For.DEMO, "POST", when=is_demo_here)
def demo_door(request: HallRequest, account_id: int) -> HttpResponse:
    """Sign in as one of the doors; any other account is not there."""
    mark = DemoMark.objects.get()
    if account_id not in {door["account_id"] for door in mark.doors}:
        raise NotVisible
    logout(request)
    account = Account.objects.get(pk=account_id)
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    return see_other(reverse("today"))
