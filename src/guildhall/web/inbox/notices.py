"""What a person was told."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.core import clock
from guildhall.notify.access import SEE_NOTICE
from guildhall.notify.actions.inbox import mark_all_read, open_notice
from guildhall.notify.queries.inbox import inbox as inbox_rows
from guildhall.notify.queries.inbox import unread_count
from guildhall.notify.rendering import text_blocks
from guildhall.permissions.access import get_visible_or_404
from guildhall.web.shared.request import For, HallRequest, page, see_other

A_PAGE = 30


@page(For.SIGNED_IN)
def inbox(request: HallRequest) -> HttpResponse:
    """All notices, unread ones first."""
    at = clock.now()
    rows = inbox_rows(request.person, at=at)
    context = {
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "unread": unread_count(request.person, at=at),
    }
    return render(request, "inbox/inbox.html", context)


@page(For.SIGNED_IN)
def notice(request: HallRequest, pk: int) -> HttpResponse:
    """Open a notice: it counts as read, and leads to its page where it has one."""
    row = get_visible_or_404(SEE_NOTICE, request.actor, pk)
    row = open_notice(notice=row, by=request.actor, at=clock.now())
    if row.path:
        return see_other(row.path)
    context = {
        "notice": row,
        "blocks": text_blocks(row.text),
        "breadcrumb": [(_("Inbox"), reverse("inbox")), (row.title, None)],
    }
    return render(request, "inbox/notice.html", context)


@page(For.SIGNED_IN, "POST")
def reading(request: HallRequest) -> HttpResponse:
    """Mark everything as read."""
    count = mark_all_read(by=request.actor, at=clock.now())
    words = ngettext("%(n)s notice marked as read.", "%(n)s notices marked as read.", count)
    messages.success(request, words % {"n": count})
    return see_other(reverse("inbox"))
