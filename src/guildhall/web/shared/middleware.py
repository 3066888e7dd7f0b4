"""The actor of a request, their time zone, and errors of the tree as designed pages."""

from collections.abc import Callable
from typing import cast
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from guildhall.core.errors import GuildhallError
from guildhall.directory.models import Person
from guildhall.permissions.actor import NOBODY, actor_for
from guildhall.web.shared.request import HallRequest

Next = Callable[[HttpRequest], HttpResponse]
# Where somebody without a record in any organization may still go.
OPEN_TO_NEWCOMERS = (
    "/account/",
    "/static/",
    "/welcome/",
    "/join/",
    "/invitation/",
    "/a/",
    "/demo/",
    "/unsubscribe/",
    "/sign/",
    "/gate/card/",
    "/verify/",
    "/passport-copies/",
)
NUL = "%00"


class ActorMiddleware:
    """Sets `request.actor` and `request.signed_in_person`, and the reader's time zone."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        hall = cast(HallRequest, request)
        _drop_nul(request)
        hall.signed_in_person = None
        hall.actor = NOBODY
        if request.user.is_authenticated:
            account_id = int(request.user.pk)
            person = Person.objects.filter(account_id=account_id).first()
            hall.signed_in_person = person
            if person is not None:
                hall.person = person
            hall.actor = actor_for(account_id=account_id, person_id=person.pk if person else None)
            if person is None and not request.path.startswith(OPEN_TO_NEWCOMERS):
                return redirect("newcomer")
        zone = hall.signed_in_person.time_zone if hall.signed_in_person else "UTC"
        with timezone.override(ZoneInfo(zone)):
            answer = self.get_response(request)
        if request.user.is_authenticated:
            # On a shared machine nobody goes back to what somebody else read.
            add_never_cache_headers(answer)
        return answer


def _drop_nul(request: HttpRequest) -> None:
    """No text of a database holds it, so no question about one does."""
    query = request.META.get("QUERY_STRING", "")
    if NUL in query:
        request.META["QUERY_STRING"] = query.replace(NUL, "")
        request.__dict__.pop("GET", None)


class ErrorMiddleware:
    """Turns an error of the tree into its page, with the status that it carries."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Only errors of the tree; anything else is an accident and answers 500."""
        if not isinstance(error, GuildhallError) or error.status == 500:
            return None
        template = {404: "404.html", 403: "403.html"}.get(error.status, "refused.html")
        context = {"message": error.message, "status": error.status}
        answer = render(request, template, context, status=error.status)
        # True at this moment only, and its address may be a secret.
        add_never_cache_headers(answer)
        return answer
