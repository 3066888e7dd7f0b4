"""In a demo: the mail that it would have sent, whole, so that links and codes can be used."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from guildhall.core.errors import NotVisible
from guildhall.notify.queries.outbox import kept_mails
from guildhall.web.shared.request import For, HallRequest, page
from guildhall.web.welcome.demo_doors import is_demo_here

A_PAGE = 30


@page(For.DEMO, when=is_demo_here)
def demo_mails(request: HallRequest) -> HttpResponse:
    """Every mail of the demo, the newest first; those to one address where `to` is given."""
    address = request.GET.get("to", "")
    rows = kept_mails().filter(address__iexact=address) if address else kept_mails()
    context = {
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "address": address,
    }
    return render(request, "outbox/demo_mails.html", context)


@page(For.DEMO, when=is_demo_here)
def demo_mail(request: HallRequest, pk: int) -> HttpResponse:
    """One mail as plain text, with its links."""
    mail = kept_mails().filter(pk=pk).first()
    if mail is None:
        raise NotVisible(_("There is no such mail."))
    return render(request, "outbox/demo_mail.html", {"mail": mail})
