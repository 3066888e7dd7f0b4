"""What comes by mail, and what only to the inbox."""

from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.directory.access import ORGANIZATION
from guildhall.directory.states import READERS
from guildhall.notify.actions.preferences import choose_mails
from guildhall.notify.queries.preferences import Choice, choices_of
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def notification_settings(request: HallRequest) -> HttpResponse:
    """One switch a kind of message."""
    choices = _choices(request)
    if request.method == "POST":
        open_kinds = [choice.kind.key for choice in choices if choice.kind.can_unsubscribe]
        choose_mails(
            person=request.person,
            by_mail={key: key in request.POST for key in open_kinds},
            by=request.actor,
            at=clock.now(),
        )
        messages.success(request, _("Saved. Your inbox still gets everything."))
        return see_other(request.path)
    switchable = [choice for choice in choices if choice.kind.can_unsubscribe]
    context = {
        "groups": [
            (heading, list(group))
            for heading, group in groupby(switchable, key=lambda choice: str(choice.kind.heading))
        ],
        "always": _always(choices),
        "address": request.person.email or getattr(request.user, "email", ""),
        "breadcrumb": [(_("Settings"), reverse("settings")), (_("Notifications"), None)],
    }
    return render(request, "inbox/preferences.html", context)


def _always(choices: list[Choice]) -> dict[str, list[str]]:
    """Labels of the kinds that cannot be switched off, by the reason."""
    found: dict[str, list[str]] = {}
    for choice in choices:
        if not choice.kind.can_unsubscribe:
            found.setdefault(str(choice.kind.always_because), []).append(str(choice.kind.label))
    return found


def _choices(request: HallRequest) -> list[Choice]:
    is_staff = request.actor.holds_any(ORGANIZATION, *READERS)
    return choices_of(request.person, is_staff=is_staff)
