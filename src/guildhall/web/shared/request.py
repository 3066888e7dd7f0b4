"""The request as views get it, and the decorator by which a view says who it is for."""

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_http_methods
from django_htmx.middleware import HtmxDetails

from guildhall.core.errors import NotVisible
from guildhall.directory.models import Person
from guildhall.permissions.actor import Actor

# Whoever runs or reads programs, of an organization or of a program.
STAFF_ROLES = frozenset(("coordinator", "administrator", "viewer", "screener"))


class HallRequest(HttpRequest):
    """A request with its actor; `person` is who is signed in."""

    actor: Actor
    signed_in_person: Person | None
    # Who is signed in; set only where somebody is, so never on public pages.
    person: Person
    htmx: HtmxDetails


class For(Enum):
    """Who a page is for. Rows on it are guarded by their own access declarations."""

    ANYONE = "anyone, without signing in"
    SIGNED_IN = "anyone who is signed in; the rows on it decide for themselves"
    STAFF = "coordinators, administrators and read-only staff, of an organization or a program"
    ADMINISTRATORS = "administrators of an organization"
    DEMO = "anyone, in a demo database on this machine only"


View = Callable[..., HttpResponseBase]
VIEWS: dict[str, For] = {}


def page(
    who: For, *methods: str, when: Callable[[HallRequest], bool] | None = None
) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """Declare who a view is for and which methods it answers (GET where none is named).

    `when` is a further condition on the request; where it fails the answer is that of a page
    that does not exist.
    """
    allowed = list(methods or ("GET",)) + (["HEAD"] if "GET" in methods or not methods else [])

    def decorate(view: View) -> Callable[..., HttpResponseBase]:
        @require_http_methods(allowed)
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            hall = cast(HallRequest, request)
            if not _fits(who, hall) or (when is not None and not when(hall)):
                raise NotVisible
            return view(hall, *args, **kwargs)

        VIEWS[f"{view.__module__}.{view.__qualname__}"] = who
        guarded.decided_for = who  # type: ignore[attr-defined]
        is_open = who in (For.ANYONE, For.DEMO)
        return cast(View, login_not_required(guarded)) if is_open else guarded

    return decorate


def _fits(who: For, request: HallRequest) -> bool:
    """Whether the actor is of the kind that the page is for."""
    if who in (For.ANYONE, For.DEMO):
        return True
    if request.signed_in_person is None:
        return False
    roles = {grant.role for grant in request.actor.grants}
    if who is For.STAFF:
        return bool(roles & STAFF_ROLES)
    if who is For.ADMINISTRATORS:
        return "administrator" in roles
    return True


def see_other(url: str) -> HttpResponse:
    """A redirect after a POST, to be read with GET."""
    return HttpResponse(status=303, headers={"Location": url})


def is_id(text: str) -> bool:
    """Whether a typed text can be the number of a row; a database takes no longer ones."""
    return text.isdecimal() and len(text) < 16
