"""The help page, signed in or not."""

from django.http import HttpResponse
from django.shortcuts import render

from guildhall.web.shared.request import For, HallRequest, page


@page(For.ANYONE)
def help_page(request: HallRequest) -> HttpResponse:
    """The same answers for everybody; staff see theirs first."""
    template = "help/help.html" if request.signed_in_person else "help/help_plain.html"
    return render(request, template)


@page(For.ANYONE)
def privacy(request: HallRequest) -> HttpResponse:
    """Who sees what, in one table."""
    template = "help/privacy.html" if request.signed_in_person else "help/privacy_plain.html"
    return render(request, template)
