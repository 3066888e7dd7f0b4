"""The outbox: who was told what, and in which state it is."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.accounts.demo_mark import is_demo
from guildhall.core import clock
from guildhall.core.errors import NotVisible
from guildhall.directory.access import ORGANIZATION, READ_MEMBERS
from guildhall.directory.queries.organizations import staffed_organizations
from guildhall.directory.states import READERS, STAFF
from guildhall.notify.access import (
    HANDLE_MESSAGE,
    READ_MESSAGE,
    READ_WORDS,
    looks_after_messages,
)
from guildhall.notify.actions.handling import (
    cancel_message,
    retry_failed,
    retry_message,
    send_mail_check,
)
from guildhall.notify.envelope import rendered
from guildhall.notify.models import Message
from guildhall.notify.queries.outbox import OutboxFilter, counts_by_state, kinds_sent, readable
from guildhall.notify.queries.outbox import messages as message_rows
from guildhall.notify.states import WAITING, MessageState
from guildhall.permissions.access import get_visible_or_404, may, visible_to
from guildhall.web.outbox.forms import FilterForm
from guildhall.web.outbox.rows import message_row
from guildhall.web.shared.request import For, HallRequest, page, see_other

A_PAGE = 50


@page(For.STAFF)
def outbox(request: HallRequest) -> HttpResponse:
    """Messages of one's organizations, by state, kind and name."""
    request.section = "settings"  # type: ignore[attr-defined]
    counts = counts_by_state(request.actor)
    form = FilterForm(request.GET, kinds=kinds_sent(request.actor))
    narrow = OutboxFilter(**form.cleaned_data) if form.is_valid() else OutboxFilter()
    found = Paginator(message_rows(request.actor, narrow), A_PAGE).get_page(request.GET.get("page"))
    words_read = readable(request.actor, found)
    context = {
        "form": form,
        "page": found,
        "rows": [message_row(row, is_readable=row.pk in words_read) for row in found],
        "total": sum(counts.values()),
        "failed": counts.get(MessageState.FAILED, 0),
        "waiting": sum(counts.get(state, 0) for state in WAITING),
        "sent": counts.get(MessageState.SENT, 0),
        "is_demo": is_demo(),
        "is_staff": request.actor.holds_any(ORGANIZATION, *STAFF),
        "reads_texts": request.actor.holds_any(ORGANIZATION, *READERS),
        "may_handle": looks_after_messages(request.actor),
        "breadcrumb": [(_("Settings"), reverse("settings")), (_("Outbox"), None)],
    }
    return render(request, "outbox/outbox.html", context)


@page(For.STAFF)
def outbox_message(request: HallRequest, pk: int) -> HttpResponse:
    """One message as it goes out; personal links stay closed. Its words are for those who may act
    for the program; others see that it went, when, to whom and of which kind."""
    message = _visible(request, pk)
    reads_words = may(READ_WORDS, request.actor, message)
    row = message_row(message, is_readable=reads_words)
    request.section = "settings"  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "row": row,
        "message": message,
        "content": rendered(message) if reads_words else None,
        "may_handle": may(HANDLE_MESSAGE, request.actor, message),
        "breadcrumb": [
            (_("Settings"), reverse("settings")),
            (_("Outbox"), reverse("outbox")),
            (row.title, None),
        ],
    }
    return render(request, "outbox/message.html", context)


@page(For.STAFF, "POST")
def outbox_retry(request: HallRequest, pk: int) -> HttpResponse:
    """Send a failed message again."""
    retry_message(message=_visible(request, pk), by=request.actor, at=clock.now())
    messages.success(request, _("It goes out again."))
    return see_other(reverse("outbox_message", args=[pk]))


@page(For.STAFF, "POST")
def outbox_cancellation(request: HallRequest, pk: int) -> HttpResponse:
    """Stop a message that waits."""
    cancel_message(message=_visible(request, pk), by=request.actor, at=clock.now())
    messages.success(request, _("Stopped. The notice in their inbox stays."))
    return see_other(reverse("outbox_message", args=[pk]))


@page(For.STAFF, "POST")
def outbox_retries(request: HallRequest) -> HttpResponse:
    """Send everything again that failed."""
    count = retry_failed(by=request.actor, at=clock.now())
    words = ngettext("%(n)s message goes out again.", "%(n)s messages go out again.", count)
    messages.success(request, words % {"n": count})
    return see_other(reverse("outbox"))


@page(For.STAFF, "POST")
def mail_check(request: HallRequest) -> HttpResponse:
    """Send a test mail to oneself."""
    staffed, read = staffed_organizations(request.actor), visible_to(READ_MEMBERS, request.actor)
    organization = staffed.first() or read.first()
    if organization is None:
        raise NotVisible
    send_mail_check(to=request.person, organization=organization, by=request.actor, at=clock.now())
    messages.success(request, _("A test mail to you is on its way."))
    return see_other(reverse("outbox"))


def _visible(request: HallRequest, pk: int) -> Message:
    rows = message_rows(request.actor)
    return get_visible_or_404(READ_MESSAGE, request.actor, pk, rows)
